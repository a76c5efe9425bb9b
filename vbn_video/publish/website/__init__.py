"""The meeting's page in the website's media folder, and the catalogue of all of them.

    Material ──target_state.py──► TargetState ──meeting_folder.py──► SLUG/ ──catalogue.py──► index.html
                     └── pages/: the page's HTML

`site.py` is a publication and a withdrawal from end to end: read it first. `media_folder.py` opens the folder and chooses the
meeting's slug (`slug.py`), `entry.py` is the small file by which a folder is known to be ours, and `storage.py` is the one door
to the disk or network drive.
"""
