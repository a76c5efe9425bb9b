"""Files as damage leaves them: cut short, overwritten, with pieces doubled or lost, with numbers that are far too large."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

EXTREMES = (0, 1, 2, 7, 8, 9, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 1 << 40, 1 << 63)
MOST_FAULTS = 6


def broken(samples: Sequence[bytes], seed: str, count: int, first_bytes: int | None = None) -> Iterator[bytes]:
    """So many files, each made of one of the samples, the same ones for the same seed; `first_bytes`: only in so much of it."""
    chance = random.Random(seed)
    for _number in range(count):
        sample = chance.choice(samples)
        data = bytearray(sample[:first_bytes])
        for _fault in range(chance.randint(1, MOST_FAULTS)):
            chance.choice(FAULTS)(chance, data, chance.choice(samples)[:first_bytes])
        yield bytes(data) + (sample[first_bytes:] if first_bytes else b"")


def _flip_bit(chance: random.Random, data: bytearray, _other: bytes) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _write_number(chance: random.Random, data: bytearray, _other: bytes) -> None:
    size = chance.choice((1, 2, 4, 8))
    at = chance.randint(0, max(len(data) - size, 0))
    data[at : at + size] = (chance.choice(EXTREMES) % (1 << 8 * size)).to_bytes(size, chance.choice(("big", "little")))


def _overwrite(chance: random.Random, data: bytearray, _other: bytes) -> None:
    at, size = chance.randint(0, len(data)), chance.choice((1, 4, 16, 64))
    data[at : at + size] = chance.randbytes(size)


def _cut(chance: random.Random, data: bytearray, _other: bytes) -> None:
    del data[chance.randint(0, len(data)) :]


def _lose(chance: random.Random, data: bytearray, _other: bytes) -> None:
    at = chance.randint(0, len(data))
    del data[at : at + chance.choice((1, 2, 4, 8, 100))]


def _repeat(chance: random.Random, data: bytearray, _other: bytes) -> None:
    at = chance.randint(0, len(data))
    piece = bytes(data[at : at + chance.choice((1, 4, 16, 64))])
    data[at:at] = piece * chance.choice((1, 2, 50))


def _fill(chance: random.Random, data: bytearray, _other: bytes) -> None:
    at = chance.randint(0, len(data))
    data[at:at] = chance.choice((b"\0", b"\xff", b"\0\0\3", b"\0\0\1", b"\xc3", b" ")) * chance.choice((1, 8, 200))


def _graft(chance: random.Random, data: bytearray, other: bytes) -> None:
    at, begin = chance.randint(0, len(data)), chance.randint(0, len(other))
    data[at:] = other[begin:]


FAULTS: tuple[Callable[[random.Random, bytearray, bytes], None], ...] = (
    _flip_bit, _write_number, _write_number, _overwrite, _cut, _lose, _repeat, _fill, _graft,
)  # fmt: skip
