"""When another slide, screen or scene comes up: keyframes first, and what lies between two of them only where it must be seen.

Two keyframes that show the same, with nothing but small packets between them, need no second look. Else what lies between them is
decoded until it shows what the later keyframe shows: its large packets alone, which leaves out what a camera beside the slide
does, or, if they don't lead there, all of it, seen five times a second. All of it too while a small change may still be undone: a
message goes away in a small packet. A film is decoded at its beginning and at its end; in between, the first second after a
keyframe, and the sizes of packets, tell that it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S
from vbn_video.events import Emit, Progress
from vbn_video.evidence import Packets, Recording, Slide
from vbn_video.recording.media import open_recorded

if TYPE_CHECKING:
    from vbn_video.look.changes.slide_change import Change
    from vbn_video.look.changes.slide_changes import SlideChanges
    from vbn_video.look.packet_sizes import PacketSizes
    from vbn_video.look.stretches import Frames, Stretch

FILM_SEEN_US = US_PER_S
"""So much of a stretch shows whether a film still runs."""
MOST_LARGE = 60
"""Large packets of a stretch that are changes of slides; more are a film's."""
SAME_CHANGE_US = US_PER_S
"""Two changes nearer than this are one: a film ends, and what stands beside it is another."""


@dataclass(frozen=True)
class FoundSlide:
    """A slide, and from when on it stands still and can be read."""

    slide: Slide
    settled_us: int


def find_slides(recording: Recording, packets: Packets, root: Path, emit: Emit) -> tuple[FoundSlide, ...]:
    """The first frame and every slide change after it, on the recording clock; the text on them is not read."""
    from vbn_video.look.changes.slide_changes import SlideChanges

    if not len(packets.time_us):
        return ()
    changes = SlideChanges()
    for number in range(len(recording.parts)):
        for done_us in _look_at_part(recording, packets, number, root, changes):
            emit(Progress(done_us / US_PER_S, recording.duration_us / US_PER_S))
    first_us = int(packets.time_us[0])
    slides = [FoundSlide(Slide(first_us, 1.0), first_us)]
    for change in _merged(changes.finish()):
        at_us = _first_frame(change, packets)
        if at_us > slides[-1].slide.start_us:
            slides.append(FoundSlide(Slide(at_us, round(change.share, 4)), max(change.settled_us, at_us)))
    return tuple(slides)


def _look_at_part(recording: Recording, packets: Packets, number: int, root: Path, changes: SlideChanges) -> Iterator[int]:
    """Show one part to `changes`; up to where is told stretch by stretch."""
    import numpy as np

    from vbn_video.look.stretches import Frames

    part = recording.parts[number]
    rows = np.flatnonzero(packets.part == number)
    time_of = dict(zip(packets.pts[rows].tolist(), packets.time_us[rows].tolist(), strict=True))
    with open_recorded(root / part.file) as container:
        video = next(stream for stream in container.streams.video if stream.index == part.picture_index)
        frames, look = Frames(container, video, time_of), _Look(packets, changes)
        for stretch in frames.stretches():
            look.at(frames, stretch)
            yield stretch.end_us


class _Look:
    """Looks at stretches, at each no closer than it needs."""

    def __init__(self, packets: Packets, changes: SlideChanges) -> None:
        self._packets, self._changes = packets, changes
        self._passed: Stretch | None = None
        """It began within a film, and was not looked at: the film may have ended in it."""

    def at(self, frames: Frames, stretch: Stretch) -> None:
        """Show the stretch, and the keyframe behind it, to `changes`."""
        from vbn_video.look.packet_sizes import PacketSizes

        changes, next_grid = self._changes, stretch.next_grid
        if self._passed is not None:
            self._look_back(frames, self._passed, stretch)
        sizes = PacketSizes.between(self._packets, stretch.start_us, stretch.end_us)
        if next_grid is None or not changes.has_begun or changes.is_moving or changes.differs(next_grid):
            self._look(frames, stretch, sizes)
        elif changes.shows_film and sizes.never_fall and not sizes.last_burst_us:
            self._passed = stretch
        elif changes.shows_film or changes.may_be_undone or sizes.last_burst_us:
            self._look(frames, stretch, sizes)
        else:
            changes.see_later(stretch.end_us, next_grid, stretch.end_us)

    @property
    def _is_busy(self) -> bool:
        """Whether what was seen last must be followed frame by frame."""
        return self._changes.is_moving or self._changes.shows_film or self._changes.may_be_undone

    def _look_back(self, frames: Frames, passed: Stretch, stretch: Stretch) -> None:
        """If the film does not run at the beginning of `stretch` any more, see where it ended in the one before."""
        self._passed = None
        grids = [grid for time_us, grid in frames.seen(stretch, until_us=stretch.start_us + FILM_SEEN_US)]
        if passed.next_grid is not None and self._changes.film_runs(grids):
            self._changes.see_later(passed.end_us, passed.next_grid, passed.end_us)
        else:
            self._closely(frames, passed)

    def _look(self, frames: Frames, stretch: Stretch, sizes: PacketSizes) -> None:
        """See the stretch's large packets alone if they lead to what its next keyframe shows; else look closely."""
        changes, next_grid, large_us = self._changes, stretch.next_grid, sizes.large_us
        brief = next_grid is not None and changes.has_begun and not self._is_busy
        if brief and next_grid is not None and not large_us and changes.is_another_slide(next_grid):
            changes.see_apart([(stretch.end_us - 1, changes.last_grid), (stretch.end_us, next_grid)])
            return
        if brief and next_grid is not None and 0 < len(large_us) <= MOST_LARGE:
            seen = list(frames.seen(stretch, only_us=large_us))
            none_is_lost = {time_us for time_us, _grid in seen} >= set(large_us)
            if none_is_lost and changes.are_alike(seen[-1][1], next_grid):
                changes.see_apart(seen)
                changes.see_later(stretch.end_us, next_grid, stretch.end_us)
                return
        self._closely(frames, stretch, sizes.last_burst_us)

    def _closely(self, frames: Frames, stretch: Stretch, last_burst_us: int = 0) -> None:
        """Decode the stretch, as far as something may happen in it."""
        changes, next_grid = self._changes, stretch.next_grid
        for time_us, grid in frames.seen(stretch):
            changes.see(time_us, grid)
            calm = time_us > last_burst_us and not self._is_busy
            if calm and next_grid is not None and not changes.differs(next_grid):
                changes.see_later(stretch.end_us, next_grid, stretch.end_us)
                return
        if next_grid is not None:
            changes.see(stretch.end_us, next_grid)


def _merged(changes: Sequence[Change]) -> list[Change]:
    """The changes, ascending and apart: of two that are one, the time of the larger, and the cells of both."""
    apart: list[Change] = []
    for change in changes:
        if apart and change.at_us - apart[-1].at_us < SAME_CHANGE_US:
            one, other = sorted((apart[-1], change), key=lambda one: -one.share)
            settled_us = max(one.settled_us, other.settled_us)
            apart[-1] = replace(one, cells=one.cells | other.cells, settled_us=settled_us)
        else:
            apart.append(change)
    return apart


def _first_frame(change: Change, packets: Packets) -> int:
    """The frame that shows it first: that of the largest packet since the one that was seen before it."""
    from vbn_video.look.packet_sizes import largest_between
    from vbn_video.look.stretches import SEEN_EVERY_US

    return largest_between(packets, change.at_us - SEEN_EVERY_US - 1, change.at_us)
