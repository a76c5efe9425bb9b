"""How a person's change comes into a project's file: read from the request, made for the revision that stands there, locked.

request ─► body_of: what was sent, checked
        ─► held_for_edit: the lock ─► a killed run's files put in place ─► is it still that revision? ─► the change is written
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from anyio import from_thread
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from vbn_video.codec import from_json
from vbn_video.errors import InputError, MissingError
from vbn_video.messages import _
from vbn_video.project import Project, disk_errors
from vbn_video.review.answers import LockedError, StaleError, named_revision, revision_of, workspace_of
from vbn_video.steps.record import Record
from vbn_video.steps.runner import finish_placement
from vbn_video.untrusted.own_files import check_file, read_file

Body = TypeVar("Body", bound=BaseModel)


def project_of(request: Request) -> Project:
    """The project that the address names.

    Raises:
        InputError: there is none of that key, or it is gone.
    """
    return workspace_of(request).project(request.path_params["key"])


def body_of(request: Request, kind: type[Body]) -> Body:
    """What was sent, as a value of that kind; for a handler that runs in a thread.

    Raises:
        InputError: it is none.
    """
    try:
        return from_json(kind, from_thread.run(request.body))
    except ValidationError as error:
        raise InputError(_("The page sent something that is not understood here. Reload it, then do it again.")) from error


def bytes_of(project: Project, name: str) -> bytes | None:
    """The file's bytes; None where there is none.

    Raises:
        MissingError: the disk does not give it out, or it is no file.
    """
    with disk_errors(project.folder):
        path = project.path(name)
        return None if check_file(path) is None else read_file(path)


@contextmanager
def held(project: Project) -> Iterator[None]:
    """Hold the project's lock.

    Raises:
        LockedError: a run holds it; the sentence says who.
        MissingError: the folder can't be locked.
    """
    with ExitStack() as opened:
        try:
            opened.enter_context(project.lock())
        except MissingError as error:
            if project.path(".lock.json").exists():
                raise LockedError("{said}", said=error.message) from error
            raise
        yield


@contextmanager
def held_for_edit(request: Request, project: Project, name: str, current: Callable[[], dict[str, Any]]) -> Iterator[None]:
    """Hold the project's lock for a change of the file `name`; `current` is the document as it stands.

    Raises:
        InputError: the request does not name the revision that it was made for.
        StaleError: the file is not of that revision any more.
        LockedError, MissingError: as `held`.
    """
    revision = named_revision(request)
    with held(project):
        with disk_errors(project.folder):
            finish_placement(project, Record.of(project))
        if revision_of(bytes_of(project, name)) != revision:
            raise StaleError(_("It was changed elsewhere since you opened it."), current())
        yield
