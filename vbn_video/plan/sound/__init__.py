"""How loud the programme is.

levels of the recording, kept spans ─► loudness.py: loudness by BS.1770-4 ─► gain.py: one gain, and the limiter's curve
                                                                                 ─► SoundPlan, carried out by render/sound/
"""
