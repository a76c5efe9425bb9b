"""Each piece of evidence and what it says of every place where a side could be.

    evidence ──► Clue(kind, at, text, parts)      a part: the weight's name, and a value for each candidate that it touches
                     greeting at depth 40 s
    candidates   ···········o·····o··o····o·····
    at                            █                the phrase begins right here
    soon                 ▁  ▂    ▅                 … soon after here
    outside                          ▆    ▅ ▄      … it would be cut

A score is the sum over all clues of weight times value, so what is missing says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import ChatLine
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import PhraseMark
from vbn_video.plan.meeting.sides.farewells import Farewell
from vbn_video.plan.meeting.sides.side_candidates import SideCandidates
from vbn_video.plan.meeting.sides.spoken_sentences import Spoken

Floats = NDArray[np.float64]

OUTSIDE_S, OUTSIDE_REACH_S = 90.0, 360.0
"""What was said so long before counts e times less; an hour's first words say nothing of its last ones."""


@dataclass(frozen=True)
class Part:
    """One weight and its values for the candidates [first, first + len(values))."""

    weight: str
    first: int
    values: Floats


@dataclass(frozen=True)
class Clue:
    """One piece of evidence."""

    kind: str
    """The key of `Support`."""
    at_us: int
    text: str
    parts: tuple[Part, ...]
    candidate: int = -1
    """The candidate that there is only because of this clue; -1 where there is none."""


@dataclass(frozen=True)
class SideFacts:
    """All that is known around one side, and its candidates."""

    candidates: SideCandidates
    evidence: MeetingEvidence
    phrases: Sequence[PhraseMark]
    spoken: Spoken
    chat: Sequence[ChatLine] = field(default=())
    """The lines that greet (of an end side: say goodbye)."""
    farewells: Sequence[Farewell] = field(default=())


def clue(kind: str, at_us: int, text: str, *parts: Part | None, candidate: int = -1) -> Clue:
    """A clue of the parts that there are."""
    return Clue(kind, at_us, text, tuple(part for part in parts if part is not None), candidate)


def between(places: SideCandidates, weight: str, first_s: float, last_s: float, decay: tuple[float, float, float]) -> Part | None:
    """A part for the candidates with first <= depth < last: `strength` falling with the distance from `from_s` by `tau_s`."""
    low, high = np.searchsorted(places.depth_s, (first_s, last_s))
    if low >= high:
        return None
    strength, from_s, tau_s = decay
    values = strength * np.exp(-np.abs(places.depth_s[low:high] - from_s) / tau_s)
    return Part(f"{places.which}_{weight}", int(low), values)


def dense(places: SideCandidates, weight: str, values: Floats) -> Part | None:
    """A part with a value for each candidate; None where all are 0."""
    return Part(f"{places.which}_{weight}", 0, values) if np.any(values) else None


def outside(places: SideCandidates, weight: str, inner_s: float, strength: float, tau_s: float = OUTSIDE_S) -> Part | None:
    """A part for the candidates that have what ends at that depth outside of them, the less the further away."""
    return between(places, weight, inner_s - 0.1, inner_s + OUTSIDE_REACH_S, (strength, inner_s, tau_s))


def spoken_until(spans_s: Floats, at_s: Floats, rates: Floats | None = None) -> Floats:
    """How much of the spans (rows of start and end, ascending by start) lies before each moment; a second counts its rate."""
    if not len(spans_s):
        return np.zeros_like(at_s)
    rate = np.ones(len(spans_s)) if rates is None else rates
    starts, ends = spans_s[:, 0], np.sort(spans_s[:, 1])
    by_end = np.argsort(spans_s[:, 1], kind="stable")
    begun = np.searchsorted(starts, at_s, side="right")
    over = np.searchsorted(ends, at_s, side="right")
    rate_begun, rate_over = np.append(0, np.cumsum(rate)), np.append(0, np.cumsum(rate[by_end]))
    start_sum, end_sum = np.append(0, np.cumsum(rate * starts)), np.append(0, np.cumsum((rate * spans_s[:, 1])[by_end]))
    spoken: Floats = at_s * (rate_begun[begun] - rate_over[over]) - start_sum[begun] + end_sum[over]
    return spoken
