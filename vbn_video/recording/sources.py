"""The recorded files of one meeting that were found where a person named, not yet opened; and the refusals of what is not one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from vbn_video.clock import local_time
from vbn_video.errors import RecordingError
from vbn_video.evidence import Choice, RecordingKind, Sidecar
from vbn_video.messages import _

ONE_MEETING = timedelta(hours=3)
"""Longest pause between the files of one meeting, from the end of the one before."""


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
    day: date | None = None
    """The day of the meeting, where names say it though the first part's beginning is not known."""

    @property
    def files(self) -> tuple[str, ...]:
        """The parts' paths relative to the root."""
        return tuple(part.file for part in self.parts)


def two_meetings(folder: Path, first: str, second: str) -> RecordingError:
    """The error for a folder in which these files are of two meetings."""
    return RecordingError(
        _("The folder {path} holds more than one meeting: {first} and {second}. Give the files of one meeting by their names."),
        path=folder,
        first=first,
        second=second,
    )


def two_meetings_by_time(folder: Path, first: datetime, second: datetime, zone: str) -> RecordingError:
    """The error for a folder whose files were begun too far apart for one meeting."""
    return RecordingError(
        _(
            "The folder {path} holds more than one meeting: one begins {first}, another {second}. "
            "Give the files of one meeting by their names."
        ),
        path=folder,
        first=local_time(first, ZoneInfo(zone)),
        second=local_time(second, ZoneInfo(zone)),
    )


def not_told(folder: Path, first: str, second: str) -> RecordingError:
    """The error for a folder with files of which neither names nor sound say what they are to each other."""
    return RecordingError(
        _(
            "Nothing in {path} says whether {first} and {second} are two parts of one meeting, two pictures of the same time, or "
            "two meetings. Give the files to use by their names, in their order."
        ),
        path=folder,
        first=first,
        second=second,
    )
