"""Supplemental enhancement information (ITU-T H.264, 7.3.2.3.1 and annex D): the recovery point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vbn_video.recording.h264.bits import BitReader, BitstreamError
from vbn_video.recording.h264.units import SEI, kind_of

RECOVERY_POINT = 6  # payloadType, D.1.1


@dataclass(frozen=True)
class RecoveryPoint:
    """Decoding may begin here, though this is no IDR picture (D.1.8)."""

    frames: int
    """After so many frames the pictures are right (`recovery_frame_cnt`)."""
    exact: bool
    """Whether they are the very same as if all had been decoded (`exact_match_flag`)."""
    broken_link: bool


def recovery_point(unit: bytes) -> RecoveryPoint | None:
    """The recovery point that a NAL unit of supplemental information tells of; None if it tells of none.

    Raises:
        BitstreamError: it is no such unit, or it is damaged.
    """
    for kind, payload in _messages(unit):
        if kind == RECOVERY_POINT:
            bits = BitReader(payload)
            return RecoveryPoint(bits.ue_to(65535), bits.flag(), bits.flag())
    return None


def _messages(unit: bytes) -> Iterator[tuple[int, bytes]]:
    if kind_of(unit) != SEI:
        raise BitstreamError("this is no supplemental information")
    rbsp = unit[1:].replace(b"\0\0\3", b"\0\0").rstrip(b"\0")
    at = 0
    while at < len(rbsp) - 1:  # the last byte is the trailing bits
        kind, at = _growing_number(rbsp, at)
        size, at = _growing_number(rbsp, at)
        if at + size > len(rbsp):
            raise BitstreamError("a message ends too soon")
        yield kind, rbsp[at : at + size]
        at += size


def _growing_number(rbsp: bytes, at: int) -> tuple[int, int]:
    """A number of as many bytes 255 as it takes and a last one, and where it ends."""
    number = 0
    while at < len(rbsp):
        number, at = number + rbsp[at], at + 1
        if rbsp[at - 1] != 255:
            return number, at
    raise BitstreamError("a message ends too soon")
