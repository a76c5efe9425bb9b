"""One side of the meeting, its beginning or its end: where it could be, what each piece of evidence says of that, and the choice.

words, speech ─► said.py ─► side_candidates.py: each place where a word begins (or ends) a side
                                │
phrases, turns, slides, … ─► side_evidence.py: clues, each with its values for the candidates ─► side_choice.py: the likeliest
    phrase_clues.py, talk_clues.py, turn_clues.py: three kinds of them;  clues.py: what a clue is
    spoken_sentences.py: by whom, and sentence by sentence ─► farewells.py: a goodbye and its answers
"""
