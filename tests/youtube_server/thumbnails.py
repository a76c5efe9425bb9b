"""thumbnails.set."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.youtube_server import videos
from tests.youtube_server.answers import Answer, RefusedError, say
from tests.youtube_server.pages import pictures
from tests.youtube_server.request import Request
from tests.youtube_server.state import etag

if TYPE_CHECKING:
    from tests.youtube_server.service import Service

MOST = 2 << 20
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG's start-of-frame markers


def set_(service: Service, request: Request) -> Answer:
    """thumbnails.set: a picture for a video, if the channel may."""
    video = videos.mine(service, request, request.one("videoId"))
    if request.one("uploadType") not in ("media", ""):
        raise RefusedError("badRequest", f"uploadType={request.one('uploadType')}, which this server does not have here")
    picture = request.body
    if not picture:
        raise RefusedError("mediaBodyRequired", "no picture")
    if len(picture) > MOST:
        raise RefusedError("mediaTooLarge", f"a thumbnail of {len(picture)} bytes")
    kind, width, height = measured(picture)
    said = (request.headers["Content-Type"] or "").partition(";")[0]
    if not kind or said not in (f"image/{kind}", "application/octet-stream"):
        raise RefusedError("invalidImage", f"a thumbnail that is {kind or 'no JPEG or PNG'}, sent as {said!r}")
    if not request.channel.verified:
        sentence = "The authenticated user doesn't have permissions to upload and set custom video thumbnails."
        raise RefusedError("forbidden", message=sentence)
    if (kind, width, height) != ("jpeg", 1280, 720):
        service.state.notes.append(f"the thumbnail of {video.id} is {width}x{height} {kind}, not 1280x720 JPEG")
    video.thumbnail = picture
    return say({"kind": "youtube#thumbnailSetResponse", "etag": etag(video.id), "items": [pictures(video.id)]})


def measured(picture: bytes) -> tuple[str, int, int]:
    """Kind ("jpeg", "png", "" for neither), width, height."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and len(picture) >= 24:
        return ("png", *struct.unpack(">II", picture[16:24]))
    if not picture.startswith(b"\xff\xd8\xff"):
        return "", 0, 0
    at = 2
    while at + 9 <= len(picture) and picture[at] == 0xFF:
        marker, length = picture[at + 1], int.from_bytes(picture[at + 2 : at + 4], "big")
        if marker in FRAMES:
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return "jpeg", width, height
        at += 2 + length
    return "", 0, 0
