"""`vbn-video status`: every project below a folder, how far it has come, what was edited, where it is published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vbn_video.cli.options.option_types import NamedPath
from vbn_video.cli.options.shared_options import json_option
from vbn_video.cli.terminal.printing import answer, print_document, say_what_to_do
from vbn_video.errors import VbnError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.project import Project


@click.command("status", help=_("Show every project below FOLDER: its steps, what was edited, where it is published."))
@click.argument("folder", type=NamedPath(exists=True), default=".")
@json_option
def command(folder: Path, as_json: bool) -> None:
    """List the projects."""
    from vbn_video.runs.found_projects import projects_below

    projects = [_status_or_fault(project) for project in projects_below(folder)]
    if as_json:
        print_document({"projects": projects})
        return
    for project in projects:
        _show(project)
    if not projects:
        answer(_("There is no project below {folder}.").format(folder=folder.absolute()))


def _status_or_fault(project: Project) -> dict[str, Any]:
    """What is known of the project; one whose files can't be read is said, and the others are listed all the same."""
    try:
        return _status(project)
    except VbnError as error:
        nothing: dict[str, Any] = {"title": None, "steps": [], "edited": [], "publications": []}
        return {"project": str(project.folder), **nothing, "error": error.message}


def _status(project: Project) -> dict[str, Any]:
    from vbn_video.pipeline import STEP_NAMES, step_named
    from vbn_video.runs.found_projects import publications_of, title_of
    from vbn_video.steps.record import Record

    record = Record.of(project)
    edited = [
        name for step in STEP_NAMES if record.made(step) for name in step_named(step).editable if record.is_edited(name, step)
    ]
    return {
        "project": str(project.folder),
        "title": title_of(project),
        "steps": [step for step in STEP_NAMES if record.made(step)],
        "edited": edited,
        **publications_of(project),
    }


def _show(project: dict[str, Any]) -> None:
    answer(project["project"])
    rows = [
        (_("title"), project["title"]),
        (_("steps"), " ".join(project["steps"]) or _("none yet")),
        (_("edited"), ", ".join(project["edited"])),
        *((publication["target"], _published(publication)) for publication in project["publications"]),
    ]
    for name, text in rows:
        if text:
            answer(f"  {name:<10}{text}")
    if project["error"]:
        say_what_to_do(project["error"])


def _published(publication: dict[str, Any]) -> str:
    states = {
        "intended": _("begun, not finished"),
        "session": _("upload begun, not finished"),
        "uploaded": _("published"),
        "published": _("published"),
        "withdrawing": _("being taken down"),
        "withdrawn": _("taken down"),
    }
    return f"{states.get(publication['state'], publication['state'])}  {publication['url']}".rstrip()
