"""Two hearings of the same sound, word by word: only where they differ, and what of it stands against the transcript in the end.

words, another text ──differing──► HeardOtherwise … ──still_standing, with the words as they came out──► the transcript's
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from statistics import fmean

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Word
from vbn_video.heard_otherwise import HeardOtherwise, HearingSource
from vbn_video.plan.danish.tokens import plain

MOST_WORDS = 6
"""Where two hearings differ in more words than these, one is no correction of the other."""
MOVED_US = 2 * US_PER_S
"""How far words are moved, at most, when they are timed by the sound."""


def differing(
    words: Sequence[Word], other: Sequence[str], source: HearingSource, probability: float
) -> tuple[HeardOtherwise, ...]:
    """Where another hearing of these words differs in more than capitals and punctuation; where it has a word more or less,
    that is shown with the word before it, at the beginning with the one after."""
    return tuple(
        HeardOtherwise(
            words[first].start_us,
            words[last - 1].end_us,
            " ".join(other[other_first:other_last]),
            " ".join(word.text for word in words[first:last]),
            source,
            probability,
        )
        for first, last, other_first, other_last in _stretches([word.text for word in words], other)
    )


def differing_hearing(words: Sequence[Word], other: Sequence[Word]) -> tuple[HeardOtherwise, ...]:
    """Where a second hearing differs from these words; a stretch is as probable as the words are that were heard there."""
    found = []
    for first, last, other_first, other_last in _stretches([word.text for word in words], [word.text for word in other]):
        said = other[other_first:other_last]
        found.append(
            HeardOtherwise(
                words[first].start_us,
                words[last - 1].end_us,
                " ".join(word.text for word in said),
                " ".join(word.text for word in words[first:last]),
                "second hearing",
                round(fmean(word.probability for word in said), 3) if said else 0.0,
            )
        )
    return tuple(found)


def joined(found: Iterable[HeardOtherwise]) -> tuple[HeardOtherwise, ...]:
    """Each only once, in order of time; the probabilities of hypotheses that say the same of a stretch add up."""
    once: dict[tuple[int, int, str, HearingSource], HeardOtherwise] = {}
    for one in found:
        key = (one.start_us, one.end_us, _folded(one.text), one.source)
        before = once.get(key)
        if before is None:
            once[key] = one
        elif one.source == "beam":
            once[key] = replace(before, probability=round(min(before.probability + one.probability, 1.0), 3))
    return tuple(sorted(once.values(), key=lambda one: (one.start_us, one.end_us, one.source, -one.probability, one.text)))


def still_standing(found: Iterable[HeardOtherwise], words: Sequence[Word]) -> tuple[HeardOtherwise, ...]:
    """Of what was heard otherwise only that whose words stand in the transcript, at the times at which they stand there."""
    starts_us = [word.start_us for word in words]
    placed = (_placed(one, words, starts_us) for one in found)
    return joined(one for one in placed if one is not None)


def _placed(one: HeardOtherwise, words: Sequence[Word], starts_us: Sequence[int]) -> HeardOtherwise | None:
    sought = _folded(one.instead).split()
    first = bisect_left(starts_us, one.start_us - MOVED_US)
    last = bisect_left(starts_us, one.start_us + MOVED_US)
    runs = [words[at : at + len(sought)] for at in range(first, last)]
    same = [run for run in runs if [plain(word.text) for word in run] == sought]
    if not same:
        return None
    run = min(same, key=lambda run: abs(run[0].start_us - one.start_us))
    return replace(one, start_us=run[0].start_us, end_us=run[-1].end_us, instead=" ".join(word.text for word in run))


def _stretches(words: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """[first, last) of the words and of the other ones, where they differ."""
    matcher = SequenceMatcher(None, [plain(text) for text in words], [plain(text) for text in other], autojunk=False)
    for kind, first, last, other_first, other_last in matcher.get_opcodes():
        if kind == "equal" or not words:
            continue
        if first == last or other_first == other_last:
            before, behind = (1, 0) if first else (0, 1)
            span = (first - before, last + behind, other_first - before, other_last + behind)
        else:
            span = (first, last, other_first, other_last)
        if span[1] <= len(words) and max(span[1] - span[0], span[3] - span[2]) <= MOST_WORDS:
            yield span


def _folded(text: str) -> str:
    return " ".join(plain(word) for word in text.split())
