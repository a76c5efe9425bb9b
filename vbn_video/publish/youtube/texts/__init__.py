"""What YouTube is told of a video, and what becomes of what a person changed there; nothing is sent here.

    Meeting, preset ──limits.py──► Metadata ──metadata.py──► the bodies of videos.insert and videos.update
        text_templates.py, description.py, chapter_lines.py, characters.py, visibility.py

`our_tags.py` are the tags by which a video is known again. `merge.py` decides between what we want and what a person changed in
YouTube Studio; `thumbnail.py` makes the poster fit.
"""
