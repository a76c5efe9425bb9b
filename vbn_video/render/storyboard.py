"""The storyboard: small pictures of the finished video in one image, and a WebVTT file that says which of them is when.

    video.mp4 ─keyframes─► a tile each, evenly chosen ─► storyboard.jpg
                                  └─► `storyboard.jpg#xywh=160,0,160,90` from its keyframe until the next one's ─► storyboard.vtt

Only the finished video is looked at, so nothing that was cut away is in it. The tiles are so small that names below cameras can't
be read. Source of `#xywh`: Media Fragments URI 1.0 (W3C), 4.2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Cue
from vbn_video.formats.vtt import write_metadata
from vbn_video.recording.media import open_container, to_fraction

if TYPE_CHECKING:
    from PIL.Image import Image

STORYBOARD = 1
"""Raised when other tiles of the same video would be taken."""
EVERY_US = 10 * US_PER_S
MOST_TILES = 100
ACROSS = 10
TILE_WIDTH, TALLEST_TILE = 160, 160
QUALITY = 75


def make_storyboard(video: Path, duration_us: int, image: Path, vtt: Path) -> None:
    """Write the image, and the times on the programme's clock. The same video gives the same storyboard."""
    from PIL import Image

    every_us = max(EVERY_US, -(-duration_us // MOST_TILES))
    tiles = _tiles(video, every_us)
    width, height = tiles[0][1].size
    sheet = Image.new("RGB", (width * min(ACROSS, len(tiles)), height * -(-len(tiles) // ACROSS)))
    for number, (_start_us, tile) in enumerate(tiles):
        sheet.paste(tile, _place(number, width, height))
    sheet.save(image, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    starts_us = [0, *(start_us for start_us, _tile in tiles[1:])]
    vtt.write_text(write_metadata(_cues(starts_us, duration_us, image.name, width, height)), encoding="utf-8")


def _place(number: int, width: int, height: int) -> tuple[int, int]:
    return number % ACROSS * width, number // ACROSS * height


def _cues(starts_us: Sequence[int], duration_us: int, name: str, width: int, height: int) -> list[Cue]:
    ends_us = [*starts_us[1:], duration_us]
    places = [_place(number, width, height) for number in range(len(starts_us))]
    return [
        Cue(start_us, end_us, (f"{name}#xywh={x},{y},{width},{height}",))
        for start_us, end_us, (x, y) in zip(starts_us, ends_us, places, strict=True)
    ]


def _tiles(video: Path, every_us: int) -> list[tuple[int, Image]]:
    """(programme time, tile) of keyframes at least so far apart, the first one among them; only these are decoded."""
    tiles: list[tuple[int, Image]] = []
    with open_container(video) as file:
        stream = file.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        base, aspect = to_fraction(stream.time_base), to_fraction(stream.sample_aspect_ratio) or 1
        for frame in file.decode(stream):
            time_us = round((frame.pts or 0) * base * US_PER_S)
            if tiles and time_us - tiles[-1][0] < every_us:
                continue
            height = min(TALLEST_TILE, max(2, round(TILE_WIDTH * frame.height / (frame.width * aspect))))
            small = frame.reformat(width=TILE_WIDTH, height=height, interpolation="AREA")
            tiles.append((time_us, small.to_image()))  # type: ignore[no-untyped-call]
    return tiles
