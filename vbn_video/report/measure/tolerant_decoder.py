"""Decodes packets, goes on after a fault, and remembers where the faults were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from vbn_video.clock import US_PER_S
from vbn_video.recording.media import to_fraction
from vbn_video.report.measure.measurements import DecodeFault

if TYPE_CHECKING:
    import av

    Frames = Sequence[av.VideoFrame | av.AudioFrame]

FAULTS_KEPT = 20


class TolerantDecoder:
    """The decoder of one stream."""

    def __init__(self, stream: av.VideoStream | av.AudioStream, kind: Literal["picture", "sound"]) -> None:
        self._context, self._kind = stream.codec_context, kind
        self._time_base = to_fraction(stream.time_base)
        self._us_per_tick = self._time_base * US_PER_S
        self._restart()

    def decode(self, packet: av.Packet[Any]) -> Frames:
        """The frames that are ready once the decoder has this packet; none after a fault."""
        if packet.is_corrupt:
            self._note(packet.pts, "damaged")
        return self._frames(lambda: self._context.decode(packet), packet.pts)

    def end(self) -> tuple[Frames, int, tuple[DecodeFault, ...]]:
        """The last frames, the number of faults since the last end, and the first of them; after a seek it goes on."""
        frames = self._frames(lambda: self._context.decode(None), self._last_pts)
        ended = frames, self._faults, tuple(self._first_faults)
        self._restart()
        return ended

    def time_us(self, pts: int | None) -> int:
        """A time stamp of the stream in microseconds; 0 where there is none."""
        return round((pts or 0) * self._us_per_tick)

    def _restart(self) -> None:
        self._faults = 0
        self._last_pts: int | None = None
        self._first_faults: list[DecodeFault] = []

    def _frames(self, decode: Callable[[], Any], pts: int | None) -> Frames:
        import av

        self._last_pts = pts
        try:
            frames = [frame for frame in decode() if isinstance(frame, (av.VideoFrame, av.AudioFrame))]
        except av.error.FFmpegError as error:
            self._note(pts, error.strerror or type(error).__name__)
            return []
        for frame in frames:
            frame.time_base = self._time_base  # those that come at the end have none
            if frame.is_corrupt:
                self._note(frame.pts, "damaged")
        return frames

    def _note(self, pts: int | None, what: str) -> None:
        self._faults += 1
        if len(self._first_faults) < FAULTS_KEPT:
            self._first_faults.append(DecodeFault(self.time_us(pts), self._kind, what))
