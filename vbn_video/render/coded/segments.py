"""Where the coded frames of the programme come from: segments that follow each other, each decodable without the others.

a bumper, an encoded span ─► EncodedSegment ─┐
a recorded part ───────────► CopiedSegment  ─┼─► samples of one H.264 track, in decoding order
the previous video ────────► ReusedSegment  ─┘
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vbn_video.decisions import SpliceSpan
from vbn_video.errors import RecordingError
from vbn_video.messages import _
from vbn_video.recording.media import open_container, open_recorded, to_fraction
from vbn_video.render.coded.h264_track import Normaliser
from vbn_video.render.mp4.tracks import TICKS_PER_S, to_ticks
from vbn_video.render.programme import Programme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vbn_video.render.mp4.finished import FinishedMovie


def hold_first(programme: Programme, span: SpliceSpan, times: NDArray[np.int64]) -> NDArray[np.int64]:
    """The times of the frames of a span, its first one shown from the span's beginning where that is sooner."""
    if not programme.held_us(span) or not len(times):
        return times
    held = times.copy()
    held[times.argmin()] = to_ticks(span.start_us)
    return held


class CodedSegment(Protocol):
    """Coded frames in decoding order, the first an IDR picture, that need none of another segment."""

    @property
    def configuration(self) -> bytes:
        """Their parameter sets, as an avcC record or in Annex B form."""

    @property
    def times(self) -> NDArray[np.int64]:
        """When each is presented, in ticks of 1/90,000 s of the programme."""

    @property
    def sync(self) -> NDArray[np.bool_]:
        """Which are IDR pictures."""

    def data(self) -> Iterator[bytes]:
        """Their coded bytes: NAL units with 4-byte lengths, no parameter sets."""


@dataclass(frozen=True)
class EncodedSegment:
    """All frames of a file of our own making: a bumper, or a span that was encoded."""

    path: Path
    configuration: bytes
    times: NDArray[np.int64]
    sync: NDArray[np.bool_]
    spare: int = 0
    """Number of leading frames skipped; their durations are kept."""

    @classmethod
    def of(cls, path: Path, at_us: int, spare: int = 0) -> EncodedSegment:
        """The file's frames, its own time 0 standing at `at_us` of the programme; none where nothing could be encoded."""
        import av
        import numpy as np

        try:
            with open_container(path) as file:
                stream = file.streams.video[0]
                base = to_fraction(stream.time_base) * TICKS_PER_S
                rows = [(round((packet.pts or 0) * base), packet.is_keyframe) for packet in file.demux(stream) if packet.size]
                configuration = bytes(stream.codec_context.extradata or b"")
        except av.error.InvalidDataError:  # a file in which no frame was ever written
            rows, configuration = [], b""
        times = np.array([time for time, _key in rows], np.int64) + to_ticks(at_us)
        sync = np.array([key for _time, key in rows], np.bool_)
        return cls(path, configuration, times[: max(0, len(times) - spare)], sync[spare:], spare)

    def data(self) -> Iterator[bytes]:
        """Every frame of the file that is not spare."""
        normalise = Normaliser(self.configuration)
        with open_container(self.path) as file:
            coded = (bytes(packet) for packet in file.demux(file.streams.video[0]) if packet.size)
            yield from map(normalise, islice(coded, self.spare, None))


@dataclass(frozen=True)
class CopiedSegment:
    """Frames of a recorded part as they are."""

    path: Path
    stream_index: int
    configuration: bytes
    times: NDArray[np.int64]
    sync: NDArray[np.bool_]
    pts: NDArray[np.int64]
    """In the file's own ticks, as `times` in decoding order."""
    dts: int
    """Of the first."""

    @classmethod
    def of(cls, programme: Programme, span: SpliceSpan) -> CopiedSegment:
        """The frames of a span that is copied."""
        import numpy as np

        assert span.part is not None and span.first is not None
        packets, part = programme.packets, programme.recording.parts[span.part]
        rows = slice(span.first, span.first + span.frames)
        order = np.argsort(packets.position[rows], kind="stable")
        times_us = programme.timeline.programme_from_kept(packets.time_us[rows])[order]
        with open_recorded(programme.path(part)) as file:
            configuration = bytes(file.streams[part.picture_index].codec_context.extradata or b"")
        return cls(
            path=programme.path(part),
            stream_index=part.picture_index,
            configuration=configuration,
            times=hold_first(programme, span, to_ticks(times_us)),
            sync=packets.idr[rows][order],
            pts=packets.pts[rows][order],
            dts=int(packets.dts[rows][order][0]),
        )

    def data(self) -> Iterator[bytes]:
        """Exactly the frames of the span.

        Raises:
            RecordingError: the file is no longer what was read.
        """
        normalise = Normaliser(self.configuration)
        wanted = iter(self.pts.tolist())
        following = next(wanted)
        for packet in self._packets():
            pts = packet.pts if packet.pts is not None else packet.dts
            if pts != following or packet.is_discard:
                continue
            yield normalise(bytes(packet))
            following = next(wanted, None)
            if following is None:
                return
        raise RecordingError(_("{path} has changed while it was read. Run the same command again."), path=self.path)

    def _packets(self) -> Iterator[Any]:
        """The file's packets from the first frame on, or from before it."""
        with open_recorded(self.path) as file:
            stream = file.streams[self.stream_index]
            file.seek(self.dts, stream=stream)
            packets = (packet for packet in file.demux(stream) if packet.size)
            first = next(packets, None)
            if first is not None and first.dts is not None and first.dts <= self.dts:
                yield first
                yield from packets
                return
        with open_recorded(self.path) as file:  # the file's index does not lead there
            yield from (packet for packet in file.demux(file.streams[self.stream_index]) if packet.size)


@dataclass(frozen=True)
class ReusedSegment:
    """Frames that the previous video has already."""

    movie: FinishedMovie
    first: int
    """Number of the first of them there, in decoding order."""
    configuration: bytes
    times: NDArray[np.int64]
    sync: NDArray[np.bool_]

    def data(self) -> Iterator[bytes]:
        """The frames, read from the previous video."""
        return self.movie.video_data(self.first, len(self.times))
