"""Knows again a finished video whose words alone were written anew: its pictures and sound lie where they lay, byte by byte.

    moov ─► mvhd, and the tracks of pictures and sound (their tables, edit lists, headers) ─┐
    all from the first coded picture or sound to the end of the file ───────────────────────┴─► SHA-256

Chapters, subtitles and tags do not count. A packet's bytes and times are told by these alone [ISO/IEC 14496-12, 8.6 and 8.7], so
that who knows what a pass through the packets has shown need not make it again.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator
from pathlib import Path

HEADER_BYTES, LONG_HEADER_BYTES = 8, 16
HANDLER_AT = 8
"""Where the kind of track stands in `hdlr`, behind its header: after version, flags and a word of zeros."""
MEDIA = (b"vide", b"soun")
OFFSETS = {b"stco": 4, b"co64": 8}
"""The boxes that say where a track's chunks lie, with the bytes of each entry."""


def media_digest(path: Path) -> str:
    """SHA-256 in hex; empty where the file is none that can be known again in this way.

    Raises:
        OSError: the disk does not give it out.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _digest(data)
    except ValueError:  # the pass through its packets says what is wrong with it
        return ""


def _digest(data: mmap.mmap) -> str:
    kinds = {kind: (at, end) for kind, at, end in _boxes(data, 0, len(data))}
    if b"moov" not in kinds or b"moof" in kinds:
        return ""
    tables = [(kind, at, end) for kind, at, end in _boxes(data, *kinds[b"moov"]) if _counts(data, kind, at, end)]
    first = min(offset for kind, at, end in tables if kind == b"trak" for offset in _offsets(data, at, end))
    if first < kinds[b"moov"][1]:
        return ""
    digest = hashlib.sha256(b"%d %d" % (first, len(data)))
    for _kind, at, end in tables:
        digest.update(data[at:end])
    with memoryview(data) as view, view[first:] as media:
        digest.update(media)
    return digest.hexdigest()


def _boxes(data: mmap.mmap, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, where its content begins, where it ends) of each box; ValueError where one does not end inside."""
    while at < end:
        size, kind, header = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], HEADER_BYTES
        if size == 1:
            size, header = int.from_bytes(data[at + 8 : at + 16]), LONG_HEADER_BYTES
        if size < header or at + size > end:
            raise ValueError(f"a box at {at}")
        yield kind, at + header, at + size
        at += size


def _child(data: mmap.mmap, at: int, end: int, *path: bytes) -> tuple[int, int]:
    for wanted in path:
        found = next(((at, end) for kind, at, end in _boxes(data, at, end) if kind == wanted), None)
        if found is None:
            raise ValueError(f"no {wanted!r}")
        at, end = found
    return at, end


def _counts(data: mmap.mmap, kind: bytes, at: int, end: int) -> bool:
    if kind != b"trak":
        return kind in (b"mvhd", b"mvex")
    handler = _child(data, at, end, b"mdia", b"hdlr")[0] + HANDLER_AT
    return data[handler : handler + 4] in MEDIA


def _offsets(data: mmap.mmap, at: int, end: int) -> Iterator[int]:
    """Where each chunk of a track lies."""
    for kind, begins, ends in _boxes(data, *_child(data, at, end, b"mdia", b"minf", b"stbl")):
        if width := OFFSETS.get(kind):
            for entry in range(begins + 8, ends, width):
                yield int.from_bytes(data[entry : entry + width])
