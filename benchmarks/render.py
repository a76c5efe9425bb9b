"""The render step against others that do the same job, and against a floor: the pictures copied, the sound coded once.

A recording of ten minutes, a break cut out, with intro and outro; then ten minutes and an hour of 1080p, for memory and for a
changed word. Every measured run is a process of its own. The recordings are made once and kept in `build/benchmarks`.

usage: python -m benchmarks.render [--quick] [--minutes N] [--hour N]
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av

from benchmarks import render_peers
from benchmarks.machine import Taken, description, taken
from benchmarks.made import KEPT, RATE, Made, long_meeting, meeting
from benchmarks.render_faults import faults
from benchmarks.render_stages import Call, drawn
from benchmarks.republish import correct_a_word

ROUNDS = 3
KEPT_SHARES = ((0.0622, 0.5), (0.62073, 0.98293))
"""Of ten minutes, eight are kept; a break is cut out, and nobody looked where an IDR picture is."""
SIZE, HOUR_SIZE = (1280, 720), (1920, 1080)
PROMISED = {"moviepy": (30, 40), "ffmpeg": (12, 15)}
"""How many times as fast at least, and the aim."""
PROMISED_OF_FLOOR, PROMISED_BYTES, PROMISED_WORD_S = 1.3, 400_000_000, 2.0
NAMES = {
    "whole": "vbn-video run --until render",
    "floor": "ffmpeg -c:v copy -c:a aac, the same coder (floor)",
    "ffmpeg": "ffmpeg, one pass, x264 veryfast, loudnorm",
    "moviepy": "moviepy",
    "smartcut": "smartcut, sound copied, no bumpers",
}


@dataclass(frozen=True)
class Ours:
    """One run of ours that made the video."""

    whole: Taken
    document: dict[str, Any]

    @property
    def step_s(self) -> float:
        """What the step itself took."""
        return next(step["seconds"] for step in self.document["steps"] if step["name"] == "render")


@dataclass
class Stage:
    """A recording and a project of it that lacks only its video."""

    made: Made
    folder: Path
    kept_s: list[list[float]] = field(init=False)
    project: Path = field(init=False)

    def __post_init__(self) -> None:
        shares = [[round(share * self.made.seconds * RATE) / RATE for share in span] for span in KEPT_SHARES]
        self.kept_s, edit = shares, self.folder / "edit.json"
        edit.write_text(json.dumps({"kept": [{"start": start, "end": end} for start, end in shares]}), encoding="utf-8")
        prepare = [sys.executable, "-m", "benchmarks.render_project", self.made.path, self.folder, edit]
        self.project = Path(taken(prepare).out.strip())
        shutil.copytree(self.project, self._before)

    @property
    def _before(self) -> Path:
        return self.folder / "before"

    def forget(self) -> None:
        """Put the project back to where nothing was rendered."""
        shutil.rmtree(self.project)
        shutil.copytree(self._before, self.project)

    def run(self) -> Ours:
        """`vbn-video run --until render`, whatever has changed since the last time."""
        whole = taken([sys.executable, "-m", "vbn_video", "run", self.project, "--until", "render", "--json"])
        return Ours(whole, json.loads(whole.out))

    def rendered(self) -> Ours:
        """The whole step, and nothing else."""
        self.forget()
        ours = self.run()
        assert [step["name"] for step in ours.document["steps"] if not step["cached"]] == ["render"]
        return ours

    def job(self, who: str) -> render_peers.Job:
        """The same for others."""
        files = [str(self.project / name) for name in ("intro.mp4", "outro.mp4")]
        return render_peers.Job(str(self.made.path), *files, self.kept_s, str(self.folder / f"{who}.mp4"))

    def floor(self) -> Taken:
        """The floor for this recording."""
        return taken(render_peers.floor(self.job("floor")))

    def wrong(self, video: Path, bumpers: bool = True) -> str:
        """What a made video gets wrong."""
        intro_s = _seconds(self.project / "intro.mp4") if bumpers else 0.0
        talk_s = sum(end - start for start, end in self.kept_s)
        return str(faults(video, self.made.path, self.kept_s, (intro_s, intro_s + talk_s if bumpers else float("inf"))))


def main(words: Sequence[str] = ()) -> None:
    """Measure and print."""
    asked = _parser().parse_args(words)
    with tempfile.TemporaryDirectory(prefix="vbn-video benchmark ") as temporary:
        folder = Path(temporary)
        _against_others(Stage(meeting(asked.minutes * 60, asked.size, asked.kept), folder), asked)
        if asked.hour:
            peaks = []
            for minutes in (max(1, asked.hour // 6), asked.hour):
                shutil.rmtree(folder)
                folder.mkdir()
                peaks.append(_long(Stage(long_meeting(minutes, asked.hour_size, asked.kept), folder)))
            print(f"  {peaks[1] / peaks[0]:.2f} times the memory of the sixth of its length")
    print(f"  {description(['av', 'imageio-ffmpeg', 'moviepy', 'numpy'])}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.render", description="The render step against others.")
    parser.add_argument("--quick", action="store_true", help="leave out the others, which are slow, but not the floor")
    parser.add_argument("--minutes", type=float, default=10, help="how long the first recording is")
    parser.add_argument("--hour", type=int, default=60, help="how many minutes the long one has; 0: none")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often what is quick is measured; the best counts")
    parser.add_argument("--size", type=_size, default=SIZE, help=argparse.SUPPRESS)
    parser.add_argument("--hour-size", type=_size, default=HOUR_SIZE, help=argparse.SUPPRESS)
    parser.add_argument("--kept", type=Path, default=KEPT, help="folder where recordings are kept")
    return parser


def _against_others(stage: Stage, asked: argparse.Namespace) -> None:
    """Print our row and theirs."""
    rounds = [(stage.rendered(), stage.floor()) for _round in range(asked.rounds)]
    ours = min((ours for ours, _floor in rounds), key=lambda ours: ours.step_s)
    theirs = {"floor": min((floor for _ours, floor in rounds), key=lambda floor: floor.seconds)}
    wrong = {"whole": stage.wrong(stage.project / "video.mp4")}
    for who, command in _commands(stage, asked.quick).items():
        theirs[who] = taken(command)
        wrong[who] = stage.wrong(Path(stage.job(who).out), bumpers=who != "smartcut")
    _print_table(stage, ours, theirs, wrong)
    if "smartcut" not in theirs and not asked.quick:
        print(f"  {NAMES['smartcut']}: could not be installed from PyPI here")
    _print_ratios(ours, theirs)
    _print_stages(stage)


def _commands(stage: Stage, quick: bool) -> dict[str, list[str]]:
    """What others are told, who can be had here."""
    if quick:
        return {}
    commands = {who: getattr(render_peers, who)(stage.job(who)) for who in ("ffmpeg", "moviepy")}
    smartcut = render_peers.smartcut(stage.job("smartcut"), KEPT / "smartcut")
    return commands | ({"smartcut": smartcut} if smartcut else {})


def _print_table(stage: Stage, ours: Ours, theirs: dict[str, Taken], wrong: dict[str, str]) -> None:
    splice, kept_s = ours.document["splice"], sum(end - start for start, end in stage.kept_s)
    width, height = stage.made.size
    print(f"render: {_clock(stage.made.seconds)} min of {width}x{height} cut to {_clock(kept_s)}, with intro and outro")
    print(f"  {splice['copied']} pictures copied, {splice['encoded']} encoded")
    print(f"  {'the render step of it':<48} {ours.step_s:8.2f} s")
    for who, took in {"whole": ours.whole, **theirs}.items():
        memory = f"{took.peak_bytes / 1e6:5.0f} MB"
        print(f"  {NAMES[who]:<48} {took.seconds:8.2f} s  {memory}  {wrong.get(who, '')}".rstrip())
        if who == "smartcut":
            print(f"    ({render_peers.smartcut_version(KEPT / 'smartcut')})")


def _print_ratios(ours: Ours, theirs: dict[str, Taken]) -> None:
    for who, (least, aim) in PROMISED.items():
        if who in theirs:
            step, whole = theirs[who].seconds / ours.step_s, theirs[who].seconds / ours.whole.seconds
            print(f"  {step:.1f} times as fast as {who} (the whole process: {whole:.1f}; promised: {least} at least, aim {aim})")
    step, whole = ours.step_s / theirs["floor"].seconds, ours.whole.seconds / theirs["floor"].seconds
    print(f"  {step:.2f} of the floor's time (the whole process: {whole:.2f}; promised: {PROMISED_OF_FLOOR} at most, aim 1)")


def _print_stages(stage: Stage) -> None:
    """Where the time goes, from one more run under a watch."""
    stage.forget()
    seen = json.loads(taken([sys.executable, "-m", "benchmarks.render_stages", stage.project]).out)
    print(f"  where the {seen['seconds']:.2f} s of one more run go:")
    for line in drawn([Call(**call) for call in seen["calls"]], seen["seconds"]):
        print(line)


def _long(stage: Stage) -> int:
    """Print what a long recording takes of time and memory, and what a changed word costs then; the memory."""
    ours, floor = stage.rendered(), stage.floor()
    width, height = stage.made.size
    print(f"render: {_clock(stage.made.seconds)} min of {width}x{height}")
    print(f"  the render step {ours.step_s:.2f} s, the whole process {ours.whole.seconds:.2f} s, the floor {floor.seconds:.2f} s")
    peak_bytes, promised = ours.whole.peak_bytes, f"promised: under {PROMISED_BYTES / 1e6:.0f}"
    print(f"  {peak_bytes / 1e6:.0f} MB at the peak, of all processes ({promised})")
    correct_a_word(stage.project / "captions.da.vtt")
    word = stage.run()
    told = f"the step {word.step_s:.2f} s, the whole process {word.whole.seconds:.2f} s"
    print(f"  one word of the captions corrected: {told} (promised: under {PROMISED_WORD_S:.0f} s)")
    return peak_bytes


def _seconds(path: Path) -> float:
    with av.open(str(path)) as file:
        return (file.duration or 0) / av.time_base


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _size(text: str) -> tuple[int, int]:
    width, height = text.split("x")
    return int(width), int(height)


if __name__ == "__main__":
    main(sys.argv[1:])
