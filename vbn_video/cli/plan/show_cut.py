"""`vbn-video plan show`: what is kept and cut, slides and chapters, and how sure each side is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vbn_video.cli.options.shared_options import json_option, project_options
from vbn_video.cli.plan.cut_bar import draw_bar, signs_for
from vbn_video.cli.plan.cut_lines import cut_values, doubt_lines, next_line, span_lines
from vbn_video.cli.terminal.printing import answer, print_document, say_what_to_do
from vbn_video.errors import InputError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.runs.cut_by_hand import CutOfProject


@click.command(
    "show",
    help=_(
        "Show what of a recording is kept and what is cut, with slides, chapters, and how sure each side is.\n\n"
        "PROJECT is a project folder or its recording. Where the tool was unsure, the other places stand below, each with the"
        " option of `plan set` that chooses it."
    ),
)
@project_options
@json_option
def show(project: Path, workspace: Path | None, as_json: bool) -> None:
    """Draw the bar, and name every span."""
    from vbn_video.runs.cut_by_hand import read_cut
    from vbn_video.runs.projects import existing_project

    found = existing_project(project, workspace)
    if not found.path("recording.json").exists():
        raise InputError(_("{path} has no cut yet: run it first, up to plan or further."), path=project)
    show_cut(read_cut(found), as_json)


def show_cut(cut: CutOfProject, as_json: bool, *, next_too: bool = True) -> None:
    """The cut on standard output; what is to be done next on standard error."""
    from vbn_video.runs.cut_by_hand import chapters_of, slides_of

    slides_us, chapters = slides_of(cut), chapters_of(cut)
    if as_json:
        print_document(cut_values(cut, slides_us, chapters))
        return
    if cut.plan is None:
        raise InputError(_("{path} has no cut yet: run it first, up to plan or further."), path=cut.project.folder)
    for line in _bar(cut, slides_us, [at_us for at_us, _title in chapters]):
        answer(line)
    answer()
    for line in (*span_lines(cut), *doubt_lines(cut)):
        answer(line)
    if next_too and cut.needs_run:
        say_what_to_do(next_line(cut))


def _bar(cut: CutOfProject, slides_us: Sequence[int], chapters_us: Sequence[int]) -> list[str]:
    assert cut.plan is not None
    signs = signs_for(sys.stdout.encoding)
    rows = [(_("slides"), slides_us), (_("chapters"), chapters_us)]
    columns = shutil.get_terminal_size().columns
    lines = draw_bar(cut.plan, cut.recording.duration_us, rows, name=_("the cut"), columns=columns, signs=signs)
    legend = _("{kept} kept  {cut} cut  {partly} both  {silent} silent")
    return [*lines, legend.format(kept=signs.kept, cut=signs.cut, partly=signs.partly, silent=signs.silent)]
