"""Finds the intervals of a video that are black, that stand still, or that are silent, as its frames and levels go by.

Each finder is fed in order of time, keeps one frame or one number, and gives the intervals at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vbn_video.report.measure.measurements import Interval

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray

    Luma = NDArray[np.uint8]

SAMPLES_ACROSS = 320
"""Points across the grid on which a frame is looked at, about: fine enough for a name on a dark ground."""
BLACK_LUMA = 16 + round(0.04 * 219)
"""Limited-range luma that is still black (ffmpeg's blackdetect asks 10 %, but the ground of a Zoom tile lies there)."""
BLACK_FULL_LUMA = round(0.04 * 255)
BRIGHT_SHARE = 1 / 5000
"""A frame is black when fewer of its points than this are brighter: a name in white letters is more."""
STILL_STEP = 12
"""Steps of 255 from which on a point has moved: more than an encoder's new keyframe changes it."""
MOVED_SHARE = 1 / 500
"""The video stands still when fewer of its points than this have moved: a speaker's tile that lives is more."""
SILENT_LUFS = -60.0
"""Momentary loudness under which nobody can hear anything (EBU R 128's own gate lies at −70)."""

EIGHT_BIT_LUMA = ("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "nv12", "gray")
FULL_RANGE = 2  # AVCOL_RANGE_JPEG


def coarse_luma(frame: av.VideoFrame) -> Luma:
    """A frame's luma on a coarse grid (rows x columns), at most about 2 x `SAMPLES_ACROSS` wide, in the frame's own range."""
    import numpy as np

    if frame.format.name not in EIGHT_BIT_LUMA:
        frame = frame.reformat(format="gray")
    plane = frame.planes[0]
    luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
    step = max(1, plane.width // SAMPLES_ACROSS)
    return luma[::step, ::step].copy()


def is_black(luma: Luma, full_range: bool) -> bool:
    """Whether nothing can be seen in a frame."""
    bright = luma > (BLACK_FULL_LUMA if full_range else BLACK_LUMA)
    return bool(bright.sum() < max(1.0, bright.size * BRIGHT_SHARE))


def has_moved(before: Luma, now: Luma) -> bool:
    """Whether anything has moved between two frames that a person would see."""
    import numpy as np

    if before.shape != now.shape:
        return True
    steps = np.maximum(before, now) - np.minimum(before, now)
    return bool((steps > STILL_STEP).sum() >= max(1.0, steps.size * MOVED_SHARE))


class IntervalFinder:
    """Finds the intervals of at least `shortest_us` in which something holds, from moments at which it begins or ceases."""

    def __init__(self, shortest_us: int) -> None:
        self._shortest_us = shortest_us
        self._begun_us: int | None = None
        self._found: list[Interval] = []

    def feed(self, time_us: int, holds: bool) -> None:
        """From `time_us` on it holds, or does not."""
        if holds and self._begun_us is None:
            self._begun_us = time_us
        elif not holds and self._begun_us is not None:
            self._close(time_us)

    def end(self, end_us: int) -> tuple[Interval, ...]:
        """All intervals, the last of them ending with the video at the latest."""
        if self._begun_us is not None:
            self._close(end_us)
        return tuple(self._found)

    def _close(self, end_us: int) -> None:
        assert self._begun_us is not None
        if end_us - self._begun_us >= self._shortest_us:
            self._found.append(Interval(self._begun_us, end_us))
        self._begun_us = None


@dataclass(frozen=True)
class FrameSample:
    """What is kept of a frame to judge by."""

    at_us: int
    luma: Luma
    """On a coarse grid, as `coarse_luma` gives it."""
    is_black: bool


def sample(at_us: int, frame: av.VideoFrame) -> FrameSample:
    """The sample of the frame that is shown from `at_us` on."""
    luma = coarse_luma(frame)
    full_range = frame.format.name.startswith("yuvj") or frame.color_range == FULL_RANGE
    return FrameSample(at_us, luma, is_black(luma, full_range))


class FrameWatch:
    """Watches samples of the frames, in order, for black and for standing still."""

    def __init__(self, shortest_black_us: int, shortest_still_us: int) -> None:
        self._black = IntervalFinder(shortest_black_us)
        self._still: list[Interval] = []
        self._shortest_still_us = shortest_still_us
        self._reference: Luma | None = None
        self._reference_us = 0

    def feed(self, seen: FrameSample) -> None:
        """The next sample."""
        self._black.feed(seen.at_us, seen.is_black)
        if self._reference is None or has_moved(self._reference, seen.luma):
            self._close_still(seen.at_us)
            self._reference, self._reference_us = seen.luma, seen.at_us

    def end(self, end_us: int) -> tuple[tuple[Interval, ...], tuple[Interval, ...]]:
        """The black intervals and those in which nothing moved."""
        self._close_still(end_us)
        return self._black.end(end_us), tuple(self._still)

    def _close_still(self, end_us: int) -> None:
        if self._reference is not None and end_us - self._reference_us >= self._shortest_still_us:
            self._still.append(Interval(self._reference_us, end_us))
