"""The measurements, with seconds and megabytes instead of minutes and gigabytes: they run, and say what they promise to say."""

import re

import pytest

from benchmarks import render, upload_youtube
from benchmarks.made import RATE, long_meeting, meeting
from benchmarks.render_faults import faults
from tests.render.programmes import shown

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
