"""Which words share a cue: the division of a whole talk that costs least, by dynamic programming over the places between words.

First every cue begins with its first word. Where that breaks a hard rule, the words around are divided anew with more freedom:
a cue may begin up to `SYNC_US` before or after its first word, and dispensable words may be left out. What is still broken then
is so because no legal division exists (`proofs.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vbn_video.plan.condensing import Dispensable
from vbn_video.plan.cue_costs import BRISK, BROKEN_RULE, SHORT, SPEED
from vbn_video.plan.cue_variants import Variants
from vbn_video.plan.proofs import Impossible, impossible_around
from vbn_video.plan.talk import NEVER_US, SYNC_US, earliest_us

BORROWED = 150.0
BORROWED_A_SYNC = 50.0
TIGHT = SPEED + BRISK + SHORT
"""What it costs to stand only just as long as the rules ask."""
WORDS_A_CUE = 8
AROUND = 3
"""So many cues on each side of a broken one are divided anew with it, and twice as many each time that is not enough."""


@dataclass(frozen=True)
class Placed:
    """A cue's words, its line break, and when it begins."""

    first: int
    last: int
    upper: int
    """How many words stand on the first of two lines; 0 = one line."""
    start_us: int
    legal: bool
    left_out: tuple[Dispensable, ...] = ()


@dataclass(frozen=True)
class Division:
    """The cues of a talk in order, and for each one that breaks a rule, by its first word, why there is no legal one."""

    cues: tuple[Placed, ...]
    impossible: dict[int, Impossible]


@dataclass(frozen=True)
class _Label:
    """A way to get as far as a word: what it costs, how early the next cue may begin, and the cue that ends there."""

    earliest_us: int
    cost: float
    cue: Placed | None = None
    before: _Label | None = None


def divide(variants: Variants) -> Division:
    """The cheapest division; a rule is broken in it only where no division of the words keeps them all."""
    cues = _on_time(variants)
    proven: dict[int, Impossible] = {}
    around, whole = AROUND, False
    while not whole and (unproven := [at for at, cue in enumerate(cues) if not (cue.legal or cue.first in proven)]):
        whole = around >= len(cues)
        for first, last in reversed(_windows(unproven, around, len(cues))):
            cues[first : last + 1] = _freely(variants, cues[first].first, cues[last].last + 1)
        for cue in cues:
            if not cue.legal and cue.first not in proven:
                reach = len(variants.widths) if whole else around * WORDS_A_CUE
                found = impossible_around(variants, cue.first, cue.last, reach)
                proven |= {cue.first: found} if found else {}
        around *= 2
    return Division(tuple(cues), {cue.first: proven[cue.first] for cue in cues if not cue.legal and cue.first in proven})


def _windows(cues: Sequence[int], around: int, count: int) -> list[tuple[int, int]]:
    """(first, last) of the cues that lie so near these, neighbouring windows joined."""
    windows: list[tuple[int, int]] = []
    for cue in cues:
        first, last = max(cue - around, 0), min(cue + around, count - 1)
        if windows and first <= windows[-1][1] + 1:
            windows[-1] = windows[-1][0], last
        else:
            windows.append((first, last))
    return windows


def _on_time(variants: Variants) -> list[Placed]:
    """The cheapest division in which every cue begins with its first word."""
    table, count = variants.table, len(variants.widths)
    best, words_before = [0.0, *[math.inf] * count], [0] * (count + 1)
    for first, (row, width) in enumerate(zip(table.cost.tolist(), variants.widths, strict=True)):
        reached = best[first]
        for words in range(1, width + 1):
            cost = reached + row[words - 1]
            if cost < best[first + words]:
                best[first + words], words_before[first + words] = cost, words
    cues, end = [], count
    while end > 0:
        first, words = end - words_before[end], words_before[end] - 1
        legal = bool(table.cost[first, words] < BROKEN_RULE)
        cues.append(Placed(first, end - 1, int(table.upper[first, words]), variants.costs.talk.starts_us[first], legal))
        end = first
    return cues[::-1]


