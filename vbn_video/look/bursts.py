"""What the sizes of packets tell: when a stream that shows the same all the time suddenly has much to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.clock import US_PER_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vbn_video.evidence import Packets

QUIET_SHARE = 10
"""Percentile of the seconds' medians that counts as quiet."""
LOUD = 3.0
"""Times the quiet size, and so much of a keyframe more, is a packet that shows something new."""
LEAST_SHARE = 0.012
ONE_BURST_US = 500_000
"""Large packets nearer than this belong together."""


@dataclass(frozen=True)
class Burst:
    """Large packets in [first, last]."""

    first_us: int
    last_us: int
    largest_us: int
    """When the largest of them is presented."""


@dataclass(frozen=True)
class Sizes:
    """The packets presented in a stretch, without its keyframes: one row each, in order."""

    time_us: NDArray[np.int64]
    size: NDArray[np.int64]
    keyframe_size: float

    @classmethod
    def between(cls, packets: Packets, start_us: int, end_us: int) -> Sizes:
        """Those in [start, end); the keyframes' size is the median of those there, or that of the first packet."""
        first, last = np.searchsorted(packets.time_us, [start_us, end_us])
        key, size = packets.keyframe[first:last], packets.size[first:last]
        keyframe_size = float(np.median(size[key])) if key.any() else float(size.max(initial=1))
        return cls(packets.time_us[first:last][~key], size[~key], keyframe_size)

    @property
    def levels(self) -> NDArray[np.float64]:
        """The median of each second that has packets."""
        if not len(self.size):
            return np.zeros(1)
        _seconds, starts = np.unique(self.time_us // US_PER_S, return_index=True)
        return np.array([np.median(group) for group in np.split(self.size, starts[1:])])

    @property
    def usual_level(self) -> float:
        """The upper quartile of the levels."""
        return float(np.percentile(self.levels, 75))

    def bursts(self) -> list[Burst]:
        """Where there is much more to say than in the stretch's quiet seconds, in order."""
        quiet = float(np.percentile(self.levels, QUIET_SHARE))
        loud = np.flatnonzero(self.size > LOUD * quiet + LEAST_SHARE * self.keyframe_size)
        groups = np.split(loud, np.flatnonzero(np.diff(self.time_us[loud]) > ONE_BURST_US) + 1) if len(loud) else []
        return [
            Burst(int(self.time_us[rows[0]]), int(self.time_us[rows[-1]]), int(self.time_us[rows[np.argmax(self.size[rows])]]))
            for rows in groups
        ]


def largest_between(packets: Packets, after_us: int, until_us: int) -> int:
    """When the largest packet in (after, until] is presented, if it stands out; else `until_us`."""
    first, last = np.searchsorted(packets.time_us, [after_us + 1, until_us + 1])
    size = packets.size[first:last]
    if len(size) == 0 or size.max() < 2 * np.median(size):
        return until_us
    return int(packets.time_us[first + int(np.argmax(size))])
