"""A still of each slide, taken shortly after it has settled: `slides/001.jpg` and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Packets, Recording, Slide
from vbn_video.look.stretches import decode_what_can_be
from vbn_video.recording.media import open_recorded, to_fraction

if TYPE_CHECKING:
    import av
    from PIL.Image import Image

    from vbn_video.look.slides import FoundSlide

FOLDER = "slides"
WIDEST = 1280
QUALITY = 85
THREADS = 2
MOST_STILLS = 400
"""Of more slides, those that are shown longest: a recording that flickers fills no disk."""
SHARP_AFTER_US = US_PER_S
"""What comes up is coded coarsely at first, and gets sharper within a second."""


def write_stills(
    recording: Recording, packets: Packets, root: Path, slides: Sequence[FoundSlide], folder: Path
) -> tuple[Slide, ...]:
    """Write a JPEG (at most 1280 wide, square pixels, turned for showing) of each slide into `folder`, and say which is whose.

    A slide of which no frame can be decoded has none.
    """
    rows = _rows(packets, slides)
    stills: dict[int, tuple[str, int]] = {}
    digits = max(3, len(str(len(slides))))
    for number in range(len(recording.parts)):
        wanted = {int(packets.pts[row]): at for at, row in rows.items() if packets.part[row] == number}
        for at, image in _images(recording, number, root, wanted, packets):
            name = f"{at + 1:0{digits}}.jpg"
            image.save(folder / name, "JPEG", quality=QUALITY, optimize=True)
            stills[at] = f"{FOLDER}/{name}", int(packets.time_us[rows[at]])
    return tuple(_with_still(found.slide, *stills.get(at, (None, None))) for at, found in enumerate(slides))


def _with_still(slide: Slide, still: str | None, still_us: int | None) -> Slide:
    return replace(slide, still=still, still_us=still_us)


def _rows(packets: Packets, slides: Sequence[FoundSlide]) -> dict[int, int]:
    """For each slide, which frame is to be its still: a keyframe once it is sharp, else the frame at that time."""
    import numpy as np

    end_us = int(packets.time_us[-1]) + 1
    ends_us = [after.slide.start_us for _one, after in pairwise(slides)] + [end_us]
    shown_us = [end - found.slide.start_us for found, end in zip(slides, ends_us, strict=True)]
    longest = set(sorted(range(len(slides)), key=lambda at: -shown_us[at])[:MOST_STILLS])
    rows: dict[int, int] = {}
    keyframes = np.flatnonzero(packets.keyframe & ~packets.damaged)
    for at in sorted(longest):
        sharp_us = min(slides[at].settled_us + SHARP_AFTER_US, (slides[at].settled_us + ends_us[at]) // 2)
        first, last = np.searchsorted(packets.time_us, [sharp_us, ends_us[at] - US_PER_S // 4])
        key = keyframes[np.searchsorted(keyframes, first) :][:1]
        rows[at] = (
            int(key[0]) if len(key) and key[0] < last else max(int(np.searchsorted(packets.time_us, sharp_us, "right")) - 1, 0)
        )
    return rows


def _images(
    recording: Recording, number: int, root: Path, wanted: dict[int, int], packets: Packets
) -> Iterator[tuple[int, Image]]:
    """(slide, image) of the wanted frames of a part, by time stamp; decoded from the keyframe before each."""
    part = recording.parts[number]
    sought_in = _gops(packets, number, wanted)
    with open_recorded(root / part.file) as container:
        video = next(stream for stream in container.streams.video if stream.index == part.picture_index)
        context = video.codec_context
        context.thread_count, video.thread_type = THREADS, "AUTO"
        aspect = to_fraction(video.sample_aspect_ratio) or Fraction(1)
        sought = set[int]()
        for packet in container.demux(video):
            ends = packet.is_keyframe or not packet.size
            frames = decode_what_can_be(context, None if ends else packet) if sought else []
            next_sought = sought
            if ends:
                context.flush_buffers()
                next_sought = sought_in.get(packet.pts, set()) if packet.size and packet.pts is not None else set()
                frames += decode_what_can_be(context, packet) if next_sought else []
            for frame in frames:
                if frame.pts is not None and frame.pts in sought | next_sought:
                    yield wanted[frame.pts], _shown(frame, aspect, part.picture.rotation)
            sought = next_sought - {frame.pts for frame in frames if frame.pts is not None}


def _gops(packets: Packets, number: int, wanted: dict[int, int]) -> dict[int, set[int]]:
    """For the time stamp of each keyframe of the part, those of the wanted frames that need it to be decoded."""
    import numpy as np

    rows = np.flatnonzero(packets.part == number)
    keyframes = rows[packets.keyframe[rows]]
    gops: dict[int, set[int]] = {}
    for row in rows[np.isin(packets.pts[rows], list(wanted))]:
        before = keyframes[keyframes <= row]
        if len(before):
            gops.setdefault(int(packets.pts[before[-1]]), set()).add(int(packets.pts[row]))
    return gops


def _shown(frame: av.VideoFrame, aspect: Fraction, rotation: int) -> Image:
    """The frame as it is shown: square pixels, upright, not wider than a still is."""
    image: Image = frame.to_image()  # type: ignore[no-untyped-call]
    width, height = round(image.width * aspect), image.height
    scale = min(1.0, WIDEST / (height if rotation % 180 == 90 else width))
    image = image.resize((max(1, round(width * scale)), max(1, round(height * scale))))
    return image.rotate(-rotation, expand=True) if rotation else image
