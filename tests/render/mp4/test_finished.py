"""What is read of a finished file is what it was written from; and an MP4 of another writer is read too."""

import contextlib
import random
import struct
from dataclasses import replace

import numpy as np
import pytest

from tests.bounded import bounded
from tests.made_media import make_video
from tests.render.mp4.coded import BT709, CHAPTERS, CUES, S, coded
from vbn_video.render.mp4.boxes import box
from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.parse import MovieError
from vbn_video.render.mp4.text_metadata import TextMetadata

METADATA = TextMetadata(4 * S, CHAPTERS, CUES)


def assert_same_facts(movie, source):
    video = movie.video
    assert video.times.tolist() == source.video.times.tolist()
    assert video.sync.tolist() == source.video.sync.tolist()
    assert video.configuration == source.video.configuration
    shape = video.width, video.height, video.sample_aspect, video.colour
    assert shape == (source.video.width, source.video.height, source.video.sample_aspect, BT709)
    assert (movie.sound is None) == (source.sound is None)
    if movie.sound:
        assert replace(movie.sound, bitrate=0) == replace(source.sound, bitrate=0)


def test_our_own_file_gives_back_everything(made, tmp_path):
    source = coded(made)
    movie = FinishedMovie.read(source.write(tmp_path / "video.mp4", METADATA))
    assert_same_facts(movie, source)
    assert movie.sound == source.sound
    assert tuple(movie.video_data()) == source.video_data
    assert tuple(movie.sound_data()) == source.sound_data
    assert movie.end_ticks == 4 * 90_000
    assert movie.path.read_bytes()[movie.media_at + 4 : movie.media_at + 8] == b"mdat"


def test_a_file_of_libav_gives_back_everything(made):
    source, movie = coded(made), FinishedMovie.read(made)
    assert_same_facts(movie, source)
    assert tuple(movie.video_data()) == source.video_data
    assert tuple(movie.sound_data()) == source.sound_data
    assert movie.end_ticks == 4 * 90_000
    assert movie.media_at is None


def test_a_file_with_another_clock_is_read_in_our_ticks(tmp_path):
    import av

    path = tmp_path / "clock.mp4"
    with av.open(str(path), "w", options={"movie_timescale": "600", "video_track_timescale": "30000"}) as file:
        video = file.add_stream("libx264", rate=30)
        video.width, video.height = 64, 48
        for number in range(30):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts = number
            file.mux(video.encode(frame))
        file.mux(video.encode())
    movie = FinishedMovie.read(path)
    assert sorted(movie.video.times.tolist()) == list(range(0, 90_000, 3000))
    assert movie.end_ticks == 90_000
    assert movie.video.colour.colour_space is None


def test_what_is_not_h264_in_a_plain_mp4_is_refused(tmp_path):
    other = make_video(tmp_path / "mjpeg.mp4", seconds=1, codec="mjpeg")
    (tmp_path / "text.mp4").write_bytes(b"plain text, and nothing else")
    for path in (other, tmp_path / "text.mp4"):
        with pytest.raises(MovieError):
            FinishedMovie.read(path)


def test_a_file_that_is_cut_off_is_refused(plain, tmp_path):
    whole = coded(plain).write(tmp_path / "video.mp4", METADATA).read_bytes()
    for share in np.linspace(0, 0.999, 23):
        (tmp_path / "cut.mp4").write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(MovieError):
            FinishedMovie.read(tmp_path / "cut.mp4")


def test_a_damaged_head_is_read_or_refused(reordered, tmp_path):
    whole = coded(reordered).write(tmp_path / "video.mp4", METADATA).read_bytes()
    chance = random.Random(1)
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[chance.randrange(5000)] = chance.randrange(256)
        (tmp_path / "damaged.mp4").write_bytes(damaged)
        with contextlib.suppress(MovieError):
            FinishedMovie.read(tmp_path / "damaged.mp4")


@pytest.mark.parametrize("samples", [1 << 24, 0xFFFF_FFFF])
def test_a_table_that_promises_more_than_any_memory_holds_is_refused(plain, tmp_path, samples):
    """One row of each table says that there are so many samples, all of one size: a kilobyte asks for 34 GB."""
    (tmp_path / "m.mp4").write_bytes(with_tables(plain, stsz=(0, 1, samples), stco=(0, 1, 48), stsc=(0, 1, 1, samples, 1)))
    with bounded(cpu_s=2, more_mib=64), pytest.raises(MovieError, match=f"a track of {samples} samples"):
        FinishedMovie.read(tmp_path / "m.mp4")


def test_samples_before_the_files_beginning_are_refused(tmp_path):
    made = make_video(tmp_path / "s.mp4", seconds=1, speech=None)
    count = len(coded(made).video_data)
    before = with_tables(made, stco=None, co64=(0, 1, 0xFFFF_FFFF, 0xFFFF_FF00), stsc=(0, 1, 1, count, 1))
    (tmp_path / "m.mp4").write_bytes(before)
    with pytest.raises(MovieError, match="cut off"):
        FinishedMovie.read(tmp_path / "m.mp4")


def test_times_that_no_recording_has_are_refused(plain, tmp_path):
    count = len(coded(plain).video_data)
    (tmp_path / "m.mp4").write_bytes(with_tables(plain, stts=(0, 1, count, 0xFFFF_FFFF)))
    with pytest.raises(MovieError, match="a time that no recording has"):
        FinishedMovie.read(tmp_path / "m.mp4")


def test_a_file_of_a_million_boxes_is_refused_soon(tmp_path):
    (tmp_path / "m.mp4").write_bytes(b"\0\0\0\x08free" * (1 << 20))
    with bounded(cpu_s=2, more_mib=64), pytest.raises(MovieError, match="too many pieces"):
        FinishedMovie.read(tmp_path / "m.mp4")


def with_tables(made, **tables):
    """A made file whose video track has other tables (whole numbers of 32 bits), or lacks one of them."""
    whole = made.read_bytes()
    for kind, numbers in tables.items():
        at = whole.find(kind.encode()) - 4
        new = b"" if numbers is None else box(kind.encode(), struct.pack(f">{len(numbers)}I", *numbers))
        if at >= 0:
            end = at + int.from_bytes(whole[at : at + 4])
        else:
            stbl = whole.find(b"stbl") - 4
            end = at = stbl + int.from_bytes(whole[stbl : stbl + 4])
        whole, more = whole[:at] + new + whole[end:], len(new) - (end - at)
        for outer in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
            place = whole.find(outer) - 4
            whole = whole[:place] + (int.from_bytes(whole[place : place + 4]) + more).to_bytes(4) + whole[place + 4 :]
    return whole
