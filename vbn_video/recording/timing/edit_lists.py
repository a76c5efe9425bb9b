"""Edit lists (ISO/IEC 14496-12, 8.6.6): which piece of a track's media is presented, and when.

    media          ░░░░░░░░▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░       ░ = hidden
    presented  ····▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓                   · = an empty edit: nothing is presented yet
               0   begins          ends

libav's own handling (`advanced_editlist`) lets the first frame of an edit stand at the edit's beginning, wherever it belongs: up
to a frame too early against the sound, half a second in a slide show. Switched off, it only moves the times of the media by
where the one edit begins, which is exact; what lies outside the edit is then dropped by whoever reads.

A list of several pieces is beyond that: libav cuts it together, and what comes out is compared with what the list says, frame
by frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from vbn_video.clock import US_PER_S, nearest

EXACT = {"advanced_editlist": "0"}
"""Options with which libav, and the ffmpeg program, leave a list of one edit to us."""
RAW = {"ignore_editlist": "1"}
"""Options with which times are those of the media."""
MOST_OFF_US = 45_000
"""How far libav's times may be from the list's own: less than anybody sees between lips and voice (EBU R37: 40 to 60 ms)."""
MOST_OFF_SLOW_US = 200_000
"""The same where frames are further apart and no lips are seen to move: one frame, but never more than one at 5 a second."""
ROUNDED_US = 2_000
"""An edit's length is told in ticks of the whole film, often of a millisecond; a coded frame lasts longer."""
PRESENTED = frozenset({b"vide", b"soun"})
"""The kinds of tracks (`hdlr`) whose edits matter here."""
HEADER_BYTES = 16
MOST_INDEX_BYTES = 1 << 28
"""The index of a day takes a tenth of it."""
MOST_TOP_BOXES = 1 << 16
MOST_EDITS = 1 << 12
"""Of a track; more are not followed exactly, and the list is not taken for a simple one."""
NORMAL_RATE = 1 << 16
"""Of an edit: 1, in 16.16 fixed point."""


@dataclass(frozen=True)
class Edit:
    """A piece of a track, in microseconds."""

    lasts_us: int
    """0 = to the end of the media, in a fragmented file."""
    media_us: int | None
    """Where in the media it begins; None = nothing is presented."""
    is_plain: bool = True
    """Whether it is presented at its own speed."""


@dataclass(frozen=True)
class EditList:
    """The edits of one track, in order of presentation."""

    edits: tuple[Edit, ...] = ()

    @property
    def is_simple(self) -> bool:
        """Whether one piece of the media at most is presented, behind one empty edit at most."""
        edits = self.edits[1:] if self.edits and self.edits[0].media_us is None else self.edits
        behind = all(edit.media_us is None for edit in edits[1:])
        return not self.edits or (bool(edits) and edits[0].media_us is not None and edits[0].is_plain and behind)

    @property
    def begins_us(self) -> int | None:
        """When a simple list begins to present its media; None where it hides nothing in front."""
        return self.edits[0].lasts_us if self.edits and self.edits[0].media_us is None else (0 if self.edits else None)

    @property
    def ends_us(self) -> int | None:
        """When a simple list stops presenting its media; None where it goes on to their end."""
        lasts_us = next((edit.lasts_us for edit in self.edits if edit.media_us is not None), 0)
        return (self.begins_us or 0) + lasts_us if lasts_us else None

    def presents(self, at_us: int) -> bool:
        """Whether a frame that begins at this time of a simple list's presentation is shown."""
        begins_us, ends_us = self.begins_us, self.ends_us
        return (begins_us is None or at_us >= begins_us - ROUNDED_US // 2) and (
            ends_us is None or at_us < ends_us - ROUNDED_US // 2
        )

    def end_of(self, end_us: int) -> int:
        """When what ends at `end_us` by itself stops being presented."""
        ends_us = self.ends_us
        return end_us if ends_us is None or end_us <= ends_us + ROUNDED_US // 2 else ends_us

    def times_of(self, media_us: int, slack_us: int = 0) -> list[int]:
        """When a frame of the media is presented: once by each edit that holds it, made `slack_us` longer at either end."""
        times_us, at_us = [], 0
        for edit in self.edits:
            lasts_us = edit.lasts_us or 1 << 62
            if edit.media_us is not None and -slack_us <= media_us - edit.media_us < lasts_us + slack_us:
                times_us.append(at_us + media_us - edit.media_us)
            at_us += edit.lasts_us
        return times_us


NO_EDITS = EditList()


