"""The resumable protocol: a session is opened, filled in chunks, asked about, and becomes a video."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.youtube_server import videos
from tests.youtube_server.admission import check
from tests.youtube_server.answers import Answer, RefusedError, say
from tests.youtube_server.faults import CutError, Fault
from tests.youtube_server.request import Request
from tests.youtube_server.state import Session

if TYPE_CHECKING:
    from tests.youtube_server.service import Service

GRAIN = 256 * 1024
LARGEST = 256 << 30
CHUNK = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
ASK = re.compile(r"bytes \*/(\d+)")
UPLOAD_PATH = "upload/youtube/v3/videos"


def open_session(service: Service, request: Request) -> Answer:
    """`videos.insert.open`: the resource is checked, a session opened, its address given in Location."""
    if request.one("uploadType") != "resumable":
        raise RefusedError("badRequest", f"uploadType={request.one('uploadType')!r}, not resumable")
    size, content_type = request.headers["X-Upload-Content-Length"], request.headers["X-Upload-Content-Type"] or ""
    if not (size or "").isdigit() or not 0 < int(size) <= LARGEST:
        raise RefusedError("badRequest", f"X-Upload-Content-Length: {size}")
    if not re.fullmatch(r"video/[\w.+-]+|application/octet-stream", content_type):
        raise RefusedError("badRequest", f"X-Upload-Content-Type: {content_type}")
    if request.one("notifySubscribers", "true") not in ("true", "false"):
        raise RefusedError("invalidParameter", f"notifySubscribers={request.one('notifySubscribers')}")
    given = request.document()
    if "status" not in request.parts:
        service.violate(request, "status is not in part, so privacyStatus is not heeded: the video is public")
        given = {**given, "status": {"privacyStatus": "public"}}
        request.query["part"].append("status")
    resource = videos.checked(service, request, given)
    settings = service.settings
    if settings.upload_limit is not None:
        if settings.upload_limit <= 0:
            raise RefusedError("uploadLimitExceeded")
        settings.upload_limit -= 1
    request.notes["session"] = session_id = service.state.new_id("AHmUCY", 88)
    session = Session(
        id=session_id,
        channel=request.channel,
        resource=resource,
        parts=tuple(request.parts),
        notify=request.one("notifySubscribers", "true") == "true",
        size=int(size),
        content_type=content_type,
        opened_at=service.clock(),
        content=bytearray() if int(size) <= settings.keep_bytes else None,
        digest=hashlib.sha256() if settings.digest else None,
    )
    service.state.sessions[session.id] = session
    query = urlencode({"uploadType": "resumable", "upload_id": session.id})
    location = f"{service.root}{UPLOAD_PATH}?{query}"
    return Answer(200, b"", {"Location": location, "X-GUploader-UploadID": session.id, "Cache-Control": "no-cache"})


def find(service: Service, request: Request) -> Session:
    """The session that a request is about.

    Raises:
        RefusedError: unknown, another login's, dead or too old.
    """
    session = service.state.sessions.get(request.one("upload_id"))
    if session is None:
        raise RefusedError("sessionGone", "an upload_id that was never given out")
    if session.channel is not request.channel:
        raise RefusedError("forbidden", "the session is another channel's")
    if not session.gone and service.clock() >= session.opened_at + service.settings.session_life_s:
        session.gone = service.settings.session_gone
    if session.gone:
        raise RefusedError("sessionGone", status=session.gone)
    return session


def standing(service: Service, session: Session) -> Answer:
    """How much is stored; of a complete one, the video, which comes to be if it was not there yet."""
    if session.stored == session.size and not session.video_id:
        videos.be_born(service, session)
    if session.video_id:
        video = service.state.videos.get(session.video_id)
        if video is None:
            raise RefusedError("sessionGone")
        return say(videos.shown(service, video, session.parts), status=201)
    headers = {"X-GUploader-UploadID": session.id}
    if session.stored:
        headers["Range"] = f"bytes=0-{session.stored - 1}"
    return Answer(308, b"", headers)


def ask(service: Service, request: Request) -> Answer:
    """`videos.insert.ask`: the session's standing; whoever was still sending to it is cut off."""
    session = find(service, request)
    asked = ASK.fullmatch(request.headers["Content-Range"] or "")
    if not asked or int(asked[1]) != session.size:
        raise RefusedError("invalidContentRange", f"Content-Range {request.headers['Content-Range']!r} of {session.size} bytes")
    if request.length:
        raise RefusedError("badRequest", "bytes in a request that asks")
    with session.lock:
        session.turn += 1
    return standing(service, session)


class Chunk:
    """The bytes of one PUT on their way into the session, in blocks whose length is a multiple of 256 KiB, but for the end."""

    def __init__(self, service: Service, request: Request, fault: Fault | None) -> None:
        self.session: Session | None = None
        self.refused: RefusedError | None = None
        self.last = memoryview(b"")
        try:
            with service.lock:
                check(service, request)
                session = find(service, request)
            if not session.video_id:
                self._check(session, request)
        except RefusedError as refused:
            self.refused = refused
            return
        length = request.length or 0
        takes = length if fault is None else fault.takes(length)
        self.left = takes if takes >= length else takes // GRAIN * GRAIN
        if session.video_id:
            self.left = 0
        with session.lock:
            session.turn += 1
            self.turn = session.turn
        self.session = session

    def _check(self, session: Session, request: Request) -> None:
        """Raises RefusedError: a Content-Range that is wrong, or not what is due."""
        length, given = request.length or 0, request.headers["Content-Range"]
        if given is None:  # the whole file at once
            given = f"bytes 0-{length - 1}/{length}"
        found = CHUNK.fullmatch(given)
        if not found:
            raise RefusedError("invalidContentRange", f"Content-Range {given!r}")
        first, last, total = (int(number) for number in found.groups())
        if total != session.size or last >= total or last < first:
            raise RefusedError("invalidContentRange", f"Content-Range {given!r} of {session.size} bytes")
        if last - first + 1 != length:
            raise RefusedError("badRequest", f"Content-Range {given!r} with {length} bytes")
        if last + 1 != total and length % GRAIN:
            raise RefusedError("badRequest", f"an unfinished chunk of {length} bytes, no multiple of 256 KiB")
        if first != session.stored:
            raise RefusedError("wrongOffset", f"a chunk from {first} on where {session.stored} bytes are stored")

    def block(self, data: memoryview) -> None:
        """Store the next bytes, as far as they are taken.

        Raises:
            CutError: a later request has taken the session up.
        """
        session = self.session
        if session is None or not self.left:
            return
        data = data[: self.left]
        with session.lock:
            if session.turn != self.turn:
                raise CutError
            if session.digest is not None:
                session.digest.update(data)
            if session.content is not None:
                session.content += data
            session.stored += len(data)
            self.left -= len(data)

    def broken(self, data: memoryview) -> None:
        """The connection ended within: of the last bytes, whole 256 KiB are stored."""
        self.block(data[: len(data) // GRAIN * GRAIN])

    def ended(self, data: memoryview) -> None:
        """The last bytes: they are stored when the request is worked on."""
        self.last = data

    def work(self, service: Service, request: Request) -> Answer:
        """Store the last bytes; if they complete the file, it becomes a video. What the PUT is answered with."""
        if self.refused:
            raise self.refused
        assert self.session
        self.block(self.last)
        return standing(service, self.session)
