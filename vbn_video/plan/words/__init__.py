"""From what the model wrote to what was said: when, and by whom.

words of the model ─► word_times.py ─────► at the times at which they are said: utterances.py draws the voice from the
                                           loudness, spoken_length.py says how long a word takes
                   ─► hallucinations.py ─► without what nobody said; known_hallucinations.py lists what Whisper invents
                   ─► unknown_words.py ──► where a word is in no lexicon, and whether a second hearing is better there
                   ─► other_hearings.py ─► what was heard of a stretch beside the words that stand there
                   ─► speakers.py ───────► each with who says it, by the name that may be shown
                   ─► spoken_language.py ► where another language than Danish is spoken
"""
