"""Which of the candidates become chapters: the set with the greatest worth, found exactly.

The worth of a set is what speaks for each of its chapters, less what their lengths and their number cost; `chapter_weights.py`
says how much. Dynamic programming over the candidates in order: the best set of k chapters that ends with candidate i is i with
the best set of k - 1 that ends far enough before it. n candidates and at most m chapters take O(n² m).

    candidates      0        │  │ │      │         │ │          │
    chosen          ├───────────┼────────┼───────────┼──────────┤
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vbn_video.plan.chapters.chapter_rules import FEWEST
from vbn_video.plan.chapters.chapter_weights import length_cost, number_cost, usual_number


def choose(
    starts_us: Sequence[int],
    worth: Sequence[float],
    names: Sequence[str],
    *,
    duration_us: int,
    shortest_us: int,
    at_most: int,
) -> tuple[int, ...]:
    """The indices of the chapters, ascending, the first one always 0; none where three can't be had.

    `starts_us` ascend from 0. Each chapter lasts `shortest_us` or longer, the last one until `duration_us`; two in a row never
    have the same of `names`, but for the empty one.
    """
    count = len(starts_us)
    if count < FEWEST:
        return ()
    starts = np.asarray(starts_us, dtype=np.int64)
    usual = usual_number(duration_us)
    best = np.full((at_most + 1, count), -np.inf)
    before = np.zeros((at_most + 1, count), dtype=np.int64)
    best[1, 0] = worth[0]
    known = {name: number for number, name in enumerate(dict.fromkeys(filter(None, names)))}
    named = np.asarray([known.get(name, -index) for index, name in enumerate(names, 1)])
    for index in range(1, count):
        earlier = np.flatnonzero((starts[:index] <= starts[index] - shortest_us) & (named[:index] != named[index]))
        if not earlier.size:
            continue
        sums = best[:-1, earlier] - length_cost(starts[index] - starts[earlier], duration_us)
        chosen = np.argmax(sums, axis=1)
        best[1:, index] = sums[np.arange(at_most), chosen] + worth[index]
        before[1:, index] = earlier[chosen]
    return _traced(_ended(best, starts, duration_us, shortest_us, usual), before)


def _ended(
    best: NDArray[np.float64], starts: NDArray[np.int64], duration_us: int, shortest_us: int, usual: float
) -> NDArray[np.float64]:
    """The worth of the whole set of k chapters whose last one is candidate i; -inf where it may not be the last."""
    last_us = duration_us - starts
    numbers = np.arange(best.shape[0])
    worth = best - length_cost(np.maximum(last_us, 1), duration_us) - number_cost(numbers, usual)[:, None]
    ended: NDArray[np.float64] = worth.astype(np.float64)
    ended[:, last_us < shortest_us] = -np.inf
    ended[:FEWEST] = -np.inf
    return ended


def _traced(ended: NDArray[np.float64], before: NDArray[np.int64]) -> tuple[int, ...]:
    number, last = np.unravel_index(int(np.argmax(ended)), ended.shape)
    if ended[number, last] == -np.inf:
        return ()
    indices = [int(last)]
    for left in range(int(number), 1, -1):
        indices.append(int(before[left, indices[-1]]))
    return tuple(reversed(indices))
