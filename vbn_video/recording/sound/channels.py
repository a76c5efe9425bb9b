"""A decoded frame's samples as one or two channels of floats, whatever the file has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.decisions import ChannelMix, MixSpan

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

Planes = NDArray[np.float32]
"""Channels x samples, -1 to 1."""

FADE_US = 10_000
"""Half the length of a cross-fade between two ways to mix."""
FOREVER_US = 1 << 60
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


class FrameMixer:
    """Mixes the frames of a recording as it is planned for each moment, with a cross-fade from one way to the next."""

    def __init__(self, mix: ChannelMix, channels: int) -> None:
        self._channels = channels
        self._ways: list[MixSpan] = []
        at_us = -FOREVER_US
        for span in mix.spans:
            self._ways += [MixSpan(at_us, span.start_us)] if at_us < span.start_us else []
            self._ways.append(span)
            at_us = span.end_us
        self._ways.append(MixSpan(at_us, FOREVER_US))

    def mix(self, frame: AudioFrame, start_us: int) -> Planes:
        """A frame's samples, which begin at `start_us` of the recording, as one channel or two."""
        end_us = start_us + frame.samples * US_PER_S // frame.sample_rate
        first = bisect_right(self._ways, start_us - FADE_US, key=lambda way: way.end_us)
        last = bisect_right(self._ways, end_us + FADE_US, key=lambda way: way.start_us)
        ways = self._ways[first:last]
        if len(ways) == 1:
            return remix(frame, self._channels, ways[0])
        at_us = start_us + np.arange(frame.samples) * (US_PER_S / frame.sample_rate)
        mixed = np.zeros((self._channels, frame.samples), np.float32)
        for way in ways:
            inside_us = np.minimum(at_us - way.start_us, way.end_us - at_us)
            mixed += remix(frame, self._channels, way) * np.clip(inside_us / (2 * FADE_US) + 0.5, 0, 1).astype(np.float32)
        return mixed

    def alike_until(self, start_us: int) -> int:
        """Up to when samples from `start_us` on are mixed in one way only, no cross-fade near; `start_us` if they are not."""
        first = bisect_right(self._ways, start_us - FADE_US, key=lambda way: way.end_us)
        end_us = self._ways[first].end_us - FADE_US if first < len(self._ways) else FOREVER_US
        return max(start_us, end_us)


def remix(frame: AudioFrame, channels: int, way: MixSpan | None = None) -> Planes:
    """A frame's samples as one channel (the mean of left and right) or two; plainly, or in another way."""
    planes = to_planes(frame)
    if way is not None and way.only is not None and way.only < len(planes):
        return np.repeat(planes[way.only : way.only + 1], channels, axis=0)
    if way is not None and way.inverted:
        signs = [-1 if number in way.inverted else 1 for number in range(len(planes))]
        planes = planes * np.array(signs, np.float32)[:, None]
    if planes.shape[0] == channels:
        return planes
    if planes.shape[0] == 1:
        return np.repeat(planes, channels, axis=0)
    if planes.shape[0] > 2:
        planes = stereo_gains([channel.name for channel in frame.layout.channels]) @ planes
    return planes.mean(axis=0, keepdims=True, dtype=np.float32) if channels == 1 else planes


def to_channels(frame: AudioFrame, channels: int) -> Planes:
    """A frame's channels as they are; where it has others than its stream, missing ones are silent."""
    planes = to_planes(frame)[:channels]
    return np.pad(planes, ((0, channels - len(planes)), (0, 0)))


def stereo_gains(names: Sequence[str]) -> NDArray[np.float32]:
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
