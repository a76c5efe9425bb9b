"""The sound of a recording on the recording's clock, to the sample.

        part 1: ▁▁▂▃▅▃▂▁▁   part 2: (late start) ▂▃▅▃▁  (gap) ▃▂▁
        recording: ▁▁▂▃▅▃▂▁▁·········▂▃▅▃▁·····▃▂▁·····       · = silence, filled in

Each decoded frame is laid where its time stamp says, edit lists and encoder priming applied (libav does both), so that a late
start, a hole or a part without sound moves nothing that follows. Sound is read in pieces and never held whole: three hours at
48 kHz would take 2 GB.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import gcd
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S, nearest, player_time, seconds
from vbn_video.decisions import PLAIN_MIX, ChannelMix
from vbn_video.errors import RecordingError
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Part, Recording
from vbn_video.messages import _, ngettext, number
from vbn_video.reasons import system_reason
from vbn_video.recording.media import open_recorded, unwrap_ticks
from vbn_video.recording.sound.channels import FOREVER_US, FrameMixer, Planes, resample, stereo_gains, to_channels
from vbn_video.recording.sound.frames import lay_out, samples_at

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.container import InputContainer

SILENCE_PIECE_S = 10
CHANNELS_PIECE_S = 10
LOST_END_US = 150_000
"""How much sooner than its header says a sound track may end: a coded frame or two, rounded."""
PREROLL_US = 500_000
"""Decoded and dropped before a place in the middle of a file: more than the memory of AAC (one frame), MP3 or Opus (80 ms)."""


def read_sound(
    recording: Recording,
    root: Path,
    rate_hz: int,
    channels: int = 1,
    block_s: float = 30,
    *,
    span: tuple[int, int] | None = None,
    mix: ChannelMix = PLAIN_MIX,
    emit: Emit | None = None,
) -> Iterator[NDArray[np.float32]]:
    """The whole recording's sound in order, or that of the samples [first, last), in blocks of `block_s` (the last is shorter).

    A block is `(samples,)` for one channel, otherwise `(samples, channels)`; all blocks together are exactly as long as the
    recording or the span. One channel is the mean of left and right, `mix` applied; a part with one channel fills both of two. A
    notice tells of sound that could not be decoded (it is silent).
    """
    length = max(round(block_s * rate_hz), 1)
    held: list[Planes] = []
    have = 0
    whole = 0, sample_at(recording.duration_us, rate_hz)
    for planes in read_samples(recording, root, span or whole, rate_hz, channels, mix=mix, emit=emit):
        held.append(planes)
        have += planes.shape[1]
        if have >= length:
            joined = np.concatenate(held, axis=1)
            full = have // length * length
            for first in range(0, full, length):
                yield _as_block(joined[:, first : first + length])
            held, have = [joined[:, full:].copy()], have - full
    if have:
        yield _as_block(np.concatenate(held, axis=1))


def read_samples(
    recording: Recording,
    root: Path,
    span: tuple[int, int],
    rate_hz: int,
    channels: int,
    *,
    mix: ChannelMix = PLAIN_MIX,
    emit: Emit | None = None,
) -> Iterator[Planes]:
    """The samples of a span [first, last) of the recording, counted at `rate_hz`, in pieces as they come; none beyond its end.

    The same samples as `read_sound` gives at that place; what lies before is not decoded.
    """
    borders = part_samples(recording, rate_hz)
    for part, start_us, (part_first, part_last) in zip(recording.parts, recording.part_starts_us, borders, strict=True):
        begin, end = max(span[0], part_first), min(span[1], part_last)
        if begin >= end:
            continue
        sound = _PartSound(root, part, start_us, channels, mix)
        try:
            yield from sound.resampled(begin - part_first, end - part_first, rate_hz)
        finally:
            sound.close()
        if sound.undecoded and emit is not None:
            sentence = ngettext(
                "{count} piece of the sound of {file} is damaged; it is silent.",
                "{count} pieces of the sound of {file} are damaged; they are silent.",
                sound.undecoded,
            )
            emit(Notice(sentence.format(count=sound.undecoded, file=part.file), "warning"))
        missing_us = max(part.sound_declared_us, part.sound_end_us) - sound.decoded_us
        if emit is not None and end == part_last and sound.decoded_us and missing_us > LOST_END_US:
            sentence = _(
                "The sound of {file} ends at {place}, {missing} s sooner than the file says: what was said there is lost. "
                "Copy or convert the recording again."
            )
            lost = {"place": player_time(sound.decoded_us), "missing": number(seconds(missing_us), 1), "file": part.file}
            emit(Notice(sentence.format(**lost), "warning"))


def read_channels(recording: Recording, root: Path, index: int) -> Iterator[Planes]:
    """All channels of one part that has sound, as they are and at its own rate, in pieces of some seconds."""
    part = recording.parts[index]
    assert part.sound is not None
    rate_hz, channels = part.sound.rate_hz, part.sound.channels
    sound = _PartSound(root, part, recording.part_starts_us[index], channels, None)
    held: list[Planes] = []
    try:
        for planes in sound.resampled(0, sample_at(part.duration_us, rate_hz), rate_hz):
            held.append(planes)
            if sum(piece.shape[1] for piece in held) >= CHANNELS_PIECE_S * rate_hz:
                yield np.concatenate(held, axis=1)
                held = []
    finally:
        sound.close()
    if held:
        yield np.concatenate(held, axis=1)


def read_downmix_gains(root: Path, part: Part) -> NDArray[np.float64]:
    """2 x channels: what of each channel of a part that has sound is in left and right of a plain mix."""
    assert part.sound is not None
    with open_recorded(root / part.file) as file:
        layout: Any = file.streams[part.sound_index or 0]
        names = [channel.name for channel in layout.layout.channels]
    return np.eye(2) if part.sound.channels == 2 else stereo_gains(names).astype(np.float64)


class RecordingSound:
    """A recording's sound, read span by span; its files stay open until it is closed (`with`)."""

    def __init__(self, recording: Recording, root: Path, rate_hz: int, channels: int = 1, *, mix: ChannelMix = PLAIN_MIX) -> None:
        self._recording, self._rate_hz, self._channels = recording, rate_hz, channels
        places = zip(recording.parts, recording.part_starts_us, strict=True)
        self._parts = [_PartSound(root, part, start_us, channels, mix) for part, start_us in places]
        self.duration_us = recording.duration_us

    def __enter__(self) -> RecordingSound:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for part in self._parts:
            part.close()

    def samples(self, start_us: int, end_us: int) -> NDArray[np.float32]:
        """The sound of [start, end); the same samples as `read_sound` gives at that place."""
        first, last = sample_at(start_us, self._rate_hz), sample_at(end_us, self._rate_hz)
        planes = np.zeros((self._channels, max(last - first, 0)), np.float32)
        for part, (part_first, part_last) in zip(self._parts, part_samples(self._recording, self._rate_hz), strict=True):
            begin, end = max(first, part_first), min(last, part_last)
            if begin < end:
                at = begin - first
                for piece in part.resampled(begin - part_first, end - part_first, self._rate_hz):
                    planes[:, at : at + piece.shape[1]] = piece
                    at += piece.shape[1]
        return _as_block(planes)


