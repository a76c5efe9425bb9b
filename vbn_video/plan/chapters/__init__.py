"""The chapters of the programme, from all that tells where something new begins.

    slides, marks, voices, rests ─► chapter_signs.py ──┐
    agenda, words ─► agenda/ ──────────────────────────┤ signs, on the programme's clock
                                                       ▼
    chapter_candidates.py: the signs of one moment are one candidate, with its title and where that comes from
                                                       ▼
    chapter_choice.py: the best set of them, by chapter_weights.py ─► chapters by chapter_rules.py

`chapter_plan.py` is the whole way. `shown_spans.py` says what of the recording is seen and heard at all, `chapter_titles.py` and
`spoken_titles.py` what a chapter is called. A person's own chapters move with the cut in
`plan/captions/edited/chapter_moves.py`.
"""
