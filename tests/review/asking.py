"""Asks an application by ASGI as a browser would, without a socket and without who-may-ask."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import anyio
from starlette.applications import Starlette

from vbn_video.review.application import make_application
from vbn_video.review.workspace import Workspace

Result = TypeVar("Result")


def run_apart(work: Callable[..., Awaitable[Result]], *words: object) -> Result:
    """Run a coroutine in a thread of its own: in this one a browser of another test may have a loop running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, work, *words).result()


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    @property
    def revision(self) -> str:
        return self.headers["etag"].strip('"')

    @property
    def sentence(self) -> str:
        said: str = self.document["error"]["message"]
        return said


class Asking:
    """A browser tab on one project."""

    def __init__(self, project: Path, application: Starlette | None = None) -> None:
        workspace = application.state.workspace if application else Workspace(project.parent)
        self.application = application or make_application(workspace)
        self.key = workspace.key_of(project)

    def other_tab(self, project: Path) -> Asking:
        """Another tab of the same server."""
        return Asking(project, self.application)

    def get(self, rest: str) -> Answered:
        return self.ask("GET", rest)

    def send(self, rest: str, body: object, revision: str | None = None, method: str = "POST") -> Answered:
        return self.ask(method, rest, json.dumps(body).encode(), revision)

    def ask(self, method: str, rest: str, body: bytes = b"", revision: str | None = None) -> Answered:
        headers = [(b"content-type", b"application/json")]
        if revision is not None:
            headers.append((b"if-match", f'"{revision}"'.encode()))
        return run_apart(self._ask, method, f"/api/projects/{self.key}/{rest}", headers, body)

    async def _ask(self, method: str, path: str, headers: list[tuple[bytes, bytes]], body: bytes) -> Answered:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "headers": headers,
            "server": ("127.0.0.1", 80),
        }
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.application(scope, receive, send)
        begun = sent[0]
        heads = {name.decode(): value.decode() for name, value in begun["headers"]}
        return Answered(begun["status"], heads, b"".join(message.get("body", b"") for message in sent[1:]))
