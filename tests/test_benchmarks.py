"""The measurements, with seconds and megabytes instead of minutes and gigabytes: they run, and say what they promise to say."""

import re

import numpy as np
import pytest

from benchmarks import aac_coders, hour_meeting, render, upload_youtube
from benchmarks.made import RATE, long_meeting, meeting
from benchmarks.noise_to_mask import noise_figures
from benchmarks.render_faults import faults
from tests.render.programmes import shown
from vbn_video.render.sound.aac import CODER

SIZE = (192, 108)


def measured(capsys, kept, *words):
    render.main([*words, "--rounds", "1", "--size", "192x108", "--hour-size", "192x108", "--kept", str(kept)])
    return capsys.readouterr().out


@pytest.mark.long
def test_the_render_step_is_measured_against_the_floor(tmp_path, capsys):
    told = measured(capsys, tmp_path, "--quick", "--minutes", "0.2", "--hour", "0")
    assert "render: 0:12 min of 192x108 cut to 0:09, with intro and outro" in told
    assert re.search(r"--until render +[\d.]+ s +\d+ MB  every picture once; sound [+-]0\.\d to [+-]0\.\d ms", told)
    assert re.search(r"[\d.]+ of the floor's time", told)
    assert re.search(r"^  \w+\.\w+ +[█▒·]{60} +[\d.]+ s$", told, re.MULTILINE)


@pytest.mark.long
def test_the_render_step_is_measured_against_others_and_over_an_hour(tmp_path, capsys):
    told = measured(capsys, tmp_path, "--minutes", "0.4", "--hour", "1")
    assert re.search(r"moviepy +[\d.]+ s", told) and re.search(r"ffmpeg, one pass.* every picture once", told)
    assert "times as fast as moviepy" in told and "smartcut" in told
    assert "render: 1:00 min of 192x108" in told and "one word of the captions corrected" in told
    assert re.search(r"[\d.]+ times the memory of the sixth of its length", told)


@pytest.mark.long
def test_a_long_recording_is_a_minute_over_and_over(tmp_path):
    numbers = shown(long_meeting(2, SIZE, tmp_path).path).numbers
    assert numbers == [*range(60 * RATE)] * 2


def test_what_a_cut_gets_wrong_is_seen(tmp_path):
    made = meeting(12, SIZE, tmp_path).path
    right = faults(made, made, [[0, 12]], (0, 12))
    assert str(right) == "every picture once; sound +0.0 to +0.0 ms"
    wrong = faults(made, made, [[1, 13]], (0, 12))
    assert (wrong.missing, wrong.foreign, wrong.repeated) == (RATE, RATE, 0)


@pytest.mark.long
def test_an_upload_is_measured_against_the_usual_client_in_the_same_run(monkeypatch, capsys):
    monkeypatch.setattr(upload_youtube, "SIZE", 20_000_000)
    monkeypatch.setattr(upload_youtube, "LIMITED_SIZE", 4_000_000)
    monkeypatch.setattr(upload_youtube, "LIMIT_RATE", 20_000_000)
    upload_youtube.main(rounds=1)
    told = capsys.readouterr().out
    for name in upload_youtube.NAMES.values():
        assert re.search(rf"{name}: \d+ MB/s, [\d.]+ s of the processor, memory [\d.]+ MB over the start", told)
    assert re.search(r"[\d.]+ times as fast as MediaFileUpload \(of 1 rounds: .* promised: 1 at least\)", told)
    assert "promised under 80 MB" in told and "--limit-rate 20 MB/s: 4 MB at" in told


def test_noise_is_the_less_masked_the_further_it_lies_from_the_sound():
    at_s = np.arange(3 * 32_000) / 32_000
    tone = np.sin(2 * np.pi * 1000 * at_s).astype(np.float32) / 4
    near, far = (tone + 1e-3 * np.sin(2 * np.pi * hz * at_s).astype(np.float32) for hz in (1100, 5000))
    figures = [noise_figures(tone, heard, 32_000) for heard in (near, far)]
    assert [one.under_sound for one in figures] == pytest.approx([-48.0, -48.0], abs=0.1)
    assert figures[0].under_mask < figures[1].under_mask - 15


@pytest.mark.long
def test_the_coder_of_ours_is_measured_on_speech_and_music():
    for sound in (aac_coders.speech()[: 4 * 32_000], aac_coders.music(4)):
        by_bitrate = [aac_coders.measure(sound, CODER, kbit)[0] for kbit in (128, 64)]
        assert by_bitrate[0].under_sound < by_bitrate[1].under_sound < -15
        assert by_bitrate[0].under_mask < by_bitrate[1].under_mask


@pytest.mark.long
def test_a_meeting_is_measured_from_folder_to_page_by_step(tmp_path, capsys):
    hour_meeting.main(["--minutes", "1", "--size", "192x108", "--kept", str(tmp_path)])
    told = capsys.readouterr().out
    for step in (
        "transcribe",
        "check",
        "listen",
        "render",
        "bumper",
        "caption",
        "folder to page",
        "one word of the captions corrected",
    ):
        assert re.search(rf"^  {step} +[\d.]+ s", told, re.MULTILINE), step
    assert re.search(r"peak memory, all processes +[1-9]\d+ MB", told) and re.search(r"nothing changed +[\d.]+ s", told)
