"""Which characters a font has, read from its `cmap` table, and how a text is made to use no others.

Source: OpenType specification 1.9, `cmap`, formats 4 and 12.
"""

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.reasons import system_reason

LAST_CODE = 0x10FFFF
MOST_TABLES = 16
"""Unicode subtables that are read; fonts have two or three."""
JOINERS = {0x200D, 0xFE0E, 0xFE0F, 0x20E3}
"""What holds emoji together; of no use without them."""


@contextmanager
def unusable_font(font: Path) -> Iterator[None]:
    """What a damaged font leads its readers to, as a sentence.

    Raises:
        InputError: whatever is raised inside.
    """
    try:
        yield
    except (OSError, struct.error, ValueError) as error:
        sentence = _("{path} is no font that can be used ({why}). A font is a whole TTF or OTF file.")
        raise InputError(sentence, path=font, why=system_reason(error, "picture")) from error


@cache
def read_characters(font: Path) -> frozenset[int]:
    """The Unicode code points that a TTF or OTF has a glyph for.

    Raises:
        InputError: the file is no font.
    """
    found: set[int] = set()
    with unusable_font(font):
        data = font.read_bytes()
        for offset in _unicode_tables(data):
            (form,) = struct.unpack_from(">H", data, offset)
            if form == 4:
                found |= _format_4(data, offset)
            elif form == 12:
                found |= _format_12(data, offset)
    return frozenset(found)


def replace_missing(text: str, known: frozenset[int]) -> tuple[str, str]:
    """The text in characters that are `known`, its spaces collapsed, and the characters that had to be left out.

    What the font lacks is replaced where Unicode knows a plainer form (`ﬁ`, `①`, a letter without its rare accent).
    """
    kept, dropped = [], []
    for character in unicodedata.normalize("NFC", text):
        if ord(character) in known or character.isspace():
            kept.append(character)
        elif plain := _decompose(character, known):
            kept.append(plain)
        elif ord(character) not in JOINERS and unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Mn"):
            dropped.append(character)
    return " ".join("".join(kept).split()), "".join(dict.fromkeys(dropped))


def _decompose(character: str, known: frozenset[int]) -> str:
    return "".join(form for form in unicodedata.normalize("NFKD", character) if ord(form) in known and form != character)


def _unicode_tables(data: bytes) -> list[int]:
    """Where the font's Unicode subtables begin; of several that are the same table, one."""
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * index) for index in range(tables))
    start = next((offset for tag, _sum, offset, _length in records if tag == b"cmap"), None)
    if start is None:
        raise ValueError("cmap table missing")
    (count,) = struct.unpack_from(">H", data, start + 2)
    encodings = [struct.unpack_from(">HHI", data, start + 4 + 8 * index) for index in range(count)]
    unicode = (start + offset for *kind, offset in encodings if kind[0] == 0 or kind in ([3, 1], [3, 10]))
    return list(dict.fromkeys(unicode))[:MOST_TABLES]


def _format_4(data: bytes, offset: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", data, offset + 6)
    segments = doubled // 2
    ends = struct.unpack_from(f">{segments}H", data, offset + 14)
    starts = struct.unpack_from(f">{segments}H", data, offset + 16 + doubled)
    return _codes(zip(starts, ends, strict=True)) - {0xFFFF}


def _format_12(data: bytes, offset: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", data, offset + 12)
    return _codes(struct.unpack_from(">III", data, offset + 16 + 12 * index)[:2] for index in range(groups))


def _codes(ranges: Iterable[tuple[int, ...]]) -> set[int]:
    """The code points of ranges (first, last) that ascend, as the specification has them; each is gone through once."""
    found: set[int] = set()
    following = 0
    for first, last in ranges:
        found.update(range(max(first, following), min(last, LAST_CODE) + 1))
        following = max(following, last + 1)
    return found
