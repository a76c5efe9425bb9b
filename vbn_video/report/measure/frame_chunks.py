"""A finished video's frames, decoded in chunks that need nothing of each other: as many at once as there are cores.

    packets ─► find_chunks: from one IDR picture to another ─► a ChunkDecoder for each thread ─► DecodedChunk, in their order

The decoder of one chunk has one thread: libav's frame threads take a tenth more processor time, and wait for each other.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any

from vbn_video.clock import US_PER_S
from vbn_video.recording.h264.bits import BitstreamError
from vbn_video.recording.h264.units import IDR, WITH_SLICE_HEADER, nal_unit_type, split_length_prefixed
from vbn_video.recording.media import to_fraction
from vbn_video.recording.probe import video_stream
from vbn_video.report.measure.container import open_finished
from vbn_video.report.measure.intervals import FrameSample, sample
from vbn_video.report.measure.measurements import DecodeFault
from vbn_video.report.measure.tolerant_decoder import TolerantDecoder

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

CHUNK_US = 20_000_000
"""Shortest time of a chunk. The samples of its frames are held until its turn comes."""
SAMPLE_EVERY_US = 200_000
MOST_THREADS = 8
LENGTH_SIZE_AT = 4
"""Where `lengthSizeMinusOne` stands in an avcC record (ISO/IEC 14496-15, 5.3.3.1)."""


@dataclass(frozen=True)
class Chunk:
    """The packets [start, end) by decode time, in ticks of the stream; None at the ends of the video."""

    start_dts: int | None
    end_dts: int | None


@dataclass(frozen=True)
class DecodedChunk:
    """What was seen of one chunk."""

    frames: int
    """Number of frames that the decoder gave."""
    samples: Sequence[FrameSample]
    faults: int
    first_faults: tuple[DecodeFault, ...]


def find_chunks(path: Path, least_us: int = CHUNK_US) -> tuple[Chunk, ...]:
    """The chunks of the video stream in order, each at least so long but the last; a single one where it is no H.264 with avcC.

    Raises:
        RecordingError: the file can't be read as a video.
    """
    with open_finished(path) as media:
        video = video_stream(media, path)
        length_size = _length_size(video)
        if not length_size:
            return (Chunk(None, None),)
        least = least_us / (to_fraction(video.time_base) * US_PER_S)
        starts: list[int] = []
        begin: int | None = None
        for packet in media.demux(video):
            if packet.dts is None or not packet.size:
                continue
            begin = packet.dts if begin is None else begin
            if packet.dts - begin >= least and packet.is_keyframe and _is_idr(packet, length_size):
                starts.append(packet.dts)
                begin = packet.dts
    return tuple(Chunk(start, end) for start, end in zip([None, *starts], [*starts, None], strict=True))


def decode_chunks(path: Path, least_us: int = CHUNK_US) -> Iterator[DecodedChunk]:
    """Every chunk of the video, in order; of those that are not asked for yet, as many are decoded as there are threads.

    Raises:
        RecordingError: the file can't be read as a video.
    """
    chunks = find_chunks(path, least_us)
    cores = min(os.cpu_count() or 1, MOST_THREADS)
    threads = min(cores, len(chunks))
    stopped = Event()
    idle: SimpleQueue[ChunkDecoder] = SimpleQueue()
    with ExitStack() as stack:
        for _thread in range(threads):
            media = stack.enter_context(open_finished(path))
            idle.put(ChunkDecoder(media, path, cores // threads, stopped))
        executor = ThreadPoolExecutor(threads)
        stack.callback(executor.shutdown, cancel_futures=True)
        stack.callback(stopped.set)
        under_way: deque[Future[DecodedChunk]] = deque()
        for chunk in chunks:
            under_way.append(executor.submit(_decode, chunk, idle))
            if len(under_way) > threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _decode(chunk: Chunk, idle: SimpleQueue[ChunkDecoder]) -> DecodedChunk:
    decoder = idle.get()
    try:
        return decoder.decode(chunk)
    finally:
        idle.put(decoder)


class ChunkDecoder:
    """One open file, of which any chunk can be decoded."""

    def __init__(self, media: InputContainer, path: Path, threads: int, stopped: Event) -> None:
        """`stopped` is set when no more frames are wanted."""
        self._media, self._stopped = media, stopped
        self._video = video_stream(media, path)
        self._video.thread_type = "AUTO" if threads > 1 else "NONE"
        self._video.codec_context.thread_count = threads
        self._decoder = TolerantDecoder(self._video, "picture")

    def decode(self, chunk: Chunk) -> DecodedChunk:
        """Decode every frame of the chunk; each is let go at once.

        Raises:
            av.FFmpegError: the file can't be read any more.
        """
        import av

        frames, samples, cell = 0, list[FrameSample](), -1

        def see(decoded: Sequence[av.VideoFrame | av.AudioFrame]) -> None:
            nonlocal frames, cell
            for frame in decoded:
                assert isinstance(frame, av.VideoFrame)
                frames += 1
                at_us = self._decoder.time_us(frame.pts)
                if at_us // SAMPLE_EVERY_US != cell:
                    cell = at_us // SAMPLE_EVERY_US
                    samples.append(sample(at_us, frame))

        for packet in self._packets(chunk):
            see(self._decoder.decode(packet))
        rest, faults, first_faults = self._decoder.end()
        see(rest)
        return DecodedChunk(frames, samples, faults, first_faults)

    def _packets(self, chunk: Chunk) -> Iterator[av.Packet[Any]]:
        if chunk.start_dts is not None:
            self._media.seek(chunk.start_dts, stream=self._video)
        for packet in self._media.demux(self._video):
            if self._stopped.is_set() or (chunk.end_dts is not None and packet.dts is not None and packet.dts >= chunk.end_dts):
                return
            if packet.size and (chunk.start_dts is None or packet.dts is None or packet.dts >= chunk.start_dts):
                yield packet


def _length_size(video: av.VideoStream) -> int:
    """How many bytes each NAL unit's length has; 0 where the stream has no such lengths."""
    record = video.codec_context.extradata or b""
    if video.codec_context.name != "h264" or len(record) <= LENGTH_SIZE_AT or record[0] != 1:
        return 0
    return (record[LENGTH_SIZE_AT] & 3) + 1


def _is_idr(packet: av.Packet[Any], length_size: int) -> bool:
    try:
        kinds = (nal_unit_type(unit) for unit in split_length_prefixed(memoryview(packet), length_size))
        return next((kind for kind in kinds if kind in WITH_SLICE_HEADER), None) == IDR
    except BitstreamError:
        return False
