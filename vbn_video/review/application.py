"""Every address of the review page, and the room that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from vbn_video.errors import VbnError
from vbn_video.review.answers import error_answer
from vbn_video.review.workspace import Workspace

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def make_application(workspace: Workspace) -> Starlette:
    """The application that shows a folder; who may ask is decided by `access/`, around it."""
    application = Starlette(routes=_routes(), exception_handlers={VbnError: _refused})
    application.state.workspace = workspace
    return application


def _routes() -> list[BaseRoute]:
    """The addresses of each room, in the order in which a person meets them."""
    from vbn_video.review.documents import captions_document, corrections_document, glossary_document
    from vbn_video.review.page import page_files, page_texts

    documents = (captions_document, corrections_document, glossary_document)
    return [*(route for room in documents for route in room.ROUTES), *page_files.ROUTES, *page_texts.ROUTES]


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, VbnError)
    return error_answer(error)
