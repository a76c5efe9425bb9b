"""Slide changes in made recordings: ours, PySceneDetect's two detectors and ffmpeg's `scdet`, each as it comes.

usage: python -m benchmarks.slides [FOLDER]

FOLDER keeps the recordings from one run to the next. Each detector reads each file in a process of its own; a change is right
within half a second of one of the script's, each of which counts once. PySceneDetect is no package of ours:
`pip install scenedetect opencv-python`, or its rows are left out.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import imageio_ffmpeg

from benchmarks.machine import Taken, description, taken
from tests.look.made_slides import Cameras, Kind, SlideFilm, make_slides, scripted

WITHIN_S = 0.5
SECONDS, SIZE = 180.0, (640, 360)
ALL: tuple[Kind, ...] = ("slide", "slide", "fade", "build", "pop-up", "scroll")
FILMS: tuple[Kind, ...] = ("slide", "film", "box film")
SCRIPTS: Mapping[str, tuple[int, tuple[Kind, ...], Cameras]] = {
    "no camera": (501, ALL, "none"),
    "a camera": (502, ALL, "live"),
    "who speaks": (503, ALL, "avatars"),
    "four cameras": (504, ALL, "column"),
    "films": (505, FILMS, "live"),
}
OURS = """
import sys
from pathlib import Path
from vbn_video.look.slides import find_slides
from vbn_video.recording.find import find_sources
from vbn_video.recording.understand import understand
sources = find_sources([Path(sys.argv[1])])
recording, packets = understand(sources, lambda event: None)
for found in find_slides(recording, packets, sources.root, lambda event: None)[1:]:
    print(found.slide.start_us / 1e6)
"""
PYSCENEDETECT = """
import sys, scenedetect
for start, end in scenedetect.detect(sys.argv[1], getattr(scenedetect, sys.argv[2])())[1:]:
    print(start.get_seconds())
"""


@dataclass
class Score:
    """What one detector found in all files, and what it took."""

    right: int = 0
    found: int = 0
    there: int = 0
    processor_s: float = 0.0
    seconds: float = 0.0
    peak_bytes: int = 0

    def add(self, found_s: Sequence[float], there_s: Sequence[float], took: Taken) -> None:
        """One file more."""
        free = list(found_s)
        for moment_s in there_s:
            nearest_s = min(free, key=lambda one: abs(one - moment_s), default=None)
            if nearest_s is not None and abs(nearest_s - moment_s) <= WITHIN_S:
                free.remove(nearest_s)
                self.right += 1
        self.found += len(found_s)
        self.there += len(there_s)
        self.processor_s += took.processor_s
        self.seconds += took.seconds
        self.peak_bytes = max(self.peak_bytes, took.peak_bytes)

    def row(self, name: str, recorded_s: float) -> str:
        """A row of the table."""
        hour = 3600 / recorded_s
        recall, precision = self.right / self.there, self.right / max(self.found, 1)
        return (
            f"| {name} | {recall:.2f} | {precision:.2f} | {self.processor_s * hour:.0f} s | {self.seconds * hour:.0f} s"
            f" | {self.peak_bytes / 1e6:.0f} MB |"
        )


def commands(path: Path) -> dict[str, list[object]]:
    """What prints the seconds of the changes in a file, by the detector's name."""
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-an"]
    found: dict[str, list[object]] = {"vbn-video": [sys.executable, "-c", OURS, path]}
    if importlib.util.find_spec("scenedetect"):
        for detector in ("ContentDetector", "AdaptiveDetector"):
            found[f"PySceneDetect {detector}"] = [sys.executable, "-c", PYSCENEDETECT, path, detector]
    found["ffmpeg scdet"] = [*ffmpeg, "-vf", "scdet,metadata=print:key=lavfi.scd.time:file=-", "-f", "null", "-"]
    return found


def seconds_in(out: str) -> list[float]:
    """The numbers that a detector printed, alone on their line or behind `lavfi.scd.time=`."""
    lines = (line.removeprefix("lavfi.scd.time=") for line in out.splitlines() if not line.startswith("frame:"))
    return [float(line) for line in lines if line]


def main() -> None:
    """Print the tables: of all files that show no film, and of the one that does."""
    peers = ("scenedetect",) if importlib.util.find_spec("scenedetect") else ()
    print(f"slides: {description(('av', 'imageio-ffmpeg', *peers))}")
    if not peers:
        print(f"  no scenedetect beside vbn-video {version('vbn-video')}: its rows are left out")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch)
        for title, names in (("without films", [name for name in SCRIPTS if name != "films"]), ("with films", ["films"])):
            scores: dict[str, Score] = {}
            for name in names:
                seed, kinds, cameras = SCRIPTS[name]
                film = SlideFilm(scripted(seed, SECONDS, kinds, (6, 25)), SECONDS, SIZE, cameras=cameras, seed=seed)
                path = folder / f"{seed}.mp4"
                if not path.exists():
                    make_slides(path, film)
                for detector, command in commands(path).items():
                    took = taken(command)
                    scores.setdefault(detector, Score()).add(seconds_in(took.out), film.changes_s[1:], took)
            print(f"\n{title}: {next(iter(scores.values())).there} changes, times for an hour of {SIZE[0]}x{SIZE[1]}\n")
            print("| | recall | precision | processor | wall | memory |\n|---|---|---|---|---|---|")
            for detector, score in scores.items():
                print(score.row(detector, SECONDS * len(names)))


if __name__ == "__main__":
    main()
