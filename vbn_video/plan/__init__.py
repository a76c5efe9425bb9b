"""The decisions: pure functions from what was read and heard (`evidence.py`) to what is to be made (`decisions.py`).

    loudness, speech, packets ─► cut/ ─► EditPlan, SplicePlan, Chapters, ProgrammeFormat
    words of the model ─► words/ ─► who says what, when ─► danish/ ─► as it is written ─► captions/ ─► Captions
    text of the slides ─► slide_words/ ─► as far as it may be told ─► the names in the captions, the titles of chapters/
    loudness of what is kept ─► sound/ ─► SoundPlan

No file, no clock, no randomness: the same evidence always gives the same decision.
"""
