"""Spans that the plan silences, in the finished file as it is decoded: nothing is heard there, and the pictures stay."""

from dataclasses import replace

import numpy as np
import pytest

from tests.made_media import make_video, speechlike
from tests.render.programmes import S, encoded, heard, programme_of, shown, silent
from tests.render.sound.coded_sound import heard_of, loudness_of
from vbn_video.decisions import SilencedSpan
from vbn_video.plan.cut.splice import plan_splice
from vbn_video.render.sound.soundtrack import encode_sound
from vbn_video.settings.preset import Preset


def silenced(programme, *spans_s):
    spans = tuple(SilencedSpan(round(first * S), round(last * S)) for first, last in spans_s)
    return replace(programme, plan=replace(programme.plan, silenced=spans))


def rms_db(sound, rate, first_s, last_s):
    piece = sound[round(first_s * rate) : round(last_s * rate)]
    return 20 * np.log10(np.sqrt(np.mean(piece.astype("f8") ** 2)) + 1e-9)


def test_nothing_is_heard_where_it_is_silenced_and_every_picture_stays(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=6, sound=0.3 * speechlike(((0, 6),), 6))
    whole = programme_of([recorded], [(1.0, 5.6)])
    programme = silenced(whole, (2.2, 2.9), (0.0, 0.5))
    film = encoded(programme, tmp_path / "media.mp4")
    sound, rate = heard(film)
    first_s, last_s = (programme.timeline.programme_from_recording(round(at * S)) / S for at in (2.2, 2.9))
    window_s = 2048 / rate  # an AAC window spreads what it codes over itself
    assert rms_db(sound, rate, first_s + window_s, last_s - window_s) < -80
    assert rms_db(sound, rate, first_s, last_s) < -45
    loud = [rms_db(sound, rate, at_s, at_s + 0.1) for at_s in np.arange(0.1, 4.2, 0.1) if not first_s - 0.1 < at_s < last_s]
    assert min(loud) > -45
    assert shown(film).numbers == shown(encoded(whole, tmp_path / "whole.mp4")).numbers
    splices = [plan_splice(one.recording, one.packets, one.plan) for one in (whole, programme)]
    assert splices[0] == splices[1]


def test_the_fades_lie_outside_and_make_no_click(tmp_path):
    time_s = np.arange(6 * 32_000) / 32_000
    tone = (0.3 * np.sin(2 * np.pi * 300 * time_s)).astype(np.float32)
    recorded = make_video(tmp_path / "a.mp4", seconds=6, sound=tone)
    sound, rate = heard(encoded(silenced(programme_of([recorded], [(0, 6)]), (2, 3)), tmp_path / "media.mp4"))
    steps = np.abs(np.diff(sound[:, 0]))
    around = np.r_[round(1.9 * rate) : round(2.1 * rate), round(2.9 * rate) : round(3.1 * rate)]
    usual = steps[rate : round(1.9 * rate)].max()
    assert steps[around].max() <= 1.1 * usual
    assert np.abs(sound[round(1.9 * rate) : round(1.98 * rate)]).max() > 0.9 * np.abs(sound[rate : 2 * rate]).max()


@pytest.mark.long
@pytest.mark.parametrize("loud", [0.02, 0.9])
def test_what_is_silenced_does_not_say_how_loud_the_rest_becomes(tmp_path, loud):
    voice = 0.1 * speechlike(((0, 20),), 20)
    voice[: 6 * 32_000] *= loud / 0.1
    recorded = make_video(tmp_path / "a.mp4", seconds=20, sound=voice)
    programme = silenced(programme_of([recorded], [(0, 20)]), (0, 6))
    coded = encode_sound(programme, Preset().sound, tmp_path / "sound.aac", silent, silent)
    lufs, dbtp = loudness_of(heard_of(coded), coded.rate_hz)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


@pytest.mark.long
def test_only_the_parts_that_hear_it_are_coded_anew(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=75, sound=0.2 * speechlike(((0, 75),), 75))
    programme = programme_of([recorded], [(0, 75)])
    keys = [
        [part.key for part in encode_sound(one, Preset().sound, tmp_path / "sound.aac", silent, silent).parts]
        for one in (programme, silenced(programme, (60, 60.01)))
    ]
    assert len(keys[0]) > 1
    assert keys[0][-1] != keys[1][-1]
