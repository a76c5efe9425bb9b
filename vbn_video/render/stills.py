"""The poster: a kept frame that is neither black nor blurred nor in movement, a slide with a title rather than a face.

Two dozen frames, evenly spread over what may be shown, are scored in small; the one that looks most like a slide is taken: large
even fields beside sharp edges, a light ground, standing still, one line of large letters. What was shown in a break is taken only
where nothing else is there, what was shown while nobody spoke where nothing nearly as good is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S
from vbn_video.recording.media import open_container, open_recorded, to_fraction

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray
    from PIL.Image import Image

    Luma = NDArray[np.float32]

POSTER = 2
"""Raised when another frame of the same video would be taken."""
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
UNTITLED = 0.3
"""What the score of a frame without a line of large letters is worth."""
TITLE_HEIGHT = (0.05, 0.2)
"""Least and greatest height of a line of large letters, as a share of the frame's; running text and names are smaller."""
TITLE_EDGES = 12
"""Number of edges from which on a row of pixels goes through letters; an even ground has none."""
EDGE_LUMA = 40.0
CAMERA_SHARE = 0.3
"""Share of the width, on either side, in which cameras may stand beside a slide."""
IN_A_PAUSE = 0.5
"""What the score is worth of what was shown while nobody spoke: it may be a break's slide, or one that people read."""
SAME_EDGES = 0.75
"""Two frames show the same where they share this much of their edges; two slides of one design share about half."""


@dataclass(frozen=True)
class Candidate:
    """A frame that may become the poster."""

    at_us: int
    score: float
    luma: Luma
    """In small: height x 320, 0 to 255."""
    image: Image


def make_poster(
    video: Path, spans_us: Sequence[tuple[int, int]], breaks: Sequence[Luma], pauses: Sequence[Luma], out: Path
) -> None:
    """Write a JPEG (at most 1280 wide, under 300 kB, square pixels) of a frame of `video` within one of the spans.

    Spans [start, end), ascending, are on the programme's clock, without the bumpers. `breaks` is what was shown in what was cut
    out, `pauses` while nobody spoke, as `recorded_luma` gives it. The same video gives the same poster.
    """

    def merit(candidate: Candidate) -> tuple[bool, float, int]:
        in_a_break = any(_shows_the_same(candidate.luma, seen) for seen in breaks)
        in_a_pause = any(_shows_the_same(candidate.luma, seen) for seen in pauses)
        return not in_a_break, candidate.score * (IN_A_PAUSE if in_a_pause else 1.0), -candidate.at_us

    with open_container(video) as file:
        stream = file.streams.video[0]
        stream.thread_type = "AUTO"
        image = max(_candidates(file, stream, spans_us), key=merit).image
    if image.width > WIDEST:
        image = image.resize((WIDEST, max(1, round(image.height * WIDEST / image.width))))
    for quality in QUALITIES:
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.stat().st_size < LARGEST_BYTES:
            return


def poster_score(luma: Luma, before: Luma | None) -> float:
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
    titled = 1.0 if has_title(luma) else UNTITLED
    return titled * light * sharp * (0.2 + even + 0.2 * brightness + 0.2 * still)


def has_title(luma: Luma) -> bool:
    """Whether a line of large letters stands in a frame's luma (height x width, 0 to 255): over all, or beside cameras.

    Large letters are rows of pixels with many edges, as high as a title is, between rows that have few.
    """
    import numpy as np

    height, width = luma.shape
    beside = round(width * CAMERA_SHARE)
    for columns in (slice(None), slice(None, width - beside), slice(beside, None)):
        edges = (np.abs(np.diff(luma[:, columns], axis=1)) > EDGE_LUMA).sum(axis=1)
        lettered = np.concatenate(([False], edges >= TITLE_EDGES, [False]))
        first, end = np.flatnonzero(~lettered[:-1] & lettered[1:]), np.flatnonzero(lettered[:-1] & ~lettered[1:])
        shares = (end - first) / height
        if ((shares >= TITLE_HEIGHT[0]) & (shares <= TITLE_HEIGHT[1])).any():
            return True
    return False


def recorded_luma(path: Path, picture_index: int, at_us: int) -> Luma | None:
    """What a recorded file shows at a time of its own clock, in small; None where it shows nothing then, or is damaged."""
    import av

    with contextlib.suppress(av.FFmpegError), open_recorded(path) as file:
        stream = next(stream for stream in file.streams.video if stream.index == picture_index)
        stream.thread_type = "AUTO"
        image = _image_at(file, stream, at_us, (at_us, at_us + 1))
        return None if image is None else _small(image)
    return None


def _candidates(file: InputContainer, stream: VideoStream, spans_us: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    before = None
    for at_us, span_us in _moments(spans_us):
        image = _image_at(file, stream, at_us, span_us)
        if image is not None:
            luma = _small(image)
            yield Candidate(at_us, poster_score(luma, before), luma, image)
            before = luma


def _moments(spans_us: Sequence[tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Moments evenly spread over the spans laid end to end, the ends left out, each with its span."""
    whole_us = sum(end_us - start_us for start_us, end_us in spans_us)
    wanted = [whole_us * (2 * number + 1) // (2 * CANDIDATES) for number in range(CANDIDATES)]
    laid_us = 0
    for start_us, end_us in spans_us:
        yield from ((start_us + at - laid_us, (start_us, end_us)) for at in wanted if laid_us <= at < laid_us + end_us - start_us)
        laid_us += end_us - start_us


def _shows_the_same(one: Luma, other: Luma) -> bool:
    """Whether two frames of one video have their edges in the same places: slides of one design differ in little else."""
    import numpy as np

    if one.shape != other.shape:
        return False
    edges = [np.abs(np.diff(luma, axis=1)) > EDGE_LUMA for luma in (one, other)]
    either, both = (edges[0] | edges[1]).sum(), (edges[0] & edges[1]).sum()
    return bool(both >= SAME_EDGES * either)


def _small(image: Image) -> Luma:
    import numpy as np

    small = image.convert("L").resize((SCORED_WIDTH, max(3, round(image.height * SCORED_WIDTH / image.width))))
    return np.asarray(small, np.float32)


def _image_at(file: InputContainer, stream: VideoStream, at_us: int, span_us: tuple[int, int]) -> Image | None:
    """What is shown at a moment, or at the keyframe before it if that lies in the span; None where nothing is shown then."""
    shown: av.VideoFrame | None = None
    file.seek(int(at_us / US_PER_S / to_fraction(stream.time_base)), stream=stream)
    for frame in file.decode(stream):
        time_us = round((frame.pts or 0) * to_fraction(stream.time_base) * US_PER_S)
        if time_us >= span_us[1] or time_us > at_us:
            break
        shown = frame
        if frame.key_frame and time_us >= span_us[0] - 1:
            break
    if shown is None:
        return None
    image: Image = shown.to_image()  # type: ignore[no-untyped-call]
    return _square(image, to_fraction(stream.sample_aspect_ratio) or Fraction(1))


def _square(image: Image, sample_aspect: Fraction) -> Image:
    """The image with square pixels."""
    width = max(1, round(image.width * sample_aspect))
    return image if width == image.width else image.resize((width, image.height))
