"""An hour's meeting from folder to page, step by step; then with nothing changed, and with one corrected word.

The picture is that of `made.py` at 720p, the sound the sample recording's over and over, so that a model has something to hear.
Each run is a process of its own. The recording is made once and kept in `build/benchmarks`.

usage: python -m benchmarks.hour_meeting [--minutes N] [--model NAME]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from benchmarks.machine import Taken, description, taken
from benchmarks.made import KEPT, long_meeting
from benchmarks.republish import SAMPLES, correct_a_word

MINUTES, SIZE = 60, (1280, 720)
PROMISED_S = {"folder to page": 255.0, "check": 20.0, "one word of the captions corrected": 2.0, "nothing changed": 1.0}


@dataclass(frozen=True)
class Run:
    """One `publish` as it went."""

    took: Taken
    document: dict[str, Any]

    @property
    def steps_s(self) -> dict[str, float]:
        """The seconds of each step that did something."""
        return {step["name"]: step["seconds"] for step in self.document["steps"] if not step["cached"]}


def main(words: Sequence[str] = ()) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hour_meeting", description="An hour's meeting, step by step.")
    parser.add_argument("--minutes", type=int, default=MINUTES, help="how long the meeting is")
    parser.add_argument("--model", default="base", help="which model listens")
    parser.add_argument("--size", default=f"{SIZE[0]}x{SIZE[1]}", help="of its pictures")
    parser.add_argument("--kept", type=Path, default=KEPT, help="folder where recordings are kept")
    asked = parser.parse_args(words)
    recording = spoken_meeting(asked.minutes, asked.size, asked.kept)
    with tempfile.TemporaryDirectory(prefix="vbn-video benchmark ") as temporary:
        folder = Path(temporary)
        (folder / "site").mkdir()
        whole = publish(recording, folder, asked.minutes, asked.model)
        unchanged = publish(recording, folder, asked.minutes, asked.model)
        correct_a_word(Path(whole.document["project"]) / "captions.da.vtt")
        corrected = publish(recording, folder, asked.minutes, asked.model)
    machine = f"{os.cpu_count()} cores (promised: an hour of 720p, base, two cores)"
    print(f"a meeting of {asked.minutes} min, {asked.size}, model {asked.model}, {machine}")
    for name, seconds in sorted(whole.steps_s.items(), key=lambda step: -step[1]):
        print(_row(name, seconds))
    print(_row("folder to page", whole.took.seconds))
    print(f"  {'processor time, all processes':<38} {whole.took.processor_s:8.1f} s")
    print(f"  {'peak memory, all processes':<38} {whole.took.peak_bytes / 1e6:8.0f} MB")
    print(_row("one word of the captions corrected", corrected.took.seconds))
    print(_row("nothing changed", unchanged.took.seconds))
    print(f"  {description(['av', 'faster-whisper', 'moviepy'])}")


def spoken_meeting(minutes: int, size: str, folder: Path = KEPT) -> Path:
    """A recording of so many minutes in which the sample's sound is heard over and over; made if it is not there."""
    width, height = (int(side) for side in size.split("x"))
    out = folder / f"spoken meeting {minutes} min {size}.mp4"
    if not out.exists():
        pictures = long_meeting(minutes, (width, height), folder).path
        sound = next(path for path in sorted(SAMPLES.glob("*/*.mp4")))
        unfinished = out.with_name(f".{os.getpid()} {out.name}")
        inputs = ["-i", pictures, "-stream_loop", "-1", "-i", sound, "-map", "0:v", "-map", "1:a"]
        program = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]
        subprocess.run([*program, *inputs, "-c", "copy", "-t", str(minutes * 60), unfinished], check=True)
        unfinished.replace(out)
    return out


def publish(recording: Path, folder: Path, minutes: int, model: str = "base") -> Run:
    """All of it is kept: of sound that is one piece over and over, most would be taken for something else than the meeting."""
    places = ["--workspace", folder / "work", "--media-dir", folder / "site"]
    settings = [
        "--set",
        f"captions.model={model}",
        "--set",
        "trim.breaks=keep",
        "--title",
        "En times møde",
        "--despite-findings",
        "--json",
    ]
    kept = ["--start", "0", "--end", str(minutes * 60 - 1)]
    took = taken([sys.executable, "-m", "vbn_video", "publish", recording, *places, *settings, *kept])
    return Run(took, json.loads(took.out))


def _row(name: str, seconds: float) -> str:
    promised = f"  (promised: under {PROMISED_S[name]:.0f})" if name in PROMISED_S else ""
    return f"  {name:<38} {seconds:8.1f} s{promised}"


if __name__ == "__main__":
    main(sys.argv[1:])
