"""Any times, orders, counts and words: the file is sound, and gives back what it was written from."""

from dataclasses import astuple
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.mp4_structure import check_structure
from tests.render.mp4.coded import BT709, Coded
from vbn_video.decisions import Chapter, Cue
from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.rewrite import rewrite_text_metadata
from vbn_video.render.mp4.text_metadata import Tags, TextMetadata
from vbn_video.render.mp4.tracks import SoundTrack, VideoTrack

CONFIGURATION = bytes.fromhex("014d400cffe10002674201000268ce")
AAC_CONFIGURATION = bytes.fromhex("1208")
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@st.composite
def movies(draw):
    times = np.cumsum(draw(st.lists(st.integers(1, 500_000), min_size=1, max_size=30))) - 1
    order = draw(st.permutations(range(len(times))))
    sync = np.array([True, *draw(st.lists(st.booleans(), min_size=len(times) - 1, max_size=len(times) - 1))])
    video_data = []
    for is_sync in sync:
        body = (b"\x65" if is_sync else b"\x41") + bytes(draw(st.integers(1, 99)))
        video_data.append(len(body).to_bytes(4) + body)
    packets = draw(st.integers(0, 300))
    priming = draw(st.sampled_from([0, 1024]))
    rate_hz = draw(st.sampled_from([16_000, 32_000, 44_100, 48_000, 88_200]))
    presented = max(1, packets * 1024 - priming - draw(st.integers(0, 1023)))
    sound = SoundTrack(AAC_CONFIGURATION, rate_hz, draw(st.integers(1, 2)), 64_000, packets, priming, presented)
    video = VideoTrack(CONFIGURATION, 640, 360, Fraction(4, 3), BT709, times[np.array(order)], sync)
    sound_data = tuple(bytes(number % 7 + 1) for number in range(packets))
    return Coded(video, tuple(video_data), sound if packets > 1 else None, sound_data if packets > 1 else ())


@st.composite
def words(draw):
    starts = sorted(draw(st.sets(st.integers(0, 20_000_000), max_size=5)))
    chapters = tuple(Chapter(start_us, draw(WORDS)) for start_us in starts)
    spans = draw(st.lists(st.tuples(st.integers(0, 20_000_000), st.integers(0, 5_000_000), WORDS), max_size=6))
    cues = tuple(Cue(start_us, start_us + length_us, (text,)) for start_us, length_us, text in spans)
    tags = Tags(draw(WORDS), tuple(draw(st.lists(WORDS, max_size=2))), draw(st.none() | st.datetimes(timezones=st.timezones())))
    return TextMetadata(draw(st.integers(1, 30_000_000)), chapters, cues, tags)


@given(movie=movies(), metadata=words(), other=words())
def test_any_movie_is_sound_and_gives_back_what_it_was_written_from(tmp_path_factory, movie, metadata, other):
    path = tmp_path_factory.getbasetemp() / "any.mp4"
    movie.write(path, metadata)
    assert check_structure(path) == []
    read = FinishedMovie.read(path)
    assert read.video.times.tolist() == movie.video.times.tolist()
    assert read.video.sync.tolist() == movie.video.sync.tolist()
    assert (tuple(read.video_data()), tuple(read.sound_data())) == (movie.video_data, movie.sound_data)
    assert read.sound is None if movie.sound is None else astuple(read.sound) == astuple(movie.sound)
    assert rewrite_text_metadata(path, path.with_name("other.mp4"), other)
    assert check_structure(path.with_name("other.mp4")) == []
    assert rewrite_text_metadata(path.with_name("other.mp4"), path.with_name("again.mp4"), metadata)
    assert path.with_name("again.mp4").read_bytes() == path.read_bytes()
