"""Black, still and silent intervals, from pictures and moments as they go by."""

import av
import numpy as np
import pytest

from vbn_video.report.measure.intervals import FrameWatch, IntervalFinder, coarse_luma, has_moved, is_black, sample
from vbn_video.report.measure.measurements import Interval

S = 1_000_000
SIZE = (720, 1280)


def luma(value, size=SIZE):
    return np.full(size, value, np.uint8)


def frame(grey):
    return av.VideoFrame.from_ndarray(np.vstack([grey, np.full((grey.shape[0] // 2, grey.shape[1]), 128, np.uint8)]), "yuv420p")


def test_a_picture_of_limited_range_black_is_black():
    assert is_black(coarse_luma(frame(luma(16))), full_range=False)


def test_a_dark_grey_tile_with_a_white_name_is_not_black():
    picture = luma(30)
    picture[350:370, 600:700] = 235
    assert not is_black(coarse_luma(frame(picture)), full_range=False)


def test_a_white_name_on_a_black_ground_is_not_black():
    picture = luma(16)
    picture[350:370:2, 600:700] = 235
    assert not is_black(coarse_luma(frame(picture)), full_range=False)


def test_the_noise_of_an_encoder_on_black_stays_black():
    picture = luma(16) + np.random.default_rng(1).integers(0, 5, SIZE, np.uint8)
    assert is_black(coarse_luma(frame(picture)), full_range=False)


def test_a_speaker_who_moves_in_a_small_tile_is_movement():
    before, after = luma(200), luma(200)
    after[0:112, 1080:1280] = np.random.default_rng(1).integers(60, 220, (112, 200), np.uint8)
    assert has_moved(coarse_luma(frame(before)), coarse_luma(frame(after)))


def test_a_new_keyframe_of_the_same_slide_is_no_movement():
    before = np.random.default_rng(1).integers(60, 200, SIZE, np.uint8)
    after = before + np.random.default_rng(2).integers(0, 6, SIZE, np.uint8)
    assert not has_moved(coarse_luma(frame(before)), coarse_luma(frame(after)))


def test_a_picture_of_another_size_is_movement():
    assert has_moved(coarse_luma(frame(luma(100))), coarse_luma(frame(luma(100, (360, 480)))))


@pytest.mark.parametrize("pixel_format", ["yuvj420p", "rgb24", "yuv420p10le"])
def test_other_pixel_formats_give_a_luma_too(pixel_format):
    assert coarse_luma(frame(luma(120)).reformat(format=pixel_format)).mean() == pytest.approx(120, abs=12)


def test_intervals_end_where_something_moves():
    watch = FrameWatch(shortest_black_us=S, shortest_still_us=2 * S)
    for index in range(100):
        at_us = index * 100_000
        watch.feed(sample(at_us, frame(luma(16 if at_us < 3 * S else 60 + index, (90, 160)))))
    black, still = watch.end(10 * S)
    assert black == (Interval(0, 3 * S),)
    assert still == (Interval(0, 3 * S),)


def test_a_run_that_is_too_short_is_not_kept_and_an_open_one_ends_with_the_video():
    runs = IntervalFinder(shortest_us=2 * S)
    for at_us, holds in ((0, True), (S, False), (4 * S, True), (5 * S, True)):
        runs.feed(at_us, holds)
    assert runs.end(7 * S) == (Interval(4 * S, 7 * S),)


def test_a_stretch_is_cut_to_the_talk():
    assert Interval(0, 5 * S).within(4 * S, 9 * S) == Interval(4 * S, 5 * S)
    assert Interval(0, 4 * S).within(4 * S, 9 * S) is None
