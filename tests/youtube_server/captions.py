"""captions.list, insert, update, delete, download."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.youtube_server import videos
from tests.youtube_server.answers import Answer, RefusedError, say
from tests.youtube_server.multipart import metadata_and_media
from tests.youtube_server.pages import listing, resource
from tests.youtube_server.request import Request
from tests.youtube_server.state import Caption, etag
from tests.youtube_server.validation import LANGUAGE, rfc3339, typed

if TYPE_CHECKING:
    from tests.youtube_server.service import Service

PARTS = frozenset(("id", "snippet"))
SNIPPET = {"videoId": str, "language": str, "name": str, "isDraft": bool}
READ_ONLY = {"lastUpdated", "trackKind", "audioTrackType", "isCC", "isLarge", "isEasyReader", "isAutoSynced", "status"}
NAME_CHARACTERS = 150
MOST = 100 << 20
TIME = rb"(\d+:)?\d\d:\d\d[.,]\d{3}"
CUE = re.compile(TIME + rb" --> " + TIME)


def list_(service: Service, request: Request) -> Answer:
    """captions.list of a video, or by id in it."""
    if "videoId" not in request.query:
        raise RefusedError("missingRequiredParameter", "no videoId", location="videoId")
    video = videos.mine(service, request, request.one("videoId"))
    tracks = service.state.captions_of(video.id)
    if "id" in request.query:
        tracks = [track for track in tracks if track.id in request.all("id")]
    answer = listing("caption", [shown(track, request.parts) for track in tracks])
    del answer["pageInfo"]
    return say(answer)


def shown(track: Caption, asked: list[str]) -> dict[str, Any]:
    """A track's resource."""
    snippet = {
        "videoId": track.video_id,
        "lastUpdated": rfc3339(track.updated_at),
        "trackKind": track.kind,
        "language": track.language,
        "name": track.name,
        "audioTrackType": "unknown",
        "isCC": False,
        "isLarge": False,
        "isEasyReader": False,
        "isDraft": track.draft,
        "isAutoSynced": False,
        "status": "failed" if track.failure else "serving",
        **({"failureReason": track.failure} if track.failure else {}),
    }
    return resource("caption", track.id, etag([track.id, snippet, track.replaced]), {"snippet": lambda: snippet}, asked)


def insert(service: Service, request: Request) -> Answer:
    """captions.insert: a new track; one of the same language and name is in its way."""
    given, media = metadata_and_media(request)
    snippet = typed(given.get("snippet", {}), SNIPPET, READ_ONLY, "caption.snippet")
    video = videos.mine(service, request, snippet.get("videoId", ""))
    language, name = snippet.get("language", ""), snippet.get("name")
    if not LANGUAGE.fullmatch(language) or name is None or len(name) > NAME_CHARACTERS:
        raise RefusedError("invalidMetadata", f"language {language!r}, name {name!r}", location="body.snippet")
    content = _content(media)
    for track in service.state.captions_of(video.id):
        if (track.language, track.name, track.kind) == (language, name, "standard"):
            raise RefusedError("captionExists", location="body.snippet")
    track = service.add_caption(video, language, name, content)
    track.draft = snippet.get("isDraft", False)
    _judge(service, request, track)
    return say(shown(track, request.parts))


def update(service: Service, request: Request) -> Answer:
    """captions.update: other bytes for a track, or whether it is a draft."""
    if request.notes.get("upload"):
        given, media = metadata_and_media(request)
    else:
        given, media = request.document(), None
    track = _mine(service, request, str(given.get("id", "")))
    snippet = typed(given.get("snippet", {}), SNIPPET, READ_ONLY, "caption.snippet")
    if media is not None:
        track.content, track.updated_at, track.replaced = _content(media), service.clock(), track.replaced + 1
        _judge(service, request, track)
    track.draft = snippet.get("isDraft", track.draft)
    return say(shown(track, request.parts))


def delete(service: Service, request: Request) -> Answer:
    """captions.delete."""
    track = _mine(service, request, request.one("id"))
    del service.state.captions[track.id]
    return Answer(204)


def download(service: Service, request: Request) -> Answer:
    """captions.download: the bytes as they were sent; asked for in another format, they are not turned into it."""
    track = _mine(service, request, request.notes["id"])
    kind = "vtt" if track.content.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT") else "srt"
    if request.one("tfmt", kind) != kind:
        raise RefusedError("invalidParameter", f"tfmt={request.one('tfmt')}, which this server does not make", location="tfmt")
    return Answer(200, track.content, {"Content-Type": "text/vtt" if kind == "vtt" else "application/octet-stream"})


def _mine(service: Service, request: Request, caption_id: str) -> Caption:
    track = service.state.captions.get(caption_id)
    if track is None:
        raise RefusedError("captionNotFound", f"no caption track {caption_id!r}", location="id")
    videos.mine(service, request, track.video_id)
    if track.kind != "standard":
        raise RefusedError("forbidden", "the automatic track is not ours to change")
    return track


def _content(media: bytes) -> bytes:
    if not media:
        raise RefusedError("contentRequired", "no bytes of captions")
    if len(media) > MOST:
        raise RefusedError("mediaTooLarge", f"{len(media)} bytes of captions")
    return media


def _judge(service: Service, request: Request, track: Caption) -> None:
    """Whether the bytes are WebVTT or SubRip in UTF-8: if not, the track fails, as on YouTube, and it is noted."""
    text = track.content.removeprefix(b"\xef\xbb\xbf")
    try:
        text.decode()
        good = bool(CUE.search(text)) and (re.match(rb"WEBVTT([ \t\r\n]|$)", text) or re.match(rb"\s*\d+\s*\r?\n", text))
    except UnicodeDecodeError:
        good = False
    track.failure = "" if good else "unknownFormat"
    if not good:
        service.violate(request, f"captions that are neither WebVTT nor SubRip: {text[:40]!r}")
