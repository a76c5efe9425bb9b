"""The frames of one recorded file in small, stretch by stretch: a keyframe by itself, or what follows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vbn_video.clock import US_PER_S
from vbn_video.look.changes.cells import grid_of

if TYPE_CHECKING:
    import av
    from av import Packet
    from av.container import InputContainer
    from av.video.codeccontext import VideoCodecContext
    from av.video.stream import VideoStream

    from vbn_video.look.changes.cells import Grid

NEAREST_KEYFRAMES_US = 2 * US_PER_S
"""Keyframes closer than this do not all begin a stretch: a codec that has nothing else would make a long look of it."""
MOST_PACKETS, MOST_BYTES = 3000, 32 << 20
"""A stretch that is longer is looked at in pieces: its packets wait in memory."""
SEEN_EVERY_US = 200_000
MOST_THREADS = 4
"""Each has frames of its own in memory."""


@dataclass(frozen=True)
class Stretch:
    """Packets from a keyframe up to the next one that is looked at."""

    start_us: int
    end_us: int
    """Where the next one begins; for the last one and for pieces, behind the last frame."""
    packets: Sequence[Packet[Any]]
    next_grid: Grid | None
    """What the keyframe behind it shows; None if there is none."""


class Frames:
    """Decodes one video stream; `time_of` gives the recording time of each presented frame by its time stamp."""

    def __init__(self, container: InputContainer, video: VideoStream, time_of: dict[int, int]) -> None:
        self._container, self._video, self._time_of = container, video, time_of
        self._context = video.codec_context
        self._context.thread_count = MOST_THREADS
        video.thread_type = "AUTO"
        self._context.skip_frame = "NONREF"

    def stretches(self) -> Iterator[Stretch]:
        """All of them, in the order of decoding."""
        waiting: list[Packet[Any]] = []
        size, start_us, end_us = 0, None, 0
        for packet in self._container.demux(self._video):
            if not packet.size or packet.pts is None:
                continue
            time_us = self._time_of.get(packet.pts)
            begins = packet.is_keyframe and time_us is not None
            if time_us is not None and begins and (start_us is None or time_us - start_us >= NEAREST_KEYFRAMES_US):
                grid = self.alone(packet)
                if waiting and start_us is not None:
                    yield Stretch(start_us, time_us, waiting, grid)
                waiting, size, start_us = [], 0, time_us
            elif len(waiting) >= MOST_PACKETS or size >= MOST_BYTES:
                yield Stretch(start_us or 0, end_us + 1, waiting, None)
                waiting, size, start_us = [], 0, max(end_us + 1, start_us or 0)
            waiting.append(packet)
            size += packet.size
            end_us = max(end_us, time_us or 0)
        if waiting:
            yield Stretch(start_us or 0, end_us + 1, waiting, None)

    def alone(self, packet: Packet[Any]) -> Grid | None:
        """What a keyframe shows; None if it can't be decoded."""
        frames = [*decode_what_can_be(self._context, packet), *decode_what_can_be(self._context, None)]
        self._context.flush_buffers()
        return grid_of(frames[-1]) if frames else None

    def seen(self, stretch: Stretch, *, until_us: int | None = None, only_us: Collection[int] = ()) -> Iterator[tuple[int, Grid]]:
        """(recording time, grid) of its frames, a few a second; may be left before its end.

        With `only_us`, all frames at these times, decoded from the first keyframe without what lies between: what other packets
        have changed is not there, and a frame that the decoder holds back may be missing.
        """
        last_us, wanted = None, set(only_us)
        try:
            for packet in (*self._chosen(stretch, wanted), None):
                for frame in decode_what_can_be(self._context, packet):
                    time_us = self._time_of.get(frame.pts) if frame.pts is not None else None
                    if time_us is None or (last_us is not None and not wanted and time_us < last_us + SEEN_EVERY_US):
                        continue
                    last_us = time_us
                    if until_us is not None and time_us > until_us:
                        return
                    yield time_us, grid_of(frame)
        finally:
            decode_what_can_be(self._context, None)
            self._context.flush_buffers()

    def _chosen(self, stretch: Stretch, wanted: set[int]) -> Sequence[Packet[Any]]:
        """The packets to decode: all, or the keyframes and those at the wanted times."""
        if not wanted:
            return stretch.packets
        return [
            one for one in stretch.packets if one.is_keyframe or (one.pts is not None and self._time_of.get(one.pts) in wanted)
        ]


def decode_what_can_be(context: VideoCodecContext, packet: Packet[Any] | None) -> list[av.VideoFrame]:
    """The frames that a packet brings out, with None those that are left; none of a packet that is damaged."""
    import av

    try:
        return context.decode(packet)
    except av.FFmpegError:  # damaged, or nothing is left
        return []
