"""What of the changes in a row of small frames is another slide: a pure machine that is shown one grid after the other.

    cells that differ from before, and stand still ──┬─ large: held for a second ───────────────────┐
                                                     ├─ small: held for six, not undone ────────────┼─► a change, as soon as all
                                                     └─ where a camera or a tile lives: none        │   of it is there
    cells that move on and on ──┬─ a large rectangle: a film ───────────────────────────────────────┘   a change at its start and
                                └─ a small one: a camera; what happens there is left out from now on    its end

A change is placed where the new picture has come: a fade is one change, at its end, and scrolling is one, where it comes to rest.
A step of a build-up is a change if its line is one; the mouse, a page number or a clock is too small to be one, and a message
that pops up goes away again. A tile outlives the slide beside it, and changes again; a line of a slide does neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.look.changes.cell_motion import BEFORE_US, MOVED_BY, SETTLED_US, CellMotion
from vbn_video.look.changes.cells import CELLS, areas, box, differing, dilated
from vbn_video.look.changes.living_areas import FILM_AREA, LivingAreas
from vbn_video.look.changes.slide_change import (
    CHANGED_BY,
    LARGE_HOLDS_US,
    LEAST_CHANGE,
    SMALL_CHANGE,
    Change,
    PendingChange,
    is_slide_sized,
    largest_share,
)

if TYPE_CHECKING:
    from vbn_video.look.changes.cells import Grid, Mask

ARRIVED = 0.85
"""Share of the changed cells that show the new slide when it has come."""
STILL_COMING, WAIT_US = 0.3, 2 * US_PER_S
"""As many cells that still move, as a share of those that stand, are waited for, so long."""
BIT_BY_BIT_US = 3 * US_PER_S
"""What has changed for longer, and is still too little, belongs to the slide: typing is no change."""
FILM_MOVES = 0.03
"""Share of a film's cells that move while it runs."""
FILM_RESTS_US = 2_000_000
FILM_DIFFERS = 0.3
"""Share of a film's cells that are others before it, and behind it: a face that comes to rest is no film's end."""


