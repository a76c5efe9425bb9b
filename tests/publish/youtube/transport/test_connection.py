"""The one door to YouTube: the token goes where it was sent and nowhere else, and no answer brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from vbn_video.publish.youtube.transport.connection import Connection
from vbn_video.publish.youtube.transport.retry import Clock

TOKEN = "a-token-that-looks-like-nothing"


class Bearer:
    def token(self) -> str:
        return TOKEN

    def renew(self) -> str:
        return TOKEN


@contextmanager
def answering(status: int, headers: dict[str, str], body: bytes = b"") -> Iterator[tuple[str, list[str]]]:
    """(the address of a server that answers everything alike, what it was asked under which right)."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.headers.get('Authorization')}")
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_PUT = do_POST = do_GET  # noqa: N815

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_a_redirect_is_not_followed(method: str, status: int) -> None:
    with answering(200, {}) as (elsewhere, asked_elsewhere), answering(status, {"Location": elsewhere}) as (root, asked):
        connection = Connection(Bearer(), root)
        assert connection.send(method, root, {}, b"x" if method != "GET" else None).status == status
        response, _body = connection.request(root, method)
        assert response.status == status
        connection.close()
    assert (asked, asked_elsewhere) == ([f"{method} Bearer {TOKEN}"] * 2, [])


@pytest.mark.parametrize("status", [400, 401, 403, 500, 502])
def test_a_token_that_an_error_echoes_is_not_read(status: int) -> None:
    body = b'{"error": {"errors": [{"reason": "odd", "message": "No: %s"}]}}' % TOKEN.encode()
    with answering(status, {}, body) as (root, _asked):
        connection = Connection(Bearer(), root)
        answer = connection.send("GET", root, {})
        response, raw = connection.request(root)
        connection.close()
    assert response.status == status
    assert TOKEN.encode() not in answer.body + raw
    refused = answer.refused(Clock().now())
    assert (refused.reason, refused.message) == ("odd", "No: ***")


def test_an_answer_that_is_nested_without_end_is_a_refusal_without_a_reason() -> None:
    with answering(400, {}, b'{"error":' * 100_000) as (root, _asked):
        connection = Connection(Bearer(), root)
        refused = connection.send("GET", root, {}).refused(Clock().now())
        connection.close()
    assert (refused.status, refused.reason, refused.message) == (400, "", "")
