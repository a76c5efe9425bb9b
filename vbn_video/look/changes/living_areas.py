"""Where something lives beside the slide: cameras, tiles that show who speaks, clocks. What changes there is no slide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.look.changes.cells import CELLS, areas, box, dilated
from vbn_video.look.changes.slide_change import LEAST_CHANGE, Change, largest_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vbn_video.look.changes.cells import Mask

FILM_AREA = 0.3
"""Share of the picture of the rectangle in which a film is shown; cameras beside a slide have less."""
RESTLESS = 3
"""So many small changes of a place, and large ones it outlives, or of a rectangle, whatever came up around it meanwhile: a camera
that seldom moves, or a tile that shows who speaks."""
LINE = 4.0
"""So many times wider than high, a small change is a line of a slide, which may come and go; a tile is nearer to a square."""
RAPID, RAPID_US = 4, 20 * US_PER_S
"""So many changes of one rectangle in so short a time are no slides, but a tile or a clock."""
REMEMBERED_US = 300 * US_PER_S


@dataclass
class LivingAreas:
    """What is known of them so far."""

    _until_us: NDArray[np.int64] = field(default_factory=lambda: np.zeros(CELLS[::-1], np.int64))
    _restless: NDArray[np.int64] = field(default_factory=lambda: np.zeros(CELLS[::-1], np.int64))
    """For each cell, how many small changes it has had, and how many large ones beside it it has outlived."""
    _rectangles: list[tuple[int, Mask]] = field(default_factory=list)
    """When and where something smaller than a film has changed lately."""

    def at(self, time_us: int) -> Mask:
        """The cells that live."""
        mask: Mask = self._until_us > time_us
        return mask

    def add(self, mask: Mask, time_us: int) -> None:
        """The rectangles of the mask's areas live from now on."""
        for area in areas(mask):
            if area.mean() >= LEAST_CHANGE / 2:
                self._until_us[box(area, 1)] = time_us + REMEMBERED_US

    def keep(self, changed: Mask, time_us: int) -> None:
        """What lives and is seen to move goes on living."""
        alive = self.at(time_us)
        if (changed & alive).sum() >= LEAST_CHANGE / 4 * changed.size:
            self._until_us[alive] = time_us + REMEMBERED_US

    def hold(self, area: Mask, time_us: int) -> bool:
        """Count a small change, and say whether it lies at what lives, or makes an area live."""
        is_line = _is_line(area)
        if not is_line:
            self._restless += area
        restless = dilated(self._restless >= RESTLESS)
        same_us = self._same_rectangle(area, time_us)
        is_tile = not is_line and len(same_us) >= RESTLESS
        if is_tile or (area & restless).sum() >= 0.5 * area.sum() or _are_rapid(same_us, time_us):
            self.add(area, time_us)
            return True
        return largest_share(area & ~dilated(self.at(time_us), 2)) < LEAST_CHANGE

    def outlive(self, slide: Mask) -> None:
        """Another slide has come up in these cells: small changes beside it may be a tile's, those in it were the slide's."""
        self._restless = np.where((self._restless > 0) & ~slide, self._restless + 1, 0)

    def cover(self, film: Mask) -> None:
        """A film has come up in these cells: what changed there before belonged to what it hides."""
        self._restless = np.where(film, 0, self._restless)

    def is_rapid(self, changed: Mask, at_us: int) -> bool:
        """Count a change, and say whether its rectangle, smaller than a film's, changes again and again."""
        return _are_rapid(self._same_rectangle(changed, at_us), at_us)

    def _same_rectangle(self, changed: Mask, at_us: int) -> list[int]:
        """Remember a change, and say when its rectangle has changed, this time too; never if a film would fill it."""
        rectangle = np.zeros_like(changed)
        rectangle[box(changed)] = True
        if rectangle.mean() >= FILM_AREA:
            return []
        self._rectangles = [(time_us, one) for time_us, one in self._rectangles if time_us > at_us - REMEMBERED_US]
        self._rectangles.append((at_us, rectangle))
        return [time_us for time_us, one in self._rectangles if (one & rectangle).sum() >= 0.85 * (one | rectangle).sum()]

    def explain(self, change: Change, time_us: int) -> bool:
        """Whether a change that was taken for a slide is one of what is now known to live."""
        lately = change.at_us >= time_us - RAPID_US
        seldom = change.is_small and change.lies_in(self._restless >= 1)
        return (lately or seldom) and change.lies_in(self.at(time_us))


def _is_line(area: Mask) -> bool:
    rows, columns = box(area)
    return bool(columns.stop - columns.start >= LINE * (rows.stop - rows.start))


def _are_rapid(changes_us: list[int], time_us: int) -> bool:
    return sum(change_us > time_us - RAPID_US for change_us in changes_us) >= RAPID
