"""What the bitstream says of a recorded file: where decoding can begin, what is damaged, and what stands against copying."""

from __future__ import annotations

import fractions
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import av
import numpy as np
import pytest

from tests.made_h264 import (
    DAMAGE,
    Damage,
    damaged,
    joined_in_one_stream,
    joined_with_two_headers,
    made_h264,
    parameter_sets_of,
    remuxed,
    reordering_denied,
    times_in_decoding_order,
)
from tests.made_media import picture_number
from vbn_video.recording.h264.configuration import AvcConfiguration
from vbn_video.recording.packets import PartPackets, read_packets


def read(path: Path) -> PartPackets:
    return read_packets(path, 0, None)


COPIABLE: dict[str, dict[str, Any]] = {
    "plain": {},
    "B-pyramid": {"b_frames": 3, "b_pyramid": True, "refs": 4},
    "open GOPs": {"b_frames": 2, "open_gop": True, "gop": 10},
    "slices": {"slices": 4, "b_frames": 1},
    "variable": {"variable": 5, "b_frames": 2},
    "later": {"start_s": 2.5, "b_frames": 2},
    "baseline": {"x264": "cabac=0:8x8dct=0:weightp=0"},
    "long": {"pictures": 300, "gop": 290, "b_frames": 2},
}


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
@pytest.mark.parametrize("kind", COPIABLE)
def test_whole_streams_can_be_copied_whatever_holds_them(tmp_path: Path, kind: str, suffix: str) -> None:
    packets = read(made_h264(tmp_path / f"whole{suffix}", **COPIABLE[kind]))
    assert (packets.uncopiable, packets.parameter_sets) == (None, (0,))
    assert not packets.damaged.any() and packets.idr[0]


@pytest.mark.parametrize("suffix", [".mov", ".flv"])
def test_other_containers_are_read_too(tmp_path: Path, suffix: str) -> None:
    packets = read(made_h264(tmp_path / f"whole{suffix}"))
    assert (packets.uncopiable, packets.parameter_sets, packets.idr.sum()) == (None, (0,), 2) and not packets.damaged.any()


def test_more_packets_of_a_transport_stream_take_no_more_work_with_fractions(tmp_path: Path) -> None:
    """By how often `fractions` is entered for other than a numerator or denominator that stands there."""

    def entered(pictures: int) -> int:
        path = made_h264(tmp_path / f"{pictures}.ts", pictures=pictures, sound=())
        with av.open(str(path)) as file:
            index = file.streams.audio[0].index
        calls = Counter[str]()

        def count(frame: FrameType, event: str, _argument: object) -> None:
            if event == "call" and frame.f_code.co_filename == fractions.__file__:
                calls[frame.f_code.co_name] += 1

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            read_packets(path, 0, index)
        finally:
            sys.setprofile(before)
        return calls.total() - calls["numerator"] - calls["denominator"]

    assert 0 < entered(200) <= entered(50) + 10


@pytest.mark.parametrize("number", [0, 1, 5, 30])
def test_the_numbers_of_the_parameter_sets_are_told(tmp_path: Path, number: int) -> None:
    assert read(made_h264(tmp_path / "n.mp4", pictures=3, sps_id=number)).parameter_sets == (number,)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ({"interlaced": True}, "interlaced pictures"),
        ({"x264": "fake-interlaced=1"}, "interlaced pictures"),
        ({"pixel_format": "yuv420p10le"}, "10 bit"),
        ({"pixel_format": "yuv422p"}, "4:2:2"),
        ({"pixel_format": "yuv444p"}, "4:4:4"),
        ({"pixel_format": "gray"}, "4:0:0"),
        ({"x264": "qp=0"}, "profile 244"),
        ({"codec": "libx265"}, "HEVC pictures"),
        ({"codec": "libvpx-vp9"}, "VP9 pictures"),
        ({"codec": "libsvtav1"}, "AV1 pictures"),
    ],
    ids=str,
)
def test_unusual_pictures_are_not_copied(tmp_path: Path, kind: dict[str, Any], reason: str) -> None:
    assert read(made_h264(tmp_path / "u.mp4", pictures=4, **kind)).uncopiable == reason


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
@pytest.mark.parametrize(
    "other", [{"size": (96, 160)}, {"refs": 4}, {"sps_id": 3}, {"x264": "sar=4\\:3"}], ids=["size", "refs", "number", "shape"]
)
def test_parameter_sets_that_change_in_mid_stream_are_seen(tmp_path: Path, suffix: str, other: dict[str, Any]) -> None:
    one = made_h264(tmp_path / "1.mp4", pictures=10)
    two = made_h264(tmp_path / "2.mp4", pictures=10, first_number=10, **other)
    packets = read(joined_in_one_stream(tmp_path / f"both{suffix}", one, two))
    assert packets.uncopiable == "its parameter sets change in mid-stream"
    assert packets.parameter_sets == ((0, 3) if "sps_id" in other else (0,))
    assert not packets.damaged.any() and packets.idr.sum() == 2


def test_parameter_sets_repeated_among_the_pictures_are_no_change(tmp_path: Path) -> None:
    one = made_h264(tmp_path / "1.mp4", pictures=10)
    two = made_h264(tmp_path / "2.mp4", pictures=10, first_number=10)
    assert read(joined_in_one_stream(tmp_path / "both.mp4", one, two)).uncopiable is None


def test_two_sizes_are_a_change_even_where_the_header_knows_both(tmp_path: Path) -> None:
    one = made_h264(tmp_path / "1.mp4", pictures=10)
    two = made_h264(tmp_path / "2.mp4", pictures=10, size=(96, 160), sps_id=1)
    both = joined_in_one_stream(tmp_path / "both.mp4", one, two, sets_in_band=False)
    assert read(both).damaged.sum() == 10, "pictures whose sets are unknown"
    record = with_sets(one, *parameter_sets_of(two))
    assert read(remuxed(tmp_path / "known.mp4", both, record=record)).uncopiable == "its parameter sets change in mid-stream"


