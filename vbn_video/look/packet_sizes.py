"""What the sizes of packets tell: when a stream that says little suddenly has much to say, and when it falls silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.clock import US_PER_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vbn_video.evidence import Packets

WIDEST_US = 30 * US_PER_S
"""A stretch that is shorter is seen with what lies around it: a fade is half of two seconds."""
LOUD, LEAST_SHARE = 3.0, 0.05
"""Times the usual size, and a share of a keyframe's, from which on a packet shows another slide."""
LARGE = 1.5
"""Times the usual size, from which on a packet is worth being decoded where something has changed."""
FILM_LEVEL = 0.3
"""As long as packets are so large, as a share of what they usually are, a film goes on."""


@dataclass(frozen=True)
class PacketSizes:
    """The packets presented in a stretch, without its keyframes: one row each, in order."""

    time_us: NDArray[np.int64]
    size: NDArray[np.int64]
    usual: float
    """In the stretch and around it: the upper quartile of the seconds' medians."""
    keyframe: float
    """The median size of the keyframes there."""

    @classmethod
    def between(cls, packets: Packets, start_us: int, end_us: int) -> PacketSizes:
        """Those in [start, end)."""
        around_us = max(0, WIDEST_US - (end_us - start_us)) // 2
        first, last = np.searchsorted(packets.time_us, [start_us - around_us, end_us + around_us])
        time_us, key, size = packets.time_us[first:last], packets.keyframe[first:last], packets.size[first:last]
        keyframe = float(np.median(size[key])) if key.any() else float(size.max(initial=1))
        levels = _levels(time_us[~key], size[~key])
        inside = (time_us >= start_us) & (time_us < end_us) & ~key
        return cls(time_us[inside], size[inside], float(np.percentile(levels, 75)), keyframe)

    @property
    def last_burst_us(self) -> int:
        """When the last packet is presented that may show another slide; 0 if there is none."""
        loud = np.flatnonzero(self.size > max(LOUD * self.usual, LEAST_SHARE * self.keyframe))
        return int(self.time_us[loud[-1]]) if len(loud) else 0

    @property
    def large_us(self) -> list[int]:
        """When the packets are presented that stand out at all."""
        times: list[int] = self.time_us[self.size > LARGE * self.usual].tolist()
        return times

    @property
    def never_fall(self) -> bool:
        """In no second they are much smaller than usual."""
        return bool((_levels(self.time_us, self.size) >= FILM_LEVEL * self.usual).all())


def largest_between(packets: Packets, after_us: int, until_us: int) -> int:
    """When the largest packet in (after, until] is presented, if it stands out; else `until_us`."""
    first, last = np.searchsorted(packets.time_us, [after_us + 1, until_us + 1])
    size = packets.size[first:last]
    if len(size) == 0 or size.max() < 2 * np.median(size):
        return until_us
    return int(packets.time_us[first + int(np.argmax(size))])


def _levels(time_us: NDArray[np.int64], size: NDArray[np.int64]) -> NDArray[np.float64]:
    """The median of each second that has packets; one zero where there are none."""
    if not len(size):
        return np.zeros(1)
    _seconds, starts = np.unique(time_us // US_PER_S, return_index=True)
    return np.array([np.median(group) for group in np.split(size, starts[1:])])
