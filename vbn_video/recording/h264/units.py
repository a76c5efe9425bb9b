"""NAL units: how a packet is divided (ITU-T H.264, 7.3.1 and annex B; ISO/IEC 14496-15, 5.3.2)."""

from collections.abc import Iterator

from vbn_video.recording.h264.bits import BitstreamError

SLICE, PARTITION_A, IDR, SPS, PPS = 1, 2, 5, 7, 8
DELIMITER, END_OF_SEQUENCE, END_OF_STREAM, FILLER, SPS_EXTENSION, SUBSET_SPS = 9, 10, 11, 12, 13, 15
"""Kinds of NAL units (`nal_unit_type`, table 7-1)."""
WITH_SLICE_HEADER = frozenset({SLICE, PARTITION_A, IDR})
START_CODE = b"\0\0\1"


def nal_unit_type(unit: bytes | memoryview) -> int:
    """The kind of a NAL unit.

    Raises:
        BitstreamError: its first byte is none that a NAL unit can have.
    """
    if not len(unit) or unit[0] & 0x80:  # forbidden_zero_bit, 7.4.1
        raise BitstreamError("this is no NAL unit")
    return unit[0] & 0x1F


def nal_ref_idc(unit: bytes | memoryview) -> int:
    """`nal_ref_idc` (7.4.1): 0 where no other picture refers to this one."""
    return unit[0] >> 5 & 3


def split_length_prefixed(coded: memoryview, length_size: int) -> Iterator[memoryview]:
    """The NAL units of a packet in which each one has its length, of so many bytes, in front (MP4, Matroska).

    Of a slice that is cut short, what is left is given too, before the error is raised: it still tells which picture it was.

    Raises:
        BitstreamError: the lengths do not add up to the packet.
    """
    at, end = 0, len(coded)
    while at < end:
        begin = at + length_size
        at = begin + int.from_bytes(coded[at:begin], "big")
        if at <= begin or at > end:
            if begin < end < at and coded[begin] & 0x1F in WITH_SLICE_HEADER:
                yield coded[begin:]
            raise BitstreamError("the lengths of the NAL units do not add up to the packet")
        yield coded[begin:at]


def split_annex_b(coded: bytes, slice_bytes: int | None = None) -> Iterator[bytes]:
    """The NAL units of a packet in which each one has a start code in front (annex B: transport streams).

    With `slice_bytes` the first slice is the last unit, and so many bytes from its beginning are given: its end is not searched.

    Raises:
        BitstreamError: something else than zeros stands before the first start code.
    """
    found = coded.find(START_CODE)
    if coded[: found if found >= 0 else None].strip(b"\0"):
        raise BitstreamError("a NAL unit has no start code")
    while found >= 0:
        begin = found + len(START_CODE)
        if slice_bytes is not None and coded[begin : begin + 1] and coded[begin] & 0x1F in WITH_SLICE_HEADER:
            yield coded[begin : begin + slice_bytes]
            return
        found = coded.find(START_CODE, begin)
        if unit := coded[begin : found if found >= 0 else None].rstrip(b"\0"):
            yield unit
