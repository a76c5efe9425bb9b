"""`steps.json`: what was made from what, which files a person has edited, and what each step asked to have remembered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vbn_video.codec import SafeName, SafePath, from_json, to_json
from vbn_video.project import FileState, Project, disk_errors, write_atomically
from vbn_video.untrusted.own_files import check_file, read_file

NAME = "steps.json"
TRUSTED_BY_TIME_BYTES = 8 << 20
"""Above this size a file is identified by size and mtime; smaller ones are read: edits within one clock tick show."""


@dataclass(frozen=True)
class StepRecord:
    """What one step made, and from what."""

    fingerprint: str
    outputs: dict[SafePath, FileState] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Placement:
    """What a step decided before its files were put in place, one after another: a killed run is carried on from here."""

    step: SafeName
    made: StepRecord
    edited: tuple[SafeName, ...]
    """Those of the step's files that are a person's."""
    written: dict[SafePath, str]
    """SHA-256 of the files that were written anew; each lies in the step's working folder until it is put in place."""
    before: dict[SafePath, str]
    """SHA-256 of what lay in their places."""
    gone: tuple[SafePath, ...] = ()
    """Files of the last time that the step did not write this time."""


@dataclass(frozen=True)
class RecordContent:
    """The whole of `steps.json`."""

    steps: dict[SafeName, StepRecord] = field(default_factory=dict)
    edited: dict[SafeName, SafeName] = field(default_factory=dict)
    """Files that a person has edited, with the step that writes them; they stay a person's until edits are discarded."""
    placing: Placement | None = None
    """Found here after a crash, and finished at the next run; None where no files are on their way."""
    sources: tuple[str, ...] = ()
    """The recording as the person named it, absolute."""
    asked: dict[str, int | tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """`start_us`, `end_us`, `cuts`, `keeps` of the command line: they hold in later runs too, until the person says otherwise."""
    breaks: tuple[dict[str, Any], ...] = ()
    """Those of the cut that a person moved an end over (`plan/cut/remembered_breaks.py`)."""
    meeting: dict[str, Any] = field(default_factory=dict)
    """What was written into `meeting.toml` by us."""


@dataclass
class Record:
    """The record of one project, read once and written after every step."""

    project: Project
    content: RecordContent
    unreadable: bool = False
    """The record exists but cannot be read: every step runs again, edited files are kept."""
    _states: dict[str, FileState] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project) -> Record:
        """The project's record; an empty one where there is none, or what is there is none any more.

        Raises:
            MissingError: the disk does not give it out.
        """
        with disk_errors(project.folder):
            try:
                return cls(project, from_json(RecordContent, read_file(project.path(NAME))))
            except FileNotFoundError:
                return cls(project, RecordContent())
            except ValidationError:
                return cls(project, RecordContent(), unreadable=True)

    @property
    def path(self) -> Path:
        """Where the record lies."""
        return self.project.path(NAME)

    def save(self, **changes: Any) -> None:
        """Change fields of the content and write it down."""
        self.content = replace(self.content, **changes)
        write_atomically(self.path, to_json(RecordContent, self.content).encode())

    def made(self, step: str) -> StepRecord | None:
        """What the step made last, or None."""
        return self.content.steps.get(step)

    def state(self, name: str) -> FileState | None:
        """How the project's file lies now; None where it is not there."""
        known = next((made.outputs[name] for made in self.content.steps.values() if name in made.outputs), None)
        if state := file_state(self.project.path(name), self._states.get(name), known):
            self._states[name] = state
        return state

    def is_edited(self, name: str, step: str) -> bool:
        """Whether a person has changed the file since `step` wrote it, now or at any time before."""
        if name in self.content.edited:
            return check_file(self.project.path(name)) is not None
        state, placing = self.state(name), self.content.placing
        if state is None:
            return False
        if placing and placing.written.get(name) == state.sha256:
            return name in placing.edited
        made = self.made(step)
        ours = made.outputs.get(name) if made else None
        return ours is None or ours.sha256 != state.sha256


def file_state(path: Path, *known: FileState | None) -> FileState | None:
    """How the file lies now; a large one whose size and time are known ones is not read again.

    Raises:
        MissingError: it is a folder, a pipe or a device.
    """
    if (status := check_file(path)) is None:
        return None
    if status.st_size > TRUSTED_BY_TIME_BYTES:
        for state in known:
            if state and (status.st_size, status.st_mtime_ns) == (state.size, state.modified_ns):
                return state
    return FileState.of(path)


def fingerprint(values: Any) -> str:
    """SHA-256, in hex, of the canonical JSON text of the values."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
