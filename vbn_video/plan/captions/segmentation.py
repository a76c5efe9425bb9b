"""Which words share a cue: the division of a whole talk that costs least, by dynamic programming over the places between words.

First every cue begins with its first word. Where that breaks a hard rule, the words around are divided anew with more freedom:
a cue may begin up to `SYNC_US` before or after its first word, and dispensable words may be left out. What is still broken then
is so because no legal division exists (`proofs.py`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vbn_video.plan.captions.cue_candidates import CueCandidates
from vbn_video.plan.captions.cue_costs import BROKEN_RULE
from vbn_video.plan.captions.proofs import Impossible, find_impossible
from vbn_video.plan.captions.relaxed_segmentation import CuePlacement, RelaxedSegmentation

WORDS_A_CUE = 8
AROUND = 2
"""Number of cues on each side of a broken one that are divided anew with it; doubled each time that is not enough."""


@dataclass(frozen=True)
class Segmentation:
    """The cues of a talk in order, and why there is no legal one, by the first word of each cue that breaks a rule."""

    cues: tuple[CuePlacement, ...]
    impossible: dict[int, Impossible]


def segment(candidates: CueCandidates) -> Segmentation:
    """The cheapest division; a rule is broken in it only where no division of the words keeps them all."""
    cues = _on_time(candidates)
    proven: dict[int, Impossible] = {}
    around, whole = AROUND, False
    while not whole and (unproven := [at for at, cue in enumerate(cues) if not (cue.legal or cue.first in proven)]):
        whole = around >= len(cues)
        for first, last in reversed(_windows(candidates, cues, unproven, around)):
            cues[first : last + 1] = RelaxedSegmentation(candidates, cues[first : last + 1]).cues()
        reach = len(candidates.widths) if whole else around * WORDS_A_CUE
        proven |= _proofs(candidates, [cue for cue in cues if not cue.legal and cue.first not in proven], reach)
        around *= 2
    broken = [at for at, cue in enumerate(cues) if not cue.legal]
    lost = {row for at in broken if cues[at].first in proven for row in proven[cues[at].first].rows}
    for first, last in reversed(_windows(candidates, cues, broken, AROUND)):
        cues[first : last + 1] = RelaxedSegmentation(candidates, cues[first : last + 1], lost).cues()
    return Segmentation(tuple(cues), _proofs(candidates, [cue for cue in cues if not cue.legal], len(candidates.widths)))


def _proofs(candidates: CueCandidates, cues: Sequence[CuePlacement], reach: int) -> dict[int, Impossible]:
    found = {cue.first: find_impossible(candidates, cue.first, cue.last, reach) for cue in cues}
    return {first: impossible for first, impossible in found.items() if impossible}


def _windows(
    candidates: CueCandidates, cues: Sequence[CuePlacement], chosen: Sequence[int], around: int
) -> list[tuple[int, int]]:
    """(first, last) of windows around the chosen cues, widened until cues on time bound them; touching ones are joined."""
    starts_us = candidates.costs.talk.starts_us
    on_time = [*(cue.start_us == starts_us[cue.first] for cue in cues), True]
    windows: list[tuple[int, int]] = []
    for cue in chosen:
        first, last = max(cue - around, 0), min(cue + around, len(cues) - 1)
        while first > 0 and not on_time[first]:
            first -= 1
        while not on_time[last + 1]:
            last += 1
        if windows and first <= windows[-1][1] + 1:
            windows[-1] = windows[-1][0], max(last, windows[-1][1])
        else:
            windows.append((first, last))
    return windows


def _on_time(candidates: CueCandidates) -> list[CuePlacement]:
    """The cheapest division in which every cue begins with its first word."""
    table, count = candidates.table, len(candidates.widths)
    best, words_before = [0.0, *[math.inf] * count], [0] * (count + 1)
    for first, (row, width) in enumerate(zip(candidates.costs_on_time, candidates.widths, strict=True)):
        reached = best[first]
        for words in range(1, width + 1):
            cost = reached + row[words - 1]
            if cost < best[first + words]:
                best[first + words], words_before[first + words] = cost, words
    cues, end = [], count
    while end > 0:
        first, words = end - words_before[end], words_before[end] - 1
        legal = bool(table.cost[first, words] < BROKEN_RULE)
        cues.append(CuePlacement(first, end - 1, int(table.upper[first, words]), candidates.costs.talk.starts_us[first], legal))
        end = first
    return cues[::-1]
