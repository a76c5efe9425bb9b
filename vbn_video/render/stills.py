"""The poster: a kept frame that is neither black nor blurred nor in movement, a slide rather than a face.

Two dozen frames, evenly spread over the talk, are scored in small; the one that looks most like a slide is taken: large even
fields beside sharp edges, a light ground, standing still.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.clock import US_PER_S
from vbn_video.recording.media import open_container, to_fraction

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

CANDIDATES = 24
WIDEST = 1280
LARGEST_BYTES = 300_000
QUALITIES = (90, 84, 78, 70, 60, 50, 40, 30)
SCORED_WIDTH = 320
DARK_LUMA = 40.0
"""Mean luma (0 to 255) of a frame that is nearly black."""
EVEN_STEP = 2.0
"""A pixel that differs no more than this from its neighbours lies in an even field."""
SHARP_VARIANCE = 500.0
"""Variance of the Laplacian over which a frame counts as sharp; blurred ones lie under 100."""


@dataclass(frozen=True)
class Candidate:
    """A frame that may become the poster."""

    at_us: int
    score: float
    image: Image


def make_poster(video: Path, start_us: int, end_us: int, out: Path) -> None:
    """Write a JPEG (at most 1280 wide, under 300 kB, square pixels) of a frame of `video` within [start, end).

    The span is on the programme's clock and leaves out the bumpers. The same video gives the same poster.
    """
    image = max(_candidates(video, start_us, end_us), key=lambda candidate: (candidate.score, -candidate.at_us)).image
    if image.width > WIDEST:
        image = image.resize((WIDEST, max(1, round(image.height * WIDEST / image.width))))
    for quality in QUALITIES:
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.stat().st_size < LARGEST_BYTES:
            return


def poster_score(luma: NDArray[np.float32], before: NDArray[np.float32] | None) -> float:
    """How good a poster a frame is, from its luma (height x width, 0 to 255) and that of the candidate before it."""
    import numpy as np

    across = np.abs(np.diff(luma, axis=1))[:-1]
    down = np.abs(np.diff(luma, axis=0))[:, :-1]
    even = float(np.mean((across <= EVEN_STEP) & (down <= EVEN_STEP)))
    laplacian = luma[1:-1, 2:] + luma[1:-1, :-2] + luma[2:, 1:-1] + luma[:-2, 1:-1] - 4 * luma[1:-1, 1:-1]
    sharp = min(float(laplacian.var()) / SHARP_VARIANCE, 1.0)
    light = min(float(luma.mean()) / DARK_LUMA, 1.0) ** 2
    still = 1.0 if before is not None and float(np.mean(np.abs(luma - before))) < 1.0 else 0.0
    brightness = float(luma.mean()) / 255
    return light * sharp * (0.2 + even + 0.2 * brightness + 0.2 * still)


def _candidates(video: Path, start_us: int, end_us: int) -> Iterator[Candidate]:
    import av
    import numpy as np

    with open_container(video) as file:
        stream = file.streams.video[0]
        stream.codec_context.thread_type = av.codec.context.ThreadType.AUTO
        before = None
        for at_us in _moments(start_us, end_us):
            frame = _frame_at(file, stream, at_us, start_us, end_us)
            if frame is None:
                continue
            image = _square(frame.to_image(), to_fraction(stream.sample_aspect_ratio) or Fraction(1))
            small = image.convert("L").resize((SCORED_WIDTH, max(3, round(image.height * SCORED_WIDTH / image.width))))
            luma = np.asarray(small, np.float32)
            yield Candidate(at_us, poster_score(luma, before), image)
            before = luma


def _moments(start_us: int, end_us: int) -> list[int]:
    """Evenly spread over the span, the ends left out."""
    return [start_us + (end_us - start_us) * (2 * number + 1) // (2 * CANDIDATES) for number in range(CANDIDATES)]


def _frame_at(file: Any, stream: Any, at_us: int, start_us: int, end_us: int) -> Any:
    """The keyframe at or before a moment, or where that is outside the talk, the frame shown at the moment; None if none."""
    file.seek(at_us, backward=True)
    shown = None
    for frame in file.decode(stream):
        time_us = round(frame.pts * stream.time_base * US_PER_S)
        if time_us >= end_us or time_us > at_us:
            break
        if time_us >= start_us - 1:
            shown = frame
            if frame.key_frame:
                return frame
    return shown


def _square(image: Image, sample_aspect: Fraction) -> Image:
    """The image with square pixels."""
    width = max(1, round(image.width * sample_aspect))
    return image if width == image.width else image.resize((width, image.height))
