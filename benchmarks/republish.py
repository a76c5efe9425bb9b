"""What a second `publish` costs: with nothing changed, and with one corrected word in the captions; against the first one.

usage: python -m benchmarks.republish [RECORDING]     otherwise the sample recording
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.machine import description

SAMPLES = Path(__file__).parent.parent / "sample"
UNCHANGED_RUNS = 3
PROMISE_S = 1.0
CUE_TEXT = re.compile(r"(-->[^\n]*\n)([^\n]+)")


@dataclass(frozen=True)
class Published:
    """One run of `vbn-video publish` as it went."""

    seconds: float
    document: dict[str, Any]

    @property
    def steps_run(self) -> list[str]:
        """The steps that did something."""
        return [step["name"] for step in self.document["steps"] if not step["cached"]]


def publish(recording: Path, folder: Path) -> Published:
    """Publish to a media folder in `folder`, in a process of its own."""
    places = ["--workspace", folder / "work", "--media-dir", folder / "site"]
    command = [sys.executable, "-m", "vbn_video", "publish", recording, *places, "--despite-findings", "--json"]
    began_s = time.perf_counter()
    done = subprocess.run([str(word) for word in command], capture_output=True, encoding="utf-8", check=False)
    seconds = time.perf_counter() - began_s
    if done.returncode:
        sys.exit(f"publish ended with {done.returncode}:\n{done.stderr}")
    return Published(seconds, json.loads(done.stdout))


def correct_a_word(captions: Path) -> None:
    """Write another first word into the first caption, as an editor would."""
    text, changed = CUE_TEXT.subn(r"\1Rettet \2", captions.read_text(encoding="utf-8"), count=1)
    if not changed:
        sys.exit(f"{captions} holds no caption to correct: choose a recording in which somebody speaks")
    captions.write_text(text, encoding="utf-8", newline="\n")


def told(name: str, run: Published, first: Published) -> str:
    """One line: seconds, the share of the first run, and the steps that were run."""
    steps = ", ".join(run.steps_run) or "none"
    return f"  {name}: {run.seconds:.2f} s = 1/{first.seconds / run.seconds:.0f} of the first; steps run: {steps}"


def main(recording: Path | None = None) -> None:
    """Publish, publish again, correct a word and publish again; print."""
    recording = recording or next(path for path in sorted(SAMPLES.iterdir()) if path.is_dir())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "site").mkdir()
        first = publish(recording, folder)
        unchanged = sorted((publish(recording, folder) for _run in range(UNCHANGED_RUNS)), key=lambda run: run.seconds)
        correct_a_word(Path(first.document["project"]) / "captions.da.vtt")
        corrected = publish(recording, folder)
    middle = unchanged[len(unchanged) // 2]
    print(f"publish again: {recording.name}, a video of {first.document['duration']:.0f} s")
    print(f"  the first time: {first.seconds:.1f} s")
    print(told(f"nothing changed (promised: under {PROMISE_S:.0f} s)", middle, first))
    print(told("one word of the captions corrected", corrected, first))
    print(f"  {description(['av', 'faster-whisper'])}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
