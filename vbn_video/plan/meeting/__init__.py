"""Where the meeting begins, rests and ends in its recording: decided from all that tells of it, or called unsure.

words, chat ─► phrase_marks.py ─► what is a greeting, a thank you, a break … ─┐
words ─► talk/ ─► whether it sounds like small talk or like a meeting ──────────┤
voices ─► turns.py ─► one who speaks, many who chat ─────────────────────────┤
slides, marks, agenda, loudness, music ──────────────────────────────────────┤
                                                                             ▼
meeting_evidence.py: all of it as one value ─► candidates and their weights ─► the likeliest side, how sure, and the others
"""
