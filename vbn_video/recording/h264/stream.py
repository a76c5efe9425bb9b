"""One H.264 stream read packet by packet: which packets can be begun at, which are damaged, and what stands against copying."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from vbn_video.recording.h264.bits import BitstreamError
from vbn_video.recording.h264.configuration import AvcConfiguration, is_avcc
from vbn_video.recording.h264.order import PictureOrder, ReferenceCount
from vbn_video.recording.h264.parameter_sets import ParameterSets
from vbn_video.recording.h264.slices import HEADER_BYTES, SliceHeader, read_slice_header
from vbn_video.recording.h264.sps import Sps
from vbn_video.recording.h264.units import IDR, PPS, SPS, WITH_SLICE_HEADER, split_annex_b, split_length_prefixed

PARAMETER_SETS = frozenset({SPS, PPS})
COPIED_PROFILES = frozenset({66, 77, 100})
"""Baseline, Main and High: what every player knows."""
CHROMA = ("4:0:0", "4:2:0", "4:2:2", "4:4:4")


class CodedPicture(NamedTuple):
    """What one packet is."""

    idr: bool
    damaged: bool
    sequence: int
    """How many IDR pictures were met until here."""
    order: int | None
    """Its place in the order of output within this sequence; None where it is not known."""
    lacking: bool = False
    """A picture that it may refer to is missing."""


class CodedStream:
    """Takes the packets of one stream in decoding order."""

    def __init__(self, extradata: bytes) -> None:
        self._sets = ParameterSets()
        self._length_size: int | None = None
        self._order = PictureOrder()
        self._references = ReferenceCount()
        self._sequence = 0
        self._used: list[Sps] = []
        self.add_extradata(extradata)
        self._sets_in_header = len(self._sets)

    def add_extradata(self, extradata: bytes) -> None:
        """Take the parameter sets that the container has for what follows: an `avcC` record, or NAL units in start codes."""
        try:
            if is_avcc(extradata):
                configuration = AvcConfiguration.parse(extradata)
                self._length_size = configuration.length_size
                units: Sequence[bytes] = (*configuration.sps, *configuration.pps)
            else:
                units = list(split_annex_b(extradata))
        except BitstreamError:
            self._sets.damaged = True
            return
        for unit in units:
            self._sets.add(unit)

    def add(self, coded: memoryview) -> CodedPicture:
        """Take the next packet. Of its slices only the first bytes are read."""
        first, header, damaged = 0, None, False
        try:
            for unit in self._units(coded):
                kind = unit[0] & 0x1F
                if kind in PARAMETER_SETS:
                    self._sets.add(bytes(unit))
                elif not first and kind in WITH_SLICE_HEADER:
                    first = kind
                    header = read_slice_header(unit, self._sets)
        except BitstreamError:
            damaged = True
        self._sequence += first == IDR
        if header is None:
            self._references.forget()
            return CodedPicture(first == IDR, damaged=True, sequence=self._sequence, order=None)
        _pps, sps = self._sets.of_slice(header.pps_id)
        lacking = sps.frames_only and self._references(header, sps)
        return CodedPicture(first == IDR, damaged, self._sequence, self._order_of(header, sps), lacking)

    @property
    def parameter_sets(self) -> tuple[int, ...]:
        """Which numbers the parameter sets have that were met, ascending."""
        return self._sets.numbers

    @property
    def parameter_sets_sha256(self) -> str | None:
        """A hash of what they hold; None without any."""
        return self._sets.sha256

    @property
    def uncopiable(self) -> str | None:
        """Why pictures with these parameter sets can't stand beside others in one track, as a short English phrase."""
        return next(self._reasons(), None)

    @property
    def reorder_frames(self) -> int | None:
        """How many frames may precede one in decoding and follow it in output, as the sets say; None where they say nothing."""
        return min((sps.vui.reorder_frames for sps in self._used if sps.vui.reorder_frames is not None), default=None)

    def _reasons(self) -> Iterator[str]:
        sets = self._sets
        if sets.damaged:
            yield "damaged parameter sets"
        if not sets.sps or not sets.pps:
            yield "no parameter sets"
        if not self._sets_in_header:
            yield "no parameter sets in its header"
        yield from filter(None, map(unusual_format, self._used))
        if any(pps.slice_groups > 1 for pps in sets.pps.values()):
            yield "slice groups"
        if sets.changed or len(sets) > self._sets_in_header or len({_shape(sps) for sps in self._used}) > 1:
            yield "its parameter sets change in mid-stream"

    def _units(self, coded: memoryview) -> Iterator[bytes | memoryview]:
        if self._length_size is None:
            return split_annex_b(bytes(coded), HEADER_BYTES)
        return split_length_prefixed(coded, self._length_size)

    def _order_of(self, header: SliceHeader, sps: Sps) -> int | None:
        if not self._used or self._used[-1] is not sps:
            self._used.append(sps)
        return self._order(header, sps) if sps.frames_only else None


def unusual_format(sps: Sps) -> str | None:
    """What is unusual about the pictures: anything but 8 bit 4:2:0 frames of a profile that every player knows."""
    if not sps.frames_only:
        return "interlaced pictures"
    if sps.bits != 8:
        return f"{sps.bits} bit"
    if sps.chroma_format != 1:
        return CHROMA[sps.chroma_format]
    return None if sps.profile in COPIED_PROFILES else f"profile {sps.profile}"


def times_contradict(pictures: Sequence[CodedPicture]) -> bool:
    """Whether pictures that are presented one after another are not in the order that the bitstream gives them.

    Sequences with a damaged packet are passed over: what comes behind it may be counted wrongly.
    """
    damaged = {picture.sequence for picture in pictures if picture.damaged}
    known = [(one.sequence, one.order) for one in pictures if one.order is not None and one.sequence not in damaged]
    return any(earlier >= later for earlier, later in pairwise(known))


def reordering(positions: Sequence[int]) -> int:
    """How many frames at most precede one in decoding and follow it in output; `positions` in decoding, in order of output."""
    output_places = sorted(range(len(positions)), key=positions.__getitem__)
    return max(place - output_place for place, output_place in enumerate(output_places))


def _shape(sps: Sps) -> tuple[object, ...]:
    """What one track has only one of."""
    vui = sps.vui
    colours = (
        vui.full_range,
        vui.colour_primaries,
        vui.transfer_characteristics,
        vui.matrix_coefficients,
    )
    return sps.width, sps.height, vui.sample_aspect, colours
