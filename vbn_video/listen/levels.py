"""`levels.npz`: the loudness evidence as a file whose bytes depend on nothing but the values.

The hops are many (a million for three hours) and are kept in half precision: loudness to the nearest, true peaks never lower
than they were.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.evidence import Levels

if TYPE_CHECKING:
    from numpy.typing import NDArray


def save_levels(path: Path, levels: Levels) -> None:
    """Writes the evidence; the same evidence gives the same bytes."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            block_us=np.int64(levels.block_us),
            loudness_lufs=levels.loudness_lufs.astype(np.float32),
            true_peak_dbtp=levels.true_peak_dbtp.astype(np.float32),
            integrated_lufs=np.float64(levels.integrated_lufs),
            hop_us=np.int64(levels.hop_us),
            hop_lufs=levels.hop_lufs.astype(np.float16),
            hop_true_peak_dbtp=_rounded_up(levels.hop_true_peak_dbtp),
        )


def load_levels(path: Path) -> Levels:
    """Reads what `save_levels` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return Levels(
            block_us=int(arrays["block_us"]),
            loudness_lufs=arrays["loudness_lufs"],
            true_peak_dbtp=arrays["true_peak_dbtp"],
            integrated_lufs=float(arrays["integrated_lufs"]),
            hop_us=int(arrays["hop_us"]),
            hop_lufs=arrays["hop_lufs"].astype(np.float32),
            hop_true_peak_dbtp=arrays["hop_true_peak_dbtp"].astype(np.float32),
        )


def _rounded_up(values: NDArray[np.float32]) -> NDArray[np.float16]:
    """The nearest half-precision numbers that are not lower."""
    halves = values.astype(np.float16)
    rounded: NDArray[np.float16] = np.where(halves < values, np.nextafter(halves, np.float16(np.inf)), halves)
    return rounded
