"""From samples to words.

    speech spans ──windows──► SpeechWindow ──hearing (engines/, models/)──► words ──window_words──► on the recording's clock
                                    ▲             │ doubts, language_drift: hear it again?
                                    │             └ checkpoint: written down, window by window
                                    └──────────── transcription: speech without a word, or with one in no lexicon, once more

`transcription.py` is the whole of it, `hearing_progress.py` how far it has come; `prompt.py` says what the model is
told beforehand, `transcription_notices.py` what a person is told afterwards. Zoom's own text goes another way: `zoom_words.py`,
which has its words timed by `forced_alignment.py`.
"""
