"""Where pictures can be copied as they were recorded: in groups (GOPs), each from an IDR picture to the next one.

    shown      I  b  b  P  b  b  P │ I  b  b  P
    decoded    0  2  3  1  5  6  4 │ 7  9 10  8
               └────────┘
               the first four shown are the first four decoded: none of them refers to a later picture, so a copy may end here

No picture after an IDR picture refers to one before it, so a copy begins at an IDR picture (ITU-T H.264, 7.4.1.2.4). It never
ends with one: the next stretch begins with another, and two IDR pictures in a row must differ in `idr_pic_id` (7.4.3), which a
copy leaves as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Packets, Recording, VideoFormat

WHOLE, DAMAGED, MIXED, HIDDEN = range(4)
FAULTS = ("", "a damaged picture", "pictures out of order", "pictures hidden by an edit list")
"""Why a GOP can't be copied, by its fault."""


@dataclass(frozen=True)
class Gops:
    """The GOPs of all copiable parts, ascending; rows are those of `Packets`."""

    starts: NDArray[np.int64]
    """Row of each GOP's IDR picture."""
    ends: NDArray[np.int64]
    """Row after its last picture."""
    faults: NDArray[np.int8]
    """Index into `FAULTS`: why it can't be copied; `WHOLE` = it can."""
    position: NDArray[np.int64]
    """For each row of `Packets`, its place in decoding order."""

    @classmethod
    def of(cls, recording: Recording, packets: Packets) -> Gops:
        """The GOPs of a recording, by its packets."""
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
        """The last row, up to `row`, at which a copy of GOP number `gop` may end (exclusive); the GOP's first row where none may.

        `row` is in the GOP, after its first row.
        """
        first = int(self.starts[gop])
        newest = np.maximum.accumulate(self.position[first:row]) - self.position[first]
        last = int(np.flatnonzero(newest == np.arange(row - first))[-1])
        return first + last + 1 if last else first

    def ends_alone(self, row: int) -> bool:
        """Whether the last row before `row` is an IDR picture, and the recording goes on."""
        return row < len(self.position) and bool(np.isin(row - 1, self.starts))

    def may_end(self, row: int) -> bool:
        """Whether a copy may end before `row`: its GOP can be copied, and no picture before `row` refers to one after."""
        gop = int(np.searchsorted(self.starts, row)) - 1
        if gop < 0 or row > self.ends[gop] or self.faults[gop] != WHOLE or self.ends_alone(row):
            return False
        return row == self.ends[gop] or self.last_end(gop, row) == row


def can_be_copied(picture: VideoFormat) -> bool:
    """Whether a part with such video can be copied, judged by its format alone."""
    return picture.uncopiable is None and not picture.rotation
