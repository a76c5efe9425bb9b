"""`vbn-video plan export`: the cut as an OpenTimelineIO file, for an editing program."""

from __future__ import annotations

import os
from pathlib import Path

import click

from vbn_video.cli.options.option_types import NamedPath
from vbn_video.cli.options.shared_options import project_options
from vbn_video.cli.terminal.printing import say
from vbn_video.errors import InputError, MissingError
from vbn_video.messages import _
from vbn_video.reasons import system_reason


@click.command(
    "export",
    help=_(
        "Write the cut as an OpenTimelineIO file, to go on with it in Kdenlive or DaVinci Resolve.\n\n"
        "PROJECT is a project folder or its recording; FILE ends in .otio. `plan set PROJECT --edit FILE` takes it back. Needs"
        " the extra otio."
    ),
)
@project_options
@click.argument("file", type=NamedPath(dir_okay=False))
def export(project: Path, workspace: Path | None, file: Path) -> None:
    """Write the timeline, and say where it is."""
    from vbn_video.project import write_atomically
    from vbn_video.runs.cut_by_hand import chapters_of, read_cut
    from vbn_video.runs.otio.otio_writer import otio_text
    from vbn_video.runs.projects import existing_project

    if file.suffix.lower() != ".otio":
        raise InputError(_("{path} does not end in .otio: OpenTimelineIO is the one format that is written here."), path=file)
    found = existing_project(project, workspace)
    cut = read_cut(found) if found.path("recording.json").exists() else None
    if cut is None or cut.plan is None:
        raise InputError(_("{path} has no cut yet: run it first, up to plan or further."), path=project)
    sources = cut.record.content.sources
    first = Path(sources[0]) if sources else found.folder.parent
    root = first if first.is_dir() else Path(os.path.abspath(first)).parent
    text = otio_text(cut.plan, cut.recording, root, found.folder.stem, chapters_of(cut))
    try:
        write_atomically(file, text.encode())
    except OSError as error:
        raise MissingError(_("{path} can't be written: {why}."), path=file, why=system_reason(error)) from error
    say(_("Written: {path}").format(path=file))
