"""A project's file changed as a person changes it: the lock is held while it is written, and no longer.

hold_project ─► read_project_file ─► is it the revision that the change was made for? ─► write_as_edit ─► let go
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

from anyio import from_thread
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from vbn_video.codec import from_json
from vbn_video.errors import InputError, MissingError
from vbn_video.messages import _
from vbn_video.project import Project, disk_errors, write_atomically
from vbn_video.review.answers import LockedError
from vbn_video.steps.record import NAME, Record
from vbn_video.steps.runner import finish_placement
from vbn_video.untrusted.own_files import check_file, file_signature, read_file

Body = TypeVar("Body", bound=BaseModel)

_holding: dict[Path, Lock] = {}
_placed: dict[Path, tuple[int, int]] = {}
"""How `steps.json` lay when it was last seen that nothing is on its way into the folder."""


def read_body(request: Request, kind: type[Body]) -> Body:
    """What the browser sent, as a value of that kind; for a handler that runs in a thread.

    Raises:
        InputError: it is none.
    """
    try:
        return from_json(kind, from_thread.run(request.body))
    except ValidationError as error:
        raise InputError(_("The page sent something that is not understood here. Reload it, then do it again.")) from error


def read_project_file(project: Project, name: str) -> bytes | None:
    """The file's bytes; None where there is none.

    Raises:
        MissingError: the disk does not give it out, or it is no file.
    """
    path = project.path(name)
    with disk_errors(project.folder):
        return None if check_file(path) is None else read_file(path)


@contextmanager
def hold_project(project: Project) -> Iterator[None]:
    """Hold the project's lock, once what a killed run left half in place is whole; threads of this server wait for each other.

    Raises:
        LockedError: a run, or another program, holds it; the sentence says who.
        MissingError: the folder can't be locked, or the disk refuses.
    """
    with _holding.setdefault(project.folder, Lock()), ExitStack() as opened:
        try:
            opened.enter_context(project.lock())
        except MissingError as error:
            with disk_errors(project.folder):
                is_held = project.path(".lock.json").exists()
            if is_held:
                raise LockedError("{said}", said=error.message) from error
            raise
        _finish_placement(project)
        yield


def write_as_edit(project: Project, name: str, step: str, data: bytes) -> None:
    """Write a file of a step so that it is a person's from then on; for the holder of the lock.

    Raises:
        MissingError: the disk refuses; what stood there stands.
    """
    with disk_errors(project.folder):
        write_atomically(project.path(name), data)
        lay = file_signature(project.path(NAME))
        if lay is None or _edited_seen.get(project.path(name)) == lay:
            return
        record = Record.of(project)
        if not record.unreadable and record.content.edited.get(name) != step:
            record.save(edited={**record.content.edited, name: step})
        _note(_edited_seen, project.path(name), project.path(NAME))
        _note(_placed, project.folder, project.path(NAME))


_edited_seen: dict[Path, tuple[int, int]] = {}
"""How `steps.json` lay when it was last seen that it names the file as a person's."""


def _finish_placement(project: Project) -> None:
    with disk_errors(project.folder):
        if _placed.get(project.folder) != file_signature(project.path(NAME)):
            finish_placement(project, Record.of(project))
            _note(_placed, project.folder, project.path(NAME))


def _note(seen: dict[Path, tuple[int, int]], key: Path, path: Path) -> None:
    state = file_signature(path)
    if state is None:
        seen.pop(key, None)
    else:
        seen[key] = state
