"""Who says which word, and by what name that may be shown.

    turns   Anne ██████████████      Bo ████   Anne ██████
    words    a  a  a  a   a  a    (?)   b  b     a   a
                                   └ nearer than 1 s: his or hers

Words keep Zoom's names in the project folder; `show_names` is the only way by which a name comes to captions, transcripts and
pages, and it lets pass what `[privacy] names` allows, nothing else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Literal

from vbn_video.evidence import SpeakerTurn, Word
from vbn_video.plan.danish.person_names import cleaned_name, name_key, person_of
from vbn_video.plan.danish.tokens import SENTENCE_MARKS, last_sign
from vbn_video.settings.meeting import Meeting

NEAR_US = 1_000_000
"""A word between turns belongs to the nearest one within this."""

REST_US = 250_000
BY_FAR = 0.6
"""Share of what is said in one breath that decides for all of it."""
LATE_US = 600_000
"""Largest error of a turn's start or end in a transcript that has whole seconds."""

Names = Literal["roles", "meeting", "all"]
SPEAKER, HOST, PARTICIPANT = 0, 1, 2
ROLES: Mapping[str, tuple[str, str, str]] = {
    "da": ("Oplægsholder", "Mødeleder", "Deltager"),
    "en": ("Speaker", "Host", "Participant"),
}


def assign_speakers(words: Sequence[Word], turns: Iterable[SpeakerTurn]) -> tuple[Word, ...]:
    """The words with who says each: the one whose turns cover most of it, else the nearest within a second, else nobody.

    Turns from a transcript end at whole seconds, those from sound overlap, the active speaker's lag behind: so a few words stay
    with the sentence that they are said in one breath with, and a single word of another inside somebody's turn with that turn,
    unless it rests there. A word whose speaker is known already keeps it.
    """
    heard = _Turns(turns)
    names = [heard.name_at(word) for word in words]
    names = _one_in_a_breath(words, names, heard)
    names = _none_alone_in_a_turn(words, names, heard)
    return tuple(replace(word, speaker=word.speaker or name) for word, name in zip(words, names, strict=True))


def _one_in_a_breath(words: Sequence[Word], names: Sequence[str | None], heard: _Turns) -> list[str | None]:
    """Who says by far the most of a breath, or all but an edge of it, says all of it, as far as his turns are near."""
    settled: list[str | None] = []
    for first, last in _breaths(words):
        said = words[first:last], names[first:last]
        most = _by_far_the_most(*said) or _all_but_an_edge(*said)
        settled += [
            most if most is not None and most in heard.names_near(word) else name
            for word, name in zip(words[first:last], names[first:last], strict=True)
        ]
    return settled


def _none_alone_in_a_turn(words: Sequence[Word], names: Sequence[str | None], heard: _Turns) -> list[str | None]:
    """A single word between two of somebody else is his too, where his turn covers most of it."""
    settled = list(names)
    for index, (before, name, after) in enumerate(zip(names, names[1:], names[2:], strict=False), 1):
        if before is not None and before == after != name:
            word = words[index]
            if heard.covered_us(word).get(before, 0) * 2 > word.end_us - word.start_us:
                settled[index] = before
    return settled


