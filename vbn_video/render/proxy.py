"""A small copy of one recorded part that every browser plays: for looking and listening while one corrects, never published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vbn_video.evidence import Part
from vbn_video.render.ffmpeg_program import run_program

WIDTH = 640
CRF = 30
KEYFRAME_EACH = 50
"""Frames: two seconds at 25 a second, so that a jump is quick."""
SOUND_BITS = 96_000


def make_proxy(recorded: Path, part: Part, path: Path, told: Callable[[float], None]) -> None:
    """H.264 and AAC in an mp4 that begins where the part does; `told` is called with the share that is done.

    Raises:
        RecordingError: the part is damaged.
        OSError: the disk is full.
    """
    import ffmpeg

    source = ffmpeg.input(str(recorded))
    picture = source[str(part.picture_index)].filter("scale", f"min({WIDTH},iw)", -2).filter("format", "yuv420p")
    streams = [picture] if part.sound_index is None else [picture, source[str(part.sound_index)]]
    settings = {
        "vcodec": "libx264",
        "preset": "veryfast",
        "crf": CRF,
        "g": KEYFRAME_EACH,
        "movflags": "+faststart",
        "map_metadata": -1,
    }
    if part.sound_index is not None:
        settings |= {"acodec": "aac", "audio_bitrate": SOUND_BITS, "ac": min(part.sound.channels if part.sound else 2, 2)}
    output = ffmpeg.output(*streams, str(path), **settings)
    run_program(output, reads=recorded, writes=path, progress=lambda frames: told(min(frames / max(part.pictures, 1), 1.0)))
