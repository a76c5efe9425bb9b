"""The picture of a slide, as it stands when it has been built up: one frame, decoded when it is asked for; and its still."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.evidence import Packets, Recording, Slide
from vbn_video.recording.media import open_recorded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_DECODED = 300
"""Frames from a keyframe on: a recording whose keyframes are further apart shows the slide as it is then."""


@dataclass(frozen=True)
class SlidePicture:
    """A frame of a slide."""

    at_us: int
    """When it is shown."""
    rgb: NDArray[np.uint8]
    """Height x width x 3."""


def slide_ends_us(slides: Sequence[Slide], duration_us: int) -> tuple[int, ...]:
    """When each slide makes room for the next one."""
    return tuple(slide.start_us for slide in slides[1:]) + ((duration_us,) if slides else ())


def slide_picture(recording: Recording, packets: Packets, root: Path, start_us: int, end_us: int) -> SlidePicture | None:
    """A frame in [start, end): its last keyframe, else its last frame; None where none is decoded."""
    import av
    import numpy as np

    first, last = np.searchsorted(packets.time_us, [start_us, end_us])
    if first >= last:
        return None
    keyframes = np.flatnonzero(packets.keyframe[first:last])
    row = int(first + keyframes[-1]) if len(keyframes) else int(last) - 1
    part = recording.parts[int(packets.part[row])]
    before = np.flatnonzero(packets.keyframe[: row + 1] & (packets.part[: row + 1] == packets.part[row]))
    if not len(before):
        return None
    shown: av.VideoFrame | None = None
    try:
        with open_recorded(root / part.file) as container:
            video = next(stream for stream in container.streams.video if stream.index == part.picture_index)
            container.seek(int(packets.pts[before[-1]]), stream=video)
            for frame, _count in zip(container.decode(video), range(MOST_DECODED), strict=False):
                if frame.pts is not None and frame.pts > packets.pts[row]:
                    break
                shown = frame
    except av.FFmpegError:
        return None
    if shown is None:
        return None
    decoded = np.flatnonzero((packets.pts[: row + 1] == shown.pts) & (packets.part[: row + 1] == packets.part[row]))
    at_us = int(packets.time_us[decoded[-1] if len(decoded) else row])
    return SlidePicture(at_us, shown.to_ndarray(format="rgb24").astype(np.uint8, copy=False))


def still_picture(recording: Recording, slide: Slide, folder: Path) -> NDArray[np.uint8] | None:
    """Height x width (grey) of a slide's still in that folder, turned as the frames lie in the file; None where there is none."""
    import numpy as np
    from PIL import Image

    if slide.still is None:
        return None
    part = recording.parts[max(bisect_right(recording.part_starts_us, slide.start_us) - 1, 0)]
    rotation = part.picture.rotation
    try:
        with Image.open(folder / Path(slide.still).name) as image:
            grey = image.convert("L")
    except OSError:
        return None
    return np.asarray(grey.rotate(rotation, expand=True) if rotation else grey)
