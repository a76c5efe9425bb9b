"""A change of what is shown, and one that has not stayed long enough yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.look.changes.cells import areas, box, differing

if TYPE_CHECKING:
    from vbn_video.look.changes.cells import Grid, Mask

CHANGED_BY = 18
"""Levels of 255 by which a cell is another than before."""
LEAST_CHANGE = 0.008
"""Share of the cells, connected, that change at least with a slide: a line of some 25 letters. A mouse has a tenth of it."""
SMALL_CHANGE = 0.08
"""A share under this may be a message that pops up, or a camera; one of a quarter by a quarter has 0.06."""
SPREAD_OVER, SPREAD_PARTS = 0.2, 3
"""So many parts in a rectangle of this share are no message and no camera, however small they are: the lines of a slide."""
SMALL_HOLDS_US, LARGE_HOLDS_US = 6_500_000, 1_000_000
"""For how long a small and a large change must stay to be one. A message pops up for five seconds at most; a small change that is
replaced by a large one need not stay for longer than a large one, as a message outlives the slide under it."""


@dataclass(frozen=True)
class Change:
    """Another slide, screen or scene comes up."""

    at_us: int
    cells: Mask
    is_small: bool
    """It may be a message or a tile."""
    settled_us: int
    """When it stands still."""

    @property
    def share(self) -> float:
        """Of the cells, 0 to 1."""
        return float(self.cells.mean())

    def lies_in(self, mask: Mask) -> bool:
        """Most of it does."""
        return bool(mask[self.cells].mean() >= 0.6)


@dataclass(frozen=True)
class PendingChange:
    """A change that has not stayed long enough yet."""

    change: Change
    before: Grid
    after: Grid

    @property
    def holds_us(self) -> int:
        """For how long it must stay."""
        return SMALL_HOLDS_US if self.change.is_small else LARGE_HOLDS_US

    def is_undone(self, grid: Grid) -> bool:
        """Whether `grid` shows what was there before."""
        back = ~differing(grid, self.before, CHANGED_BY)[self.change.cells]
        return bool(back.mean() >= 0.8)

    def is_replaced(self, grid: Grid, time_us: int) -> bool:
        """Whether it was a slide, or a step of one, that another one has replaced in `grid`; a message would still be there."""
        gone = differing(grid, self.after, CHANGED_BY)[self.change.cells]
        return time_us - self.change.at_us >= LARGE_HOLDS_US and bool(gone.mean() >= 0.2 or not self.change.is_small)


def is_slide_sized(parts: list[Mask]) -> bool:
    """Whether connected areas, the largest first, are together too much for a message or a camera."""
    if sum(float(part.mean()) for part in parts) >= SMALL_CHANGE:
        return True
    large = [part for part in parts if part.mean() >= LEAST_CHANGE / 4]
    rectangle = np.zeros_like(parts[0])
    rectangle[box(np.any(large, axis=0))] = True
    return len(large) >= SPREAD_PARTS and bool(rectangle.mean() >= SPREAD_OVER)


def largest_share(mask: Mask) -> float:
    """Share of the cells that the largest connected area has; 0 for less than a change takes."""
    if mask.mean() < LEAST_CHANGE:
        return 0.0
    return float(areas(mask)[0].mean())
