"""The bricks: boxes (ISO/IEC 14496-12, 4.2), descriptors (ISO/IEC 14496-1, 8.3.3), times and languages as they stand in them."""

import struct
from datetime import UTC, datetime

LARGEST_32_BIT = 0xFFFF_FFFF
LARGE_HEADER_BYTES = 16
EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
"""Times of day count from here (ISO/IEC 14496-12, 8.2.2)."""


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box with its 32-bit size in front."""
    return struct.pack(">I4s", 8 + sum(map(len, parts)), kind) + b"".join(parts)


def full_box(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """A box that says its version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def large_header(kind: bytes, body_bytes: int) -> bytes:
    """The sixteen bytes in front of a box whose size may need 64 bits."""
    return struct.pack(">I4sQ", 1, kind, LARGE_HEADER_BYTES + body_bytes)


def clock_box(kind: bytes, flags: int, created: int, between: bytes, duration: int, *parts: bytes) -> bytes:
    """mvhd, tkhd or mdhd: when it was made and how long it lasts, in 64 bits only where 32 do not hold them."""
    wide = max(created, duration) > LARGEST_32_BIT
    number = ">Q" if wide else ">I"
    stamp = struct.pack(number, created)
    return full_box(kind, int(wide), flags, stamp, stamp, between, struct.pack(number, duration), *parts)


def seconds_since_1904(at: datetime | None) -> int:
    """A time of day as a box holds it; 0 = not known."""
    return max(0, int((at - EPOCH).total_seconds())) if at is not None else 0


def language_code(code: str) -> bytes:
    """Three letters of ISO 639-2 in fifteen bits (ISO/IEC 14496-12, 8.4.2)."""
    first, second, third = (ord(letter) - 0x60 for letter in code)
    return struct.pack(">H", first << 10 | second << 5 | third)


def descriptor(tag: int, *parts: bytes) -> bytes:
    """An MPEG-4 descriptor; its length always takes four bytes, as most writers have it."""
    size = sum(map(len, parts))
    length = bytes((0x80 | size >> 21 & 0x7F, 0x80 | size >> 14 & 0x7F, 0x80 | size >> 7 & 0x7F, size & 0x7F))
    return bytes((tag,)) + length + b"".join(parts)
