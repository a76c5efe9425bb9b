"""What is measured on a finished video, on small made ones of which everything is known."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.made_media import make_video, numbered, plain, speechlike
from tests.measured import measure_video
from vbn_video.codec import from_json, to_json
from vbn_video.errors import RecordingError
from vbn_video.events import Progress
from vbn_video.report.measure.measurements import Measurements

S = 1_000_000
RATE_HZ = 32_000


def quiet(_event):
    """Nobody listens."""


def sine(seconds, amplitude, hz=1000):
    return (amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """Six seconds of numbered pictures with a voice all through."""
    return make_video(tmp_path_factory.mktemp("good") / "video.mp4", seconds=6, speech=((0.1, 5.9),))


def test_a_good_video_is_whole_plays_to_the_end_and_has_no_stretch(good):
    found = measure_video(good, quiet)
    container, decoded = found.container, found.decoded
    assert container.whole and container.index_in_front
    assert (container.pictures, decoded.pictures, decoded.faults) == (150, 150, 0)
    assert container.picture_us == 40_000
    assert found.duration_us == pytest.approx(6 * S, abs=40_000)
    assert decoded.sound_end_us == pytest.approx(container.picture_end_us, abs=40_000)
    assert (decoded.black, decoded.frozen, decoded.silent) == ((), (), ())


def test_progress_is_told_in_seconds_of_the_video(good):
    told = []
    measure_video(good, told.append)
    assert [event.done for event in told] == [0, 5.8]
    assert {event.total for event in told if isinstance(event, Progress)} == {6}


def test_measurements_come_back_from_json_as_they_were(good):
    found = measure_video(good, quiet)
    assert from_json(Measurements, to_json(Measurements, found)) == found


def test_a_sine_of_a_known_level_measures_as_it_should(tmp_path):
    # A 1 kHz sine with its peak at −20 dBFS measures −23 LUFS in one channel (EBU Tech 3341, case 1 in mono).
    video = make_video(tmp_path / "video.mp4", seconds=5, sound=sine(5, 0.1))
    decoded = measure_video(video, quiet).decoded
    assert decoded.integrated_lufs == pytest.approx(-23, abs=0.3)
    assert decoded.true_peak_dbtp == pytest.approx(-20, abs=0.5)


def test_digital_silence_has_no_loudness_and_is_silent_to_the_end(tmp_path):
    video = make_video(tmp_path / "video.mp4", seconds=6, sound=np.zeros(6 * RATE_HZ, np.float32))
    decoded = measure_video(video, quiet).decoded
    assert decoded.integrated_lufs is None
    assert [(interval.start_us, round(interval.end_us, -5)) for interval in decoded.silent] == [(0, 6 * S)]


def test_silence_between_sounds_is_found_where_it_is(tmp_path):
    sound = np.concatenate([sine(3, 0.2), np.zeros(7 * RATE_HZ, np.float32), sine(2, 0.2)])
    video = make_video(tmp_path / "video.mp4", seconds=12, sound=sound, rate=Fraction(5))
    (silent,) = measure_video(video, quiet).decoded.silent
    assert silent.start_us == pytest.approx(3 * S, abs=300_000)
    assert silent.end_us == pytest.approx(10 * S, abs=200_000)


def test_a_black_stretch_is_found_where_it_is(tmp_path):
    black = plain((0, 0, 0))
    video = make_video(
        tmp_path / "video.mp4",
        seconds=6,
        picture=lambda index, size: black(index, size) if 50 <= index < 100 else numbered(index, size),
    )
    (interval,) = measure_video(video, quiet).decoded.black
    assert interval.start_us == pytest.approx(2 * S, abs=200_000)
    assert interval.end_us == pytest.approx(4 * S, abs=200_000)


def test_a_minute_in_which_nothing_moves_is_found(tmp_path):
    still = plain((120, 140, 160))
    video = make_video(
        tmp_path / "video.mp4",
        seconds=70,
        rate=Fraction(2),
        speech=None,
        picture=lambda index, size: numbered(index, size) if index < 10 else still(index, size),
    )
    (interval,) = measure_video(video, quiet).decoded.frozen
    assert (interval.start_us, interval.end_us) == (5 * S, 70 * S)


def test_sound_that_is_shorter_than_the_picture_shows(tmp_path):
    video = make_video(tmp_path / "video.mp4", seconds=6, sound_seconds=4, speech=((0.1, 3.9),))
    found = measure_video(video, quiet)
    assert found.container.picture_end_us == 6 * S
    assert found.decoded.sound_end_us == pytest.approx(4 * S, abs=40_000)
    assert found.duration_us == 6 * S


def test_a_video_without_sound_has_none(tmp_path):
    found = measure_video(make_video(tmp_path / "video.mp4", seconds=2, speech=None), quiet)
    assert (found.container.sound_codec, found.decoded.sound_end_us, found.decoded.integrated_lufs) == (None, None, None)


def test_damaged_pictures_are_counted_and_placed(good, tmp_path):
    video = tmp_path / "video.mp4"
    video.write_bytes(damage(good, first=0.45, last=0.55))
    decoded = measure_video(video, quiet).decoded
    assert decoded.faults > 0
    assert S < decoded.first_faults[0].start_us < 5 * S
    assert len(decoded.first_faults) <= 20


def test_a_file_that_was_cut_off_is_not_whole(good, tmp_path):
    video = tmp_path / "video.mp4"
    video.write_bytes(good.read_bytes()[: good.stat().st_size * 2 // 3])
    found = measure_video(video, quiet)
    assert not found.container.whole
    assert found.duration_us < 5 * S


def test_an_index_behind_the_pictures_is_seen(tmp_path):
    video = tmp_path / "video.mp4"
    with av.open(str(video), "w") as file:
        stream = file.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for index in range(10):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(numbered(index, (320, 180)), "rgb24")))
        file.mux(stream.encode())
    assert not measure_video(video, quiet).container.index_in_front


def test_two_channels_are_read(tmp_path):
    video = make_video(tmp_path / "video.mp4", seconds=2, channels=2, sound=speechlike(((0, 2),), 2))
    found = measure_video(video, quiet)
    assert (found.container.sound_channels, found.container.sound_rate_hz) == (2, RATE_HZ)


@pytest.mark.parametrize("content", [b"", b"not a video at all, but long enough to be looked at" * 40])
def test_a_file_that_is_no_video_gets_a_sentence(tmp_path, content):
    video = tmp_path / "video.mp4"
    video.write_bytes(content)
    with pytest.raises(RecordingError, match=r"video\.mp4 cannot be read"):
        measure_video(video, quiet)


def damage(video: Path, first: float, last: float) -> bytes:
    """The file with a few bytes turned over in every packet between these shares of the pictures."""
    data = bytearray(video.read_bytes())
    with av.open(str(video)) as file:
        packets = [packet for packet in file.demux(file.streams.video[0]) if packet.size]
        for packet in packets[round(first * len(packets)) : round(last * len(packets))]:
            for at in range(packet.pos + packet.size // 3, packet.pos + packet.size // 3 + 24):
                data[at] ^= 0x5A
    return bytes(data)
