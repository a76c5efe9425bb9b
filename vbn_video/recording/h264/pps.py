"""Picture parameter sets (ITU-T H.264, 7.3.2.2), as far as slice headers and copying need them."""

from dataclasses import dataclass
from functools import lru_cache

from vbn_video.recording.h264.bits import BitReader, BitstreamError
from vbn_video.recording.h264.sps import MAX_SPS_ID
from vbn_video.recording.h264.units import PPS, nal_unit_type

MAX_PPS_ID = 255
MAX_SLICE_GROUPS = 8
MAX_MAP_UNITS = 1 << 20


@dataclass(frozen=True)
class Pps:
    """One picture parameter set."""

    id: int
    sps_id: int
    arithmetic_coding: bool
    """`entropy_coding_mode_flag`: CABAC, not CAVLC."""
    bottom_order_in_frames: bool
    """`bottom_field_pic_order_in_frame_present_flag`."""
    slice_groups: int
    redundant_pictures: bool
    """`redundant_pic_cnt_present_flag`."""


@lru_cache(maxsize=256)
def read_pps(unit: bytes) -> Pps:
    """Read a NAL unit that is a picture parameter set.

    Raises:
        BitstreamError: it is none, or it is damaged.
    """
    if nal_unit_type(unit) != PPS:
        raise BitstreamError("this is no picture parameter set")
    bits = BitReader(memoryview(unit)[1:])
    number, sps_id = bits.ue_to(MAX_PPS_ID), bits.ue_to(MAX_SPS_ID)
    arithmetic_coding, bottom_order = bits.flag(), bits.flag()
    groups = 1 + bits.ue_to(MAX_SLICE_GROUPS - 1)
    if groups > 1:
        _skip_slice_groups(bits, groups)
    bits.ue_to(31), bits.ue_to(31)  # num_ref_idx_l0 and l1_default_active_minus1
    bits.flag(), bits.u(2)  # weighted prediction
    bits.se(), bits.se(), bits.se()  # quantisers
    bits.flag(), bits.flag()  # deblocking_filter_control_present_flag, constrained_intra_pred_flag
    return Pps(number, sps_id, arithmetic_coding, bottom_order, groups, bits.flag())


def _skip_slice_groups(bits: BitReader, groups: int) -> None:
    """The map from macroblocks to slice groups, in one of its seven forms."""
    form = bits.ue_to(6)
    if form == 0:
        for _group in range(groups):
            bits.ue()
    elif form == 2:
        for _group in range(groups - 1):
            bits.ue(), bits.ue()
    elif form in (3, 4, 5):
        bits.flag(), bits.ue()
    elif form == 6:
        bits.skip((1 + bits.ue_to(MAX_MAP_UNITS)) * (groups - 1).bit_length())
