"""MP4 and MOV files with edit lists of a test's own making (ISO/IEC 14496-12, 8.6.6): the media stay as they are."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

Edit = tuple[float, float | None]
"""(seconds that it lasts, second of the media that it begins at; None = nothing is shown)."""


def set_edits(path: Path, edits: Mapping[str, Sequence[Edit]], scale: int = 90_000) -> Path:
    """Give the tracks of a kind (`vide`, `soun`) of a file whose index is behind its media these edits, in place of any."""
    whole = path.read_bytes()
    out = b""
    for kind, body in _boxes(whole):
        out += _box(kind, _movie(body, edits, scale) if kind == b"moov" else body)
    assert out.index(b"moov") > out.index(b"mdat"), "media that move would be found no more"
    path.write_bytes(out)
    return path


def _movie(body: bytes, edits: Mapping[str, Sequence[Edit]], scale: int) -> bytes:
    out = b""
    for kind, inner in _boxes(body):
        changed = inner
        if kind == b"mvhd":
            duration = int.from_bytes(inner[16:20], "big") * scale // int.from_bytes(inner[12:16], "big")
            changed = inner[:12] + struct.pack(">II", scale, duration) + inner[20:]
        elif kind == b"trak":
            changed = _track(inner, edits, scale)
        out += _box(kind, changed)
    return out


def _track(body: bytes, edits: Mapping[str, Sequence[Edit]], scale: int) -> bytes:
    boxes = list(_boxes(body))
    media = dict(_boxes(dict(boxes)[b"mdia"]))
    handler, media_scale = media[b"hdlr"][8:12].decode(), int.from_bytes(media[b"mdhd"][12:16], "big")
    wanted = edits.get(handler)
    rows = b"".join(
        struct.pack(">Iii", round(lasts * scale), -1 if begins is None else round(begins * media_scale), 1 << 16)
        for lasts, begins in wanted or ()
    )
    elst = _box(b"edts", _box(b"elst", struct.pack(">II", 0, len(wanted or ())) + rows)) if wanted else b""
    kept = [(kind, inner) for kind, inner in boxes if kind != b"edts"]
    return b"".join(_box(kind, inner) + (elst if kind == b"tkhd" else b"") for kind, inner in kept)


def _boxes(body: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 0
    while at + 8 <= len(body):
        length = int.from_bytes(body[at : at + 4], "big")
        found.append((body[at + 4 : at + 8], body[at + 8 : at + length]))
        at += length
    return found


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body
