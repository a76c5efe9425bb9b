"""What is read of a finished file is what it was written from; and an MP4 of another writer is read too."""

import contextlib
import random
from dataclasses import replace

import numpy as np
import pytest

from tests.made_media import make_video
from tests.render.mp4.coded import BT709, CHAPTERS, CUES, S, coded
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
