"""The H.264 bitstream: what is read from it is what the encoder was told and what libav reads; damage is one error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from av.video.frame import PictureType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bounded import bounded
from tests.made_h264 import made_h264, remuxed
from vbn_video.recording.h264.bits import BitReader, BitstreamError
from vbn_video.recording.h264.configuration import AvcConfiguration
from vbn_video.recording.h264.order import PictureOrder
from vbn_video.recording.h264.parameter_sets import ParameterSets
from vbn_video.recording.h264.pps import read_pps
from vbn_video.recording.h264.slices import SliceHeader, read_slice_header
from vbn_video.recording.h264.sps import Sps, Vui, read_sps
from vbn_video.recording.h264.stream import CodedPicture, CodedStream, reordering, times_contradict
from vbn_video.recording.h264.units import WITH_SLICE_HEADER, split_annex_b, split_length_prefixed

KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "no reordering": {"gop": 7, "x264": "cabac=0:8x8dct=0:weightp=0"},
    "B-frames": {"b_frames": 2, "gop": 12},
    "B-pyramid": {"b_frames": 3, "b_pyramid": True, "refs": 4},
    "open GOPs": {"b_frames": 2, "open_gop": True, "gop": 10},
    "slices": {"slices": 4, "b_frames": 1},
    "variable": {"variable": 5, "b_frames": 2},
    "uneven keyframes": {"gop": (0, 3, 4, 20, 41), "b_frames": 2},
    "other numbers": {"sps_id": 9},
    "odd size": {"size": (162, 98)},
    "long GOP": {"pictures": 300, "gop": 290, "b_frames": 2},
    "no B-frames, long": {"pictures": 300, "gop": 290, "x264": "bframes=0:ref=1"},
    "pulled down": {"x264": "nal-hrd=vbr:vbv-maxrate=500:vbv-bufsize=500:pic-struct=1", "b_frames": 2},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("h264")

    @cache
    def make(kind: str, suffix: str = ".mp4") -> Path:
        return made_h264(folder / f"{kind}{suffix}", **KINDS[kind])

    return make


def configuration(path: Path) -> AvcConfiguration:
    with av.open(str(path)) as file:
        return AvcConfiguration.parse(bytes(file.streams.video[0].codec_context.extradata or b""))


def sets_of(path: Path) -> ParameterSets:
    sets = ParameterSets()
    for unit in (*configuration(path).sps, *configuration(path).pps):
        sets.add(unit)
    return sets


def packets(path: Path) -> list[av.Packet]:
    with av.open(str(path)) as file:
        return [packet for packet in file.demux(video=0) if packet.size]


@cache
def header_and_packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as file:
        extradata = bytes(file.streams.video[0].codec_context.extradata or b"")
    return [extradata, *(bytes(packet) for packet in packets(path)[:4])]


def first_slices(path: Path) -> Iterator[tuple[av.Packet, SliceHeader, Sps]]:
    sets = sets_of(path)
    for packet in packets(path):
        slices = (unit for unit in split_length_prefixed(memoryview(packet), 4) if unit[0] & 31 in WITH_SLICE_HEADER)
        header = read_slice_header(next(slices), sets)
        yield packet, header, sets.of_slice(header.pps_id)[1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_sequence_parameter_set_says_what_libav_says(made: Any, kind: str) -> None:
    path = made(kind)
    with av.open(str(path)) as file:
        context = file.streams.video[0].codec_context
        (unit,) = configuration(path).sps
        sps = read_sps(unit)
        names = {66: "Constrained Baseline", 77: "Main", 100: "High"}
        assert (sps.width, sps.height) == (context.width, context.height)
        assert (names[sps.profile], sps.level) == (context.profile, context.level)
        assert (sps.chroma_format, sps.bits, sps.frames_only) == (1, 8, True)
        assert bool(sps.vui.reorder_frames) == context.has_b_frames
        assert sps.id == KINDS[kind].get("sps_id", 0)


@pytest.mark.parametrize(
    ("pixel_format", "profile", "chroma", "bits"),
    [("yuv420p10le", 110, 1, 10), ("yuv422p", 122, 2, 8), ("yuv422p10le", 122, 2, 10), ("yuv444p", 244, 3, 8)],
)
def test_other_sample_formats_are_read(tmp_path: Path, pixel_format: str, profile: int, chroma: int, bits: int) -> None:
    path = made_h264(tmp_path / "f.mp4", pictures=3, pixel_format=pixel_format, size=(130, 74))
    record = configuration(path)
    sps = read_sps(record.sps[0])
    assert (sps.profile, sps.chroma_format, sps.luma_bits, sps.chroma_bits) == (profile, chroma, bits, bits)
    assert (sps.width, sps.height, sps.separate_colour_planes) == (130, 74, False)
    assert record.high and (record.high.chroma_format, record.high.luma_bits) == (chroma, bits)


def test_interlaced_pictures_are_read(tmp_path: Path) -> None:
    path = made_h264(tmp_path / "i.mp4", pictures=5, interlaced=True, size=(160, 104))
    sps = read_sps(configuration(path).sps[0])
    assert (sps.frames_only, sps.height, sps.coded_height) == (False, 104, 128)
    assert not any(header.field for _packet, header, _sps in first_slices(path))


def test_usability_information_is_what_the_encoder_was_told(tmp_path: Path) -> None:
    told = "sar=40\\:33:fullrange=on:colorprim=bt470bg:transfer=bt709:colormatrix=smpte170m:force-cfr=1:overscan=show"
    told += ":chromaloc=1:nal-hrd=vbr:vbv-maxrate=500:vbv-bufsize=500:scenecut=0"
    path = made_h264(tmp_path / "v.mp4", pictures=5, b_frames=2, refs=3, x264=told)
    vui = read_sps(configuration(path).sps[0]).vui
    assert (vui.full_range, vui.reorder_frames) == (True, 1)
    assert (vui.colour_primaries, vui.transfer_characteristics, vui.matrix_coefficients) == (5, 1, 6)
    with av.open(str(path)) as file:
        assert vui.sample_aspect == file.streams.video[0].sample_aspect_ratio


@pytest.mark.parametrize("ratio", ["1\\:1", "12\\:11", "3\\:2", "77\\:50"])
def test_the_shape_of_pixels_is_read_by_number_and_in_full(tmp_path: Path, ratio: str) -> None:
    path = made_h264(tmp_path / "s.mp4", pictures=2, x264=f"sar={ratio}")
    assert read_sps(configuration(path).sps[0]).vui.sample_aspect == Fraction(ratio.replace("\\:", "/"))


def test_the_picture_parameter_set_says_how_slices_are_coded(made: Any) -> None:
    cabac, cavlc = (read_pps(configuration(made(kind)).pps[0]) for kind in ("B-frames", "no reordering"))
    assert (cabac.id, cabac.sps_id, cabac.arithmetic_coding, cabac.slice_groups) == (0, 0, True, 1)
    assert not cavlc.arithmetic_coding and not cavlc.redundant_pictures
    other = read_pps(configuration(made("other numbers")).pps[0])
    assert (other.id, other.sps_id) == (9, 9)


def in_bytes(bits: str) -> bytes:
    bits = bits.replace(" ", "") + "1"  # the stop bit
    return bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))


@pytest.mark.parametrize(
    ("form", "rest"),
    [
        ("1", "010 011"),  # runs of two and three
        ("010", ""),  # dispersed
        ("011", "1 00100"),  # one rectangle
        ("00100", "1 011"),  # growing
        ("00101", "0 011"),
        ("00110", "0 011"),
        ("00111", "00101 0 1 0 1 1"),  # each of five map units
    ],
)
def test_slice_groups_of_every_form_are_seen_and_passed_over(form: str, rest: str) -> None:
    front, back = "011 1 0 1 010", "1 1 0 00 1 1 1 1 0 1"
    pps = read_pps(b"\x68" + in_bytes(f"{front} {form} {rest} {back}"))
    assert (pps.id, pps.sps_id, pps.arithmetic_coding, pps.bottom_order_in_frames) == (2, 0, False, True)
    assert (pps.slice_groups, pps.redundant_pictures) == (2, True)


def test_a_map_of_a_million_units_is_passed_over_at_once() -> None:
    """393 kB of one set; read bit by bit out of one large number that took minutes."""
    units = 1 << 20
    text = (
        "11"
        + "00"
        + _golomb(7)
        + _golomb(6)
        + _golomb(units - 1)
        + "101" * units
        + _golomb(0) * 2
        + "000"
        + _golomb(0) * 3
        + "0011"
    )
    unit = b"\x68" + int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8))
    with bounded(cpu_s=2):
        pps = read_pps.__wrapped__(unit)
    assert (pps.slice_groups, pps.redundant_pictures) == (8, True)


def _golomb(number: int) -> str:
    bits = f"{number + 1:b}"
    return "0" * (len(bits) - 1) + bits


def test_scaling_lists_are_passed_over(made: Any) -> None:
    (unit,) = configuration(made("plain")).sps
    bits = "".join(f"{byte:08b}" for byte in unit[1:].replace(b"\0\0\3", b"\0\0")).rstrip("0")[:-1]
    front, back = bits[:31], bits[32:]
    assert front.endswith("1 010 1 1 0".replace(" ", "")), "set 0, 4:2:0, eight bits, with loss"
    flat, by_default = "1" + "1" * 16, "1" + "000010001"
    lists = f"1 {flat} 0 0 {by_default} 0 0 {by_default} 0"
    assert read_sps(unit[:1] + in_bytes(front + lists + back)) == read_sps(unit)


@pytest.mark.parametrize("kind", KINDS)
def test_slices_tell_type_idr_and_frame_number(made: Any, kind: str) -> None:
    with av.open(str(made(kind))) as file:
        types = {frame.pts: PictureType(frame.pict_type).name for frame in file.decode(video=0)}
    frame_num, idr_ids = 0, []
    for packet, header, sps in first_slices(made(kind)):
        assert (header.type, header.redundant) == (types[packet.pts], 0)
        assert header.idr <= packet.is_keyframe and (header.idr == packet.is_keyframe or "open_gop" in KINDS[kind])
        frame_num = 0 if header.idr else frame_num
        assert header.frame_num == frame_num % (1 << sps.frame_num_bits)
        frame_num += header.reference
        idr_ids += [header.idr_id] if header.idr else []
    assert all(one != two for one, two in pairwise(idr_ids)), "neighbouring IDR pictures differ in it"


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_count_gives_the_order_in_which_pictures_are_decoded_and_shown(made: Any, kind: str) -> None:
    order, sequence, keys = PictureOrder(), 0, []
    for packet, header, sps in first_slices(made(kind)):
        sequence += header.idr
        keys.append(((sequence, order(header, sps)), packet.pts))
    with av.open(str(made(kind))) as file:
        shown = [frame.pts for frame in file.decode(video=0)]
    assert [pts for _key, pts in sorted(keys)] == sorted(shown) == shown


def test_order_counts_that_wrap_go_on(made: Any) -> None:
    _packet, header, sps = max(first_slices(made("long GOP")), key=lambda one: one[1].order_lsb)
    assert header.order_lsb < 1 << sps.order_lsb_bits < 290, "else nothing has wrapped"


def an_sps(**fields: Any) -> Sps:
    shape = {"coded_width": 16, "coded_height": 16, "frames_only": True, "crop": (0, 0, 0, 0)}
    sizes = {"luma_bits": 8, "chroma_bits": 8, "frame_num_bits": 4, "order_type": 1, "order_lsb_bits": 0}
    order = {"order_delta_always_zero": False, "offset_for_non_reference": -2, "offset_for_top_to_bottom": 1}
    rest = {"offsets_for_references": (6,), "gaps_allowed": False, "vui": Vui()}
    named = {"profile": 77, "constraints": 0, "level": 30, "id": 0, "chroma_format": 1, "separate_colour_planes": False}
    return Sps(**{**named, **sizes, **order, **rest, **shape, **fields})


def a_slice(frame_num: int, reference: bool = True, idr: bool = False, delta: tuple[int, int] = (0, 0)) -> SliceHeader:
    return SliceHeader(idr, reference, "P", 0, frame_num, False, False, 0, 0, 0, delta, 0)


def test_order_by_a_cycle_is_as_the_standard_computes_it() -> None:
    """I P B B P B B with three frames from P to P: 8.2.1.2 by hand."""
    order, sps = PictureOrder(), an_sps()
    slices = [a_slice(0, idr=True), a_slice(1), a_slice(2, False, delta=(-6, 0)), a_slice(2, False, delta=(-4, 0)), a_slice(2)]
    assert [order(header, sps) for header in slices] == [0, 6, -2, 0, 12]
    order = PictureOrder()
    counts = [order(a_slice(number % 16, idr=number == 0), sps) for number in range(40)]
    assert counts == [6 * number for number in range(40)], "frame_num wraps at 16"


def test_order_by_frame_number_is_decoding_order() -> None:
    order, sps = PictureOrder(), an_sps(order_type=2)
    assert [order(a_slice(number % 16, idr=number == 0), sps) for number in range(40)] == [2 * number for number in range(40)]
    assert [order(header, sps) for header in (a_slice(0, idr=True), a_slice(1, False), a_slice(1), a_slice(2))] == [0, 1, 2, 4]


@pytest.mark.parametrize("kind", ["slices", "B-frames"])
def test_start_codes_and_lengths_divide_a_stream_into_the_same_units(made: Any, kind: str, tmp_path: Path) -> None:
    in_transport = remuxed(tmp_path / "start codes.ts", made(kind))  # copied: x264 need not encode alike twice
    for one, other in zip(packets(made(kind)), packets(in_transport), strict=True):
        in_lengths = [bytes(unit) for unit in split_length_prefixed(memoryview(one), 4)]
        in_start_codes = [unit for unit in split_annex_b(bytes(other)) if unit[0] & 31 in {1, 5, 6}]
        assert [unit for unit in in_lengths if unit[0] & 31 in {1, 5, 6}] == in_start_codes
        *_others, first = split_annex_b(bytes(other), 8)
        assert first == next(unit for unit in in_start_codes if unit[0] & 31 in {1, 5})[:8]


@pytest.mark.parametrize("length_size", [1, 2, 4])
def test_lengths_of_every_size_are_read(length_size: int) -> None:
    units = [b"\x09\x10", b"\x67" + bytes(range(100)), b"\x65\x88"]
    coded = b"".join(len(unit).to_bytes(length_size) + unit for unit in units)
    assert [bytes(unit) for unit in split_length_prefixed(memoryview(coded), length_size)] == units
    for cut in (1, 2, len(coded) - 1):
        with pytest.raises(BitstreamError):
            list(split_length_prefixed(memoryview(coded)[:cut], length_size))
    with pytest.raises(BitstreamError):
        list(split_length_prefixed(memoryview(coded + bytes(length_size)), length_size))


def test_start_codes_of_three_and_four_bytes_and_zeros_around_them_are_read() -> None:
    units = [b"\x09\x10", b"\x67\0\0\3\1\x11", b"\x65\x88\x80"]
    coded = b"\0\0\0\1" + units[0] + b"\0\0\1" + units[1] + b"\0\0\0\0\0\1" + units[2] + b"\0\0\0"
    assert list(split_annex_b(coded)) == units
    assert list(split_annex_b(b"")) == list(split_annex_b(bytes(9))) == []
    with pytest.raises(BitstreamError):
        list(split_annex_b(b"\x65\x88\0\0\1\x09\x10"))


def test_bytes_against_start_codes_are_no_part_of_the_numbers() -> None:
    bits = BitReader(b"\0\0\3\1\0\0\3\0\0\3\xff")
    assert [bits.u(8) for _byte in range(8)] == [0, 0, 1, 0, 0, 0, 0, 255]


def test_exp_golomb_numbers_are_those_of_the_standard() -> None:
    """Tables 9-2 and 9-3."""
    coded = int("1 010 011 00100 00101 00110 00111 0001000".replace(" ", ""), 2).to_bytes(5)
    unsigned, signed = BitReader(coded), BitReader(coded)
    assert (unsigned.u(6), signed.u(6)) == (0, 0), "to fill five bytes"
    assert [unsigned.ue() for _number in range(8)] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [signed.se() for _number in range(8)] == [0, 1, -1, 2, -2, 3, -3, 4]
    for short in (b"", b"\0\0\0\0\0\0", b"\x01"):
        with pytest.raises(BitstreamError):
            BitReader(short).ue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_written_as_it_was_read(made: Any, kind: str) -> None:
    with av.open(str(made(kind))) as file:
        record = bytes(file.streams.video[0].codec_context.extradata or b"")
    assert AvcConfiguration.parse(record).serialise() == record


def test_a_record_that_ends_anywhere_is_refused_or_lacks_only_its_extension(made: Any) -> None:
    record = configuration(made("plain")).serialise()
    for end in range(len(record)):
        if end < len(record) - 4:
            with pytest.raises(BitstreamError):
                AvcConfiguration.parse(record[:end])
        else:
            assert AvcConfiguration.parse(record[:end]).high is None


def test_parameter_sets_say_which_numbers_they_take_and_whether_one_changes(made: Any) -> None:
    sets = sets_of(made("plain"))
    sets.add(configuration(made("plain")).sps[0])
    assert sets.numbers == (0,) and not sets.changed and len(sets) == 2
    sets.add(configuration(made("odd size")).sps[0])
    assert sets.changed and not sets.damaged
    sets.add(b"\x67\x64")
    assert sets.damaged


def test_pictures_that_lie_deeper_than_said_are_counted() -> None:
    assert reordering([0, 1, 2, 3]) == 0
    assert reordering([0, 3, 2, 4, 1]) == 2, "I P B b b"
    assert reordering([0, 2, 1, 4, 3]) == 1


def test_a_damaged_packet_excuses_what_stands_behind_it_in_its_sequence() -> None:
    wrong = [CodedPicture(True, False, 1, 0), CodedPicture(False, False, 1, 4), CodedPicture(False, False, 1, 2)]
    assert times_contradict(wrong)
    assert not times_contradict([*wrong, CodedPicture(False, True, 1, None)])
    assert times_contradict([*wrong, CodedPicture(False, True, 2, None)])


ANY_FORM = [read_sps, read_pps, AvcConfiguration.parse, lambda data: list(split_annex_b(data))]


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x67", b"\x68", b"\x06", b"\x01", b"\x01\x64\0\x1e\xff\xe1"]))
def test_anything_is_read_or_is_no_bitstream(data: bytes, start: bytes) -> None:
    for read in ANY_FORM:
        with suppress(BitstreamError):
            read(start + data)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_stream_with_flipped_bits_or_missing_ends_is_read_or_is_damaged(made: Any, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    suffix = data.draw(st.sampled_from([".mp4", ".ts"]))
    broken = [spoiled(data, one) for one in header_and_packets(made(kind, suffix))]
    stream = CodedStream(broken[0])
    pictures = [stream.add(memoryview(coded)) for coded in broken[1:]]
    assert all(picture.damaged or picture.order is not None for picture in pictures) or stream.uncopiable


def spoiled(data: st.DataObject, whole: bytes) -> bytes:
    changed = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, max(0, min(len(whole), 60) * 8 - 1)), max_size=4)):
        if whole:
            changed[at // 8] ^= 0x80 >> at % 8
    return bytes(changed[: data.draw(st.one_of(st.none(), st.integers(0, len(whole))))])
