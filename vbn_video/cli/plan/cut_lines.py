"""The project whose cut is meant, and the lines and JSON values by which it is shown."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.clock import seconds, typed_time
from vbn_video.errors import InputError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.decisions import CutCandidate, Side
    from vbn_video.project import Project
    from vbn_video.runs.cut_by_hand import CutOfProject


def project_with_recording(path: Path, workspace: Path | None) -> Project:
    """The project that is meant; one whose recording is not known yet is begun, up to ingest.

    Raises:
        VbnError: as a run would.
    """
    from vbn_video import pipeline
    from vbn_video.runs.projects import existing_project
    from vbn_video.runs.request import RunRequest
    from vbn_video.settings.choices import DEFAULT_PRESET
    from vbn_video.settings.preset_files import load_preset

    with contextlib.suppress(InputError):  # there is none yet
        found = existing_project(path, workspace)
        if found.path("recording.json").exists():
            return found
    request = RunRequest((path,), load_preset(DEFAULT_PRESET).preset, workspace=workspace, until="ingest")
    with ProgressDisplay() as emit:
        return pipeline.run(request, emit).project


def span_lines(cut: CutOfProject) -> Iterator[str]:
    """A line for each span: kept with what its sides stand on, cut, silenced with the words that are not heard."""
    from vbn_video.plan.cut.spoken_cuts import words_in

    assert cut.plan is not None
    rows: list[tuple[int, int, str, str]] = []
    at_us = 0
    for span in cut.plan.kept:
        if span.start_us > at_us:
            rows.append((at_us, span.start_us, _("cut"), ""))
        said = _("card: {text}").format(text=span.card) if span.card else f"{_side(span.start_side)} – {_side(span.end_side)}"
        rows.append((span.start_us, span.end_us, _("kept"), said))
        at_us = span.end_us
    if at_us < cut.recording.duration_us:
        rows.append((at_us, cut.recording.duration_us, _("cut"), ""))
    for silent in cut.plan.silenced:
        words = " ".join(word.text for word in words_in(cut.words, silent.start_us, silent.end_us))
        rows.append((silent.start_us, silent.end_us, _("silent"), f"“{words}”" if words else ""))
    width = max(len(kind) for _start, _end, kind, _said in rows) + 2
    for start_us, end_us, kind, said in rows:
        span_text = f"{typed_time(start_us)}-{typed_time(end_us)}"
        yield f"{kind:<{width}}{span_text:<19}{typed_time(end_us - start_us):>9}  {said}".rstrip()


def doubt_lines(cut: CutOfProject) -> Iterator[str]:
    """Where else each side that is doubtful by the usual `[trim] sure` could be, how likely, and the option that chooses it."""
    assert cut.plan is not None
    for at_us, side, options in _doubtful(cut):
        yield _("{time} could also be elsewhere:").format(time=typed_time(at_us))
        for candidate, option in zip(side.candidates, options, strict=True):
            likely = _percent(candidate.probability)
            place = typed_time(candidate.at_us)
            yield f"  {place:>9}  {likely:>5}  {option}" + (f"  “{candidate.words}”" if candidate.words else "")


def cut_values(cut: CutOfProject, slides_us: Sequence[int], chapters: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """All of it for `--json`; times in seconds on the recording clock."""
    from vbn_video.codec import to_values
    from vbn_video.decisions import EditPlan

    plan = to_values(EditPlan, cut.plan) if cut.plan else {"kept": [], "silenced": []}
    return {
        "project": str(cut.project.folder),
        "duration": seconds(cut.recording.duration_us),
        "kept": plan["kept"],
        "silenced": plan["silenced"],
        "slides": [seconds(at_us) for at_us in slides_us],
        "chapters": [{"start": seconds(at_us), "title": title} for at_us, title in chapters],
        "edited": cut.is_edited,
        "needs_run": cut.needs_run,
    }


def next_line(cut: CutOfProject) -> str:
    """What to type next: where the project is published, publishing it again; else what shows the cut."""
    from vbn_video.publish.ledger import LEDGER_FILE, Ledger

    entries = Ledger(cut.project.path(LEDGER_FILE)).entries
    if any(entry.state not in ("replaced", "withdrawn") for entry in entries):
        sentence = _("What is published still shows the earlier cut. Publish again, with the preset as before: {command}")
        return sentence.format(command=f"vbn-video publish {_quoted(cut.project.folder)} --replace")
    return run_line(cut.project)


def run_line(project: Project) -> str:
    """What to type to see the cut."""
    command = f"vbn-video run {_quoted(project.folder)} --until check"
    return _("Now run it, with the preset as before: {command}").format(command=command)


def _doubtful(cut: CutOfProject) -> Iterator[tuple[int, Side, list[str]]]:
    """(where a side is, the side, the option that chooses each of its candidates)."""
    assert cut.plan is not None
    kept = cut.plan.kept
    for index, span in enumerate(kept):
        before_us = kept[index - 1].end_us if index else None
        after_us = kept[index + 1].start_us if index + 1 < len(kept) else None
        start, end = span.start_side, span.end_side
        if _is_doubtful(start):
            yield span.start_us, start, [_start_option(one, span.start_us, before_us) for one in start.candidates]
        if _is_doubtful(end):
            yield span.end_us, end, [_end_option(one, span.end_us, after_us) for one in end.candidates]


def _is_doubtful(side: Side) -> bool:
    from vbn_video.settings.preset import Trim

    return bool(side.candidates) and side.confidence < Trim().sure


def _start_option(candidate: CutCandidate, start_us: int, before_us: int | None) -> str:
    from vbn_video.plan.meeting.reason_words import option_time

    at_us = candidate.at_us
    if before_us is None:
        return f"--start {option_time(candidate, '--start')}"
    return _between_option("keep", at_us, start_us) if at_us < start_us else _between_option("cut", start_us, at_us)


def _end_option(candidate: CutCandidate, end_us: int, after_us: int | None) -> str:
    from vbn_video.plan.meeting.reason_words import option_time

    at_us = candidate.at_us
    if after_us is None:
        return f"--end {option_time(candidate, '--end')}"
    return _between_option("cut", at_us, end_us) if at_us < end_us else _between_option("keep", end_us, at_us)


def _between_option(option: str, first_us: int, last_us: int) -> str:
    return f"--{option} {typed_time(first_us)}-{typed_time(last_us)}" if first_us < last_us else ""


def _side(side: Side) -> str:
    from vbn_video.report.finding_texts import in_words

    return f"{in_words(side.reason)} {_percent(side.confidence)}"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _quoted(path: Path) -> str:
    """The path as a word of this system's shell."""
    import shlex

    return subprocess.list2cmdline([str(path)]) if os.name == "nt" else shlex.quote(str(path))
