"""What is asked of YouTube, a method for each: through google-api-python-client, whose description of the API comes with it.

Every method raises MissingError where the login can't be used, and TargetError where the service can't be reached or refuses for
good; what else it raises stands there.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vbn_video.events import Emit
from vbn_video.messages import _
from vbn_video.publish.youtube.api.calls import ApiCalls, GoneError, Json
from vbn_video.publish.youtube.auth.login import read_login
from vbn_video.publish.youtube.transport.connection import Connection
from vbn_video.publish.youtube.transport.responses import Response
from vbn_video.publish.youtube.transport.retry import Clock, ServiceTime
from vbn_video.settings.preset import Youtube

PAGE = 50
TEXT_PARTS = "snippet,status"
"""The parts of a video that hold its texts and settings: those of `texts/metadata.py`."""
SHOWN_PARTS = "snippet,status,contentDetails,processingDetails,statistics"


@dataclass(frozen=True)
class Channel:
    """The channel that the login acts on."""

    id: str
    title: str
    handle: str
    uploads: str
    """The playlist of all its uploads."""
    long_uploads: str = ""
    """`allowed` where videos may be longer than 15 minutes."""


class Api(ApiCalls):
    """The YouTube Data API v3, as one login sees it."""

    def __init__(self, connection: Connection, api_root: str, clock: Clock) -> None:
        super().__init__(connection, clock)
        self.root = api_root.rstrip("/") + "/"
        self._service = _service(connection, self.root)

    def get_channel(self) -> Channel | None:
        """The login's channel; None where its account has none."""
        found = self.call_idempotent(
            self._service.channels().list(part="id,snippet,contentDetails,status", mine=True), _("to name the channel")
        )
        return next(map(_channel, found.get("items", ())), None)

    def get_video(self, video_id: str) -> Json | None:
        """The video with its texts, states and processing; None where there is none."""
        found = self.call_idempotent(self._service.videos().list(part=SHOWN_PARTS, id=video_id), _("to show the video"))
        return next(iter(found.get("items", ())), None)

    def get_video_texts(self, video_id: str) -> Json | None:
        """The video as an update takes it, with the ETag that goes with that; None where there is none."""
        found = self.call_idempotent(self._service.videos().list(part=TEXT_PARTS, id=video_id), _("to show the video"))
        return next(iter(found.get("items", ())), None)

    def list_uploads(self, channel: Channel) -> Iterator[Json]:
        """Every video of the channel with its texts, newest first."""
        for items in self._pages(self._service.playlistItems(), part="contentDetails", playlistId=channel.uploads):
            ids = [item["contentDetails"]["videoId"] for item in items]
            found = self.call_idempotent(self._service.videos().list(part=TEXT_PARTS, id=",".join(ids)), _("to list the videos"))
            yield from found.get("items", ())

    def update_video(self, body: Json, etag: str) -> Json:
        """Change a video's texts and settings; with an `etag` only if it is still as it was read.

        Raises:
            RefusedError: 412, somebody changed it meanwhile.
        """
        request = self._service.videos().update(part=TEXT_PARTS, body=body)
        if etag:
            request.headers["If-Match"] = etag if etag.startswith('"') else f'"{etag}"'
        return self.call_idempotent(request, _("to change the texts"), passing=(412,))

    def delete_video(self, video_id: str) -> None:
        """Delete a video; one that is gone already is no fault."""
        with contextlib.suppress(GoneError):
            self.call_idempotent(self._service.videos().delete(id=video_id), _("to delete the video"), gone=True)

    def list_captions(self, video_id: str) -> Sequence[Json]:
        """The video's caption tracks."""
        request = self._service.captions().list(part="id,snippet", videoId=video_id)
        try:
            return tuple(self.call_idempotent(request, _("to list the captions"), gone=True).get("items", ()))
        except GoneError:  # a video that was just uploaded may not be known there yet
            return ()

    def insert_captions(self, video_id: str, language: str, vtt: bytes) -> Json:
        """Add a caption track.

        Raises:
            UncertainError: the answer was lost.
            RefusedError: 409, there is such a track; 404, the video is not known there yet.
        """
        body = {"snippet": {"videoId": video_id, "language": language, "name": "", "isDraft": False}}
        request = self._service.captions().insert(part="snippet", body=body, media_body=_media(vtt, "text/vtt"))
        return self.call_once(request, _("the captions"), passing=(404, 409))

    def update_captions(self, track_id: str, vtt: bytes) -> Json | None:
        """Put other captions into a track; None where there is no such track."""
        body = {"id": track_id, "snippet": {"isDraft": False}}
        request = self._service.captions().update(part="snippet", body=body, media_body=_media(vtt, "text/vtt"))
        try:
            return self.call_idempotent(request, _("the captions"), gone=True)
        except GoneError:
            return None

    def set_thumbnail(self, video_id: str, jpeg: bytes) -> None:
        """Set the still that stands for the video.

        Raises:
            RefusedError: 403, the channel is not verified; 404, the video is not known there yet; 400, 429, not this, or not now.
        """
        request = self._service.thumbnails().set(videoId=video_id, media_body=_media(jpeg, "image/jpeg"))
        self.call_idempotent(request, _("the thumbnail"), passing=(400, 403, 404, 429))

    def list_playlists(self) -> Iterator[Json]:
        """The channel's own playlists."""
        for items in self._pages(self._service.playlists(), part="snippet", mine=True):
            yield from items

    def get_playlist(self, playlist_id: str) -> Json | None:
        """The playlist; None where there is none of that id."""
        try:
            found = self.call_idempotent(
                self._service.playlists().list(part="snippet", id=playlist_id), _("the playlist"), gone=True
            )
        except GoneError:
            return None
        return next(iter(found.get("items", ())), None)

    def insert_playlist(self, title: str) -> Json:
        """Make a private playlist.

        Raises:
            UncertainError: the answer was lost.
        """
        body = {"snippet": {"title": title}, "status": {"privacyStatus": "private"}}
        return self.call_once(self._service.playlists().insert(part="snippet,status", body=body), _("the playlist"))

    def is_in_playlist(self, playlist_id: str, video_id: str) -> bool:
        """Whether the video is in the playlist."""
        request = self._service.playlistItems().list(part="id", playlistId=playlist_id, videoId=video_id)
        try:
            return bool(self.call_idempotent(request, _("the playlist"), gone=True).get("items"))
        except GoneError:
            return False

    def insert_playlist_item(self, playlist_id: str, video_id: str) -> None:
        """Put the video into the playlist, once more if it is in it.

        Raises:
            UncertainError: the answer was lost.
            RefusedError: 404, the video is not known there yet.
        """
        body = {"snippet": {"playlistId": playlist_id, "resourceId": {"kind": "youtube#video", "videoId": video_id}}}
        self.call_once(self._service.playlistItems().insert(part="snippet", body=body), _("the playlist"), passing=(404,))

    def open_upload(self, body: Json, size: int, *, notify: bool) -> Response:
        """Ask for an upload session; what comes back is for the upload's machine to read.

        Raises:
            LostError: no answer came.
        """
        query = f"uploadType=resumable&part={TEXT_PARTS}&notifySubscribers={str(notify).lower()}"
        headers = {
            "Content-Type": "application/json; charset=UTF-8",
            "X-Upload-Content-Length": str(size),
            "X-Upload-Content-Type": "video/mp4",
        }
        return self.connection.send("POST", f"{self.root}upload/youtube/v3/videos?{query}", headers, json.dumps(body).encode())

    def query_upload(self, session: str, size: int) -> Response:
        """Ask what became of an upload session; what comes back is for the upload to read.

        Raises:
            LostError: no answer came.
            MissingError: the login can't be used.
        """
        return self.connection.send("PUT", session, {"Content-Range": f"bytes */{size}"})

    def _pages(self, resource: Any, **parameters: Any) -> Iterator[list[Json]]:
        request = resource.list(**parameters, maxResults=PAGE)
        while request is not None:
            try:
                page = self.call_idempotent(request, _("to list what is on the channel"), gone=True)
            except GoneError:  # a channel without uploads may have no list of them
                return
            if items := page.get("items"):
                yield items
            request = resource.list_next(request, page)


