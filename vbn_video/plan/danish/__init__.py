"""From words as they were heard to Danish as it is written.

    words ─► writing.py: the rules/ in their order, until nothing changes ─► words as they are read, and every change

What the rules stand on: `tokens.py` (a word and its punctuation), `breaks.py` (where sentences end and lines may break),
`phonetics.py` (what sounds alike), and the glossary: `glossary_index.py` finds its entries in a text, `meeting_glossary.py` makes
those that a meeting brings along, with `person_names.py`. `corrections.py` learns new entries from an editor's corrections.
`letter_repair.py` puts right the Danish letters of text that was read from a picture.
"""
