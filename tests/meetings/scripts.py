"""Made meetings as they are played: who says what in which order, what is shown, and where the meeting truly begins and ends.

A script has no times, only rests: `lay_out` puts it on the clock when it is known how long each sentence takes to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.meetings.sentences import SEEDS, Half

Part = Literal["before", "meeting", "break", "answers", "after"]
"""The answers that people give to the goodbye belong neither to the meeting nor to the talk after it."""
SoundKind = Literal["applause", "music", "silence"]
CHARACTERS_A_SECOND = 14.0


@dataclass(frozen=True)
class Person:
    """Somebody who speaks: a style of the synthetic voice, and how much higher than it."""

    style: str
    pitch: float


@dataclass(frozen=True)
class Said:
    """One sentence. The rest before it is negative where it begins while the one before is still spoken."""

    text: str
    person: int
    part: Part
    rest_s: float
    gain_db: float = 0.0
    topic: int | None = None
    """Which item of the agenda it is the first sentence of."""


@dataclass(frozen=True)
class Played:
    """Something else than speech, or nothing, for so long."""

    kind: SoundKind
    length_s: float
    part: Part
    rest_s: float = 0.2
    gain_db: float = 0.0
    topic: int | None = None


@dataclass(frozen=True)
class Shown:
    """A slide that comes up so long after an item of the script begins; without a title it is faces, a desktop, a film."""

    item: int
    offset_s: float
    title: str | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chatted:
    """A line in the chat, so long after an item of the script begins."""

    item: int
    offset_s: float
    text: str
    sender: int


@dataclass(frozen=True)
class Script:
    """One made meeting."""

    half: Half
    kind: str
    seed: int
    people: tuple[Person, ...]
    items: tuple[Said | Played, ...]
    shown: tuple[Shown, ...]
    chat: tuple[Chatted, ...]
    topics: tuple[str, ...]
    """What it is about, by `Said.topic`."""
    agenda: tuple[str, ...]
    """The topics in order, where they are named at the beginning."""
    start_tells: bool
    end_tells: bool
    planned_start_s: float | None = None
    """When the meeting was to begin, counted from its first word; the end likewise from its last one."""
    planned_end_s: float | None = None
    tail_s: float = 1.0
    """How long the recording goes on after the last item."""
    noise_dbfs: float = -62.0

    @property
    def name(self) -> str:
        """Unique over all sets."""
        return f"{self.half}-{self.kind}-{self.seed}"

    @property
    def chances(self) -> str:
        """What is left to chance in it is drawn by this."""
        return f"{SEEDS[self.half]}-{self.kind}-{self.seed}"


@dataclass(frozen=True)
class Laid:
    """A script on the clock: when each item begins and ends, in seconds."""

    spans_s: tuple[tuple[float, float], ...]
    duration_s: float


def lay_out(script: Script, length_s: Callable[[Said], float]) -> Laid:
    """One item after the other, each with the rest before it."""
    spans: list[tuple[float, float]] = []
    at_s = 0.0
    for item in script.items:
        start_s = max(at_s + item.rest_s, 0.0)
        end_s = start_s + (length_s(item) if isinstance(item, Said) else item.length_s)
        spans.append((start_s, end_s))
        at_s = max(at_s, end_s)
    return Laid(tuple(spans), at_s + script.tail_s)


def estimated_s(said: Said) -> float:
    """How long a sentence takes, by its letters."""
    return 0.35 + len(said.text) / CHARACTERS_A_SECOND
