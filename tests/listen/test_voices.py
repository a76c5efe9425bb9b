"""Voices told apart by their sound: two that are known to differ (`tests/data`), and clusters whose members are known."""

from functools import cache

import av
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pytest import approx

from tests.speech.clip import CLIP, RATE, tale
from vbn_video.evidence import Speakers, SpeakerTurn, Voices, VoiceTurn
from vbn_video.listen.sound_frames import FrameMeter
from vbn_video.listen.speech_spans import FRAME_SAMPLES, SpeechDetector
from vbn_video.listen.voice_clusters import AT_ONCE, cluster
from vbn_video.listen.voices import find_voices

S = 1_000_000
DANE = (0.45, 2.95), (3.85, 5.70)


@cache
def english() -> NDArray[np.float32]:
    """Another person, who speaks English."""
    with av.open(str(CLIP.parent / "english.flac")) as file:
        resampler = av.AudioResampler("flt", "mono", RATE)
        frames = [made for frame in file.decode(audio=0) for made in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)


def dane() -> NDArray[np.float32]:
    return np.concatenate([tale()[int(first * RATE) : int(last * RATE)] for first, last in DANE])


def at_one_level(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return samples * np.float32(0.05 / np.sqrt(np.mean(samples**2)))


def voices_in(samples: NDArray[np.float32], piece_s: float = 30) -> Voices:
    meter, detector = FrameMeter(), SpeechDetector()
    for first in range(0, len(samples), int(piece_s * RATE)):
        meter.feed(samples[first : first + int(piece_s * RATE)])
        detector.feed(samples[first : first + int(piece_s * RATE)])
    detector.finish()
    return find_voices(meter.finish(), detector.probabilities, Speakers(), len(samples) * S // RATE)


def in_turns(*lengths_s: float) -> tuple[NDArray[np.float32], list[tuple[float, float, int]]]:
    """The Dane and the other in turns of these lengths, as sound and as (from, to, who)."""
    voices = [np.tile(at_one_level(voice), 10) for voice in (dane(), english())]
    pieces, truth, at_s, said_s = [], [], 0.0, [0.0, 0.0]
    for number, length_s in enumerate(lengths_s):
        who = number % 2
        begin = int(said_s[who] * RATE)
        pieces += [voices[who][begin : begin + int(length_s * RATE)], np.zeros(RATE // 2, np.float32)]
        truth.append((at_s, at_s + length_s, who))
        said_s[who] += length_s
        at_s += length_s + 0.5
    hiss = np.random.default_rng(1).normal(0, 0.0005, sum(map(len, pieces)))
    return (np.concatenate(pieces) + hiss).astype(np.float32), truth


def share_right(voices: Voices, truth: list[tuple[float, float, int]]) -> float:
    """The share of spoken moments whose voice is the one that most of its own moments are of."""
    table: dict[tuple[int, int], int] = {}
    for turn in voices.turns:
        for start_s, end_s, who in truth:
            over = min(turn.end_us, end_s * S) - max(turn.start_us, start_s * S)
            table[turn.voice, who] = table.get((turn.voice, who), 0) + int(max(over, 0))
    best = {voice: max(table.get((voice, who), 0) for who in (0, 1)) for voice, _who in table}
    return sum(best.values()) / sum(table.values())


def test_two_who_speak_in_turns_are_told_apart():
    sound, truth = in_turns(3, 4, 4, 3, 4, 4, 3, 3)
    voices = voices_in(sound)
    assert voices.source == "sound"
    assert share_right(voices, truth) > 0.95
    assert {turn.voice for turn in voices.turns} == {0, 1}


def test_one_who_speaks_is_one_voice_loud_or_quiet():
    sound = np.tile(at_one_level(dane()), 4)
    sound[len(sound) // 2 :] *= 10 ** (-9 / 20)
    voices = voices_in(np.concatenate([sound, np.zeros(RATE, np.float32)]))
    assert {turn.voice for turn in voices.turns} == {0}


def test_the_voice_heard_longest_has_number_0():
    sound, truth = in_turns(2, 8, 2, 8)
    voices = voices_in(sound)
    by_0 = Voices(tuple(turn for turn in voices.turns if turn.voice == 0))
    assert share_right(by_0, [span for span in truth if span[2] == 1]) == 1
    assert sum(turn.end_us - turn.start_us for turn in by_0.turns) > 10 * S


def test_a_border_between_pieces_is_none_for_the_voices():
    sound, _truth = in_turns(3, 4, 4)
    assert voices_in(sound, 0.7) == voices_in(sound)


def test_silence_has_no_voices():
    assert voices_in(np.zeros(5 * RATE, np.float32)) == Voices()
    assert voices_in(np.zeros(0, np.float32)) == Voices()


def test_a_frame_of_sound_stands_where_the_detectors_does():
    sound = np.zeros(40 * FRAME_SAMPLES + 100, np.float32)
    sound[20 * FRAME_SAMPLES : 21 * FRAME_SAMPLES] = np.random.default_rng(2).normal(0, 0.1, FRAME_SAMPLES)
    meter, detector = FrameMeter(), SpeechDetector()
    meter.feed(sound)
    detector.feed(sound)
    detector.finish()
    frames = meter.finish()
    assert len(frames.level) == len(frames.cepstra) == len(detector.probabilities) == 41
    assert frames.level.argmax() == 20


def test_pitch_and_periodicity_of_a_tone_and_of_noise():
    at = np.arange(RATE) / RATE
    tone = sum(np.sin(2 * np.pi * 125 * harmonic * at) / harmonic for harmonic in range(1, 20)) * 0.05
    noise = np.random.default_rng(3).normal(0, 0.05, RATE)
    meter = FrameMeter()
    meter.feed(np.concatenate([tone, noise]).astype(np.float32))
    frames = meter.finish()
    assert np.median(frames.pitch_hz[2:28]) == approx(125, rel=0.03)
    measures = frames.periodicity, frames.flatness, frames.steadiness
    assert [float(np.median(values[4:28])) for values in measures] == [
        approx(1, abs=0.1),
        approx(0, abs=0.1),
        approx(1, abs=0.05),
    ]
    assert [float(np.median(values[36:60])) for values in measures] == [
        approx(0.2, abs=0.2),
        approx(0.5, abs=0.1),
        approx(0, abs=0.3),
    ]


def test_zooms_own_turns_are_taken_with_numbers_for_names():
    turns = SpeakerTurn(0, 2 * S, "Bo"), SpeakerTurn(1 * S, 9 * S, "Anne"), SpeakerTurn(9 * S, 10 * S, "Bo")
    meter = FrameMeter()
    found = find_voices(meter.finish(), np.zeros(0, np.float32), Speakers(turns, "transcript"), 10 * S)
    assert found == Voices((VoiceTurn(0, 2 * S, 1), VoiceTurn(S, 9 * S, 0), VoiceTurn(9 * S, 10 * S, 1)), "zoom")


@given(st.integers(1, 5), st.integers(0, 1000))
def test_clusters_far_apart_are_found_whatever_their_number(count, seed):
    random = np.random.default_rng(seed)
    centres = np.linalg.qr(random.normal(size=(20, 20)))[0][:count] * 12
    whose = np.repeat(random.permutation(count), 8)
    points = centres[whose] + random.normal(0, 0.3, (len(whose), 20))
    labels = cluster(points, np.ones(len(points)), np.zeros(len(points)))
    assert len(set(labels)) == count
    assert len(set(zip(labels.tolist(), whose.tolist(), strict=True))) == count


def test_hours_in_which_nothing_is_like_anything_else_end_too():
    points = np.random.default_rng(5).normal(0, 3, (8 * AT_ONCE, 39))
    labels = cluster(points, np.ones(len(points)), np.zeros(len(points)))
    assert len(labels) == len(points)
    assert labels.max() < 2 * AT_ONCE


def test_more_pieces_than_are_compared_at_once_are_still_as_many_voices():
    random = np.random.default_rng(4)
    centres = np.eye(3, 20) * 12
    whose = np.repeat(np.arange(3), 5)[np.arange(3 * AT_ONCE + 10) % 15]
    labels = cluster(centres[whose] + random.normal(0, 0.3, (len(whose), 20)), np.ones(len(whose)), np.zeros(len(whose)))
    assert len(set(zip(labels.tolist(), whose.tolist(), strict=True))) == len(set(labels)) == 3
