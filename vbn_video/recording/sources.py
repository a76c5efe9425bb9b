"""The recorded files that were found where a person named, in their order, not yet opened."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vbn_video.evidence import Choice, RecordingKind, Sidecar


@dataclass(frozen=True)
class SourceFile:
    """One recorded file that is a part of the meeting."""

    file: str
    """Path relative to the recording's root, with `/`."""
    began: datetime | None = None
    """When it was begun, with its zone, where its name or its folder's name says so."""


@dataclass(frozen=True)
class Sources:
    """The recorded files of one meeting, in their order, and what names and neighbours say of it."""

    kind: RecordingKind
    root: Path
    """The folder that all names are relative to."""
    name: str
    """The recording folder's name, or the first file's stem."""
    parts: tuple[SourceFile, ...]
    sidecars: tuple[Sidecar, ...] = ()
    choices: tuple[Choice, ...] = ()
    topic: str | None = None
    meeting_id: str | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The parts' paths relative to the root."""
        return tuple(part.file for part in self.parts)
