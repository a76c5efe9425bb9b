"""What Zoom leaves: its names, its `recording.conf`, and the files beside a recording.

    names in a folder ──► cloud.py | local.py ──► parts ──► sidecars.py ──► Sidecar, one for each file beside them
    chat, chapters in a video ──► chat.py ──► meeting_marks.py (on the recording's clock)
    text sidecars ──► zoom_captions.py, active_speakers.py (text to values) ──► sidecar_texts.py (on the recording's clock)

`participant_files.py` reads the names of the sound files that Zoom makes of single participants.
"""
