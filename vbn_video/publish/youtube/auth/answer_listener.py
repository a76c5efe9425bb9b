"""The listener on this machine for the one answer of a login, which a browser brings (RFC 8252, 7.3).

    browser ──GET /?state=…&code=…──► 404 or 400: not this login's, and the listener goes on
                                  └──► 200, and `wait` returns the answer

Others reach the port too: a browser that asks for an icon or opens a connection to spare, a program that tries all ports. Each
connection has a thread and little time, so none of them stands in the way of the right one.
"""

import contextlib
import hmac
import queue
import socket
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
PATIENCE_S = 10
"""For a connection that says nothing."""
LOOK_S = 0.1
"""How often a wait looks up, so that Ctrl-C is heard on every system."""


@dataclass(frozen=True)
class LoginAnswer:
    """What the browser brought: a code, or the reason why there is none."""

    code: str
    error: str


class AnswerListener:
    """Listens from its beginning to the end of the context; answers are taken once `listen_for` has named the login."""

    def __init__(self, page: str) -> None:
        """`page`: what the browser shows in the end.

        Raises:
            OSError: nothing can listen here.
        """
        self._answers: queue.Queue[LoginAnswer] = queue.Queue()
        self._server = _Server(self._answers, page)
        self.address = f"http://{HOST}:{self._server.server_port}/"

    def __enter__(self) -> "AnswerListener":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._server.state:
            self._server.shutdown()
        self._server.server_close()

    def listen_for(self, state: str) -> None:
        """Take the answer that has this state, and no other."""
        self._server.state = state
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": LOOK_S}, daemon=True).start()

    def wait(self, wait_s: float) -> LoginAnswer | None:
        """The answer; None if it has not come within `wait_s`."""
        end_s = time.monotonic() + wait_s
        while (left_s := end_s - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                return self._answers.get(timeout=min(left_s, LOOK_S))
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads, block_on_close = True, False
    allow_reuse_address = False
    request_queue_size = 128

    def __init__(self, answers: "queue.Queue[LoginAnswer]", page: str) -> None:
        self.answers, self.page, self.state = answers, page.encode(), ""
        super().__init__((HOST, 0), _Handler)

    def server_bind(self) -> None:
        """Keep other programs from listening here too, where the system would let them."""
        if exclusive := getattr(socket, "SO_EXCLUSIVEADDRUSE", None):
            self.socket.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        super().server_bind()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever breaks off or sends what is no request is no concern of the person's."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = PATIENCE_S

    def do_GET(self) -> None:
        """Take the answer, or turn away what is none."""
        try:
            asked = urlsplit(self.path)
            query = parse_qs(asked.query, max_num_fields=100)
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        code, error = query.get("code", [""])[0], query.get("error", [""])[0]
        state = query.get("state", [])
        if asked.path != "/":
            self.send_error(HTTPStatus.NOT_FOUND)
        elif len(state) != 1 or not hmac.compare_digest(state[0].encode(), self.server.state.encode()) or not (code or error):
            self.send_error(HTTPStatus.BAD_REQUEST)
        else:
            with contextlib.suppress(OSError):  # the answer counts, whether or not its page is seen
                self._show_page()
            self.server.answers.put(LoginAnswer(code, error))

    def do_HEAD(self) -> None:
        """Turn away what brings no answer."""
        self.send_error(HTTPStatus.BAD_REQUEST if self.path.split("?")[0] == "/" else HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Turn away what brings no answer."""
        self.do_HEAD()

    def log_message(self, *_words: object) -> None:
        """Say nothing: a line would hold the code."""

    def version_string(self) -> str:
        """The name that is told to whoever asks."""
        return "vbn-video"

    def _show_page(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(self.server.page)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(self.server.page)
