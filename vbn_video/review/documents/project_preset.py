"""The preset of a project: the one that the command named, else the one of the project's own last run.

vbn-video review --preset X ─► X, for every project
vbn-video review ────────────► what steps.json remembers of each project; the usual one where it remembers none
"""

from __future__ import annotations

from pathlib import Path

from vbn_video.errors import VbnError
from vbn_video.project import Project
from vbn_video.settings.choices import DEFAULT_PRESET
from vbn_video.steps.record import NAME, ChosenPreset, Record
from vbn_video.untrusted.own_files import check_file

_read: dict[Path, tuple[tuple[int, int], ChosenPreset | None]] = {}
"""What each `steps.json` remembered, and how it lay then."""


def preset_of_project(project: Project, named: ChosenPreset) -> ChosenPreset:
    """The project's preset; `named`: what the command was given."""
    if named != ChosenPreset(DEFAULT_PRESET):
        return named
    return _remembered(project) or named


def _remembered(project: Project) -> ChosenPreset | None:
    path = project.path(NAME)
    try:
        status = check_file(path)
        if status is None:
            return None
        lies = status.st_size, status.st_mtime_ns
        if path not in _read or _read[path][0] != lies:
            _read[path] = lies, Record.of(project).content.preset
    except (OSError, VbnError):
        return None
    return _read[path][1]
