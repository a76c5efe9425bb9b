"""A model hub of our own on 127.0.0.1, that can be told to misbehave."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

COMMIT = "c0ffee" * 6 + "c0ff"


@dataclass
class Hub:
    """What the hub holds, how it misbehaves, and what it was asked."""

    files: dict[str, bytes]
    """By name; each answers under `/REPO/resolve/REVISION/NAME`."""
    cut_after: list[int] = field(default_factory=list)
    """The next answers with a body break off after so many bytes."""
    statuses: list[int] = field(default_factory=list)
    """The next answers are these errors."""
    reason: str | None = None
    """What it says with them; else what HTTP has."""
    says: bytes | None = None
    """What it says of every model; else what is right."""
    ranges: bool = True
    """Whether it heeds `Range`."""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """(path, Range) of every request."""
    url: str = ""

    def listing(self) -> bytes:
        """What `/api/models/…` says: LFS hashes for large files, git blob ids for small ones."""
        siblings = []
        for name, data in self.files.items():
            entry: dict[str, object] = {"rfilename": name, "size": len(data)}
            entry["blobId"] = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            if name == "model.bin":
                entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            siblings.append(entry)
        return json.dumps({"sha": COMMIT, "siblings": siblings}).encode()


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """The hub, reachable at `hub.url` until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked_range = self.headers.get("Range")
            hub.asked.append((self.path, asked_range))
            if hub.statuses:
                self.send_error(hub.statuses.pop(0), hub.reason)
                return
            if self.path.startswith("/api/models/"):
                body, first = hub.listing() if hub.says is None else hub.says, 0
            else:
                name = self.path.rsplit("/", 1)[-1]
                if name not in hub.files:
                    self.send_error(404)
                    return
                body, first = hub.files[name], 0
                if asked_range and hub.ranges:
                    first = int(asked_range.removeprefix("bytes=").removesuffix("-"))
            if first:
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}")
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(len(body) - first))
            self.end_headers()
            cut = hub.cut_after.pop(0) if hub.cut_after and not self.path.startswith("/api/") else None
            self.wfile.write(body[first : None if cut is None else first + cut])

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
