"""The page and its files: a fixed list of names, each served as it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

ASSETS = Path(__file__).parent / "assets"
LETTERS = "atkinson-hyperlegible-next.woff2"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


async def _page(_request: Request) -> Response:
    return Response(_content("review.html"), media_type="text/html; charset=utf-8")


async def _asset(request: Request) -> Response:
    """One of the files beside the page; of the letters the one that the published page has too."""
    name = request.path_params["name"]
    content = _content(name)
    if content is None:
        raise HTTPException(404)
    return Response(content, media_type=TYPES.get(Path(name).suffix, "application/octet-stream"))


@cache
def _content(name: str) -> bytes | None:
    """What a file holds, read once: the page asks for some thirty of them at each start."""
    path = _letters() if name == LETTERS else _files().get(name)
    return path.read_bytes() if path else None


@cache
def _files() -> dict[str, Path]:
    return {file.name: file for file in ASSETS.iterdir()}


def _letters() -> Path:
    import vbn_video.publish.website.pages as published

    return Path(published.__path__[0]) / "assets" / LETTERS


ROUTES: list[BaseRoute] = [Route("/", _page), Route("/assets/{name}", _asset)]
