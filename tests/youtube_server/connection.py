"""HTTP: one thread a connection; requests are read in large blocks, and what is planned or hooked happens between."""

from __future__ import annotations

import socket
import struct
import traceback
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, urlsplit

from tests.youtube_server.admission import check
from tests.youtube_server.answers import Answer, RefusedError, refusal
from tests.youtube_server.faults import CutError, Fault
from tests.youtube_server.oauth import OAuthRefusedError
from tests.youtube_server.request import Request
from tests.youtube_server.resumable import GRAIN, Chunk
from tests.youtube_server.routes import route

if TYPE_CHECKING:
    from tests.youtube_server.server import Listener
    from tests.youtube_server.service import Phase, Service

BLOCK = 4 * GRAIN
LARGEST_BODY = 128 << 20  # of all but chunks
REASONS = {308: "Resume Incomplete"}
STALL_S = 60.0  # nothing waits for ever


class Intake(Protocol):
    """Where a body goes."""

    def block(self, data: memoryview) -> None: ...
    def broken(self, data: memoryview) -> None: ...
    def ended(self, data: memoryview) -> None: ...


class Whole:
    """A body that is kept as it is."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.data = bytearray()

    def block(self, data: memoryview) -> None:
        """More of it."""
        if len(self.data) <= LARGEST_BODY:
            self.data += data

    def broken(self, data: memoryview) -> None:
        """It ended within: it is as if it had never come."""

    def ended(self, data: memoryview) -> None:
        """All of it."""
        self.block(data)
        self.request.body = self.request.seen.body = bytes(self.data)


class Connection(BaseHTTPRequestHandler):
    """A connection, and the requests that come through it one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener
    dropped = False

    def setup(self) -> None:
        super().setup()
        self.buffer = memoryview(bytearray(BLOCK))

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        if self.dropped:
            self.connection.close()  # at once: what else would close it says goodbye first

    def handle(self) -> None:
        with suppress(OSError):  # the client is gone
            super().handle()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The header Date, by the clock that is set."""
        return super().date_time_string(self.server.service.clock() if timestamp is None else timestamp)

    def serve(self) -> None:
        """One request, from its headers to its answer, or to the cut."""
        request = self.arrived()
        fault = self.server.service.faults.take(request.seen)
        request.seen.fault = fault.kind if fault else ""
        try:
            answer = self.worked(request, fault)
            self.emit(request, "worked")
            self.send(request, self.spoilt(request, fault, answer) if fault else answer)
            self.emit(request, "answered")
        except CutError as cut:
            self.drop(cut.reset)

    def __getattr__(self, name: str) -> Callable[[], None]:
        """`do_GET`, `do_PUT` and all the others."""
        if name.startswith("do_"):
            return self.serve
        raise AttributeError(name)

    def arrived(self) -> Request:
        """The request as its headers tell it, noted."""
        service, address = self.server.service, urlsplit(self.path)
        query = parse_qs(address.query, keep_blank_values=True)
        prefix = service.settings.prefix
        method, named = route(self.command, address.path, query, self.headers["Content-Range"], prefix)
        length = self.headers["Content-Length"]
        size = int(length) if length and length.isdigit() else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = service.arrive(self.command, self.path, method.name, headers, size or 0)
        notes = {**named, "upload": address.path.startswith(f"{prefix}/upload/")}
        return Request(seen, query, self.headers, method, size, notes=notes)

    def worked(self, request: Request, fault: Fault | None) -> Answer:
        """Read the body and do the work, as far as the fault lets it come to that; the answer."""
        if fault and fault.kind == "cut_before":
            fault.reached.set()
            raise CutError(fault.reset)
        if fault and fault.kind == "session_dies" and not fault.worked:
            self.kill_session(request, fault)
        if request.length is None and self.command in ("POST", "PUT", "PATCH"):
            self.close_connection = True  # nobody knows where the body ends
            return self.guarded(request, self.without_length)
        chunk = None
        if request.method.name == "videos.insert.bytes":
            chunk = Chunk(self.server.service, request, fault)
        self.read(request, chunk or Whole(request), fault)
        if fault and fault.kind == "cut_within":  # there was no body to cut
            fault.reached.set()
            raise CutError(fault.reset)
        self.emit(request, "received")
        if fault and fault.kind == "stall" and not fault.worked:
            self.stall(fault)
        if fault and fault.kind == "status":
            fault.reached.set()
            return fault.answer()
        return self.guarded(request, chunk.work if chunk else request.method.work)

    @staticmethod
    def without_length(_service: Service, _request: Request) -> Answer:
        """Refuse a body whose length is not told."""
        raise RefusedError("lengthRequired", "no Content-Length")

    def guarded(self, request: Request, work: Callable[[Service, Request], Answer]) -> Answer:
        """The answer of a work, or of its refusal; what the client did wrong is noted."""
        service = self.server.service
        try:
            with service.lock:
                if request.access is None:
                    check(service, request)
                return work(service, request)
        except (RefusedError, OAuthRefusedError) as refused:
            if refused.wrong:
                service.violate(request, refused.wrong)
            request.seen.reason = refused.error if isinstance(refused, OAuthRefusedError) else refused.reason
            return refused.answer()
        except CutError:
            raise
        except Exception:
            service.violate(request, f"the server itself broke:\n{traceback.format_exc()}")
            return refusal("internalError")

    def read(self, request: Request, intake: Intake, fault: Fault | None) -> None:
        """The body, in blocks of 1 MiB; halfway the hook is told, or the connection cut."""
        length, got, filled, told = request.length or 0, 0, 0, False
        try:
            while got < length:
                if not told and got >= length // 2:
                    told = True
                    self.emit(request, "within")
                    if fault and fault.kind == "cut_within":
                        fault.reached.set()
                        raise CutError(fault.reset)
                due = (length if told else length // 2) - got
                count = self.rfile.readinto1(self.buffer[filled : min(filled + due, BLOCK)])
                if not count:
                    raise CutError(reset=False)
                got, filled = got + count, filled + count
                if filled == BLOCK and got < length:
                    intake.block(self.buffer)
                    filled = 0
        except OSError:
            intake.broken(self.buffer[:filled])
            raise CutError(reset=False) from None
        except CutError:
            intake.broken(self.buffer[:filled])
            raise
        intake.ended(self.buffer[:filled])

    def spoilt(self, request: Request, fault: Fault, answer: Answer) -> Answer:
        """What becomes of an answer when the fault comes after the work."""
        if fault.kind == "session_dies":
            self.kill_session(request, fault)
        if fault.kind == "stall" and fault.worked:
            self.stall(fault)
        fault.reached.set()
        if fault.kind == "cut_after" or (fault.kind == "session_dies" and fault.worked):
            raise CutError(fault.reset)
        return fault.answer() if fault.kind == "status_after" else answer

    def kill_session(self, request: Request, fault: Fault) -> None:
        """The session of a request, or the one that it has opened, is dead."""
        sessions = self.server.service.state.sessions
        session = sessions.get(request.one("upload_id") or str(request.notes.get("session")))
        if session:
            session.gone = fault.status or 404

    def stall(self, fault: Fault) -> None:
        """Wait until released; then go on, or cut."""
        fault.reached.set()
        fault.released.wait(STALL_S if fault.wait_s is None else fault.wait_s)
        if not fault.answers:
            raise CutError(fault.reset)

    def emit(self, request: Request, phase: Phase) -> None:
        """Call the hook; it cuts the connection by giving back True, or by an exception."""
        hook = self.server.service.on_request
        if hook is None:
            return
        try:
            cut = hook(request.seen, phase)
        except Exception as error:
            raise CutError from error
        if cut is True:
            raise CutError

    def send(self, request: Request, answer: Answer) -> None:
        """Send an answer."""
        request.seen.status = answer.status
        self.send_response(answer.status, REASONS.get(answer.status))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def drop(self, reset: bool) -> None:
        """End the connection without an answer."""
        self.close_connection = self.dropped = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
