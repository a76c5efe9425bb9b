"""How the rooms answer: JSON, the revision of what was read, and a sentence for what can't be done.

a room's function ─► answer / sent ─► JSON with ETag
                  ─► an error ──────► {"error": {"message", "exit_code"}} with the status that belongs to it
"""

from __future__ import annotations

import hashlib
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vbn_video.errors import InputError, MissingError, VbnError
from vbn_video.messages import _
from vbn_video.review.workspace import Workspace


class LockedError(MissingError):
    """A run is at work in the project: what was asked for can be asked again."""


class StaleError(InputError):
    """What the browser changed is not what stands there now; `current` is."""

    def __init__(self, sentence: str, current: dict[str, Any]) -> None:
        super().__init__(sentence)
        self.current = current


def revision_of(data: bytes | None) -> str:
    """The revision of a file by its bytes; `none` where there is no file."""
    return "none" if data is None else hashlib.sha256(data).hexdigest()


def answer(document: Any, revision: str | None = None, status: int = 200) -> Response:
    """A JSON document, and the revision that a change of it must name."""
    headers = {"ETag": f'"{revision}"'} if revision else {}
    return JSONResponse(document, status, headers)


def error_answer(error: VbnError) -> Response:
    """The sentence: 412 with what stands there now, 423 where a run holds the project, else 400 for what the person can mend."""
    document: dict[str, Any] = {"error": {"message": error.message, "exit_code": error.exit_code}}
    if isinstance(error, StaleError):
        return JSONResponse({**document, "current": error.current}, 412)
    if isinstance(error, LockedError):
        return JSONResponse(document, 423, {"Retry-After": "1"})
    return JSONResponse(document, 400 if isinstance(error, InputError) else 409)


def named_revision(request: Request) -> str:
    """The revision that a change was made for, from `If-Match`.

    Raises:
        InputError: the request names none.
    """
    named = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not named:
        raise InputError(_("The change does not say which revision it was made for. Reload the page."))
    return named


def workspace_of(request: Request) -> Workspace:
    """The folder that is being reviewed."""
    workspace: Workspace = request.app.state.workspace
    return workspace
