"""Write picture and sound as Zoom's client does: H.264 High with keyframes far apart, AAC mono at 32 kHz, sound beside it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from sample_pictures import HEIGHT, WIDTH, Stage

SOUND_RATE_HZ = 32_000
PICTURES_A_SECOND = 25
KEYFRAME_S = 10
SOUND_BITRATE = 64_000


def _feed(container: av.container.OutputContainer, stream: av.AudioStream, sound: NDArray[np.float32], first: int) -> None:
    """One second of sound, from sample `first` on."""
    piece = np.ascontiguousarray(sound[None, first : first + SOUND_RATE_HZ])
    if piece.size:
        frame = av.AudioFrame.from_ndarray(piece, "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE_HZ, first, Fraction(1, SOUND_RATE_HZ)
        container.mux(stream.encode(frame))


def write_video(path: Path, stage: Stage, sound: NDArray[np.float32]) -> None:
    """The shared screen with its tiles, and the sound."""
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=PICTURES_A_SECOND)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.codec_context.time_base = Fraction(1, PICTURES_A_SECOND)
        video.options = {
            "preset": "slow",
            "crf": "24",
            "g": str(KEYFRAME_S * PICTURES_A_SECOND),
            "profile": "high",
            "bf": "0",
            "threads": "2",
            "colorprim": "bt709",
            "transfer": "bt709",
            "colormatrix": "bt709",
        }
        audio = container.add_stream("aac", rate=SOUND_RATE_HZ)
        audio.layout, audio.bit_rate = "mono", SOUND_BITRATE
        for number in range(len(sound) * PICTURES_A_SECOND // SOUND_RATE_HZ):
            image = stage.at(number / PICTURES_A_SECOND)
            frame = av.VideoFrame.from_image(image).reformat(format="yuv420p", dst_colorspace="ITU709")
            frame.pts, frame.time_base = number, Fraction(1, PICTURES_A_SECOND)
            container.mux(video.encode(frame))
            if number % PICTURES_A_SECOND == 0:
                _feed(container, audio, sound, number // PICTURES_A_SECOND * SOUND_RATE_HZ)
        container.mux(video.encode())
        container.mux(audio.encode())


def write_sound(path: Path, sound: NDArray[np.float32]) -> None:
    """The sound alone."""
    with av.open(str(path), "w", format="ipod") as container:
        audio = container.add_stream("aac", rate=SOUND_RATE_HZ)
        audio.layout, audio.bit_rate = "mono", SOUND_BITRATE
        for first in range(0, len(sound), SOUND_RATE_HZ):
            _feed(container, audio, sound, first)
        container.mux(audio.encode())
