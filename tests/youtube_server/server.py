"""The server: the service of `service.py` behind a listening socket."""

from __future__ import annotations

import json
import socket
import threading
import traceback
from contextlib import suppress
from dataclasses import asdict
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import Any

from tests.youtube_server.connection import Connection
from tests.youtube_server.oauth import FORCE_SSL, Grant
from tests.youtube_server.service import Service
from tests.youtube_server.settings import Settings
from tests.youtube_server.state import Channel

END_S = 10.0  # how long the threads of open connections are waited for


class Listener(ThreadingHTTPServer):
    """The listening socket, and the connections that are open."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, service: Service) -> None:
        self.service = service
        self.connections: dict[socket.socket, Any] = {}
        """Those that are open, with the client's address."""
        self.change = threading.Condition()
        super().__init__(("127.0.0.1", port), Connection)

    def server_bind(self) -> None:
        """Bind without asking for this machine's name, which may take long."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note what broke, instead of printing it."""
        self.service.violations.append(f"the server itself broke:\n{traceback.format_exc()}")

    def process_request(self, request: Any, client_address: Any) -> None:
        """Know the connection before its thread begins."""
        with self.change:
            self.connections[request] = client_address
            self.change.notify_all()
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """The connection is done with."""
        super().shutdown_request(request)
        with self.change:
            self.connections.pop(request, None)
            self.change.notify_all()

    def settle(self) -> None:
        """Wait until all that has been sent is worked on, and every connection is closed."""
        with socket.create_connection(("127.0.0.1", self.server_port)) as last, self.change:
            # it is accepted after all those that were there before
            assert self.change.wait_for(lambda: last.getsockname() in self.connections.values(), END_S)
        with self.change:
            assert self.change.wait_for(lambda: not self.connections, END_S), "a connection is still open"

    def end(self) -> None:
        """Close all, and wait for the threads."""
        with self.change:
            for connection in self.connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self.change.wait_for(lambda: not self.connections, END_S)


class YoutubeServer(Service):
    """YouTube on 127.0.0.1; the keywords are those of `Settings`."""

    def __init__(self, *, port: int = 0, **settings: Any) -> None:
        super().__init__(Settings(**settings))
        self.settings.prefix = self.settings.prefix.rstrip("/")
        self.listener = Listener(port, self)
        self.origin = f"http://127.0.0.1:{self.listener.server_port}"
        self.thread = threading.Thread(target=self.listener.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> YoutubeServer:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End stalls, connections and the listening."""
        self.on_request = None
        self.faults.clear()
        self.listener.shutdown()
        self.listener.server_close()
        self.listener.end()
        self.thread.join()

    def settle(self) -> None:
        """Wait, after a client is gone, until what it had sent is worked on: then nothing of it comes any more. Ends no stall."""
        self.listener.settle()

    def write_token_file(
        self,
        path: Path | str,
        *,
        expired: bool = False,
        stale: bool = False,
        scopes: tuple[str, ...] = (FORCE_SSL,),
        channel: Channel | None = None,
        revoked: bool = False,
    ) -> Grant:
        """A login's file; see `OAuth.write_token_file`."""
        return self.oauth.write_token_file(
            Path(path), expired=expired, stale=stale, scopes=scopes, channel=channel, revoked=revoked
        )

    def write_client_secret(self, path: Path | str, kind: str = "installed") -> None:
        """An OAuth client's file."""
        self.oauth.write_client_secret(Path(path), kind)

    def report(self) -> dict[str, Any]:
        """What is there and what has happened, as JSON can hold it."""
        with self.lock:
            videos = [
                {
                    "id": video.id,
                    "channel": video.channel.id,
                    "snippet": video.snippet,
                    "status": {**video.status, "uploadStatus": video.upload_status},
                    "size": video.size,
                    "sha256": video.sha256,
                    "thumbnail": len(video.thumbnail or b""),
                    "notified": video.notified,
                    "captions": [
                        {"id": track.id, "language": track.language, "name": track.name, "replaced": track.replaced}
                        for track in self.state.captions_of(video.id)
                    ],
                }
                for video in self.state.videos.values()
            ]
            playlists = [
                {"id": playlist.id, "title": playlist.title, "privacy": playlist.privacy, "videos": playlist.video_ids}
                for playlist in self.state.playlists.values()
            ]
            sessions = [
                {
                    "id": session.id,
                    "size": session.size,
                    "stored": session.stored,
                    "video": session.video_id,
                    "gone": session.gone,
                }
                for session in self.state.sessions.values()
            ]
            return {
                "root": self.root,
                "channels": [asdict(channel) for channel in self.state.channels.values()],
                "videos": videos,
                "uploaded": len(self.state.uploaded),
                "playlists": playlists,
                "sessions": sessions,
                "quota": {"inserts": self.quota.inserts_today, "units": self.quota.units_today},
                "requests": [
                    {"number": seen.number, "name": seen.name, "size": seen.size, "status": seen.status, "fault": seen.fault}
                    for seen in self.requests
                ],
                "violations": self.violations,
                "notes": self.state.notes,
            }

    def write_state(self, path: Path) -> None:
        """The report, written so that it is never seen half."""
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(json.dumps(self.report(), ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(path)
