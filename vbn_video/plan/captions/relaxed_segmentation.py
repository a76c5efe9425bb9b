"""The cheapest segmentation of a few words with all freedom: cues up to `SYNC_US` early or late, words left out.

Dynamic programming over labels: a label is a way to get as far as a word, with its cost and how early the next cue may begin.
Of two labels at the same word the one that is both later and dearer is forgotten, and a label that costs more already than the
whole division does that is there; nothing else is, so that a legal division is found wherever there is one.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from vbn_video.plan.captions.condensing import Dispensable
from vbn_video.plan.captions.cue_candidates import CueCandidates
from vbn_video.plan.captions.cue_costs import BRISK, BROKEN_RULE, SHORT, SPEED
from vbn_video.plan.captions.talk import NEVER_US, SYNC_US, earliest_us

BORROWED = 150.0
BORROWED_A_SYNC = 50.0
TIGHT = SPEED + BRISK + SHORT
"""What it costs to stand only just as long as the rules ask."""
ROUNDING = 1e-3
"""By which costs that were added in another order may differ."""
LOST = 12.0
"""What a broken rule costs where it is proven that one must be broken: so what can't be read in time is divided well at least."""


class CuePlacement(NamedTuple):
    """A cue's words, its line break, and when it begins."""

    first: int
    last: int
    upper: int
    """How many words stand on the first of two lines; 0 = one line."""
    start_us: int
    legal: bool
    left_out: tuple[Dispensable, ...] = ()


class _Label(NamedTuple):
    """A way to get as far as a word: what it costs, how early the next cue may begin, and the cue that ends there."""

    earliest_us: int
    cost: float
    cue: CuePlacement | None = None
    before: _Label | None = None


class _Room(NamedTuple):
    """By when a cue must have ended, for what the next one is to do."""

    of_use_us: int
    """The next cue begins as early as it may; to end before this gains nothing."""
    on_time_us: int
    """The next cue begins with its first word."""
    late_us: int
    """The next cue begins as late as it may."""
    next_us: int
    """When the next cue's first word is spoken."""
    next_earliest_us: int
    """How early the next cue may begin."""


