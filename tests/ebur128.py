"""The loudness of sound by another's measure: ffmpeg's `ebur128` filter."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

PIECE_SAMPLES = 4800


class Measured(NamedTuple):
    """What the filter says of the whole sound."""

    momentary_lufs: list[float]
    """Of each 100 ms."""
    integrated_lufs: float
    true_peak_dbtp: float


def by_ffmpeg(sound: NDArray[np.float32], rate_hz: int) -> Measured:
    """The loudness of sound, channels x samples."""
    layout = {1: "mono", 2: "stereo"}[len(sound)]
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=rate_hz, format="fltp", layout=layout, time_base=Fraction(1, rate_hz))
    meter, sink = graph.add("ebur128", "peak=true:metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told = []
    for at in [*range(0, sound.shape[1], PIECE_SAMPLES), None]:
        frame = None
        if at is not None:
            piece = np.ascontiguousarray(sound[:, at : at + PIECE_SAMPLES])
            frame = av.AudioFrame.from_ndarray(piece, "fltp", layout)
            frame.sample_rate, frame.pts, frame.time_base = rate_hz, at, Fraction(1, rate_hz)
        graph.push(frame)
        while True:
            try:
                told.append(dict(graph.pull().metadata))
            except (av.error.BlockingIOError, av.error.EOFError):
                break
    marked = [facts for facts in told if "lavfi.r128.M" in facts]
    peak = max(float(marked[-1][f"lavfi.r128.true_peaks_ch{channel}"]) for channel in range(len(sound)))
    momentary = [float(facts["lavfi.r128.M"]) for facts in marked]
    return Measured(momentary, float(marked[-1]["lavfi.r128.I"]), 20 * float(np.log10(peak)))
