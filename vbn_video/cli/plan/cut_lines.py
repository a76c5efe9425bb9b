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
    from vbn_video.decisions import Side
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
        rows.append((silent.start_us, silent.end_us, _("silent"), _in_quotes(words)))
    width = max(len(kind) for _start, _end, kind, _said in rows) + 2
    for start_us, end_us, kind, said in rows:
        span_text = f"{typed_time(start_us)}-{typed_time(end_us)}"
        yield f"{kind:<{width}}{span_text:<19}{typed_time(end_us - start_us):>9}  {said}".rstrip()


def doubt_lines(cut: CutOfProject) -> Iterator[str]:
    """Where else each side that is doubtful by `[trim] sure` could be, how likely, and the option that chooses it;
    and of each doubtful break the options that cut and keep it."""
    from vbn_video.plan.cut.doubtful_breaks import doubtful_breaks

    assert cut.plan is not None
    sure, first, last = cut.sure, cut.plan.kept[0], cut.plan.kept[-1]
    yield from _place_lines(first.start_us, first.start_side, "--start", sure)
    for doubtful in doubtful_breaks(cut.plan, cut.words, sure):
        span, likely = doubtful.cut_option.removeprefix("--cut "), _percent(doubtful.side.confidence)
        quoted = f"  {_in_quotes(doubtful.around)}".rstrip()
        yield _("{span} may be no break ({likely} that it is one):").format(span=span, likely=likely) + quoted
        yield f"  {doubtful.cut_option}  " + _("cuts it out")
        yield f"  {doubtful.keep_option}  " + _("keeps it")
    yield from _place_lines(last.end_us, last.end_side, "--end", sure)


def _place_lines(at_us: int, side: Side, option: str, sure: float) -> Iterator[str]:
    from vbn_video.plan.meeting.reason_words import side_option

    if side.candidates and side.confidence < sure:
        yield _("{time} could also be elsewhere; first or last word kept, and the option that cuts a little beside it:").format(
            time=typed_time(at_us)
        )
        for candidate in side.candidates:
            words = f"  {_in_quotes(candidate.words)}".rstrip()
            likely = _percent(candidate.probability)
            chosen = "  " + _("(chosen now)") if candidate.cut_us == at_us else ""
            yield f"  {typed_time(candidate.at_us):>9}  {likely:>5}  {side_option(candidate, option)}{words}{chosen}"


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


def _side(side: Side) -> str:
    from vbn_video.report.finding_texts import in_words

    return f"{in_words(side.reason)} {_percent(side.confidence)}"


def _in_quotes(words: str) -> str:
    """The words in the language's quotes; empty where there are none."""
    return _("“{words}”").format(words=words) if words else ""


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _quoted(path: Path) -> str:
    """The path as a word of this system's shell."""
    import shlex

    return subprocess.list2cmdline([str(path)]) if os.name == "nt" else shlex.quote(str(path))
