"""The preset of a project: the one that the command named, else the one of the project's own last run.

vbn-video review --preset X ─► X, for every project
vbn-video review ────────────► what this machine remembers of each project; the usual one where it remembers none
… --set K=V ─────────────────► laid over either
"""

from __future__ import annotations

from vbn_video.project import Project
from vbn_video.runs.remembered_preset import ChosenPreset, remembered_preset


def preset_of_project(project: Project, given: ChosenPreset, *, is_named: bool) -> ChosenPreset:
    """The project's preset; `given`: what the command has, which it was named or is the usual one."""
    remembered = None if is_named else remembered_preset(project)
    return ChosenPreset(remembered.name, (*remembered.overruled, *given.overruled)) if remembered else given
