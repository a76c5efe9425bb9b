"""`vbn-video clean`: what can be made again goes; edits, ledger and evidence stay."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vbn_video.cli.options.shared_options import project_options
from vbn_video.cli.terminal.printing import say
from vbn_video.messages import _, size

if TYPE_CHECKING:
    from vbn_video.project import Project
    from vbn_video.steps.record import Record

REMADE_BY = ("bumper", "render", "check")  # what they write is large, and follows from the decisions that stay


@click.command(
    "clean",
    help=_(
        "Delete from a project what can be made again: intro and outro, the video, its report, the stills.\n\n"
        "What was edited, published, heard and decided stays. PROJECT is a project folder or its recording."
    ),
)
@project_options
def command(project: Path, workspace: Path | None) -> None:
    """Clean, and say how much room there is now."""
    from vbn_video.runs.projects import existing_project

    found = existing_project(project, workspace)
    with found.lock():
        freed = clean(found)
    say(_("{project}: {size} freed. The next run makes it again.").format(project=found.folder, size=size(freed)))


def clean(project: Project) -> int:
    """Delete the files and what a killed run left; returns the bytes freed."""
    from vbn_video.pipeline import step_named
    from vbn_video.project import PROXIES, disk_errors
    from vbn_video.steps.record import Record
    from vbn_video.steps.runner import finish_placement
    from vbn_video.untrusted.own_files import is_link, remove_folder, remove_link

    record = Record.of(project)
    finish_placement(project, record)
    files = [project.path(name) for step in REMADE_BY for name in step_named(step).writes]
    files += [project.path(name) for name in _in_folders(record) if not is_link(project.path(name).parent)]
    remove_link(project.working)
    remove_link(project.path(PROXIES))
    left = [
        Path(folder, name)
        for top in (project.working, project.path(PROXIES))
        for folder, _below, names in os.walk(top)
        for name in names
    ]
    there = [path for path in (*files, *left) if is_link(path) or path.is_file()]
    freed = sum(path.lstat().st_size for path in there)
    with disk_errors(project.folder):
        for path in there:
            path.unlink()
        remove_folder(project.working)
        remove_folder(project.path(PROXIES))
        for folder in {path.parent for path in files} - {project.folder}:
            with suppress(OSError):  # not there, or not empty: somebody else's file lies there
                folder.rmdir()
    return freed


def _in_folders(record: Record) -> list[str]:
    """The stills and whatever else the steps wrote into folders of theirs."""
    return [name for made in record.content.steps.values() for name in made.outputs if "/" in name]
