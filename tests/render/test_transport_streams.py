"""Transport streams that lost packets or were joined: what is whole is used and copied, what has lost its end is refused."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.decoders import by_ffmpeg
from tests.made_h264 import made_h264, remuxed
from tests.render.programmes import encoded, programme_of, shown
from tests.running import CORPUS, needs_corpus
from tests.sampling import sampled
from vbn_video.errors import RecordingError
from vbn_video.plan.cut.splice import plan_splice
from vbn_video.recording.media import refuse_truncated

PACKET = 188
VIDEO, SOUND = 256, 257
"""The numbers (PID) that libav gives the first two streams."""


def made(path: Path, pictures: int = 150, **options) -> Path:
    """A transport stream of GOPs of 50 frames with sound, 25 frames a second."""
    return made_h264(path, pictures=pictures, gop=50, sound=(), seed=3, **options)


def packets_of(path: Path, pid: int) -> list[int]:
    """The places of the packets of one stream."""
    whole = path.read_bytes()
    return [at for at in range(0, len(whole), PACKET) if (whole[at + 1] & 31) << 8 | whole[at + 2] == pid]


def without(path: Path, places: Collection[int]) -> Path:
    """The file without the packets at these places."""
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole[at : at + PACKET] for at in range(0, len(whole), PACKET) if at not in places))
    return path


def reasons(programme) -> list[tuple[str, str]]:
    return [(span.how, span.why) for span in plan_splice(programme.recording, programme.packets, programme.plan).spans]


def test_a_lost_packet_costs_the_copying_of_its_group_and_nothing_else(tmp_path):
    recorded = made(tmp_path / "a.ts")
    places = packets_of(recorded, VIDEO)
    programme = programme_of([without(recorded, places[len(places) // 2 : len(places) // 2 + 1])], [(0, 6)])
    assert [how for how, _why in reasons(programme)] == ["copy", "encode", "copy"]
    assert reasons(programme)[1][1] == "a damaged picture"
    video = encoded(programme, tmp_path / "video.mp4")
    seen = shown(video)
    assert seen.numbers[:50] == list(range(50)) and seen.numbers[-50:] == list(range(100, 150))
    assert by_ffmpeg(video).times_us == seen.times_us


@pytest.mark.long
def test_a_lost_packet_of_the_sound_leaves_every_frame_copied(tmp_path):
    recorded = made(tmp_path / "a.ts")
    places = packets_of(recorded, SOUND)
    programme = programme_of([without(recorded, places[len(places) // 2 : len(places) // 2 + 1])], [(0, 6)])
    assert reasons(programme) == [("copy", "as it was recorded")]
    assert abs(programme.recording.duration_us - 6_000_000) < 80_000


def test_a_file_joined_of_segments_whose_times_go_on_is_whole(tmp_path):
    segments = [made(tmp_path / f"{number}.ts", 50, start_s=1 + 2 * number, first_number=50 * number) for number in range(3)]
    recorded = tmp_path / "a.ts"
    recorded.write_bytes(b"".join(segment.read_bytes() for segment in segments))
    programme = programme_of([recorded], [(0, 7)])
    video = encoded(programme, tmp_path / "video.mp4")
    assert shown(video).numbers == list(range(150))
    assert by_ffmpeg(video).times_us == [40_000 * number for number in range(150)]


def test_a_file_joined_of_recordings_whose_clocks_begin_anew_is_refused(tmp_path):
    recorded = made(tmp_path / "møde.ts")
    recorded.write_bytes(recorded.read_bytes() * 2)
    with pytest.raises(RecordingError, match=r"møde.ts is joined of recordings whose clocks each begin anew"):
        programme_of([recorded], [(0, 7)])


@pytest.mark.parametrize("kept", sampled([1 / 3, 0.9], [0]))
def test_a_file_that_ends_in_mid_packet_is_cut_short(tmp_path, kept):
    recorded = made(tmp_path / "møde.ts")
    whole = recorded.read_bytes()
    recorded.write_bytes(whole[: int(len(whole) * kept) // PACKET * PACKET + 100])
    with pytest.raises(RecordingError, match=r"møde.ts is cut short"):
        programme_of([recorded], [(0, 7)])


WHOLE = {
    "a line ends behind it": lambda whole: whole + b"\n",
    "bytes follow behind it": lambda whole: whole + bytes(100),
    "bytes were lost on the way": lambda whole: whole[: len(whole) // 2] + whole[len(whole) // 2 + 100 :],
}


@pytest.mark.parametrize("how", WHOLE)
def test_a_file_that_is_not_whole_packets_but_has_its_end_is_used(tmp_path, how):
    recorded = made(tmp_path / "a.ts")
    recorded.write_bytes(WHOLE[how](recorded.read_bytes()))
    seen = shown(encoded(programme_of([recorded], [(0, 6)]), tmp_path / "video.mp4"))
    assert seen.numbers[:50] == list(range(50)) and seen.numbers[-50:] == list(range(100, 150))


@pytest.mark.parametrize(("length", "sync"), [(188, 0), (192, 4), (204, 0)])
def test_packets_of_every_length_are_known_to_break_off(tmp_path, length, sync):
    packet = bytes(sync) + b"\x47" + b"\0" * (length - sync - 1)
    recorded = tmp_path / "a.ts"
    for behind, short in ((packet[: sync + 40], True), (packet[:sync], False), (b"", False), (b"\n", False)):
        recorded.write_bytes(packet * 10 + behind)
        with pytest.raises(RecordingError, match="cut short") if short else nullcontext():
            refuse_truncated(recorded)


def test_a_frame_missing_without_a_word_is_not_copied_over(tmp_path):
    whole = made(tmp_path / "whole.mp4")
    recorded = remuxed(tmp_path / "a.mkv", whole, lambda number, packet: b"" if number == 70 else bytes(packet))
    programme = programme_of([recorded, made(tmp_path / "heard.mp4", 10)], [(0, 6)])
    assert reasons(programme)[:3] == [
        ("copy", "as it was recorded"),
        ("encode", "a damaged picture"),
        ("copy", "as it was recorded"),
    ]


@needs_corpus
@pytest.mark.long
def test_a_real_file_joined_of_segments_is_shown_whole(tmp_path):
    recorded = CORPUS / "cases" / "seg_joined.ts"
    programme = programme_of([recorded], [(0, 40)])
    video = encoded(programme, tmp_path / "video.mp4")
    assert len(by_ffmpeg(video).times_us) == 855
    assert "copy" in {how for how, _why in reasons(programme)}
