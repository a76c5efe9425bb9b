"""The video on YouTube: uploaded once, whole, with texts, captions, thumbnail and playlist.

    transport/ ◄── auth/ ◄── api/ ◄── channel/ ◄── upload/ ◄── sync/      (texts/ beside them: what YouTube is told)

A publication begins in `sync/publication_sync.py` and goes down to the left: which video is shown, its upload, what belongs to
it, one request, the login's token, one connection. What a room needs of one further right is handed to it as a value.
"""
