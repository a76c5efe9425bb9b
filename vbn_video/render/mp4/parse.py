"""Reads boxes: the outermost ones of a file, those in `moov`, and a track's sample tables into arrays."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from vbn_video.render.mp4.boxes import LARGE_HEADER_BYTES
from vbn_video.render.mp4.tables import Integers, Samples

Bytes = memoryview
MOST_TOP_BOXES = 1 << 16
"""A plain MP4 has a handful, one in fragments two for each."""
MOST_INDEX_BYTES = 1 << 28
"""The index of a day takes a tenth of it."""
MOST_SAMPLES = 1 << 23
"""Of a track: a day of 97 frames a second. A table of one row can promise more than any memory holds."""
LONGEST_S = 1 << 22
"""48 days: later times are no recording's, and would not go into our clock."""


class MovieError(ValueError):
    """Not an MP4 that we can take video and sound out of: damaged, fragmented, or of another kind."""


@dataclass(frozen=True)
class TopBox:
    """An outermost box and where in the file it lies."""

    kind: bytes
    at: int
    body: int
    end: int


def read_top_boxes(file: BinaryIO, file_bytes: int) -> Iterator[TopBox]:
    """The outermost boxes in order, without reading what is in them.

    Raises:
        MovieError: one of them ends behind the end of the file, or there are more than a film has.
    """
    at = 0
    for _number in range(MOST_TOP_BOXES):
        if at >= file_bytes:
            return
        file.seek(at)
        header = file.read(LARGE_HEADER_BYTES)
        size, kind, body = int.from_bytes(header[:4]), header[4:8], at + 8
        if size == 1:
            size, body = int.from_bytes(header[8:]), at + LARGE_HEADER_BYTES
        end = at + size if size else file_bytes
        if not body <= end <= file_bytes:
            raise MovieError(f"the box {kind!r} does not end in the file")
        yield TopBox(kind, at, body, end)
        at = end
    raise MovieError("it is in too many pieces")


def child_boxes(data: Bytes) -> Iterator[tuple[bytes, Bytes]]:
    """(kind, body) of the boxes in a box.

    Raises:
        MovieError: one of them ends behind its parent.
    """
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if not 8 <= size <= len(data) - at:
            raise MovieError(f"the box {kind!r} does not end in its parent")
        yield bytes(kind), data[at + 8 : at + size]
        at += size


def find_box(data: Bytes, *path: bytes) -> Bytes | None:
    """The body of the first box on the path, if there is one."""
    for wanted in path:
        found = next((body for kind, body in child_boxes(data) if kind == wanted), None)
        if found is None:
            return None
        data = found
    return data


def get_box(data: Bytes, *path: bytes) -> Bytes:
    """The body of the first box on the path.

    Raises:
        MovieError: there is none.
    """
    found = find_box(data, *path)
    if found is None:
        raise MovieError(f"there is no {b'/'.join(path)!r}")
    return found


def read_timescale(header: Bytes) -> int:
    """The clock of mvhd or mdhd."""
    found: int = struct.unpack_from(">I", header, 20 if header[0] else 12)[0]
    if not found:
        raise MovieError("a clock that stands still")
    return found


def read_edit_list(track: Bytes) -> list[tuple[int, int]]:
    """(movie ticks, media time) of each edit; media time -1 is nothing, shown that long."""
    body = find_box(track, b"edts", b"elst")
    if body is None:
        return []
    entry, count = struct.Struct(">QqI" if body[0] else ">IiI"), struct.unpack_from(">I", body, 4)[0]
    entries = [entry.unpack_from(body, 8 + number * entry.size) for number in range(count)]
    if any(rate != 0x1_0000 for _ticks, _time, rate in entries):
        raise MovieError("an edit list that changes the speed")
    return [(ticks, time) for ticks, time, _rate in entries]


def read_sample_places(table: Bytes) -> Samples:
    """Where the samples of a track lie."""
    large = find_box(table, b"co64")
    offsets = _rows(get_box(table, b"stco"), ">u4", 1)[:, 0] if large is None else _rows(large, ">u8", 1)[:, 0]
    runs = _rows(get_box(table, b"stsc"), ">u4", 3)
    chunk_counts = _repeated(runs[:, 1], np.diff(runs[:, 0], append=len(offsets) + 1), len(offsets))
    fixed, count = struct.unpack_from(">II", get_box(table, b"stsz"), 4)
    if count > MOST_SAMPLES:
        raise MovieError(f"a track of {count} samples")
    if chunk_counts.sum() != count:
        raise MovieError("chunks and samples do not agree")
    sizes = np.full(count, fixed, np.int64) if fixed else _rows(get_box(table, b"stsz"), ">u4", 1, skip=8)[:, 0]
    return Samples(sizes, chunk_counts, offsets)


def read_sample_times(table: Bytes, count: int) -> tuple[Integers, int]:
    """(when each of `count` samples is presented, in media ticks; how long the last one in decoding order lasts)."""
    runs = _rows(get_box(table, b"stts"), ">u4", 2)
    deltas = _repeated(runs[:, 1], runs[:, 0], count)
    times = np.cumsum(deltas) - deltas
    later = find_box(table, b"ctts")
    if later is not None:
        pairs = _rows(later, ">i4" if later[0] else ">u4", 2)
        times = times + _repeated(pairs[:, 1], pairs[:, 0], count)
    return times, int(deltas[-1]) if count else 0


def refuse_late_times(times: Integers, shift: int, ticks_per_s: int) -> None:
    """Refuse times that no recording has.

    Raises:
        MovieError: one of them, or the shift, is further from 0 than `LONGEST_S`.
    """
    if max(int(times.max()), -int(times.min()), abs(shift)) > LONGEST_S * ticks_per_s:
        raise MovieError("a time that no recording has")


def read_sync_samples(table: Bytes, count: int) -> NDArray[np.bool_]:
    """At which samples decoding may begin."""
    body = find_box(table, b"stss")
    if body is None:
        return np.ones(count, np.bool_)
    sync = np.zeros(count, np.bool_)
    sync[_rows(body, ">u4", 1)[:, 0] - 1] = True
    return sync


def _rows(body: Bytes, number: str, columns: int, skip: int = 4) -> Integers:
    """The rows of a table, whose count stands `skip` bytes behind version and flags, at its head."""
    count = struct.unpack_from(">I", body, skip)[0]
    return np.frombuffer(body, number, count * columns, offset=skip + 4).reshape(count, columns).astype(np.int64)


def _repeated(values: Integers, times: Integers, whole: int) -> Integers:
    """Runs as single values, which are `whole` in number."""
    if times.sum() != whole or (times < 0).any():
        raise MovieError("sample tables of different length")
    return np.repeat(values, times)