@dataclass
class SlideChanges:
    """Shown the frames of a recording in small, in their order; `changes` holds what was found so far."""

    changes: list[Change] = field(default_factory=list)
    _pending: list[PendingChange] = field(default_factory=list)
    _motion: CellMotion | None = None
    _stable: Grid = field(default_factory=lambda: np.zeros((*CELLS[::-1], 3), np.uint8))
    """How each cell looked on the slide that is shown."""
    _first_us: int = 0
    _last_us: int = 0
    _ready_us: int | None = None
    """Since when enough has changed, and the rest is waited for."""
    _learned_us: int = 0
    _living: LivingAreas = field(default_factory=LivingAreas)
    _film: Mask | None = None
    _film_alone: Mask | None = None
    """Its cells without the cameras that stay beside it or before it: those move on when it ends."""
    _film_moved_us: int = 0

    @property
    def has_begun(self) -> bool:
        """A frame was shown."""
        return self._motion is not None

    @property
    def is_moving(self) -> bool:
        """Something has changed that has not been judged yet."""
        return self._motion is not None and largest_share(self._different(self._last_us)) >= LEAST_CHANGE

    @property
    def may_be_undone(self) -> bool:
        """A small change has not stayed long enough yet: it may be a message, which goes away in a small packet."""
        return any(one.change.is_small for one in self._pending)

    @property
    def shows_film(self) -> bool:
        """A film is shown, or a camera over the whole picture."""
        return self._film is not None

    def film_runs(self, grids: Sequence[Grid]) -> bool:
        """Whether the film that is shown moves in these frames of a second."""
        return sum(self._moves_film(differing(one, other, MOVED_BY)) for one, other in pairwise(grids)) >= 2

    def differs(self, grid: Grid) -> bool:
        """Whether a keyframe shows something else than the slide that is shown, outside of what is alive."""
        if self._motion is None:
            return True
        return not self.are_alike(self._stable, grid)

    @property
    def last_grid(self) -> Grid:
        """How it looked last."""
        return self._motion.stood if self._motion is not None else self._stable

    def is_another_slide(self, grid: Grid) -> bool:
        """Whether more of it is new than small packets can bring: then it came with the keyframe."""
        parts = areas(differing(self._stable, grid, CHANGED_BY) & ~self._ignored(self._last_us))
        return bool(parts and parts[0].mean() >= LEAST_CHANGE) and is_slide_sized(parts)

    def are_alike(self, one: Grid, other: Grid) -> bool:
        """Whether two frames show the same slide, outside of what is alive."""
        return largest_share(differing(one, other, CHANGED_BY) & ~self._ignored(self._last_us)) < LEAST_CHANGE

    def see(self, time_us: int, grid: Grid) -> None:
        """The next frame, a fraction of a second after the last."""
        if self._motion is None:
            self._motion, self._stable, self._first_us = CellMotion(grid), grid, time_us
        moved = self._motion.see(time_us, grid)
        self._last_us = time_us
        self._watch_film(time_us, moved)
        if time_us - self._learned_us >= US_PER_S:
            self._learned_us = time_us
            self._learn(time_us)
        self._judge(time_us)
        self._confirm(time_us)

    def see_apart(self, frames: Sequence[tuple[int, Grid]]) -> None:
        """Frames between which nothing has happened: each was shown until the next one came."""
        for (time_us, grid), (next_us, _next_grid) in pairwise(frames):
            self.see(time_us, grid)
            if next_us - time_us > SETTLED_US:
                self.see(next_us - 1, grid)
        if frames:
            self.see(*frames[-1])

    def see_later(self, time_us: int, grid: Grid, moment_us: int) -> None:
        """A keyframe after a stretch of which nothing more was seen; what has changed changed at `moment_us`."""
        if self._motion is None:
            return self.see(time_us, grid)
        self._judge(self._last_us + SETTLED_US, waits=False)
        moved = self._motion.jump(moment_us, grid)
        if self._moves_film(moved):
            self._film_moved_us = time_us
        self._living.keep(differing(self._stable, grid, CHANGED_BY), time_us)
        self._last_us = time_us
        self._judge(max(time_us, moment_us + SETTLED_US), waits=False)
        self._confirm(time_us)
        return None

    def finish(self) -> list[Change]:
        """After the last frame: all changes, in order."""
        if self._motion is not None:
            self._judge(self._last_us + SETTLED_US, waits=False)
            self._confirm(self._last_us, ending=True)
        return sorted(self.changes, key=lambda change: change.at_us)

    def _ignored(self, time_us: int) -> Mask:
        alive = self._living.at(time_us)
        return alive if self._film is None else alive | self._film

    def _different(self, time_us: int) -> Mask:
        assert self._motion is not None
        mask: Mask = differing(self._stable, self._motion.stood, CHANGED_BY) & ~self._ignored(time_us)
        return mask

    def _judge(self, time_us: int, *, waits: bool = True) -> None:
        """Judge what is another than before, once it stands still."""
        motion = self._motion
        assert motion is not None
        different, rests = self._different(time_us), motion.at_rest(time_us)
        changed = different & rests
        if largest_share(changed) < LEAST_CHANGE:
            self._ready_us = None
            bits = changed & (motion.since_us <= time_us - BIT_BY_BIT_US)
            self._stable = np.where(bits[..., None], motion.stood, self._stable)
            return
        self._ready_us = self._ready_us or time_us
        if waits and (different & ~rests).sum() > STILL_COMING * changed.sum() and time_us - self._ready_us < WAIT_US:
            return
        self._ready_us = None
        before, after = self._stable, motion.stood
        self._stable = np.where(changed[..., None], after, before)
        self._take(changed, before, after, time_us)

    def _take(self, changed: Mask, before: Grid, after: Grid, time_us: int) -> None:
        """A change waits for being confirmed, if it is one."""
        assert self._motion is not None
        undone = [one for one in self._pending if one.is_undone(self._stable)]
        rest = changed & ~np.any([dilated(one.change.cells) for one in undone], axis=0) if undone else changed
        if rest.mean() < SMALL_CHANGE:
            self._pending = [one for one in self._pending if all(one is not other for other in undone)]
            changed = rest
        parts = areas(changed)
        if not parts or parts[0].mean() < LEAST_CHANGE:
            return
        if is_slide_sized(parts):
            self._take_large(PendingChange(self._change(changed, is_small=False), before, after))
            return
        for part in parts:
            if part.mean() < LEAST_CHANGE:
                break
            if self._living.hold(part, time_us):
                self._forget_the_living(time_us)
            else:
                self._pending.append(PendingChange(self._change(part, is_small=True), before, after))

    def _change(self, cells: Mask, *, is_small: bool) -> Change:
        assert self._motion is not None
        since_us = self._motion.since_us[cells]
        at_us = int(np.quantile(since_us, ARRIVED, method="higher"))
        return Change(at_us, cells, is_small, int(since_us.max()))

    def _take_large(self, pending: PendingChange) -> None:
        """Another slide, if it isn't a large tile that changes all the time; it decides what the small ones before it were."""
        change = pending.change
        if self._living.is_rapid(change.cells, change.at_us):
            self._live(change.cells, change.at_us)
            return
        self._living.outlive(change.cells)
        for one in self._pending:
            if one.is_replaced(self._stable, change.at_us):
                self._add(one.change)
        self._pending = [pending]

    def _live(self, mask: Mask, time_us: int) -> None:
        """Leave out the rectangles of the mask's areas from now on, and what changes were found in them."""
        self._living.add(mask, time_us)
        self._forget_the_living(time_us)

    def _forget_the_living(self, time_us: int) -> None:
        self._pending = [one for one in self._pending if not self._living.explain(one.change, time_us)]
        self.changes = [one for one in self.changes if not self._living.explain(one, time_us)]

    def _learn(self, time_us: int) -> None:
        """What moves on and on is a film or a camera."""
        assert self._motion is not None
        lasting = self._motion.lasting()
        if lasting.any():
            self._living.keep(lasting, time_us)
        lasting &= ~self._ignored(time_us)
        for area in areas(lasting) if lasting.mean() >= LEAST_CHANGE / 2 else ():
            if area.mean() < LEAST_CHANGE / 2:
                break
            within = np.zeros_like(area)
            within[box(area)] = True
            if within.mean() >= FILM_AREA:
                self._film_begins(time_us, dilated(within))
            else:
                self._live(area, time_us)

    def _film_begins(self, time_us: int, film: Mask) -> None:
        motion = self._motion
        assert motion is not None
        alone = film & ~self._living.at(time_us)
        alone = alone if alone.any() else film
        if self._film is not None and self._film_alone is not None:
            self._film |= film
            self._film_alone |= alone
            return
        self._film, self._film_alone, self._film_moved_us = film, alone, time_us
        self._living.cover(film)
        began_us = motion.began(alone, FILM_MOVES)
        if began_us is None:
            began_us = self._first_us
        since_us = began_us - US_PER_S // 2
        self._pending = [one for one in self._pending if one.change.at_us < since_us or not one.change.lies_in(film)]
        self.changes = [one for one in self.changes if one.at_us < since_us or not one.lies_in(film)]
        differ = differing(motion.shown(began_us - 1), motion.shown(began_us + BEFORE_US), CHANGED_BY)[alone]
        if began_us > self._first_us + US_PER_S and differ.mean() >= FILM_DIFFERS:
            self._add(Change(began_us, film, False, began_us))

    def _moves_film(self, moved: Mask) -> bool:
        return self._film_alone is not None and bool(moved[self._film_alone].mean() >= FILM_MOVES)

    def _watch_film(self, time_us: int, moved: Mask) -> None:
        if self._film is None or self._film_alone is None or self._motion is None:
            return
        if self._moves_film(moved):
            self._film_moved_us = time_us
        elif time_us - self._film_moved_us >= FILM_RESTS_US:
            ended_us, film, alone = self._film_moved_us, self._film, self._film_alone
            self._film = self._film_alone = None
            self._stable = np.where(film[..., None], self._motion.stood, self._stable)
            differ = differing(self._motion.shown(ended_us - BEFORE_US), self._motion.stood, CHANGED_BY)[alone]
            self._motion.forget()
            if differ.mean() >= FILM_DIFFERS:
                self._add(Change(ended_us, film, False, ended_us + SETTLED_US))

    def _confirm(self, time_us: int, *, ending: bool = False) -> None:
        for one in list(self._pending):
            if time_us - one.change.at_us >= (LARGE_HOLDS_US // 2 if ending else one.holds_us):
                self._pending.remove(one)
                self._add(one.change)

    def _add(self, change: Change) -> None:
        self.changes.append(change)
