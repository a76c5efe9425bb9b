"""A request as it is seen from outside, and as the work reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from email.message import Message
from typing import TYPE_CHECKING, Any

from tests.youtube_server.answers import RefusedError

if TYPE_CHECKING:
    from tests.youtube_server.oauth import Access
    from tests.youtube_server.routes import Method
    from tests.youtube_server.state import Channel

READS = frozenset(("channels.list", "videos.list", "playlists.list", "playlistItems.list", "captions.list", "captions.download"))
QUESTIONS = READS | {"videos.insert.ask", "token", "auth"}


@dataclass
class Seen:
    """One request that has come in."""

    number: int
    """From 1, in the order in which the headers were read."""
    method: str
    path: str
    """With its query."""
    name: str
    """`videos.insert.open`, `videos.insert.bytes`, `videos.insert.ask`, `captions.insert`, `token`, …, `unknown`."""
    headers: dict[str, str]
    """Names in lower case."""
    size: int
    """The length of the body as its header announces it."""
    status: int | None = None
    """What was answered; None: nothing (yet)."""
    body: bytes = b""
    """The body, but that of a chunk."""
    fault: str = ""
    """The kind of the fault that met it."""
    reason: str = ""
    """The reason of a refusal."""

    @property
    def writes(self) -> bool:
        """Whether it could change anything."""
        return self.name not in QUESTIONS

    @property
    def json(self) -> Any:
        """The body's JSON; None where it has none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass
class Request:
    """What the work reads: the query taken apart, who asks, and the body."""

    seen: Seen
    query: dict[str, list[str]]
    headers: Message
    method: Method
    length: int | None
    """Content-Length; None where there is none."""
    body: bytes = b""
    access: Access | None = None
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def channel(self) -> Channel:
        """Whose login it is."""
        assert self.access
        return self.access.grant.channel

    def one(self, name: str, default: str = "") -> str:
        """A parameter that stands once."""
        return self.query.get(name, [default])[-1]

    def all(self, name: str) -> list[str]:
        """A parameter that may stand several times, or with commas."""
        return [value for given in self.query.get(name, []) for value in given.split(",") if value]

    @property
    def parts(self) -> list[str]:
        """The parts that are asked for."""
        return self.all("part")

    def document(self) -> dict[str, Any]:
        """The body as a JSON object.

        Raises:
            RefusedError: it is none.
        """
        kind = (self.headers["Content-Type"] or "").partition(";")[0].strip()
        if kind != "application/json":
            raise RefusedError("parseError", f"Content-Type {kind!r}, not application/json")
        return document(self.body)


def document(body: bytes) -> dict[str, Any]:
    """A JSON object.

    Raises:
        RefusedError: it is none.
    """
    try:
        found = json.loads(body)
    except ValueError as error:
        raise RefusedError("parseError", "the body is no JSON") from error
    if not isinstance(found, dict):
        raise RefusedError("parseError", "the body is no JSON object")
    return found
