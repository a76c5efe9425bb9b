"""Another language is told by what the windows sound like: by what was measured on real sound, and by laws on any.

The probabilities are those of Whisper base, printed by `python -m benchmarks.spoken_language`.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.evidence import SpeechSpan, SpokenLanguage, Word
from vbn_video.plan.words.spoken_language import find_other_languages, other_language

S = 1_000_000
DANISH, ENGLISH, SPANISH = {"da": 0.997}, {"en": 0.985}, {"es": 0.841, "it": 0.116, "en": 0.017}

DANISH_AS_HEARD = {
    "human clips, noise 5 dB under them": {"da": 0.872, "en": 0.054, "fi": 0.02, "is": 0.019, "nn": 0.018},
    "human clips, noise as loud as they": {
        "da": 0.281,
        "en": 0.161,
        "is": 0.122,
        "fi": 0.101,
        "nn": 0.1,
        "nl": 0.054,
        "af": 0.044,
    },
    "single words, noise as loud as they": {
        "ja": 0.786,
        "ko": 0.033,
        "nn": 0.029,
        "jw": 0.023,
        "zh": 0.018,
        "ru": 0.017,
        "en": 0.011,
    },
    "other words in that noise": {"en": 0.311, "de": 0.254, "ja": 0.072, "da": 0.068, "nn": 0.041, "ms": 0.037, "ko": 0.036},
    "a made voice": {"la": 0.959, "en": 0.015},
    "that voice, one sentence": {"la": 0.931, "my": 0.012},
}


def windows(*probabilities: dict[str, float], each_s: int = 28) -> tuple[SpokenLanguage, ...]:
    return tuple(SpokenLanguage(at * 30 * S, (at * 30 + each_s) * S, probability) for at, probability in enumerate(probabilities))


def words_in(spoken: tuple[SpokenLanguage, ...]) -> list[Word]:
    """A word of half a second every second of every window."""
    return [
        Word(at, at + S // 2, "ord", 0.9)
        for window in spoken
        for at in range(window.start_us + S // 4, window.end_us - S // 2, S)
    ]


def found(*probabilities: dict[str, float]) -> list[tuple[str, float, bool, bool]]:
    spoken = windows(*probabilities)
    others = find_other_languages(spoken, words_in(spoken))
    return [(other.code, round(other.share, 2), other.mostly, other.doubtful) for other in others]


@pytest.mark.parametrize("sound", DANISH_AS_HEARD)
def test_danish_is_never_taken_for_another_language_however_badly_it_sounds(sound: str) -> None:
    assert found(*[DANISH_AS_HEARD[sound]] * 10) == []


def test_a_meeting_in_english_or_spanish_is_told() -> None:
    assert found(*[ENGLISH] * 10) == [("en", 1, True, False)]
    assert found(*[SPANISH] * 3) == [("es", 1, True, False)]


def test_a_few_danish_words_of_welcome_do_not_hide_it() -> None:
    assert found(DANISH, *[ENGLISH] * 4) == [("en", 0.8, True, False)]


def test_a_guest_who_speaks_english_is_named_with_the_times_of_what_he_says() -> None:
    spoken = windows(*[DANISH] * 6, ENGLISH, ENGLISH, *[DANISH] * 3, ENGLISH)
    (other,) = find_other_languages(spoken, words_in(spoken))
    assert (other.code, other.share, other.mostly) == ("en", 0.25, False)
    assert other.spans == (
        SpeechSpan(180 * S + S // 4, (210 + 27) * S + S * 3 // 4),
        SpeechSpan(330 * S + S // 4, (330 + 27) * S + S * 3 // 4),
    )


def test_several_languages_are_told_apart_the_most_spoken_first() -> None:
    assert found(SPANISH, ENGLISH, ENGLISH, DANISH) == [("en", 0.5, True, False), ("es", 0.25, False, False)]


def test_norwegian_and_swedish_are_a_doubt() -> None:
    assert found(*[{"no": 0.7, "nn": 0.25, "da": 0.03}] * 4) == [("no", 1, True, True)]
    assert found(*[{"sv": 0.93, "no": 0.03, "da": 0.02}] * 4) == [("sv", 1, True, True)]
    assert found(*[{"no": 0.7, "da": 0.27}] * 4) == []


def test_a_short_window_tells_nothing_and_neither_does_one_without_words() -> None:
    short = windows(*[ENGLISH] * 3, each_s=8)
    assert find_other_languages(short, words_in(short)) == ()
    assert find_other_languages(windows(*[ENGLISH] * 3), ()) == ()
    music_after_danish = windows(DANISH, *[ENGLISH] * 20)
    assert find_other_languages(music_after_danish, words_in(music_after_danish[:1])) == ()


GUESSES = st.dictionaries(st.sampled_from(["da", "no", "sv", "en", "es", "la", "cy"]), st.floats(0.01, 1), max_size=4)


@given(st.lists(GUESSES.filter(lambda guess: sum(guess.values()) <= 1), max_size=12))
def test_shares_and_places_are_those_of_the_windows_that_are_told(guesses: list[dict[str, float]]) -> None:
    spoken = windows(*guesses)
    words = words_in(spoken)
    others = find_other_languages(spoken, words)
    told = {window: code for window in range(len(spoken)) if (code := other_language(spoken[window]))}
    assert {other.code for other in others} == set(told.values())
    for other in others:
        of_it = [at for at, code in told.items() if code == other.code]
        assert other.share == pytest.approx(len(of_it) / len(spoken))
        assert all(any(span.start_us <= word.start_us and word.end_us <= span.end_us for span in other.spans)
                   for at in of_it for word in words_in(spoken[at : at + 1]))  # fmt: skip
    assert all(guesses[at].get("da", 0) <= 0.05 for at in told)
