"""How long it takes to say a word in Danish: the least, the usual and the most, from its syllables.

Whisper writes numbers in figures, which are far longer to say than to write: `2024` has seven syllables. A number is counted as
it is read out, sign and unit with it.
"""

import re
from dataclasses import dataclass

LEAST_SYLLABLE_US = 60_000
"""Hurried speech swallows endings: `interesseret` is said in three syllables' time."""
USUAL_SYLLABLE_US = 170_000
"""Six syllables a second, a Danish speaker at ease."""
MOST_SYLLABLE_US = 350_000
LINGERING_US = 450_000
"""A word that is dwelt upon, or an `øh` after it."""
LEAST_WORD_US = 40_000

VOWELS = re.compile(r"[aeiouyæøåéüöä]+", re.IGNORECASE)
PIECES = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+|[^\W\d_]+|[%§&+=/]")
SIGNS = {"%": 2, "§": 3, "&": 1, "+": 1, "=": 1, "/": 3}
"""procent, paragraf, og, plus, er, skråstreg"""
ABBREVIATIONS = {"kr": 2, "kl": 2, "nr": 2, "ca": 2, "mio": 3, "mia": 3, "pct": 2, "stk": 2, "tlf": 4, "hr": 1, "fx": 4, "dvs": 4}
UNITS = (1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 2, 1, 2, 2, 2, 2, 2, 2, 2)
"""nul, en, to, … nitten"""
TENS = (0, 0, 2, 3, 2, 2, 1, 2, 1, 2)
"""tyve, tredive, fyrre, halvtreds, tres, halvfjerds, firs, halvfems"""
AND = 1
GROUPS = ((10**9, 3), (10**6, 3), (1000, 2), (100, 2))
"""milliard, million, tusind, hundrede (as it is said: hundred)"""
SPELT_DIGITS = 8
"""A longer row of figures is a telephone number and read out one by one, or two by two."""


@dataclass(frozen=True)
class SpokenLength:
    """How long a word takes."""

    least_us: int
    usual_us: int
    most_us: int


def spoken_length(text: str) -> SpokenLength:
    """The length of a word as it is said; punctuation takes no time."""
    count = max(syllables(text), 1)
    return SpokenLength(
        max(count * LEAST_SYLLABLE_US, LEAST_WORD_US) if has_figures(text) else LEAST_WORD_US + (count - 1) * LEAST_SYLLABLE_US,
        count * USUAL_SYLLABLE_US,
        count * MOST_SYLLABLE_US + LINGERING_US,
    )


def has_figures(text: str) -> bool:
    """Whether it is a number, a date or a time, which models time badly."""
    return any(character.isdecimal() for character in text)


def syllables(text: str) -> int:
    """How many syllables the word has when it is read out."""
    return sum(_piece(piece) for piece in PIECES.findall(text))


def _piece(piece: str) -> int:
    if piece[0].isdecimal():
        digits = piece.replace(".", "")
        return sum(UNITS[int(digit)] for digit in digits) if len(digits) >= SPELT_DIGITS else _number(int(digits))
    if piece in SIGNS:
        return SIGNS[piece]
    if piece.isupper() and 1 < len(piece) <= 4:
        return len(piece)  # HR, VBN: letter by letter
    return ABBREVIATIONS.get(piece.lower()) or len(VOWELS.findall(piece)) or len(piece)


def _number(value: int) -> int:
    """Syllables of a whole number under 10^8, as it is said in Danish."""
    if value < len(UNITS):
        return UNITS[value]
    if value < 100:
        tens, unit = divmod(value, 10)
        return TENS[tens] + (UNITS[unit] + AND if unit else 0)
    size, name = next(group for group in GROUPS if group[0] <= value)
    many, rest = divmod(value, size)
    return _number(many) + name + (_number(rest) + (AND if rest < 100 else 0) if rest else 0)
