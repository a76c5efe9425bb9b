"""The rules by which heard words become written Danish, one file a kind; `plan/danish/writing.py` has them in their order.

    texts ─► a rule ─► TextEdits: these words become those, surely or as a proposal ─► text_edits.py ─► words, with their times

`punctuation.py`, `fillers.py`, `glossary_names.py`, `capitals.py`, `numbers.py` and `dates.py` (both read `numerals.py`),
`abbreviations.py`, `compounds.py`.
"""