def open_api(settings: Youtube, emit: Emit, clock: Clock | None = None) -> Api:
    """The API with the login of the preset; its `clock` goes by the service's time.

    Raises:
        MissingError: there is no login that can be used.
    """
    clock = clock or Clock()
    time = ServiceTime(clock)
    connection = Connection(read_login(settings, emit, clock), settings.api_root, time.hear)
    return Api(connection, settings.api_root, replace(clock, now=time.now))


def _service(connection: Connection, root: str) -> Any:
    """The client's description of the API, at another address where the preset names one."""
    from googleapiclient.discovery import build_from_document
    from googleapiclient.discovery_cache import get_static_doc

    document = json.loads(get_static_doc("youtube", "v3"))
    document |= {"rootUrl": root, "baseUrl": root, "mtlsRootUrl": root}
    return build_from_document(document, http=connection)


def _channel(found: Mapping[str, Any]) -> Channel:
    return Channel(
        id=found["id"],
        title=found["snippet"]["title"],
        handle=found["snippet"].get("customUrl", ""),
        uploads=found["contentDetails"]["relatedPlaylists"]["uploads"],
        long_uploads=found.get("status", {}).get("longUploadsStatus", ""),
    )


def _media(data: bytes, kind: str) -> Any:
    from googleapiclient.http import MediaInMemoryUpload

    return MediaInMemoryUpload(data, mimetype=kind)
