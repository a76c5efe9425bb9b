"""The ways in which the same words can be one cue: as they are, on the lines that need least time, or with words left out."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from vbn_video.clock import US_PER_MS, US_PER_S
from vbn_video.plan.captions.condensing import Dispensable, find_dispensable
from vbn_video.plan.captions.cue_costs import A_SECOND_LINE, OVER_AIM, UNBALANCED, CueCosts
from vbn_video.plan.captions.speaker_changes import DASH
from vbn_video.plan.captions.talk import NEVER_US
from vbn_video.settings.profiles import CaptionProfile

FEWER_CHARACTERS = 0.5
CONDENSED = 30.0
"""A word left out costs more than any ugly break, and less than time borrowed from a neighbour."""


class CueCandidate(NamedTuple):
    """One way to make a cue of its words."""

    cost: float
    needed_us: int
    """The shortest time that it may stand."""
    characters: int
    upper: int
    """How many of its words stand on the first of two lines, the left out ones counted; 0 = one line."""
    left_out: tuple[Dispensable, ...] = ()


def needed_us(characters: int, profile: CaptionProfile) -> int:
    """The shortest legal time for so many characters, in whole milliseconds; `NEVER_US` where the longest is too short."""
    read_us = -int(-characters * US_PER_S // profile.speed_hard)
    time_us = max(profile.shortest_us, -(-read_us // US_PER_MS) * US_PER_MS)
    return time_us if time_us <= profile.longest_us else NEVER_US


class CueCandidates:
    """The candidates of every cue of a talk, made when they are asked for."""

    def __init__(self, costs: CueCosts) -> None:
        self.costs, self.table = costs, costs.table()
        count, most = self.table.may_be.shape
        self.widths: list[int] = (most - np.argmax(self.table.may_be[:, ::-1], axis=1)).tolist()
        """For each word, how many words a cue that begins there can have."""
        self.costs_on_time: list[list[float]] = self.table.cost.tolist()
        """`CueTable.cost` as plain numbers, to be looked up one by one."""
        self._fewest: list[list[int]] = self.table.fewest.tolist()
        rows = find_dispensable(costs.talk.texts)
        self._dispensable = [words for words in rows if not any(costs.talk.goes_on[words.first : words.last + 1])]
        self._firsts = [words.first for words in self._dispensable]
        lasts = [*accumulate((words.last for words in reversed(self._dispensable)), min, initial=count)][::-1]
        self._dispensable_from = [lasts[bisect_left(self._firsts, word)] for word in range(count)]
        """For each word, the last word that a cue from there must have for something in it to be dispensable."""
        self._needed_us = [needed_us(characters, costs.profile) for characters in range(int(self.table.characters.max()) + 1)]
        self._made: list[dict[int, tuple[CueCandidate, ...]]] = [{} for _word in range(count)]

    def of(self, first: int, last: int) -> tuple[CueCandidate, ...]:
        """The candidates of a cue: each costs more than the one before it and needs less time; none where it can be no cue."""
        made = self._made[first]
        if last not in made:
            made[last] = tuple(self._make(first, last))
        return made[last]

    def may_need_us(self, first: int, last: int) -> int:
        """A lower bound of the candidates' `needed_us`, found without making them."""
        if last >= self._dispensable_from[first]:
            return self.costs.profile.shortest_us
        return self._needed_us[self._fewest[first][last - first]]

    def _dispensable_in(self, first: int, last: int) -> list[Dispensable]:
        if last < self._dispensable_from[first]:
            return []
        inside = self._dispensable[bisect_left(self._firsts, first) : bisect_left(self._firsts, last + 1)]
        return [words for words in inside if words.last <= last]

    def _make(self, first: int, last: int) -> Iterator[CueCandidate]:
        table, words = self.table, last - first
        if not table.may_be[first, words]:
            return
        cost, characters = float(table.words_cost[first, words]), int(table.characters[first, words])
        fewest = self._fewest[first][words]
        yield CueCandidate(cost, self._needed_us[characters], characters, int(table.upper[first, words]))
        if fewest < characters:
            upper = int(table.fewest_upper[first, words])
            yield CueCandidate(cost + FEWER_CHARACTERS, self._needed_us[fewest], fewest, upper)
        inside = sorted(self._dispensable_in(first, last), key=lambda words: (words.rank, words.first))
        for number in range(1, len(inside) + 1):
            layout = self._layout(first, last, inside[:number])
            if layout is None:
                return
            layout_cost, characters, upper = layout
            cost = self.costs.text_cost(first, last) + layout_cost + CONDENSED * number
            yield CueCandidate(cost, needed_us(characters, self.costs.profile), characters, upper, tuple(inside[:number]))

    def _layout(self, first: int, last: int, left_out: Sequence[Dispensable]) -> tuple[float, int, int] | None:
        """(cost, characters, words above the line break) of the words that are left; None where a speaker has none left."""
        talk, profile = self.costs.talk, self.costs.profile
        gone = {row for words in left_out for row in range(words.first, words.last + 1)}
        kept = [row for row in range(first, last + 1) if row not in gone]
        turn = next((row for row in range(first + 1, last + 1) if talk.begins_turn[row]), None)
        if not kept or (turn is not None and not kept[0] < turn <= kept[-1]):
            return None
        layouts = [] if turn is not None else [self._lines(first, kept, len(kept))]
        breaks = range(1, len(kept)) if turn is None else [bisect_left(kept, turn)]
        layouts += [self._lines(first, kept, above, turn) for above in breaks if profile.lines > 1]
        return min((layout for layout in layouts if layout), key=lambda layout: layout[0], default=None)

    def _lines(self, first: int, kept: Sequence[int], above: int, turn: int | None = None) -> tuple[float, int, int] | None:
        """(cost, characters, words above the break) of the words that are left with so many on the first line, if they fit."""
        talk, profile = self.costs.talk, self.costs.profile
        upper_mark, lower_mark = marks_of(self.costs, first, turn)
        lengths = [
            len(mark) + sum(len(talk.texts[row]) for row in rows) + len(rows) - 1
            for mark, rows in ((upper_mark, kept[:above]), (lower_mark, kept[above:]))
            if rows
        ]
        if max(lengths) > profile.line_hard:
            return None
        cost = OVER_AIM * sum(max(length - profile.line_aim, 0) for length in lengths)
        if len(lengths) == 1:
            return cost, lengths[0], 0
        if turn is None:
            cost += float(self.costs.joint[kept[above] - 1]) / 2 + abs(lengths[0] - lengths[1]) * UNBALANCED
        return cost + A_SECOND_LINE, sum(lengths), kept[above] - first


def marks_of(costs: CueCosts, first: int, turn: int | None) -> tuple[str, str]:
    """What the two lines of a cue begin with; `turn` is where a dialogue's second speaker begins."""
    talk = costs.talk
    if turn is None:
        return talk.marks[first], ""
    return DASH if costs.shown == "dash" else talk.marks[first], talk.marks[turn]
