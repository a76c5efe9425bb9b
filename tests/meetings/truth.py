"""Where a made meeting truly begins, pauses and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.meetings.scripts import Said, Script
from vbn_video.clock import US_PER_S, us

NEAR_US = US_PER_S
"""A cut so near to the true word is right."""


@dataclass(frozen=True)
class Truth:
    """All times on the recording's clock."""

    first_us: int
    """Where the meeting's first word begins."""
    last_us: int
    """Where its last word ends."""
    breaks: tuple[tuple[int, int], ...]
    """From the end of the last word before each break to the first word after it."""
    start_tells: bool
    """Whether anything in the recording tells where the meeting begins: a greeting, a slide, one who speaks after many …"""
    end_tells: bool
    slides_us: tuple[int, ...]
    """Every change of what is shown."""
    topics: tuple[tuple[int, str], ...]
    """Where the talk comes to each item of the agenda, and the title of its first slide or how it is named."""
    agenda: tuple[str, ...]
    answered_us: int | None = None
    """Where the last of those ends who answer the goodbye; None where nobody does."""

    def begins_at(self, at_us: int) -> bool:
        """Whether a cut there begins with the meeting's first word."""
        return abs(at_us - self.first_us) <= NEAR_US

    def ends_at(self, at_us: int, *, answers: bool = True) -> bool:
        """Whether a cut there ends with the meeting's last word, or (with `answers`) within the answers to it."""
        latest_us = self.answered_us if answers and self.answered_us is not None else self.last_us
        return self.last_us - NEAR_US <= at_us <= latest_us + NEAR_US


def truth_of(script: Script, voice_us: Sequence[tuple[int, int]], shown_us: Sequence[int], titles: Sequence[str]) -> Truth:
    """`voice_us`: where the voice (or the sound) of each item of the script begins and ends; `titles`: of its topics."""
    meeting = [n for n, item in enumerate(script.items) if isinstance(item, Said) and item.part == "meeting"]
    breaks = [
        (voice_us[a][1], voice_us[b][0])
        for a, b in pairwise(meeting)
        if any(script.items[n].part == "break" for n in range(a + 1, b))
    ]
    answers = [voice_us[n][1] for n, item in enumerate(script.items) if isinstance(item, Said) and item.part == "answers"]
    topics = [(voice_us[n][0], titles[item.topic]) for n, item in enumerate(script.items) if item.topic is not None]
    return Truth(
        first_us=min(voice_us[n][0] for n in meeting),
        last_us=max(voice_us[n][1] for n in meeting),
        breaks=tuple(breaks),
        start_tells=script.start_tells,
        end_tells=script.end_tells,
        slides_us=tuple(shown_us[1:]),
        topics=tuple(topics),
        agenda=script.agenda,
        answered_us=max(answers, default=None),
    )


def in_us(spans_s: Sequence[tuple[float, float]]) -> tuple[tuple[int, int], ...]:
    """Seconds of a layout as whole microseconds."""
    return tuple((us(start_s), us(end_s)) for start_s, end_s in spans_s)
