"""The transcribe step against other ways to use the same weights: time, memory, wrong words, words over silence.

Every run is a process of its own, from its start to its end, with the loading of the model in it. Ours is the step as a user runs
it, on the evidence of `listen`, whose cost is told beside it. Others are handed the decoded sound.

usage: python -m benchmarks.transcribe [MEETING...] [--table] [--openai-python PYTHON --openai-weights FILE.pt]

MEETING is a folder with a `truth.json` and the recording below it; without one the sample is taken.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import product
from operator import add
from pathlib import Path
from typing import Any

from benchmarks import transcribe_peers
from benchmarks.heard_meetings import Meeting, clock, meeting_in, shortened, write_sound
from benchmarks.machine import Taken, description, taken
from benchmarks.transcribe_peers import Job, Way
from benchmarks.word_errors import Errors, HeardWord, errors
from vbn_video.speech.models.installed import require_model_folder

SAMPLE = Path(__file__).parent.parent / "sample"
MODEL = "base"
TABLE_MINUTES = 3.0
QUALITIES = ("draft", "good", "best")
FASTER, BATCHED, OPENAI = "faster-whisper", "faster-whisper batched", "openai-whisper"
OURS = "vbn-video"
PROMISED = {FASTER: (2.5, 3), OPENAI: (8, 12)}
"""How many times as fast at least, and the aim; against the call with nothing chosen, and against beam 5."""
NAMES = {OURS: "vbn-video run --until transcribe", FASTER: "faster-whisper, default call", OPENAI: "openai-whisper, beam 5"}
HEAD = f"{'time':>9} {'processor':>11} {'memory':>9} {'WER':>8} {'over silence':>14} {'passed over':>13}"


@dataclass(frozen=True)
class Heard:
    """What a run took, over one meeting or over several, and what came of it."""

    seconds: float
    processor_s: float
    peak_bytes: int
    errors: Errors

    def __add__(self, other: Heard) -> Heard:
        return Heard(
            self.seconds + other.seconds,
            self.processor_s + other.processor_s,
            max(self.peak_bytes, other.peak_bytes),
            self.errors + other.errors,
        )

    def __str__(self) -> str:
        """The columns of `HEAD`."""
        utterances = self.errors.heard_utterances + self.errors.passed_over
        return (
            f"{self.seconds:7.1f} s {self.processor_s:9.1f} s {self.peak_bytes / 1e6:6.0f} MB {self.errors.rate:8.1%}"
            f" {self.errors.over_silence:14d} {self.errors.passed_over:6d} of {utterances:3d}"
        )


@dataclass(frozen=True)
class Stage:
    """A meeting, its sound, and a workspace in which the steps before `transcribe` are done."""

    meeting: Meeting
    folder: Path
    weights: Path
    python: Path | None
    """Where openai-whisper is installed; None: it is left out."""
    checkpoint: Path | None

    @property
    def sound(self) -> Path:
        """The decoded sound, for the others."""
        return self.folder / "sound.npy"

    @property
    def workspace(self) -> Path:
        """Where the project lies."""
        return self.folder / "work"

    @property
    def _before(self) -> Path:
        return self.folder / "before"

    def prepare(self) -> Taken:
        """Decode the sound, do the steps before ours; what `listen` took."""
        self.folder.mkdir()
        write_sound(self.meeting, self.sound)
        self._step("ingest")
        listened = self._step("listen")
        self._step("look")
        shutil.copytree(self.workspace, self._before)
        return listened

    def ours(self, quality: str = "good") -> Heard:
        """The step, with nothing left of an earlier hearing."""
        shutil.rmtree(self.workspace)
        shutil.copytree(self._before, self.workspace)
        self._step("look", f"captions.quality={quality}")  # how long slides are read depends on it
        took = self._step("transcribe", f"captions.quality={quality}")
        document = json.loads(took.out)
        assert [step["name"] for step in document["steps"] if not step["cached"]] == ["transcribe"]
        words = json.loads((Path(document["project"]) / "words.json").read_text(encoding="utf-8"))["words"]
        return self._judged(took, [(word["start"], word["end"], word["text"]) for word in words])

    def theirs(self, way: Way) -> Heard:
        """Another way."""
        openai = way.engine == OPENAI
        job = self.folder / "job.json"
        asked = Job(way, str(self.checkpoint if openai else self.weights), str(self.sound))
        job.write_text(json.dumps(asdict(asked)), encoding="utf-8")
        took = taken([self.python if openai else sys.executable, transcribe_peers.__file__, job])
        return self._judged(took, json.loads(took.out)["words"])

    def _step(self, until: str, *settings: str) -> Taken:
        options = [word for setting in (f"captions.model={MODEL}", *settings) for word in ("--set", setting)]
        run = [sys.executable, "-m", "vbn_video", "run", self.meeting.recording, "--until", until, "--json"]
        return taken([*run, "--workspace", self.workspace, *options])

    def _judged(self, took: Taken, words: Sequence[Any]) -> Heard:
        heard = [HeardWord(*word) for word in words]
        return Heard(took.seconds, took.processor_s, took.peak_bytes, errors(heard, self.meeting.utterances))


def main(words: Sequence[str] = ()) -> None:
    """Measure and print."""
    asked = _parser().parse_args(words)
    if (asked.openai_python is None) != (asked.openai_weights is None):
        sys.exit("--openai-python and --openai-weights belong together")
    with tempfile.TemporaryDirectory(prefix="vbn-video benchmark ") as temporary:
        weights = require_model_folder(MODEL)
        minutes = asked.minutes or (TABLE_MINUTES if asked.table else None)
        stages = []
        for number, folder in enumerate(asked.meetings or [SAMPLE]):
            whole, short = meeting_in(folder), Path(temporary) / f"{number}.mp4"
            meeting = shortened(whole, minutes * 60, short) if minutes else whole
            stages.append(Stage(meeting, Path(temporary) / str(number), weights, asked.openai_python, asked.openai_weights))
        if asked.table:
            _table(stages)
        else:
            _against_others(stages, asked.rounds)
    print(f"  model {MODEL}; {description(['faster-whisper', 'ctranslate2', 'numpy'])}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transcribe", description="The transcribe step against others.")
    parser.add_argument("meetings", nargs="*", type=Path, metavar="MEETING", help="folders with truth.json and a recording")
    parser.add_argument("--minutes", type=float, help="only the beginning of each (with --table: 3)")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is measured; the best time counts")
    parser.add_argument("--table", action="store_true", help="engine × beam × batch × VAD × context instead")
    parser.add_argument("--openai-python", type=Path, help="the Python of an environment that has openai-whisper")
    parser.add_argument("--openai-weights", type=Path, help="the same model as OpenAI's .pt file")
    return parser


def _against_others(stages: Sequence[Stage], rounds: int) -> None:
    """Print a table for each meeting and, if there are several, one for all of them."""
    every = [_measured(stage, rounds) for stage in stages]
    if len(every) > 1:
        seconds = sum(stage.meeting.seconds for stage in stages)
        _print_rows(
            f"all {len(stages)} meetings, {clock(seconds)} min", {who: _sum(row[who] for row in every) for who in every[0]}
        )


def _measured(stage: Stage, rounds: int) -> dict[str, Heard]:
    """Measure a meeting, the ways one after the other in each round, and print it."""
    listened = stage.prepare()
    ways: dict[str, Callable[[], Heard]] = {OURS: stage.ours, FASTER: lambda: stage.theirs(Way(FASTER))}
    if stage.python:
        ways[OPENAI] = lambda: stage.theirs(Way(OPENAI))
    runs = [{who: way() for who, way in ways.items()} for _round in range(rounds)]
    best = {who: min((run[who] for run in runs), key=lambda heard: heard.seconds) for who in ways}
    meeting = stage.meeting
    _print_rows(f"{meeting.name}, {clock(meeting.seconds)} min, {len(meeting.utterances)} utterances", best)
    before = f"{listened.seconds:.1f} s, {listened.processor_s:.1f} s of the processors, {listened.peak_bytes / 1e6:.0f} MB"
    print(f"  listen, which went before and measures loudness and voice for other steps too: {before}")
    return best


def _print_rows(title: str, rows: dict[str, Heard]) -> None:
    print(f"transcribe: {title}, {rows[OURS].errors.said} words of known text")
    print(f"  {'':<34} {HEAD}")
    for who, heard in rows.items():
        print(f"  {NAMES[who]:<34} {heard}")
    for who, (least, aim) in PROMISED.items():
        if who in rows:
            _print_ratios(rows[OURS], rows[who], f"{NAMES[who]} (promised: {least} at least, aim {aim})")


def _print_ratios(ours: Heard, theirs: Heard, whom: str) -> None:
    faster, less = theirs.seconds / ours.seconds, theirs.processor_s / ours.processor_s
    worse = (ours.errors.rate - theirs.errors.rate) * 100
    print(f"  {faster:.1f} times as fast, {less:.1f} by the processors' time, {worse:+.1f} points of WER against {whom}")


def _table(stages: Sequence[Stage]) -> None:
    """Print every way there is, over all meetings together."""
    for stage in stages:
        stage.prepare()
    names = ", ".join(f"{clock(stage.meeting.seconds)} min of {stage.meeting.name}" for stage in stages)
    print(f"transcribe: every way, over {names}")
    print(f"  {'engine':<24} {'beam':>7} {'batch':>6} {'VAD':>5} {'context':>8} {HEAD}")
    for quality in QUALITIES:
        print(f"  {OURS:<24} {quality:>7} {'':>6} {'':>5} {'':>8} {_sum(stage.ours(quality) for stage in stages)}", flush=True)
    for way in every_way(with_openai=stages[0].python is not None):
        heard = _sum(stage.theirs(way) for stage in stages)
        vad, context = ("yes" if on else "no" for on in (way.vad, way.context))
        print(f"  {way.engine:<24} {way.beam:>7} {way.batch:>6} {vad:>5} {context:>8} {heard}", flush=True)


def every_way(with_openai: bool) -> list[Way]:
    """All combinations that mean something: only the batched way has batches, and it knows no context."""
    beams, both = (1, 5), (False, True)
    one_by_one = [Way(FASTER, beam, 1, vad, context) for beam, vad, context in product(beams, both, both)]
    batched = [Way(BATCHED, beam, batch, vad, context=False) for beam, batch, vad in product(beams, (1, 4, 8), both)]
    openai = [Way(OPENAI, beam, 1, vad=False, context=context) for beam, context in product(beams, both)]
    return one_by_one + batched + (openai if with_openai else [])


def _sum(parts: Iterable[Heard]) -> Heard:
    return reduce(add, parts)


if __name__ == "__main__":
    main(sys.argv[1:])
