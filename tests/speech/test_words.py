from hypothesis import given
from hypothesis import strategies as st

from vbn_video.evidence import SpeechSpan, Word
from vbn_video.speech.words import held_to_speech, in_order, on_the_clock, unheard

SECOND = 1_000_000
SPANS = (SpeechSpan(10 * SECOND, 12 * SECOND), SpeechSpan(14 * SECOND, 16 * SECOND))


def word(start_s: float, end_s: float, text: str = "ord") -> Word:
    return Word(round(start_s * SECOND), round(end_s * SECOND), text, 0.9)


def seconds_of(words: tuple[Word, ...]) -> list[tuple[float, float]]:
    return [(word.start_us / SECOND, word.end_us / SECOND) for word in words]


def test_words_of_a_window_stand_at_their_times_of_the_recording():
    (placed,) = on_the_clock([word(0.5, 0.9, " Nu")], 10 * SECOND, 20 * SECOND)
    assert placed == word(10.5, 10.9, "Nu")


def test_a_word_never_leaves_its_window():
    assert seconds_of(on_the_clock([word(-0.2, 0.3), word(9.9, 11)], 10 * SECOND, 20 * SECOND)) == [(10, 10.3), (19.9, 20)]


def test_lone_punctuation_joins_the_word_before_it():
    placed = on_the_clock([word(0, 1, " Nu"), word(1, 1, "."), word(1, 2, " "), word(2, 3, "…")], 0, 10 * SECOND)
    assert [word.text for word in placed] == ["Nu.…"]


def test_a_word_far_from_all_speech_was_invented():
    kept, invented = held_to_speech([word(9.0, 9.4), word(9.6, 9.9), word(12.8, 13.2), word(20, 21)], SPANS)
    assert (seconds_of(kept), seconds_of(invented)) == ([(9.6, 9.9)], [(9.0, 9.4), (12.8, 13.2), (20, 21)])


def test_a_word_that_begins_in_the_silence_before_speech_begins_with_the_speech():
    assert seconds_of(held_to_speech([word(9.6, 10.4)], SPANS)[0]) == [(10, 10.4)]


def test_a_word_that_bridges_a_rest_stands_where_most_of_it_is():
    assert seconds_of(held_to_speech([word(11.9, 14.5)], SPANS)[0]) == [(14, 14.5)]


def test_nothing_is_kept_where_there_is_no_speech_at_all():
    assert held_to_speech([word(1, 2)], ()) == ((), (word(1, 2),))


def test_words_that_overlap_are_put_after_each_other():
    assert seconds_of(in_order([word(1.0, 2.0), word(1.5, 1.6), word(0.2, 0.4)], 10 * SECOND)) == [
        (0.2, 0.4),
        (1.0, 2.0),
        (2.0, 2.04),
    ]


times = st.integers(-SECOND, 12 * SECOND)


@given(st.lists(st.tuples(times, times)))
def test_words_are_always_ascending_apart_and_inside_the_recording(pairs):
    ordered = in_order([Word(max(start, 0), end, "ord", 1.0) for start, end in pairs], 10 * SECOND)
    edges = [edge for word in ordered for edge in (word.start_us, word.end_us)]
    assert edges == sorted(edges) and all(word.start_us < word.end_us <= 10 * SECOND for word in ordered)


def test_speech_in_which_no_word_has_its_middle_is_unheard():
    assert unheard(SPANS, [word(10.1, 10.5)]) == (SPANS[1],)


def test_a_cough_is_not_missed():
    assert unheard((SpeechSpan(0, 700_000),), []) == ()
