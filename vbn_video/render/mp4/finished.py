"""Reads a finished file, or another plain MP4: what its tracks are and where their coded samples lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import numpy as np

from vbn_video.clock import nearest
from vbn_video.recording.probe import PRIMARIES, SPACES, TRANSFERS
from vbn_video.render.mp4.boxes import LARGE_HEADER_BYTES
from vbn_video.render.mp4.descriptions import AAC
from vbn_video.render.mp4.head import ROOM_MARK, Media
from vbn_video.render.mp4.parse import (
    MOST_INDEX_BYTES,
    Bytes,
    MovieError,
    TopBox,
    child_boxes,
    find_box,
    get_box,
    read_edit_list,
    read_sample_places,
    read_sample_times,
    read_sync_samples,
    read_timescale,
    read_top_boxes,
    refuse_late_times,
)
from vbn_video.render.mp4.tables import Samples
from vbn_video.render.mp4.tracks import PACKET_SAMPLES, TICKS_PER_S, Colour, SoundTrack, VideoTrack

FULL_BOX_BYTES = 4
VIDEO_ENTRY_BYTES, SOUND_ENTRY_BYTES = 78, 28  # before the boxes in avc1 and mp4a
NO_SAMPLES = Samples(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True)
class FinishedMovie:
    """An MP4 with one H.264 track and at most one AAC-LC track, whose coded samples can be read from their places."""

    path: Path
    video: VideoTrack
    """`times` has the edit list applied: what is before 0 is hidden."""
    video_samples: Samples
    """Its `offsets` and `sizes` have one row for each sample, in decoding order."""
    sound: SoundTrack | None
    sound_samples: Samples
    end_ticks: int
    """When the last frame ends, in ticks of 1/90 000 s."""
    media_at: int | None
    """Where the media begin in a file of ours; None in another's."""

    @property
    def media(self) -> Media:
        """What a new head is made from."""
        return Media(self.video, self.video_samples, self.sound, self.sound_samples)

    def video_data(self, first: int = 0, count: int | None = None) -> Iterator[bytes]:
        """The coded frames in decoding order, one at a time: all of them, or `count` from number `first` on."""
        return _data(self.path, self.video_samples, first, count)

    def sound_data(self, first: int = 0, count: int | None = None) -> Iterator[bytes]:
        """The coded packets of sound, one at a time: all of them, or `count` from number `first` on."""
        return _data(self.path, self.sound_samples, first, count)

    @classmethod
    def read(cls, path: Path) -> FinishedMovie:
        """Read the index of an MP4; nothing of the media is read.

        Raises:
            MovieError: it is damaged or fragmented, has no H.264, or shows its samples otherwise than one after the other.
            OSError: the file can't be read.
        """
        try:
            return cls(path, *_read(path))
        except (struct.error, LookupError, ValueError, OverflowError) as error:
            raise MovieError(f"{path}: {error}") from error


def _data(path: Path, samples: Samples, first: int, count: int | None) -> Iterator[bytes]:
    rows = slice(first, None if count is None else first + count)
    with path.open("rb") as file:
        for offset, size in zip(samples.offsets[rows].tolist(), samples.sizes[rows].tolist(), strict=True):
            file.seek(offset)
            yield file.read(size)


def _read(path: Path) -> tuple[VideoTrack, Samples, SoundTrack | None, Samples, int, int | None]:
    file_bytes = path.stat().st_size
    with path.open("rb") as file:
        tops = list(read_top_boxes(file, file_bytes))
        movie, media_at = _movie(file, tops), _media_at(file, tops)
    ticks_per_s = read_timescale(get_box(movie, b"mvhd"))
    tracks = {_description(body)[0]: body for kind, body in reversed(list(child_boxes(movie))) if kind == b"trak"}
    if find_box(movie, b"mvex") is not None or b"avc1" not in tracks:
        raise MovieError("it is fragmented, or has no H.264")
    video, video_samples, end_ticks = _read_video(tracks[b"avc1"], ticks_per_s)
    sound, sound_samples = _read_sound(tracks[b"mp4a"], ticks_per_s) if b"mp4a" in tracks else (None, NO_SAMPLES)
    for samples in (video_samples, sound_samples):
        if (samples.offsets < 0).any() or (samples.offsets + samples.sizes > file_bytes).any():
            raise MovieError("it is cut off")
    return video, video_samples, sound, sound_samples, end_ticks, media_at


def _movie(file: BinaryIO, tops: list[TopBox]) -> Bytes:
    found = next((top for top in tops if top.kind == b"moov"), None)
    if found is None:
        raise MovieError("there is no index")
    if found.end - found.body > MOST_INDEX_BYTES:
        raise MovieError("its index is too large")
    file.seek(found.body)
    return memoryview(file.read(found.end - found.body))


def _media_at(file: BinaryIO, tops: list[TopBox]) -> int | None:
    """Where the last box begins, if there is the room that we leave in front of it."""
    kinds = [top.kind for top in tops]
    if kinds not in ([b"ftyp", b"moov", b"free", b"mdat"], [b"ftyp", b"moov", b"mdat", b"free", b"mdat"]):
        return None
    room, media = tops[-2:]
    file.seek(room.body)
    ours = file.read(len(ROOM_MARK)) == ROOM_MARK and media.body - media.at == LARGE_HEADER_BYTES
    return media.at if ours else None


