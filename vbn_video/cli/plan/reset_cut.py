"""`vbn-video plan reset`: the cut that a person made is forgotten, and found anew at the next run."""

from __future__ import annotations

from pathlib import Path

import click

from vbn_video.cli.options.shared_options import project_options
from vbn_video.cli.plan.cut_lines import run_line
from vbn_video.cli.terminal.printing import say, say_what_to_do
from vbn_video.messages import _


@click.command(
    "reset",
    help=_(
        "Forget every change of the cut: the next run finds it anew.\n\n"
        "PROJECT is a project folder or its recording. Captions and chapters that were edited stay, and move with the cut."
    ),
)
@project_options
def reset(project: Path, workspace: Path | None) -> None:
    """Undo what was set."""
    from vbn_video.runs.cut_by_hand import reset_cut
    from vbn_video.runs.projects import existing_project

    found = existing_project(project, workspace)
    with found.lock():
        was_set = reset_cut(found)
        found.log(event="CutReset", was_set=was_set)
    if was_set:
        say(_("The cut that was set is forgotten."))
        say_what_to_do(run_line(found))
    else:
        say(_("Nothing is set in {project}: the cut is what the program finds.").format(project=found.folder))
