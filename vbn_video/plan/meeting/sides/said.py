"""What is said in a recording, as arrays that both sides of the meeting are looked for in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.evidence import SoundScene, SpeechSpan, Word

UNHEARD_US = 1_000_000
"""Speech of this length in which no word was heard counts as said too: a model misses what is mumbled."""

LONGEST_WORD_US = 3 * US_PER_S
"""A longer word is one that a model stretched over a rest: it has ended where the speech that it begins in ends."""


@dataclass(frozen=True)
class Said:
    """The words, and speech in which none was heard, ascending by start; all arrays have one row each."""

    start_us: NDArray[np.int64]
    end_us: NDArray[np.int64]
    texts: tuple[str, ...]
    """Empty where no word was heard."""

    def around(self, at_us: int, before: int = 4, after: int = 5) -> str:
        """The words around a moment with `|` where it is."""
        place = int(np.searchsorted(self.start_us, at_us))
        words = [*self.texts[max(0, place - before) : place], "|", *self.texts[place : place + after]]
        return " ".join(word for word in words if word)


def said_in(words: Sequence[Word], speech: Sequence[SpeechSpan], sounds: SoundScene) -> Said:
    """All that is said: the words, and spans of speech without a word in them that no music explains."""
    heard = sorted((word.start_us, _ended(word, speech), word.text) for word in words if word.end_us > word.start_us)
    music = [(event.start_us, event.end_us) for event in sounds.events]
    silent = [(span.start_us, span.end_us) for span in speech if not heard or span.end_us - span.start_us >= UNHEARD_US]
    for spans in ([(start_us, end_us) for start_us, end_us, _text in heard], music):
        silent = _untouched(silent, spans)
    rows = sorted([*heard, *((start_us, end_us, "") for start_us, end_us in silent)])
    return Said(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        tuple(row[2] for row in rows),
    )


def _ended(word: Word, speech: Sequence[SpeechSpan]) -> int:
    if word.end_us - word.start_us <= LONGEST_WORD_US:
        return word.end_us
    ends = (span.end_us for span in speech if span.start_us <= word.start_us < span.end_us)
    return min(word.end_us, next(ends, word.start_us + LONGEST_WORD_US))


def _untouched(spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the spans that none of the others overlaps; both ascend by start."""
    if not others:
        return list(spans)
    starts = np.array([start_us for start_us, _end_us in others])
    furthest = np.maximum.accumulate(np.array([end_us for _start_us, end_us in others]))
    kept = []
    for start_us, end_us in spans:
        begun = int(np.searchsorted(starts, end_us))
        if begun == 0 or furthest[begun - 1] <= start_us:
            kept.append((start_us, end_us))
    return kept
