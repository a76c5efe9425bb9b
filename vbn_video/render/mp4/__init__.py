"""The finished file as we write it ourselves: one pass over the media, the index in front, room to change the text later.

    ftyp | moov | mdat (captions, chapter titles) | free | mdat (video and sound, interleaved)

    tracks.py ─┐                    ┌─ tables.py, trak.py, descriptions.py, boxes.py
    text_metadata.py ─► head.py ────┴─► writer.py (by interleave.py) ─► video.mp4
    video.mp4 ─► parse.py ─► finished.py ─► rewrite.py: the same media with another head

Reading goes through `finished.py`: for `rewrite.py`, and for `render/reuse.py`, which takes samples over.
"""
