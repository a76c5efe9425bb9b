"""When another slide, screen or scene comes up: keyframes first, and what lies between two of them only where it must be seen.

Two keyframes that show the same, with nothing but small packets between them, need no second look, nor do two that differ with
one large packet between them: that is the change. Where there are several, or none, or what changes for longer, the stretch is
decoded and seen five times a second. A film is not decoded but for its beginning and its end, as long as its packets stay large.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S
from vbn_video.events import Emit, Progress
from vbn_video.evidence import Packets, Recording, Slide
from vbn_video.recording.media import open_recorded

if TYPE_CHECKING:
    from vbn_video.look.bursts import Burst, Sizes
    from vbn_video.look.slide_changes import Change, SlideChanges
    from vbn_video.look.stretches import Frames, Stretch

ONE_CHANGE_US = 400_000
"""Large packets that take no longer are of one change; a fade takes longer."""
FILM_LEVEL = 0.3
"""As long as packets are so large, as a share of what they were, a film goes on."""
SAME_CHANGE_US = US_PER_S
"""Two changes nearer than this are one: a film ends, and what stands beside it is another."""


@dataclass(frozen=True)
class FoundSlide:
    """A slide, and from when on it stands still and can be read."""

    slide: Slide
    settled_us: int


def find_slides(recording: Recording, packets: Packets, root: Path, emit: Emit) -> tuple[FoundSlide, ...]:
    """The first frame and every slide change after it, on the recording clock; the text on them is not read."""
    from vbn_video.look.slide_changes import SlideChanges

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
        self._film_level = 0.0

    def at(self, frames: Frames, stretch: Stretch) -> None:
        """Show the stretch, and the keyframe behind it, to `changes`."""
        from vbn_video.look.bursts import Sizes

        sizes = Sizes.between(self._packets, stretch.start_us, stretch.end_us)
        bursts = sizes.bursts()
        moment_us = self._clear_moment(stretch, sizes, bursts)
        if moment_us is None:
            self._closely(frames, stretch, bursts[-1].last_us if bursts else 0)
        elif stretch.next_grid is not None:
            self._changes.see_later(stretch.end_us, stretch.next_grid, moment_us)
        if self._changes.shows_film:
            self._film_level = sizes.usual_level

    def _clear_moment(self, stretch: Stretch, sizes: Sizes, bursts: Sequence[Burst]) -> int | None:
        """When the change came, or the stretch's end where nothing changed; None where one must look closely."""
        changes = self._changes
        if stretch.next_grid is None or not changes.has_begun or changes.is_moving:
            return None
        differs = changes.differs(stretch.next_grid)
        if changes.shows_film:
            goes_on = bool((sizes.levels >= FILM_LEVEL * self._film_level).all())
            return stretch.end_us if goes_on and not differs else None
        if len(bursts) > 1 or any(burst.last_us - burst.first_us > ONE_CHANGE_US for burst in bursts):
            return None
        if differs:
            return bursts[0].largest_us if bursts else None
        return stretch.end_us

    def _closely(self, frames: Frames, stretch: Stretch, last_burst_us: int) -> None:
        """Decode the stretch, as far as something may happen in it."""
        changes, next_grid = self._changes, stretch.next_grid
        for time_us, grid in frames.seen(stretch):
            changes.see(time_us, grid)
            calm = time_us > last_burst_us and not changes.is_moving and not changes.shows_film
            if calm and next_grid is not None and not changes.differs(next_grid):
                changes.see_later(stretch.end_us, next_grid, stretch.end_us)
                return
        if next_grid is not None:
            changes.see(stretch.end_us, next_grid)


def _merged(changes: Sequence[Change]) -> list[Change]:
    """The changes, ascending and apart: of two that are one, the larger."""
    apart: list[Change] = []
    for change in changes:
        if apart and change.at_us - apart[-1].at_us < SAME_CHANGE_US:
            apart[-1] = max(apart[-1], change, key=lambda one: one.share)
        else:
            apart.append(change)
    return apart


def _first_frame(change: Change, packets: Packets) -> int:
    """The frame that shows it first: that of the largest packet since the one that was seen before it."""
    from vbn_video.look.bursts import largest_between
    from vbn_video.look.stretches import SEEN_EVERY_US

    return largest_between(packets, change.at_us - SEEN_EVERY_US - 1, change.at_us)
