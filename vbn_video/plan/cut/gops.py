"""Where pictures can be copied as they were recorded: in groups (GOPs), each from an IDR picture to the next one.

    shown      I  b  b  P  b  b  P │ I  b  b  P
    decoded    0  2  3  1  5  6  4 │ 7  9 10  8
               └────────┘
               the four first shown are the four first decoded: no picture of them refers to a later one, so a copy may end here

Nothing behind an IDR picture refers to anything before it, so a copy may begin there and nowhere else (ITU-T H.264, 7.4.1.2.4).
No copy ends with an IDR picture alone: the next stretch begins with one too, and two that follow each other must differ in their
`idr_pic_id` (7.4.3), which nobody numbers anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Packets, PictureFormat, Recording

WHOLE, DAMAGED, MIXED, HIDDEN = range(4)
FAULTS = ("", "a damaged picture", "pictures out of order", "pictures hidden by an edit list")
"""Why a GOP can't be copied, by its fault."""


@dataclass(frozen=True)
class Gops:
    """The GOPs of all parts that can be copied at all; rows are those of `Packets`, ascending."""

    starts: NDArray[np.int64]
    """Row of each GOP's IDR picture."""
    ends: NDArray[np.int64]
    """The row behind its last picture."""
    faults: NDArray[np.int8]
    """What is wrong with it: an index into `FAULTS`, `WHOLE` where nothing is."""
    position: NDArray[np.int64]
    """Of every picture of the recording: where it stands in decoding order."""

    @classmethod
    def of(cls, recording: Recording, packets: Packets) -> Gops:
        """The GOPs of a recording, from what was read of its packets."""
        copiable = np.array([can_be_copied(part.picture) for part in recording.parts])
        starts = np.flatnonzero(packets.idr & copiable[packets.part])
        if not len(starts):
            return cls(starts, starts, starts.astype(np.int8), packets.position)
        edges = np.union1d(starts, np.unique(packets.part, return_index=True)[1])
        here = np.searchsorted(edges, starts)
        ends = np.append(edges[1:], len(packets.part))[here]
        lowest, highest = (pick.reduceat(packets.position, edges)[here] for pick in (np.minimum, np.maximum))
        damaged = np.logical_or.reduceat(packets.damaged, edges)[here]
        own = packets.position[starts]
        following = np.append(np.where(np.diff(packets.part[starts]) == 0, own[1:], highest[:-1]), highest[-1])
        mixed, gaps = (lowest < own) | (highest > following), highest - own != ends - starts - 1
        return cls(
            starts, ends, np.select((damaged, mixed, gaps), (DAMAGED, MIXED, HIDDEN), WHOLE).astype(np.int8), packets.position
        )

    @property
    def copiable_starts(self) -> NDArray[np.int64]:
        """The rows at which a copy may begin."""
        starts: NDArray[np.int64] = self.starts[self.faults == WHOLE]
        return starts

    def last_end(self, gop: int, row: int) -> int:
        """The last row up to `row` at which a copy of this GOP may end, its first row where none may.

        `row` lies behind its first picture and in it.
        """
        first = int(self.starts[gop])
        newest = np.maximum.accumulate(self.position[first:row]) - self.position[first]
        last = int(np.flatnonzero(newest == np.arange(row - first))[-1])
        return first + last + 1 if last else first

    def ends_alone(self, row: int) -> bool:
        """Whether an IDR picture stands right before this row, and there are pictures behind it in the recording."""
        return row < len(self.position) and bool(np.isin(row - 1, self.starts))

    def may_end(self, row: int) -> bool:
        """Whether all pictures before this row, back to their IDR picture, can be copied."""
        gop = int(np.searchsorted(self.starts, row)) - 1
        if gop < 0 or row > self.ends[gop] or self.faults[gop] != WHOLE or self.ends_alone(row):
            return False
        return row == self.ends[gop] or self.last_end(gop, row) == row


def can_be_copied(picture: PictureFormat) -> bool:
    """Whether the part's own pictures allow it, whatever stands beside them."""
    return picture.uncopiable is None and not picture.rotation
