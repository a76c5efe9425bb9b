"""The poster: a kept frame that is neither black nor blurred nor in movement, a slide with a title rather than a face.

Two dozen frames, evenly spread over what may be shown, are scored in small; the one that looks most like a slide is taken: large
even fields beside sharp edges, a light ground, standing still, one line of large letters, or a title that was read there. Cameras
and tiles, which bear participants' names, are taken only where no slide is, what was shown in a break only where nothing else is
there, what was shown while nobody spoke where nothing nearly as good is. Of all frames that show the same the sharpest is taken.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vbn_video.clock import US_PER_S
from vbn_video.recording.media import open_container, open_recorded, to_fraction
from vbn_video.render.frame_scores import is_alike, poster_score, sharpness_of, shows_the_same
from vbn_video.render.tiles import moved_share, tile_share

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray
    from PIL.Image import Image

    Luma = NDArray[np.float32]

POSTER = 3
"""Raised when another frame of the same video would be taken."""
CANDIDATES = 24
WIDEST = 1280
LARGEST_BYTES = 300_000
QUALITIES = (90, 84, 78, 70, 60, 50, 40, 30)
SMALL_QUALITY = 70
"""Of a JPEG that shows a person which moment is meant."""
SCORED_WIDTH = 320
IN_A_PAUSE = 0.5
"""What the score is worth of what was shown while nobody spoke: it may be a break's slide, or one that people read."""
AS_GOOD = 0.8
"""Times the best score: of two frames of a slide with so much the sharper one is taken."""
LEAST_SLIDE = 0.05
"""Score under which a frame shows next to nothing: black, empty or blurred."""
BESIDE = 0.01
"""Share of a frame from which on tiles in it count."""
CAMERAS = 0.3
"""Share of a frame from which on tiles, or what moves, are all that it is about."""

Seen = Literal["slide", "slide beside tiles", "no slide"]
RANKS: tuple[Seen, ...] = ("no slide", "slide beside tiles", "slide")
"""The later one is the better poster, however good the other is."""


@dataclass(frozen=True)
class PosterPlan:
    """From where in a video its poster is taken, and what it should not show."""

    spans_us: Sequence[tuple[int, int]]
    """[start, end), ascending, on the programme's clock, without the bumpers."""
    titled_us: Sequence[tuple[int, int]] = ()
    """Where a slide is shown on which a title was read."""
    breaks: Sequence[Luma] = ()
    """What was shown in what was cut out, as `recorded_luma` gives it."""
    pauses: Sequence[Luma] = ()
    """What was shown while nobody spoke."""
    title_us: int | None = None
    """When the intro shows the meeting's title: taken where the talk shows nothing but tiles. None: tiles may be shown."""


@dataclass(frozen=True)
class Candidate:
    """A frame that may become the poster."""

    at_us: int
    span_us: tuple[int, int]
    score: float
    seen: Seen
    tiled: float
    """Share of it that is tiles."""
    sharpness: float
    """Variance of the Laplacian of its luma, in the frame's own size."""
    luma: Luma
    """In small: height x 320, 0 to 255."""


def make_poster(video: Path, plan: PosterPlan, out: Path) -> None:
    """Write a JPEG (at most 1280 wide, under 300 kB, square pixels) of a frame of `video`: the same video gives the same."""
    with open_container(video) as file, open_container(video) as keyframes:
        stream = file.streams.video[0]
        stream.thread_type = "AUTO"
        best = _choose(list(_candidates(file, stream, keyframes, plan)), plan)
        at_us, span_us = best.at_us, best.span_us
        if best.seen == "no slide" and best.tiled >= CAMERAS and plan.title_us is not None:
            at_us, span_us = plan.title_us, (plan.title_us, plan.title_us + 1)
        image = _image_at(file, stream, at_us, span_us)
    assert image is not None  # it was decoded before
    if image.width > WIDEST:
        image = image.resize((WIDEST, max(1, round(image.height * WIDEST / image.width))))
    for quality in QUALITIES:
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.stat().st_size < LARGEST_BYTES:
            return


def _choose(candidates: Sequence[Candidate], plan: PosterPlan) -> Candidate:
    def merit(candidate: Candidate) -> tuple[bool, int, float]:
        in_a_break = any(shows_the_same(candidate.luma, seen) for seen in plan.breaks)
        in_a_pause = any(shows_the_same(candidate.luma, seen) for seen in plan.pauses)
        score = candidate.score * (IN_A_PAUSE if in_a_pause else 1.0)
        return not in_a_break, RANKS.index(candidate.seen), score

    best = max(candidates, key=merit)
    as_good = (*merit(best)[:2], AS_GOOD * merit(best)[2])
    alike = [other for other in candidates if merit(other) >= as_good and is_alike(other.luma, best.luma)]
    return max(alike, key=lambda candidate: (candidate.sharpness, -candidate.at_us))


