from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vbn_video.evidence import SpeechSpan
from vbn_video.speech.windows import LONGEST_US, PAD_US, SpeechWindow, batch_by_length, plan_windows, split_at_rest

SECOND = 1_000_000


def spans(*edges_s: tuple[float, float]) -> tuple[SpeechSpan, ...]:
    return tuple(SpeechSpan(round(start * SECOND), round(end * SECOND)) for start, end in edges_s)


def window(*edges_s: tuple[float, float]) -> SpeechWindow:
    return SpeechWindow(spans(*edges_s))


def planned(*edges_s: tuple[float, float], duration_s: float = 1000.0) -> tuple[SpeechWindow, ...]:
    return plan_windows(spans(*edges_s), round(duration_s * SECOND), lambda start_us, end_us: (start_us + end_us) // 2)


def test_short_rests_are_heard_and_of_long_ones_the_edges():
    assert planned((1, 3), (3.9, 7), (12, 14)) == (window((0.6, 7.4), (11.6, 14.4)),)


def test_a_window_ends_at_a_rest_before_it_grows_too_long():
    assert planned((0, 10), (12, 20), (22, 32)) == (window((0, 10.4), (11.6, 20.4)), window((21.6, 32.4)))


def test_speech_without_a_rest_is_parted_at_its_quietest_moment():
    asked = []

    def quietest(start_us: int, end_us: int) -> int:
        asked.append((start_us, end_us))
        return 25 * SECOND

    assert plan_windows(spans((0, 40)), 100 * SECOND, quietest) == (
        SpeechWindow((SpeechSpan(0, 25 * SECOND),)),
        SpeechWindow((SpeechSpan(25 * SECOND, 40 * SECOND + PAD_US),)),
    )
    assert asked == [(18_200_000, 28_200_000)]


def test_nothing_is_heard_where_nobody_speaks():
    assert planned() == ()


edges = st.lists(st.tuples(st.integers(100_000, 60 * SECOND), st.integers(100_000, 8 * SECOND)), max_size=30)


@given(edges)
def test_windows_cover_all_speech_in_order_and_never_exceed_what_whisper_hears(lengths):
    made, at_us = [], 0
    for said_us, rest_us in lengths:
        made.append(SpeechSpan(at_us, at_us + said_us))
        at_us += said_us + rest_us
    found = plan_windows(made, at_us + SECOND, lambda start_us, end_us: (start_us + end_us) // 2)
    pieces = [piece for window in found for piece in window.pieces]
    assert all(piece.start_us < piece.end_us for piece in pieces) and all(window.length_us <= LONGEST_US for window in found)
    assert all(before.end_us <= after.start_us for before, after in pairwise(pieces))
    assert sum(window.speech_us(made) for window in found) == sum(span.end_us - span.start_us for span in made)


@given(edges, st.integers(0, 29 * SECOND))
def test_every_moment_of_a_window_has_its_place_in_the_recording(lengths, at_us):
    """Told from the sound itself: pieces of a ramp laid end to end have at that moment the value of the place."""
    made, end_us = [], 0
    for said_us, rest_us in lengths:
        made.append(SpeechSpan(end_us, end_us + said_us))
        end_us += said_us + rest_us
    for window in plan_windows(made, end_us, lambda start_us, end_us: (start_us + end_us) // 2):
        left_us = at_us
        for piece in window.pieces:
            if left_us < piece.end_us - piece.start_us:
                assert window.piece_at(at_us) == (piece, piece.start_us + left_us - at_us)
                break
            left_us -= piece.end_us - piece.start_us


def test_a_window_is_parted_at_a_long_rest_near_its_middle():
    speech = spans((0, 2), (3, 10), (11, 19), (19.1, 20))
    assert split_at_rest(window((0, 20)), speech) == (window((0, 10.5)), window((10.5, 20)))


def test_a_window_is_parted_between_its_pieces_where_the_longest_rests_were_cut_out():
    speech = spans((0, 8), (60, 61), (61.5, 64))
    assert split_at_rest(window((0, 8.4), (59.6, 64)), speech) == (window((0, 8.4)), window((59.6, 64)))


def test_a_window_without_a_rest_stays_whole():
    assert split_at_rest(window((0, 20)), spans((0, 20))) == (window((0, 20)),)


@given(st.lists(st.integers(SECOND, 29 * SECOND), max_size=80), st.integers(1, 16))
def test_every_window_is_heard_in_one_group_and_the_groups_are_the_same_each_time(lengths_us, at_once):
    made, at_us = [], 0
    for length_us in lengths_us:
        made.append(SpeechWindow((SpeechSpan(at_us, at_us + length_us),)))
        at_us += length_us
    grouped = list(batch_by_length(made, at_once))
    assert sorted((window for group in grouped for window in group), key=lambda window: window.start_us) == made
    assert all(len(group) <= at_once for group in grouped)
    assert grouped == list(batch_by_length(made, at_once))


def test_windows_of_like_lengths_are_heard_together():
    made = [window((at * 30, at * 30 + length)) for at, length in enumerate((29, 2, 28, 3))]
    assert [[one.length_us // SECOND for one in group] for group in batch_by_length(made, 2)] == [[29, 28], [2, 3]]


def test_how_much_of_a_window_is_speech():
    assert window((5, 12), (13, 15)).speech_us(spans((0, 6), (8, 9), (11.5, 13.5), (14, 20), (30, 31))) == 4 * SECOND
