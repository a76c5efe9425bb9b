"""Made meetings whose slides hold the names that are spoken, and what a model heard of them.

named_sentences.toml ─named_meetings.py─► who says what while which slide is shown ─hear_named.py─► words
                                                          tests/data/meetings ◄─kept_named.py─┘
"""
