"""The meeting's page in the website's media folder, and the catalogue of all of them.

    Material ──claim.py──► SLUG/ ──target_state.py──► TargetState ──meeting_folder.py──► SLUG/ whole ──catalogue.py──► index.html
                  └── double_pages.py: one page a recording    └── pages/: the page's HTML

`site.py` is a publication and a withdrawal from end to end: read it first. `media_folder.py` opens the folder and chooses the
meeting's slug (`slug.py`), `entry.py` is the small file by which a folder is known to be ours, `page_facts.py` what the ledger
knows of it, `removal.py` takes it away, `page_notices.py` says what was found, and `storage/` is the one door to the disk or
network drive. Several machines may publish to one folder at the same time, the same recording too; the drive need have no locks.
"""
