"""Other spellings of what sounds nearly the same, as a Danish word is misheard and misspelled by a model: pure.

Whisper writes a word that it does not know as it sounds: one consonant for two, a hard for a soft one, `v` for `hv`, `d` for `t`
at the end, one vowel for its neighbour. Each such mistake is taken back at every place, one after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from vbn_video.settings.lexicon.danish_lexicon import Knows

MOST = 400
"""Spellings that are looked up for a word: some milliseconds."""

_PAIRS = "k g|p b|t d|f v|v g|j g|v f|e æ|æ e|ø y|y ø|o å|å o|a e|e a|i e|e i|u o|o u|ø u|o ø|a æ|s z|k c|n m|m n|r l|l r"
SWAPPED = tuple(tuple(pair.split()) for pair in _PAIRS.split("|"))
_ADDED = tuple(("", ending) for ending in "trne")
ENDINGS = (("t", "d"), ("d", "t"), ("e", "er"), ("er", "e"), ("e", "et"), ("et", "ed"), *_ADDED)
DOUBLED = "bdfgklmnprst"
SILENT_BEFORE = (("v", "hv"), ("j", "hj"), ("d", "t"))
SILENT_D_AFTER = "lnr"


def known_variants(word: str, knows: Knows) -> Iterator[str]:
    """Words of the lexicon that sound nearly like this one, those with one mistake taken back first."""
    small = word.lower()
    once = list(dict.fromkeys(_variants(small)))
    twice = chain.from_iterable(_variants(one) for one in once)
    seen = {small}
    for place, variant in enumerate(chain(once, twice)):
        if place >= MOST:
            return
        if variant not in seen:
            seen.add(variant)
            if knows(variant):
                yield variant


def _variants(word: str) -> Iterator[str]:
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        if letter in DOUBLED and 0 < place < len(word) - 1:
            if word[place - 1] == letter:
                yield before + after
            elif word[place + 1] != letter:
                yield before + letter * 2 + after
        if letter in SILENT_D_AFTER:
            yield before + letter + "d" + after
        for one, other in SWAPPED:
            if letter == one:
                yield before + other + after
    for one, other in ENDINGS:
        if word.endswith(one) and len(word) > len(one) + 1:
            yield word.removesuffix(one) + other
    for one, other in SILENT_BEFORE:
        if word.startswith(one):
            yield other + word.removeprefix(one)
