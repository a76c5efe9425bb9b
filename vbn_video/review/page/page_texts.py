"""Every sentence of the page in the person's language, by its key: gathered from one file a place."""

from __future__ import annotations

from importlib import import_module

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.messages import language
from vbn_video.review.answers import answer

PLACES = ("frame", "captions", "cut", "chapters", "meeting", "publish")
"""`texts_NAME.py` of each has `texts`: the sentences by their keys, which begin with the place's name."""


def all_texts() -> dict[str, str]:
    """The sentences of all places; a `{field}` in one is filled in by the page."""
    found: dict[str, str] = {}
    for place in PLACES:
        found |= import_module(f"vbn_video.review.page.texts_{place}").texts()
    return found


def _texts(_request: Request) -> Response:
    return answer({"language": language(), "texts": all_texts()})


ROUTES: list[BaseRoute] = [Route("/api/texts", _texts)]