def _breaths(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Runs of words [first, last) with neither a rest nor the end of a sentence in them."""
    starts = [
        index
        for index, (before, word) in enumerate(pairwise(words), 1)
        if word.start_us - before.end_us >= REST_US or last_sign(before.text) in SENTENCE_MARKS
    ]
    return list(pairwise([0, *starts, len(words)])) if words else []


def _by_far_the_most(words: Sequence[Word], names: Sequence[str | None]) -> str | None:
    """Who says by far the most of these words, if there is such a one."""
    long_us: dict[str | None, int] = defaultdict(int)
    for word, name in zip(words, names, strict=True):
        long_us[name] += word.end_us - word.start_us
    most = max(long_us, key=lambda name: long_us[name])
    return most if long_us[most] >= BY_FAR * sum(long_us.values()) else None


def _all_but_an_edge(words: Sequence[Word], names: Sequence[str | None]) -> str | None:
    """Who says the longer part of these words, where one other says the rest at an edge, and for a moment only."""
    changes = [index for index, (before, name) in enumerate(pairwise(names), 1) if before != name]
    if len(changes) != 1:
        return None
    first_us = words[changes[0] - 1].end_us - words[0].start_us
    last_us = words[-1].end_us - words[changes[0]].start_us
    if first_us == last_us or min(first_us, last_us) > LATE_US:
        return None
    return names[0] if first_us > last_us else names[-1]


class _Turns:
    """Turns, ascending, that can be asked who speaks when."""

    def __init__(self, turns: Iterable[SpeakerTurn]) -> None:
        lasting = (turn for turn in turns if turn.start_us < turn.end_us)
        self._turns = sorted(lasting, key=lambda turn: (turn.start_us, turn.end_us))
        self._starts = [turn.start_us for turn in self._turns]
        self._furthest = list(accumulate((turn.end_us for turn in self._turns), max))
        """How far the turns up to each one reach: ascending, though the ends are not."""

    def name_at(self, word: Word) -> str | None:
        if covered := self.covered_us(word):
            return max(covered, key=lambda name: covered[name])
        near = self._near(word)
        nearest = min(near, key=lambda turn: max(turn.start_us - word.end_us, word.start_us - turn.end_us), default=None)
        return nearest.name if nearest else None

    def names_near(self, word: Word) -> set[str]:
        return {turn.name for turn in self._near(word)}

    def covered_us(self, word: Word) -> dict[str, int]:
        """How much of the word each one's turns cover, in the order in which they begin."""
        covered: dict[str, int] = defaultdict(int)
        for turn in self._between(word.start_us, word.end_us):
            covered[turn.name] += min(turn.end_us, word.end_us) - max(turn.start_us, word.start_us)
        return {name: over_us for name, over_us in covered.items() if over_us > 0}

    def _near(self, word: Word) -> list[SpeakerTurn]:
        return self._between(word.start_us - NEAR_US, word.end_us + NEAR_US)

    def _between(self, start_us: int, end_us: int) -> list[SpeakerTurn]:
        """The turns that touch [start, end]."""
        first, last = bisect_left(self._furthest, start_us), bisect_right(self._starts, end_us)
        return [turn for turn in self._turns[first:last] if turn.end_us >= start_us]


def show_names(words: Sequence[Word], meeting: Meeting, names: Names, language: str = "da") -> tuple[Word, ...]:
    """The words with the name of each speaker that may be shown; None stays None.

    `names`: `roles` shows nobody's name, but speaker, host or participant, as `meeting.toml` knows them; `meeting` shows those
    who stand in `meeting.toml`, as it writes them, and roles for the rest; `all` shows Zoom's names, cleaned. Several of one
    role are numbered in the order in which they first speak, from the second on.
    """
    heard = list(dict.fromkeys(word.speaker for word in words if word.speaker is not None))
    shown = _shown(heard, meeting, names, ROLES.get(language, ROLES["en"]))
    return tuple(word if word.speaker is None else replace(word, speaker=shown[word.speaker]) for word in words)


def _shown(heard: Sequence[str], meeting: Meeting, names: Names, roles: tuple[str, str, str]) -> dict[str, str]:
    people = [*meeting.speakers, *([meeting.host] if meeting.host else [])]
    shown: dict[str, str] = {}
    numbered: dict[tuple[int, object], str] = {}
    counts = [0, 0, 0]
    for name in heard:
        person, cleaned = person_of(name, people), cleaned_name(name)
        if names == "all" and cleaned:
            shown[name] = cleaned
        elif names == "meeting" and person is not None and (written := cleaned_name(person)):
            shown[name] = written
        else:
            role = PARTICIPANT if person is None else SPEAKER if person in meeting.speakers else HOST
            who = (role, person or name_key(cleaned) or name)
            if who not in numbered:
                counts[role] += 1
                numbered[who] = roles[role] if counts[role] == 1 else f"{roles[role]} {counts[role]}"
            shown[name] = numbered[who]
    return shown
