"""From a division to cues: how long each one stands, what stands on its lines, and who says them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vbn_video.clock import US_PER_MS
from vbn_video.decisions import Cue, TextChange
from vbn_video.evidence import Word
from vbn_video.plan.captions.cue_candidates import marks_of, needed_us
from vbn_video.plan.captions.cue_costs import CueCosts
from vbn_video.plan.captions.relaxed_segmentation import CuePlacement
from vbn_video.plan.captions.talk import NEVER_US, SYNC_US, Talk, earliest_us
from vbn_video.plan.danish.breaks import ends_sentence

HANGS_OVER_US = 1_000_000
"""A cue does not stand for less than this into another slide …"""
FLICKER_US = 500_000
"""… nor is the screen empty for less than this between two cues: the first one stays, but for the gap."""


def build_cues(division: Sequence[CuePlacement], costs: CueCosts, changes_us: Sequence[int]) -> tuple[Cue, ...]:
    """The cues, ascending, on whole milliseconds, each standing for at least one."""
    lines = [build_lines(placed, costs) for placed in division]
    times = _Times(division, lines, costs, changes_us).snap_to_slides()
    cues = [
        Cue(times.starts_us[index], times.end_us(index), lines[index], _speakers(placed, lines[index], costs.talk))
        for index, placed in enumerate(division)
    ]
    return _ascending(cues)


def build_lines(placed: CuePlacement, costs: CueCosts) -> tuple[str, ...]:
    """The cue's lines, with their marks and without what was left out."""
    talk = costs.talk
    turn = next((row for row in range(placed.first + 1, placed.last + 1) if talk.begins_turn[row]), None)
    gone = {row for words in placed.left_out for row in range(words.first, words.last + 1)}
    upper: list[str] = []
    lower: list[str] = []
    capital = False
    for row in range(placed.first, placed.last + 1):
        begins = row == 0 or ends_sentence(talk.texts[row - 1], talk.texts[row])
        capital = capital or (row in gone and begins)
        if row not in gone:
            text = talk.texts[row]
            line = lower if placed.upper and row >= placed.first + placed.upper else upper
            line.append(text[:1].upper() + text[1:] if capital else text)
            capital = False
    marks = marks_of(costs, placed.first, turn)
    return tuple(mark + " ".join(line) for mark, line in zip(marks, (upper, lower), strict=True) if line)


def condensations(division: Sequence[CuePlacement], talk: Talk, words: Sequence[Word]) -> Iterator[TextChange]:
    """What was left out to keep the rules."""
    for placed in division:
        for group in sorted(placed.left_out, key=lambda group: group.first):
            first, last = words[talk.words[group.first]], words[talk.words[group.last]]
            yield TextChange(first.start_us, last.end_us, "condensed", " ".join(talk.texts[group.first : group.last + 1]), "")


def _speakers(placed: CuePlacement, lines: Sequence[str], talk: Talk) -> tuple[str, ...]:
    """Who says each line; nobody, where that is not known of all of them."""
    rows = (placed.first, placed.first + placed.upper)[: len(lines)]
    speakers = [talk.speakers[row] for row in rows]
    return tuple(speaker for speaker in speakers if speaker) if all(speakers) else ()


class _Times:
    """When the cues of a division begin and end."""

    def __init__(
        self, division: Sequence[CuePlacement], lines: Sequence[Sequence[str]], costs: CueCosts, changes_us: Sequence[int]
    ) -> None:
        self.division, self.talk, self.profile = division, costs.talk, costs.profile
        self.characters = [sum(map(len, of_cue)) for of_cue in lines]
        self.needed_us = [needed_us(characters, costs.profile) for characters in self.characters]
        self.changes_us = sorted(change_us // US_PER_MS * US_PER_MS for change_us in changes_us)
        self.starts_us = [placed.start_us for placed in division]

    def snap_to_slides(self) -> _Times:
        """Moves starts to slide changes within reach, where every cue still stands as long as it must; returns itself."""
        for index, placed in enumerate(self.division):
            spoken_us, first_us = self.talk.starts_us[placed.first], earliest_us(self.talk, placed.first)
            if index > 0:
                first_us = max(first_us, self.starts_us[index - 1] + self.needed_us[index - 1] + self.profile.gap_us)
            last_us = min(spoken_us + SYNC_US, self._limit_us(index) - self.needed_us[index])
            near = self.changes_us[bisect_left(self.changes_us, first_us) : bisect_right(self.changes_us, last_us)]
            if placed.legal and near:
                self.starts_us[index] = min(near, key=lambda change_us: abs(change_us - spoken_us))
        return self

    def end_us(self, index: int) -> int:
        """When the cue has been read, inside its limits."""
        start_us, spoken_us = self.starts_us[index], self.talk.ends_us[self.division[index].last]
        limit_us = min(self._limit_us(index), start_us + self.profile.longest_us)
        read_us = max(
            self.profile.usual_us,
            self.needed_us[index],
            int(self.characters[index] * US_PER_MS / self.profile.speed_aim) * US_PER_MS,
        )
        end_us = min(max(spoken_us, start_us + read_us), limit_us)
        if index + 1 < len(self.starts_us) and self.starts_us[index + 1] - self.profile.gap_us - end_us < FLICKER_US:
            end_us = limit_us
        first_us = max(spoken_us, start_us + self.needed_us[index])
        over = self.changes_us[bisect_left(self.changes_us, first_us) : bisect_left(self.changes_us, end_us)]
        return over[-1] if over and end_us - over[-1] < HANGS_OVER_US else end_us

    def _limit_us(self, index: int) -> int:
        """When the next cue, or a cut, wants it gone."""
        next_us = self.starts_us[index + 1] - self.profile.gap_us if index + 1 < len(self.starts_us) else NEVER_US
        return min(next_us, self.talk.span_ends_us[self.division[index].last]) // US_PER_MS * US_PER_MS


def _ascending(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues with at least a millisecond each: words that have no time at all between them still come one after another."""
    starts_us: list[int] = []
    for cue in cues:
        starts_us.append(max(cue.start_us, starts_us[-1] + US_PER_MS) if starts_us else cue.start_us)
    limits_us = [*starts_us[1:], NEVER_US]
    return tuple(
        replace(cue, start_us=start_us, end_us=min(max(cue.end_us, start_us + US_PER_MS), limit_us))
        for cue, start_us, limit_us in zip(cues, starts_us, limits_us, strict=True)
    )
