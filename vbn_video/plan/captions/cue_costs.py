"""What a cue costs: one number for how well these words stand together on these lines at this time.

The cost of a cue is a sum: what a break at its end costs in Danish, how fast it must be read, how short it stands, rests,
sentence ends and slide changes inside it, and the best of its line breaks. Costs are small numbers; a broken hard rule costs more
than all else together. All cues that the words can make are weighed at once, as arrays: row i, column k is the cue of the words
i to i + k.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.plan.captions.speaker_changes import DASH, SpeakersShown
from vbn_video.plan.captions.talk import NEVER_US, SYNC_US, Talk
from vbn_video.plan.danish.breaks import AFTER_SENTENCE, TOGETHER, break_cost, ends_sentence
from vbn_video.settings.profiles import CaptionProfile

if TYPE_CHECKING:
    from numpy.typing import NDArray

BROKEN_RULE = 1e6
EXCESS = 20.0
"""Cost added to `BROKEN_RULE` when a value is twice the limit."""
A_CUE = 1.5
"""What every cue costs: so two are not made of what one can hold."""
A_SECOND_LINE = 0.4
A_DIALOGUE = 1.0
"""Two speakers in one cue: for short answers, not where each can stand alone."""
REST_WITHIN_US = 700_000
"""A rest inside a cue costs from here on: what is said after it would be read before it is heard."""
A_SECOND_OF_REST = 3.0
SENTENCE_WITHIN = 1.2
CHANGE_WITHIN = 3.0
"""A slide changes in the middle of a cue."""
SPEED = 3.0
BRISK = 3.0
SHORT = 1.5
OVER_AIM = 0.75
"""For each character."""
UNBALANCED = 1 / 40


@dataclass(frozen=True)
class CueTable:
    """All cues that may be made, as arrays of (words, words a cue); what can't be one costs infinity."""

    cost: NDArray[np.float64]
    """Each cue at its best, begun with its first word and gone before the next one's."""
    words_cost: NDArray[np.float64]
    """The part of `cost` that does not depend on time: of the words and their best layout."""
    upper: NDArray[np.int16]
    """How many words stand on the first of two lines in that best layout; 0 = one line."""
    characters: NDArray[np.int16]
    """How many are to be read in it, marks included."""
    fewest: NDArray[np.int16]
    """How many in the layout with the fewest (a line break counts as none): decides whether there is a legal cue."""
    fewest_upper: NDArray[np.int16]
    may_be: NDArray[np.bool_]
    """Lines, words, speakers and cuts allow it."""


def _time_costs(characters: NDArray[np.float64], room_us: NDArray[np.float64], profile: CaptionProfile) -> NDArray[np.float64]:
    room_us = np.minimum(room_us, profile.longest_us)
    short = np.maximum(profile.usual_us - room_us, 0) * (SHORT / US_PER_S)
    too_short = np.maximum(profile.shortest_us - room_us, 0) / profile.shortest_us
    speed = characters * US_PER_S / np.maximum(room_us, 1)
    over_aim = np.maximum(speed - profile.speed_aim, 0) / max(profile.speed_hard - profile.speed_aim, 1e-9)
    over_warn = np.maximum(speed - profile.speed_warn, 0) / max(profile.speed_hard - profile.speed_warn, 1e-9)
    legal = short + SPEED * np.minimum(over_aim, 1) ** 2 + BRISK * np.minimum(over_warn, 1) ** 2
    broken = (too_short > 0).astype(float) + (characters * US_PER_S > profile.speed_hard * room_us)
    excess = np.minimum(too_short, 1) + np.clip(speed / profile.speed_hard - 1, 0, 10)
    return np.asarray(legal + BROKEN_RULE * broken + EXCESS * excess)


