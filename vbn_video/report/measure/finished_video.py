"""Decodes the finished video from its first packet to its last and measures it; `report/rules/` judges.

    packets
       │
       ├─ frames ────decode──► black, standing still, damaged
       └─ sound ─────decode──► loudness, true peak, silence

Every frame of video and sound is decoded once, the sound beside the video, each seen and let go, so that memory does not grow
with the length.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S, seconds
from vbn_video.events import Emit, Progress
from vbn_video.recording.probe import sound_stream
from vbn_video.report.measure.container import open_finished
from vbn_video.report.measure.ebur128 import SoundWatch
from vbn_video.report.measure.frame_chunks import decode_chunks
from vbn_video.report.measure.intervals import FrameWatch
from vbn_video.report.measure.measurements import DecodedFacts, DecodeFault, Interval
from vbn_video.report.measure.tolerant_decoder import FAULTS_KEPT, TolerantDecoder

if TYPE_CHECKING:
    import av

SHORTEST_BLACK_US = 1_000_000
SHORTEST_STILL_US = 60_000_000
SHORTEST_SILENCE_US = 5_000_000


@dataclass(frozen=True)
class _Sound:
    """What was heard of the whole sound; the times and levels are None without any."""

    start_us: int | None = None
    end_us: int | None = None
    integrated_lufs: float | None = None
    true_peak_dbtp: float | None = None
    silent: tuple[Interval, ...] = ()
    faults: int = 0
    first_faults: tuple[DecodeFault, ...] = ()


def decode_video(path: Path, expected_us: int, emit: Emit) -> DecodedFacts:
    """Decode all of a finished video once, on all cores; about `expected_us` of it, for the progress.

    Raises:
        RecordingError: the file can't be read as a video.
    """
    frames = FrameWatch(SHORTEST_BLACK_US, SHORTEST_STILL_US)
    shown, faults, first_faults = 0, 0, list[DecodeFault]()
    stopped = Event()
    emit(Progress(0, seconds(expected_us)))
    with ThreadPoolExecutor(1) as executor:
        sound_result = executor.submit(_decode_sound, path, stopped)
        try:
            for chunk in decode_chunks(path):
                shown, faults = shown + chunk.frames, faults + chunk.faults
                first_faults += chunk.first_faults
                for seen in chunk.samples:
                    frames.feed(seen)
                if chunk.samples:
                    emit(Progress(seconds(chunk.samples[-1].at_us), seconds(expected_us)))
            sound = sound_result.result()
        finally:
            stopped.set()
    black, frozen = frames.end(expected_us)
    first = sorted((*first_faults, *sound.first_faults), key=lambda fault: fault.start_us)[:FAULTS_KEPT]
    return DecodedFacts(
        pictures=shown,
        faults=faults + sound.faults,
        first_faults=tuple(first),
        sound_start_us=sound.start_us,
        sound_end_us=sound.end_us,
        integrated_lufs=sound.integrated_lufs,
        true_peak_dbtp=sound.true_peak_dbtp,
        black=black,
        frozen=frozen,
        silent=sound.silent,
    )


def _decode_sound(path: Path, stopped: Event) -> _Sound:
    """The whole sound, once; what was heard until then when `stopped` is set.

    Raises:
        RecordingError: the file can't be read as a video.
    """
    import av

    with open_finished(path) as media:
        stream = sound_stream(media)
        if stream is None:
            return _Sound()
        levels, decoder = SoundWatch(stream, SHORTEST_SILENCE_US), TolerantDecoder(stream, "sound")
        start_us: int | None = None
        end_us: int | None = None

        def hear(decoded: Sequence[av.VideoFrame | av.AudioFrame]) -> None:
            nonlocal start_us, end_us
            for frame in decoded:
                assert isinstance(frame, av.AudioFrame)
                at_us = decoder.time_us(frame.pts)
                start_us = at_us if start_us is None else start_us
                end_us = at_us + round(frame.samples / frame.sample_rate * US_PER_S)
                levels.feed(frame)

        for packet in media.demux(stream):
            if stopped.is_set():
                break
            if packet.size:
                hear(decoder.decode(packet))
        rest, faults, first_faults = decoder.end()
        hear(rest)
        loudness, peak, silent = levels.end() if end_us is not None else (None, None, ())
        return _Sound(start_us, end_us, loudness, peak, silent, faults, first_faults)
