"""What joining H.264 streams in one track needs: one record of all parameter sets, and packets of one form.

Each slice names its picture parameter set by number, so streams with sets of different numbers can follow one another in a track
whose `avcC` record (ISO/IEC 14496-15, 5.3.3.1) holds them all. The packets then have no sets among the slices, and each NAL unit
has its length in four bytes in front.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import and_

from vbn_video.recording.h264.bits import BitstreamError
from vbn_video.recording.h264.configuration import AvcConfiguration, HighExtension, is_avcc
from vbn_video.recording.h264.pps import read_pps
from vbn_video.recording.h264.sps import Sps, read_sps
from vbn_video.recording.h264.units import (
    DELIMITER,
    END_OF_SEQUENCE,
    END_OF_STREAM,
    FILLER,
    PPS,
    SPS,
    SPS_EXTENSION,
    SUBSET_SPS,
    nal_unit_type,
    split_annex_b,
    split_length_prefixed,
)

LENGTH_SIZE = 4
HIGH = 100
TAKEN_OUT = frozenset({SPS, PPS, DELIMITER, END_OF_SEQUENCE, END_OF_STREAM, FILLER, SPS_EXTENSION, SUBSET_SPS})


def configuration_of(extradata: bytes) -> AvcConfiguration:
    """The record of a stream whose extradata is one, or is its parameter sets in start codes (annex B).

    Zeros behind a set are left out: they belong to no NAL unit (B.1), and some muxers keep them.

    Raises:
        BitstreamError: it is neither, or is damaged.
    """
    if is_avcc(extradata):
        record = AvcConfiguration.parse(extradata)
        return replace(record, sps=_without_zeros_behind(record.sps), pps=_without_zeros_behind(record.pps))
    units = list(split_annex_b(extradata))
    return _configuration(
        [unit for unit in units if nal_unit_type(unit) == SPS], [unit for unit in units if nal_unit_type(unit) == PPS]
    )


def join_configurations(records: Sequence[bytes]) -> bytes:
    """One `avcC` record of several ones (or parameter sets in start codes): all their sets, in the order of their first coming.

    Its profile and level are the highest, and it has the constraint flags that all share.

    Raises:
        BitstreamError: one is damaged, or there is no sequence parameter set in any.
        ValueError: one number has two contents, or there are more sets than a record can hold.
    """
    configurations = [configuration_of(record) for record in records]
    all_sps = _distinct(unit for one in configurations for unit in one.sps)
    all_pps = _distinct(unit for one in configurations for unit in one.pps)
    _refuse_two_contents("sequence", [read_sps(unit).id for unit in all_sps])
    _refuse_two_contents("picture", [read_pps(unit).id for unit in all_pps])
    return _configuration(all_sps, all_pps).serialise()


def select_set(record: bytes, number: int) -> bytes:
    """The record with nothing but the parameter sets of one number (a picture set goes with the sequence set that it names).

    Raises:
        BitstreamError: it is damaged, or has no such set.
    """
    configuration = configuration_of(record)
    sps = [unit for unit in configuration.sps if read_sps(unit).id == number]
    return _configuration(sps, [unit for unit in configuration.pps if read_pps(unit).sps_id == number]).serialise()


class Normaliser:
    """Called with a packet of one stream, it gives the packet as it stands in a joined track.

    Parameter sets, delimiters, ends of sequence and filler data are taken out. Where nothing must change, as in nearly all
    packets of an MP4, the very same object is given back.
    """

    def __init__(self, extradata: bytes) -> None:
        self._length_size = AvcConfiguration.parse(extradata).length_size if is_avcc(extradata) else None

    def __call__(self, packet: bytes) -> bytes:
        """The packet with lengths of four bytes; empty if nothing of it is left.

        Raises:
            BitstreamError: it can't be divided into NAL units.
        """
        if self._length_size is None:
            return _in_lengths(unit for unit in split_annex_b(packet) if nal_unit_type(unit) not in TAKEN_OUT)
        if self._length_size == LENGTH_SIZE and not _has_what_is_taken_out(packet):
            return packet
        units = split_length_prefixed(memoryview(packet), self._length_size)
        return _in_lengths(unit for unit in units if nal_unit_type(unit) not in TAKEN_OUT)


def _configuration(all_sps: Sequence[bytes], all_pps: Sequence[bytes]) -> AvcConfiguration:
    """A record of these sets."""
    if not all_sps:
        raise BitstreamError("there is no sequence parameter set")
    read = [read_sps(unit) for unit in all_sps]
    return AvcConfiguration(
        profile=max(sps.profile for sps in read),
        compatibility=reduce(and_, (sps.constraints for sps in read)),
        level=max(sps.level for sps in read),
        length_size=LENGTH_SIZE,
        sps=tuple(all_sps),
        pps=tuple(all_pps),
        high=_high_extension(read),
    )


def _without_zeros_behind(units: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(unit.rstrip(b"\0") for unit in units)


def _high_extension(read: Sequence[Sps]) -> HighExtension | None:
    if max(sps.profile for sps in read) < HIGH:
        return None
    highest = max(read, key=lambda sps: (sps.chroma_format, sps.bits))
    return HighExtension(highest.chroma_format, highest.luma_bits, highest.chroma_bits)


def _distinct(units: Iterable[bytes]) -> list[bytes]:
    return list(dict.fromkeys(units))


def _refuse_two_contents(kind: str, numbers: Sequence[int]) -> None:
    for number in numbers:
        if numbers.count(number) > 1:
            raise ValueError(f"two {kind} parameter sets have the number {number}")


def _has_what_is_taken_out(packet: bytes) -> bool:
    """Whether one NAL unit is of a kind that must not stand in a joined track; lengths have four bytes."""
    at, end = 0, len(packet)
    while at + LENGTH_SIZE < end:
        if packet[at + LENGTH_SIZE] & 0x1F in TAKEN_OUT:
            return True
        length = int.from_bytes(packet[at : at + LENGTH_SIZE], "big")
        at += LENGTH_SIZE + (length or end)
    if at != end:
        raise BitstreamError("the lengths of the NAL units do not add up to the packet")
    return False


def _in_lengths(units: Iterator[bytes | memoryview]) -> bytes:
    return b"".join(part for unit in units for part in (len(unit).to_bytes(LENGTH_SIZE, "big"), unit))
