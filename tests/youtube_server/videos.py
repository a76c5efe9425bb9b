"""videos.list, videos.update, videos.delete; and the birth of a video."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.youtube_server.answers import Answer, RefusedError, say
from tests.youtube_server.pages import MOST, listing, one_filter, pictures, resource
from tests.youtube_server.request import Request
from tests.youtube_server.state import Session, Video, etag
from tests.youtube_server.validation import iso_duration, moment, rfc3339, video_snippet, video_status

if TYPE_CHECKING:
    from tests.youtube_server.service import Service

WRITABLE = frozenset(("snippet", "status", "localizations", "recordingDetails", "paidProductPlacementDetails"))
PARTS = WRITABLE | frozenset(("id", "contentDetails", "processingDetails", "fileDetails", "statistics", "player", "topicDetails"))
SHORT_S = 15 * 60  # what a channel without long uploads may upload


def checked(service: Service, request: Request, given: dict[str, Any], *, old: Video | None = None) -> dict[str, Any]:
    """The writable parts of a body, as they will be stored.

    Raises:
        RefusedError: a limit broken, or a part that the parameter does not name.
    """
    parts = set(request.parts)
    for name in given:
        if name in PARTS - {"id"} and name not in parts:
            raise RefusedError("unexpectedPart", f"the body has {name}, which is not in part")
        if name not in PARTS | {"kind", "etag"}:
            raise RefusedError("badRequest", f"unknown field video.{name}")
    found: dict[str, Any] = {}
    if "snippet" in parts or old is None:
        found["snippet"] = video_snippet(given.get("snippet", {}))
        if old is not None and "categoryId" not in found["snippet"]:
            raise RefusedError("invalidVideoMetadata", "videos.update of the snippet without categoryId")
        found["snippet"].setdefault("categoryId", "22")
    if "status" in parts or old is None:
        found["status"], wrong = video_status(given.get("status", {}), service.clock())
        for sentence in wrong:
            service.violate(request, sentence)
    for name in sorted(parts & (WRITABLE - {"snippet", "status"})):
        found[name] = given.get(name)
    return found


def be_born(service: Service, session: Session) -> Video:
    """The video of an upload that is complete."""
    settings, state = service.settings, service.state
    video = Video(
        id=state.new_id("", 11),
        channel=session.channel,
        snippet=session.resource["snippet"],
        status=session.resource["status"],
        published_at=service.clock(),
        size=session.size,
        sha256=session.digest.hexdigest() if session.digest else "",
        content=None if session.content is None else bytes(session.content),
        content_type=session.content_type,
        session=session.id,
        notified=session.notify,
        duration_s=settings.duration_s,
        polls=settings.processing_polls,
        end=settings.processing_end,
        end_reason=settings.processing_reason,
        lag=settings.uploads_lag,
        listed_at=service.clock() + settings.uploads_lag_s,
        late=settings.late_not_found,
        extra={name: value for name, value in session.resource.items() if name not in ("snippet", "status")},
        parts=session.parts,
    )
    if session.channel.long_uploads != "allowed" and video.duration_s > SHORT_S:
        video.end, video.end_reason = "rejected", "length"
    state.videos[video.id] = video
    state.uploaded.append(video)
    session.video_id = video.id
    return video


def shown(service: Service, video: Video, asked: list[str] | tuple[str, ...]) -> dict[str, Any]:
    """A video's resource with the parts that are asked for."""
    if video.status.get("publishAt") and moment(video.status["publishAt"]) <= service.clock():
        video.status = {**video.status, "privacyStatus": "public"}
        del video.status["publishAt"]
    ready = video.upload_status == "processed"
    parts: dict[str, Callable[[], Any]] = {
        "snippet": lambda: _snippet(video),
        "status": lambda: _status(video),
        "contentDetails": lambda: {
            "duration": iso_duration(video.duration_s) if ready else "P0D",
            "dimension": "2d",
            "definition": "hd" if ready else "sd",
            "caption": "true" if _captioned(service, video) else "false",
            "licensedContent": False,
            "contentRating": {},
            "projection": "rectangular",
            "hasCustomThumbnail": video.thumbnail is not None,
        },
        "processingDetails": lambda: _processing(video),
        "fileDetails": lambda: {
            "fileName": "unknown",
            "fileSize": str(video.size),
            "fileType": "video",
            **({"durationMs": str(round(video.duration_s * 1000))} if ready else {}),
        },
        "statistics": lambda: {"viewCount": "0", "likeCount": "0", "favoriteCount": "0", "commentCount": "0"},
        "player": lambda: {"embedHtml": f'<iframe src="//www.youtube.com/embed/{video.id}"></iframe>'},
    }
    for name in PARTS - {"id"} - parts.keys():
        parts[name] = partial(video.extra.get, name)
    return resource("video", video.id, _etag(service, video, asked), parts, asked)