def with_sets(made: Path, *units: bytes) -> bytes:
    """The header of a file with more sets in it."""
    with av.open(str(made)) as file:
        own = AvcConfiguration.parse(bytes(file.streams.video[0].codec_context.extradata or b""))
    sps = (*own.sps, *(unit for unit in units if unit[0] & 31 == 7))
    pps = (*own.pps, *(unit for unit in units if unit[0] & 31 == 8))
    return AvcConfiguration(own.profile, own.compatibility, own.level, 4, sps, pps, own.high).serialise()


@pytest.mark.parametrize("taken", [29, 30])
def test_all_numbers_that_a_header_takes_are_read(tmp_path: Path, taken: int) -> None:
    made = [made_h264(tmp_path / f"{number}.mp4", pictures=1, sps_id=number) for number in range(taken)]
    units = [unit for one in made[1:] for unit in parameter_sets_of(one)]
    packets = read(remuxed(tmp_path / "taken.mp4", made[0], record=with_sets(made[0], *units)))
    assert (packets.uncopiable, packets.parameter_sets) == (None, tuple(range(taken)))


HEADERS: dict[str, Callable[[AvcConfiguration], AvcConfiguration]] = {
    "no parameter sets": lambda own: AvcConfiguration(own.profile, 0, own.level, 4, own.sps, ()),
    "damaged parameter sets": lambda own: AvcConfiguration(own.profile, 0, own.level, 4, (own.sps[0][:6],), own.pps),
}


@pytest.mark.parametrize("reason", HEADERS)
def test_a_header_without_whole_parameter_sets_is_seen(tmp_path: Path, reason: str) -> None:
    made = made_h264(tmp_path / "m.mp4", pictures=5)
    own = AvcConfiguration.parse(with_sets(made))
    broken = remuxed(tmp_path / "b.mkv", made, record=HEADERS[reason](own).serialise())
    packets = read(broken)
    assert packets.uncopiable == reason and packets.damaged.all()


def test_parameter_sets_only_among_the_pictures_are_seen(tmp_path: Path) -> None:
    made = made_h264(tmp_path / "m.mp4", pictures=5)
    own = AvcConfiguration.parse(with_sets(made))
    sets = b"".join(len(unit).to_bytes(4) + unit for unit in (*own.sps, *own.pps))
    record = AvcConfiguration(own.profile, 0, own.level, 4, (), ()).serialise()
    packets = read(remuxed(tmp_path / "b.mp4", made, lambda _index, packet: sets + bytes(packet), record=record))
    assert packets.uncopiable == "no parameter sets in its header" and not packets.damaged.any()


def test_times_in_decoding_order_contradict_the_picture_order(tmp_path: Path) -> None:
    made = made_h264(tmp_path / "m.mp4", b_frames=2)
    assert read(times_in_decoding_order(tmp_path / "t.mp4", made)).uncopiable == "its times contradict the picture order"
    plain = made_h264(tmp_path / "p.mp4")
    assert read(times_in_decoding_order(tmp_path / "u.mp4", plain)).uncopiable is None


def test_a_header_that_denies_reordering_is_seen(tmp_path: Path) -> None:
    made = made_h264(tmp_path / "m.mp4", b_frames=2)
    assert read(reordering_denied(tmp_path / "r.mp4", made)).uncopiable == "it reorders more pictures than it says"


def test_two_pictures_at_one_time_are_seen(tmp_path: Path) -> None:
    made = made_h264(tmp_path / "m.mp4", pictures=10)
    times = [3600 * number for number in (0, 1, 2, 3, 4, 4, 6, 7, 8, 9)]
    packets = read(remuxed(tmp_path / "t.mkv", made, times=times))
    assert packets.uncopiable == "two pictures at one time"


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("number", [0, 12, 25, 49])
def test_a_damaged_packet_is_told_and_only_that_one(tmp_path: Path, number: int, how: Damage, suffix: str) -> None:
    made = made_h264(tmp_path / "m.mp4", b_frames=2, seed=1)
    packets = read(damaged(tmp_path / f"d{suffix}", made, [number], how))
    seen = [] if how == "body" else [number]
    assert packets.position[packets.damaged].tolist() == seen
    assert packets.uncopiable is None
    assert np.isin(25, packets.position[packets.idr]) == (not (number == 25 and how == "no slice"))


def test_damage_in_a_transport_stream_is_told_where_a_slice_header_shows_it(tmp_path: Path) -> None:
    made = made_h264(tmp_path / "m.mp4", b_frames=2)
    packets = read(damaged(tmp_path / "d.ts", made, [12], "header"))
    assert packets.position[packets.damaged].tolist() == [12]


@pytest.mark.parametrize(("number", "numbers"), [(0, (0,)), (1, (0, 1))])
def test_a_second_header_in_an_mp4_is_a_change(tmp_path: Path, number: int, numbers: tuple[int, ...]) -> None:
    one = made_h264(tmp_path / "1.mp4", pictures=10)
    two = made_h264(tmp_path / "2.mp4", pictures=10, size=(96, 160), sps_id=number, first_number=10)
    both = joined_with_two_headers(tmp_path / "both.mp4", one, two)
    with av.open(str(both)) as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    assert [picture_number(frame) for frame in frames] == list(range(20)) and frames[-1].shape == (160, 96, 3)
    packets = read(both)
    assert packets.uncopiable == "its parameter sets change in mid-stream" and packets.parameter_sets == numbers
    assert not packets.damaged.any()
