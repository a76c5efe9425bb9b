"""Which words of the captions are probably wrong, and what may stand there instead.

captions, words heard ─► caption_words.py ─► each word with what was heard there
                      ─► doubt_evidence.py, near_terms.py ─► what speaks against it, in numbers
                      ─► word_doubts.py, by doubt_weights.py ─► a Doubt where that is enough
                      ─► candidates.py, sound_variants.py ─► with up to four texts
                      ─► doubt_groups.py ─► equal ones as one decision
"""
