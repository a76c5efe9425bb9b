"""The one door to the media folder: a folder on this machine or on a network drive, which others write into as well.

    name ──run_marks.py──► whose it is ──sweeping.py──► what a dead run left
      └── drive.py ──► hidden temporary name ──► flushed, size compared ──► one rename ──► file or folder, whole

`drive.py` is the door: read it first. A temporary name belongs to one run. No link is followed below the folder, nothing but
plain files is opened, and no more of one is read than belongs in it (`drive_files.py`); what the drive refuses is a sentence
(`drive_errors.py`).
"""
