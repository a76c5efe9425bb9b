"""The chapters of the programme, from all that tells where something new begins.

    agenda, slides, words ─► chapter_plan.py ─► chapters by the platforms' rules, with their titles

A person's own chapters move with the cut in `plan/captions/edited/chapter_moves.py`.
"""