def differs(edits: EditList, media_us: Mapping[int, int], given: Iterable[tuple[int, int]]) -> bool:
    """Whether frames are presented notably otherwise than a list says; those at the edge of an edit may be there or not.

    A frame is known by its place in the file: `media_us` has when each begins in the media, `given` (place, time presented).
    """
    order_us = sorted(media_us.values())
    apart_us = sorted(later - one for one, later in pairwise(order_us))
    frame_us = apart_us[len(apart_us) // 2] if apart_us else 0
    off_us = max(MOST_OFF_US, min(frame_us, MOST_OFF_SLOW_US) + ROUNDED_US)
    given_us: dict[int, list[int]] = {}
    for place, time in given:
        given_us.setdefault(place, []).append(time)

    def all_near(times_us: Iterable[int], others_us: Sequence[int]) -> bool:
        return all(any(abs(time - other) <= off_us for other in others_us) for time in times_us)

    return not all(place in media_us for place in given_us) or not all(
        all_near(edits.times_of(time, -off_us), given_us.get(place, ()))
        and all_near(given_us.get(place, ()), edits.times_of(time, off_us))
        for place, time in media_us.items()
    )


def read_edit_lists(path: Path) -> dict[int, EditList]:
    """The edit lists of video and sound in an MP4 or MOV by the numbers of their tracks; of another or a damaged file, none.

    Raises:
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        movie = _movie(file, path.stat().st_size)
    lists: dict[int, EditList] = {}
    film_scale = next((_ticks_per_s(body) for body in _find(movie, b"mvhd")), 0)
    for track in _find(movie, b"trak"):
        number = next((_track_number(body) for body in _find(track, b"tkhd")), 0)
        media_scale = next((_ticks_per_s(body) for body in _find(track, b"mdia", b"mdhd")), 0)
        kind = next((bytes(body[8:12]) for body in _find(track, b"mdia", b"hdlr")), b"")
        edits = next((tuple(_edits(body, film_scale, media_scale)) for body in _find(track, b"edts", b"elst")), ())
        if kind in PRESENTED and edits:
            lists[number] = EditList(edits)
    return lists


def reading_options(path: Path) -> dict[str, str]:
    """Options with which a file's times are those of `Part`: see above.

    Raises:
        OSError: it can't be read.
    """
    lists = read_edit_lists(path).values()
    return dict(EXACT) if lists and all(one.is_simple for one in lists) else {}


def _movie(file: BinaryIO, size: int) -> memoryview:
    """What is in the box `moov`; nothing where there is none, or it can't be."""
    at = 0
    for _number in range(MOST_TOP_BOXES):
        file.seek(at)
        header = file.read(HEADER_BYTES)
        length, kind, body = int.from_bytes(header[:4]), header[4:8], 8
        if length == 1:
            length, body = int.from_bytes(header[8:]), HEADER_BYTES
        if length < body or at + length > size or not kind.isascii():
            break
        if kind == b"moov":
            if length > MOST_INDEX_BYTES:
                break
            file.seek(at + body)
            return memoryview(file.read(length - body))
        at += length
    return memoryview(b"")


def _find(body: memoryview, kind: bytes, *inner: bytes) -> Iterator[memoryview]:
    """The boxes of a kind in a box, and those within them."""
    at = 0
    while at + 8 <= len(body):
        length = int.from_bytes(body[at : at + 4])
        if length < 8:
            return
        if body[at + 4 : at + 8] == kind:
            found = body[at + 8 : at + length]
            yield from _find(found, *inner) if inner else (found,)
        at += length


def _ticks_per_s(body: memoryview) -> int:
    """Of a `mvhd` or `mdhd`."""
    at = 20 if _in_64_bits(body) else 12
    return int.from_bytes(body[at : at + 4])


def _in_64_bits(body: memoryview) -> bool:
    """Whether a full box is of version 1: its times have eight bytes."""
    return bytes(body[:1]) == b"\1"


def _track_number(body: memoryview) -> int:
    at = 20 if _in_64_bits(body) else 12
    return int.from_bytes(body[at : at + 4])


def _edits(body: memoryview, film_scale: int, media_scale: int) -> Iterator[Edit]:
    if not film_scale or not media_scale:
        return
    width = 8 if _in_64_bits(body) else 4
    row = 2 * width + 4
    for number in range(min(int.from_bytes(body[4:8]), (len(body) - 8) // row, MOST_EDITS)):
        at = 8 + number * row
        lasts, begins = int.from_bytes(body[at : at + width]), int.from_bytes(body[at + width : at + 2 * width], signed=True)
        rate = int.from_bytes(body[at + 2 * width : at + row], signed=True)
        media_us = None if begins < 0 else nearest(begins * US_PER_S, media_scale)
        yield Edit(nearest(lasts * US_PER_S, film_scale), media_us, rate == NORMAL_RATE)
