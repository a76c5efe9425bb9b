"""A check of finished MP4 files that shares nothing with their writer: IDR pictures that follow each other can be told apart.

Two slices are of one picture unless something in their headers differs (ITU-T H.264, 7.4.1.2.4). Between an IDR picture and
another one right behind it with the same parameter set, all that must differ is `idr_pic_id` (7.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.mp4_structure import coded_pictures

IDR = 5
HEADER_BYTES = 40
WITH_CHROMA_FORMAT = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}  # 7.3.2.1.1


@dataclass(frozen=True)
class Sequence:
    """What of a sequence parameter set a slice header is read by."""

    colour_planes: bool
    frame_num_bits: int
    frames_only: bool


def check_idr_numbers(path: Path) -> list[str]:
    """Every IDR sample that has the `idr_pic_id` of the one right before it, by the same picture parameter set."""
    record, samples = coded_pictures(path)
    sequences, pictures = _parameter_sets(record)
    numbers = []
    for sample in samples:
        unit = next((unit for unit in _units(sample) if unit[0] & 0x1F == IDR), None)
        numbers.append(_idr_number(unit, sequences, pictures) if unit else None)
    return [
        f"sample {number}: an IDR picture of set {one[0]} with the idr_pic_id {one[1]}, as the one before"
        for number, (one, other) in enumerate(pairwise(numbers), start=2)
        if one is not None and one == other
    ]


class _Bits:
    def __init__(self, unit: bytes) -> None:
        self.bits = "".join(f"{byte:08b}" for byte in unit[1:].replace(b"\0\0\3", b"\0\0"))
        self.at = 0

    def u(self, count: int) -> int:
        self.at += count
        return int("0" + self.bits[self.at - count : self.at], 2)

    def ue(self) -> int:
        zeros = self.bits.index("1", self.at) - self.at
        self.at += zeros
        return self.u(zeros + 1) - 1

    def se(self) -> int:
        number = self.ue()
        return (number + 1) // 2 if number % 2 else -number // 2


def _parameter_sets(record: bytes) -> tuple[dict[int, Sequence], dict[int, int]]:
    """(sequence parameter sets by number, the one that each picture parameter set names) of avcC's body."""
    sequences, pictures, at = {}, {}, 5
    for mask in (0x1F, 0xFF):
        count, at = record[at] & mask, at + 1
        for _set in range(count):
            length = int.from_bytes(record[at : at + 2])
            unit, at = record[at + 2 : at + 2 + length], at + 2 + length
            if mask == 0x1F:
                number, sequence = _sequence(_Bits(unit))
                sequences[number] = sequence
            else:
                bits = _Bits(unit)
                number = bits.ue()
                pictures[number] = bits.ue()
    return sequences, pictures


def _sequence(bits: _Bits) -> tuple[int, Sequence]:
    """7.3.2.1.1, as far as it is needed."""
    profile, colour_planes = bits.u(8), False
    bits.u(16)
    number = bits.ue()
    if profile in WITH_CHROMA_FORMAT:
        chroma_format = bits.ue()
        colour_planes = chroma_format == 3 and bool(bits.u(1))
        bits.ue(), bits.ue(), bits.u(1)
        if bits.u(1):
            for index in range(8 if chroma_format != 3 else 12):
                if bits.u(1):
                    _skip_scaling_list(bits, 16 if index < 6 else 64)
    frame_num_bits = bits.ue() + 4
    order_type = bits.ue()
    if order_type == 0:
        bits.ue()
    elif order_type == 1:
        bits.u(1), bits.se(), bits.se()
        for _frame in range(bits.ue()):
            bits.se()
    bits.ue(), bits.u(1), bits.ue(), bits.ue()
    return number, Sequence(colour_planes, frame_num_bits, bool(bits.u(1)))


def _skip_scaling_list(bits: _Bits, size: int) -> None:
    last = following = 8
    for _entry in range(size):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def _idr_number(unit: bytes, sequences: dict[int, Sequence], pictures: dict[int, int]) -> tuple[int, int]:
    """(number of the picture parameter set, `idr_pic_id`) of a slice of an IDR picture (7.3.3)."""
    bits = _Bits(unit[:HEADER_BYTES])
    bits.ue(), bits.ue()
    number = bits.ue()
    sequence = sequences[pictures[number]]
    if sequence.colour_planes:
        bits.u(2)
    bits.u(sequence.frame_num_bits)
    if not sequence.frames_only and bits.u(1):
        bits.u(1)
    return number, bits.ue()


def _units(sample: bytes) -> list[bytes]:
    units, at = [], 0
    while at < len(sample):
        length = int.from_bytes(sample[at : at + 4])
        units.append(sample[at + 4 : at + 4 + length])
        at += 4 + length
    return units
