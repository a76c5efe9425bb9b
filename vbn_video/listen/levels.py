"""`levels.npz`: the loudness evidence as a file whose bytes depend on nothing but the values."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from vbn_video.evidence import Levels


def save_levels(path: Path, levels: Levels) -> None:
    """Writes the evidence; the same evidence gives the same bytes."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            block_us=np.int64(levels.block_us),
            loudness_lufs=levels.loudness_lufs.astype(np.float32),
            true_peak_dbtp=levels.true_peak_dbtp.astype(np.float32),
            integrated_lufs=np.float64(levels.integrated_lufs),
        )


def load_levels(path: Path) -> Levels:
    """Reads what `save_levels` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return Levels(
            block_us=int(arrays["block_us"]),
            loudness_lufs=arrays["loudness_lufs"],
            true_peak_dbtp=arrays["true_peak_dbtp"],
            integrated_lufs=float(arrays["integrated_lufs"]),
        )
