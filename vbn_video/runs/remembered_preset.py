"""The preset of a project's last run on this machine, so that the review page begins its runs with it.

It stands in the person's own state folder, not in the project: a project may come from somebody else, and a preset names where a
video is sent to and which login is used.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from vbn_video.codec import from_json, to_json
from vbn_video.disk.state_notes import state_note
from vbn_video.errors import MissingError
from vbn_video.project import Project, write_atomically
from vbn_video.untrusted.own_files import ensure_folder, read_file

KIND = "presets"


@dataclass(frozen=True)
class ChosenPreset:
    """A preset as a command line names it, valid in any working folder."""

    name: str
    """Its name, or the absolute path of one that is found from one working folder only."""
    overruled: tuple[str, ...] = ()
    """`SECTION.KEY=VALUE`, as `--set` has them; paths are absolute."""


def remember_preset(project: Project, chosen: ChosenPreset) -> None:
    """Note the preset of a run; where that can't be noted, the page takes its own the next time."""
    note = _note(project)
    with suppress(OSError):
        ensure_folder(note.parent)
        write_atomically(note, to_json(ChosenPreset, chosen).encode(), private=True)


def remembered_preset(project: Project) -> ChosenPreset | None:
    """The preset of the last run on this machine; None where none is known."""
    try:
        return from_json(ChosenPreset, read_file(_note(project)))
    except (OSError, ValidationError, MissingError):
        return None


def _note(project: Project) -> Path:
    return state_note(KIND, os.path.abspath(project.folder))
