"""The rate of a file, from its pictures' times, as clocks of different coarseness round them."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.recording.timing.frame_rate import USUAL_RATES, measure_frame_rate


@given(st.sampled_from(USUAL_RATES), st.sampled_from([600, 1000, 12_800, 90_000, 1_000_000]), st.integers(30, 3000))
def test_a_fixed_rate_is_found_however_its_times_are_rounded(rate: Fraction, ticks_a_second: int, count: int) -> None:
    pts = np.array([round(number * ticks_a_second / rate) for number in range(count)], np.int64)
    found, variable = measure_frame_rate(pts, Fraction(1, ticks_a_second))
    assert not variable and abs(found / rate - 1) < 2e-3


def test_an_odd_rate_stays_exact() -> None:
    pts = 518 + 11_303 * np.arange(22, dtype=np.int64)
    assert measure_frame_rate(pts, Fraction(1, 22_500)) == (Fraction(22_500, 11_303), False)


def test_three_hours_of_a_rate_near_a_usual_one_are_not_taken_for_variable() -> None:
    pts = np.round(np.arange(270_000) * (90_000 / 25.002)).astype(np.int64)
    found, variable = measure_frame_rate(pts, Fraction(1, 90_000))
    assert not variable and abs(float(found) - 25.002) < 1e-4


@pytest.mark.parametrize("missing", [1, 5])
def test_a_dropped_picture_makes_the_rate_variable_but_not_another_one(missing: int) -> None:
    pts = np.delete(np.arange(100, dtype=np.int64) * 512, range(40, 40 + missing))
    assert measure_frame_rate(pts, Fraction(1, 12_800)) == (Fraction(25), True)


def test_gaps_of_one_tick_are_not_rounding() -> None:
    assert measure_frame_rate(np.array([0, 1, 2, 3, 4, 6, 7, 8], np.int64), Fraction(1)) == (Fraction(1), True)


def test_a_single_picture_has_some_rate() -> None:
    assert measure_frame_rate(np.array([7], np.int64), Fraction(1, 90_000)) == (Fraction(25), False)