def _snippet(video: Video) -> dict[str, Any]:
    told = {name: value for name, value in video.snippet.items() if value != []}
    return {
        "publishedAt": rfc3339(video.published_at),
        "channelId": video.channel.id,
        "channelTitle": video.channel.title,
        "thumbnails": pictures(video.id),
        "liveBroadcastContent": "none",
        "localized": {"title": video.title, "description": video.description},
        "description": "",
        **told,
    }


def _status(video: Video) -> dict[str, Any]:
    kids = bool(video.status.get("selfDeclaredMadeForKids"))
    told = {**video.status, "uploadStatus": video.upload_status, "madeForKids": kids}
    if video.upload_status == "failed":
        told["failureReason"] = video.end_reason or "conversion"
    if video.upload_status == "rejected":
        told["rejectionReason"] = video.end_reason or "duplicate"
    return told


def _processing(video: Video) -> dict[str, Any]:
    status = {"uploaded": "processing", "processed": "succeeded", "failed": "failed", "rejected": "terminated"}[
        video.upload_status
    ]
    told: dict[str, Any] = {"processingStatus": status, "fileDetailsAvailability": "available"}
    if status == "processing":
        told["processingProgress"] = {"partsTotal": "1000", "partsProcessed": "500", "timeLeftMs": "30000"}
    if status == "failed":
        told["processingFailureReason"] = "transcodeFailed"
    return told


def _captioned(service: Service, video: Video) -> bool:
    tracks = service.state.captions_of(video.id)
    return any(track.kind == "standard" and not track.draft and not track.failure for track in tracks)


def mine(service: Service, request: Request, video_id: str, *, late: bool = False) -> Video:
    """A video of the channel that asks.

    Raises:
        RefusedError: no such video (any longer, or, if it may come `late`, yet), or another channel's.
    """
    video = service.state.videos.get(video_id)
    if video is None:
        wrong = "" if service.state.was_there(video_id) else f"an id that no video ever had: {video_id!r}"
        raise RefusedError("videoNotFound", wrong, location="videoId")
    if video.channel is not request.channel:
        raise RefusedError("forbidden", f"the video {video_id} is another channel's")
    if late and video.late:
        video.late -= 1
        raise RefusedError("videoNotFound", location="body.snippet.resourceId.videoId")
    return video


def list_(service: Service, request: Request) -> Answer:
    """videos.list by id: those that are there and may be seen; each list brings their processing a step on."""
    one_filter(request, "id", "chart", "myRating")
    ids = request.all("id")
    if not ids:
        raise RefusedError("unexpectedParameter", "videos.list by something else than id, which this server does not have")
    if len(ids) > MOST:
        raise RefusedError("idInvalid", f"{len(ids)} ids at once")
    if "maxResults" in request.query or "pageToken" in request.query:
        service.violate(request, "maxResults and pageToken do not go with id")
    items = []
    for video_id in dict.fromkeys(ids):
        video = service.state.videos.get(video_id)
        if video is None and not service.state.was_there(video_id):
            service.violate(request, f"an id that no video ever had: {video_id!r}")
        if video is None or (video.privacy == "private" and video.channel is not request.channel):
            continue
        items.append(shown(service, video, request.parts))
        if video.polls > 0:
            video.polls -= 1
            if video.polls == 0 and video.end == "processed" and service.settings.tracks_by_machine:
                service.add_caption(video, "da", kind="asr")
    return say(listing("video", items))


def _etag(service: Service, video: Video, asked: Sequence[str]) -> str:
    """The ETag of a video with these parts."""
    kind = service.settings.etag
    if kind == "stable":
        return video.etag
    return etag([video.etag, sorted(asked), service.state.new_id("", 8) if kind == "restless" else ""])


def update(service: Service, request: Request) -> Answer:
    """videos.update: a part that is sent is all there is of it afterwards.

    Raises:
        RefusedError: the ETag of If-Match is no longer the video's; or as `checked`.
    """
    given = request.document()
    video = mine(service, request, str(given.get("id", "")))
    if not set(request.parts) & WRITABLE:
        raise RefusedError("unexpectedPart", f"nothing to write in part={','.join(request.parts)}")
    fresh = checked(service, request, given, old=video)
    asked = request.headers["If-Match"]
    if asked and asked.strip('"') not in ("*", _etag(service, video, request.parts)):
        raise RefusedError("conditionNotMet")
    if video.privacy == "private" and fresh.get("status", video.status)["privacyStatus"] == "public":
        video.published_at = service.clock()  # of a public video it is the time when it was made so
    video.snippet = fresh.pop("snippet", video.snippet)
    video.status = fresh.pop("status", video.status)
    video.extra |= fresh
    return say(shown(service, video, request.parts))


def delete(service: Service, request: Request) -> Answer:
    """videos.delete: gone from everywhere."""
    service.delete_video(mine(service, request, request.one("id")))
    return Answer(204)
