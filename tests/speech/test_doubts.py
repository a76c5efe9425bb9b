from dataclasses import replace

import pytest

from vbn_video.evidence import Word
from vbn_video.speech.doubts import find_doubts, is_better, join_results
from vbn_video.speech.engines.engine import DecodingResult, Hypothesis

SECOND = 1_000_000
SAID = "Nu holder vi en pause på fem minutter, og så er vi tilbage."


def window(text: str, mean_log_probability: float = -0.3) -> DecodingResult:
    words = tuple(Word(at * SECOND, (at + 1) * SECOND, " " + word, 0.9) for at, word in enumerate(text.split()))
    return DecodingResult(words, mean_log_probability)


@pytest.mark.parametrize(
    ("heard", "spoken_s", "why"),
    [
        (window(SAID), 5, ()),
        (window(SAID, -0.9), 5, ("unsure",)),
        (window(SAID), 1.5, ("too fast",)),
        (window("det er det " * 30), 25, ("loop",)),
        (window(SAID + " Vi tager det næste punkt nu." * 3), 15, ("loop",)),
        (window(f"{SAID} Vi tager det næste punkt. {SAID} Vi tager det næste punkt. Vi går i gang. {SAID} Tak."), 15, ()),
        (window("Nej, nej, nej, nej, det kan vi ikke."), 5, ()),
        (window("hva gjør vi når det ikke er noe jobb til noen av oss"), 5, ("Norwegian",)),
        (window("Tak."), 0.3, ()),
        (window(""), 5, ("nothing",)),
        (window(""), 0.5, ()),
    ],
)
def test_what_speaks_against_a_window_is_named(heard, spoken_s, why):
    assert find_doubts(heard, round(spoken_s * SECOND), -0.7) == why


def test_of_two_tries_the_one_with_less_to_doubt_is_taken_however_sure_the_other_is():
    loop = window("det er det " * 30, -0.1)
    assert is_better(window(SAID, -0.6), loop, 25 * SECOND, -0.7)
    assert not is_better(loop, window(SAID, -0.6), 25 * SECOND, -0.7)


def test_of_two_tries_as_good_the_surer_one_is_taken():
    assert is_better(window(SAID, -0.4), window(SAID, -0.5), 5 * SECOND, -0.7)
    assert not is_better(window(SAID, -0.5), window(SAID, -0.4), 5 * SECOND, -0.7)


def test_no_word_over_speech_is_a_doubt_so_words_without_one_are_better():
    assert is_better(window(SAID, -0.5), window("", -0.05), 5 * SECOND, -0.7)
    assert not is_better(window("", -0.05), window(SAID, -0.5), 5 * SECOND, -0.7)


def test_no_word_over_speech_is_as_doubtful_as_unsure_words_so_the_surer_one_is_taken():
    assert is_better(window("", -0.8), window(SAID, -0.9), 5 * SECOND, -0.7)
    assert not is_better(window("", -0.95), window(SAID, -0.9), 5 * SECOND, -0.7)


def test_parts_of_a_window_are_put_together_at_their_places():
    whole = join_results([window("et to", -0.2), window("tre fire", -0.6)], [0, 10 * SECOND])
    assert [(word.start_us // SECOND, word.text.strip()) for word in whole.words] == [
        (0, "et"),
        (1, "to"),
        (10, "tre"),
        (11, "fire"),
    ]
    assert -0.6 < whole.mean_log_probability < -0.2


def test_what_a_part_may_have_been_otherwise_stands_among_the_other_parts():
    parts = [replace(window("et to"), others=(Hypothesis("et og to", 0.2),)), window("tre fire")]
    assert join_results(parts, [0, 10 * SECOND]).others == (Hypothesis("et og to tre fire", 0.2),)
