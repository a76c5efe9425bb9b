"""The rules that captions break when others divide the same words: Subtitle Edit, stable-ts and WhisperX beside ours.

usage: python -m benchmarks.caption_peers [WORDS.json …]

Without files, an hour of made words. stable-ts and WhisperX are the packages themselves, put into build/caption-peers without
what they need to listen; Subtitle Edit is no package: what is known of its Danish profile is followed.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

from benchmarks.compile_captions import hour_of_words, timeline_of
from benchmarks.subtitle_edit import sentences, subtitle_edit
from vbn_video.clock import US_PER_S
from vbn_video.codec import from_json
from vbn_video.decisions import Cue
from vbn_video.evidence import Transcript, Word
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.danish.breaks import DANGLING, break_rule
from vbn_video.settings.profiles import PROFILES

PROFILE = PROFILES["dansk-web"]
PEERS = Path(__file__).parent.parent / "build" / "caption-peers"
PACKAGES = ("stable-ts==2.19.1", "whisperx==3.8.6")
NOT_NEEDED = ("torch", "torch.nn", "torch.nn.functional", "torchaudio", "whisper", *(f"whisper.{name}" for name in (
    "audio", "decoding", "model", "timing", "tokenizer", "transcribe", "utils")))  # fmt: skip
SYNC_US = 100_000
RULES = ("characters a line", "lines", "reading speed", "minimum time", "maximum time", "gap")


def as_whisper_has_them(words: Sequence[Word]) -> dict[str, Any]:
    """The words as a result of openai-whisper's with word times."""
    segments = [
        {
            "start": sentence[0].start_us / US_PER_S,
            "end": sentence[-1].end_us / US_PER_S,
            "text": "".join(f" {word.text}" for word in sentence),
            "words": [
                {"word": f" {word.text}", "start": word.start_us / US_PER_S, "end": word.end_us / US_PER_S, "probability": 0.9}
                for word in sentence
            ],
        }
        for sentence in sentences(words)
    ]
    return {"language": "da", "segments": segments}


def ours(words: Sequence[Word]) -> list[Cue]:
    """Our own captions, on the words' clock."""
    timeline = timeline_of(words)
    cues = compile_captions(words, timeline, PROFILE, "none").cues
    return [Cue(cue.start_us - timeline.plan.intro_us, cue.end_us - timeline.plan.intro_us, cue.lines) for cue in cues]


def stable_ts(regroup: str) -> Callable[[Sequence[Word]], list[Cue]]:
    """stable-ts with a regrouping algorithm of its own language."""

    def cues(words: Sequence[Word]) -> list[Cue]:
        for name in NOT_NEEDED:
            stub = MagicMock()
            stub.__spec__ = importlib.machinery.ModuleSpec(name, None)
            sys.modules.setdefault(name, stub)
        sys.path.insert(0, str(PEERS))
        from stable_whisper.result import WhisperResult

        result = WhisperResult(as_whisper_has_them(words)).regroup(regroup)
        return [_cue(segment.start, segment.end, segment.text) for segment in result.segments]

    return cues


def whisperx(options: Mapping[str, object]) -> Callable[[Sequence[Word]], list[Cue]]:
    """WhisperX's own writer, with options of its command line."""

    def cues(words: Sequence[Word]) -> list[Cue]:
        result = as_whisper_has_them(words)
        for segment in result["segments"]:
            for word in segment["words"]:
                word["word"] = word["word"].strip()
        given = {"max_line_width": None, "max_line_count": None, "highlight_words": False, **options}
        written = _module("whisperx/utils.py").WriteVTT(".").iterate_result(result, given)
        return [_cue(_seconds(start), _seconds(end), text) for start, end, text in written]

    return cues


def _module(path: str) -> ModuleType:
    """One file of a package, without the package around it."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, PEERS / path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _seconds(stamp: str) -> float:
    """`[hh:]mm:ss.mmm` in seconds."""
    parts = [float(part) for part in stamp.split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def _cue(start_s: float, end_s: float, text: str) -> Cue:
    lines = tuple(line.strip() for line in text.split("\n"))
    return Cue(round(start_s * US_PER_S), round(end_s * US_PER_S), lines)


def judged(cues: Sequence[Cue], words: Sequence[Word]) -> dict[str, int]:
    """How often each rule is broken."""
    found = [violation.rule for violation in check_cues(cues, PROFILE)]
    lines = [line for cue in cues for line in cue.lines if line]
    bad = sum(break_rule(left.split()[-1], right.split()[0]).cost >= DANGLING for left, right in pairwise(lines))
    spoken_us = sorted(word.start_us for word in words)
    late = sum(not _begins_with_a_word(cue, spoken_us) for cue in cues)
    return {"cues": len(cues), **{rule: found.count(rule) for rule in RULES}, "bad breaks": bad, "off by over 0.1 s": late}


def _begins_with_a_word(cue: Cue, spoken_us: Sequence[int]) -> bool:
    """Whether a word begins near, or the cue goes on with one that is longer than a line."""
    at = bisect_left(spoken_us, cue.start_us)
    near = any(abs(cue.start_us - at_us) <= SYNC_US for at_us in spoken_us[max(at - 1, 0) : at + 1])
    return near or len(cue.lines[0].split()[0]) >= PROFILE.line_hard // 2


CONTENDERS: dict[str, Callable[[Sequence[Word]], list[Cue]]] = {
    "vbn-video": ours,
    "Subtitle Edit, its Danish profile (by its rules)": subtitle_edit,
    "stable-ts as it comes": stable_ts("da"),
    "stable-ts told 42 characters": stable_ts("isp_cm_sp=.* /。/?/？_sg=.5_sp=,* /，++++50_sl=42_cm"),
    "WhisperX as it comes": whisperx({}),
    "WhisperX told 42 characters, 2 lines": whisperx({"max_line_width": 42, "max_line_count": 2}),
}


def main(files: Sequence[str] = ()) -> None:
    """Measure and print a table for each file of words."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(PEERS), "--upgrade", *PACKAGES],
        check=True,
    )
    for name in files or ("",):
        words = list(from_json(Transcript, Path(name).read_bytes()).words) if name else hour_of_words()
        table = {contender: judged(divide(words), words) for contender, divide in CONTENDERS.items()}
        columns = list(next(iter(table.values())))
        print(f"{name or 'an hour of made words'}: {len(words)} words\n")
        print(f"| | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
        for contender, row in table.items():
            print(f"| {contender} | {' | '.join(str(row[column]) for column in columns)} |")
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
