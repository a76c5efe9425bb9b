"""How what is said around a place sounds: like the small talk around a meeting or like the meeting, like its opening or closing.

Known phrases tell more, where they are said; this tells something of any words.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from vbn_video.plan.meeting.sides.clues import Clue, Floats, SideFacts, clue, dense

MOST = 3.0
"""No single sentence tells more, in nats."""
NEAR_S = 40.0
"""How far is looked, outside and inside."""
FEW = 2
"""So many sentences more would halve what one tells."""
SOON = 2
"""Sentences after the first in which the opening (before the last, the closing) may still be said."""

TURN = 4
"""Sentences of the voice that opens (closes) the meeting, in which it may be said that it does."""


def talk_clues(facts: SideFacts) -> Iterator[Clue]:
    """One clue: whether a meeting opens (closes) here or soon inside, and whether it is none outside."""
    places, spoken = facts.candidates, facts.spoken
    if not facts.evidence.words or not places.count:
        return
    before, opening, within, closing, after = spoken.talk.T
    if places.which == "start":
        edge, meeting = opening - np.logaddexp(before, within), np.logaddexp(opening, within) - before
    else:
        edge, meeting = closing - np.logaddexp(after, within), np.logaddexp(closing, within) - after
    edge, meeting = (places.inwards(np.clip(values, -MOST, MOST)) for values in (edge, meeting))
    outer_s = places.inwards(np.array([places.depths_of((one.start_us, one.end_us))[0] for one in spoken.sentences]))
    first, last = (np.array([getattr(one, name) for one in spoken.sentences]) for name in ("first", "last"))
    sentence = np.searchsorted(first, places.unit, side="right") - 1
    exact = (first if places.which == "start" else last)[sentence] == places.unit
    at = places.inwards(np.arange(len(edge)))[sentence]
    further = np.append(edge, np.zeros(SOON))
    soon = np.stack([further[step : step + len(edge)] for step in range(1, SOON + 1)]).max(axis=0)
    voices = places.inwards(np.array([one.voice for one in spoken.sentences]))
    turn = np.where(exact, _of_turn(edge, voices)[at], 0.0)
    yield clue(
        "talk",
        int(places.at_us[0]),
        "",
        dense(places, "talk_here", np.where(exact, edge[at], 0.0)),
        dense(places, "talk_soon", np.maximum(soon[at], 0.0)),
        dense(places, "talk_turn", turn),
        dense(places, "talk_outside", -_mean(meeting, np.searchsorted(outer_s, places.depth_s - NEAR_S, side="right"), at)),
        dense(places, "talk_kept", _mean(meeting, at, np.searchsorted(outer_s, places.depth_s + NEAR_S))),
    )


def _of_turn(edge: Floats, voices: NDArray[np.int64]) -> Floats:
    """For each sentence with which a voice begins, the most that its first ones tell, if that is anything; else 0."""
    found = np.maximum(edge, 0.0)
    same = np.ones(len(edge), np.bool_)
    for step in range(1, TURN):
        same[:-step] &= voices[step:] == voices[:-step]
        same[-step:] = False
        found[:-step] = np.where(same[:-step], np.maximum(found[:-step], edge[step:]), found[:-step])
    begins = np.append(True, voices[1:] != voices[:-1]) & (voices >= 0)
    return np.where(begins, found, 0.0)


def _mean(values: Floats, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
    """The mean of values[first:last] for each pair, drawn to 0 where they are few."""
    until = np.append(0, np.cumsum(values))
    count = np.maximum(last - first, 0)
    found: Floats = np.where(count > 0, until[np.maximum(last, first)] - until[first], 0.0) / (count + FEW)
    return found