class CueCosts:
    """The costs of all cues of one talk, from what is computed once a word."""

    def __init__(self, talk: Talk, profile: CaptionProfile, shown: SpeakersShown, changes_us: Sequence[int] = ()) -> None:
        self.talk, self.profile, self.shown = talk, profile, shown
        texts = talk.texts
        self.starts_us = np.array(talk.starts_us, np.int64)
        self.ends_us = np.array(talk.ends_us, np.int64)
        self.span_ends_us = np.array(talk.span_ends_us, np.int64)
        self.until_us = np.minimum(np.append(self.starts_us[1:] - profile.gap_us, NEVER_US), self.span_ends_us)
        self.before = np.concatenate(([0], np.cumsum([len(text) + 1 for text in texts]))).astype(np.int64)
        self.turns = np.cumsum(talk.begins_turn)
        self.marks = np.array([len(mark) for mark in talk.marks], np.int64)
        rests_us = np.append(self.starts_us[1:] - self.ends_us[:-1], 0)
        self.joint = np.array([*(break_cost(left, right) for left, right in pairwise(texts)), AFTER_SENTENCE])
        self.joint[:-1][np.array(talk.begins_turn[1:], bool)] = AFTER_SENTENCE
        self.joint += np.array(talk.goes_on) * 2 * TOGETHER
        halved = (rests_us >= REST_WITHIN_US / 2) & (self.joint < TOGETHER)
        self.cue_end = np.where(halved, self.joint / 2, self.joint)
        sentences = [ends_sentence(left, right) for left, right in pairwise(texts)]
        changes = np.searchsorted(np.sort(np.array(changes_us, np.int64)), self.starts_us + SYNC_US, "right")
        within = np.maximum(rests_us[:-1] - REST_WITHIN_US, 0) * (A_SECOND_OF_REST / US_PER_S)
        within += SENTENCE_WITHIN * np.array(sentences, float) + CHANGE_WITHIN * (np.diff(changes) > 0)
        self.within = np.concatenate(([0.0], np.cumsum(within)))

        self.next_turn = _next_turn(talk.begins_turn)

    def table(self) -> CueTable:
        """Every cue that may be made."""
        count = len(self.talk)
        columns: list[tuple[NDArray[Any], ...]] = []
        for words in range(1, count + 1):
            first = np.arange(count - words + 1)
            may_be = self._may_share(first, words)
            if words > 1 and not may_be.any():
                break
            columns.append(tuple(_padded(part, count) for part in self._column(first, words, may_be)))
        return CueTable(*(np.stack(parts, axis=1) for parts in zip(*columns, strict=True)))

    def text_cost(self, first: int, last: int) -> float:
        """What the cue of these words costs beside its layout and its time."""
        return float(A_CUE + self.cue_end[last] + self.within[last] - self.within[first])

    def _may_share(self, first: NDArray[np.int64], words: int) -> NDArray[np.bool_]:
        """Whether the words from each first one on may stand in one cue: too long ones are left out, so more words are too."""
        profile, last = self.profile, first + words - 1
        dialogues = 1 if self.shown != "none" and profile.lines > 1 else 0
        same_span = self.span_ends_us[first] == self.span_ends_us[last]
        fits = self.before[last + 1] - self.before[first] - 1 <= profile.lines * profile.line_hard + profile.lines - 1
        in_time = (self.ends_us[last] - self.starts_us[first] <= profile.longest_us) | (words == 1)
        return np.asarray(same_span & fits & in_time & (self.turns[last] - self.turns[first] <= dialogues))

    def _column(self, first: NDArray[np.int64], words: int, may_be: NDArray[np.bool_]) -> tuple[NDArray[Any], ...]:
        """The fields of `CueTable` for the cues of so many words."""
        profile, last = self.profile, first + words - 1
        whole = self.before[last + 1] - self.before[first] - 1 + self.marks[first]
        one_speaker = self.turns[last] == self.turns[first]
        fits = may_be & one_speaker & (whole <= profile.line_hard)
        one = np.where(fits, OVER_AIM * np.maximum(whole - profile.line_aim, 0), np.inf)
        two, upper = self._two_lines(first, words, may_be & one_speaker)
        dialogue, dialogue_characters = self._dialogue(first, last, may_be & ~one_speaker)
        two, two_characters = np.where(one_speaker, two, dialogue), np.where(one_speaker, whole - 1, dialogue_characters)
        upper = np.where(one_speaker, upper, self.next_turn[first] - first)
        text = A_CUE + self.cue_end[last] + self.within[last] - self.within[first]
        room_us = (self.until_us[last] - self.starts_us[first]).astype(float)
        one_cost = one + text + _time_costs(whole.astype(float), room_us, profile)
        two_cost = two + text + _time_costs(two_characters.astype(float), room_us, profile)
        is_two, has_two = two_cost < one_cost, np.isfinite(two)
        return (
            np.minimum(one_cost, two_cost),
            np.where(is_two, two, one) + text,
            np.where(is_two, upper, 0).astype(np.int16),
            np.where(is_two, two_characters, whole).astype(np.int16),
            np.where(has_two, two_characters, whole).astype(np.int16),
            np.where(has_two, upper, 0).astype(np.int16),
            np.isfinite(one) | has_two,
        )

    def _two_lines(
        self, first: NDArray[np.int64], words: int, may_be: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """What the best two lines of one speaker's words cost, and how many words stand on the upper one."""
        profile, last = self.profile, first + words - 1
        best, best_upper = np.full(len(first), np.inf), np.zeros(len(first), np.int64)
        for above in range(1, words if profile.lines > 1 else 1):
            upper = self.before[first + above] - self.before[first] - 1 + self.marks[first]
            lower = self.before[last + 1] - self.before[first + above] - 1
            fits = may_be & (upper <= profile.line_hard) & (lower <= profile.line_hard)
            if fits.any():
                over = np.maximum(upper - profile.line_aim, 0) + np.maximum(lower - profile.line_aim, 0)
                cost = A_SECOND_LINE + self.joint[first + above - 1] / 2 + np.abs(upper - lower) * UNBALANCED + over * OVER_AIM
                better = fits & (cost < best)
                best, best_upper = np.where(better, cost, best), np.where(better, above, best_upper)
        return best, best_upper

    def _dialogue(
        self, first: NDArray[np.int64], last: NDArray[np.int64], may_be: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """What a line for each of two speakers costs, and how many characters it has."""
        profile, second = self.profile, np.minimum(self.next_turn[first], last)
        upper_mark = np.full(len(first), len(DASH)) if self.shown == "dash" else self.marks[first]
        upper = self.before[second] - self.before[first] - 1 + upper_mark
        lower = self.before[last + 1] - self.before[second] - 1 + self.marks[second]
        fits = may_be & (upper <= profile.line_hard) & (lower <= profile.line_hard)
        over = np.maximum(upper - profile.line_aim, 0) + np.maximum(lower - profile.line_aim, 0)
        return np.where(fits, A_SECOND_LINE + A_DIALOGUE + over * OVER_AIM, np.inf), upper + lower


def _next_turn(begins_turn: Sequence[bool]) -> NDArray[np.int64]:
    """For each word the next one that begins another speaker's turn; the number of words where none does."""
    following, at = np.empty(len(begins_turn), np.int64), len(begins_turn)
    for index in range(len(begins_turn) - 1, -1, -1):
        following[index] = at
        at = index if begins_turn[index] else at
    return following


def _padded(column: NDArray[Any], count: int) -> NDArray[Any]:
    """The column with a row for each word: the last ones begin no cue of so many words."""
    filling = np.inf if column.dtype == np.float64 else 0
    return np.concatenate((column, np.full(count - len(column), filling, column.dtype)))
