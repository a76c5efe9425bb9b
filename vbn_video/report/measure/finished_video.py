"""Reads the finished video from its first packet to its last and measures it; `report/rules/` judges.

    packets ──► container facts (order of boxes, times, tracks)
       │
       ├─ frames ────decode──► black, standing still, damaged
       └─ sound ─────decode──► loudness, true peak, silence

One pass decodes every frame of video and sound, each seen once and let go, so that memory does not grow with the length.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.clock import seconds
from vbn_video.events import Emit, Progress
from vbn_video.recording.probe import sound_stream, video_stream
from vbn_video.report.measure.container import open_finished, read_container
from vbn_video.report.measure.ebur128 import SoundWatch
from vbn_video.report.measure.intervals import FrameWatch
from vbn_video.report.measure.measurements import DecodedFacts, DecodeFault, Measurements

if TYPE_CHECKING:
    import av

FRAME_EVERY_US = 200_000
SHORTEST_BLACK_US = 1_000_000
SHORTEST_STILL_US = 60_000_000
SHORTEST_SILENCE_US = 5_000_000
FAULTS_KEPT = 20
PROGRESS_EVERY_US = 2_000_000


def measure_video(path: Path, emit: Emit, remembered: DecodedFacts | None = None) -> Measurements:
    """Measure a finished video.

    `remembered` are the decoded facts of the same video content (`video_content`): then nothing is decoded.

    Raises:
        RecordingError: the file cannot be read as a video at all.
    """
    container = read_container(path)
    return Measurements(container, remembered or decode_video(path, container.picture_end_us, emit))


def decode_video(path: Path, expected_us: int, emit: Emit) -> DecodedFacts:
    """Decode everything once, on all cores; raises as `measure_video`."""
    import av

    with open_finished(path) as media:
        video, sound = video_stream(media, path), sound_stream(media)
        video.thread_type = "AUTO"
        frames = FrameWatch(FRAME_EVERY_US, SHORTEST_BLACK_US, SHORTEST_STILL_US)
        levels = SoundWatch(sound, SHORTEST_SILENCE_US) if sound else None
        decoder = _FaultTolerantDecoder()
        shown, told_us = 0, 0
        sound_start_us: int | None = None
        sound_end_us: int | None = None
        for packet in media.demux(*filter(None, (video, sound))):
            for frame in decoder.decode(packet):
                at_us = round((frame.time or 0) * 1_000_000)
                if isinstance(frame, av.VideoFrame):
                    shown += 1
                    frames.feed(at_us, frame)
                    if at_us >= told_us:
                        emit(Progress(seconds(at_us), seconds(expected_us)))
                        told_us = at_us + PROGRESS_EVERY_US
                elif isinstance(frame, av.AudioFrame) and levels:
                    sound_start_us = at_us if sound_start_us is None else sound_start_us
                    sound_end_us = at_us + round(frame.samples / frame.sample_rate * 1_000_000)
                    levels.feed(frame)
        black, frozen = frames.end(expected_us)
        loudness, peak, silent = levels.end() if levels and sound_end_us is not None else (None, None, ())
        faults = decoder.faults, tuple(decoder.first_faults)
        return DecodedFacts(shown, *faults, sound_start_us, sound_end_us, loudness, peak, black, frozen, silent)


class _FaultTolerantDecoder:
    """Decodes packets, goes on after a fault, and remembers where the faults were."""

    def __init__(self) -> None:
        self.faults = 0
        self.first_faults: list[DecodeFault] = []

    def decode(self, packet: av.Packet[Any]) -> Sequence[av.VideoFrame | av.AudioFrame]:
        import av

        stream = "picture" if packet.stream.type == "video" else "sound"
        if packet.is_corrupt:
            self._note(_time_us(packet), stream, "damaged")
        try:
            frames = [frame for frame in packet.decode() if isinstance(frame, (av.VideoFrame, av.AudioFrame))]
        except av.error.FFmpegError as error:
            self._note(_time_us(packet), stream, error.strerror or type(error).__name__)
            return []
        for frame in frames:
            if frame.is_corrupt:
                self._note(round((frame.time or 0) * 1_000_000), stream, "damaged")
        return frames

    def _note(self, at_us: int, stream: str, what: str) -> None:
        self.faults += 1
        if len(self.first_faults) < FAULTS_KEPT:
            self.first_faults.append(DecodeFault(at_us, stream, what))


def _time_us(packet: av.Packet[Any]) -> int:
    return round((packet.pts or 0) * float(packet.time_base or 0) * 1_000_000)
