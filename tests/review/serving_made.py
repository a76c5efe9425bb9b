"""A real server on a socket of this machine, asked as a browser asks: with its headers, and with the cookie that it was given."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vbn_video.review.desk.again.passages import Hearing
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.running.run_process import RunProcess, Start
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.serving import Serving, serving
from vbn_video.review.workspace import Workspace

PLAIN = RunSettings()


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    @property
    def message(self) -> str:
        return str(self.document["error"]["message"])


@dataclass
class Page:
    """A browser that has been let in; `ask` sends what its page would send."""

    server: Serving
    cookie: str = ""
    origin: str = field(default="")

    def __post_init__(self) -> None:
        self.origin = self.origin or self.server.session.origins[0]

    @property
    def port(self) -> int:
        return self.server.session.port

    def open(self, address: str) -> Answered:
        """Come by an address, as a person does; the cookie that is given is kept."""
        found = self.raw("GET", address.removeprefix(f"http://127.0.0.1:{self.port}"), {"Sec-Fetch-Site": "none"})
        if given := found.headers.get("set-cookie"):
            self.cookie = given.partition(";")[0]
        return found

    def get(self, path: str, **headers: str) -> Answered:
        return self.raw("GET", path, {"Sec-Fetch-Site": "same-origin", **_named(headers)})

    def send(self, method: str, path: str, document: Any, **headers: str) -> Answered:
        own = {
            "Sec-Fetch-Site": "same-origin",
            "Origin": self.origin,
            "X-VBN-Video": "review",
            "Content-Type": "application/json",
        }
        return self.raw(method, path, {**own, **_named(headers)}, json.dumps(document).encode())

    def post(self, path: str, document: Any, **headers: str) -> Answered:
        return self.send("POST", path, document, **headers)

    def raw(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Answered:
        """A request with just these headers, and the cookie."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = ({"Cookie": self.cookie} if self.cookie else {}) | dict(headers)
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Answered(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def key_of(self, path: Path) -> str:
        return self.server.desk.workspace.key_of(path)

    @contextmanager
    def events(self) -> Iterator[Iterator[tuple[str, Any]]]:
        """The stream of events, one (name, document) after another; open within the context."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/api/events", headers={"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"})
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            assert answer.readline() == b"retry: 1000\n"
            yield _events(answer)
        finally:
            connection.close()


def _events(answer: http.client.HTTPResponse) -> Iterator[tuple[str, Any]]:
    name = ""
    while line := answer.readline().decode():
        if line.startswith("event: "):
            name = line.removeprefix("event: ").strip()
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@contextmanager
def review_server(
    folder: Path, settings: RunSettings = PLAIN, start: Start = RunProcess, hearing: Hearing | None = None
) -> Iterator[Page]:
    """The server of a folder, and a browser that has been let in."""
    desk = DeskServices(Workspace(folder), settings, start, hearing)
    with serving(desk) as server:
        page = Page(server)
        assert page.open(server.session.new_address()).status == 200
        yield page


def path_of(address: str) -> str:
    """What of an address is sent to the server."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
