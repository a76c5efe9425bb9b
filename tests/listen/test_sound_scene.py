"""Music and applause, made from numbers, found beside speech; and nothing found where there is only speech and the room."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.listen.made_sounds import applause, music, room
from tests.listen.test_voices import at_one_level, dane, english
from tests.speech.clip import RATE
from vbn_video.evidence import SoundScene
from vbn_video.listen.sound_frames import FrameMeter
from vbn_video.listen.sound_scene import find_sounds
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.recording.sound.loudness_meter import LoudnessMeter


def sounds_in(*pieces: NDArray[np.float32], room_db: float = -60) -> SoundScene:
    """What is found in the pieces after each other, in a room."""
    sound = np.concatenate(pieces)
    sound = sound + room(len(sound) / RATE, room_db)[: len(sound)]
    frame_meter, detector, loudness = FrameMeter(), SpeechDetector(), LoudnessMeter(RATE, 1)
    frame_meter.feed(sound)
    detector.feed(sound)
    loudness.feed(sound[None])
    detector.finish()
    return find_sounds(frame_meter.finish(), detector.probabilities, loudness.finish())


def talk(seconds: float) -> NDArray[np.float32]:
    both = np.concatenate([at_one_level(dane()), at_one_level(english())])
    return np.tile(both, 1 + int(seconds * RATE / len(both)))[: int(seconds * RATE)]


def quiet(seconds: float) -> NDArray[np.float32]:
    return np.zeros(int(seconds * RATE), np.float32)


def found(scene: SoundScene) -> list[tuple[str, float, float]]:
    return [(event.kind, event.start_us / 1e6, event.end_us / 1e6) for event in scene.events]


@pytest.mark.parametrize("people", [6, 25, 120])
def test_applause_after_a_talk_is_found_where_it_is(people):
    scene = sounds_in(quiet(2), talk(10), applause(6, people), quiet(2), talk(6))
    assert found(scene) == [("applause", pytest.approx(12, abs=0.5), pytest.approx(18, abs=0.5))]


@pytest.mark.parametrize("beats", [60, 100, 160])
def test_music_before_a_talk_is_found_where_it_is(beats):
    scene = sounds_in(quiet(1), music(12, beats), quiet(1), talk(8))
    assert found(scene) == [("music", pytest.approx(1, abs=0.5), pytest.approx(13, abs=0.5))]


def test_a_recording_that_is_music_throughout_is_found_to_be_so():
    [(kind, start_s, end_s)] = found(sounds_in(music(20)))
    assert (kind, start_s, end_s) == ("music", pytest.approx(0, abs=0.5), pytest.approx(20, abs=0.5))


def test_speech_alone_is_neither():
    assert sounds_in(quiet(1), talk(30), quiet(3)).events == ()


@pytest.mark.parametrize("room_db", [-70, -45, -35])
def test_the_rooms_own_noise_is_neither(room_db):
    assert sounds_in(quiet(10), talk(5), quiet(10), room_db=room_db).events == ()


def test_a_fan_that_sets_in_and_stays_is_neither():
    hiss = np.random.default_rng(5).normal(0, 0.02, 70 * RATE).astype(np.float32)
    assert sounds_in(quiet(10), talk(5), quiet(5), hiss).events == ()


def test_a_fan_that_runs_for_some_seconds_is_neither():
    hiss = np.random.default_rng(6).normal(0, 0.02, 15 * RATE).astype(np.float32)
    assert sounds_in(quiet(10), talk(5), hiss, quiet(5)).events == ()


def test_rain_that_patters_for_minutes_is_no_applause():
    assert sounds_in(quiet(15), applause(75), talk(5)).events == ()


def test_a_key_that_is_pressed_now_and_then_is_no_applause():
    keys = quiet(12)
    for number in range(20):
        keys[int(number * 0.55 * RATE) :][:80] += np.random.default_rng(number).normal(0, 0.1, 80)
    assert sounds_in(talk(5), keys, talk(5)).events == ()


def test_silence_and_nothing_hold_no_sounds():
    assert sounds_in(quiet(5), room_db=-200).events == ()
    assert sounds_in(quiet(0.5)).events == ()
