"""Sequence parameter sets (ITU-T H.264, 7.3.2.1.1) with their video usability information, VUI (annex E)."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from vbn_video.recording.h264.bits import BitReader, BitstreamError
from vbn_video.recording.h264.units import SPS, nal_unit_type

MAX_SPS_ID = 31
MAX_REFERENCES = 16
MAX_MACROBLOCKS = 1 << 20
"""Of a row or a column, so that a damaged set is no picture of any size; the largest level has 139 264 in all."""
PROFILES_WITH_CHROMA_FORMAT = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
EXTENDED_SAMPLE_ASPECT = 255
SAMPLE_ASPECTS = (
    None, (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11), (80, 33), (18, 11), (15, 11), (64, 33),
    (160, 99), (4, 3), (3, 2), (2, 1),
)  # fmt: skip
"""By `aspect_ratio_idc`, table E-1; what comes between them and 255 is reserved."""
UNSPECIFIED = 2
"""`colour_primaries` and its like that say nothing (tables E-3 to E-5)."""


@dataclass(frozen=True)
class Vui:
    """What a sequence parameter set says of showing and buffering (E.1.1); None where it says nothing."""

    sample_aspect: Fraction | None = None
    full_range: bool = False
    colour_primaries: int = UNSPECIFIED
    transfer_characteristics: int = UNSPECIFIED
    matrix_coefficients: int = UNSPECIFIED
    reorder_frames: int | None = None
    """How many frames may precede one in decoding order and follow it in output order (`max_num_reorder_frames`)."""


@dataclass(frozen=True)
class Sps:
    """One sequence parameter set."""

    profile: int
    """`profile_idc`: 66 Baseline, 77 Main, 88 Extended, 100 High, 110 High 10, 122 High 4:2:2, 244 High 4:4:4 Predictive."""
    constraints: int
    """The byte of `constraint_set0_flag` (highest bit) and the following."""
    level: int
    """`level_idc`: ten times the level."""
    id: int
    chroma_format: int
    """0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4."""
    separate_colour_planes: bool
    luma_bits: int
    chroma_bits: int
    frame_num_bits: int
    order_type: int
    """`pic_order_cnt_type`: how the order of output is coded (8.2.1)."""
    order_lsb_bits: int
    """Only in type 0."""
    order_delta_always_zero: bool
    offset_for_non_reference: int
    offset_for_top_to_bottom: int
    offsets_for_references: tuple[int, ...]
    """The last four only in type 1."""
    gaps_allowed: bool
    """`gaps_in_frame_num_value_allowed_flag`: numbers of reference frames may be missing, as where a layer was left out."""
    coded_width: int
    coded_height: int
    frames_only: bool
    """`frame_mbs_only_flag`: no fields, nothing interlaced."""
    crop: tuple[int, int, int, int]
    """Samples of luma to leave out on the left, right, top and bottom."""
    vui: Vui

    @property
    def width(self) -> int:
        """Of the picture that is shown."""
        return self.coded_width - self.crop[0] - self.crop[1]

    @property
    def height(self) -> int:
        """Of the picture that is shown."""
        return self.coded_height - self.crop[2] - self.crop[3]

    @property
    def macroblocks(self) -> int:
        """Of a frame."""
        return self.coded_width * self.coded_height // 256

    @property
    def bits(self) -> int:
        """Of a sample."""
        return max(self.luma_bits, self.chroma_bits)


@lru_cache(maxsize=64)
def read_sps(unit: bytes) -> Sps:
    """Read a NAL unit that is a sequence parameter set.

    Raises:
        BitstreamError: it is none, or it is damaged.
    """
    if nal_unit_type(unit) != SPS:
        raise BitstreamError("this is no sequence parameter set")
    bits = BitReader(memoryview(unit)[1:])
    profile, constraints, level, number = bits.u(8), bits.u(8), bits.u(8), bits.ue_to(MAX_SPS_ID)
    chroma_format, separate, luma_bits, chroma_bits = _sample_format(bits, profile)
    frame_num_bits = 4 + bits.ue_to(12)
    order_type = bits.ue_to(2)
    lsb_bits = 4 + bits.ue_to(12) if order_type == 0 else 0
    always_zero, non_reference, top_to_bottom, references = _order_offsets(bits) if order_type == 1 else (False, 0, 0, ())
    bits.ue_to(MAX_REFERENCES)  # max_num_ref_frames
    gaps_allowed = bits.flag()
    columns, rows = 1 + bits.ue_to(MAX_MACROBLOCKS), 1 + bits.ue_to(MAX_MACROBLOCKS)
    frames_only = bits.flag()
    if not frames_only:
        bits.flag()  # mb_adaptive_frame_field_flag
    bits.flag()  # direct_8x8_inference_flag
    crop = _crop(bits, 0 if separate else chroma_format, frames_only)
    sps = Sps(
        profile, constraints, level, number, chroma_format, separate, luma_bits, chroma_bits, frame_num_bits, order_type,
        lsb_bits, always_zero, non_reference, top_to_bottom, references, gaps_allowed, 16 * columns,
        16 * rows * (1 if frames_only else 2), frames_only, crop, _vui(bits) if bits.flag() else Vui(),
    )  # fmt: skip
    if sps.width <= 0 or sps.height <= 0:
        raise BitstreamError("nothing is left of the picture")
    return sps


def _sample_format(bits: BitReader, profile: int) -> tuple[int, bool, int, int]:
    """Chroma format, separate planes, bits of luma and of chroma."""
    if profile not in PROFILES_WITH_CHROMA_FORMAT:
        return 1, False, 8, 8
    chroma_format = bits.ue_to(3)
    separate = bits.flag() if chroma_format == 3 else False
    luma_bits, chroma_bits = 8 + bits.ue_to(6), 8 + bits.ue_to(6)
    bits.flag()  # qpprime_y_zero_transform_bypass_flag
    if bits.flag():
        for index in range(12 if chroma_format == 3 else 8):
            if bits.flag():
                _skip_scaling_list(bits, 16 if index < 6 else 64)
    return chroma_format, separate, luma_bits, chroma_bits


def _skip_scaling_list(bits: BitReader, size: int) -> None:
    """7.3.2.1.1.1."""
    last = following = 8
    for _index in range(size):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def _order_offsets(bits: BitReader) -> tuple[bool, int, int, tuple[int, ...]]:
    always_zero, non_reference, top_to_bottom = bits.flag(), bits.se(), bits.se()
    return always_zero, non_reference, top_to_bottom, tuple(bits.se() for _index in range(bits.ue_to(255)))


def _crop(bits: BitReader, chroma_format: int, frames_only: bool) -> tuple[int, int, int, int]:
    """In samples of luma, equations 7-19 to 7-22."""
    if not bits.flag():
        return 0, 0, 0, 0
    across = 2 if chroma_format in (1, 2) else 1
    down = (2 if chroma_format == 1 else 1) * (1 if frames_only else 2)
    left, right, top, bottom = bits.ue(), bits.ue(), bits.ue(), bits.ue()
    return left * across, right * across, top * down, bottom * down


def _vui(bits: BitReader) -> Vui:
    """`vui_parameters`, E.1.1."""
    sample_aspect = _sample_aspect(bits) if bits.flag() else None
    if bits.flag():
        bits.flag()  # overscan_appropriate_flag
    full_range, colours = False, (UNSPECIFIED, UNSPECIFIED, UNSPECIFIED)
    if bits.flag():
        bits.u(3)  # video_format
        full_range = bits.flag()
        colours = (bits.u(8), bits.u(8), bits.u(8)) if bits.flag() else colours
    if bits.flag():
        bits.ue_to(5), bits.ue_to(5)  # where chroma lies
    if bits.flag():
        bits.u(32), bits.u(32), bits.flag()  # num_units_in_tick, time_scale, fixed_frame_rate_flag
    nal_hrd = _skip_decoder_model(bits) if bits.flag() else False
    vcl_hrd = _skip_decoder_model(bits) if bits.flag() else False
    if nal_hrd or vcl_hrd:
        bits.flag()  # low_delay_hrd_flag
    bits.flag()  # pic_struct_present_flag
    return Vui(sample_aspect, full_range, *colours, _reorder_frames(bits) if bits.flag() else None)


def _sample_aspect(bits: BitReader) -> Fraction | None:
    number = bits.u(8)
    if number == EXTENDED_SAMPLE_ASPECT:
        across, down = bits.u(16), bits.u(16)
        return Fraction(across, down) if across and down else None
    known = SAMPLE_ASPECTS[number] if number < len(SAMPLE_ASPECTS) else None
    return Fraction(*known) if known else None


def _skip_decoder_model(bits: BitReader) -> bool:
    """`hrd_parameters`, E.1.2; returns that there were some."""
    count = 1 + bits.ue_to(31)
    bits.u(8)
    for _index in range(count):
        bits.ue(), bits.ue(), bits.flag()
    bits.u(20)
    return True


def _reorder_frames(bits: BitReader) -> int:
    """`max_num_reorder_frames`, at the end of `vui_parameters`."""
    bits.flag()  # motion_vectors_over_pic_boundaries_flag
    for _index in range(4):
        bits.ue()
    reorder_frames = bits.ue_to(MAX_REFERENCES)
    bits.ue_to(MAX_REFERENCES)  # max_dec_frame_buffering
    return reorder_frames
