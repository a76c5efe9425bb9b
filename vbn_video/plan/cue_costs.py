"""Which words share a cue, and where its lines break: the division of a stretch of talk that costs least.

The cost of a cue is a sum: what a break at its end costs in Danish, how fast it must be read, how short it stands, rests and
sentence ends inside it, and the best of its line breaks. Costs are small numbers; a broken hard rule costs a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from vbn_video.codec import US_PER_S
from vbn_video.plan.breaks import AFTER_SENTENCE, TOGETHER, break_cost, ends_sentence

BROKEN_RULE = 1_000.0
A_CUE = 1.5
"""What every cue costs: so two are not made of what one can hold."""
A_SECOND_LINE = 0.4
REST_WITHIN_US = 700_000
"""A rest inside a cue costs from here on: what is said after it would be read before it is heard."""
A_SECOND_OF_REST = 3.0
SENTENCE_WITHIN = 1.2
SPEED = 3.0
SHORT = 1.5
OVER_AIM = 1.5
UNBALANCED = 1 / 25


@dataclass(frozen=True)
class CaptionProfile:
    """The numbers of a norm for captions: characters without the line break, characters a second, microseconds."""

    name: str
    line_aim: int
    line_hard: int
    lines: int
    speed_aim: int
    speed_hard: int
    shortest_us: int
    usual_us: int
    """On screen at least so long where there is room."""
    longest_us: int
    gap_us: int


@dataclass(frozen=True)
class Stretch:
    """What is spoken without a cut in between: texts with their times, and where the last cue must be gone."""

    texts: tuple[str, ...]
    starts_us: tuple[int, ...]
    ends_us: tuple[int, ...]
    goes_on: tuple[bool, ...]
    """Whether the next text is the rest of the same long word."""
    limit_us: int


def best_division(stretch: Stretch, profile: CaptionProfile) -> list[tuple[int, int, tuple[str, ...]]]:
    """(first word, last word, lines) of each cue, in order, so that all costs together are least.

    Time and memory grow with the number of words; an hour of speech takes about a second.
    """
    count = len(stretch.texts)
    costs = _Costs(stretch, profile)
    best = [0.0, *[float("inf")] * count]
    came_from = [0] * (count + 1)
    broken_at = [0] * (count + 1)
    for first in range(count):
        reached = best[first]
        for last in range(first, count):
            if last > first and not costs.can_share(first, last):
                break
            for layout_cost, line_end in costs.layouts(first, last):
                cost = reached + layout_cost + costs.of_cue(first, line_end, last)
                if cost < best[last + 1]:
                    best[last + 1], came_from[last + 1], broken_at[last + 1] = cost, first, line_end
    cues, after = [], count
    while after > 0:
        first, line_end = came_from[after], broken_at[after]
        lines = (stretch.texts[first : line_end + 1], stretch.texts[line_end + 1 : after])
        cues.append((first, after - 1, tuple(" ".join(line) for line in lines if line)))
        after = first
    return cues[::-1]


class _Costs:
    """The costs of all cues of one stretch, from what can be computed once a word."""

    def __init__(self, stretch: Stretch, profile: CaptionProfile) -> None:
        texts, starts_us, ends_us = stretch.texts, stretch.starts_us, stretch.ends_us
        self.profile = profile
        self.starts_us, self.ends_us = starts_us, ends_us
        self.until_us = [*(start_us - profile.gap_us for start_us in starts_us[1:]), stretch.limit_us]
        self.before = [0, *accumulate(len(text) + 1 for text in texts)]
        self.joint = [*(break_cost(left, right) for left, right in pairwise(texts)), AFTER_SENTENCE]
        self.cue_end = [self._cue_end(index, stretch) for index in range(len(texts))]
        rests_us = [max(0, start_us - end_us - REST_WITHIN_US) for start_us, end_us in zip(starts_us[1:], ends_us, strict=False)]
        self.rests = [0.0, *accumulate(rest_us * A_SECOND_OF_REST / US_PER_S for rest_us in rests_us)]
        sentences = [ends_sentence(left, right) for left, right in pairwise(texts)]
        self.sentences = [0, *accumulate(sentences)]

    def _cue_end(self, index: int, stretch: Stretch) -> float:
        """What ending a cue after this word costs: half where a rest follows what need not stay together, most inside a word."""
        cost = self.joint[index] + (2 * TOGETHER if stretch.goes_on[index] else 0.0)
        rests = index + 1 < len(stretch.texts) and stretch.starts_us[index + 1] - stretch.ends_us[index] >= REST_WITHIN_US / 2
        return cost / 2 if rests and cost < TOGETHER else cost

    def length(self, first: int, last: int) -> int:
        """Characters of the words on one line."""
        return self.before[last + 1] - self.before[first] - 1

    def can_share(self, first: int, last: int) -> bool:
        """Whether the words can stand in one cue at all, and so whether it is worth looking at more words."""
        profile = self.profile
        return (
            self.length(first, last) <= profile.lines * profile.line_hard + 1
            and self.ends_us[last] - self.starts_us[first] <= profile.longest_us
        )

    def layouts(self, first: int, last: int) -> list[tuple[float, int]]:
        """(cost, last word of the first line) of one line, where the words fit on it, and of the best two."""
        profile, layouts = self.profile, []
        whole = self.length(first, last)
        if whole <= profile.line_hard:
            layouts.append((OVER_AIM if whole > profile.line_aim else 0.0, last))
        two: tuple[float, int] | None = None
        for line_end in range(first, last):
            upper, lower = self.length(first, line_end), self.length(line_end + 1, last)
            if upper > profile.line_hard:
                break
            if lower > profile.line_hard:
                continue
            over = (upper > profile.line_aim) + (lower > profile.line_aim)
            cost = A_SECOND_LINE + self.joint[line_end] / 2 + abs(upper - lower) * UNBALANCED + over * OVER_AIM
            if two is None or cost < two[0]:
                two = (cost, line_end)
        return [*layouts, two] if two else layouts

    def of_cue(self, first: int, line_end: int, last: int) -> float:
        """What the cue costs beside its layout; a line break is no character to be read."""
        profile, start_us = self.profile, self.starts_us[first]
        room_us = min(self.until_us[last] - start_us, profile.longest_us)
        characters = self.length(first, last) - (line_end < last)
        cost = A_CUE + self.cue_end[last] + self.rests[last] - self.rests[first]
        cost += SENTENCE_WITHIN * (self.sentences[last] - self.sentences[first])
        if room_us < profile.shortest_us:
            cost += BROKEN_RULE * (1 + (profile.shortest_us - room_us) / profile.shortest_us)
        elif room_us < profile.usual_us:
            cost += SHORT * (profile.usual_us - room_us) / US_PER_S
        speed = characters * US_PER_S / max(room_us, 1)
        if characters * US_PER_S > profile.speed_hard * room_us:
            cost += BROKEN_RULE * (1 + min(speed / profile.speed_hard - 1, 100) / 10)
        elif speed > profile.speed_aim:
            cost += SPEED * ((speed - profile.speed_aim) / (profile.speed_hard - profile.speed_aim)) ** 2
        return cost
