"""`vbn-video status`: every project below a folder, how far it has come, what was edited, where it is published."""

from __future__ import annotations

import os
from collections.abc import Iterator
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
    projects = [_status_or_fault(project) for project in projects_below(folder)]
    if as_json:
        print_document({"projects": projects})
        return
    for project in projects:
        _show(project)
    if not projects:
        answer(_("There is no project below {folder}.").format(folder=folder.absolute()))


def projects_below(folder: Path) -> Iterator[Project]:
    """Every project in or below the folder, in the order of their paths; the folder may be a project or a recording itself."""
    from vbn_video.project import SUFFIX, Project
    from vbn_video.runs.projects import existing_project

    if folder.is_file() or folder.name.endswith(SUFFIX):
        yield existing_project(folder)
        return
    for path, names, _files in os.walk(folder.absolute()):
        names.sort()
        yield from (Project(Path(path, name)) for name in names if name.endswith(SUFFIX))
        names[:] = [name for name in names if not name.endswith(SUFFIX) and not name.startswith(".")]


def _status_or_fault(project: Project) -> dict[str, Any]:
    """What is known of the project; one whose files can't be read is said, and the others are listed all the same."""
    try:
        return _status(project)
    except VbnError as error:
        nothing: dict[str, Any] = {"title": None, "steps": [], "edited": [], "publications": []}
        return {"project": str(project.folder), **nothing, "error": error.message}


def _status(project: Project) -> dict[str, Any]:
    from vbn_video.pipeline import STEP_NAMES, step_named
    from vbn_video.steps.record import Record

    record = Record.of(project)
    edited = [
        name for step in STEP_NAMES if record.made(step) for name in step_named(step).editable if record.is_edited(name, step)
    ]
    return {
        "project": str(project.folder),
        "title": _title(project),
        "steps": [step for step in STEP_NAMES if record.made(step)],
        "edited": edited,
        **_publications(project),
    }


def _title(project: Project) -> str | None:
    from vbn_video.settings.toml_lines import parse_toml
    from vbn_video.untrusted.own_files import read_file

    try:
        title = parse_toml(read_file(project.path("meeting.toml")).decode()).get("title")
    except (OSError, ValueError, VbnError):
        return None
    return title if isinstance(title, str) else None


def _publications(project: Project) -> dict[str, Any]:
    """What the ledger says; one that can't be read is a word about this project, and the others are listed all the same."""
    from vbn_video.publish.ledger import LEDGER_FILE, Ledger

    try:
        entries = Ledger(project.path(LEDGER_FILE)).entries
    except VbnError as error:
        return {"publications": [], "error": error.message}
    publications = [
        {"target": entry.target, "id": entry.id, "url": entry.url, "path": entry.path or None, "state": entry.state}
        for entry in entries
        if entry.state != "replaced"
    ]
    return {"publications": publications, "error": None}


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
