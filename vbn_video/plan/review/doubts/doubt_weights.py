"""How much each piece of evidence tells of a word being wrong: written by `python -m tools.fit_doubt_weights`."""

LEAST_WRONG = 0.50
"""A word that is less probably wrong is not shown."""
BIAS = -0.531
WEIGHTS: dict[str, float] = {
    "probability": 0.695,
    "neighbours": 0.345,
    "passage": -0.189,
    "lexicon": 5.604,
    "short": -0.333,
    "length": -0.009,
    "beam": 0.646,
    "beam share": -0.321,
    "second hearing": 0.791,
    "glossary": 1.547,
    "elsewhere": 0.003,
    "lexicon beside": -0.186,
    "reading speed": 0.697,
}
"""What is added to the log odds for each unit of a feature of `doubt_evidence.py`."""
MEANS: dict[str, float] = {
    "probability": -0.781,
    "neighbours": -0.780,
    "passage": -0.779,
    "lexicon": 0.181,
    "short": 0.494,
    "length": 0.370,
    "beam": 0.081,
    "beam share": 0.026,
    "second hearing": 0.120,
    "glossary": 0.002,
    "elsewhere": 0.699,
    "lexicon beside": 0.325,
    "reading speed": 0.005,
}
"""Of the words that the weights were fitted to: what is beyond them is a reason to doubt."""
CONFUSED: dict[str, tuple[str, ...]] = {
    "af": (
        "at",
        "er",
    ),
    "blevet": ("bliver",),
    "blive": ("bliver",),
    "de": (
        "det",
        "fordi",
    ),
    "der": (
        "det",
        "da",
    ),
    "deres": ("det",),
    "en": ("inden",),
    "finnes": ("findes",),
    "koste": ("koster",),
    "kronene": ("kunderne",),
    "langere": ("lange",),
    "lauligt": ("lovligt",),
    "lern": ("løn",),
    "og": (
        "at",
        "i",
    ),
    "se": ("sige",),
    "tænning": ("tegning",),
    "vad": ("hvad",),
    "vem": ("hvem",),
    "vis": ("hvis",),
}
"""What was said where base heard a word, in more than one meeting."""