class Resampler:
    """Sound at one rate in, at another out, piece by piece, without delay: output sample n is the input at n / `to_hz`."""

    def __init__(self, from_hz: int, to_hz: int, channels: int = 1) -> None:
        from av.audio.resampler import AudioResampler

        self._from_hz, self._channels = from_hz, channels
        self._layout = "mono" if channels == 1 else "stereo"
        self._resampler = None if from_hz == to_hz else AudioResampler("fltp", self._layout, to_hz)

    def feed(self, planes: Planes) -> Planes:
        """Take more sound; gives as much resampled sound as can be made so far."""
        from av.audio.frame import AudioFrame as NewFrame

        if self._resampler is None or not planes.shape[1]:
            return planes
        frame = NewFrame.from_ndarray(np.ascontiguousarray(planes), "fltp", self._layout)
        frame.sample_rate = self._from_hz
        return self._joined(self._resampler.resample(frame))

    def flush(self) -> Planes:
        """What the resampler still holds; nothing can be fed after it."""
        return self._joined([] if self._resampler is None else self._resampler.resample(None))

    def _joined(self, frames: list[AudioFrame]) -> Planes:
        if not frames:
            return np.zeros((self._channels, 0), np.float32)
        return np.concatenate([frame.to_ndarray() for frame in frames], axis=1)


