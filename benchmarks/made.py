"""Recordings like Zoom's, made once and kept in `build/benchmarks`: a slide, a camera that is never still, somebody who speaks.

H.264 High without B-frames, an IDR picture every ten seconds, AAC mono at 32 kHz. Every picture carries its number, as
`tests/made_media.py` draws it, so that what a program leaves out or shows twice can be counted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.made_media import NUMBER_FIELDS, speechlike

KEPT = Path(__file__).parent.parent / "build" / "benchmarks"
RATE = 25
IDR_EVERY_S = 10
SLIDE_EVERY_S = 45
SOUND_HZ = 32_000
TICKS_PER_S = 90_000
UNIT_S = 60
"""The speech repeats after this, and a long recording's packets; a whole number of pictures, and of AAC frames at 32 kHz."""
SPEECH = tuple((float(at), at + 3.1) for at in range(1, UNIT_S, 4))
CAMERA_PICTURES = 64

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Made:
    """A made recording."""

    path: Path
    seconds: float
    size: tuple[int, int]


def meeting(seconds: float, size: tuple[int, int], folder: Path = KEPT) -> Made:
    """A recording of which every picture was encoded."""
    name = f"meeting {seconds:g} s {size[0]}x{size[1]}.mp4"
    return Made(once(folder / name, lambda out: _encode(out, seconds, size)), seconds, size)


def long_meeting(minutes: int, size: tuple[int, int], folder: Path = KEPT) -> Made:
    """A recording that is one encoded minute over and over: its packets with other times."""
    minute = meeting(UNIT_S, size, folder)
    name = f"meeting {minutes} min {size[0]}x{size[1]}.mp4"
    return Made(once(folder / name, lambda out: repeat(minute.path, out, minutes)), minutes * UNIT_S, size)


def spoken(seconds: float) -> list[tuple[float, float]]:
    """When somebody speaks in a made recording."""
    starts = range(0, int(seconds) + 1, UNIT_S)
    return [(start + first, start + last) for start in starts for first, last in SPEECH if start + last < seconds]


def once(path: Path, make: Callable[[Path], None]) -> Path:
    """The file, made if it is not there; one that is there is whole."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{os.getpid()} {path.name}")
        try:
            make(temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path


def _encode(out: Path, seconds: float, size: tuple[int, int]) -> None:
    with av.open(str(out), "w", format="mp4") as file:
        video, sound = _video_track(file, size), _sound_track(file)
        spoken_once = speechlike(SPEECH, UNIT_S, SOUND_HZ)
        for second in range(0, int(seconds)):
            for index in range(second * RATE, (second + 1) * RATE):
                picture = av.VideoFrame.from_ndarray(_picture(index, size), format="yuv420p")
                picture.pts, picture.time_base = index * (TICKS_PER_S // RATE), Fraction(1, TICKS_PER_S)
                file.mux(video.encode(picture))
            samples = np.roll(spoken_once, -(second % UNIT_S) * SOUND_HZ)[None, :SOUND_HZ]
            heard = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "mono")
            heard.sample_rate, heard.pts, heard.time_base = SOUND_HZ, second * SOUND_HZ, Fraction(1, SOUND_HZ)
            file.mux(sound.encode(heard))
        for track in (video, sound):
            file.mux(track.encode())


def _video_track(file: Any, size: tuple[int, int]) -> Any:
    video = file.add_stream("libx264", rate=RATE)
    video.width, video.height = size
    video.pix_fmt = "yuv420p"
    video.codec_context.time_base = Fraction(1, TICKS_PER_S)
    keyframes = f"keyint={IDR_EVERY_S * RATE}:min-keyint={IDR_EVERY_S * RATE}:scenecut=0:bframes=0"
    video.options = {"preset": "veryfast", "profile": "high", "crf": "23", "x264-params": keyframes}
    context = video.codec_context
    context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
    return video


def _sound_track(file: Any) -> Any:
    sound = file.add_stream("aac", rate=SOUND_HZ)
    sound.layout, sound.bit_rate = "mono", 64_000
    return sound


def _picture(index: int, size: tuple[int, int], drawn: dict[Any, Any] = {}) -> Picture:  # noqa: B006 (a memory)
    """Picture `index` as yuv420p: the slide of its time, the camera in the corner, its number along the upper edge."""
    width, height = size
    if size not in drawn:
        drawn[size] = _camera(width // 4, height // 4)
    slide = index // (SLIDE_EVERY_S * RATE)
    if (size, slide) not in drawn:
        drawn[size, slide] = _slide(slide, size)
    picture = drawn[size, slide].copy()
    camera = drawn[size][index * 7 % CAMERA_PICTURES]
    picture[height - camera.shape[0] : height, width - camera.shape[1] :] = camera
    field_w = width // NUMBER_FIELDS
    for bit in range(NUMBER_FIELDS):
        picture[: height // 8, bit * field_w : (bit + 1) * field_w] = 235 if index >> bit & 1 else 16
    return picture


def _slide(number: int, size: tuple[int, int]) -> Picture:
    """A slide with a title and lines, black on white: its luma, and grey."""
    width, height = size
    page = Image.new("L", size, 226)
    draw = ImageDraw.Draw(page)
    title, text = (ImageFont.load_default(max(8, height // share)) for share in (12, 24))
    draw.text((width // 16, height // 6), f"{number + 1}. Den vanskelige samtale", 30, title)
    for line in range(5 + number % 3):
        draw.text((width // 12, height * (8 + 2 * line) // 24), f"– linje {line + 1} af det, der blev sagt", 60, text)
    whole = np.full((height * 3 // 2, width), 128, np.uint8)
    whole[:height] = np.asarray(page)
    return whole


def _camera(width: int, height: int) -> list[Picture]:
    """Luma of a head that sways, under the noise of a cheap camera."""
    noise = np.random.default_rng(3)
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    pictures = []
    for number in range(CAMERA_PICTURES):
        sway = 0.06 * np.sin(2 * np.pi * number / CAMERA_PICTURES)
        head = 150 * np.exp(-((across - sway) ** 2 + (down - sway / 2) ** 2) / 0.18)
        pictures.append(np.clip(50 + head + noise.normal(0, 5, head.shape), 16, 235).astype(np.uint8))
    return pictures


def repeat(minute: Path, out: Path, times: int) -> None:
    """The same packets `times` over, each round a minute later."""
    with av.open(str(minute)) as source, av.open(str(out), "w", format="mp4") as file:
        tracks = {stream.index: file.add_stream_from_template(stream) for stream in source.streams}
        for round_number in range(times):
            source.seek(0)
            for packet in _of_one_round(source):
                track = tracks[packet.stream_index]
                shift = round(round_number * UNIT_S / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = track
                file.mux_one(packet)


def _of_one_round(source: Any) -> Iterator[Any]:
    """The packets that begin within the minute: the last AAC frames reach over its end, and the next round has begun then."""
    for packet in source.demux():
        if packet.pts is not None and 0 <= packet.pts * packet.time_base < UNIT_S:
            yield packet
