"""Recordings put together by hand for tests of sound: what the probe would find, with numbers that the test chooses."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Identity, Part, Recording, SoundFormat, VideoFormat

NOBODY = Identity(0, 0, "", "")
NO_PICTURE = VideoFormat("h264", 320, 180, "yuv420p")


def part_of(path: Path, duration_us: int, source_start_us: int = 0) -> Part:
    """The part that a file's first sound track makes, `duration_us` long; no sound where the file has none."""
    with av.open(str(path)) as file:
        track = next(iter(file.streams.audio), None)
        index, sound = (None, None) if track is None else (track.index, SoundFormat(track.codec.name, track.rate, track.channels))
    return Part(path.name, NOBODY, source_start_us, duration_us, 0, NO_PICTURE, 1, sound_index=index, sound=sound)


def recording_of(*parts: Part) -> Recording:
    return Recording("files", "møde", parts)


def write_flac(path: Path, sound: NDArray[np.float32], rate: int, first_pts: int = 0) -> Path:
    """Samples (or samples x channels) without loss (16 bits), so that a test can count on every one."""
    planes = np.atleast_2d(sound.T)
    layouts = {1: "mono", 2: "stereo", 6: "5.1"}
    whole = np.round(planes * 32767).astype(np.int16)
    with av.open(str(path), "w") as file:
        track = file.add_stream("flac", rate=rate)
        track.layout, track.format = layouts[len(planes)], "s16"
        for at in range(0, planes.shape[1], 4096):
            piece = np.ascontiguousarray(whole[:, at : at + 4096].T.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(piece, "s16", track.layout.name)
            frame.sample_rate, frame.pts = rate, first_pts + at
            file.mux(track.encode(frame))
        file.mux(track.encode())
    return path
