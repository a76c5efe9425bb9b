"""Minutes of music, applause and whispering, an hour without a voice: by the real detector and the real model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.recording.sound.sounding import part_of, recording_of, write_flac
from tests.sampling import sampled
from tests.speech.clip import RATE, WORDS, tale
from tests.speech.hard_sounds import Samples, applause, music, scaled, whispered
from tests.speech.hearing import hear
from vbn_video.evidence import SpeechSpan
from vbn_video.listen.measure import measure
from vbn_video.recording.sound.samples import RecordingSound
from vbn_video.speech.engines.engine import Engine
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.transcription import HeardRecording

SECOND = 1_000_000
REST = np.zeros(2 * RATE, np.float32)


@pytest.fixture(scope="module")
def engine(needs_base: None) -> Engine:
    return load_engine("faster-whisper", "base")


def heard_in(folder: Path, sound: Samples, engine: Engine) -> tuple[HeardRecording, tuple[SpeechSpan, ...]]:
    path = write_flac(folder / "lyd.flac", sound, RATE)
    recording = recording_of(part_of(path, len(sound) * SECOND // RATE))
    measured = measure(recording, folder, lambda event: None)
    levels, spans = measured.levels, measured.speech
    with RecordingSound(recording, folder, RATE) as read:
        return hear(read, spans, levels, engine), spans


def text(heard: HeardRecording) -> str:
    return " ".join(word.text for word in heard.words)


@pytest.mark.parametrize("made", sampled([music, applause], []))
def test_two_minutes_of_it_between_two_sentences_hold_no_word(made, tmp_path: Path, engine: Engine) -> None:
    heard, _spans = heard_in(tmp_path, np.concatenate([tale(), REST, made(120), REST, tale()]), engine)
    assert text(heard).count("Nu holder vi en pause") == text(heard).count(WORDS[39:]) == 2
    quiet_from_us, quiet_to_us = 6_200_000, (6 + 2 + 120 + 2) * SECOND
    assert all(word.end_us < quiet_from_us or word.start_us > quiet_to_us for word in heard.words)


@pytest.mark.parametrize("times", sampled([3, 8], []))
def test_what_is_whispered_is_heard_or_told(times: int, tmp_path: Path, engine: Engine) -> None:
    heard, spans = heard_in(tmp_path, np.concatenate([whispered(tale()), REST] * times), engine)
    every_us = (len(tale()) + len(REST)) * SECOND // RATE
    for number in range(times):
        said = [word for word in heard.words if number * every_us <= word.start_us < (number + 1) * every_us]
        told = [span for span in heard.passed_over if number * every_us <= span.start_us < (number + 1) * every_us]
        assert said or told
    # which of the words are heard right differs between processors
    assert text(heard).count("minut") >= times // 2 and text(heard).count("efter") >= times // 2
    assert all(any(span.start_us < word.end_us and word.start_us < span.end_us for span in spans) for word in heard.words)


@pytest.mark.long
def test_an_hour_without_a_voice_holds_no_word_and_loads_no_model(tmp_path: Path) -> None:
    half = np.zeros(1800 * RATE, np.float32)
    hiss = scaled(np.random.default_rng(4).normal(size=len(half)), 0.003)

    class Unasked:
        name = "unasked"

        @property
        def windows_at_once(self) -> int:
            raise AssertionError("the engine was asked for")

    heard, spans = heard_in(tmp_path, np.concatenate([half, hiss]), Unasked())  # type: ignore[arg-type]
    assert (heard.words, heard.dropped, heard.passed_over, spans) == ((), (), (), ())
