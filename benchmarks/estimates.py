"""What `inspect` says that a run will take, beside what it takes: step by step, and the room on the disk.

    python -m benchmarks.estimates [RECORDING…]

Without a recording, of ten minutes of the sample's speech: once with pictures that are copied, once with pictures in another
codec, which all must be encoded. On a machine that does nothing else: it goes by the clock. The constants that are off stand in
`vbn_video/runs/expected/estimate.py` and `vbn_video/speech/models/hearing_time.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.machine import description, taken
from benchmarks.made import KEPT, once, repeat
from tests.running import SAMPLE
from vbn_video.render.ffmpeg_program import program_version

MINUTES = 10
OFF = 1.5
"""By this factor an estimate may be off before it is named; steps of under a second are not."""
LEAST_S = 1.0


def main(recordings: list[Path]) -> None:
    """Print a table for each recording."""
    print(description(("av", "faster-whisper")))
    for recording in recordings or made_recordings():
        with TemporaryDirectory() as folder:
            show(recording, Path(folder))


def made_recordings() -> Iterator[Path]:
    """Ten minutes, copied and encoded."""
    video = next(SAMPLE.glob("*.mp4"))
    yield once(KEPT / f"sample {MINUTES} min.mp4", lambda out: repeat(video, out, MINUTES))
    other = once(KEPT / "sample 1 min mpeg4.mp4", lambda out: transcode(video, out))
    yield once(KEPT / f"sample {MINUTES} min mpeg4.mp4", lambda out: repeat(other, out, MINUTES))


def transcode(video: Path, out: Path) -> None:
    """A minute of it in a codec of which no picture can be copied."""
    program = program_version()[1]
    words = [
        program,
        "-v",
        "error",
        "-y",
        "-i",
        video,
        "-t",
        "60",
        "-c:v",
        "mpeg4",
        "-q:v",
        "4",
        "-c:a",
        "copy",
        "-f",
        "mp4",
        out,
    ]
    subprocess.run([str(word) for word in words], check=True)


def show(recording: Path, folder: Path) -> None:
    """Ask, run, compare."""
    own = [sys.executable, "-m", "vbn_video"]
    (folder / "media").mkdir()
    asked: dict[str, Any] = json.loads(taken([*own, "inspect", recording, "--json"]).out)["estimate"]
    run = [*own, "publish", recording, "--workspace", folder, "--media-dir", folder / "media", "--despite-findings", "--json"]
    took = taken(run)
    document = json.loads(took.out)
    print(f"\n{recording.name}: {took.seconds:.0f} s on the clock, {took.processor_s:.0f} s of the processors")
    print(f"{'step':<12}{'estimated':>12}{'measured':>12}{'ratio':>8}")
    rows = [(step["name"], asked["steps"].get(step["name"], 0.0), step["seconds"], "s") for step in document["steps"]]
    rows.append(("all", asked["seconds"], sum(step["seconds"] for step in document["steps"]), "s"))
    video_bytes = Path(document["video"]).stat().st_size
    rows.append(("media", asked["media"] / 1e6, size_of(folder / "media") / 1e6, "MB"))
    rows.append(("project", asked["disk"] / 1e6, (size_of(Path(document["project"])) + video_bytes) / 1e6, "MB"))
    for name, estimated, measured, unit in rows:
        ratio = estimated / measured if measured else 1.0
        off = "  off" if max(estimated, measured) >= LEAST_S and not 1 / OFF <= ratio <= OFF else ""
        print(f"{name:<12}{estimated:>9.1f} {unit:<2}{measured:>9.1f} {unit:<2}{ratio:>8.2f}{off}")


def size_of(folder: Path) -> int:
    """All files below it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
