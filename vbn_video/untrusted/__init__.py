"""What others wrote, and what they put where our files belong: it is looked at before it is used, shown or deleted.

    own_files.py        files and folders of ours where others may write too: no link is followed, no pipe waited for

Which names may be taken from such a file is `vbn_video/safe_names.py`'s to say.
"""
