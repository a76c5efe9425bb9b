"""Awkward real files and made meetings (VBN_VIDEO_CORPUS): each is understood as it is, or gets its sentence."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from vbn_video.errors import RecordingError
from vbn_video.evidence import Packets, Recording
from vbn_video.look.slides import find_slides
from vbn_video.recording.find import find_sources
from vbn_video.recording.understand import understand

CORPUS = os.environ.get("VBN_VIDEO_CORPUS", "")
pytestmark = pytest.mark.skipif(not CORPUS, reason="VBN_VIDEO_CORPUS names no folder of recordings")

ALL_PICTURES: dict[str, tuple[int, float, float, float, Fraction, int]] = {
    # pictures, picture starts, picture ends, part lasts (seconds), pixel shape, rotation
    "SAR-2by3.mp4": (60, 0.0, 2.0, 2.020, Fraction(2, 3), 0),
    "edts.mp4": (225, 0.0, 9.0, 9.0, Fraction(1280, 1281), 0),
    "example.mp4": (1272, 0.0, 42.4, 42.4, Fraction(1), 0),
    "h264-png.mp4": (60, 0.0, 2.0, 2.020, Fraction(1), 0),
    "rotate-buck-bunny.mp4": (45, 0.083, 1.958, 2.005, Fraction(1), 90),
    "sample_fragmented.mp4": (30, 0.067, 1.068, 1.068, Fraction(1), 0),
    "sample_with_chapters.mp4": (30, 0.0, 1.001, 1.089, Fraction(1), 0),
    "segment_0.mp4": (22, 0.023, 11.075, 11.075, Fraction(1), 0),
    "segment_1.mp4": (22, 0.023, 11.075, 11.075, Fraction(1), 0),
    "silent-black-25s.mp4": (750, 0.0, 25.0, 25.0, Fraction(1), 0),
    "video_with_failing_audio.mp4": (280, 0.0, 11.2, 11.234, Fraction(1), 0),
}
REFUSED = {
    "cursed-vfr.mp4": "holds no sound",
    "long_1080p_videoonly_lowbitrate.mp4": "holds no sound",
    "scene-change.mov": "holds no sound",
    "multiple-aac-tracks.mp4": "holds no picture",
    "nostreams.mp4": "holds no picture",
    "testspeech.mp4": "holds no picture",
}
RATES = {
    "sample_fragmented.mp4": Fraction(30_000, 1001),
    "sample_with_chapters.mp4": Fraction(30_000, 1001),
    "segment_0.mp4": Fraction(22_500, 11_303),
    "rotate-buck-bunny.mp4": Fraction(24),
}


def understood(*paths: Path) -> tuple[Recording, Packets]:
    return understand(find_sources(paths), lambda event: None)


@pytest.mark.parametrize("name", ALL_PICTURES)
def test_a_file_with_picture_and_sound_is_understood(name: str) -> None:
    recording, packets = understood(Path(CORPUS) / "media" / name)
    (part,) = recording.parts
    pictures, starts_s, ends_s, lasts_s, shape, rotation = ALL_PICTURES[name]
    assert part.pictures == len(packets.pts) == pictures
    times_us = (part.picture_start_us, part.picture_end_us, part.duration_us)
    assert times_us == pytest.approx([starts_s * 1e6, ends_s * 1e6, lasts_s * 1e6], abs=600)
    assert (part.picture.sample_aspect, part.picture.rotation) == (shape, rotation)
    assert part.picture.rate == RATES.get(name, part.picture.rate) and not part.picture.variable_rate
    assert part.source_start_us == part.sound_start_us == 0, "the sound of each of them begins at 0"


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_without_picture_or_sound_gets_its_sentence(name: str) -> None:
    with pytest.raises(RecordingError, match=REFUSED[name]):
        understood(Path(CORPUS) / "media" / name)


def test_no_file_of_the_corpus_is_forgotten() -> None:
    names = {path.name for path in (Path(CORPUS) / "media").iterdir() if path.suffix != ".md"}
    assert names == set(ALL_PICTURES) | set(REFUSED)


def test_keyframes_of_the_corpus_are_idr_pictures() -> None:
    _recording, packets = understood(Path(CORPUS) / "media" / "video_with_failing_audio.mp4")
    assert (packets.time_us[packets.idr] / 1e6).tolist() == [0.0, 3.24, 10.8]


def made_meeting(out: Path, options: Sequence[str]) -> tuple[Path, dict[str, Any]]:
    """(recording folder, truth) of one minute of a made meeting."""
    program = Path(CORPUS) / "tools" / "make_meeting.py"
    subprocess.run([sys.executable, program, out, "--minutes", "1", *options], check=True, capture_output=True)
    folder = out / "recording"
    inside = [path for path in folder.iterdir() if path.is_dir()]
    return (inside or [folder])[0], json.loads((out / "truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--size", "640x360", "--parts", "2", "--seed", "3"), marks=pytest.mark.long),
        pytest.param(
            ("--size", "640x360", "--style", "cloud", "--parts", "2", "--fps", "30", "--seed", "2"), marks=pytest.mark.long
        ),
        pytest.param(("--size", "1920x1040", "--fps", "30"), marks=pytest.mark.long),
    ],
    ids=" ".join,
)
def test_a_made_meeting_is_understood_with_its_slides(tmp_path: Path, options: Sequence[str]) -> None:
    folder, truth = made_meeting(tmp_path / "møde ø", options)
    recording, packets = understood(folder)
    assert [part.file for part in recording.parts] == [part["file"] for part in truth["parts"]]
    assert recording.duration_us == pytest.approx(truth["duration"] * 1e6, abs=40_000)
    assert recording.began and recording.began.isoformat() == "2020-12-08T08:55:10+01:00"
    assert len(packets.pts) == sum(part.pictures for part in recording.parts) == round(60 * recording.parts[0].picture.rate)
    assert any(sidecar.kind == "chat" for sidecar in recording.sidecars)
    slides = [found.slide.start_us / 1e6 for found in find_slides(recording, packets, folder, lambda event: None)]
    # one that comes up in the last second need not be found, for it hardly stands
    shown = [slide["start"] for slide in truth["slides"] if slide["start"] < max(truth["duration"] - 1, slides[-1] + 0.1)]
    assert slides == pytest.approx(shown, abs=0.1)
