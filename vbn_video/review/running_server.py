"""Which server is at work on which folder: a private note in the person's own state folder, so that a second command opens the
page that is there instead of another one beside it. The note of a server that was killed stays: the next one goes on by it."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from vbn_video.disk.state_notes import state_note
from vbn_video.project import write_atomically
from vbn_video.untrusted.own_files import ensure_folder, read_file

TIMEOUT_S = 2.0


@dataclass(frozen=True)
class RunningServer:
    """A server, and the key by which it gives out an address."""

    folder: str
    port: int
    command_key: str
    pid: int
    resume_key: str
    """By which the next server on this port knows the tabs of this one again, should this one be killed."""
    preset: str = ""
    """The preset that it was begun with, as on a command line."""

    def new_address(self, project: str | None = None) -> str | None:
        """An address of its page that may be opened once; None where it is not there any more."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        try:
            path = f"/api/address?project={project}" if project else "/api/address"
            connection.request("POST", path, headers={"Authorization": f"Bearer {self.command_key}"})
            answer = connection.getresponse()
            address = json.loads(answer.read()).get("address") if answer.status == 200 else None
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return address if isinstance(address, str) else None


def find_server(folder: Path) -> RunningServer | None:
    """The server that has noted that it is at work on the folder; whether it still is, `new_address` says."""
    try:
        return RunningServer(**json.loads(read_file(_note(folder))))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def noted(server: RunningServer) -> Iterator[None]:
    """The note, for as long as the server is there; where it can't be written, a second command begins a second server."""
    note = _note(Path(server.folder))
    with suppress(OSError):
        ensure_folder(note.parent)
        write_atomically(note, json.dumps(asdict(server)).encode(), private=True)
    try:
        yield
    finally:
        if find_server(Path(server.folder)) == server:
            with suppress(OSError):
                note.unlink()


def _note(folder: Path) -> Path:
    return state_note("review", os.path.abspath(folder))
