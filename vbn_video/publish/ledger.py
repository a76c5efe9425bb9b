"""The project's memory of what has been published where: `ledger.json`, written before each act and after it.

    put(entry, state intended) ──► the act ──► put(entry, state published)
                 │
                 └── killed here: the next run finds the intention, asks the target what is there, and goes on

The key of an entry is (target, place, recording, content), the place being a media folder or a channel: no run can publish the
same video to the same place twice, and what was published of one recording is never taken for another's. Beside the video stand
the side acts (texts, captions, a thumbnail), each with the hash of what was intended and of what was done. `put` returns when the
entry is on the disk: what is not noted may not be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from vbn_video.codec import from_json, to_json
from vbn_video.errors import InputError, MissingError
from vbn_video.messages import _
from vbn_video.project import disk_errors, write_atomically
from vbn_video.untrusted.own_files import read_file

LEDGER_FILE = "ledger.json"

EntryState = Literal["intended", "session", "uploaded", "published", "replaced", "withdrawing", "withdrawn"]
"""`session` and `uploaded` are YouTube's: bytes are on their way, the video is there."""


@dataclass(frozen=True)
class Mark:
    """A side act: the hash of what it was last to bring about, and of what it last brought about."""

    intended: str
    done: str = ""


@dataclass(frozen=True)
class LedgerEntry:
    """One video content of one recording at one place."""

    target: str
    place: str
    """Where at the target: the media folder's path, the channel's id."""
    content: str
    """The video content."""
    state: EntryState
    id: str
    """The target's own key of it: a slug, a video id; empty until the target has given one."""
    url: str = ""
    path: str = ""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the target's own code must know again (JSON values)."""

    @property
    def recording(self) -> str:
        """Who the video is (`Material.recording`)."""
        return str(self.facts.get("recording", ""))

    @property
    def key(self) -> tuple[str, str, str, str]:
        """(target, place, recording, content): no two entries have the same."""
        return self.target, self.place, self.recording, self.content


@dataclass(frozen=True)
class _Document:
    entries: tuple[LedgerEntry, ...] = ()


class Ledger:
    """The entries of one project, oldest first; what was put last is last."""

    def __init__(self, path: Path) -> None:
        """Read the ledger at `path`; one that is not there is empty.

        Raises:
            InputError: it is no longer a ledger.
            MissingError: it may not be read.
        """
        self.path = path
        self.entries = self._read()

    def _read(self) -> tuple[LedgerEntry, ...]:
        try:
            return from_json(_Document, read_file(self.path)).entries
        except FileNotFoundError:
            return ()
        except PermissionError as error:
            raise MissingError(
                _(
                    "The ledger {path} can't be read: another person's upload is under way, or was broken off. Let that person"
                    " run the same command to its end."
                ),
                path=self.path,
            ) from error
        except ValidationError as error:
            raise InputError(
                _(
                    "The ledger {path} can't be read any more. Put back a copy of it, or delete it: what is already published is"
                    " then found again at the next run."
                ),
                path=self.path,
            ) from error

    def latest(self, target: str, place: str, recording: str) -> LedgerEntry | None:
        """The newest entry of this recording at this place, whatever its video."""
        key = (target, place, recording)
        return next((entry for entry in reversed(self.entries) if (entry.target, entry.place, entry.recording) == key), None)

    def find(self, target: str, place: str, recording: str, content: str) -> LedgerEntry | None:
        """The entry of this video at this place."""
        return next((entry for entry in self.entries if entry.key == (target, place, recording, content)), None)

    def standing(self, target: str, recording: str | None = None) -> tuple[LedgerEntry, ...]:
        """The entries whose video is at the target, or may be: all but those that were replaced or withdrawn.

        `recording`: of this one only.
        """
        return tuple(
            entry
            for entry in self.entries
            if entry.target == target and entry.state not in ("replaced", "withdrawn") and recording in (None, entry.recording)
        )

    def put(self, *entries: LedgerEntry) -> None:
        """Write the entries, together, in place of those with the same keys; return when they are on the disk.

        Raises:
            MissingError: the disk is full or can't be written to; then nothing was noted.
        """
        keys = {entry.key for entry in entries}
        noted = (*(entry for entry in self.entries if entry.key not in keys), *entries)
        if noted != self.entries:
            # who has the address of an upload that is under way can go on with it
            under_way = any(entry.state == "session" for entry in noted)
            self._save(to_json(_Document, _Document(noted)).encode(), private=under_way)
            self.entries = noted

    def _save(self, data: bytes, *, private: bool) -> None:
        with disk_errors(self.path):
            write_atomically(self.path, data, private=private)
