"""The engines of speech recognition: a window of sound in, words with times and doubts out.

    name in the preset ──registry──► faster_whisper │ openai_whisper ──► Engine ──► hear, align

`engine.py` says what an engine is, and how to add one; `attention_alignment.py` times a text that is known.
"""
