"""A track's box around its tables, and the movie's header (ISO/IEC 14496-12, 8.2 to 8.6)."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from vbn_video.clock import nearest
from vbn_video.render.mp4.boxes import LARGEST_32_BIT, box, clock_box, full_box, language_code
from vbn_video.render.mp4.tracks import TICKS_PER_S

ENABLED, IN_MOVIE = 1, 2  # flags of tkhd (ISO/IEC 14496-12, 8.3.2)
UNTURNED = struct.pack(">9I", 0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000)
"""The matrix that leaves a frame as it is."""
SELF_CONTAINED = box(b"dinf", full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1)))
FULL_VOLUME = 0x100


@dataclass(frozen=True)
class EditListEntry:
    """Some time of the movie, and from where in the track's media it is filled; `media_time` -1: with nothing."""

    movie_ticks: int
    media_time: int


@dataclass(frozen=True)
class Track:
    """A track, ready to be written."""

    handler: bytes
    name: str
    language: str
    """ISO 639-2."""
    ticks_per_s: int
    ticks: int
    """How long the media last."""
    media_header: bytes
    description: bytes
    tables: bytes
    edits: tuple[EditListEntry, ...] = ()
    """None where the media are presented from beginning to end."""
    flags: int = ENABLED | IN_MOVIE
    group: int = 0
    """Of the tracks of one group a player plays one; 0 = this one always."""
    size: tuple[int, int] = (0, 0)
    """Width and height as presented, in 1/65536 pixels."""

    @property
    def movie_ticks(self) -> int:
        """How long the track lasts in the movie."""
        return sum(edit.movie_ticks for edit in self.edits) or nearest(self.ticks * TICKS_PER_S, self.ticks_per_s)


def trak(track: Track, number: int, created: int, chapter_track: int = 0) -> bytes:
    """The box of track `number`, which names the track with its chapters if it has one."""
    volume = FULL_VOLUME if track.handler == b"soun" else 0
    shape = struct.pack(">8xHHHH", 0, track.group, volume, 0) + UNTURNED + struct.pack(">II", *track.size)
    header = clock_box(b"tkhd", track.flags, created, struct.pack(">II", number, 0), track.movie_ticks, shape)
    reference = box(b"tref", box(b"chap", struct.pack(">I", chapter_track))) if chapter_track else b""
    return box(b"trak", header, _edits(track.edits), reference, _media(track, created))


def movie_header(tracks: Sequence[Track], created: int) -> bytes:
    """mvhd: as long as the longest track."""
    once, aloud = 0x1_0000, 0x100
    rest = struct.pack(">IH10x", once, aloud) + UNTURNED + struct.pack(">24xI", len(tracks) + 1)
    longest = max(track.movie_ticks for track in tracks)
    return clock_box(b"mvhd", 0, created, struct.pack(">I", TICKS_PER_S), longest, rest)


def _edits(edits: Sequence[EditListEntry]) -> bytes:
    if not edits:
        return b""
    wide = max(max(edit.movie_ticks, 2 * edit.media_time) for edit in edits) > LARGEST_32_BIT
    entry = ">QqI" if wide else ">IiI"
    entries = (struct.pack(entry, edit.movie_ticks, edit.media_time, 0x1_0000) for edit in edits)
    return box(b"edts", full_box(b"elst", int(wide), 0, struct.pack(">I", len(edits)), *entries))


def _media(track: Track, created: int) -> bytes:
    language = language_code(track.language) + bytes(2)
    header = clock_box(b"mdhd", 0, created, struct.pack(">I", track.ticks_per_s), track.ticks, language)
    handler = full_box(b"hdlr", 0, 0, bytes(4), track.handler, bytes(12), track.name.encode("utf-8") + b"\0")
    table = box(b"stbl", track.description, track.tables)
    return box(b"mdia", header, handler, box(b"minf", track.media_header, SELF_CONTAINED, table))
