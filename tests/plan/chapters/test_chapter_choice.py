"""The choice against every set that there is, by the costs of the table written out once more."""

from itertools import combinations, pairwise
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.plan.chapters.chapter_choice import choose
from vbn_video.plan.chapters.chapter_weights import MOST_UNEVEN, NUMBER, UNEVEN, usual_number

S = 1_000_000
MINUTE = 60 * S


def value(chosen: tuple[int, ...], starts: list[int], worth: list[float], duration_us: int) -> float:
    usual = usual_number(duration_us)
    edges = [*(starts[index] for index in chosen), duration_us]
    uneven = sum(min(UNEVEN * log((right - left) / duration_us * usual) ** 2, MOST_UNEVEN) for left, right in pairwise(edges))
    return sum(worth[index] for index in chosen) - uneven - NUMBER * (len(chosen) - usual) ** 2


def allowed(chosen: tuple[int, ...], starts: list[int], names: list[str], duration_us: int, shortest_us: int) -> bool:
    edges = [*(starts[index] for index in chosen), duration_us]
    long_enough = all(right - left >= shortest_us for left, right in pairwise(edges))
    return long_enough and not any(names[left] and names[left] == names[right] for left, right in pairwise(chosen))


@given(
    gaps_us=st.lists(st.integers(1 * S, 200 * S), min_size=1, max_size=8),
    worth=st.lists(st.floats(-3, 6, allow_nan=False), min_size=9, max_size=9),
    names=st.lists(st.sampled_from(["", "a", "b", "c", "d"]), min_size=9, max_size=9),
    at_most=st.integers(3, 9),
    shortest_us=st.sampled_from([10 * S, 60 * S]),
)
def test_no_allowed_set_is_better_than_the_chosen_one(
    gaps_us: list[int], worth: list[float], names: list[str], at_most: int, shortest_us: int
) -> None:
    starts = [sum(gaps_us[:count]) for count in range(len(gaps_us))]
    duration_us, worth, names = sum(gaps_us), worth[: len(starts)], names[: len(starts)]
    every = [
        (0, *rest)
        for size in range(2, at_most)
        for rest in combinations(range(1, len(starts)), size)
        if allowed((0, *rest), starts, names, duration_us, shortest_us)
    ]
    chosen = choose(starts, worth, names, duration_us=duration_us, shortest_us=shortest_us, at_most=at_most)
    if not every:
        assert chosen == ()
        return
    assert chosen in every
    best = max(value(one, starts, worth, duration_us) for one in every)
    assert value(chosen, starts, worth, duration_us) == pytest.approx(best, abs=1e-9)


def test_of_many_slide_changes_in_one_half_the_best_supported_are_taken_and_not_evenly_spaced_ones() -> None:
    """A lecture with 48 changes, most of them within ten minutes; six are of another kind."""
    starts = [0, *(n * 13 * S for n in range(1, 43)), *(n * MINUTE for n in (14, 22, 31, 40, 52))]
    strong = {4, 9, 43, 44, 45, 46, 47}
    worth = [2.5 if index in strong else -0.9 for index in range(len(starts))]
    chosen = choose(starts, worth, [""] * len(starts), duration_us=60 * MINUTE, shortest_us=10 * S, at_most=12)
    assert set(chosen) == strong | {0} or set(chosen) == (strong - {4}) | {0}


def test_a_long_stretch_without_strong_signs_is_divided_where_there_is_the_most_of_them() -> None:
    starts = [0, 5 * MINUTE, *((10 + 5 * n) * MINUTE for n in range(10))]
    worth = [0, 3, *([-0.5] * 4), -0.1, *([-0.5] * 5)]
    chosen = choose(starts, worth, [""] * len(starts), duration_us=60 * MINUTE, shortest_us=10 * S, at_most=12)
    assert 6 in chosen


@pytest.mark.parametrize(("minutes", "fewest", "most"), [(5, 3, 4), (10, 3, 5), (60, 6, 10), (120, 10, 12)])
def test_the_number_follows_the_length(minutes: int, fewest: int, most: int) -> None:
    """Where signs are alike and everywhere, by what is few for ten minutes, and six to ten an hour."""
    starts = [n * 20 * S for n in range(minutes * 3)]
    chosen = choose(starts, [0.0] * len(starts), [""] * len(starts), duration_us=minutes * MINUTE, shortest_us=10 * S, at_most=12)
    assert fewest <= len(chosen) <= most
