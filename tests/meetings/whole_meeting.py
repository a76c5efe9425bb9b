"""A made meeting as a recording: its slides drawn as pictures, with its sound as it was kept beside the fixtures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.meetings.fixtures import FOLDER, KeptMeeting
from tests.running import HOUSE
from vbn_video.evidence import Slide

SOUND_RATE_HZ = 48_000
"""Opus has no other."""
FRAMES_A_SECOND = 10
KEYFRAME_S = 20
WIDTH, HEIGHT = 640, 360
FONT = HOUSE / "intros" / "fonts" / "AtkinsonHyperlegibleNext-SemiBold.ttf"
FACES = ((70, 80, 90), (150, 60, 60), (60, 120, 70), (60, 60, 140), (130, 120, 60))


def sound_file(name: str) -> Path:
    """Where the sound of a meeting lies, if it is kept."""
    return FOLDER / f"{name.replace(' ', '_')}.opus"


def write_opus(path: Path, sound: NDArray[np.float32], rate_hz: int) -> None:
    """Speech at 16 kb/s."""
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SOUND_RATE_HZ)
        stream.layout, stream.bit_rate = "mono", 16_000
        stream.options = {"application": "voip"}
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None]), "flt", "mono")
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler("flt", "mono", SOUND_RATE_HZ)
        for given in (frame, None):
            for piece in resampler.resample(given):
                container.mux(stream.encode(piece))
        container.mux(stream.encode())


def write_recording(path: Path, meeting: KeptMeeting) -> None:
    """The meeting's video, as Zoom would have left it, but smaller."""
    sound = _sound(sound_file(meeting.name), meeting.evidence.duration_us)
    pictures = [_drawn(slide, number) for number, slide in enumerate(meeting.evidence.slides)]
    starts_us = [slide.start_us for slide in meeting.evidence.slides]
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FRAMES_A_SECOND)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.options = {"preset": "veryfast", "g": str(KEYFRAME_S * FRAMES_A_SECOND), "bf": "0", "threads": "1"}
        audio = container.add_stream("aac", rate=SOUND_RATE_HZ)
        audio.layout, audio.bit_rate = "mono", 64_000
        for number in range(len(sound) * FRAMES_A_SECOND // SOUND_RATE_HZ):
            at_us = number * 1_000_000 // FRAMES_A_SECOND
            shown = pictures[int(np.searchsorted(starts_us, at_us, "right")) - 1]
            frame = av.VideoFrame.from_ndarray(shown, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_A_SECOND)
            container.mux(video.encode(frame))
            if number % FRAMES_A_SECOND == 0:
                first = number // FRAMES_A_SECOND * SOUND_RATE_HZ
                second = np.ascontiguousarray(sound[None, first : first + SOUND_RATE_HZ])
                heard = av.AudioFrame.from_ndarray(second, "fltp", "mono")
                heard.sample_rate, heard.pts, heard.time_base = SOUND_RATE_HZ, first, Fraction(1, SOUND_RATE_HZ)
                container.mux(audio.encode(heard))
        container.mux(video.encode())
        container.mux(audio.encode())


def _sound(path: Path, duration_us: int) -> NDArray[np.float32]:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", SOUND_RATE_HZ)
        frames = (out for frame in container.decode(audio=0) for out in resampler.resample(frame))
        sound = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    return np.asarray(sound[: duration_us * SOUND_RATE_HZ // 1_000_000], np.float32)


def _drawn(slide: Slide, number: int) -> NDArray[np.uint8]:
    """A slide with its text, or a wall of faces."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 246))
    draw = ImageDraw.Draw(image)
    if slide.title is None:
        for place in range(6):
            x, y = place % 3 * WIDTH // 3, place // 3 * HEIGHT // 2
            draw.rectangle((x + 4, y + 4, x + WIDTH // 3 - 4, y + HEIGHT // 2 - 4), fill=FACES[(place * 2 + number) % len(FACES)])
            draw.ellipse((x + 70, y + 30, x + 140, y + 120), fill=(220, 190, 170))
    else:
        title, *lines = (slide.text or slide.title).split("\n")
        draw.rectangle((0, 0, WIDTH, 70), fill=FACES[number % len(FACES)])
        draw.text((20, 16), title, font=ImageFont.truetype(str(FONT), 32), fill="white")
        for row, line in enumerate(lines):
            draw.text((30, 110 + 50 * row), line, font=ImageFont.truetype(str(FONT), 20), fill=(30, 30, 30))
    return np.asarray(av.VideoFrame.from_image(image).reformat(format="yuv420p").to_ndarray(), np.uint8)