class RelaxedSegmentation:
    """The division of the words [begin, end); the words before and behind keep their cues, which are on time."""

    def __init__(self, candidates: CueCandidates, present: Sequence[CuePlacement], lost: Collection[int] = ()) -> None:
        """`present` = the words' cues as they are; `lost` = words of which it is proven that no division is legal."""
        self.candidates, self.present, self.lost = candidates, present, lost
        self.begin, self.end = present[0].first, present[-1].last + 1
        self.talk, self.gap_us = candidates.costs.talk, candidates.costs.profile.gap_us
        self.rooms = [self._room(last) for last in range(self.begin, self.end)]
        self._most_cost = self._cost_of(present) + ROUNDING

    def cues(self) -> list[CuePlacement]:
        """The cheapest cues, in order: those that there are where no others are found that cost no more."""
        labels: list[list[_Label]] = [[] for _word in range(self.end - self.begin + 1)]
        self._cheapest_broken = [math.inf] * len(labels)
        labels[0] = [_Label(earliest_us(self.talk, 0) if self.begin == 0 else self.talk.starts_us[self.begin], 0.0)]
        for first in range(self.begin, self.end):
            if here := _undominated(labels[first - self.begin]):
                self._onward(here, first, labels)
        if not labels[-1]:
            return list(self.present)
        label: _Label | None = min(labels[-1], key=_cheapest)
        cues: list[CuePlacement] = []
        while label and label.cue:
            cues.append(label.cue)
            label = label.before
        return cues[::-1]

    def _onward(self, here: Sequence[_Label], first: int, labels: list[list[_Label]]) -> None:
        """Adds the labels behind each cue that begins with that word; `here` are the ways to it, by ascending start."""
        cheapest = here[-1]
        lost_to = next((row for row in range(first, self.end) if row not in self.lost), self.end)
        for last in range(first, min(first + self.candidates.widths[first], self.end)):
            room, behind = self.rooms[last - self.begin], labels[last + 1 - self.begin]
            latest_us = room.late_us - self.candidates.may_need_us(first, last)
            cheapest_goes_on = False
            for label in here:
                if label.earliest_us > latest_us:
                    break
                before = len(behind)
                behind += self._legally(label, first, last, room)
                cheapest_goes_on = label is cheapest and len(behind) > before
            if not cheapest_goes_on or last < lost_to:
                behind += self._broken(cheapest, first, last, room, is_lost=last < lost_to)

    def _legally(self, label: _Label, first: int, last: int, room: _Room) -> Iterator[_Label]:
        """The ways on with a cue that breaks no rule, until one gives the next cue all its freedom."""
        spoken_us, time_cost = self.talk.starts_us[first], self._time_cost(first, last)
        for candidate in self.candidates.of(first, last):
            for start_us in _starts(label, spoken_us, candidate.needed_us, room):
                cost = label.cost + candidate.cost + _borrowed(start_us - spoken_us) + time_cost
                if cost > self._most_cost:
                    continue
                next_us = max(room.next_earliest_us, start_us + candidate.needed_us + self.gap_us)
                yield _Label(next_us, cost, CuePlacement(first, last, candidate.upper, start_us, True, candidate.left_out), label)
                if next_us <= room.next_earliest_us:
                    return

    def _room(self, last: int) -> _Room:
        """For a cue that ends with that word."""
        end_us = self.talk.span_ends_us[last]
        if last + 1 == len(self.talk):
            return _Room(end_us, end_us, end_us, NEVER_US, NEVER_US)
        next_us = self.talk.starts_us[last + 1]
        late_us, early_us = next_us + SYNC_US, earliest_us(self.talk, last + 1)
        if last + 1 == self.end:
            late_us, early_us = next_us, next_us
        return _Room(
            of_use_us=min(early_us - self.gap_us, end_us),
            on_time_us=min(next_us - self.gap_us, end_us),
            late_us=min(late_us - self.gap_us, end_us),
            next_us=next_us,
            next_earliest_us=early_us,
        )

    def _time_cost(self, first: int, last: int) -> float:
        """What the cue's time costs, if it is legal on time; else it stands only just as long as it must."""
        cost = self.candidates.costs_on_time[first][last - first]
        return cost - float(self.candidates.table.words_cost[first, last - first]) if cost < BROKEN_RULE else TIGHT

    def _broken(self, label: _Label, first: int, last: int, room: _Room, *, is_lost: bool) -> Iterator[_Label]:
        """The way on with a cue that breaks a rule; none where another such way ends with the same word and costs no more."""
        cost = label.cost + self._broken_cost(first, last, is_lost=is_lost)
        if cost < min(self._cheapest_broken[last - self.begin], self._most_cost):
            self._cheapest_broken[last - self.begin] = cost
            start_us = max(label.earliest_us, self.talk.starts_us[first])
            upper = int(self.candidates.table.upper[first, last - first])
            yield _Label(room.next_us, cost, CuePlacement(first, last, upper, start_us, legal=False), label)

    def _broken_cost(self, first: int, last: int, *, is_lost: bool) -> float:
        cost = self.candidates.costs_on_time[first][last - first]
        if math.isinf(cost):
            return cost
        return cost % BROKEN_RULE + LOST if is_lost else max(cost, BROKEN_RULE)

    def _cost_of(self, cues: Sequence[CuePlacement]) -> float:
        """What cues that begin with their words cost; infinite where one does not."""
        cost = 0.0
        for cue in cues:
            if cue.start_us != self.talk.starts_us[cue.first] or cue.left_out:
                return math.inf
            if cue.legal:
                cost += self.candidates.costs_on_time[cue.first][cue.last - cue.first]
            else:
                is_lost = all(row in self.lost for row in range(cue.first, cue.last + 1))
                cost += self._broken_cost(cue.first, cue.last, is_lost=is_lost)
        return cost


def _cheapest(label: _Label) -> tuple[float, int]:
    return label.cost, label.earliest_us


def _starts(label: _Label, spoken_us: int, needed_us: int, room: _Room) -> list[int]:
    """When the cue may best begin: with its word; so that the next one is on time; as early as is of use to the next one."""
    on_time_us = max(label.earliest_us, spoken_us)
    early_us = min(on_time_us, max(label.earliest_us, room.of_use_us - needed_us))
    next_on_time_us = min(on_time_us, max(early_us, room.on_time_us - needed_us))
    latest_us = room.late_us - needed_us
    if on_time_us == early_us:
        return [on_time_us] if on_time_us <= latest_us else []
    return [start_us for start_us in {on_time_us: 0, next_on_time_us: 0, early_us: 0} if start_us <= latest_us]


def _undominated(labels: Sequence[_Label]) -> list[_Label]:
    """The Pareto front of (earliest start, cost), by ascending start."""
    kept: list[_Label] = []
    for label in sorted(labels, key=lambda label: (label.earliest_us, label.cost)):
        if not kept or label.cost < kept[-1].cost:
            kept.append(label)
    return kept


def _borrowed(off_us: int) -> float:
    return BORROWED + BORROWED_A_SYNC * abs(off_us) / SYNC_US if off_us else 0.0
