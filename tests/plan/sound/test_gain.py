"""Gain and limiter as they are decided from levels, and what they make of a sound."""

import dataclasses
from math import inf

import numpy as np
import pytest

from tests.made_media import speechlike
from tests.render.sound.coded_sound import loudness_of, true_peak_dbtp
from vbn_video.decisions import KeptSpan, Side
from vbn_video.evidence import Levels
from vbn_video.plan.sound.gain import (
    CODEC_HEADROOM_DB,
    MOST_GAIN_DB,
    MOST_GIVEN_BACK_DB,
    limiter_curve,
    plan_sound,
)
from vbn_video.plan.sound.loudness import kept_lufs
from vbn_video.recording.sound.loudness_meter import LoudnessMeter
from vbn_video.render.sound.programme_sound import apply_gain
from vbn_video.settings.preset import Sound

S = 1_000_000
RATE = 32_000
SIDE = Side("editor", 1.0)
SOUND = Sound()
SECONDS = 8


def span(first_s, last_s):
    return KeptSpan(round(first_s * S), round(last_s * S), SIDE, SIDE)


def levels_of(sound, rate=RATE):
    meter = LoudnessMeter(rate, len(sound))
    meter.feed(sound)
    return meter.finish()


def hops(peaks_dbtp):
    """Levels of which nothing but the hops' peaks is known."""
    peaks = np.array(peaks_dbtp, np.float32)
    none = np.zeros(0, np.float32)
    return Levels(100_000, none, none, -20.0, 10_000, peaks - 12, peaks)


def at_s(seconds=SECONDS, rate=RATE):
    return np.arange(round(seconds * rate)) / rate


def noise(seed=1, seconds=SECONDS):
    return np.random.default_rng(seed).normal(0, 1, round(seconds * RATE))


