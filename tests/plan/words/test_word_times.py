from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.sound.sound_levels import SECOND, levels, span
from vbn_video.evidence import Levels, SpeechSpan, Word
from vbn_video.plan.words.spoken_length import spoken_length
from vbn_video.plan.words.word_times import retime_by_sound


def words(*rough: tuple[str, float, float]) -> list[Word]:
    return [Word(round(start_s * SECOND), round(end_s * SECOND), text, 0.9) for text, start_s, end_s in rough]


def seconds_of(timed: tuple[Word, ...]) -> list[tuple[str, float, float]]:
    return [(word.text, round(word.start_us / SECOND, 3), round(word.end_us / SECOND, 3)) for word in timed]


ONE = ([span(2.0, 4.0)], levels(6, (2.1, 3.9)))
TWO = ([span(2.0, 6.0)], levels(8, (2.1, 3.5), (3.9, 5.8)))


def test_the_first_word_begins_and_the_last_one_ends_with_the_voice():
    heard = words(("Vi", 1.6, 2.4), ("venter", 2.4, 3.2), ("lidt.", 3.2, 3.6))
    assert seconds_of(retime_by_sound(heard, *ONE)) == [("Vi", 2.1, 2.4), ("venter", 2.4, 3.2), ("lidt.", 3.2, 3.9)]


def test_a_word_that_trails_into_the_silence_ends_with_the_voice():
    assert seconds_of(retime_by_sound(words(("Vi", 2.1, 2.4), ("venter.", 2.4, 4.6)), *ONE))[-1] == ("venter.", 2.4, 3.55)
    assert seconds_of(retime_by_sound(words(("Vi", 2.1, 2.4), ("venter.", 3.0, 4.6)), *ONE))[-1] == ("venter.", 3.0, 3.9)


def test_a_rest_inside_a_span_is_between_words_not_inside_one():
    heard = words(
        ("Ja", 2.1, 2.8), ("tak.", 2.8, 3.4), ("Godt", 3.4, 4.3), ("så", 4.3, 5.0), ("går", 5.0, 5.3), ("det.", 5.3, 5.7)
    )
    timed = seconds_of(retime_by_sound(heard, *TWO))
    assert (timed[1], timed[2]) == (("tak.", 2.8, 3.5), ("Godt", 3.9, 4.3))


def test_the_first_word_of_a_sentence_is_not_left_behind_at_the_end_of_the_one_before():
    heard = words(("otte", 2.4, 3.3), ("Det", 3.3, 4.0), ("er", 4.0, 4.3), ("en", 4.3, 4.6), ("myte.", 4.6, 5.7))
    assert ("Det", 3.9, 4.0) in seconds_of(retime_by_sound(heard, *TWO))


def test_more_words_than_can_be_said_do_not_stay_in_one_utterance():
    spans, sound = [span(2.0, 2.6), span(3.2, 6.0)], levels(8, (2.0, 2.6), (3.2, 6.0))
    heard = words(("Og", 2.0, 2.1), ("funktionærernes", 2.1, 2.3), ("overenskomstforhandlinger", 2.3, 2.58), ("gik", 5.0, 5.5))
    assert [word.start_us < 3 * SECOND for word in retime_by_sound(heard, spans, sound)] == [True, True, False, False]


def test_a_number_lies_between_its_neighbours_for_as_long_as_it_is_said():
    heard = words(("i", 2.1, 2.3), ("2024", 2.3, 2.32), ("kom", 3.5, 3.7), ("de", 3.7, 3.9))
    assert seconds_of(retime_by_sound(heard, *ONE))[1] == ("2024", 2.3, 3.5)


def test_a_number_that_the_model_gave_no_time_takes_it_from_its_neighbours():
    heard = words(("den", 2.1, 3.0), ("21.", 3.0, 3.0), ("marts", 3.0, 3.9))
    number = retime_by_sound(heard, *ONE)[1]
    assert number.end_us - number.start_us >= spoken_length("21.").least_us


def test_several_numbers_after_each_other_share_their_place_by_their_spoken_lengths():
    heard = words(("Fra", 2.1, 2.3), ("2", 2.3, 2.4), ("75", 2.4, 2.5), ("nu", 3.3, 3.9))
    _, short, long, _ = retime_by_sound(heard, *ONE)
    assert (short.start_us, long.end_us) == (2_300_000, 3_300_000)
    assert 3.9 < (long.end_us - long.start_us) / (short.end_us - short.start_us) < 4.1


def test_a_word_drawn_out_over_what_was_not_heard_is_no_longer_than_it_can_be_said():
    spans, sound = [span(2.0, 8.0)], levels(10, (2.0, 8.0))
    _, drawn = retime_by_sound(words(("Han", 2.0, 2.4), ("løb", 2.4, 7.9)), spans, sound)
    assert drawn.end_us - drawn.start_us == spoken_length("løb").most_us


def test_a_word_in_the_middle_of_long_speech_is_not_dragged_to_its_ends():
    spans, sound = [span(2.0, 12.0)], levels(14, (2.0, 12.0))
    assert seconds_of(retime_by_sound(words(("midt", 6.0, 6.4)), spans, sound)) == [("midt", 6.0, 6.4)]


def test_a_word_over_silence_near_speech_goes_to_the_speech():
    assert seconds_of(retime_by_sound(words(("Nå", 1.5, 1.9), ("ja", 2.5, 3.9)), *ONE))[0][1] == 2.1


