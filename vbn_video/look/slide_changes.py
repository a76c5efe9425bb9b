"""What of the changes in a row of small frames is another slide: a pure machine that is shown one grid after the other.

    moving ──settles──► what differs from before ──┬─ large: held for a second ──────────┐
                                                  ├─ small: held for six, not undone ───┼─► a change, as soon as all of it
                                                  └─ within what lives by itself: none  │   is there
    moving on and on ──┬─ a large area: a film ─────────────────────────────────────────┘   a change at its start and its end
                       └─ a small one: a camera; what happens there is left out from now on

A change is placed where the new picture has come: a fade is one change, at its end, and scrolling is one, where it comes to rest.
A step of a build-up is a change if its line is one; the mouse, a page number or a clock is too small to be one, and a message
that pops up goes away again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.look.cells import CELLS, areas, box, differing, dilated

if TYPE_CHECKING:
    from vbn_video.look.cells import Grid, Mask

ARRIVED = 0.15
"""A frame shows the new slide once so little of the way from the old one is left."""
MOVED_BY, CHANGED_BY = 10, 18
"""Levels of 255 by which a cell moves from one grid to the next; and by which it is another than before."""
LEAST_CHANGE = 0.008
"""Share of the cells, connected, that change at least with a slide: a line of some 25 letters. A mouse has a tenth of it."""
SMALL_CHANGE = 0.08
"""A share under this may be a message that pops up, or a camera; one of a quarter by a quarter has 0.06."""
STILL = 0.004
"""Share of the cells that may move in a picture at rest: a mouse does."""
SETTLED_US = 600_000
SMALL_HOLDS_US, LARGE_HOLDS_US = 6_500_000, 1_000_000
"""For how long a small and a large change must stay to be one. A message pops up for five seconds at most."""
ON_AND_ON_US = 5_000_000
"""What moves for longer is a film or a camera."""
MOVES_ON = 0.25
"""Share of the moments at which a cell moves that moves on and on."""
FILM_AREA = 0.3
"""Share of the picture of the rectangle in which a film is shown; cameras beside a slide have less."""
FILM_MOVES = 0.03
"""Share of a film's cells that move while it runs."""
FILM_RESTS_US = 2_000_000
RESTLESS = 3
"""So many small changes of one place between two large ones: a camera that is seldom moving, or a tile that shows who speaks."""
RAPID, RAPID_US = 4, 20 * US_PER_S
"""So many changes of one rectangle in so short a time are no slides, but a tile or a clock."""
REMEMBERED_US = 300_000_000


@dataclass(frozen=True)
class Change:
    """Another slide, screen or scene comes up."""

    at_us: int
    share: float
    """Of the cells, 0 to 1."""
    cells: Mask
    settled_us: int
    """When it stands still."""


@dataclass(frozen=True)
class _Pending:
    """A change that has not stayed long enough yet."""

    change: Change
    before: Grid

    @property
    def holds_us(self) -> int:
        return SMALL_HOLDS_US if self.change.share < SMALL_CHANGE else LARGE_HOLDS_US

    def is_undone(self, grid: Grid) -> bool:
        back = ~differing(grid, self.before, CHANGED_BY)[self.change.cells]
        return bool(back.mean() >= 0.8)


