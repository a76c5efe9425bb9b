"""Lists: parts exactly as asked, pages, ETags."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from typing import Any

from tests.youtube_server.answers import Answer, RefusedError, say
from tests.youtube_server.request import Request
from tests.youtube_server.state import etag

MOST = 50


def resource(kind: str, identity: str, tag: str, parts: dict[str, Callable[[], Any]], asked: Iterable[str]) -> dict[str, Any]:
    """A resource with the parts that are asked for; a part without a value stays away."""
    shown: dict[str, Any] = {"kind": f"youtube#{kind}", "etag": tag, "id": identity}
    for name in asked:
        if name != "id":
            value = parts[name]()
            if value is not None:
                shown[name] = value
    return shown


def listing(kind: str, items: list[dict[str, Any]], *, total: int | None = None, per_page: int | None = None) -> dict[str, Any]:
    """A list's answer without pages."""
    count = len(items) if total is None else total
    page = {"totalResults": count, "resultsPerPage": len(items) if per_page is None else per_page}
    return {"kind": f"youtube#{kind}ListResponse", "etag": etag(items), "items": items, "pageInfo": page}


def paged(request: Request, kind: str, found: list[Any], show: Callable[[Any], dict[str, Any]]) -> Answer:
    """One page of what was found, with the tokens of its neighbours.

    Raises:
        RefusedError: maxResults over 50, or a page token of nobody's.
    """
    per_page = results(request)
    first = 0
    if "pageToken" in request.query:
        try:
            first = int(base64.urlsafe_b64decode(request.one("pageToken").encode()).decode().removeprefix("page "))
        except ValueError as error:
            raise RefusedError("invalidPageToken", f"pageToken {request.one('pageToken')!r}") from error
    page = [show(item) for item in found[first : first + per_page]]
    answer = listing(kind, page, total=len(found), per_page=per_page)
    if first + per_page < len(found):
        answer["nextPageToken"] = page_token(first + per_page)
    if first:
        answer["prevPageToken"] = page_token(max(first - per_page, 0))
    return say(answer)


def page_token(first: int) -> str:
    """What stands for the page that begins there."""
    return base64.urlsafe_b64encode(f"page {first}".encode()).decode()


def results(request: Request) -> int:
    """How many a page holds: 5, unless asked.

    Raises:
        RefusedError: no number from 1 to 50.
    """
    given = request.one("maxResults", "5")
    if not given.isdigit() or not 1 <= int(given) <= MOST:
        raise RefusedError("invalidParameter", f"maxResults {given}", location="maxResults")
    return int(given)


def one_filter(request: Request, *names: str) -> str:
    """Which of the filters is given.

    Raises:
        RefusedError: none, or several.
    """
    given = [name for name in names if name in request.query]
    if not given:
        raise RefusedError("missingRequiredParameter", f"no filter: one of {', '.join(names)}", "No filter selected.")
    if len(given) > 1:
        raise RefusedError("incompatibleParameters", f"filters together: {', '.join(given)}")
    return given[0]


def pictures(video_id: str) -> dict[str, Any]:
    """The thumbnails that a resource names."""
    sizes = {"default": (120, 90), "medium": (320, 180), "high": (480, 360)}
    return {
        name: {"url": f"https://i.ytimg.com/vi/{video_id}/{name}.jpg", "width": width, "height": height}
        for name, (width, height) in sizes.items()
    }