class _PartSound:
    """One part's sound, decoded from any place on; samples are counted from the part's own start."""

    def __init__(self, root: Path, part: Part, start_us: int, channels: int, mix: ChannelMix | None) -> None:
        self._path, self._part, self._start_us, self._channels = root / part.file, part, start_us, channels
        self._mixer = None if mix is None else FrameMixer(mix, channels)
        self._file: InputContainer | None = None
        self.undecoded = 0
        self.decoded_us = 0
        """Where what was decoded ends, from the part's start."""

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def resampled(self, first: int, last: int, to_hz: int) -> Iterator[Planes]:
        """Samples [first, last) at `to_hz`, silence where there are none: exactly so many."""
        rate_hz = self._rate_hz(to_hz)
        step = to_hz // gcd(rate_hz, to_hz)  # every so many output samples stand at a whole source sample
        margin = -(-to_hz // 10 // step) * step
        begin = max(first - margin, 0) // step * step
        end_source = -(-(last + margin) * rate_hz // to_hz)
        resampler = Resampler(rate_hz, to_hz, self._channels)

        def fed() -> Iterator[Planes]:
            for planes in self._laid_out(begin * rate_hz // to_hz, end_source, rate_hz):
                yield resampler.feed(planes)
            yield resampler.flush()

        at, given = begin, first
        for planes in fed():
            piece = planes[:, max(given - at, 0) : max(last - at, 0)]
            at += planes.shape[1]
            given += piece.shape[1]
            if piece.shape[1]:
                yield piece
            if given >= last:
                return

    def _rate_hz(self, without: int) -> int:
        return without if self._part.sound is None else self._part.sound.rate_hz

    def _laid_out(self, first: int, last: int, rate_hz: int) -> Iterator[Planes]:
        """Samples [first, last) at the file's own rate: frames where their time stamps say, silence between them."""
        at = first
        for laid, planes in self._decoded(first * US_PER_S // rate_hz, last, rate_hz):
            begin, presented = self._presented(laid, planes, rate_hz)
            if begin + presented.shape[1] <= at:
                continue
            yield from _silence(self._channels, min(begin, last) - at, rate_hz)
            at = max(at, min(begin, last))
            piece = presented[:, at - begin : last - begin] if begin < last else presented[:, :0]
            if piece.shape[1]:
                yield piece
                at += piece.shape[1]
            if at >= last:
                return
        yield from _silence(self._channels, last - at, rate_hz)

    def _presented(self, begin: int, planes: Planes, rate_hz: int) -> tuple[int, Planes]:
        """What an edit list lets be heard of samples that stand at `begin`."""
        if not self._part.sound_hidden:
            return begin, planes
        low, high = (
            max(sample_at(time_us, rate_hz) - begin, 0) for time_us in (self._part.sound_start_us, self._part.sound_end_us)
        )
        return begin + min(low, planes.shape[1]), planes[:, low:high]

    def _decoded(self, from_us: int, last: int, rate_hz: int) -> Iterator[tuple[int, Planes]]:
        """(sample of the part at which they stand, samples) of frames that touch, up to the one that reaches `last`.

        The first one begins a little before `from_us`.
        """
        if self._part.sound_index is None:
            return
        seek_us = from_us - PREROLL_US
        if seek_us > 0:
            frames = self._frames(seek_us + self._part.source_start_us)
            first = next(frames, None)
            if first is None or first.pts is None or self._begin(first, US_PER_S) > from_us:
                first, frames = None, self._frames(None)  # the file has no index that leads there
        else:
            first, frames = None, self._frames(None)
        stamped = self._stamped(frames if first is None else _prepended(first, frames), rate_hz)
        for stamp, begin, frame in lay_out(stamped, rate_hz, last, lambda stamp: self._mixed_alike_until(stamp, rate_hz)):
            at_us = self._start_us + stamp * US_PER_S // rate_hz
            mixed = self._mixer.mix(frame, at_us) if self._mixer else to_channels(frame, self._channels)
            planes = resample(mixed, frame.sample_rate, rate_hz)
            self.decoded_us = max(self.decoded_us, (begin + planes.shape[1]) * US_PER_S // rate_hz)
            yield begin, planes

    def _stamped(self, frames: Iterator[AudioFrame], rate_hz: int) -> Iterator[tuple[int, AudioFrame]]:
        """Each frame with the sample of the part at which its time stamp says that it begins."""
        end = 0
        for frame in frames:
            stamp = end if frame.pts is None else self._begin(frame, rate_hz)
            end = stamp + samples_at(frame, rate_hz)
            yield stamp, frame

    def _mixed_alike_until(self, sample: int, rate_hz: int) -> int:
        """The sample of the part up to which channels are mixed as those of a frame that begins at `sample`."""
        if self._mixer is None:
            return FOREVER_US
        until_us = self._mixer.alike_until(self._start_us + sample * US_PER_S // rate_hz)
        return (until_us - self._start_us) * rate_hz // US_PER_S

    def _begin(self, frame: AudioFrame, rate_hz: int) -> int:
        """At which sample of the part a frame begins, counted at `rate_hz`; whole numbers, because there are many frames."""
        tick = frame.time_base or Fraction(1, frame.sample_rate)
        over = tick.denominator * US_PER_S
        start = self._part.source_start_us * tick.denominator
        pts = unwrap_ticks(frame.pts or 0, start // (tick.numerator * US_PER_S), self._file) if self._file else 0
        exact = pts * tick.numerator * US_PER_S - start
        return nearest(exact * rate_hz, over)

    def _frames(self, seek_us: int | None) -> Iterator[AudioFrame]:
        """Frames from a place of the container's clock on, or from the file's beginning; broken ones are counted."""
        import av

        try:
            if seek_us is None:
                self.close()
            if self._file is None:
                self._file = open_recorded(self._path)
            stream: Any = self._file.streams[self._part.sound_index or 0]
            if seek_us is not None:
                self._file.seek(int(Fraction(seek_us, US_PER_S) / stream.time_base), stream=stream)
            packets = self._file.demux(stream)
        except (av.error.FFmpegError, OSError) as error:
            why = system_reason(error, "media")
            raise RecordingError(_("{path} can't be read: {error}."), path=self._path, error=why) from error
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                self.undecoded += 1  # the file breaks off here
                return
            if packet is None:
                return
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                self.undecoded += 1


def part_samples(recording: Recording, rate_hz: int) -> list[tuple[int, int]]:
    """First sample of each part, and the one after its last, on the recording clock."""
    return list(pairwise([sample_at(start_us, rate_hz) for start_us in (*recording.part_starts_us, recording.duration_us)]))


def sample_at(time_us: int, rate_hz: int) -> int:
    """Number of the sample that stands nearest to a time."""
    return nearest(time_us * rate_hz, US_PER_S)


def _silence(channels: int, samples: int, rate_hz: int) -> Iterator[Planes]:
    while samples > 0:
        piece = min(samples, SILENCE_PIECE_S * rate_hz)
        yield np.zeros((channels, piece), np.float32)
        samples -= piece


def _as_block(planes: Planes) -> NDArray[np.float32]:
    return planes[0] if planes.shape[0] == 1 else planes.T


def _prepended(first: AudioFrame, frames: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    yield first
    yield from frames
