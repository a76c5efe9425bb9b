"""How likely a sentence is said before a meeting, at its opening, within it, at its closing, or after it: by its words alone.

Multinomial logistic regression; words are compared by how they sound. The weights are those of `word_table.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from vbn_video.plan.meeting.phrase_index import fine_sounds

PARTS = ("before", "opening", "within", "closing", "after")
UNKNOWN = "*"
"""The row of the table that every sentence has."""
QUESTION = "?"
BEGINS, ENDS = "<", ">"
"""What stands before a sentence's first word and after its last one."""
YOU_ALL = "I"
"""`I` amid a sentence speaks to many; `i` sounds the same and says nothing."""


def talk_keys(words: Sequence[str]) -> list[str]:
    """What is looked up of a sentence: its words as they sound and each two in a row, each once, and whether it is a question."""
    sounds = (YOU_ALL if at and word.strip(".,!?;:") == "I" else fine_sounds(word) for at, word in enumerate(words))
    keys = [key for key in sounds if key]
    pairs = [f"{one}_{other}" for one, other in pairwise((BEGINS, *keys, ENDS))] if keys else []
    asks = [QUESTION] if words and words[-1].endswith("?") else []
    return list(dict.fromkeys([*keys, *pairs, *asks]))


@dataclass(frozen=True)
class SentenceTalk:
    """The weights of each word for each of `PARTS`."""

    weights: Mapping[str, Sequence[float]]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.weights)}

    @cached_property
    def _values(self) -> NDArray[np.float64]:
        return np.array(list(self.weights.values()), np.float64).reshape(-1, len(PARTS))

    def scores(self, sentences: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Sentences x parts: the log of how likely each part is, all parts being as frequent; a sentence is its words."""
        known = [[self._rows[key] for key in talk_keys(words) if key in self._rows] for words in sentences]
        if not known:
            return np.zeros((0, len(PARTS)))
        until = np.array([0, *accumulate(map(len, known))])
        values = self._values[np.concatenate([np.array(row, np.int64) for row in known])]
        sums = np.concatenate([np.zeros((1, len(PARTS))), np.cumsum(values, axis=0)])
        count = np.diff(until)
        scores = (sums[until[1:]] - sums[until[:-1]]) / np.sqrt(np.maximum(count, 1))[:, None]
        scores += self._values[self._rows[UNKNOWN]]
        found: NDArray[np.float64] = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        return found


@lru_cache(maxsize=1)
def sentence_talk() -> SentenceTalk:
    """By the table that the program has; made once."""
    from vbn_video.plan.meeting.talk.word_table import WORD_TABLE

    rows = (line.split() for line in WORD_TABLE.split("\n") if line)
    return SentenceTalk({key: tuple(int(value) / 100 for value in values) for key, *values in rows})
