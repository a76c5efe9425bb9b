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
    from vbn_video.review.captions import captions_document, corrections_document, doubts_document, glossary_document
    from vbn_video.review.desk import desk_routes
    from vbn_video.review.documents import (
        chapters_document,
        cut_document,
        intro_picture,
        meeting_document,
        publication_document,
        website_setting,
    )
    from vbn_video.review.media import media_routes, recording_stills
    from vbn_video.review.page import page_files, page_texts

    rooms = (
        page_files,
        page_texts,
        desk_routes,
        recording_stills,
        intro_picture,
        media_routes,
        captions_document,
        doubts_document,
        corrections_document,
        glossary_document,
        meeting_document,
        cut_document,
        chapters_document,
        publication_document,
        website_setting,
    )
    return [route for room in rooms for route in room.ROUTES]


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, VbnError)
    return error_answer(error)
