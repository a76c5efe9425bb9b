"""The page and its files: a fixed list of names, each served as it is."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

ASSETS = Path(__file__).parent / "assets"
LETTERS = "atkinson-hyperlegible-next.woff2"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


def _page(_request: Request) -> Response:
    return FileResponse(ASSETS / "review.html", media_type="text/html; charset=utf-8")


def _asset(request: Request) -> Response:
    """One of the files beside the page; of the letters the one that the published page has too."""
    name = request.path_params["name"]
    path = _letters() if name == LETTERS else {file.name: file for file in ASSETS.iterdir()}.get(name)
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type=TYPES.get(path.suffix, "application/octet-stream"))


def _letters() -> Path:
    import vbn_video.publish.website.pages as published

    return Path(published.__path__[0]) / "assets" / LETTERS


ROUTES: list[BaseRoute] = [Route("/", _page), Route("/assets/{name}", _asset)]
