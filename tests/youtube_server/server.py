"""The server: the service of `service.py` behind a listening socket."""

from __future__ import annotations

import json
import socket
import threading
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
        self.connections: set[socket.socket] = set()
        self.none_open = threading.Condition()
        super().__init__(("127.0.0.1", port), Connection)

    def server_bind(self) -> None:
        """Bind without asking for this machine's name, which may take long."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def opened(self, connection: socket.socket) -> None:
        """A connection is open."""
        with self.none_open:
            self.connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """A connection is closed."""
        with self.none_open:
            self.connections.discard(connection)
            self.none_open.notify_all()

    def end(self) -> None:
        """Close all, and wait for the threads."""
        with self.none_open:
            for connection in self.connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
            self.none_open.wait_for(lambda: not self.connections, END_S)


class YoutubeServer(Service):
    """YouTube on 127.0.0.1; the keywords are those of `Settings`."""

    def __init__(self, *, port: int = 0, **settings: Any) -> None:
        super().__init__(Settings(**settings))
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
