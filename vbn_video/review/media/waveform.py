"""The waveform of a whole recording, from the true peaks that `listen` has measured: nothing is decoded for it.

A pair of signed bytes for each 50 ms: the lowest and the highest, -127 to 127. True peaks have no sign, so the two mirror each
other, and the waveform is there too where the recording itself is gone.
"""

from __future__ import annotations

from pathlib import Path

from vbn_video.clock import US_PER_S

PEAKS_PER_SECOND = 20
FULL = 127


def read_peaks(levels_file: Path) -> bytes:
    """The pairs of the whole recording, from `levels.npz`."""
    import numpy as np

    from vbn_video.listen.levels import load_levels

    levels = load_levels(levels_file)
    hops = US_PER_S // PEAKS_PER_SECOND // levels.hop_us
    measured = levels.hop_true_peak_dbtp
    padded = np.full(-(-len(measured) // hops) * hops, -np.inf, np.float32)
    padded[: len(measured)] = measured
    highest = padded.reshape(-1, hops).max(axis=1)
    heights = np.rint(np.clip(10 ** (highest / 20), 0, 1) * FULL).astype(np.int8)
    return np.stack([-heights, heights], axis=1).tobytes()
