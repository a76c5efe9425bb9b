from collections.abc import Container, Sequence
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.speech.clip import RATE
from tests.speech.hearing import HeardWindows, hear
from vbn_video.events import Heard, Progress
from vbn_video.evidence import Levels, SpeechSpan, Word
from vbn_video.speech.engines.engine import DecodingOptions, DecodingResult
from vbn_video.speech.hearing import amplify
from vbn_video.speech.transcription import find_quietest_us, transcription_gain

SECOND = 1_000_000


class RampSound:
    """Sound whose value is its time in hours, so that a window tells where it was taken from."""

    def __init__(self, seconds: float) -> None:
        self.duration_us = round(seconds * SECOND)
        self.most_asked_us = 0

    def samples(self, start_us: int, end_us: int) -> NDArray[np.float32]:
        self.most_asked_us = max(self.most_asked_us, end_us - start_us)
        return (np.arange(start_us * RATE // SECOND, end_us * RATE // SECOND) / RATE / 3600).astype(np.float32)


class EngineOfRecord:
    """Says one word in the middle of every piece of a window, or none in the windows that a test names."""

    name = "record 1"
    windows_at_once = 2

    def __init__(self, deaf_first_s: float | None = None) -> None:
        self.heard: list[tuple[float, float]] = []
        self.groups: list[int] = []
        self._deaf_first_s = deaf_first_s

    def hear(self, windows: Sequence[NDArray[np.float32]], options: DecodingOptions, skip: Container[int] = ()) -> HeardWindows:
        self.groups.append(len(windows))
        return ((index, DecodingResult(self._hear(window))) for index, window in enumerate(windows) if index not in skip)

    def _hear(self, window: NDArray[np.float32]) -> tuple[Word, ...]:
        start_s = float(window[0]) * 3600
        self.heard.append((round(start_s, 1), round(len(window) / RATE, 1)))
        if self._deaf_first_s is not None and start_s < self._deaf_first_s:
            self._deaf_first_s = None
            return ()
        joins = [0, *(np.flatnonzero(np.diff(window) > 0.1 / 3600) + 1), len(window)]
        middles_us = [round((begin + end) / 2 / RATE * SECOND) for begin, end in pairwise(joins)]
        return tuple(Word(middle_us - 100_000, middle_us + 100_000, " ord", 0.5) for middle_us in middles_us)


def levels(integrated: float) -> Levels:
    nothing = np.zeros(0, np.float32)
    return Levels(100_000, nothing, nothing, integrated, 10_000, nothing, nothing)


def spans(*edges_s: tuple[float, float]) -> tuple[SpeechSpan, ...]:
    return tuple(SpeechSpan(round(start * SECOND), round(end * SECOND)) for start, end in edges_s)


def test_words_come_back_at_the_times_of_the_recording():
    engine = EngineOfRecord()
    heard = hear(RampSound(100), spans((10, 12), (50, 52), (90, 92)), levels(-18), engine)
    assert [(word.start_us, word.text) for word in heard.words] == [(10_900_000, "ord"), (50_900_000, "ord"), (90_900_000, "ord")]
    assert (heard.dropped, heard.passed_over, engine.groups) == ((), (), [1])


def test_speech_that_was_passed_over_is_heard_again_on_its_own():
    engine = EngineOfRecord(deaf_first_s=15)
    heard = hear(RampSound(100), spans((10, 12), (50, 52)), levels(-18), engine)
    assert [word.start_us for word in heard.words] == [10_900_000, 50_900_000]
    assert engine.heard == [(9.6, 5.6), (9.6, 2.8), (49.6, 2.8)]


SENTENCE = "Han løb ud i det lille køkken for at sige tak for kaffen"


class SaysItTwice(EngineOfRecord):
    """Writes a sentence twice in a window of over 5 s; in a shorter one as often as told for before and after 30 s."""

    def __init__(self, *on_its_own: int) -> None:
        super().__init__()
        self._on_its_own = on_its_own

    def _hear(self, window):
        super()._hear(window)
        texts = SENTENCE.split() * (2 if len(window) > 5 * RATE else self._on_its_own[float(window[0]) * 3600 > 30])
        return tuple(
            Word(400_000 + at_us, 400_000 + at_us + 40_000, f" {text}", 0.9)
            for at_us, text in zip(range(0, 4 * SECOND, 75_000), texts, strict=False)
        )


def test_a_sentence_that_was_dropped_because_it_was_written_twice_over_is_heard_again_on_its_own():
    engine = SaysItTwice(1, 1)
    heard = hear(RampSound(100), spans((10, 12), (50, 52)), levels(-18), engine)
    assert " ".join(word.text for word in heard.words if word.start_us < 14 * SECOND) == SENTENCE
    assert (heard.dropped, heard.passed_over) == ((), ())
    assert engine.heard[-2:] == [(9.6, 2.8), (49.6, 2.8)]


def test_what_is_dropped_stays_told_where_the_second_hearing_finds_no_word():
    heard = hear(RampSound(100), spans((10, 12), (50, 52)), levels(-18), SaysItTwice(0, 2))
    assert [dropped.words[0].start_us // SECOND for dropped in heard.dropped] == [10, 50]
    assert [" ".join(word.text for word in dropped.words) for dropped in heard.dropped] == [f"{SENTENCE} {SENTENCE}"] * 2


def test_what_is_written_twice_over_on_its_own_too_is_told_once_and_its_time_passed_over():
    heard = hear(RampSound(100), spans((10, 12), (50, 52)), levels(-18), SaysItTwice(2, 2))
    assert (heard.words, len(heard.dropped), heard.passed_over) == ((), 2, spans((10, 12), (50, 52)))


def test_speech_that_stays_without_a_word_is_said():
    class Deaf(EngineOfRecord):
        def _hear(self, window):
            return ()

    heard = hear(RampSound(100), spans((10, 12)), levels(-18), Deaf(), lambda event: None)
    assert (heard.words, heard.passed_over) == ((), spans((10, 12)))


def test_no_speech_asks_the_engine_for_nothing():
    engine = EngineOfRecord()
    assert hear(RampSound(100), (), levels(-inf), engine).words == ()
    assert engine.groups == []


def test_an_hour_is_heard_in_windows_and_progress_is_told():
    sound, told = RampSound(3600), []
    many = spans(*[(at, at + 2) for at in range(0, 3600 - 10, 10)])
    engine = EngineOfRecord()
    heard = hear(sound, many, levels(-18), engine, told.append)
    assert 25 < max(seconds for _start, seconds in engine.heard) <= 29
    assert len(heard.words) == len(many)
    progress = [event for event in told if isinstance(event, Progress)]
    assert len(progress) > 15 and progress == sorted(progress, key=lambda event: event.done)
    assert progress[-1].done == progress[-1].total
    assert {word for event in told if isinstance(event, Heard) for word in event.text.split()} == {"ord"}


@pytest.mark.parametrize(("integrated", "decibels"), [(-18, 0), (-38, 20), (-70, 30), (-8, -10), (-inf, 0)])
def test_quiet_recordings_are_made_louder_before_they_are_heard(integrated, decibels):
    assert 20 * np.log10(transcription_gain(levels(integrated))) == pytest.approx(decibels)


def test_amplified_sound_stays_within_full_scale():
    assert amplify(np.array([0.5, -0.9], np.float32), 4).tolist() == [1, -1]


def test_the_quietest_moment_is_found():
    class Dip:
        duration_us = 10 * SECOND

        def samples(self, start_us: int, end_us: int) -> NDArray[np.float32]:
            sound = np.full((end_us - start_us) * RATE // SECOND, 0.3, np.float32)
            sound[int(1.5 * RATE) : int(1.56 * RATE)] = 0
            return sound

    assert find_quietest_us(Dip(), 4 * SECOND, 8 * SECOND) == pytest.approx(5_530_000, abs=10_000)


def test_what_was_said_while_the_model_dwelt_on_one_word_is_heard_again():
    engine = EngineOfRecord()
    heard = hear(RampSound(100), spans((10, 18)), levels(-18), engine)
    assert [seconds for _, seconds in engine.heard] == pytest.approx([8.8, 4.7, 4.7], abs=0.06)
    assert len(heard.words) == 3


def test_a_long_stretch_without_a_word_is_heard_again_in_windows_that_the_model_can_hear():
    class DeafAtFirst(EngineOfRecord):
        def _hear(self, window):
            return super()._hear(window) if len(self.groups) > 2 else ()

    sound, engine = RampSound(100), DeafAtFirst()
    hear(sound, spans((5, 95)), levels(-18), engine)
    assert sound.most_asked_us <= 29 * SECOND and len(engine.groups) > 2
