"""What joining needs: one header of several, packets of one form; the joined track is decoded without a fault."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_h264 import in_annex_b, joined_in_one_stream, made_h264, parameter_sets_of
from tests.made_media import picture_number
from vbn_video.recording.h264.bits import BitstreamError
from vbn_video.recording.h264.configuration import AvcConfiguration
from vbn_video.recording.h264.sps import read_sps
from vbn_video.recording.h264.units import split_length_prefixed
from vbn_video.render.coded.h264_track import TAKEN_OUT, Normaliser, configuration_of, join_configurations

SETS_AND_MORE = b"\0\0\0\2\x09\x10" + b"\0\0\0\3\x0c\xff\x80" + b"\0\0\0\1\x0a" + b"\0\0\0\1\x0b"
"""A delimiter, filler data, an end of sequence and an end of stream."""


def extradata(path: Path) -> bytes:
    with av.open(str(path)) as file:
        return bytes(file.streams.video[0].codec_context.extradata or b"")


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as file:
        return [bytes(packet) for packet in file.demux(video=0) if packet.size]


def in_lengths(data: bytes, length_size: int) -> bytes:
    """A packet of an MP4 with other lengths."""
    return b"".join(len(unit).to_bytes(length_size) + unit for unit in map(bytes, split_length_prefixed(memoryview(data), 4)))


@pytest.mark.parametrize("kind", [{}, {"b_frames": 2}, {"x264": "cabac=0:8x8dct=0:weightp=0"}, {"pixel_format": "yuv422p10le"}])
def test_a_header_in_start_codes_gives_the_record_that_the_muxer_writes(tmp_path: Path, kind: dict[str, str]) -> None:
    path = made_h264(tmp_path / "a.mp4", pictures=3, **kind)
    record = extradata(path)
    assert configuration_of(record) == AvcConfiguration.parse(record)
    in_start_codes = b"".join(b"\0\0\0\1" + unit for unit in parameter_sets_of(path))
    assert (
        configuration_of(in_start_codes).serialise()
        == record
        == join_configurations([record])
        == join_configurations([in_start_codes])
    )


def test_one_record_holds_the_sets_of_all_and_the_highest_profile_and_level(tmp_path: Path) -> None:
    small = made_h264(tmp_path / "s.mp4", pictures=3, x264="cabac=0:8x8dct=0:weightp=0:level=30")
    large = made_h264(tmp_path / "l.mp4", pictures=3, size=(640, 368), sps_id=1, x264="level=41")
    main = made_h264(tmp_path / "m.mp4", pictures=3, sps_id=2, x264="8x8dct=0:level=20", b_frames=1)
    joined = AvcConfiguration.parse(join_configurations([extradata(one) for one in (small, large, main, large, small)]))
    assert (joined.profile, joined.level, joined.length_size, joined.compatibility) == (100, 41, 4, 0)
    assert [read_sps(unit).id for unit in joined.sps] == [0, 1, 2] and len(joined.pps) == 3
    assert joined.high and (joined.high.chroma_format, joined.high.luma_bits) == (1, 8)
    plain = AvcConfiguration.parse(join_configurations([extradata(small)]))
    assert plain.profile == 66 and plain.compatibility == read_sps(plain.sps[0]).constraints != 0 and plain.high is None


def test_zeros_behind_a_set_make_no_other_set_of_it(tmp_path: Path) -> None:
    record = extradata(made_h264(tmp_path / "a.mp4", pictures=2))
    own = AvcConfiguration.parse(record)
    padded = replace(own, sps=(own.sps[0] + b"\0",), pps=(own.pps[0] + b"\0\0",)).serialise()
    assert configuration_of(padded) == own
    assert join_configurations([record, padded]) == join_configurations([padded, record]) == record


def test_one_number_with_two_contents_is_refused(tmp_path: Path) -> None:
    one = made_h264(tmp_path / "1.mp4", pictures=2)
    two = made_h264(tmp_path / "2.mp4", pictures=2, size=(96, 160))
    with pytest.raises(ValueError, match="two sequence parameter sets have the number 0"):
        join_configurations([extradata(one), extradata(two)])
    for nothing in ([], [b""], [b"\0\0\1"], [b"\1\x64"]):
        with pytest.raises(BitstreamError):
            join_configurations(nothing)


def test_more_sets_than_a_record_holds_are_refused(tmp_path: Path) -> None:
    made = [extradata(made_h264(tmp_path / f"{number}.mp4", pictures=1, size=(32, 32), sps_id=number)) for number in range(31)]
    assert len(AvcConfiguration.parse(join_configurations(made)).sps) == 31
    own = AvcConfiguration.parse(made[0])
    with pytest.raises(ValueError, match="32 sequence"):
        AvcConfiguration(100, 0, 30, 4, own.sps * 32, own.pps).serialise()


@pytest.mark.parametrize("kind", [{}, {"slices": 4, "b_frames": 2}])
def test_a_packet_of_an_mp4_is_given_back_as_it_is(tmp_path: Path, kind: dict[str, int]) -> None:
    path = made_h264(tmp_path / "a.mp4", **kind)
    normalise = Normaliser(extradata(path))
    assert all(normalise(packet) is packet for packet in packets(path))


@pytest.mark.parametrize("kind", [{}, {"slices": 4, "b_frames": 2}])
def test_packets_of_every_form_become_those_of_an_mp4(tmp_path: Path, kind: dict[str, int]) -> None:
    path = made_h264(tmp_path / "a.mp4", pictures=12, size=(64, 64), **kind)
    own, plain = AvcConfiguration.parse(extradata(path)), packets(path)
    sets = b"".join(len(unit).to_bytes(4) + unit for unit in (*own.sps, *own.pps))
    crowded = [sets + SETS_AND_MORE + packet + SETS_AND_MORE for packet in plain]
    assert [Normaliser(own.serialise())(packet) for packet in crowded] == plain
    assert [Normaliser(b"")(in_annex_b(packet)) for packet in crowded] == plain
    assert [
        Normaliser(b"\0\0\1\x67")(b"\0" + in_annex_b(packet).replace(b"\0\0\0\1", b"\0\0\1") + bytes(3)) for packet in plain
    ] == plain
    short = AvcConfiguration(own.profile, own.compatibility, own.level, 2, own.sps, own.pps).serialise()
    assert [Normaliser(short)(in_lengths(packet, 2)) for packet in crowded] == plain
    assert Normaliser(own.serialise())(SETS_AND_MORE) == b""


def test_a_packet_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = made_h264(tmp_path / "a.mp4", pictures=3, slices=2)
    for packet in packets(path):
        for end in (3, 5, len(packet) // 2, len(packet) - 1):
            with pytest.raises(BitstreamError):
                Normaliser(extradata(path))(packet[:end])
        with pytest.raises(BitstreamError):
            Normaliser(extradata(path))(packet + bytes(4))


@given(
    st.binary(max_size=120),
    st.sampled_from([b"", b"\0\0\1\x67", b"\1\x64\0\x1e\xff\xe1", b"\1\x64\0\x1e\xfd\xe1", b"\0\0\0\4\x67"]),
)
def test_anything_is_joined_or_is_no_bitstream(data: bytes, start: bytes) -> None:
    for read in (configuration_of, lambda extradata: join_configurations([extradata, extradata])):
        with suppress(ValueError):
            read(start + data)
    for extradata in (b"", b"\1\x64\0\x1e\xff\xe0\0", b"\1\x64\0\x1e\xfd\xe0\0"):
        with suppress(BitstreamError):
            units_of_result = list(split_length_prefixed(memoryview(Normaliser(extradata)(start + data)), 4))
            assert not any(unit[0] & 31 in TAKEN_OUT for unit in units_of_result)


def test_streams_under_one_header_are_decoded_one_after_another_and_from_each_keyframe(tmp_path: Path) -> None:
    """Eight parameter sets; the source has its sets among the slices as well."""
    made = [
        made_h264(
            tmp_path / f"{number}.mp4",
            pictures=20,
            gop=10,
            first_number=20 * number,
            sps_id=number,
            refs=1 + number,
            b_frames=number,
        )
        for number in range(4)
    ]
    mixed = joined_in_one_stream(tmp_path / "mixed.mp4", *made)
    record = join_configurations([extradata(one) for one in made])
    joined = tmp_path / "joined.mp4"
    normalise = Normaliser(extradata(mixed))
    with av.open(str(mixed)) as source, av.open(str(joined), "w") as out:
        video = out.add_stream_from_template(source.streams.video[0])
        video.codec_context.extradata = record
        for packet in source.demux(video=0):
            if packet.size:
                copy = av.Packet(normalise(bytes(packet)))
                copy.pts, copy.dts, copy.duration, copy.time_base = packet.pts, packet.dts, packet.duration, packet.time_base
                copy.is_keyframe, copy.stream = packet.is_keyframe, video
                out.mux(copy)
    assert extradata(joined) == record and sum(map(len, packets(joined))) < sum(map(len, packets(mixed)))
    with av.open(str(joined)) as file:
        assert [picture_number(frame.to_ndarray(format="rgb24")) for frame in file.decode(video=0)] == list(range(80))
        stream = file.streams.video[0]
        for second in (Fraction(3), Fraction(1, 5), Fraction(5, 2), Fraction(9, 5), Fraction(1)):
            file.seek(round(second * 1_000_000))
            first = next(file.decode(stream))
            assert picture_number(first.to_ndarray(format="rgb24")) == round(first.time * 25) == int(second * 25) // 10 * 10
