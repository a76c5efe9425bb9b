"""The projects below a folder, and what each says of itself without being run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vbn_video.errors import VbnError
from vbn_video.project import SUFFIX, Project
from vbn_video.publish.ledger import LEDGER_FILE, Ledger
from vbn_video.runs.projects import existing_project
from vbn_video.settings.toml_lines import parse_toml
from vbn_video.untrusted.own_files import read_file


def projects_below(folder: Path) -> Iterator[Project]:
    """Every project in or below the folder, in the order of their paths; the folder may be a project or a recording itself."""
    if folder.is_file() or folder.name.endswith(SUFFIX):
        yield existing_project(folder)
        return
    for path, names, _files in os.walk(folder.absolute()):
        names.sort()
        yield from (Project(Path(path, name)) for name in names if name.endswith(SUFFIX))
        names[:] = [name for name in names if not name.endswith(SUFFIX) and not name.startswith(".")]


def title_of(project: Project) -> str | None:
    """The title in `meeting.toml`; None where there is none that can be read."""
    try:
        title = parse_toml(read_file(project.path("meeting.toml")).decode()).get("title")
    except (OSError, ValueError, VbnError):
        return None
    return title if isinstance(title, str) else None


def publications_of(project: Project) -> dict[str, Any]:
    """What the ledger says (`publications`), and why it can't be read (`error`, else None)."""
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