def _description(track: Bytes) -> tuple[bytes, Bytes]:
    """(kind, body) of a track's only sample description."""
    described = list(child_boxes(get_box(track, b"mdia", b"minf", b"stbl", b"stsd")[FULL_BOX_BYTES + 4 :]))
    if len(described) != 1:
        raise MovieError("a track whose samples are of several kinds")
    return described[0]


def _read_video(track: Bytes, movie_ticks_per_s: int) -> tuple[VideoTrack, Samples, int]:
    _kind, entry = _description(track)
    table = get_box(track, b"mdia", b"minf", b"stbl")
    boxes = entry[VIDEO_ENTRY_BYTES:]
    width, height = struct.unpack_from(">HH", entry, 24)
    across, down = struct.unpack(">II", find_box(boxes, b"pasp") or struct.pack(">II", 1, 1))
    samples = read_sample_places(table)
    count = len(samples.sizes)
    media_times, last = read_sample_times(table, count)
    ticks_per_s = read_timescale(get_box(track, b"mdia", b"mdhd"))
    shift, shown = _presented(track, movie_ticks_per_s, ticks_per_s)
    refuse_late_times(media_times, shift, ticks_per_s)
    end = int(media_times.max()) + last + shift
    if shown is not None and end - shown > ticks_per_s / movie_ticks_per_s:  # less is rounding
        end = shown
    video = VideoTrack(
        configuration=bytes(get_box(boxes, b"avcC")),
        width=width,
        height=height,
        sample_aspect=Fraction(across, down) if across and down else Fraction(1),
        colour=_colour(find_box(boxes, b"colr")),
        times=nearest(TICKS_PER_S * (media_times + shift), ticks_per_s),
        sync=read_sync_samples(table, count),
    )
    return video, samples, nearest(end * TICKS_PER_S, ticks_per_s)


def _read_sound(track: Bytes, movie_ticks_per_s: int) -> tuple[SoundTrack, Samples]:
    _kind, entry = _description(track)
    samples = read_sample_places(get_box(track, b"mdia", b"minf", b"stbl"))
    rate_hz = read_timescale(get_box(track, b"mdia", b"mdhd"))
    shift, shown = _presented(track, movie_ticks_per_s, rate_hz)
    if shift > 0:
        raise MovieError("the sound begins later than the movie")
    packets, priming = len(samples.sizes), -shift
    whole = packets * PACKET_SAMPLES - priming
    configuration, bitrate = _aac(bytes(get_box(entry[SOUND_ENTRY_BYTES:], b"esds")))
    channels = struct.unpack_from(">H", entry, 16)[0]
    presented = whole if shown is None else min(shown, whole)
    return SoundTrack(configuration, rate_hz, channels, bitrate, packets, priming, presented), samples


def _presented(track: Bytes, movie_ticks_per_s: int, ticks_per_s: int) -> tuple[int, int | None]:
    """(how much later than in the media a sample is presented, when the track ends if an edit says it), in the track's ticks."""
    edits = read_edit_list(track)
    if not edits:
        return 0, None
    empty = sum(ticks for ticks, time in edits if time == -1)
    filled = [edit for edit in edits if edit[1] != -1]
    if len(filled) != 1 or edits[-1] != filled[0]:
        raise MovieError("an edit list of several pieces")
    start = nearest(empty * ticks_per_s, movie_ticks_per_s)
    end = nearest((empty + filled[0][0]) * ticks_per_s, movie_ticks_per_s)
    return start - filled[0][1], end if filled[0][0] else None


def _aac(esds: bytes) -> tuple[bytes, int]:
    """(AudioSpecificConfig, bits a second) of an MPEG-4 elementary stream descriptor."""
    stream = _descriptors(esds[FULL_BOX_BYTES:])[3]
    decoder = _descriptors(stream[3:])[4]  # no writer of files sets a flag that would put something in between
    kind, bitrate = decoder[0], int.from_bytes(decoder[9:13])
    if kind != AAC:
        raise MovieError("the sound is not AAC")
    return _descriptors(decoder[13:])[5], bitrate


def _descriptors(data: bytes) -> dict[int, bytes]:
    """The bodies of descriptors that follow each other, by tag."""
    found, at = {}, 0
    while at < len(data):
        tag, size, more = data[at], 0, True
        while more:
            at += 1
            size, more = size << 7 | data[at] & 0x7F, bool(data[at] & 0x80)
        found[tag] = data[at + 1 : at + 1 + size]
        at += 1 + size
    return found


def _colour(colr: Bytes | None) -> Colour:
    if colr is None or bytes(colr[:4]) != b"nclx":
        return Colour()
    primaries, transfer, space, whole_range = struct.unpack_from(">HHHB", colr, 4)
    return Colour("pc" if whole_range & 0x80 else "tv", SPACES.get(space), PRIMARIES.get(primaries), TRANSFERS.get(transfer))
