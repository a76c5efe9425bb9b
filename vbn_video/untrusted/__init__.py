"""What others wrote, and what they put where our files belong: it is looked at before it is used, shown or deleted.

    own_files.py        files and folders of ours where others may write too: no link is followed, no pipe waited for
    visible_text.py     characters that are not seen but act
    foreign_words.py    what a service says ──► what may be shown and logged: no secret, nothing that acts, not too long
    preset_text.py      a preset's text ──► filled with a meeting, by as much of jinja2 as comes to an end
    picture_files.py    a picture's file ──► an image in memory, of a size that memory holds

Which names may be taken from such a file is `vbn_video/safe_names.py`'s to say.
"""
