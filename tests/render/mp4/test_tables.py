"""The laws of the sample tables, over any times and counts: what was put in is read back, and decoding is possible."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.render.mp4.boxes import box
from vbn_video.render.mp4.interleave import interleave, unplaced_samples
from vbn_video.render.mp4.parse import read_sample_places, read_sample_times, read_sync_samples
from vbn_video.render.mp4.tables import Samples, bit_rates, ctts, decoding_times, sample_tables, stss
from vbn_video.render.mp4.tracks import Colour, SoundTrack, VideoTrack

TIMES = st.lists(st.integers(-200_000, 40_000_000), min_size=1, max_size=60, unique=True).map(np.array)


def read(*tables):
    """The body of a table box as the reader sees it."""
    return memoryview(b"".join(tables))


def video_track(times):
    return VideoTrack(b"", 16, 16, 1, Colour(), times, np.ones(len(times), np.bool_))


@given(TIMES, st.integers(1, 500_000))
def test_every_picture_is_decoded_before_it_is_shown_and_no_earlier_than_needed(times, last):
    decoding = decoding_times(times, int(times.max()) + last)
    assert (decoding.deltas > 0).all()
    assert (decoding.offsets >= 0).all()
    assert (decoding.offsets == 0).any()
    assert decoding.deltas.sum() == times.max() + last - times.min()
    shown = np.cumsum(decoding.deltas) - decoding.deltas + decoding.offsets - decoding.delay + times.min()
    assert shown.tolist() == times.tolist()


@given(TIMES.map(np.sort))
def test_without_reordering_there_are_no_composition_times(times):
    decoding = decoding_times(times, int(times.max()) + 1)
    assert decoding.delay == 0
    assert ctts(decoding.offsets) == b""


@given(TIMES, st.integers(1, 500_000), st.data())
def test_tables_are_read_back_as_they_were_written(times, last, data):
    count = len(times)
    decoding = decoding_times(times, int(times.max()) + last)
    sizes = np.array(data.draw(st.lists(st.integers(0, 2**32 - 1), min_size=count, max_size=count)), np.int64)
    sync = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    edges = sorted({0, count, *data.draw(st.lists(st.integers(0, count), max_size=8))})
    chunk_counts = np.diff(edges)
    far = data.draw(st.sampled_from([0, 2**33]))
    chunk_offsets = np.array([far + 1000 * edge for edge in edges[:-1]], np.int64)
    placed = Samples(sizes, chunk_counts, chunk_offsets)
    tables = read(sample_tables(placed, decoding.deltas, stss(sync), ctts(decoding.offsets)))
    found = read_sample_places(tables)
    assert found.sizes.tolist() == sizes.tolist()
    assert found.chunk_counts.tolist() == chunk_counts.tolist()
    assert found.chunk_offsets.tolist() == chunk_offsets.tolist()
    assert read_sync_samples(tables, count).tolist() == sync.tolist()
    media_times, last_delta = read_sample_times(tables, count)
    assert (media_times - decoding.delay + times.min()).tolist() == times.tolist()
    assert last_delta == last


@given(st.lists(st.lists(st.integers(0, 5000), min_size=1, max_size=5), min_size=1, max_size=9), st.randoms())
def test_a_sample_lies_behind_those_before_it_in_its_chunk(chunks, random):
    starts = list(itertools.accumulate([0, *(sum(sizes) + random.randrange(9999) for sizes in chunks)]))[:-1]
    sizes = np.array([size for chunk in chunks for size in chunk])
    offsets = Samples(sizes, np.array([len(chunk) for chunk in chunks]), np.array(starts)).offsets
    expected = [start + sum(chunk[:n]) for start, chunk in zip(starts, chunks, strict=True) for n in range(len(chunk))]
    assert offsets.tolist() == expected


@given(TIMES, st.integers(1, 400), st.sampled_from([16_000, 32_000, 44_100, 48_000]), st.sampled_from([0, 1024, 2112]))
def test_chunks_hold_every_sample_once_and_neither_track_runs_ahead(times, packets, rate_hz, priming):
    video, sound = (
        video_track(np.abs(times)),
        SoundTrack(b"", rate_hz, 1, 64_000, packets, priming, packets * 1024 - priming),
    )
    order = interleave(video, sound)
    assert order.video_counts.sum() == len(times)
    assert order.sound_counts.sum() == packets
    seconds = {False: iter(order.video_seconds), True: iter(order.sound_seconds)}
    walked = [(int(next(seconds[is_sound])), is_sound) for is_sound, _count in order.chunks]
    assert walked == sorted(walked)
    unknown = unplaced_samples(order)
    assert [len(samples.sizes) for samples in unknown] == [len(times), packets]


def test_the_length_of_the_tables_does_not_depend_on_sizes():
    def length(size):
        samples = Samples(np.full(9, size), np.array([4, 5]), np.array([77, 78]))
        return len(box(b"stbl", sample_tables(samples, np.full(9, 1024))))

    assert length(0) == length(1) == length(2**32 - 1)


def test_bit_rates_are_the_fullest_second_and_the_mean():
    sizes, deltas = np.array([100, 100, 1000, 0]), np.array([500, 500, 500, 500])
    assert bit_rates(sizes, deltas, 1000) == (8000, 4800)
