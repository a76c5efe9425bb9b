"""A client that sends what it is told, right or wrong, for the server's own tests."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.youtube_server.oauth import FORCE_SSL
from tests.youtube_server.server import YoutubeServer

GRAIN = 256 * 1024
VIDEO = {"snippet": {"title": "HR og den vanskelige samtale", "categoryId": "27"}, "status": {"privacyStatus": "private"}}
VTT = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nVelkommen\n"


@dataclass
class Reply:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def reason(self) -> str:
        """The reason of an error."""
        return str(self.json["error"]["errors"][0]["reason"])

    @property
    def stored(self) -> int:
        """How many bytes a 308 says are stored."""
        return int(self.headers["range"].removeprefix("bytes=0-")) + 1 if "range" in self.headers else 0


class Raw:
    """A client with a login."""

    def __init__(self, server: YoutubeServer, scopes: tuple[str, ...] = (FORCE_SSL,)) -> None:
        self.server = server
        self.access = server.oauth.access(server.oauth.allow(scopes))
        self.timeout_s = 10.0

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **query: Any) -> Reply:
        """One request on a connection of its own; a dict goes as JSON; OSError or HTTPException when it is cut."""
        fields = {"Authorization": f"Bearer {self.access.token}"}
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            fields["Content-Type"] = "application/json; charset=UTF-8"
        fields |= headers or {}
        fields = {name: value for name, value in fields.items() if value}
        connection = http.client.HTTPConnection(urlsplit(self.server.root).netloc, timeout=self.timeout_s)
        try:
            connection.request(method, path + ("?" + urlencode(query) if query else ""), body, fields)
            answer = connection.getresponse()
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def api(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **query: Any) -> Reply:
        """A request below `/youtube/v3/`."""
        return self.send(method, f"{self.server.settings.prefix}/youtube/v3/{path}", body, headers, **query)

    def media(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **query: Any) -> Reply:
        """A request below `/upload/youtube/v3/`."""
        return self.send(method, f"{self.server.settings.prefix}/upload/youtube/v3/{path}", body, headers, **query)

    def open(self, size: int, resource: dict[str, Any] | None = None, **query: Any) -> Reply:
        """Open an upload session."""
        fields = {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": "video/mp4"}
        query = {"uploadType": "resumable", "part": "snippet,status", **query}
        return self.media("POST", "videos", resource or VIDEO, fields, **query)

    def session(self, size: int, resource: dict[str, Any] | None = None) -> Upload:
        """An upload session of so many bytes, that are not all alike."""
        return Upload(self, self.open(size, resource).headers["location"], bytes(range(251)) * (size // 251 + 1), size)

    def caption(
        self,
        video_id: str,
        content: bytes = VTT,
        *,
        method: str = "POST",
        caption_id: str = "",
        newline: bytes = b"\r\n",
        **values: Any,
    ) -> Reply:
        """captions.insert, or captions.update."""
        snippet = {"videoId": video_id, "language": "da", "name": "", **values}
        resource = {"id": caption_id} if caption_id else {"snippet": snippet}
        parts = (b"Content-Type: application/json", json.dumps(resource).encode()), (b"Content-Type: text/vtt", content)
        body = b"".join(b"--==m" + newline + head + newline * 2 + inside + newline for head, inside in parts) + b"--==m--"
        fields = {"Content-Type": 'multipart/related; boundary="==m"'}
        return self.media(method, "captions", body, fields, uploadType="multipart", part="snippet")


@dataclass
class Upload:
    """An upload session, and the bytes for it."""

    raw: Raw
    location: str
    data: bytes
    size: int

    def __post_init__(self) -> None:
        self.data = self.data[: self.size]
        self.path = self.location.removeprefix(self.raw.server.origin)

    def put(self, first: int, end: int, content_range: str = "") -> Reply:
        """The bytes from `first` to before `end`."""
        fields = {"Content-Range": content_range or f"bytes {first}-{end - 1}/{self.size}"}
        return self.raw.send("PUT", self.path, self.data[first:end], fields)

    def ask(self, total: int | None = None) -> Reply:
        """How much is stored?"""
        return self.raw.send("PUT", self.path, b"", {"Content-Range": f"bytes */{total or self.size}"})
