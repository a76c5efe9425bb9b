"""Since when each cell of a recording has stood still, and which cells have been moving on and on."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.look.changes.cells import CELLS, differing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vbn_video.look.changes.cells import Grid, Mask

MOVED_BY = 10
"""Levels of 255 by which a cell moves away from how it stood."""
SETTLED_US = 600_000
REMEMBERED_US = 12 * US_PER_S
LASTING_S, LASTING_IN = 6, 4
"""A cell that has moved in so many of the last seconds moves on and on. Scrolling takes up to three."""
BEFORE_US = US_PER_S
"""How a film looked before it ended, and how the slide looked before a film: so much earlier."""


@dataclass(frozen=True)
class _Seen:
    time_us: int
    grid: Grid
    moved: Mask


@dataclass
class CellMotion:
    """Shown the frames in their order, a few a second; `jump` where there were others in between that were not shown."""

    stood: Grid
    """How each cell looked when it moved last."""
    since_us: NDArray[np.int64] = field(default_factory=lambda: np.zeros(CELLS[::-1], np.int64))
    """When that was."""
    _seen: deque[_Seen] = field(default_factory=deque)

    def see(self, time_us: int, grid: Grid) -> Mask:
        """The cells that have moved."""
        moved = self._move(time_us, grid)
        self._seen.append(_Seen(time_us, grid, moved))
        while self._seen[0].time_us < time_us - REMEMBERED_US:
            self._seen.popleft()
        return moved

    def forget(self) -> None:
        """What moved before now says nothing about what comes."""
        self._seen.clear()

    def jump(self, moment_us: int, grid: Grid) -> Mask:
        """The cells that have moved since the last frame, all of them at `moment_us`."""
        self.forget()
        return self._move(moment_us, grid)

    def _move(self, time_us: int, grid: Grid) -> Mask:
        moved = differing(self.stood, grid, MOVED_BY)
        self.stood = np.where(moved[..., None], grid, self.stood)
        self.since_us[moved] = time_us
        return moved

    def at_rest(self, time_us: int) -> Mask:
        """The cells that have not moved for a while."""
        return self.since_us <= time_us - SETTLED_US

    def lasting(self) -> Mask:
        """The cells that move on and on; none while less is known than that takes."""
        seconds = np.zeros((LASTING_S, *CELLS[::-1]), bool)
        last_us = self._seen[-1].time_us if self._seen else 0
        if not self._seen or last_us - self._seen[0].time_us < (LASTING_S - 1) * US_PER_S:
            return np.zeros(CELLS[::-1], bool)
        for one in self._seen:
            second = (last_us - one.time_us) // US_PER_S
            if second < LASTING_S:
                seconds[second] |= one.moved
        mask: Mask = seconds.sum(axis=0) >= LASTING_IN
        return mask

    def began(self, cells: Mask, share: float) -> int | None:
        """Since when at least this share of the cells has moved, with rests of a second at most; None if that is not known."""
        at_us, last_us = None, self._seen[-1].time_us if self._seen else 0
        for one in reversed(self._seen):
            if one.moved[cells].mean() >= share:
                at_us = last_us = one.time_us
            elif last_us - one.time_us > US_PER_S:
                return at_us
        return at_us if self._seen and at_us != self._seen[0].time_us else None

    def shown(self, time_us: int) -> Grid:
        """The last frame up to then, or the first that is remembered."""
        grid = self._seen[0].grid if self._seen else self.stood
        for one in self._seen:
            if one.time_us > time_us:
                break
            grid = one.grid
        return grid
