"""Loudness of powers by ITU-R BS.1770-4 and EBU R 128: windows, gates, and what of a recording is kept.

K-weighted power of each hop ─► 400 ms windows, 100 ms apart ─► louder than -70 LUFS ─► louder than the mean - 10 LU ─► mean
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log10
from typing import TYPE_CHECKING

from vbn_video.decisions import KeptSpan
from vbn_video.evidence import Levels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


OFFSET_LUFS = -0.691  # BS.1770-4: a 997 Hz sine at full scale in one channel reads -3.01
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
STEP_US = 100_000
WINDOW_STEPS = 4  # momentary loudness and the gating blocks are 400 ms long, 75 % overlapped


def lufs_of(powers: NDArray[np.floating]) -> NDArray[np.float32]:
    """K-weighted powers as loudness; -inf for none."""
    import numpy as np

    with np.errstate(divide="ignore"):
        lufs: NDArray[np.float32] = (OFFSET_LUFS + 10 * np.log10(powers)).astype(np.float32)
    return lufs


def powers_of(lufs: NDArray[np.float32]) -> NDArray[np.float64]:
    """Loudness as K-weighted powers: what `lufs_of` began with."""
    powers: NDArray[np.float64] = 10 ** ((lufs.astype("f8") - OFFSET_LUFS) / 10)
    return powers


def integrated_lufs(windows: NDArray[np.float64]) -> float:
    """Gated loudness of K-weighted 400 ms powers (BS.1770-4, equations 3 to 7); -inf where nothing passes the gates."""
    loud = windows[windows > 10 ** ((ABSOLUTE_GATE_LUFS - OFFSET_LUFS) / 10)]
    if not loud.size:
        return -inf
    gated = loud[loud > loud.mean() * 10 ** (RELATIVE_GATE_LU / 10)]
    return OFFSET_LUFS + 10 * log10(float(gated.mean()))


def gating_windows(hop_powers: NDArray[np.float64], hop_us: int) -> NDArray[np.float64]:
    """Powers of the 400 ms windows that begin every 100 ms; of all there is, where that is shorter than one window."""
    import numpy as np

    a_step = STEP_US // hop_us
    steps = len(hop_powers) // a_step
    if steps < WINDOW_STEPS:
        return np.array([hop_powers.mean()]) if len(hop_powers) else np.zeros(0)
    step_powers = hop_powers[: steps * a_step].reshape(steps, a_step).mean(axis=1)
    windows: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(step_powers, WINDOW_STEPS).mean(axis=1)
    return windows


def kept_hops(levels: Levels, kept: Sequence[KeptSpan]) -> NDArray[np.intp]:
    """The hops of the kept spans, one span after the other; each begins and ends at the nearest edge of a hop."""
    import numpy as np

    hops = len(levels.hop_lufs)
    edges = [(round(span.start_us / levels.hop_us), round(span.end_us / levels.hop_us)) for span in kept]
    return np.concatenate([np.zeros(0, np.intp), *(np.arange(min(first, hops), min(last, hops)) for first, last in edges)])


def kept_lufs(levels: Levels, kept: Sequence[KeptSpan]) -> float:
    """Gated loudness of the kept spans laid end to end; -inf where they are silent."""
    return integrated_lufs(gating_windows(powers_of(levels.hop_lufs[kept_hops(levels, kept)]), levels.hop_us))
