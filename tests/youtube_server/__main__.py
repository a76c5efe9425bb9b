"""The server as a process of its own, for rehearsals and measurements: prints its root address, ends with Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.youtube_server.request import Seen
from tests.youtube_server.server import YoutubeServer


def main() -> None:
    """Serve until told to end."""
    parser = argparse.ArgumentParser(prog="python -m tests.youtube_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 = any that is free")
    parser.add_argument("--prefix", default="", help="the path that the API lies below, as /rehearsal")
    parser.add_argument("--token-file", type=Path, help="write a login there")
    parser.add_argument("--expired", action="store_true", help="… whose access token has expired")
    parser.add_argument("--client-secret", type=Path, help="write an OAuth client there")
    parser.add_argument("--state-file", type=Path, help="keep a report there of what has been done")
    parser.add_argument("--duration", type=float, default=60.0, metavar="S", help="how long the videos are said to be")
    parser.add_argument("--no-digest", action="store_true", help="make no SHA-256 of what comes in, as in measurements")
    parser.add_argument("--keep-bytes", type=int, default=16 << 20, help="keep videos up to this size in memory")
    given = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with YoutubeServer(
        port=given.port,
        prefix=given.prefix,
        duration_s=given.duration,
        digest=not given.no_digest,
        keep_bytes=given.keep_bytes,
    ) as server:
        if given.token_file:
            server.write_token_file(given.token_file, expired=given.expired)
        if given.client_secret:
            server.write_client_secret(given.client_secret)
        if given.state_file:
            server.write_state(given.state_file)

            def keep(_seen: Seen, phase: str) -> None:
                if phase == "worked":
                    server.write_state(given.state_file)

            server.on_request = keep
        sys.stdout.write(server.root + "\n")
        sys.stdout.flush()
        ended.wait()
        if given.state_file:
            server.write_state(given.state_file)


if __name__ == "__main__":
    main()
