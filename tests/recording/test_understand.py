"""A recording as understood: clocks, shapes and picture times, from headers and packets."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.made_h264 import damaged, made_h264
from tests.made_media import make_video, plain
from vbn_video.codec import from_json, to_json
from vbn_video.errors import RecordingError
from vbn_video.events import Event, Progress
from vbn_video.evidence import Packets, Recording
from vbn_video.recording.find import find_sources
from vbn_video.recording.packets import load_packets, save_packets
from vbn_video.recording.understand import understand


def understood(*paths: Path) -> tuple[Recording, Packets]:
    return understand(find_sources(paths), lambda event: None)


def test_a_plain_recording_is_as_it_was_made(tmp_path: Path) -> None:
    recording, packets = understood(make_video(tmp_path / "a.mp4", seconds=2, gop=20))
    (part,) = recording.parts
    assert (part.picture.codec, part.picture.width, part.picture.height, part.picture.rate) == ("h264", 320, 180, 25)
    assert (part.picture.colour_space, part.picture.colour_range, part.picture.variable_rate) == ("bt709", "tv", False)
    assert part.sound and (part.sound.codec, part.sound.rate_hz, part.sound.channels) == ("aac", 32_000, 1)
    assert (part.duration_us, part.source_start_us, part.pictures) == (2_000_000, 0, 50)
    assert packets.time_us.tolist() == [number * 40_000 for number in range(50)]
    assert np.flatnonzero(packets.idr).tolist() == [0, 20, 40]


def test_pictures_are_told_in_the_order_of_showing_with_their_place_in_decoding(tmp_path: Path) -> None:
    rate = Fraction(30_000, 1001)
    recording, packets = understood(make_video(tmp_path / "b.mp4", seconds=2, rate=rate, bframes=2))
    assert recording.parts[0].picture.rate == rate and not recording.parts[0].picture.variable_rate
    assert packets.time_us.tolist() == [round(number * 1_000_000 / rate) for number in range(60)]
    assert sorted(packets.position.tolist()) == list(range(60)) != packets.position.tolist()


def test_an_open_gop_has_keyframes_that_are_no_idr_pictures(tmp_path: Path) -> None:
    _recording, packets = understood(make_video(tmp_path / "o.mp4", gop=20, bframes=2, open_gop=True))
    assert packets.keyframe.sum() > packets.idr.sum() == 1


@pytest.mark.parametrize("name", ["møde.avi", "møde.AVI", "møde.mp4"])
def test_an_avi_is_refused_for_it_knows_no_times_of_showing(tmp_path: Path, name: str) -> None:
    path = make_video(tmp_path / "made.avi").rename(tmp_path / name)
    with pytest.raises(RecordingError) as error:
        understood(path)
    assert (
        str(error.value)
        == f"{path} is an AVI: that format does not say when each picture is shown. Convert it to MP4, and name that."
    )


def test_each_part_says_whether_its_pictures_can_be_copied_and_which_are_damaged(tmp_path: Path) -> None:
    whole = made_h264(tmp_path / "1.mp4", pictures=50, sps_id=4, b_frames=2, sound=())
    broken = damaged(tmp_path / "2.mp4", whole, [30], "cut")
    interlaced = made_h264(tmp_path / "3.mp4", pictures=50, interlaced=True, sound=())
    mjpeg = make_video(tmp_path / "4.mov", seconds=1, codec="mjpeg")
    recording, packets = understood(whole, broken, interlaced, mjpeg)
    assert [part.picture.uncopiable for part in recording.parts] == [None, None, "interlaced pictures", "MJPEG pictures"]
    assert [part.picture.parameter_sets for part in recording.parts] == [(4,), (4,), (0,), ()]
    (row,) = np.flatnonzero(packets.damaged)
    assert (packets.part[row], packets.position[row]) == (1, 30)


def test_start_codes_in_a_transport_stream_tell_idr_pictures_too(tmp_path: Path) -> None:
    made = make_video(tmp_path / "o.mp4", gop=20, bframes=2, open_gop=True)
    with av.open(str(made)) as source, av.open(str(tmp_path / "o.ts"), "w") as copy:
        streams = {stream.index: copy.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream_index]
                copy.mux(packet)
    recording, packets = understood(tmp_path / "o.ts")
    assert packets.keyframe.sum() > packets.idr.sum() == 1
    assert recording.parts[0].source_start_us > 0, "a transport stream's clock does not begin at 0"
    assert packets.time_us[0] == recording.parts[0].picture_start_us


def test_a_variable_rate_is_seen_and_the_last_picture_lasts_as_the_file_says(tmp_path: Path) -> None:
    times_s = [0.0, 0.04, 0.08, 0.12, 0.9, 0.94, 0.98]
    made = make_video(tmp_path / "v.mp4", seconds=3, picture_times_s=times_s, sound_seconds=1, speech=())
    recording, packets = understood(made)
    (part,) = recording.parts
    assert part.picture.variable_rate and part.picture.rate == 25
    assert packets.time_us.tolist() == [round(at * 1_000_000) for at in times_s]
    assert (part.picture_end_us, part.sound_end_us, part.duration_us) == (3_000_000, 1_000_000, 3_000_000)


def test_sound_that_begins_later_and_ends_later_makes_the_part_longer(tmp_path: Path) -> None:
    (part,) = understood(make_video(tmp_path / "l.mp4", seconds=2, sound_start_s=1, sound_seconds=2, speech=()))[0].parts
    assert abs(part.sound_start_us - 1_000_000) <= 32_000, "to the encoder's first packet"
    assert (part.picture_start_us, part.picture_end_us) == (0, 2_000_000)
    assert part.duration_us == part.sound_end_us == 3_000_000


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotation_is_told_clockwise(tmp_path: Path, rotation: int) -> None:
    (part,) = understood(make_video(tmp_path / "r.mp4", seconds=1, rotation=rotation))[0].parts
    assert (part.picture.rotation, part.picture.width) == (rotation, 320)


def test_pixels_need_not_be_square_and_colours_not_be_told(tmp_path: Path) -> None:
    made = make_video(tmp_path / "s.mp4", seconds=1, sample_aspect=Fraction(2, 3), colour=None)
    (part,) = understood(made)[0].parts
    assert part.picture.sample_aspect == Fraction(2, 3)
    assert (part.picture.colour_space, part.picture.colour_primaries) == (None, None)


def test_motion_jpeg_is_full_range_and_every_picture_can_be_begun_at(tmp_path: Path) -> None:
    recording, packets = understood(make_video(tmp_path / "m.mov", seconds=1, codec="mjpeg", colour=None))
    assert recording.parts[0].picture.colour_range == "pc" and packets.idr.all()


def test_of_two_sound_tracks_the_first_is_used_and_that_is_said(tmp_path: Path) -> None:
    recording, _packets = understood(make_video(tmp_path / "t.mp4", seconds=1, sound_tracks=2))
    assert recording.parts[0].sound_index == 1
    assert [choice.why for choice in recording.choices] == ["2 sound tracks; number 1 is used."]


def test_parts_of_different_shape_lie_end_to_end_on_the_recording_clock(tmp_path: Path) -> None:
    first = make_video(tmp_path / "1.mp4", seconds=1, sound_seconds=1.5, speech=())
    second = make_video(tmp_path / "2.mp4", seconds=1, size=(160, 120), rate=Fraction(10), speech=())
    recording, packets = understood(first, second)
    assert recording.part_starts_us == (0, 1_500_000) and recording.duration_us == 2_500_000
    assert packets.part.tolist() == [0] * 25 + [1] * 10
    assert packets.time_us[24:27].tolist() == [960_000, 1_500_000, 1_600_000]


def test_one_silent_part_is_silence_but_a_recording_without_sound_is_refused(tmp_path: Path) -> None:
    mute, speaking = make_video(tmp_path / "1.mp4", seconds=1, speech=None), make_video(tmp_path / "2.mp4", seconds=1)
    recording, _packets = understood(mute, speaking)
    assert recording.parts[0].sound is None and [choice.what for choice in recording.choices] == ["1.mp4"]
    with pytest.raises(RecordingError, match="holds no sound"):
        understood(mute)


def test_a_recording_goes_through_json_and_npz_unchanged_and_always_as_the_same_bytes(tmp_path: Path) -> None:
    made = make_video(tmp_path / "Møde {0}.mp4", seconds=1)
    (recording, packets), again = understood(made), understood(made)
    assert from_json(Recording, to_json(Recording, recording)) == recording == again[0]
    save_packets(tmp_path / "one.npz", packets)
    save_packets(tmp_path / "two.npz", again[1])
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    loaded = load_packets(tmp_path / "one.npz")
    for name in Packets.__dataclass_fields__:
        assert np.array_equal(getattr(loaded, name), getattr(packets, name))
        assert getattr(loaded, name).dtype == getattr(packets, name).dtype


def test_progress_goes_over_all_parts(tmp_path: Path) -> None:
    events: list[Event] = []
    files = [make_video(tmp_path / f"{number}.mp4", seconds=1) for number in (1, 2)]
    understand(find_sources(files), events.append)
    progress = [event for event in events if isinstance(event, Progress)]
    assert [event.total for event in progress] == [2.0] * len(progress)
    done = [event.done for event in progress]
    assert done == sorted(done) and done[0] >= 0 and done[-1] == 2.0


def broken(path: Path, kind: str) -> Path:
    """One broken file of each kind, named .mp4 unless the kind needs another name."""
    whole = make_video(path / "whole.mp4", seconds=3)
    data, file = whole.read_bytes(), path / "møde.mp4"
    match kind:
        case "text":
            file.write_text("Dagsorden\n1. Velkomst\n", encoding="utf-8")
        case "subtitles":
            file.write_text("1\n00:00:01,000 --> 00:00:02,000\nhej\n", encoding="utf-8")
        case "playlist":
            file.write_text(f"#EXTM3U\n#EXTINF:3,\n{whole}\n", encoding="utf-8")
        case "empty":
            file.touch()
        case "half":
            file.write_bytes(data[: len(data) // 2])
        case "without its last byte":
            file.write_bytes(data[:-1])
        case "header only":
            file.write_bytes(data[:32])
        case "half matroska":
            data = make_video(path / "whole.mkv", seconds=3).read_bytes()
            file = path / "møde.mkv"
            file.write_bytes(data[: len(data) // 2])
        case "sound only":
            make_video(file, seconds=1, picture=None)
        case "no tracks":
            file.write_bytes(data[: data.index(b"moov") - 4] + b"\0\0\0\x08moov")
    return file


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("text", "is not a video"),
        ("subtitles", "is not a video"),
        ("playlist", "is not a video"),
        ("empty", r"is empty \(0 bytes\)"),
        ("half", "is cut short"),
        ("without its last byte", "is cut short"),
        ("header only", "its index is missing"),
        ("half matroska", "is cut short"),
        ("sound only", "holds no picture"),
        ("no tracks", "holds no picture|its index is missing"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence_that_names_it(tmp_path: Path, kind: str, says: str) -> None:
    file = broken(tmp_path, kind)
    with pytest.raises(RecordingError, match=says) as caught:
        understood(file)
    assert caught.value.path == str(file) and file.name in caught.value.message and caught.value.exit_code == 3


def test_a_file_with_its_index_at_the_end_that_lost_it_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "møde.mp4"
    with av.open(str(file), "w") as out:
        video = out.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        for _number in range(25):
            picture = plain((90, 90, 90))(0, (64, 64))
            out.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(video.encode())
    data = file.read_bytes()
    file.write_bytes(data[: data.index(b"moov") - 4])
    with pytest.raises(RecordingError, match="its index is missing"):
        understood(file)
