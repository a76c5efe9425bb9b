"""The frame rate of a recorded file, and whether it is fixed, from the times of its frames."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

USUAL_RATES = tuple(
    Fraction(rate)
    for rate in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60", "5", "10", "12", "15", "20")
)
SAME_RATE = 2e-4
"""Rates closer than this are the same but for rounding; 30 and 30000/1001 differ five times as much."""
ALMOST_SAME_RATE = 2e-3
"""A recorder whose clock is off by less keeps a fixed rate; what is further off has lost frames."""
JITTER_S = Fraction(1, 1000)
"""Gaps that differ less are the same gap, as a clock of whole milliseconds rounds it."""
COARSE_TICKS = 8
"""Gaps of fewer ticks are exact: one tick more is another gap, not rounding."""
LARGEST_DENOMINATOR = 100_000
SINGLE_FRAME_RATE = Fraction(25)
"""The rate of a file with a single frame."""


def measure_frame_rate(pts: NDArray[np.int64], time_base: Fraction) -> tuple[Fraction, bool]:
    """(frames a second, whether the rate is variable). `pts` ascending, in ticks of `time_base` seconds.

    The rate is that of the most usual gap. It is fixed if every frame stands less than half a gap from where that rate puts it.
    """
    import numpy as np

    gaps = np.diff(pts)
    gaps = gaps[gaps > 0]
    if not len(gaps):
        return SINGLE_FRAME_RATE, False
    usual = _named_rate(1 / (_usual_gap(gaps, time_base) * time_base))
    mean = (len(pts) - 1) / (Fraction(int(pts[-1] - pts[0])) * time_base)
    exact = mean.limit_denominator(LARGEST_DENOMINATOR)
    for rate in (usual, exact if abs(exact / usual - 1) < ALMOST_SAME_RATE else usual):
        gap = float(1 / (rate * time_base))
        if np.abs(pts - pts[0] - np.arange(len(pts)) * gap).max() < gap / 2:
            return rate, False
    return usual, True


def _usual_gap(gaps: NDArray[np.int64], time_base: Fraction) -> Fraction:
    """The mean of the gaps that lie within the jitter of the most frequent one."""
    import numpy as np

    values, counts = np.unique(gaps, return_counts=True)
    jitter = np.where(values < COARSE_TICKS, 0, max(int(JITTER_S / time_base), 1))
    running = np.concatenate([[0], np.cumsum(counts)])
    first = np.searchsorted(values, values - jitter, "left")
    last = np.searchsorted(values, values + jitter, "right")
    around = running[last] - running[first]
    best = int(np.lexsort((counts, around))[-1])
    near = slice(int(first[best]), int(last[best]))
    total = int((values[near] * counts[near]).sum())
    return Fraction(total, int(counts[near].sum()))


def _named_rate(rate: Fraction) -> Fraction:
    """The usual rate that this one is but for rounding; else the rate itself, its denominator limited."""
    for usual in USUAL_RATES:
        if abs(rate / usual - 1) < SAME_RATE:
            return usual
    return rate.limit_denominator(LARGEST_DENOMINATOR)
