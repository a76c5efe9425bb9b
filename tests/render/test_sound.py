"""The programme's sound: in its place, as long as the programme, as loud as wanted."""

from pathlib import Path

import av
import numpy as np
import pytest

from tests.made_media import make_video, speechlike
from tests.render.coded_sound import heard_of, loudness_of
from tests.render.programmes import SOUND, S, clicks, encoded, heard, late_s, lengths_us, programme_of, silent
from vbn_video.preset import Sound
from vbn_video.render.sound import encode_sound


def sound_of(programme, tmp_path, sound=SOUND, **options):
    return encode_sound(programme, sound, tmp_path / "sound.aac", silent, silent, **options)


def loudness_and_peak(programme, tmp_path, sound=SOUND):
    coded = sound_of(programme, tmp_path, sound)
    return loudness_of(heard_of(coded), coded.rate_hz)


def test_speech_comes_out_at_the_target_and_under_the_peak(tmp_path):
    voice = 0.2 * speechlike(((0.5, 9),), 20) + 0.05 * speechlike(((10, 19),), 20, seed=2)
    recorded = make_video(tmp_path / "a.mp4", seconds=20, sound=voice)
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0.4, 19.2)]), tmp_path)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


def test_hard_peaks_are_held_back_and_the_loudness_is_given_back(tmp_path):
    voice = 0.1 * speechlike(((0, 20),), 20)
    voice[8000::16_000] = 0.9
    recorded = make_video(tmp_path / "a.mp4", seconds=20, sound=voice)
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0, 20)]), tmp_path)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


def test_every_sound_stands_where_its_picture_does(tmp_path):
    at_s = [0.7, 1.9, 2.4, 4.2, 5.5, 5.9]
    recorded = make_video(tmp_path / "a.mp4", seconds=6.4, sound=clicks(at_s, 6.4), bframes=2)
    programme = programme_of([recorded], [(0.5, 2.0), (2.3, 3.0), (4.1, 6.2)])
    sound, rate = heard(encoded(programme, tmp_path / "media.mp4"))
    wanted = [programme.timeline.programme_from_recording(round(second * S)) / S for second in at_s]
    assert late_s(sound, rate, wanted) == pytest.approx([0] * 6, abs=0.001)


def test_a_late_and_short_sound_stays_in_its_place(tmp_path):
    first = make_video(tmp_path / "a.mp4", seconds=3, sound=clicks([0.5], 1.0), sound_start_s=0.8)
    second = make_video(tmp_path / "b.mp4", seconds=2, sound=clicks([1.0], 2.0))
    programme = programme_of([first, second], [(0.2, 5.0)])
    sound, rate = heard(encoded(programme, tmp_path / "media.mp4"))
    assert late_s(sound, rate, [1.1]) == pytest.approx([0], abs=0.001)
    assert late_s(sound, rate, [3.8]) == pytest.approx([0], abs=0.001)


def test_picture_and_sound_are_equally_long(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=5, sound_seconds=4.2)
    programme = programme_of([recorded], [(0.2, 2.0), (3.0, 5.0)])
    picture_us, sound_us = lengths_us(encoded(programme, tmp_path / "media.mp4"))
    assert sound_us == pytest.approx(programme.duration_us, abs=40)
    assert picture_us == pytest.approx(programme.duration_us, abs=1000)


@pytest.mark.parametrize(("channels", "rate"), [(1, 32_000), (2, 44_100), (1, 48_000)])
def test_channels_and_rate_stay_what_they_are(tmp_path, channels, rate):
    recorded = make_video(tmp_path / "a.mp4", seconds=2, channels=channels, sound_rate=rate)
    coded = sound_of(programme_of([recorded], [(0, 2)]), tmp_path)
    assert (coded.channels, coded.rate_hz, coded.bitrate) == (channels, rate, 96_000 * channels)
    assert len(heard_of(coded)) == channels


def test_digital_silence_stays_silent(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=2, sound=np.zeros(64_000, np.float32))
    assert np.abs(heard_of(sound_of(programme_of([recorded], [(0, 2)]), tmp_path))).max() == 0


def test_a_recording_that_is_nearly_silent_is_raised_so_far_only_and_that_is_said(tmp_path):
    told = []
    faint = 0.005 * speechlike(((0, 4),), 4)
    programme = programme_of([make_video(tmp_path / "a.mp4", seconds=4, sound=faint)], [(0, 4)])
    encode_sound(programme, SOUND, tmp_path / "sound.aac", silent, told.append)
    assert "quiet" in told[0].text


def test_joins_do_not_click(tmp_path):
    at = np.arange(4 * 32_000) / 32_000
    tone = (0.3 * np.sin(2 * np.pi * 187 * at)).astype(np.float32)
    recorded = make_video(tmp_path / "a.mp4", seconds=4, sound=tone)
    sound, rate = heard(encoded(programme_of([recorded], [(0.2, 1.53), (2.31, 3.6)]), tmp_path / "media.mp4"))
    steps = np.abs(np.diff(sound[:, 0], 2))
    join = round(1.32 * rate)
    assert steps[join - 600 : join + 600].max() < 3 * steps[rate // 2 : rate].max()


def test_a_real_voice_with_high_peaks_meets_both_limits(tmp_path):
    with av.open(str(Path(__file__).parent.parent / "data" / "tale.flac")) as file:
        rate = file.streams.audio[0].rate
        voice = np.concatenate([frame.to_ndarray().reshape(-1) for frame in file.decode(audio=0)]).astype(np.float32)
    voice *= 0.99 / np.abs(voice).max()
    seconds = len(voice) // rate
    recorded = make_video(tmp_path / "a.mp4", seconds=seconds, sound=voice[: seconds * rate], sound_rate=rate)
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0, seconds)]), tmp_path)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


def test_another_target_is_met_too(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=8, speech=((0.2, 7.5),))
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0, 8)]), tmp_path, Sound(loudness_lufs=-23))
    assert lufs == pytest.approx(-23, abs=0.5)
    assert dbtp < -1