def recorded_luma(path: Path, picture_index: int, at_us: int) -> Luma | None:
    """What a recorded file shows at a time of its own clock, in small; None where it shows nothing then, or is damaged."""
    import av

    with contextlib.suppress(av.FFmpegError), open_recorded(path) as file:
        stream = next(stream for stream in file.streams.video if stream.index == picture_index)
        stream.thread_type = "AUTO"
        image = _image_at(file, stream, at_us, (at_us, at_us + 1))
        return None if image is None else _small(image)
    return None


def recorded_still(path: Path, picture_index: int, at_us: int, rotation: int, width: int) -> bytes | None:
    """What a recorded file shows at a time of its own clock, upright, as a JPEG of that width; None as `recorded_luma`."""
    import av

    with contextlib.suppress(av.FFmpegError), open_recorded(path) as file:
        stream = next(stream for stream in file.streams.video if stream.index == picture_index)
        stream.thread_type = "AUTO"
        image = _image_at(file, stream, at_us, (at_us, at_us + 1))
        if image is None:
            return None
        upright = image.rotate(-rotation, expand=True) if rotation else image
        jpeg = BytesIO()
        small = upright.resize((width, max(2, round(upright.height * width / upright.width))))
        small.save(jpeg, "JPEG", quality=SMALL_QUALITY, optimize=True)
        return jpeg.getvalue()
    return None


def _candidates(file: InputContainer, stream: VideoStream, keyframes: InputContainer, plan: PosterPlan) -> Iterator[Candidate]:
    """The frames at two dozen moments; `keyframes` is the same file, of which only keyframes are decoded."""
    import numpy as np

    before = None
    for at_us, span_us in _moments(plan.spans_us):
        image = _image_at(file, stream, at_us, span_us)
        if image is not None:
            luma = _small(image)
            other = _neighbour_luma(keyframes, at_us, span_us)
            titled = any(start_us <= at_us < end_us for start_us, end_us in plan.titled_us)
            tiled = tile_share(luma)
            moved = moved_share(luma, other) if other is not None else 0.0
            score = poster_score(luma, before, titled=titled)
            is_slide = max(tiled, moved) < CAMERAS and score >= LEAST_SLIDE
            seen: Seen = "no slide" if not is_slide else "slide beside tiles" if tiled >= BESIDE else "slide"
            sharpness = sharpness_of(np.asarray(image.convert("L"), np.float32))
            yield Candidate(at_us, span_us, score, seen, tiled, sharpness, luma)
            before = luma


def _moments(spans_us: Sequence[tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Moments evenly spread over the spans laid end to end, the ends left out, each with its span."""
    whole_us = sum(end_us - start_us for start_us, end_us in spans_us)
    wanted = [whole_us * (2 * number + 1) // (2 * CANDIDATES) for number in range(CANDIDATES)]
    laid_us = 0
    for start_us, end_us in spans_us:
        yield from ((start_us + at - laid_us, (start_us, end_us)) for at in wanted if laid_us <= at < laid_us + end_us - start_us)
        laid_us += end_us - start_us


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
    return _square_image(shown, stream)


def _neighbour_luma(keyframes: InputContainer, at_us: int, span_us: tuple[int, int]) -> Luma | None:
    """In small, what the keyframe after a moment shows, or the last one before its own; None where the span holds neither."""
    stream = keyframes.streams.video[0]
    own_us = at_us
    for frame, time_us in _keyframes(keyframes, at_us):
        if time_us > at_us:
            if time_us < span_us[1]:
                return _small(_square_image(frame, stream))
            break
        own_us = time_us
    if own_us > span_us[0]:
        for frame, time_us in _keyframes(keyframes, own_us - 1):
            return _small(_square_image(frame, stream)) if span_us[0] <= time_us < own_us else None
    return None


def _keyframes(file: InputContainer, from_us: int) -> Iterator[tuple[av.VideoFrame, int]]:
    """Keyframes and their times, from the last one that is shown no later than `from_us`."""
    stream = file.streams.video[0]
    stream.codec_context.skip_frame = "NONKEY"
    base = to_fraction(stream.time_base)
    file.seek(int(max(from_us, 0) / US_PER_S / base), stream=stream)
    yield from ((frame, round((frame.pts or 0) * base * US_PER_S)) for frame in file.decode(stream))


def _square_image(frame: av.VideoFrame, stream: VideoStream) -> Image:
    """The frame with square pixels."""
    image: Image = frame.to_image()  # type: ignore[no-untyped-call]
    width = max(1, round(image.width * (to_fraction(stream.sample_aspect_ratio) or Fraction(1))))
    return image if width == image.width else image.resize((width, image.height))
