"""Reads what the finished file says of itself, without decoding: order of its boxes, packets, times, tracks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.errors import RecordingError
from vbn_video.messages import _
from vbn_video.reasons import system_reason
from vbn_video.recording.media import open_container
from vbn_video.recording.probe import sound_stream, video_stream
from vbn_video.report.measure.measurements import ContainerFacts

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

BOX_HEADER_BYTES = 8
LONG_BOX_HEADER_BYTES = 16  # ISO/IEC 14496-12, 4.2: a size of 1 means that 64 bits of size follow


@contextmanager
def open_finished(path: Path) -> Iterator[InputContainer]:
    """Open a finished video; a fault that shows only while it is read is raised as a sentence too.

    Raises:
        RecordingError: the file can't be read as a video.
    """
    import av

    try:
        with open_container(path) as media:
            yield media
    except (av.error.FFmpegError, RecordingError, ValueError) as error:  # ValueError: of a header that no filter of libav takes
        sentence = _("The finished video {path} cannot be read ({why}). Delete it and run again: it is made anew.")
        why = error.message if isinstance(error, RecordingError) else system_reason(error, "media")
        raise RecordingError(sentence, path=path, why=why) from error


def top_boxes(path: Path) -> Iterator[tuple[str, int]]:
    """The kinds of an MP4's outermost boxes, in order, and where each ends, without reading what is in them."""
    size = path.stat().st_size
    at = 0
    with path.open("rb") as file:
        while at + BOX_HEADER_BYTES <= size:
            file.seek(at)
            header = file.read(LONG_BOX_HEADER_BYTES)
            length = int.from_bytes(header[:4])
            if length == 1:
                length = int.from_bytes(header[8:])
            at = at + length if length >= BOX_HEADER_BYTES else size  # 0: to the end of the file
            yield header[4:8].decode("latin-1"), at


def index_in_front(path: Path) -> bool:
    """Whether `moov` stands before `mdat`, so that a browser can play before it has the whole file."""
    return next((kind for kind, _ in top_boxes(path) if kind in ("moov", "mdat")), "") == "moov"


def is_whole(path: Path) -> bool:
    """Whether every box ends inside the file: a file that was cut off promises more than is there."""
    size = path.stat().st_size
    return all(end <= size for _, end in top_boxes(path))


def read_container(path: Path) -> tuple[ContainerFacts, str]:
    """The facts of an MP4 with a video, and its content: by one pass through its packets, no more than one in memory.

    The content is a SHA-256 (64 hex digits) over the coded frames in order, then the coded sound in order: the same video has
    the same. Container, index, chapters, subtitles and tags do not count: a corrected word is no new video.

    Raises:
        RecordingError: the file can't be read as a video.
    """
    import numpy as np

    with open_finished(path) as media:
        video, sound = video_stream(media, path), sound_stream(media)
        hashes = {stream.index: hashlib.sha256() for stream in (video, sound) if stream is not None}
        shown_index, tick_us = video.index, float(video.time_base or 0) * 1_000_000
        starts: list[int] = []
        lengths: list[int] = []
        for packet in media.demux([media.streams[index] for index in hashes]):
            if not packet.size:
                continue
            hashes[packet.stream_index].update(packet)
            if packet.stream_index == shown_index and packet.pts is not None and not packet.is_discard:
                starts.append(packet.pts)
                lengths.append(packet.duration or 0)
        order = np.argsort(starts)
        starts_us = np.asarray(starts, np.int64)[order] * tick_us
        frame_us = round(float(np.median(np.diff(starts_us)))) if len(starts) > 1 else 0
        last_us = lengths[order[-1]] * tick_us or frame_us if starts else 0
        facts = ContainerFacts(
            **_told_by_head(path, media),
            pictures=len(starts),
            picture_us=frame_us,
            picture_start_us=round(starts_us[0]) if starts else 0,
            picture_end_us=round(starts_us[-1] + last_us) if starts else 0,
            width=video.width,
            height=video.height,
            codec=video.codec_context.name,
            **_sound_shape(sound),
        )
    return facts, hashlib.sha256(b"".join(track.digest() for track in hashes.values())).hexdigest()


def with_other_words(path: Path, known: ContainerFacts) -> ContainerFacts | None:
    """The facts of a video whose media is that of `known` (`media_digest`): only its words are looked at anew.

    None where a subtitle can't be reached: who plays the file stumbles over it, and a pass through all packets shows how.

    Raises:
        RecordingError: the file can't be read as a video.
    """
    with open_finished(path) as media:
        return replace(known, **_told_by_head(path, media)) if _has_all_subtitles(media) else None


def _has_all_subtitles(media: InputContainer) -> bool:
    from av.stream import Discard

    for stream in media.streams:
        stream.discard = Discard.default if stream.type == "subtitle" else Discard.all
    promised = sum(stream.frames for stream in media.streams.subtitles)
    return not promised or sum(packet.size > 0 for packet in media.demux(*media.streams.subtitles)) == promised


def _told_by_head(path: Path, media: InputContainer) -> dict[str, Any]:
    return {
        "size": path.stat().st_size,
        "whole": is_whole(path),
        "index_in_front": index_in_front(path),
        "chapters": len(media.chapters()),
        "subtitles": len(media.streams.subtitles),
    }


def _sound_shape(sound: av.AudioStream | None) -> dict[str, Any]:
    if sound is None:
        return {}
    return {"sound_codec": sound.codec_context.name, "sound_rate_hz": sound.rate, "sound_channels": sound.channels}
