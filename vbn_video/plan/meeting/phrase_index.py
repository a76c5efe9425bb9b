"""Phrases by their sounds, so that an hour of words is searched in one pass however many phrases there are.

A run of words is one string of sounds without spaces: words that were heard joined or split are the same string. Two strings of
sounds are compared by the edit distance of `phonetic_key`, and of the same with letters that sound nearly alike made one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from vbn_video.plan.danish.phonetics import phonetic_key
from vbn_video.plan.meeting.sound_search import LONGEST, SIGNS, Codes, SoundPatterns, codes_of
from vbn_video.settings.phrase_table import Phrase, PhraseTable

LEAST_INEXACT = 5
"""Number of sounds of the shortest run in which one may be wrong."""
SOUNDS_A_MISTAKE = 4
"""Number of sounds for each one that may be wrong beyond the first: `velkommen` has 8, `vi går i gang` 10."""
LEAST_LIKENESS = 0.75
LEAST_OF_SHORT = ((7, 0.85), (9, 0.8), (11, 0.78))
"""(up to so many sounds, how much must be alike)."""
_NEARLY_ALIKE = np.arange(SIGNS)
_NEARLY_ALIKE[codes_of("yudbgvj")] = codes_of("iotpkfi")
_SMALL_WORDS = {"og": "o", "at": "o", "jeg": "jej", "det": "de", "er": "er", "af": "a", "ad": "a", "hvad": "va", "med": "me"}
"""How words sound that are hardly spoken; what is written for them is the likeliest to be wrong."""


@lru_cache(maxsize=1 << 16)
def fine_sounds(word: str) -> str:
    """The sounds of one word."""
    bare = word.lower().strip(".,!?;:»«\"'()–-…")
    return _SMALL_WORDS.get(bare) or phonetic_key(bare)


def coarse(fine: Codes) -> Codes:
    """Sounds with those that are easily confused made one: y and i, u and o, d and t, b and p, g and k, v and f, j and i."""
    return _NEARLY_ALIKE[fine]


def mistakes_in(sounds: int) -> int:
    """How many of so many sounds may be put in, left out or changed."""
    return 0 if sounds < LEAST_INEXACT else 1 + max(sounds - LEAST_INEXACT + 1, 0) // SOUNDS_A_MISTAKE


def least_likeness(sounds: int) -> float:
    """How much what was heard must sound like a phrase of so many sounds: short ones are like too many other words."""
    return next((least for length, least in LEAST_OF_SHORT if sounds <= length), LEAST_LIKENESS)


@dataclass(frozen=True)
class PhraseIndex:
    """A table, and its runs by what they are found by; each index is made when it is first asked for."""

    table: PhraseTable

    @cached_property
    def wordings(self) -> tuple[tuple[Phrase, tuple[int, ...]], ...]:
        """Each wording of each phrase, as the numbers of its runs."""
        return tuple(
            (phrase, tuple(self._numbers[run] for run in wording)) for phrase in self.table.phrases for wording in phrase.wordings
        )

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """The sounds of each run, by its number, as far as they can be looked for."""
        return tuple("".join(map(fine_sounds, run))[:LONGEST] for run in self._numbers)

    @cached_property
    def _numbers(self) -> dict[tuple[str, ...], int]:
        said = dict.fromkeys(run for phrase in self.table.phrases for wording in phrase.wordings for run in wording)
        return {run: number for number, run in enumerate(said)}

    @cached_property
    def exact(self) -> dict[str, list[int]]:
        """The numbers of runs that are too short to be found with mistakes, by their sounds."""
        found: dict[str, list[int]] = {}
        for number, sounds in enumerate(self.runs):
            if sounds and not mistakes_in(len(sounds)):
                found.setdefault(sounds, []).append(number)
        return found

    @cached_property
    def inexact(self) -> tuple[int, ...]:
        """The numbers of the other runs: in this order they are the patterns of `fine` and `coarse`."""
        return tuple(number for number, sounds in enumerate(self.runs) if mistakes_in(len(sounds)))

    @cached_property
    def coarse(self) -> SoundPatterns:
        """The longer runs with sounds that are nearly alike made one."""
        return self._patterns([coarse(codes_of(self.runs[number])) for number in self.inexact])

    @cached_property
    def fine(self) -> SoundPatterns:
        """The longer runs as they sound."""
        return self._patterns([codes_of(self.runs[number]) for number in self.inexact])

    def _patterns(self, patterns: Sequence[Codes]) -> SoundPatterns:
        return SoundPatterns.of(patterns, [mistakes_in(len(pattern)) for pattern in patterns])