@dataclass
class SlideChanges:
    """Shown the frames of a recording in small, in their order; `changes` holds what was found so far."""

    changes: list[Change] = field(default_factory=list)
    _pending: list[_Pending] = field(default_factory=list)
    _settled: Grid | None = None
    """How it looked when it stood still last."""
    _last: tuple[int, Grid] | None = None
    _moving: list[tuple[int, Grid]] = field(default_factory=list)
    """Since it has moved: times and grids, the one before it moved first."""
    _moves: list[Mask] = field(default_factory=list)
    _rested_us: int = 0
    """Since when nothing has moved; only while `_moving`."""
    _alive_until_us: np.ndarray = field(default_factory=lambda: np.zeros(CELLS[::-1], np.int64))
    _film: Mask | None = None
    _film_moved_us: int = 0
    _small_changes: np.ndarray = field(default_factory=lambda: np.zeros(CELLS[::-1], np.int64))
    """For each cell, how many since the last large one."""
    _rectangles: list[tuple[int, Mask]] = field(default_factory=list)
    """When and where something smaller than a film has changed lately."""

    @property
    def has_begun(self) -> bool:
        """A frame was shown."""
        return self._settled is not None

    @property
    def is_moving(self) -> bool:
        """Something has moved that has not come to rest yet."""
        return bool(self._moving)

    @property
    def shows_film(self) -> bool:
        """A film is shown, or a camera over the whole picture."""
        return self._film is not None

    def differs(self, grid: Grid) -> bool:
        """Whether a keyframe shows something else than what stood still last, outside of what is alive."""
        if self._settled is None or self._last is None:
            return True
        return _largest(differing(self._settled, grid, CHANGED_BY) & ~self._ignored(self._last[0])) >= LEAST_CHANGE

    def see(self, time_us: int, grid: Grid) -> None:
        """The next frame, a fraction of a second after the last."""
        if self._last is None or self._settled is None:
            self._settled, self._last = grid, (time_us, grid)
            return
        moved = differing(self._last[1], grid, MOVED_BY)
        self._confirm(time_us)
        self._watch_film(time_us, moved)
        outside = moved & ~self._ignored(time_us)
        if outside.mean() >= STILL:
            if not self._moving:
                self._moving = [self._last]
            self._rested_us = 0
        elif self._moving and not self._rested_us:
            self._rested_us = time_us
        if self._moving:
            self._moving.append((time_us, grid))
            self._moves.append(outside)
            if self._rested_us and time_us - self._rested_us >= SETTLED_US:
                self._settle(self._rested_us, grid)
            elif time_us - self._moving[0][0] >= ON_AND_ON_US:
                self._go_on_and_on(time_us, grid)
        self._last = time_us, grid

    def see_later(self, time_us: int, grid: Grid, moment_us: int) -> None:
        """A keyframe after a stretch of which nothing more was seen; what has changed changed at `moment_us`."""
        if self._last is None or self._settled is None:
            return self.see(time_us, grid)
        if self._moving:
            self._settle(self._last[0], self._last[1])
        if self._film is not None and differing(self._settled, grid, MOVED_BY)[self._film].mean() >= FILM_MOVES:
            self._film_moved_us = time_us
        self._keep_alive(time_us, differing(self._settled, grid, CHANGED_BY))
        self._moving = [(moment_us - 1, self._settled), (moment_us, grid)]
        self._settle(moment_us, grid)
        self._confirm(time_us)
        self._last = time_us, grid
        return None

    def finish(self) -> list[Change]:
        """After the last frame: all changes, in order."""
        if self._moving and self._last is not None:
            self._settle(*self._last)
        if self._last is not None:
            self._confirm(self._last[0] + LARGE_HOLDS_US // 2, ending=True)
        return sorted(self.changes, key=lambda change: change.at_us)

    def _ignored(self, time_us: int) -> Mask:
        alive = self._alive_until_us > time_us
        mask: Mask = alive if self._film is None else alive | self._film
        return mask

    def _settle(self, rested_us: int, grid: Grid) -> None:
        """What moved stands still: judge what is another than before."""
        moving, before = self._moving, self._settled
        self._moving, self._moves, self._rested_us, self._settled = [], [], 0, grid
        if before is None:
            return
        changed = differing(before, grid, CHANGED_BY) & ~self._ignored(rested_us)
        for undone in [one for one in self._pending if one.is_undone(grid)]:
            self._pending.remove(undone)
            changed &= ~dilated(undone.change.cells)
        if _largest(changed) < LEAST_CHANGE:
            return
        share = float(changed.mean())
        if share < SMALL_CHANGE:
            self._small_changes += dilated(changed)
            if self._belongs_to_the_living(changed, rested_us):
                return
        else:
            self._small_changes[:] = 0
            self._pending = []
        at_us = _moment(moving, before, grid, changed)
        if self._is_rapid(changed, at_us):
            self._live(changed, at_us)
            return
        self._pending.append(_Pending(Change(at_us, share, changed, max(rested_us, at_us)), before))

    def _belongs_to_the_living(self, changed: Mask, time_us: int) -> bool:
        """A small change that lies at a camera, or where changes come and go, widens what is left out."""
        restless = self._small_changes >= RESTLESS
        near = dilated(self._alive_until_us > time_us, 2)
        if (changed & near).sum() < 0.3 * changed.sum() and (changed & restless).sum() < 0.5 * changed.sum():
            return False
        self._live(changed, time_us)
        return True

    def _is_rapid(self, changed: Mask, at_us: int) -> bool:
        """Whether one rectangle, smaller than a film's, changes again and again."""
        rows, columns = box(changed)
        rectangle = np.zeros_like(changed)
        rectangle[rows, columns] = True
        if rectangle.mean() >= FILM_AREA:
            return False
        self._rectangles = [(time_us, one) for time_us, one in self._rectangles if time_us > at_us - RAPID_US]
        self._rectangles.append((at_us, rectangle))
        same = [one for _time_us, one in self._rectangles if (one & rectangle).sum() >= 0.85 * (one | rectangle).sum()]
        return len(same) >= RAPID

    def _live(self, mask: Mask, time_us: int) -> None:
        """Leave out the rectangle of the mask from now on, and what changes were found in it lately."""
        rows, columns = box(mask, 1)
        self._alive_until_us[rows, columns] = time_us + REMEMBERED_US
        inside = self._alive_until_us > time_us
        since_us = max([0, *(change.at_us for change in self.changes if change.share >= SMALL_CHANGE)])

        def stays(change: Change) -> bool:
            lately = change.at_us >= (since_us if change.share < SMALL_CHANGE else time_us - RAPID_US)
            return not lately or bool(inside[change.cells].mean() < 0.6)

        self._pending = [one for one in self._pending if stays(one.change)]
        self.changes = [one for one in self.changes if stays(one)]

    def _keep_alive(self, time_us: int, changed: Mask) -> None:
        """What is alive and is seen to move stays so."""
        alive = self._alive_until_us > time_us
        if (changed & alive).sum() >= LEAST_CHANGE / 4 * changed.size:
            self._alive_until_us[alive] = time_us + REMEMBERED_US

    def _go_on_and_on(self, time_us: int, grid: Grid) -> None:
        """It does not come to rest: a film has begun, or a camera."""
        moving = self._moving
        on_and_on = np.mean(self._moves, axis=0) >= MOVES_ON
        self._rested_us = time_us
        for area in areas(on_and_on):
            if area.mean() < LEAST_CHANGE / 2:
                break
            rows, columns = box(area)
            within = np.zeros_like(area)
            within[rows, columns] = True
            if within.mean() >= FILM_AREA:
                start_us = moving[1][0]
                if self._film is None:
                    self._pending = [one for one in self._pending if one.change.share >= SMALL_CHANGE]
                    self._add(Change(start_us, float(within.mean()), within, start_us))
                self._film, self._film_moved_us = dilated(within), time_us
            else:
                self._live(area, time_us)
        self._settle(time_us, grid)

    def _watch_film(self, time_us: int, moved: Mask) -> None:
        if self._film is None:
            return
        if moved[self._film].mean() >= FILM_MOVES:
            self._film_moved_us = time_us
        elif time_us - self._film_moved_us >= FILM_RESTS_US:
            ended_us, film = self._film_moved_us, self._film
            self._film, self._alive_until_us[film] = None, 0
            self._add(Change(ended_us, float(film.mean()), film, ended_us + SETTLED_US))

    def _confirm(self, time_us: int, *, ending: bool = False) -> None:
        for one in list(self._pending):
            if time_us - one.change.at_us >= (LARGE_HOLDS_US if ending else one.holds_us):
                self._pending.remove(one)
                self._add(one.change)

    def _add(self, change: Change) -> None:
        self.changes.append(change)


def _largest(mask: Mask) -> float:
    """Share of the cells that the largest connected area has."""
    if mask.mean() < LEAST_CHANGE:
        return 0.0
    return float(areas(mask)[0].mean())


def _moment(moving: list[tuple[int, Grid]], before: Grid, after: Grid, cells: Mask) -> int:
    """From when on the frames show what they show in the end."""
    new = after[cells].astype(np.int16)
    far = ARRIVED * np.abs(before[cells] - new).sum()
    at_us = moving[-1][0]
    for time_us, grid in reversed(moving):
        if np.abs(grid[cells] - new).sum() > far:
            break
        at_us = time_us
    return at_us
