"""Where a side of the meeting could be: on a clock that runs from the recording's edge inwards, so that both sides are one case.

start side     recording 0 ──► depth 0        a candidate is where a word begins
end side       its end    ──► depth 0         a candidate is where a word ends, mirrored
               ├─ outside: cut ─┤ inside: kept
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.plan.meeting.sides.said import Said

SAME_US = US_PER_S
"""Two places so near to each other are one choice."""
Which = Literal["start", "end"]
REST_US = 250_000
"""A rest from here on parts two sentences, or what two people say."""
NEAR_WORD_US = 60_000
SENTENCE_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True)
class SideCandidates:
    """The places of one side, from the outermost inwards; all arrays have one row a candidate."""

    which: Which
    duration_us: int
    at_us: NDArray[np.int64]
    """On the recording's clock."""
    depth_s: NDArray[np.float64]
    """Ascending: how far inside the recording."""
    unit: NDArray[np.int64]
    """The row of `Said` that begins (of an end side: ends) here."""
    rest_s: NDArray[np.float64]
    """How long nobody speaks outside of it; 0 for the outermost."""
    sentence: NDArray[np.bool_]
    """Whether a sentence begins (of an end side: has ended) here, by the punctuation that was heard."""
    phrase_only: NDArray[np.bool_]
    """Whether it is a candidate for no other reason than a phrase that begins or ends here."""

    farewells_us: tuple[tuple[int, int], ...] = ()
    """Of an end side: from each goodbye that is answered to the last answer; all places in one are one choice."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.at_us)

    def depth_of(self, at_us: int) -> float:
        """A moment's depth in seconds; negative outside the recording."""
        return (at_us if self.which == "start" else self.duration_us - at_us) / US_PER_S

    def depths_of(self, span_us: tuple[int, int]) -> tuple[float, float]:
        """A span's outer and inner edge as depths."""
        one, other = (self.depth_of(at_us) for at_us in span_us)
        return (one, other) if self.which == "start" else (other, one)

    def inwards(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values that ascend by time, turned so that what lies outermost comes first."""
        return values if self.which == "start" else values[::-1]

    def in_farewell(self, index: int) -> bool:
        """Whether a candidate is one of several that end a farewell."""
        return any(
            first_us - NEAR_WORD_US <= self.at_us[index] <= last_us + NEAR_WORD_US for first_us, last_us in self.farewells_us
        )

    def same(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each candidate the range [first, last) of those that are the same choice: within a second, or one farewell."""
        outer_s, inner_s = self.depth_s.copy(), self.depth_s.copy()
        for first_us, last_us in self.farewells_us:
            inside = (self.at_us >= first_us - NEAR_WORD_US) & (self.at_us <= last_us + NEAR_WORD_US)
            outer_s[inside] = np.minimum(outer_s[inside], self.depth_of(last_us))
            inner_s[inside] = np.maximum(inner_s[inside], self.depth_of(first_us))
        reach_s = SAME_US / US_PER_S
        return np.searchsorted(self.depth_s, outer_s - reach_s), np.searchsorted(self.depth_s, inner_s + reach_s, side="right")


def find_candidates(which: Which, said: Said, phrase_edges_us: Sequence[int], duration_us: int) -> SideCandidates:
    """The outermost word, each word behind a rest or a full stop, and each at which a phrase begins (of an end side: ends).

    `phrase_edges_us` are the starts of phrases for a start, their ends for an end. None inside another word.
    """
    count = len(said.start_us)
    if not count:
        none = np.zeros(0, np.int64)
        return SideCandidates(which, duration_us, none, none / 1.0, none, none / 1.0, none > 0, none > 0)
    furthest_us = np.maximum.accumulate(said.end_us)
    rest_us = np.append(said.start_us[1:] - furthest_us[:-1], 0)
    stops = np.array([text.endswith(SENTENCE_ENDS) for text in said.texts], np.bool_)
    if which == "start":
        edges_us, gaps_us, sentence = said.start_us, np.roll(rest_us, 1), np.roll(stops, 1)
        outermost = 0
    else:
        edges_us, gaps_us, sentence = furthest_us, rest_us, stops
        outermost = count - 1
    edge = np.arange(count) == outermost
    sentence = sentence | edge
    at_phrase = _near(edges_us, np.array(sorted(phrase_edges_us), np.int64))
    chosen = edge | ((gaps_us >= 0) & ((gaps_us >= REST_US) | sentence | at_phrase))
    order = np.flatnonzero(chosen) if which == "start" else np.flatnonzero(chosen)[::-1]
    at_us = edges_us[order]
    depth_s = (at_us if which == "start" else duration_us - at_us) / US_PER_S
    phrase_only = at_phrase & ~edge & ~sentence & (gaps_us < REST_US)
    return SideCandidates(
        which, duration_us, at_us, depth_s, order, np.maximum(gaps_us[order], 0) / US_PER_S, sentence[order], phrase_only[order]
    )


def _near(edges_us: NDArray[np.int64], places_us: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the edges have one of the places (ascending) near them."""
    if not len(places_us):
        return np.zeros(len(edges_us), np.bool_)
    first = np.searchsorted(places_us, edges_us - NEAR_WORD_US)
    return np.asarray((first < len(places_us)) & (places_us[np.minimum(first, len(places_us) - 1)] <= edges_us + NEAR_WORD_US))
