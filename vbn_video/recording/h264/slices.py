"""The beginning of a slice header (ITU-T H.264, 7.3.3): which picture this is, and where it stands in the order of output."""

from typing import NamedTuple

from vbn_video.recording.h264.bits import BitReader, BitstreamError
from vbn_video.recording.h264.parameter_sets import ParameterSets
from vbn_video.recording.h264.pps import MAX_PPS_ID
from vbn_video.recording.h264.units import IDR, WITH_SLICE_HEADER, nal_ref_idc, nal_unit_type

HEADER_BYTES = 64
"""What is read here has less, the bytes against start codes counted."""
TYPES = "PBIpi"
"""By `slice_type` modulo 5 (table 7-6); p and i are the switching SP and SI."""
MAX_SLICE_TYPE = 9
MAX_IDR_ID = 65535
MAX_REDUNDANT = 127


class SliceHeader(NamedTuple):
    """What the beginning of a slice header says."""

    idr: bool
    reference: bool
    """Whether other pictures may refer to this one (`nal_ref_idc` is not 0)."""
    type: str
    """P, B or I; p and i for SP and SI."""
    pps_id: int
    frame_num: int
    field: bool
    bottom: bool
    idr_id: int
    order_lsb: int
    """`pic_order_cnt_lsb`, and the three differences of 7.4.3."""
    order_delta_bottom: int
    order_delta: tuple[int, int]
    redundant: int
    """0 for the picture itself, more for a copy of lower quality (`redundant_pic_cnt`)."""


def read_slice_header(unit: bytes | memoryview, sets: ParameterSets) -> SliceHeader:
    """Read the beginning of a slice; only its first bytes are looked at.

    Raises:
        BitstreamError: it is no slice, its header is damaged, or names parameter sets that there are not.
    """
    kind = nal_unit_type(unit)
    if kind not in WITH_SLICE_HEADER:
        raise BitstreamError("this is no slice")
    idr, reference = kind == IDR, nal_ref_idc(unit) != 0
    bits = BitReader(unit[1:HEADER_BYTES])
    first, kind_of_slice = bits.ue(), TYPES[bits.ue_to(MAX_SLICE_TYPE) % 5]
    pps_id = bits.ue_to(MAX_PPS_ID)
    pps, sps = sets.of_slice(pps_id)
    if first >= sps.macroblocks or (idr and (kind_of_slice not in "Ii" or not reference)):
        raise BitstreamError("a slice that can't be")
    if sps.separate_colour_planes:
        bits.u(2)
    frame_num = bits.u(sps.frame_num_bits)
    field = not sps.frames_only and bits.flag()
    bottom = field and bits.flag()
    idr_id = bits.ue_to(MAX_IDR_ID) if idr else 0
    lsb = delta_bottom = delta_0 = delta_1 = 0
    if sps.order_type == 0:
        lsb = bits.u(sps.order_lsb_bits)
        delta_bottom = bits.se() if pps.bottom_order_in_frames and not field else 0
    elif sps.order_type == 1 and not sps.order_delta_always_zero:
        delta_0 = bits.se()
        delta_1 = bits.se() if pps.bottom_order_in_frames and not field else 0
    redundant = bits.ue_to(MAX_REDUNDANT) if pps.redundant_pictures else 0
    return SliceHeader(
        idr, reference, kind_of_slice, pps_id, frame_num, field, bottom, idr_id, lsb, delta_bottom, (delta_0, delta_1),
        redundant,
    )  # fmt: skip
