"""Judges a finished video. Pure.

    Measurements, recording, plans, captions ─► case.py: one value, and the limits it is held to
                                                  │
                    media_rules.py, text_rules.py ┴─ one function a rule ─► judge.py ─► Findings, what needs a person first

A new rule is a function from a `Case` to its findings, named by the fault that it looks for, in `RULES` of `judge.py`.
"""
