"""The law, from the file to the finished file: what is audible in any channel is kept, or its cut is told as one to look at.

The judge is ffmpeg's own program, which decodes every channel of both files: 100 ms are audible from -40 dBFS in one of them on.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.made_media import make_video
from tests.running import CORPUS, needs_corpus, vbn_video
from tests.sampling import sampled
from tests.speech.clip import RATE, tale

BLOCK = RATE // 10
AUDIBLE = 10 ** (-40 / 20)


def levels(path: Path, *options: str, channels: int) -> NDArray[np.float64]:
    """The RMS of each 100 ms, blocks x channels, as ffmpeg decodes and mixes them."""
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-map", "0:a:0", *options]
    raw = subprocess.run([*program, "-ar", str(RATE), "-f", "f32le", "-"], capture_output=True, check=True).stdout
    samples = np.frombuffer(raw, "<f4").reshape(-1, channels)
    whole = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK, channels).astype(np.float64)
    return np.sqrt(np.mean(whole**2, axis=1))


def channels_of(kind: str) -> NDArray[np.float32]:
    said = np.concatenate([tale(), np.zeros(2 * RATE, np.float32), tale()])
    half = np.where(np.arange(len(said)) < len(said) // 2, np.float32(1), np.float32(-1))
    right = {"half inverted": half * said, "only left": 0 * said, "late": np.roll(said, 80), "alike": said}[kind]
    return np.stack([said, right], axis=1)


def nothing_audible_is_lost(recording: Path, tmp_path: Path, channels: int, late_s: float = 0) -> None:
    workspace = tmp_path / "arbejde"
    of_each = levels(recording, channels=channels)
    audible_s = (np.flatnonzero((of_each > AUDIBLE).any(axis=1)) + 0.5) / 10 + late_s
    assert len(audible_s)
    chosen = vbn_video("run", recording, "--until", "check", "--workspace", workspace, "--json")
    assert chosen.code == 0, chosen.err
    kept, doubts = chosen.document["programme"]["kept"], unsure_sides(workspace)
    for at_s in audible_s:
        side = "begins" if at_s < kept[0][0] else "ends" if at_s >= kept[-1][1] else ""
        assert not side or side in doubts, f"{at_s:.2f} s is audible, and cut without a word"

    whole = ("--start", "0", "--end", f"{len(of_each) / 10 + late_s:.1f}")
    done = vbn_video("run", recording, *whole, "--until", "check", "--workspace", workspace, "--json")
    assert done.code == 0, done.err
    programme, at_s, kept_s = done.document["programme"], done.document["programme"]["intro"], []
    finished = levels(Path(done.document["video"]), "-ac", "1", channels=1)[:, 0]
    for start_s, end_s in programme["kept"]:
        kept_s.append((start_s, end_s, at_s - start_s))
        at_s += end_s - start_s
    loud = finished[np.flatnonzero(finished)].max()
    for middle_s in audible_s:
        places = [middle_s + shift_s for start_s, end_s, shift_s in kept_s if start_s <= middle_s < end_s]
        assert places, f"{middle_s:.2f} s is audible, and cut"
        around = finished[max(int(places[0] * 10) - 1, 0) : int(places[0] * 10) + 2]
        assert around.max() > loud / 100, f"{middle_s:.2f} s is not heard on one loudspeaker"


def unsure_sides(workspace: Path) -> set[str]:
    """ "begins" and "ends", as far as the check holds the video back because that side is not sure."""
    report = json.loads(next(workspace.glob("*/report.json")).read_text(encoding="utf-8"))
    told = [one["message"] for one in report["findings"] if one["rule"] == "unsure cut" and one["severity"] == "look"]
    return {side for side in ("begins", "ends") if any(message.startswith(f"Where the meeting {side} ") for message in told)}


@pytest.mark.long
@pytest.mark.parametrize("kind", ["half inverted", "only left", "late", "alike"])
@pytest.mark.usefixtures("needs_base")
def test_whatever_its_channels_have_to_do_with_each_other(tmp_path: Path, kind: str) -> None:
    made = make_video(tmp_path / "møde.mp4", seconds=14.4, sound=channels_of(kind), channels=2, sound_rate=RATE)
    nothing_audible_is_lost(made, tmp_path, channels=2)


@pytest.mark.long
@pytest.mark.parametrize("late_s", [0.3, 3.0])
@pytest.mark.usefixtures("needs_base")
def test_wherever_its_pictures_begin_and_end(tmp_path: Path, late_s: float) -> None:
    times_s = [late_s + number / 25 for number in range(round((12 - late_s) * 25))]
    sound = np.concatenate([tale()[RATE // 2 :], tale()[: -RATE // 2], tale()[RATE // 2 : 5 * RATE]])
    made = make_video(tmp_path / "møde.mp4", seconds=12, sound=sound, sound_rate=RATE, picture_times_s=times_s)
    nothing_audible_is_lost(made, tmp_path, channels=1)


@needs_corpus
@pytest.mark.parametrize(("name", "channels"), sampled([("half_inverted.mp4", 2), ("late_picture.mp4", 2)], []))
def test_of_a_recording_that_was_lost_in_part(tmp_path: Path, name: str, channels: int) -> None:
    nothing_audible_is_lost(CORPUS / "cases" / name, tmp_path, channels)
