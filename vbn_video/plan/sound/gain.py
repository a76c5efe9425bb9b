"""How loud the talk is made and where the limiter holds it down, decided from what `listen` measured.

    peak of each hop ─ + gain ─ over the limit by ─┬─ of the neighbours too ─ let go slowly ─► curve
          ▲                                        │
          └───── gain ◄── target - loudness ◄──────┴── power of each hop x gain² x curve²

The limiter is decided, not run: each hop's true peak is known beforehand, so the curve is down before the peak comes, and the
loudness that it costs is known and given back. One gain for the whole talk, so that nothing pumps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, isfinite
from typing import TYPE_CHECKING

from vbn_video.decisions import EditPlan, KeptSpan
from vbn_video.evidence import Levels
from vbn_video.plan.sound.loudness import gating_windows, integrated_lufs, kept_hops, kept_lufs, powers_of
from vbn_video.settings.preset import Sound
from vbn_video.timeline import subtract

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CODEC_HEADROOM_DB = 1.0
"""Distance to the limit that is kept before the sound is coded, because coding raises peaks, …"""
COARSE_KBIT, COARSER_DB = 96, 1 / 12
"""… and what is added to it for each kbit/s a channel below 96: music rose by 0.4 dB at 96, by 2.1 dB at 64 (measured)."""
MOST_GAIN_DB = 40.0
MOST_GIVEN_BACK_DB = 6.0
"""How far the gain may exceed the missing loudness, to make up for the limiter. Where short high peaks stand over quiet sound the
limiter takes more of each dB, the higher the gain: then the talk stays too quiet, rather than noisy with crushed peaks."""
ATTACK_US = 10_000
RELEASE_US = 60_000
"""Time constants of the curve in dB, down and up: all but 1/e of the way is gone in one."""
FALLS_OVER_HOPS = 64
"""Number of hops after which less than 0.001 dB is left of 40 dB that are let go with `RELEASE_US`."""
CLOSE_ENOUGH_LU = 0.01
MOST_STEPS = 12
LEAST_SLOPE = 0.1
"""Least loudness in LU that one dB of gain is taken to give, so that no step of the search leads too far."""


@dataclass(frozen=True)
class SoundPlan:
    """What happens to the recording's sound; `curve` is on the recording clock."""

    gain_db: float
    limit_dbtp: float
    """Highest true peak before the sound is coded."""
    hop_us: int
    curve: NDArray[np.float32]
    """The limiter's gain at the hops' edges (one more than there are hops), linear between them; 1 = nothing is held down."""
    recorded_lufs: float
    """Gated loudness of the kept spans as they were recorded; -inf where they are silent."""
    expected_lufs: float
    """The same after gain and curve."""


def plan_sound(levels: Levels, kept: Sequence[KeptSpan], sound: Sound) -> SoundPlan:
    """The gain and the curve that bring the kept spans to the preset's loudness with no true peak over its limit.

    The gain is at most `MOST_GAIN_DB`, and at most the missing loudness plus `MOST_GIVEN_BACK_DB`. Silence is left as it is.
    """
    import numpy as np

    limit_dbtp = sound.true_peak_dbtp - headroom_db(sound.bitrate_kbit)
    before_lufs = kept_lufs(levels, kept)
    if not isfinite(before_lufs):
        untouched = np.ones(len(levels.hop_lufs) + 1, np.float32)
        return SoundPlan(0.0, limit_dbtp, levels.hop_us, untouched, before_lufs, before_lufs)
    hops = kept_hops(levels, kept)
    powers = powers_of(levels.hop_lufs[hops])
    lacking_lu = sound.loudness_lufs - before_lufs
    most_db = min(lacking_lu + MOST_GIVEN_BACK_DB, MOST_GAIN_DB)
    gain_db = _possible(lacking_lu, most_db)
    slope, last = 1.0, None
    for step in range(MOST_STEPS):
        curve = limiter_curve(levels, gain_db, limit_dbtp)
        after_lufs = integrated_lufs(gating_windows(powers * _hop_gains(curve)[hops], levels.hop_us)) + gain_db
        missing_lu = sound.loudness_lufs - after_lufs
        if last is not None and abs(gain_db - last[0]) > CLOSE_ENOUGH_LU:
            slope = min(1.0, max(LEAST_SLOPE, (after_lufs - last[1]) / (gain_db - last[0])))
        better_db = _possible(gain_db + missing_lu / slope, most_db)
        if abs(missing_lu) <= CLOSE_ENOUGH_LU or better_db == gain_db or step == MOST_STEPS - 1:
            break
        last, gain_db = (gain_db, after_lufs), better_db
    return SoundPlan(gain_db, limit_dbtp, levels.hop_us, curve, before_lufs, after_lufs)


def audible_kept(plan: EditPlan) -> tuple[KeptSpan, ...]:
    """The kept spans without what is not heard: how loud that was recorded is nothing to go by."""
    pieces = [(span, piece) for span in plan.kept for piece in subtract([(span.start_us, span.end_us)], plan.silent_us)]
    return tuple(replace(span, start_us=start_us, end_us=end_us) for span, (start_us, end_us) in pieces)


def headroom_db(bitrate_kbit: int) -> float:
    """Distance to the limit that is kept before the sound is coded at `bitrate_kbit` a channel."""
    return CODEC_HEADROOM_DB + COARSER_DB * max(0, COARSE_KBIT - bitrate_kbit)


def limiter_curve(levels: Levels, gain_db: float, limit_dbtp: float) -> NDArray[np.float32]:
    """The gain at each hop's edges that holds every true peak, raised by `gain_db`, under the limit.

    Each edge has the gain that the louder of its two hops needs, so that a line between two edges is low enough everywhere, and
    begins to fall at least one hop before the peak.
    """
    import numpy as np

    over_db = np.maximum(levels.hop_true_peak_dbtp + np.float32(gain_db - limit_dbtp), 0)
    edges_db = np.append(over_db, np.float32(0))
    np.maximum(edges_db[1:], over_db, out=edges_db[1:])
    _let_go(edges_db, levels.hop_us / RELEASE_US)
    _let_go(edges_db[::-1], levels.hop_us / ATTACK_US)
    curve: NDArray[np.float32] = np.ones(len(edges_db), np.float32)
    held = np.flatnonzero(edges_db)
    curve[held] = 10 ** (edges_db[held] / np.float32(-20))
    return curve


def _let_go(edges_db: NDArray[np.float32], share: float) -> None:
    """Raise each value, in place, to what is left of those before it: each falls by the factor exp(-`share`) a hop.

    Every round doubles the number of hops over which values fall: what fell twice fell as far as both together.
    """
    import numpy as np

    ahead = 1
    while ahead < FALLS_OVER_HOPS:
        kept = np.float32(exp(-ahead * share))
        edges_db[ahead:] = np.maximum(edges_db[ahead:], edges_db[:-ahead] * kept)
        ahead *= 2


def _hop_gains(curve: NDArray[np.float32]) -> NDArray[np.float32]:
    """The factor on each hop's power: the mean square of the curve, a line from edge to edge."""
    first, last = curve[:-1], curve[1:]
    gains: NDArray[np.float32] = (first * first + first * last + last * last) / 3
    return gains


def _possible(gain_db: float, most_db: float) -> float:
    return min(most_db, max(-MOST_GAIN_DB, gain_db))
