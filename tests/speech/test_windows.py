from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vbn_video.evidence import SpeechSpan
from vbn_video.speech.windows import LONGEST_US, PAD_US, Window, groups, halves, plan_windows, spoken_us

SECOND = 1_000_000


def spans(*edges_s: tuple[float, float]) -> tuple[SpeechSpan, ...]:
    return tuple(SpeechSpan(round(start * SECOND), round(end * SECOND)) for start, end in edges_s)


def windows(*edges_s: tuple[float, float], duration_s: float = 1000.0) -> list[tuple[float, float]]:
    planned = plan_windows(spans(*edges_s), round(duration_s * SECOND), lambda start_us, end_us: (start_us + end_us) // 2)
    return [(window.start_us / SECOND, window.end_us / SECOND) for window in planned]


def test_short_rests_are_bridged_and_long_ones_part_windows():
    assert windows((1, 3), (5, 7), (12, 14)) == [(0.75, 7.25), (11.75, 14.25)]


def test_a_window_ends_at_a_rest_before_it_grows_too_long():
    assert windows((0, 10), (11, 20), (21, 32)) == [(0, 20.25), (20.75, 32.25)]


def test_speech_without_a_rest_is_parted_at_its_quietest_moment():
    asked = []

    def quietest(start_us: int, end_us: int) -> int:
        asked.append((start_us, end_us))
        return 25 * SECOND

    assert plan_windows(spans((0, 40)), 100 * SECOND, quietest) == (
        Window(0, 25 * SECOND),
        Window(25 * SECOND, 40 * SECOND + PAD_US),
    )
    assert asked == [(18_500_000, 28_500_000)]


def test_nothing_is_heard_where_nobody_speaks():
    assert windows() == []


edges = st.lists(st.tuples(st.integers(100_000, 60 * SECOND), st.integers(100_000, 8 * SECOND)), max_size=30)


@given(edges)
def test_windows_cover_all_speech_in_order_and_never_exceed_what_whisper_hears(lengths):
    made, at_us = [], 0
    for said_us, rest_us in lengths:
        made.append(SpeechSpan(at_us, at_us + said_us))
        at_us += said_us + rest_us
    planned = plan_windows(made, at_us + SECOND, lambda start_us, end_us: (start_us + end_us) // 2)
    assert all(window.start_us < window.end_us <= window.start_us + LONGEST_US for window in planned)
    assert all(before.end_us <= after.start_us for before, after in pairwise(planned))
    spoken = sum(span.end_us - span.start_us for span in made)
    covered = sum(
        max(0, min(span.end_us, window.end_us) - max(span.start_us, window.start_us)) for span in made for window in planned
    )
    assert covered == spoken


def test_a_window_is_parted_at_a_long_rest_near_its_middle():
    speech = spans((0, 2), (3, 10), (11, 19), (19.1, 20))
    assert halves(Window(0, 20 * SECOND), speech) == (Window(0, 10_500_000), Window(10_500_000, 20 * SECOND))


def test_a_window_without_a_rest_stays_whole():
    assert halves(Window(0, 20 * SECOND), spans((0, 20))) == (Window(0, 20 * SECOND),)


@given(st.lists(st.integers(SECOND, 29 * SECOND), max_size=80), st.integers(1, 16))
def test_every_window_is_heard_in_one_group_and_the_groups_are_the_same_each_time(lengths_us, at_once):
    made, at_us = [], 0
    for length_us in lengths_us:
        made.append(Window(at_us, at_us + length_us))
        at_us += length_us
    grouped = list(groups(made, at_once))
    assert sorted((window for group in grouped for window in group), key=lambda window: window.start_us) == made
    assert all(len(group) <= at_once for group in grouped)
    assert grouped == list(groups(made, at_once))


def test_windows_of_like_lengths_are_heard_together():
    made = [Window(at * 30 * SECOND, at * 30 * SECOND + length * SECOND) for at, length in enumerate((29, 2, 28, 3))]
    assert [[window.length_us // SECOND for window in group] for group in groups(made, 2)] == [[29, 28], [2, 3]]


def test_how_much_of_a_window_is_speech():
    assert spoken_us(Window(5 * SECOND, 15 * SECOND), spans((0, 6), (8, 9), (14, 20), (30, 31))) == 3 * SECOND