def _freely(variants: Variants, begin: int, end: int) -> list[Placed]:
    """The cheapest division of the words [begin, end) with all freedom; the words before and behind keep their cues."""
    talk = variants.costs.talk
    labels: list[list[_Label]] = [[] for _word in range(end - begin + 1)]
    labels[0] = [_Label(earliest_us(talk, begin) if begin == 0 else talk.starts_us[begin], 0.0)]
    for first in range(begin, end):
        here = labels[first - begin] = _undominated(labels[first - begin])
        if here:
            for last in range(first, min(first + variants.widths[first], end)):
                labels[last + 1 - begin] += _onward(variants, here, first, last, exact=last + 1 == end < len(talk))
    label: _Label | None = min(labels[-1], key=lambda label: (label.cost, label.earliest_us))
    cues: list[Placed] = []
    while label and label.cue:
        cues.append(label.cue)
        label = label.before
    return cues[::-1]


def _onward(variants: Variants, labels: Sequence[_Label], first: int, last: int, *, exact: bool) -> Iterator[_Label]:
    """All that is worth keeping when the words first to last become the next cue; `exact` = the cue behind is on time."""
    talk, gap_us = variants.costs.talk, variants.costs.profile.gap_us
    room = _Room.of(variants, last, exact=exact)
    reached_us = NEVER_US
    for variant in variants.of(first, last):
        if reached_us <= room.next_earliest_us:
            break
        for label in labels:
            for start_us in _starts(label, talk.starts_us[first], variant.needed_us, room):
                cost = label.cost + variant.cost + _borrowed(start_us - talk.starts_us[first])
                earliest_us = max(room.next_earliest_us, start_us + variant.needed_us + gap_us)
                reached_us = min(reached_us, earliest_us)
                cue = Placed(first, last, variant.upper, start_us, True, variant.left_out)
                yield _Label(earliest_us, cost + _time_cost(variants, first, last), cue, label)
    cost = float(variants.table.cost[first, last - first])
    if reached_us == NEVER_US and math.isfinite(cost):
        label = min(labels, key=lambda label: (label.cost, label.earliest_us))
        start_us = max(label.earliest_us, talk.starts_us[first])
        cue = Placed(first, last, int(variants.table.upper[first, last - first]), start_us, False)
        yield _Label(room.next_us, label.cost + max(cost, BROKEN_RULE), cue, label)


@dataclass(frozen=True)
class _Room:
    """By when a cue must be gone."""

    on_time_us: int
    """For the next one to begin with its first word."""
    late_us: int
    """For the next one to begin as late as it may."""
    next_us: int
    """When the next one's first word is spoken."""
    next_earliest_us: int
    """How early the next one may begin."""

    @classmethod
    def of(cls, variants: Variants, last: int, *, exact: bool) -> _Room:
        """For a cue that ends with that word; `exact` = the next one must be on time."""
        talk, gap_us = variants.costs.talk, variants.costs.profile.gap_us
        span_end_us = talk.span_ends_us[last]
        if last + 1 == len(talk):
            return cls(span_end_us, span_end_us, NEVER_US - 1, NEVER_US - 1)
        next_us, sync_us = talk.starts_us[last + 1], 0 if exact else SYNC_US
        on_time_us, late_us = min(next_us - gap_us, span_end_us), min(next_us + sync_us - gap_us, span_end_us)
        return cls(on_time_us, late_us, next_us, next_us if exact else earliest_us(talk, last + 1))


def _starts(label: _Label, spoken_us: int, needed_us: int, room: _Room) -> set[int]:
    """When the cue may best begin: with its word; so that the next one is on time, or as early as is of use to it."""
    on_time_us = max(label.earliest_us, spoken_us)
    early_us = min(on_time_us, max(label.earliest_us, room.next_earliest_us - needed_us))
    next_on_time_us = min(on_time_us, max(early_us, room.on_time_us - needed_us))
    return {start_us for start_us in (on_time_us, next_on_time_us, early_us) if start_us + needed_us <= room.late_us}


def _undominated(labels: Sequence[_Label]) -> list[_Label]:
    """Those than which no other is both earlier and cheaper."""
    kept: list[_Label] = []
    for label in sorted(labels, key=lambda label: (label.earliest_us, label.cost)):
        if not kept or label.cost < kept[-1].cost:
            kept.append(label)
    return kept


def _borrowed(off_us: int) -> float:
    return BORROWED + BORROWED_A_SYNC * abs(off_us) / SYNC_US if off_us else 0.0


def _time_cost(variants: Variants, first: int, last: int) -> float:
    """What the cue's time costs, if it is legal on time; else it stands only just as long as it must."""
    table, words = variants.table, last - first
    cost = float(table.cost[first, words])
    return cost - float(table.words_cost[first, words]) if cost < BROKEN_RULE else TIGHT
