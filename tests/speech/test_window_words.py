from vbn_video.evidence import SpeechSpan, Word
from vbn_video.speech.window_words import find_unheard, to_recording_clock
from vbn_video.speech.windows import SpeechWindow

SECOND = 1_000_000
SPANS = (SpeechSpan(10 * SECOND, 12 * SECOND), SpeechSpan(14 * SECOND, 16 * SECOND))

WINDOW = SpeechWindow((SpeechSpan(10 * SECOND, 20 * SECOND),))


def word(start_s: float, end_s: float, text: str = "ord") -> Word:
    return Word(round(start_s * SECOND), round(end_s * SECOND), text, 0.9)


def seconds_of(words: tuple[Word, ...]) -> list[tuple[float, float]]:
    return [(word.start_us / SECOND, word.end_us / SECOND) for word in words]


def test_words_of_a_window_stand_at_their_times_of_the_recording():
    (placed,) = to_recording_clock([word(0.5, 0.9, " Nu")], WINDOW)
    assert placed == word(10.5, 10.9, "Nu")


def test_a_word_never_leaves_its_window():
    assert seconds_of(to_recording_clock([word(-0.2, 0.3), word(9.9, 11)], WINDOW)) == [(10, 10.3), (19.9, 20)]


def test_words_of_a_window_of_pieces_stand_each_in_its_piece():
    window = SpeechWindow((SpeechSpan(10 * SECOND, 12 * SECOND), SpeechSpan(50 * SECOND, 53 * SECOND)))
    heard = [word(1.8, 1.9), word(1.9, 2.4), word(3, 3.5), word(4.9, 6)]
    assert seconds_of(to_recording_clock(heard, window)) == [(11.8, 11.9), (50, 50.4), (51, 51.5), (52.9, 53)]


def test_lone_punctuation_joins_the_word_before_it():
    placed = to_recording_clock(
        [word(0, 1, " Nu"), word(1, 1, "."), word(1, 2, " "), word(2, 3, "…")], SpeechWindow((SpeechSpan(0, 10 * SECOND),))
    )
    assert [word.text for word in placed] == ["Nu.…"]


def test_a_comma_that_the_model_put_after_the_space_joins_the_word_before_it():
    placed = to_recording_clock(
        [word(0, 1, " 1"), word(1, 2, " ,2"), word(2, 3, " 8,5.")], SpeechWindow((SpeechSpan(0, 10 * SECOND),))
    )
    assert [word.text for word in placed] == ["1,", "2", "8,5."]


def test_speech_in_which_no_word_has_its_middle_is_unheard():
    assert find_unheard(SPANS, [word(10.0, 12.0)]) == (SPANS[1],)


def test_a_cough_is_not_missed():
    assert find_unheard((SpeechSpan(0, 700_000),), []) == ()


def test_a_sentence_with_a_rest_in_it_is_missed_as_a_whole():
    sentence = (SpeechSpan(0, 600_000), SpeechSpan(900_000, 1_500_000))
    assert find_unheard(sentence, []) == (SpeechSpan(0, 1_500_000),)


def test_two_sentences_with_heard_words_between_them_are_missed_each_on_its_own():
    voice = (SpeechSpan(0, SECOND), SpeechSpan(1_200_000, 1_700_000), SpeechSpan(1_900_000, 3 * SECOND))
    assert find_unheard(voice, [word(1.2, 1.7)]) == (voice[0], voice[2])


def test_speech_that_goes_on_while_no_word_follows_is_missed():
    assert find_unheard((SpeechSpan(0, 6 * SECOND),), [word(0, 0.4), word(0.4, 1), word(4, 5.5)]) == (
        SpeechSpan(SECOND, 4 * SECOND),
    )


def test_speech_before_the_first_word_of_an_utterance_is_missed_and_after_the_last():
    found = find_unheard((SpeechSpan(0, 8 * SECOND),), [word(3, 4)])
    assert found == (SpeechSpan(0, 3 * SECOND), SpeechSpan(4 * SECOND, 8 * SECOND))
