"""One decoded frame's samples as one or two channels of floats, whatever the file has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

Planes = NDArray[np.float32]
"""Channels x samples, -1 to 1."""

SIDE_GAIN = 0.5**0.5  # ITU-R BS.775: centre and surround channels in a stereo downmix
ONLY_LEFT = ("FL", "DL", "FLC")
ONLY_RIGHT = ("FR", "DR", "FRC")
LEFT_SIDES = ("BL", "SL")
RIGHT_SIDES = ("BR", "SR")


def resample(planes: Planes, from_hz: int, to_hz: int) -> Planes:
    """Bring a frame whose rate differs from its stream's (HE-AAC without signalling) to that rate."""
    if from_hz == to_hz:
        return planes
    places = np.arange(round(planes.shape[1] * to_hz / from_hz)) * (from_hz / to_hz)
    return np.stack([np.interp(places, np.arange(planes.shape[1]), plane) for plane in planes]).astype(np.float32)


def remix(frame: AudioFrame, channels: int) -> Planes:
    """A frame's samples as one channel (the mean of left and right) or two."""
    planes = to_planes(frame)
    if planes.shape[0] == channels:
        return planes
    if planes.shape[0] == 1:
        return np.repeat(planes, channels, axis=0)
    if planes.shape[0] > 2:
        planes = _stereo_gains([channel.name for channel in frame.layout.channels]) @ planes
    return planes.mean(axis=0, keepdims=True, dtype=np.float32) if channels == 1 else planes


def _stereo_gains(names: list[str]) -> NDArray[np.float32]:
    """Gains of each channel in left and right, low-frequency effects left out, never louder than full scale."""
    gains = np.zeros((2, len(names)), np.float32)
    for column, name in enumerate(names):
        if name == "LFE":
            continue
        gains[0, column] = 1.0 if name in ONLY_LEFT else 0.0 if name in ONLY_RIGHT + RIGHT_SIDES else SIDE_GAIN
        gains[1, column] = 1.0 if name in ONLY_RIGHT else 0.0 if name in ONLY_LEFT + LEFT_SIDES else SIDE_GAIN
    result: NDArray[np.float32] = gains / gains.sum(axis=1).max()
    return result


def to_planes(frame: AudioFrame) -> Planes:
    """A frame's samples as floats, channels first."""
    samples: NDArray[Any] = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    if samples.dtype == np.float32:
        return samples
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - np.float32(128)) / np.float32(128)
    scale = 1.0 if samples.dtype.kind == "f" else float(2 ** (8 * samples.dtype.itemsize - 1))
    return (samples / scale).astype(np.float32)
