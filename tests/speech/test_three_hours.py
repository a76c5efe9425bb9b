"""The memory of listening to a long recording; `make test-all` runs it."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.recording.sound.sounding import part_of, recording_of
from tests.speech.clip import RATE, tale
from vbn_video.codec import from_json, to_json
from vbn_video.evidence import Recording, Speech, Transcript

HOURS = 3
LIMIT_MB = 1500
PROJECT = Path(__file__).parents[2]
RUN_BOTH_STEPS = """
import sys
from pathlib import Path
from tests.peak_memory import peak_bytes
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps import listen, transcribe
from vbn_video.steps.step import Inputs

folder = Path(sys.argv[1])
for step in (listen.STEP, transcribe.STEP):
    files, out = ({name: folder / name for name in names} for names in ((*step.reads, *step.state_files), step.writes))
    files.pop("mix.json", None)
    step.run(Inputs(folder, files, out, Preset(), Meeting()), lambda event: None)
print(peak_bytes() // 1_000_000)
"""


@pytest.fixture
def long_recording(tmp_path):
    """Three hours: three minutes of talk without a rest of 2.5 s after an hour, a sentence every ten minutes, silence else."""
    minute = np.concatenate([tale()] * 10)[: 60 * RATE]
    path = tmp_path / "lang.m4a"
    with av.open(str(path), "w", format="ipod") as file:
        track = file.add_stream("aac", rate=RATE)
        track.layout, track.bit_rate = "mono", 48_000
        for index in range(HOURS * 60):
            sound = np.zeros(60 * RATE, np.float32)
            if 60 <= index < 63:
                sound = minute
            elif index % 10 == 0:
                sound[: len(tale())] = tale()
            frame = av.AudioFrame.from_ndarray(sound[None], "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, index * 60 * RATE, Fraction(1, RATE)
            file.mux(track.encode(frame))
        file.mux(track.encode())
    recording = recording_of(part_of(path, HOURS * 3600 * 1_000_000))
    (tmp_path / "recording.json").write_text(to_json(Recording, recording), encoding="utf-8")
    return tmp_path


@pytest.mark.long
def test_three_hours_are_listened_to_and_transcribed_in_under_1500_mb(long_recording, needs_base):
    run = [sys.executable, "-c", RUN_BOTH_STEPS, str(long_recording)]
    peak_mb = int(subprocess.run(run, cwd=PROJECT, capture_output=True, text=True, check=True).stdout)
    words = from_json(Transcript, (long_recording / "words.json").read_bytes()).words
    spans = from_json(Speech, (long_recording / "speech.json").read_bytes()).speech
    assert words[-1].end_us == pytest.approx((170 * 60 + 5.67) * 1_000_000, abs=300_000)
    assert len(words) > 400 and len(spans) > 70
    assert peak_mb < LIMIT_MB, f"{peak_mb} MB"