def test_a_word_far_from_all_speech_keeps_its_time():
    assert seconds_of(retime_by_sound(words(("Tekstet", 5.0, 5.5)), *ONE)) == [("Tekstet", 5.0, 5.5)]


def test_without_any_speech_every_word_keeps_its_time():
    assert seconds_of(retime_by_sound(words(("Tak", 1, 2)), (), levels(0))) == [("Tak", 1, 2)]


def test_words_that_overlap_are_laid_after_each_other_in_their_order():
    timed = retime_by_sound(words(("en", 2.1, 3.0), ("to", 2.5, 2.6), ("tre", 2.5, 3.9)), *ONE)
    assert [word.text for word in timed] == ["en", "to", "tre"]
    assert all(before.end_us <= after.start_us for before, after in pairwise(timed))


def test_two_utterances_of_a_second_hearing_find_their_places_among_the_others():
    spans, sound = [span(2, 3), span(4, 5), span(6, 7)], levels(9, (2, 3), (4, 5), (6, 7))
    heard = words(("Ja.", 2.0, 2.9), ("Nej.", 6.1, 6.8), ("Måske.", 3.9, 4.9))
    assert [round(word.start_us / SECOND) for word in retime_by_sound(heard, spans, sound)] == [2, 4, 6]


TEXTS = st.sampled_from(["ja", "Nej.", "og", "kommunen,", "2024", "8.30", "overenskomstforhandling", "20.000", "kr.", "§", "…"])
TIMES = st.integers(0, 12 * SECOND)
ROUGH = st.lists(st.tuples(TIMES, st.integers(0, 2 * SECOND), TEXTS), max_size=25)
EDGES = st.lists(st.integers(0, 1100), max_size=14, unique=True)


def evidence(rests: list[int], quiet_hops: list[int]) -> tuple[list[SpeechSpan], Levels]:
    """Spans of 0.1 s and more, and a loudness with rests wherever the list says."""
    edges = [edge * 10_000 for edge in sorted(rests)][: len(rests) // 2 * 2]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    spans = [SpeechSpan(start, end) for start, end in pairs if end - start >= 100_000]
    hops = np.full(1400, -60.0, np.float32)
    for part in spans:
        hops[part.start_us // 10_000 : part.end_us // 10_000] = -20
    for at in quiet_hops:
        hops[at : at + 25] = -60
    nothing = np.zeros(0, np.float32)
    return spans, Levels(100_000, nothing, nothing, -20.0, 10_000, hops, nothing)


@given(ROUGH, EDGES, st.lists(st.integers(0, 1375), max_size=8))
def test_no_word_is_lost_and_all_ascend_apart_inside_the_recording(
    rough: list[tuple[int, int, str]], rests: list[int], quiet_hops: list[int]
):
    heard = [Word(start, start + lasts, text, 0.5) for start, lasts, text in rough]
    timed = retime_by_sound(heard, *evidence(rests, quiet_hops))
    assert sorted(word.text for word in timed) == sorted(word.text for word in heard)
    edges = [edge for word in timed for edge in (word.start_us, word.end_us)]
    assert edges == sorted(edges)
    assert all(0 <= word.start_us < word.end_us <= 14 * SECOND for word in timed)


@st.composite
def roomy(draw: st.DrawFn) -> tuple[list[Word], list[SpeechSpan], Levels]:
    """Utterances with room for their words, and words heard up to 0.25 s too early or too late."""
    heard, spans, at_us = [], [], SECOND
    for _ in range(draw(st.integers(1, 5))):
        begin_us = at_us
        off_us = draw(st.integers(-250_000, 250_000))
        for text in draw(st.lists(TEXTS, min_size=1, max_size=6)):
            lasts_us = spoken_length(text).usual_us // 10_000 * 10_000
            heard.append(Word(at_us + off_us, at_us + off_us + lasts_us, text, 0.5))
            at_us += lasts_us
        spans.append(SpeechSpan(begin_us, at_us))
        at_us += draw(st.integers(60, 300)) * 10_000
    heard_levels = levels(at_us / SECOND, *((part.start_us / SECOND, part.end_us / SECOND) for part in spans))
    return heard, spans, heard_levels


@given(roomy())
def test_words_that_are_timed_by_the_sound_are_not_moved_again(case: tuple[list[Word], list[SpeechSpan], Levels]):
    heard, spans, sound = case
    once = retime_by_sound(heard, spans, sound)
    twice = retime_by_sound(once, spans, sound)
    assert [word.text for word in twice] == [word.text for word in once]
    moved_us = [abs(b.start_us - a.start_us) + abs(b.end_us - a.end_us) for a, b in zip(once, twice, strict=True)]
    assert max(moved_us) <= 10, "the shares of several numbers are rounded to whole microseconds"


@given(roomy())
def test_an_utterance_opens_with_a_word_and_no_word_is_longer_than_it_can_be_said(
    case: tuple[list[Word], list[SpeechSpan], Levels],
):
    heard, spans, sound = case
    timed = retime_by_sound(heard, spans, sound)
    for part in spans:
        inside = [word for word in timed if part.start_us <= word.start_us < part.end_us]
        assert not inside or inside[0].start_us == part.start_us or inside[0].start_us - part.start_us > 800_000
    for word in timed:
        assert word.end_us - word.start_us <= spoken_length(word.text).most_us
        assert any(part.start_us <= word.start_us and word.end_us <= part.end_us + 500_000 for part in spans)
