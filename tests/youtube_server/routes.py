"""What can be asked for: each method's path, parameters, parts and scopes, as the discovery document has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.youtube_server import captions, channels, oauth, playlists, resumable, thumbnails, videos
from tests.youtube_server.answers import Answer, RefusedError
from tests.youtube_server.request import Request

if TYPE_CHECKING:
    from tests.youtube_server.service import Service

SCOPE = "https://www.googleapis.com/auth/youtube"
FULL = frozenset((SCOPE, f"{SCOPE}.force-ssl", f"{SCOPE}partner"))
READ = FULL | {f"{SCOPE}.readonly"}
UPLOAD = FULL | {f"{SCOPE}.upload"}
CAPTIONS = FULL - {SCOPE}
EVERYWHERE = frozenset(("alt", "prettyPrint", "quotaUser"))


@dataclass(frozen=True)
class Method:
    """A method of the API, or an address of the sign-in."""

    name: str
    http: str
    path: str
    work: Callable[[Service, Request], Answer]
    parameters: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    """() where `part` is not asked for."""
    scopes: frozenset[str] = FULL
    signed_in: bool = True


def _never(service: Service, request: Request) -> Answer:
    raise AssertionError(request.seen.name)


def _method(
    name: str,
    http: str,
    path: str,
    work: Callable[[Service, Request], Answer],
    parameters: str = "",
    *,
    parts: frozenset[str] = frozenset(),
    scopes: frozenset[str] = FULL,
) -> Method:
    return Method(name, http, path, work, frozenset(parameters.split()) | EVERYWHERE, parts, scopes)


API, MEDIA = "/youtube/v3/", "/upload/youtube/v3/"
OPEN = _method(
    "videos.insert.open",
    "POST",
    MEDIA + "videos",
    resumable.open_session,
    "notifySubscribers uploadType",
    parts=videos.PARTS,
    scopes=UPLOAD,
)
BYTES = _method("videos.insert.bytes", "PUT", MEDIA + "videos", _never, "uploadType upload_id", scopes=UPLOAD)
ASK = _method("videos.insert.ask", "PUT", MEDIA + "videos", resumable.ask, "uploadType upload_id", scopes=UPLOAD)
METHODS = (
    OPEN,
    _method(
        "videos.list",
        "GET",
        API + "videos",
        videos.list_,
        "id chart myRating maxResults pageToken hl",
        parts=videos.PARTS,
        scopes=READ,
    ),
    _method("videos.update", "PUT", API + "videos", videos.update, parts=videos.PARTS),
    _method("videos.delete", "DELETE", API + "videos", videos.delete, "id"),
    _method(
        "channels.list",
        "GET",
        API + "channels",
        channels.list_,
        "mine id forHandle maxResults hl",
        parts=channels.PARTS,
        scopes=READ,
    ),
    _method(
        "playlists.list",
        "GET",
        API + "playlists",
        playlists.list_,
        "mine id channelId maxResults pageToken hl",
        parts=playlists.PARTS,
        scopes=READ,
    ),
    _method("playlists.insert", "POST", API + "playlists", playlists.insert, parts=playlists.PARTS),
    _method(
        "playlistItems.list",
        "GET",
        API + "playlistItems",
        playlists.items_list,
        "playlistId videoId id maxResults pageToken",
        parts=playlists.ITEM_PARTS,
        scopes=READ,
    ),
    _method("playlistItems.insert", "POST", API + "playlistItems", playlists.items_insert, parts=playlists.ITEM_PARTS),
    _method("playlistItems.delete", "DELETE", API + "playlistItems", playlists.items_delete, "id"),
    _method("captions.list", "GET", API + "captions", captions.list_, "videoId id", parts=captions.PARTS, scopes=CAPTIONS),
    _method(
        "captions.insert", "POST", MEDIA + "captions", captions.insert, "uploadType sync", parts=captions.PARTS, scopes=CAPTIONS
    ),
    _method(
        "captions.update", "PUT", MEDIA + "captions", captions.update, "uploadType sync", parts=captions.PARTS, scopes=CAPTIONS
    ),
    _method("captions.update", "PUT", API + "captions", captions.update, parts=captions.PARTS, scopes=CAPTIONS),
    _method("captions.delete", "DELETE", API + "captions", captions.delete, "id", scopes=CAPTIONS),
    _method("captions.download", "GET", API + "captions/{id}", captions.download, "tfmt tlang", scopes=CAPTIONS),
    _method("thumbnails.set", "POST", MEDIA + "thumbnails/set", thumbnails.set_, "videoId uploadType", scopes=UPLOAD),
)
SIGN_IN = (
    Method("auth", "GET", "/auth", oauth.authorize, signed_in=False),
    Method("token", "POST", "/token", oauth.token, signed_in=False),
    Method("revoke", "POST", "/revoke", oauth.revoke, signed_in=False),
)


def _unknown(service: Service, request: Request) -> Answer:
    raise RefusedError("notFound", f"there is no {request.seen.method} {request.seen.path}")


UNKNOWN = Method("unknown", "", "", _unknown, signed_in=False)


def route(
    http: str, path: str, query: dict[str, list[str]], content_range: str | None, prefix: str
) -> tuple[Method, dict[str, str]]:
    """The method that an address is, with what its path names."""
    for method in SIGN_IN:
        if (http, path) == (method.http, method.path):
            return method, {}
    if not path.startswith(prefix + "/"):
        return UNKNOWN, {}
    path = path.removeprefix(prefix)
    if (http, path) == ("PUT", BYTES.path):
        return (ASK if (content_range or "").startswith("bytes */") else BYTES), {}
    for method in METHODS:
        found = re.fullmatch(method.path.replace("{id}", "(?P<id>[^/]+)"), path)
        if found and http == method.http:
            return method, found.groupdict()
    return UNKNOWN, {}
