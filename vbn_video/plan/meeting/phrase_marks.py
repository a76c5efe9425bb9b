"""What was said at the meeting's beginning, its breaks and its end: known phrases among words as they were heard."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Word
from vbn_video.plan.meeting.phrase_index import LEAST_LIKENESS, PhraseIndex, coarse, fine_sounds, least_likeness
from vbn_video.plan.meeting.sound_search import LONGEST, SIGNS, codes_of
from vbn_video.settings.choices import PhraseKind
from vbn_video.settings.phrase_table import PhraseTable

LONGEST_REST_US = 2 * US_PER_S
"""A longer rest than this is in the middle of no phrase."""
MOST_BETWEEN = 4
"""Number of other words that may stand at a `…`."""
REST_SIGN = "|"
CLEARER = 0.1
"""So much more alike, a phrase is the one that was said rather than another one at its place."""


@dataclass(frozen=True)
class PhraseMark:
    """A phrase was said in [start, end)."""

    start_us: int
    end_us: int
    kind: PhraseKind
    text: str
    """What was heard there."""
    likeness: float
    """How much what was heard sounds like the phrase: 1 for the same sounds."""
    strength: float = 1.0
    """How much the phrase tells, by its table."""


@dataclass(frozen=True)
class _Hit:
    """A run of a phrase, found in the words [first, last]."""

    first: int
    last: int
    likeness: float


@dataclass(frozen=True)
class _Stream:
    """The words as one string of sounds, with a mark at each rest."""

    fine: str
    starts: NDArray[np.int64]
    """The places where words begin, ascending."""
    words: NDArray[np.int64]
    """Which word begins there."""
    ends: dict[int, int]
    """The word that ends before a place."""


@lru_cache(maxsize=4)
def phrase_index(table: PhraseTable) -> PhraseIndex:
    """The index of a table, made once."""
    return PhraseIndex(table)


def find_phrases(words: Sequence[Word], table: PhraseTable) -> tuple[PhraseMark, ...]:
    """Where phrases of the table are said, ascending by their starts; of those at one place and of one kind the likeliest.

    `words` ascend. They may be misspelled, joined and split: it is sounds that are compared.
    """
    index = phrase_index(table)
    hits = _hits(_stream(words), index)
    found = [
        PhraseMark(
            words[first].start_us,
            words[last].end_us,
            phrase.kind,
            " ".join(word.text for word in words[first : last + 1]),
            round(likeness, 3),
            phrase.strength,
        )
        for phrase, numbers in index.wordings
        for first, last, likeness in _chains(numbers, index, hits, words)
    ]
    return _without_doubles(found)


def _stream(words: Sequence[Word]) -> _Stream:
    pieces: list[str] = []
    starts: list[int] = []
    numbers: list[int] = []
    ends: dict[int, int] = {}
    place = 0
    before_us = None
    for number, word in enumerate(words):
        if before_us is not None and word.start_us - before_us > LONGEST_REST_US:
            pieces.append(REST_SIGN)
            place += 1
        before_us = word.end_us
        if sounds := fine_sounds(word.text):
            starts.append(place)
            numbers.append(number)
            pieces.append(sounds)
            place += len(sounds)
            ends[place] = number
    return _Stream("".join(pieces), np.array(starts, np.int64), np.array(numbers, np.int64), ends)


def _hits(stream: _Stream, index: PhraseIndex) -> dict[int, list[_Hit]]:
    """Of each run that was found, where; ascending."""
    found: dict[int, list[_Hit]] = {}
    is_end = np.zeros(len(stream.fine) + 2 * SIGNS + LONGEST, np.bool_)
    is_end[list(stream.ends)] = True
    fine = codes_of(stream.fine)
    near = index.coarse.search(coarse(fine), stream.starts, is_end)
    apart = near.distance + index.fine.distances(near.pattern, near.start, near.end, fine)
    alike = 1 - apart / (2 * index.fine.lengths[near.pattern])
    word_at = dict(zip(stream.starts.tolist(), stream.words.tolist(), strict=True))
    columns = (column.tolist() for column in (near.pattern, near.start, near.end, alike))
    for pattern, start, end, likeness in zip(*columns, strict=True):
        if likeness >= LEAST_LIKENESS:
            found.setdefault(index.inexact[pattern], []).append(_Hit(word_at[start], stream.ends[end], likeness))
    lengths = sorted({len(sounds) for sounds in index.exact})
    for start, first in word_at.items():
        for length in lengths:
            for number in index.exact.get(stream.fine[start : start + length], ()) if start + length in stream.ends else ():
                found.setdefault(number, []).append(_Hit(first, stream.ends[start + length], 1.0))
    for hits in found.values():
        hits.sort(key=lambda hit: hit.first)
    return found


def _chains(
    numbers: Sequence[int], index: PhraseIndex, hits: Mapping[int, Sequence[_Hit]], words: Sequence[Word]
) -> Iterator[tuple[int, int, float]]:
    """(first word, last word, likeness) wherever the runs follow on each other."""
    for opening in hits.get(numbers[0], ()):
        chain = [opening]
        for number in numbers[1:]:
            following = hits.get(number, ())
            at = bisect_left(following, chain[-1].last + 1, key=lambda hit: hit.first)
            near = [hit for hit in following[at : at + 8] if hit.first - chain[-1].last - 1 <= MOST_BETWEEN]
            near = [hit for hit in near if words[hit.first].start_us - words[chain[-1].last].end_us <= 2 * LONGEST_REST_US]
            if not near:
                break
            chain.append(max(near, key=lambda hit: hit.likeness))
        else:
            lengths = [len(index.runs[number]) for number in numbers]
            alike = sum(hit.likeness * length for hit, length in zip(chain, lengths, strict=True)) / sum(lengths)
            if alike >= least_likeness(sum(lengths)):
                yield chain[0].first, chain[-1].last, alike


def _without_doubles(found: Sequence[PhraseMark]) -> tuple[PhraseMark, ...]:
    """Of marks of one kind that overlap the likeliest, then the longest; of two kinds at one place the one that fits better."""
    apart: dict[PhraseKind, list[PhraseMark]] = {}
    for mark in sorted(found, key=lambda mark: (-mark.likeness * mark.strength, mark.start_us - mark.end_us)):
        kept = apart.setdefault(mark.kind, [])
        at = bisect_left(kept, mark.start_us, key=lambda other: other.end_us)
        while at < len(kept) and kept[at].end_us == mark.start_us:
            at += 1
        if at == len(kept) or mark.end_us <= kept[at].start_us:
            kept.insert(at, mark)
    marks = (mark for kept in apart.values() for mark in kept if not any(_outdoes(other, mark) for other in apart.values()))
    return tuple(sorted(marks, key=lambda mark: (mark.start_us, -mark.end_us, mark.kind)))


def _outdoes(others: Sequence[PhraseMark], mark: PhraseMark) -> bool:
    """Whether one of these, which are apart, is around the mark and hardly less alike, or over half of it and more alike."""
    length_us = mark.end_us - mark.start_us
    at = bisect_right(others, mark.start_us, key=lambda other: other.end_us)
    while at < len(others) and others[at].start_us < mark.end_us:
        other = others[at]
        common_us = min(other.end_us, mark.end_us) - max(other.start_us, mark.start_us)
        around = common_us == length_us < other.end_us - other.start_us
        if around and mark.likeness < other.likeness + CLEARER:
            return True
        if 2 * common_us >= length_us and mark.likeness + CLEARER <= other.likeness:
            return True
        at += 1
    return False