def with_clicks(sound):
    clicked = sound.copy()
    clicked[RATE // 3 :: RATE // 3] = 0.9
    clicked[RATE // 3 + 3 :: RATE // 2] = -0.9
    return clicked


def music():
    tones = sum(np.sin(2 * np.pi * hz * at_s()) / number for number, hz in enumerate((110, 220.5, 331, 663, 1320, 2640), 1))
    beats = 0.4 * noise(2) * np.exp(-20 * (at_s() % 0.5))
    return 0.1 * tones * (1 + np.sin(2 * at_s())) + np.convolve(beats, np.ones(3) / 3, "same")


SIGNALS = {
    "speech": lambda: 0.4 * speechlike(((0.2, 7.8),), SECONDS),
    "quiet speech": lambda: 0.02 * speechlike(((0.2, 7.8),), SECONDS),
    "loud speech": lambda: 2.0 * speechlike(((0.2, 7.8),), SECONDS),
    "speech with clicks": lambda: with_clicks(0.2 * speechlike(((0.2, 7.8),), SECONDS)),
    "music": music,
    "bursts of a tone": lambda: np.sin(2 * np.pi * 997 * at_s()) * (at_s() % 2 < 0.05),
    "bursts of noise": lambda: 0.3 * noise(3) * (at_s() % 2 < 0.1),
    "square wave": lambda: 0.8 * np.sign(np.sin(2 * np.pi * 440.3 * at_s())) * (at_s() % 3 < 0.03),
    "between the samples": lambda: np.sin(2 * np.pi * RATE / 4 * at_s() + np.pi / 4) * (at_s() % 1 < 0.02),
    "steps": lambda: np.where(at_s() % 0.4 < 0.2, 0.01, 0.7) * np.sin(2 * np.pi * 700 * at_s()),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_what_comes_out_is_as_loud_as_expected_and_no_peak_is_over_the_limit(name):
    sound = SIGNALS[name]().astype(np.float32)[None]
    plan = plan_sound(levels_of(sound), [span(0, SECONDS)], SOUND)
    out = apply_gain(sound, 0, plan, RATE)
    lufs, _dbtp = loudness_of(out, RATE)
    assert lufs == pytest.approx(plan.expected_lufs, abs=0.15)
    assert plan.gain_db == MOST_GAIN_DB or plan.expected_lufs == pytest.approx(SOUND.loudness_lufs, abs=0.02)
    assert true_peak_dbtp(out, 4) <= SOUND.true_peak_dbtp - CODEC_HEADROOM_DB + 0.1
    assert true_peak_dbtp(out, 8) <= SOUND.true_peak_dbtp - CODEC_HEADROOM_DB + 0.35  # noise up to half the sampling rate


def test_one_gain_is_enough_where_no_peak_is_in_the_way():
    plan = plan_sound(levels_of(SIGNALS["speech"]().astype(np.float32)[None]), [span(0, SECONDS)], Sound(loudness_lufs=-25))
    assert np.all(plan.curve == 1)


def test_only_what_is_kept_decides_the_gain():
    sound = np.concatenate([0.9 * noise(seconds=4) / 5, 0.1 * noise(seconds=4) / 5]).astype(np.float32)[None]
    whole = plan_sound(levels_of(sound), [span(0, 8)], SOUND)
    quiet = plan_sound(levels_of(sound), [span(4.5, 8)], SOUND)
    assert quiet.gain_db > whole.gain_db + 15


def test_silence_is_left_as_it_is():
    plan = plan_sound(levels_of(np.zeros((1, RATE), np.float32)), [span(0, 1)], SOUND)
    assert (plan.gain_db, plan.expected_lufs, set(plan.curve.tolist())) == (0, -inf, {1.0})


def test_a_recording_without_sound_has_an_empty_plan():
    nothing = dataclasses.replace(
        levels_of(np.zeros((1, RATE), np.float32)), hop_lufs=np.zeros(0), hop_true_peak_dbtp=np.zeros(0)
    )
    assert plan_sound(nothing, [span(0, 1)], SOUND).curve.tolist() == [1.0]


def test_what_is_nearly_silent_is_raised_so_far_only():
    plan = plan_sound(levels_of((5e-4 * noise()).astype(np.float32)[None]), [span(0, SECONDS)], SOUND)
    assert plan.gain_db == MOST_GAIN_DB
    assert plan.expected_lufs < SOUND.loudness_lufs


def test_short_high_peaks_over_quiet_speech_do_not_raise_it_without_end():
    voice = 0.014 * speechlike(((0.2, 7.8),), SECONDS)
    voice[RATE // 20 :: RATE // 10] = 0.9
    levels, kept = levels_of(voice.astype(np.float32)[None]), [span(0, SECONDS)]
    lacking_lu = SOUND.loudness_lufs - kept_lufs(levels, kept)
    assert 10 < lacking_lu < MOST_GAIN_DB - MOST_GIVEN_BACK_DB
    plan = plan_sound(levels, kept, SOUND)
    assert plan.gain_db == pytest.approx(lacking_lu + MOST_GIVEN_BACK_DB)
    assert plan.expected_lufs < SOUND.loudness_lufs - 1


def test_the_curve_is_low_enough_at_both_edges_of_a_hop_and_falls_before_it():
    curve = limiter_curve(hops([-20] * 10 + [4] + [-20] * 90), 0, -2)
    assert 20 * np.log10(curve[10:12]) == pytest.approx([-6, -6], abs=1e-4)
    assert curve[9] < 1
    assert curve[0] > 0.999


def test_the_curve_lets_go_smoothly():
    curve = limiter_curve(hops([-20] * 10 + [4] + [-20] * 90), 0, -2)
    falling_off = -20 * np.log10(curve[11:40])
    assert np.all(np.diff(falling_off) < 0)
    assert falling_off[6] == pytest.approx(6 / np.e, abs=0.01)
    assert curve[100] > 0.9999


def test_the_curve_is_never_higher_than_a_peak_allows():
    peaks = np.random.default_rng(4).uniform(-30, 6, 2000)
    curve = limiter_curve(hops(peaks), 3, -2)
    allowed = 10 ** (np.minimum(0, -2 - 3 - peaks.astype(np.float32)) / 20)
    assert np.all(np.maximum(curve[:-1], curve[1:]) <= allowed + 1e-6)
