from math import isinf
from pathlib import Path

import numpy as np
import pytest

from tests.made_media import make_video
from tests.recording.sound.sounding import part_of, recording_of, write_flac
from tests.speech.clip import CLIP, RATE, tale
from vbn_video.codec import from_json, to_json
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.events import Found, Notice, Progress
from vbn_video.evidence import Levels, Recording, Speech
from vbn_video.listen.levels import load_levels, save_levels
from vbn_video.listen.measure import measure
from vbn_video.plan.cut.programme_format import measured_sound_form, programme_format
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps.listen import STEP
from vbn_video.steps.step import Inputs

SECOND = 1_000_000


@pytest.fixture
def meeting(tmp_path: Path) -> tuple[Recording, Path]:
    """Two parts: six seconds of Danish after one of silence, then a video of two seconds without sound."""
    write_flac(tmp_path / "a.flac", np.concatenate([np.zeros(RATE, np.float32), tale()]), RATE)
    make_video(tmp_path / "b.mp4", seconds=2, speech=None)
    return recording_of(part_of(tmp_path / "a.flac", 7_170_000), part_of(tmp_path / "b.mp4", 2 * SECOND)), tmp_path


def test_one_pass_finds_loudness_peaks_and_speech_on_the_recording_clock(meeting):
    told = []
    measured = measure(*meeting, told.append)
    levels, spans = measured.levels, measured.speech
    assert len(levels.loudness_lufs) == len(levels.true_peak_dbtp) == 92
    assert len(levels.hop_lufs) == len(levels.hop_true_peak_dbtp) == 917
    assert -30 < levels.integrated_lufs < -10
    assert [(span.start_us / 1e6, span.end_us / 1e6) for span in spans] == [
        pytest.approx((1.50, 3.91), abs=0.15),
        pytest.approx((4.91, 6.67), abs=0.15),
    ]
    assert all(isinf(value) for value in levels.loudness_lufs[75:])
    assert told[-1] == Progress(pytest.approx(9.17), 9.17)


def test_sound_at_48_khz_in_two_channels_has_the_same_speech(tmp_path):
    twice = np.repeat(tale(), 3)  # 48 kHz, roughly: good enough to be speech
    write_flac(tmp_path / "a.flac", np.stack([twice, twice], axis=1), 48_000)
    recording = recording_of(part_of(tmp_path / "a.flac", 6_170_000))
    assert measured_sound_form(recording) == (48_000, 2)
    assert len(measure(recording, tmp_path, lambda event: None).speech) == 2


def test_a_recording_without_sound_is_silent_and_has_no_speech(tmp_path):
    make_video(tmp_path / "b.mp4", seconds=1, speech=None)
    measured = measure(recording_of(part_of(tmp_path / "b.mp4", SECOND)), tmp_path, lambda event: None)
    levels, spans = measured.levels, measured.speech
    assert (spans, isinf(levels.integrated_lufs), len(levels.loudness_lufs)) == ((), True, 10)


def made_levels(hop_lufs: np.ndarray, hop_true_peak_dbtp: np.ndarray) -> Levels:
    blocks = np.array([-20, -np.inf], np.float32), np.array([-3, -np.inf], np.float32)
    return Levels(100_000, *blocks, -20.5, 10_000, hop_lufs.astype(np.float32), hop_true_peak_dbtp.astype(np.float32))


def test_the_same_evidence_is_the_same_file(tmp_path):
    levels = made_levels(np.linspace(-80, 0, 20), np.linspace(-60, 3, 20))
    save_levels(tmp_path / "a.npz", levels)
    save_levels(tmp_path / "b.npz", load_levels(tmp_path / "a.npz"))
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert load_levels(tmp_path / "b.npz").integrated_lufs == -20.5


def test_a_kept_true_peak_is_never_lower_than_the_measured_one(tmp_path):
    measured = made_levels(np.linspace(-90, 3, 5000), np.concatenate([[-np.inf], np.linspace(-90, 12, 4999)]))
    save_levels(tmp_path / "a.npz", measured)
    kept = load_levels(tmp_path / "a.npz")
    assert np.all(kept.hop_true_peak_dbtp >= measured.hop_true_peak_dbtp)
    assert kept.hop_true_peak_dbtp == pytest.approx(measured.hop_true_peak_dbtp, abs=0.07)
    loud = measured.hop_true_peak_dbtp > -16
    assert kept.hop_true_peak_dbtp[loud] == pytest.approx(measured.hop_true_peak_dbtp[loud], abs=0.01)
    assert kept.hop_lufs == pytest.approx(measured.hop_lufs, abs=0.04)


def test_sound_is_measured_at_the_rate_that_the_programme_will_have(tmp_path):
    write_flac(tmp_path / "a.flac", tale(), RATE)
    recording = recording_of(part_of(tmp_path / "a.flac", 6_170_000))
    fmt = programme_format(recording, EditPlan((KeptSpan(0, 6_170_000, Side("editor", 1), Side("editor", 1)),)))
    assert measured_sound_form(recording) == (fmt.sound_rate_hz, fmt.sound_channels) == (48_000, 1)


def run_listen(recording: Recording, root: Path, out: Path) -> tuple[dict[str, Path], list[object]]:
    told: list[object] = []
    (out / "recording.json").write_text(to_json(Recording, recording), encoding="utf-8")
    paths = {name: out / name for name in STEP.writes}
    STEP.run(Inputs(root, {"recording.json": out / "recording.json"}, paths, Preset(), Meeting()), told.append)
    return paths, told


def test_the_step_writes_the_evidence_and_says_what_it_heard(meeting):
    recording, folder = meeting
    paths, told = run_listen(recording, folder, folder)
    assert len(from_json(Speech, paths["speech.json"].read_bytes()).speech) == 2
    assert load_levels(paths["levels.npz"]).block_us == 100_000
    assert [event.text for event in told if isinstance(event, Found)] == ["0.1 min of speech, -26.1 LUFS"]


def test_the_step_warns_where_nobody_speaks(tmp_path):
    make_video(tmp_path / "b.mp4", seconds=1, speech=())
    _, told = run_listen(recording_of(part_of(tmp_path / "b.mp4", SECOND)), tmp_path, tmp_path)
    assert any(isinstance(event, Notice) and event.level == "warning" for event in told)


def test_the_clip_is_small_enough_to_ship():
    assert CLIP.stat().st_size < 100_000
