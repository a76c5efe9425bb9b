"""The time left of a step, told at times that are set here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.events import Progress
from vbn_video.runs.expected.time_left import TimeLeft


def left_s(*told: tuple[float, Progress], now_s: float) -> float | None:
    left = TimeLeft()
    for at_s, progress in told:
        left.move(progress, at_s)
    return left.left_s(now_s)


def test_nothing_is_known_before_the_first_event_nor_of_a_step_that_expects_nothing() -> None:
    assert left_s(now_s=5) is None
    assert left_s((0, Progress(0, 10)), now_s=5) is None


def test_until_there_is_a_pace_the_step_goes_by_what_it_expects_and_that_runs_down() -> None:
    expected = (0.0, Progress(0, 10, expected_s=60))
    assert left_s(expected, now_s=0) == 60
    assert left_s(expected, now_s=45) == 15
    assert left_s(expected, now_s=61) is None, "it was wrong, and nobody knows better yet"


def test_its_own_pace_counts_as_soon_as_there_is_one_however_seldom_it_tells() -> None:
    told = (0.0, Progress(0, 10, expected_s=9)), (104.0, Progress(2, 10, expected_s=8))
    assert left_s(*told, now_s=104) == pytest.approx(416)
    assert left_s(*told, now_s=204) == pytest.approx(316)


def test_what_was_done_before_the_step_began_is_no_pace() -> None:
    assert left_s((0, Progress(90, 100)), (10, Progress(95, 100)), now_s=10) == pytest.approx(10)


def test_another_stage_has_a_pace_of_its_own() -> None:
    assert left_s(
        (0, Progress(0, 10)), (1, Progress(10, 10)), (1, Progress(0, 10)), (5, Progress(1, 10)), now_s=5
    ) == pytest.approx(36)


def test_time_that_has_run_out_before_the_end_begins_anew_by_the_slower_pace() -> None:
    told = (0.0, Progress(0, 10)), (5.0, Progress(5, 10))
    assert left_s(*told, now_s=9) == pytest.approx(1)
    assert left_s(*told, now_s=11) == pytest.approx(11)


def test_at_its_end_nothing_is_left() -> None:
    assert left_s((0, Progress(0, 10)), (5, Progress(10, 10)), now_s=9) == 0


@given(st.floats(0.01, 100), st.lists(st.floats(0.01, 0.2), min_size=1, max_size=9), st.floats(1, 1000))
def test_a_steady_step_says_what_it_will_take(pace_s: float, moves: list[float], total: float) -> None:
    left, done = TimeLeft(), 0.0
    left.move(Progress(0, total), 7)
    for move in moves:
        done = min(done + move * total, total)
        left.move(Progress(done, total), 7 + done * pace_s)
        assert left.left_s(7 + done * pace_s) == pytest.approx((total - done) * pace_s, rel=1e-6, abs=1e-6)
