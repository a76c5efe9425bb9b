"""Which Danish words exist, by a dictionary that others keep.

    da_DK.aff, da_DK.dic ── danish_lexicon.py, by chunspell ──► a callable: whether a word is known

Where a machine has no chunspell there is no lexicon, and whoever wants one says so.
"""
