"""Writes the finished file in one pass: the media first, behind the place of their index, then the index into its place."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from vbn_video.render.mp4.boxes import LARGE_HEADER_BYTES, large_header
from vbn_video.render.mp4.head import Media, build_head_and_room, reserved_bytes
from vbn_video.render.mp4.interleave import interleave, unplaced_samples
from vbn_video.render.mp4.tables import Samples
from vbn_video.render.mp4.text_metadata import TextMetadata
from vbn_video.render.mp4.tracks import SoundTrack, VideoTrack

BUFFER_BYTES = 1 << 20


def write_movie(  # noqa: PLR0917
    path: Path,
    video: VideoTrack,
    sound: SoundTrack | None,
    metadata: TextMetadata,
    video_data: Iterator[bytes],
    sound_data: Iterator[bytes],
    progress: Callable[[float], None],
) -> None:
    """Write the finished MP4 from coded samples, one at a time, in decoding order; the same input gives the same bytes.

    Both iterators are read in turn, about a second of each; `progress` is called with the share that is written, 0 to 1. To fsync
    and to rename is the caller's.

    Raises:
        OSError: with ENOSPC: the disk is full.
        ValueError: there are more or fewer samples than the tracks say.
    """
    order = interleave(video, sound)
    video_samples, sound_samples = unplaced_samples(order)
    media = Media(video, video_samples, sound, sound_samples)
    media_at = reserved_bytes(media, metadata)
    writers = _TrackWriter(video_samples, video_data), _TrackWriter(sound_samples, sound_data)
    chunks = list(order.chunks)
    with path.open("wb", buffering=BUFFER_BYTES) as file:
        at = file.seek(media_at + LARGE_HEADER_BYTES)
        for number, (is_sound, count) in enumerate(chunks):
            progress(number / len(chunks))
            at = writers[is_sound].write_chunk(file, at, count)
        for writer in writers:
            writer.end()
        file.seek(media_at)
        file.write(large_header(b"mdat", at - media_at - LARGE_HEADER_BYTES))
        file.seek(0)
        file.write(build_head_and_room(media, metadata, media_at))
    progress(1.0)


class _TrackWriter:
    """A track's samples on their way into the file; remembers where they lie."""

    def __init__(self, samples: Samples, data: Iterator[bytes]) -> None:
        self.samples, self.data = samples, iter(data)
        self.written = self.chunks = 0

    def write_chunk(self, file: BinaryIO, at: int, count: int) -> int:
        """Write the next `count` samples at `at`, where `file` stands; returns where they end."""
        self.samples.chunk_offsets[self.chunks] = at
        first = self.written
        for number, sample in enumerate(islice(self.data, count), start=first):
            file.write(sample)
            self.samples.sizes[number] = len(sample)
            at += len(sample)
            self.written = number + 1
        if self.written != first + count:
            raise ValueError(f"{self.written} samples, and {len(self.samples.sizes)} were promised")
        self.chunks += 1
        return at

    def end(self) -> None:
        """Raise ValueError if there are samples left."""
        if next(self.data, None) is not None:
            raise ValueError(f"more than the {len(self.samples.sizes)} samples that were promised")
