"""The Danish clip of the tests, as samples: see `tests/data/README.md`."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE = 16_000
CLIP = Path(__file__).parent.parent / "data" / "tale.flac"
WORDS = "Nu holder vi en pause på fem minutter. Vi er tilbage efter pausen."


def tale() -> NDArray[np.float32]:
    """6.17 s, mono, 16 kHz: 0.50–2.91 s and 3.91–5.67 s are spoken."""
    with av.open(str(CLIP)) as file:
        samples = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
    return (samples / 32768).astype(np.float32)
