"""Sources that lie about themselves or are hurt: every picture that can be had in its place, and said why it was encoded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from tests.decoders import by_ffmpeg
from tests.made_h264 import (
    damaged,
    joined_in_one_stream,
    made_h264,
    remuxed,
    reordering_denied,
    times_in_decoding_order,
)
from tests.made_media import picture_number
from tests.mp4_structure import check_structure
from tests.render.programmes import SIDE, S, encoded, heard, kept_rows, programme_of, shown, wanted_us
from tests.running import CORPUS, needs_corpus
from tests.sampling import sampled
from vbn_video.decisions import EditPlan, KeptSpan
from vbn_video.errors import RecordingError
from vbn_video.events import Notice
from vbn_video.plan.cut.splice import plan_splice
from vbn_video.recording.h264.configuration import AvcConfiguration
from vbn_video.render.coded.h264_track import join_configurations

RATE = 25
ASTRAY = [(".flv", 2), (".flv", 0), (".ts", 0), (".ts", 2), (".mkv", 2)]


def rendered(programme, tmp_path, emit=lambda _event: None):
    """(what is shown, the reasons) of a programme; its structure is right."""
    video = encoded(programme, tmp_path / "video.mp4", emit)
    assert check_structure(video) == []
    splice = plan_splice(programme.recording, programme.packets, programme.plan)
    return shown(video), [(span.how, span.why) for span in splice.spans]


def with_keyframes_named(path: Path, count: int | None) -> Path:
    """The MP4 with only its first `count` keyframes named as such; None = every picture is said to be one."""
    whole = bytearray(path.read_bytes())
    at = whole.rindex(b"stss")
    if count is None:
        whole[at : at + 4] = b"free"
    else:
        whole[at + 8 : at + 12] = count.to_bytes(4)
    path.write_bytes(whole)
    return path


def heard_part(folder: Path) -> Path:
    """A short part with sound, because a recording without any is refused."""
    return made_h264(folder / "heard.mp4", pictures=10, sound=())


@pytest.mark.parametrize("count", [1, 2, None])
def test_the_bitstream_is_believed_and_not_the_containers_flags(tmp_path, count):
    recorded = with_keyframes_named(made_h264(tmp_path / "a.mp4", pictures=100, gop=20, b_frames=2, sound=()), count)
    programme = programme_of([recorded], [(0.6, 3.4)])
    seen, reasons = rendered(programme, tmp_path)
    assert seen.numbers == list(range(15, 85))
    assert ("copy", "as it was recorded") in reasons


def cut_in_mid_gop(path: Path, whole: Path, frames: int) -> Path:
    """The file without its first frames in decoding order, among them the keyframe; the sound stays."""
    with av.open(str(whole)) as source, av.open(str(path), "w") as out:
        streams = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        number = 0
        for packet in source.demux():
            number += bool(packet.size) and packet.stream.type == "video"
            if packet.size and (packet.stream.type != "video" or number > frames):
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    return path


CUT = [(".mkv", {}), (".mp4", {}), (".ts", {}), (".mkv", {"b_frames": 2, "open_gop": True})]


@pytest.mark.parametrize(("suffix", "kind"), sampled(CUT, [0]), ids=str)
def test_a_stream_that_begins_in_mid_gop_begins_at_the_first_frame_that_can_be_decoded(tmp_path, suffix, kind):
    whole = made_h264(tmp_path / "whole.mp4", pictures=100, gop=25, sound=(), **kind)
    recorded = cut_in_mid_gop(tmp_path / f"a{suffix}", whole, 10)
    programme = programme_of([recorded], [(0, 4)])
    assert programme.recording.parts[0].pictures == 75
    (said,) = programme.recording.choices
    assert said.what == recorded.name and said.why.startswith("15 pictures at its beginning")
    span = KeptSpan(0, programme.recording.duration_us, SIDE, SIDE)
    told = []
    seen, reasons = rendered(replace(programme, plan=EditPlan((span,))), tmp_path, told.append)
    assert seen.numbers == list(range(25, 100)) and seen.times_us[0] == 0
    assert seen.times_us[1:] == pytest.approx(programme.packets.time_us[1:].tolist(), abs=20)
    assert [how for how, _why in reasons] == ["encode" if kind else "copy"] and "the first one is held for 1.0 s" in reasons[0][1]
    assert not [event for event in told if isinstance(event, Notice) and "could not be read" in event.text]
    assert by_ffmpeg(tmp_path / "video.mp4").times_us == seen.times_us


SIZES = {
    # first size, size from frame 50 on, where the latter lies in the former (left, top, right, bottom)
    "taller": ((160, 96), (96, 160), (51, 0, 109, 96)),
    "wider": ((96, 160), (160, 96), (0, 51, 96, 109)),
    "larger": ((160, 96), (320, 192), (0, 0, 160, 96)),
    "smaller": ((320, 192), (160, 96), (0, 0, 320, 192)),
    "odd": ((162, 98), (100, 162), (51, 0, 111, 98)),
}
CHANGES = [(size, suffix) for suffix in (".mp4", ".ts", ".mkv") for size in SIZES]


@pytest.mark.parametrize(("size", "suffix"), sampled(CHANGES, [0]))
def test_frames_whose_size_changes_keep_their_shape_centred_on_black(tmp_path, size, suffix):
    before, behind, (left, top, right, bottom) = SIZES[size]
    one = made_h264(tmp_path / "1.mp4", pictures=50, size=before)
    two = made_h264(tmp_path / "2.mp4", pictures=50, size=behind, first_number=50)
    recorded = joined_in_one_stream(tmp_path / f"a{suffix}", one, two)
    seen, reasons = rendered(programme_of([recorded, heard_part(tmp_path)], [(0.4, 3.6)]), tmp_path)
    assert {how for how, _why in reasons} == {"encode"}
    assert {picture.shape for picture in seen.pictures} == {(before[1], before[0], 3)}
    assert seen.numbers[:40] == list(range(10, 50))
    for number, picture in zip(range(50, 90), seen.pictures[40:], strict=True):
        inside = picture[top:bottom, left:right]
        assert picture_number(inside[1:-1, 1:-1] if inside.shape != picture.shape else inside) == number
        outside = picture.copy()
        outside[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2] = 0
        assert outside.max() < 30


@pytest.mark.parametrize("pixels", sampled(["yuv420p", "yuv444p"], [0]))
def test_frames_of_an_odd_size_that_changes_are_not_stretched(tmp_path, pixels):
    kind = {"codec": "libvpx-vp9", "pixel_format": pixels}
    one = made_h264(tmp_path / "1.mkv", pictures=25, size=(321, 181), **kind)
    two = made_h264(tmp_path / "2.mkv", pictures=25, size=(160, 181), first_number=25, **kind)
    recorded = joined_in_one_stream(tmp_path / "a.mkv", one, two, sets_in_band=False)
    seen, _reasons = rendered(programme_of([recorded, heard_part(tmp_path)], [(0, 2)]), tmp_path)
    assert {picture.shape for picture in seen.pictures} == {(180, 320, 3)}
    with av.open(str(recorded)) as file:
        sources = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    cut = sources[10][:180, :320].astype(int)
    assert np.abs(seen.pictures[10].astype(int) - cut).mean() < 3, "an edge is cut off, nothing is scaled"
    assert seen.numbers[:25] == list(range(25))
    for number, picture in zip(range(25, 50), seen.pictures[25:], strict=True):
        assert picture_number(picture[:, 80:240]) == number
        assert max(picture[:, :78].max(), picture[:, 242:].max()) < 30


@needs_corpus
@pytest.mark.long
def test_a_window_resized_while_it_is_recorded_keeps_its_shape(tmp_path):
    seen, _reasons = rendered(programme_of([CORPUS / "cases" / "h264_resized.ts"], [(0, 60)]), tmp_path)
    behind = seen.pictures[-1]
    lit = np.flatnonzero(behind.max(axis=(0, 2)) > 40)
    assert (behind.shape, lit.min(), lit.max()) == ((360, 640, 3), pytest.approx(185, abs=2), pytest.approx(454, abs=2))


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ({"interlaced": True}, "interlaced pictures"),
        ({"pixel_format": "yuv420p10le"}, "10 bit"),
        ({"pixel_format": "yuv422p"}, "4:2:2"),
        ({"x264": "qp=0"}, "profile 244"),
        ({"codec": "libx265"}, "HEVC pictures"),
        ({"codec": "libvpx-vp9"}, "VP9 pictures"),
        ({"codec": "libsvtav1"}, "AV1 pictures"),
    ],
    ids=str,
)
def test_what_can_not_be_copied_is_encoded_with_the_same_result_and_said(tmp_path, kind, why):
    recorded = made_h264(tmp_path / "a.mp4", pictures=60, gop=20, sound=(), **kind)
    programme = programme_of([recorded], [(0.4, 1.0), (1.2, 2.2)])
    seen, reasons = rendered(programme, tmp_path)
    assert seen.numbers == [*range(10, 25), *range(30, 55)]
    assert seen.times_us == pytest.approx(wanted_us(programme), abs=20)
    assert reasons == [("encode", why)] * 2
    with av.open(str(tmp_path / "video.mp4")) as file:
        video = file.streams.video[0]
        assert (video.codec.canonical_name, video.profile, video.pix_fmt) == ("h264", "High", "yuv420p")


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_source_with_two_four_or_eight_parameter_sets_is_copied(tmp_path, count):
    made = [
        made_h264(tmp_path / f"{number}.mp4", pictures=50, sps_id=number, refs=1 + number, first_number=50 * number)
        for number in range(count)
    ]
    one_after_another = joined_in_one_stream(tmp_path / "joined.mp4", *made, sets_in_band=False)
    record = join_configurations([header_of(one) for one in made])
    recorded = remuxed(tmp_path / "a.mp4", one_after_another, record=record)
    seen, reasons = rendered(programme_of([recorded, heard_part(tmp_path)], [(0.4, 2 * count - 0.2)]), tmp_path)
    assert seen.numbers == list(range(10, 50 * count - 5))
    assert [how for how, _why in reasons] == ["encode", "copy"]
    sets = AvcConfiguration.parse(header_of(tmp_path / "video.mp4"))
    assert len(sets.sps) == len(sets.pps) == count + 1


def header_of(path: Path) -> bytes:
    with av.open(str(path)) as file:
        return bytes(file.streams.video[0].codec_context.extradata or b"")


def test_packets_out_of_order_cost_no_picture_but_their_own_and_that_is_said(tmp_path):
    made = made_h264(tmp_path / "made.mp4", pictures=100, gop=25)
    with av.open(str(made)) as file:
        packets = [packet for packet in file.demux(video=0) if packet.size]
    packets[37], packets[38] = packets[38], packets[37]
    recorded = remuxed(
        tmp_path / "a.mkv", made, lambda number, _packet: bytes(packets[number]), [packet.pts for packet in packets]
    )
    told = []
    seen, reasons = rendered(programme_of([recorded, heard_part(tmp_path)], [(0, 4)]), tmp_path, told.append)
    assert (seen.numbers[:37], seen.numbers[-60:]) == (list(range(37)), list(range(40, 100)))
    assert reasons == [("encode", "its times contradict the picture order")]
    assert [event for event in told if isinstance(event, Notice) and event.level == "warning"]


def test_times_that_contradict_the_pictures_are_encoded_and_said(tmp_path):
    made = made_h264(tmp_path / "made.mp4", pictures=60, gop=20, b_frames=2)
    recorded = times_in_decoding_order(tmp_path / "a.mp4", made)
    seen, reasons = rendered(programme_of([recorded, heard_part(tmp_path)], [(0, 2.4)]), tmp_path)
    assert len(seen.numbers) == 60
    assert reasons == [("encode", "its times contradict the picture order")]


def test_a_header_that_denies_reordering_costs_no_picture_and_is_said(tmp_path):
    made = made_h264(tmp_path / "made.mp4", pictures=60, gop=20, b_frames=3, b_pyramid=True)
    recorded = reordering_denied(tmp_path / "a.mp4", made)
    programme = programme_of([recorded, heard_part(tmp_path)], [(0, 1.0), (1.2, 2.4)])
    seen, reasons = rendered(programme, tmp_path)
    assert seen.numbers == [*range(25), *range(30, 60)]
    assert seen.times_us == pytest.approx(wanted_us(programme), abs=20)
    assert reasons == [("encode", "it reorders more pictures than it says")] * 2


@pytest.mark.parametrize("how", ["cut", "no slice", "header"])
def test_a_damaged_group_is_encoded_its_neighbours_copied_and_the_damage_said(tmp_path, how):
    made = made_h264(tmp_path / "made.mp4", pictures=150, gop=50, sound=(), seed=3)
    recorded = damaged(tmp_path / "a.mp4", made, [70, 71], how)
    told = []
    seen, reasons = rendered(programme_of([recorded], [(0, 6)]), tmp_path, told.append)
    assert seen.numbers[:50] == list(range(50)) and seen.numbers[-50:] == list(range(100, 150))
    assert [how for how, _why in reasons] == ["copy", "encode", "copy"]
    assert reasons[1][1] == "a damaged picture"
    assert [event for event in told if isinstance(event, Notice) and event.level == "warning"]


def test_a_recording_of_which_no_kept_picture_can_be_read_is_refused(tmp_path):
    made = made_h264(tmp_path / "made.mp4", pictures=50, gop=50, sound=())
    recorded = damaged(tmp_path / "a.mp4", made, range(1, 50), "header")
    with pytest.raises(RecordingError, match="damaged"):
        encoded(programme_of([recorded], [(0.4, 1.6)]), tmp_path / "video.mp4")
    assert not (tmp_path / "video.mp4").exists()


@pytest.mark.parametrize(("suffix", "b_frames"), sampled(ASTRAY, [0, 3]))
def test_a_container_whose_index_leads_astray_costs_no_picture_and_blames_nobody(tmp_path, suffix, b_frames):
    recorded = made_h264(tmp_path / f"a{suffix}", pictures=160, gop=40, b_frames=b_frames, sound=((0.2, 6.2),), seed=5)
    told = []
    programme = programme_of([recorded], [(0.44, 1.0), (2.2, 2.8), (3.3, 6.0)])
    seen, _reasons = rendered(programme, tmp_path, told.append)
    assert seen.numbers == kept_rows(programme).tolist()
    assert seen.times_us == pytest.approx(wanted_us(programme), abs=20)
    assert not [event for event in told if isinstance(event, Notice)]


def test_a_part_without_sound_is_silent_and_moves_nothing(tmp_path):
    parts = [
        made_h264(tmp_path / "1.mp4", pictures=50, gop=25, sound=((0.2, 1.8),)),
        made_h264(tmp_path / "2.mp4", pictures=50, gop=25, first_number=50),
        made_h264(tmp_path / "3.mp4", pictures=50, gop=25, first_number=100, sound=((0.2, 1.8),)),
    ]
    programme = programme_of(parts, [(0, 2), (2, 4), (4, 6)])
    seen, reasons = rendered(programme, tmp_path)
    assert seen.numbers == list(range(150))
    assert {how for how, _why in reasons} == {"copy"}
    sound, rate = heard(tmp_path / "video.mp4")
    loud = [float(np.abs(sound[round(at * rate) : round((at + 1) * rate)]).max()) for at in (0.5, 2.5, 4.5)]
    assert loud[1] < 1e-3 < min(loud[0], loud[2])
    assert len(sound) >= 6 * rate


def test_a_picture_that_stands_for_seconds_is_copied_and_stands_as_long(tmp_path):
    times_s = [0, 5, 10, 15, 15.04, 20, 25]
    recorded = made_h264(tmp_path / "a.mp4", pictures=7, gop=[0, 2, 4], variable=times_s, sound=())
    programme = programme_of([recorded], [(10, 25)])
    seen, reasons = rendered(programme, tmp_path)
    assert (seen.numbers, seen.times_us) == ([2, 3, 4, 5], [0, 5 * S, 5 * S + 40_000, 10 * S])
    assert reasons == [("copy", "as it was recorded")]
