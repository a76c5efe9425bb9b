"""The likeliest place of a side, how sure it is, what spoke for it, and where else it could be.

A conditional logit: the likelihood of each candidate is e^score, its share of all is its probability. How sure a choice is, is
the probability of all places within a second of it, mapped by `calibrated` to how often such a choice is right. What a clue
counted is the logarithm of how much more likely it made the choice: so a clue that spoke for it, taken away, lowers it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vbn_video.decisions import CutCandidate, Support
from vbn_video.plan.meeting.sides.clues import Clue
from vbn_video.plan.meeting.sides.said import Said
from vbn_video.plan.meeting.sides.side_candidates import SAME_US, SideCandidates

SLOPE, OFFSET = 0.90, -0.10
"""Of the calibration: a straight line in log odds, fitted by `tools/fit_cut_weights.py`."""
MOST_SURE, LEAST_SURE = 0.99, 0.01
NAMED = 3
"""How many places are named where it is doubtful."""
LIKELY_ENOUGH = 0.02
SUPPORTS, OBJECTIONS = 5, 3
OVER = 0.7
"""How likely a goodbye is over where it is cut among those that answer it."""
WEIGHTY = 0.2
"""What counts less than this is not named."""


@dataclass(frozen=True)
class SideChoice:
    """What was decided of one side."""

    at_us: int
    """Where the first word begins, or the last one ends."""
    outermost: bool
    """Whether nothing that is said is cut."""
    confidence: float
    support: tuple[Support, ...]
    candidates: tuple[CutCandidate, ...]
    """The likeliest places, this one first."""


def scores_of(places: SideCandidates, clues: Sequence[Clue], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """The score of each candidate: the sum of weight times value over all clues."""
    scores = np.zeros(places.count)
    for clue in clues:
        for part in clue.parts:
            scores[part.first : part.first + len(part.values)] += weights[part.weight] * part.values
    return scores


def probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of each candidate."""
    likelihoods = np.exp(scores - scores.max())
    return np.asarray(likelihoods / likelihoods.sum())


def masses(places: SideCandidates, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of all candidates within a second of each."""
    first, last = places.same()
    until = np.append(0, np.cumsum(shares))
    return np.asarray(until[last] - until[first])


def calibrated(mass: float) -> float:
    """How often a choice with so much probability is right; ascending, between `LEAST_SURE` and `MOST_SURE`."""
    inside = min(max(mass, 1e-9), 1 - 1e-9)
    odds = SLOPE * float(np.log(inside / (1 - inside))) + OFFSET
    return float(min(max(1 / (1 + np.exp(-odds)), LEAST_SURE), MOST_SURE))


def choose(
    places: SideCandidates, clues: Sequence[Clue], weights: Mapping[str, float], said: Said, limit_us: int | None = None
) -> SideChoice | None:
    """The likeliest place, within `limit_us` where the other side stands; None without a candidate."""
    scores = scores_of(places, clues, weights)
    if limit_us is not None:
        allowed = places.at_us < limit_us if places.which == "start" else places.at_us > limit_us
        scores = np.where(allowed, scores, -np.inf)
    if not len(scores) or not np.isfinite(scores).any():
        return None
    shares = probabilities(scores)
    mass = masses(places, shares)
    chosen = _likeliest(places, shares, mass)
    others = _others(places, shares, mass, chosen)
    support = _support(places, clues, weights, shares, chosen)
    return SideChoice(
        int(places.at_us[chosen]),
        chosen == 0,
        round(calibrated(float(mass[chosen])), 2),
        support,
        tuple(
            CutCandidate(
                int(places.at_us[index]),
                round(calibrated(float(mass[index])) if index == chosen else float(mass[index]), 2),
                said.around(int(places.at_us[index])),
                support[:1] if index == chosen else _support(places, clues, weights, shares, index)[:1],
            )
            for index in (chosen, *others)
        ),
    )


def _likeliest(places: SideCandidates, shares: NDArray[np.float64], mass: NDArray[np.float64]) -> int:
    """The likeliest candidate within a second of the greatest mass; in a farewell the first one that likely ends it."""
    middle = int(np.argmax(mass))
    first, last = (int(edge[middle]) for edge in places.same())
    chosen = first + int(np.argmax(shares[first:last]))
    if not places.in_farewell(chosen):
        return chosen
    # from the innermost one, the earliest, outwards: what is cut of a goodbye is missed, what is kept of its answers is not
    over = np.cumsum(shares[first:last][::-1]) >= OVER * shares[first:last].sum()
    return min(chosen, last - 1 - int(np.argmax(over)))


def _others(places: SideCandidates, shares: NDArray[np.float64], mass: NDArray[np.float64], chosen: int) -> list[int]:
    """The next likely places, each with none of its second in common with those before it."""
    taken = [chosen]
    for index in np.argsort(-shares, kind="stable"):
        if len(taken) == NAMED or mass[index] < LIKELY_ENOUGH:
            break
        if all(abs(int(places.at_us[index]) - int(places.at_us[other])) > 2 * SAME_US for other in taken):
            taken.append(int(index))
    return taken[1:]


def _support(
    places: SideCandidates, clues: Sequence[Clue], weights: Mapping[str, float], shares: NDArray[np.float64], chosen: int
) -> tuple[Support, ...]:
    """What spoke for a place, the strongest first, and then what spoke against it, the strongest last."""
    first, last = (int(edge[chosen]) for edge in places.same())
    whole = float(shares[first:last].sum())
    counted = []
    for clue in clues:
        left, right = _reach(clue)
        factors = np.ones(right - left)
        for part in clue.parts:
            begin = part.first - left
            factors[begin : begin + len(part.values)] *= np.exp(-weights[part.weight] * part.values)
        if clue.candidate >= 0 and left <= clue.candidate < right:
            factors[clue.candidate - left] = 0.0
        touched = shares[left:right] * factors
        rest = float(touched.sum() + shares[:left].sum() + shares[right:].sum())
        low, high = max(first, left), min(last, right)
        mass = whole
        if low < high:
            mass += float(touched[low - left : high - left].sum() - shares[low:high].sum())
        effect = _log_odds(whole) - _log_odds(mass / rest if rest > 0 else 0.0)
        counted.append(Support(clue.kind, clue.at_us, round(effect, 2), clue.text))
    spoke_for = sorted((s for s in counted if s.weight >= WEIGHTY), key=lambda s: -s.weight)[:SUPPORTS]
    against = sorted((s for s in counted if s.weight <= -WEIGHTY), key=lambda s: -s.weight)[-OBJECTIONS:]
    return (*spoke_for, *against)


def _reach(clue: Clue) -> tuple[int, int]:
    return min(part.first for part in clue.parts), max(part.first + len(part.values) for part in clue.parts)


def _log_odds(share: float) -> float:
    inside = min(max(share, 1e-6), 1 - 1e-6)
    return float(np.log(inside / (1 - inside)))
