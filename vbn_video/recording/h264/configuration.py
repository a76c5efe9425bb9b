"""The record in which a container keeps the parameter sets: `avcC` (ISO/IEC 14496-15, 5.3.3.1)."""

from __future__ import annotations

from dataclasses import dataclass

from vbn_video.recording.h264.bits import BitstreamError

VERSION = 1
PLAIN_PROFILES = frozenset({66, 77, 88})
"""Whose record has no extension: Baseline, Main and Extended."""


@dataclass(frozen=True)
class HighExtension:
    """What the record of a High profile says besides."""

    chroma_format: int = 1
    luma_bits: int = 8
    chroma_bits: int = 8
    sps_extensions: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class AvcConfiguration:
    """An `avcC` record: profile and level of the whole stream, its parameter sets as NAL units, and the size of lengths."""

    profile: int
    compatibility: int
    """The byte of constraint flags that all sequence parameter sets share."""
    level: int
    length_size: int
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    high: HighExtension | None = None

    @classmethod
    def parse(cls, record: bytes) -> AvcConfiguration:
        """Read a record; a High profile's extension may be missing, as it is in many files.

        Raises:
            BitstreamError: it is none, or it ends too soon.
        """
        reader = _Bytes(record)
        if reader.byte() != VERSION:
            raise BitstreamError("this is no avcC record")
        profile, compatibility, level, length_size = reader.byte(), reader.byte(), reader.byte(), 1 + (reader.byte() & 3)
        if length_size == 3:
            raise BitstreamError("lengths of three bytes")
        sps, pps = reader.units(reader.byte() & 0x1F), reader.units(reader.byte())
        high = None
        if profile not in PLAIN_PROFILES and reader.left >= 4:
            formats = reader.byte() & 3, 8 + (reader.byte() & 7), 8 + (reader.byte() & 7)
            high = HighExtension(*formats, reader.units(reader.byte()))
        return cls(profile, compatibility, level, length_size, sps, pps, high)

    def serialise(self) -> bytes:
        """The record.

        Raises:
            ValueError: it has more parameter sets than a record can hold.
        """
        if len(self.sps) > 0x1F or len(self.pps) > 0xFF:
            raise ValueError(f"{len(self.sps)} sequence and {len(self.pps)} picture parameter sets: a record holds 31 and 255")
        record = bytes((VERSION, self.profile, self.compatibility, self.level, 0xFC | self.length_size - 1))
        record += bytes((0xE0 | len(self.sps),)) + _in_16_bits(self.sps) + bytes((len(self.pps),)) + _in_16_bits(self.pps)
        if self.high is None:
            return record
        high = self.high
        formats = (0xFC | high.chroma_format, 0xF8 | high.luma_bits - 8, 0xF8 | high.chroma_bits - 8, len(high.sps_extensions))
        return record + bytes(formats) + _in_16_bits(high.sps_extensions)


def is_avcc(extradata: bytes) -> bool:
    """Whether a stream's extradata is an `avcC` record; else it is in start codes (annex B)."""
    return extradata[:1] == bytes((VERSION,))


def _in_16_bits(units: tuple[bytes, ...]) -> bytes:
    return b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)


class _Bytes:
    """Reads a record from its front."""

    def __init__(self, record: bytes) -> None:
        self._record = record
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._record) - self._at

    def byte(self) -> int:
        return self.take(1)[0]

    def units(self, count: int) -> tuple[bytes, ...]:
        return tuple(self.take(int.from_bytes(self.take(2), "big")) for _unit in range(count))

    def take(self, count: int) -> bytes:
        if count > self.left:
            raise BitstreamError("the avcC record ends too soon")
        self._at += count
        return self._record[self._at - count : self._at]
