from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.plan.sound.sound_levels import SECOND, levels, span
from vbn_video.evidence import Levels, SpeechSpan, Word
from vbn_video.plan.words.utterances import find_utterances, split_by_voice


def seconds_of(found: tuple[SpeechSpan, ...]) -> list[tuple[float, float]]:
    return [(part.start_us / SECOND, part.end_us / SECOND) for part in found]


def test_an_utterance_begins_and_ends_with_the_voice_not_with_the_span():
    assert seconds_of(find_utterances([span(1.0, 3.0)], levels(5, (1.15, 2.8)))) == [(1.15, 2.8)]


def test_a_soft_beginning_that_the_detector_missed_is_part_of_the_utterance():
    assert seconds_of(find_utterances([span(1.0, 3.0)], levels(5, (0.87, 1.0, -40), (1.0, 3.0)))) == [(0.87, 3.0)]


def test_breath_before_the_voice_is_not_part_of_the_utterance():
    assert seconds_of(find_utterances([span(1.0, 3.0)], levels(5, (0.75, 0.9, -35), (1.02, 3.0)))) == [(1.02, 3.0)]


def test_a_rest_within_a_span_parts_two_utterances():
    assert seconds_of(find_utterances([span(1.0, 3.0)], levels(5, (1.0, 1.8), (2.05, 3.0)))) == [(1.0, 1.8), (2.05, 3.0)]


def test_a_stop_consonant_parts_nothing():
    assert seconds_of(find_utterances([span(1.0, 3.0)], levels(5, (1.0, 1.8), (1.95, 3.0)))) == [(1.0, 3.0)]


def test_a_click_in_a_rest_is_no_utterance():
    assert seconds_of(find_utterances([span(1.0, 4.0)], levels(5, (1.0, 1.8), (2.3, 2.33), (2.8, 4.0)))) == [
        (1.0, 1.8),
        (2.8, 4.0),
    ]


def test_the_hum_of_an_open_microphone_is_not_the_voice():
    assert seconds_of(find_utterances([span(1.0, 3.0)], levels(5, (0.4, 3.5, -56), (1.1, 2.9)))) == [(1.1, 2.9)]


def test_in_a_noisy_room_the_voice_is_what_stands_out_of_the_noise():
    noisy = levels(5, (1.1, 1.9), (2.2, 2.9), room_lufs=-40)
    assert seconds_of(find_utterances([span(1.0, 3.0)], noisy)) == [(1.1, 1.9), (2.2, 2.9)]


def test_noise_all_around_does_not_make_an_utterance_longer_than_its_span():
    assert seconds_of(find_utterances([span(1.0, 3.0)], levels(5, (0.0, 5.0, -20.5), (1.0, 3.0)))) == [(1.0, 3.0)]


@pytest.mark.parametrize("heard", [levels(5, room_lufs=-np.inf), levels(0)])
def test_a_span_in_which_nothing_is_loud_is_an_utterance(heard: Levels):
    assert seconds_of(find_utterances([span(1.0, 3.0)], heard)) == [(1.0, 3.0)]


def test_a_quiet_speaker_between_loud_ones_is_heard_by_his_own_loudness():
    found = find_utterances([span(1, 2), span(3, 4), span(5, 6)], levels(7, (1.1, 1.9, -15), (3.1, 3.9, -48), (5.1, 5.9, -15)))
    assert seconds_of(found) == [(1.1, 1.9), (3.1, 3.9), (5.1, 5.9)]


def test_a_word_more_than_half_a_second_from_every_utterance_is_far():
    words = [
        Word(round(start * SECOND), round(end * SECOND), "ord", 0.9) for start, end in [(0, 0.4), (0.2, 0.6), (3.4, 4), (3.6, 4)]
    ]
    near, far = split_by_voice(words, [span(1, 2), span(2.5, 3)])
    assert (near, far) == ([words[1], words[2]], [words[0], words[3]])


loudness = st.one_of(st.floats(-90, 0), st.just(-np.inf))


@example([0.0, 0.0, -np.inf, 0.0, -np.inf, -np.inf, 0.0], [0, 60_001, 60_002, 60_003])
@given(st.lists(loudness, max_size=300), st.lists(st.integers(0, 3 * SECOND), max_size=12, unique=True))
def test_utterances_are_always_in_order_apart_and_never_far_from_the_spans(hops: list[float], edges: list[int]):
    edges = sorted(edges)[: len(edges) // 2 * 2]
    spans = [SpeechSpan(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    nothing = np.zeros(0, np.float32)
    found = find_utterances(spans, Levels(100_000, nothing, nothing, -20.0, 10_000, np.array(hops, np.float32), nothing))
    assert all(part.start_us < part.end_us for part in found)
    assert all(before.end_us <= after.start_us for before, after in pairwise(found))
    assert all(any(s.start_us - 200_000 <= part.start_us < part.end_us <= s.end_us + 10_000 for s in spans) for part in found)
    assert len(found) >= len(spans)
