"""The finished file as we write it ourselves: one pass over the media, the index in front, room to change the text later.

    ftyp | moov | mdat (captions, chapter titles) | free | mdat (video and sound, interleaved)

`writer.py` writes it, `rewrite.py` changes what it says in words, `finished.py` reads one; `head.py` is everything in front of
the media, of which `tables.py` holds the arithmetic.
"""
