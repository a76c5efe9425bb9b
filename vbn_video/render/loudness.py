"""Loudness by EBU R 128 / ITU-R BS.1770-4: of a stretch from what was measured before, and of a finished file."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vbn_video.decisions import KeptSpan
from vbn_video.evidence import Levels
from vbn_video.render.ffmpeg_program import run_program

WINDOW_US = 400_000  # BS.1770-4: a gating block is 400 ms, a new one begins every 100 ms
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
HELD_DOWN = 0.9
"""Of what a peak is over the limit, so much is lost of the loudness around it (measured on speech)."""
GAIN_STEPS = 14  # halvings of 80 dB: to less than a hundredth


@dataclass(frozen=True)
class Loudness:
    """What was measured; -inf where all is silent."""

    integrated_lufs: float
    true_peak_dbtp: float


def limited_lufs(levels: Levels, kept: Sequence[KeptSpan], gain_db: float, limit_db: float) -> float:
    """About how loud the kept spans will be, raised by `gain_db` and limited to `limit_db`.

    A block whose peak goes over the limit is made quieter by nearly as much: the limiter lets go slowly (50 ms).
    """
    import numpy as np

    over_db = np.maximum(levels.true_peak_dbtp.astype(np.float64) + gain_db - limit_db, 0)
    blocks = WINDOW_US // levels.block_us
    in_window = np.convolve(over_db, np.full(blocks, 1 / blocks))[: len(over_db)]
    limited = levels.loudness_lufs + gain_db - HELD_DOWN * in_window
    return integrated_lufs(replace(levels, loudness_lufs=limited.astype(np.float32)), kept)


def gain_for(levels: Levels, kept: Sequence[KeptSpan], limit_db: float, wanted_lufs: float, most_db: float) -> float:
    """The gain after which the kept spans are expected to be `wanted_lufs` loud; `most_db` where they can't be."""
    low_db, high_db = -most_db, most_db
    for _step in range(GAIN_STEPS):
        middle_db = (low_db + high_db) / 2
        if limited_lufs(levels, kept, middle_db, limit_db) < wanted_lufs:
            low_db = middle_db
        else:
            high_db = middle_db
    return high_db


def integrated_lufs(levels: Levels, kept: Sequence[KeptSpan]) -> float:
    """Gated loudness of the kept spans together, from the momentary loudness of the whole recording.

    The momentary loudness at the end of each 100 ms block is that of one gating block, so the standard's gating can be done
    on those that lie within the spans. -inf where the spans are silent.
    """
    import numpy as np

    ends_us = (np.arange(len(levels.loudness_lufs)) + 1) * levels.block_us
    inside = np.zeros(len(ends_us), bool)
    for span in kept:
        whole = (ends_us - WINDOW_US >= span.start_us) & (ends_us <= span.end_us)
        inside |= whole if whole.any() else (ends_us > span.start_us) & (ends_us - levels.block_us < span.end_us)
    blocks = levels.loudness_lufs[inside].astype(np.float64)
    loud = blocks[blocks > ABSOLUTE_GATE_LUFS]
    if not len(loud):
        return -math.inf
    gated = loud[loud > _mean_lufs(loud) + RELATIVE_GATE_LU]
    return _mean_lufs(gated)


def _mean_lufs(blocks: object) -> float:
    """Loudness of the mean power of blocks."""
    import numpy as np

    return float(10 * np.log10(np.mean(10 ** (np.asarray(blocks) / 10))))


def measure_loudness(path: Path) -> Loudness:
    """Integrated loudness and true peak of a file's first sound track, decoded."""
    import ffmpeg

    heard = ffmpeg.input(str(path))["a:0"].filter("ebur128", peak="true", framelog="quiet")
    lines = run_program(heard.output("-", f="null"), reads=path, level="info")
    return parse_summary("\n".join(lines))


def parse_summary(text: str) -> Loudness:
    """What ffmpeg's `ebur128` filter says at its end."""
    summary = text[text.rindex("Summary:") :]
    integrated = re.search(r"I:\s*(-?[\d.]+|-?inf|nan) LUFS", summary)
    peak = re.search(r"Peak:\s*(-?[\d.]+|-?inf|nan) dBFS", summary)
    assert integrated and peak, f"no loudness in {summary!r}"
    lufs = float(integrated[1])
    return Loudness(lufs if lufs > ABSOLUTE_GATE_LUFS else -math.inf, float(peak[1]))
