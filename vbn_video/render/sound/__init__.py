"""The programme's sound, from recorded samples to the AAC packets of the whole programme.

    Levels ─ plan/sound/gain.py ─► gain, limiter curve ─┐
    recording, bumpers ─► programme_sound.py ───────────┴─► samples ─► aac_parts.py ─► packets, in a file
                                                                         │
                                              aac.py: one encoder, and where two of them can be joined

`soundtrack.py` leads the way: it plans the loudness, keys each part, and reuses those that have not changed.
"""
