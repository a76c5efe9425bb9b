"""The server as a process of its own, and a client that is killed at a point that the server chooses."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests

from tests.youtube_server import Seen, YoutubeServer
from tests.youtube_server.raw import GRAIN, Raw

ROOT = Path(__file__).parents[2]
CLIENT = """
import http.client, sys
port, path, token, size, sent = sys.argv[1:]
connection = http.client.HTTPConnection("127.0.0.1", int(port))
range_ = f"bytes 0-{int(size) - 1}/{size}"
fields = {"Authorization": "Bearer " + token, "Content-Range": range_, "Content-Length": size}
connection.request("PUT", path, b"x" * int(sent), fields)
print(connection.getresponse().status)
"""


def test_it_runs_by_itself_says_where_and_tells_what_was_done(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.youtube_server", "--prefix", "/rehearsal", "--duration", "61"]
    names = {"--token-file": "token.json", "--state-file": "state.json", "--client-secret": "client.json"}
    files = [word for option, name in names.items() for word in (option, str(tmp_path / name))]
    with subprocess.Popen([*command, *files], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        root = process.stdout.readline().strip()
        token = json.loads((tmp_path / "token.json").read_text())["token"]
        where = f"{root}youtube/v3/channels?part=id&mine=true"
        answer = requests.get(where, headers={"Authorization": f"Bearer {token}"}, timeout=10).json()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    report = json.loads((tmp_path / "state.json").read_text())
    assert answer["items"][0]["id"] == report["channels"][0]["id"]
    assert [(seen["name"], seen["status"]) for seen in report["requests"]] == [("channels.list", 200)]
    assert (report["violations"], report["root"]) == ([], root)


@pytest.mark.skipif(os.name != "posix", reason="kills with a signal")
@pytest.mark.parametrize(("point", "stored"), [("within", 308), ("received", 201), ("worked", 201)])
def test_a_client_can_be_killed_at_any_point_of_a_request(point: str, stored: int) -> None:
    with YoutubeServer() as server:
        raw = Raw(server)
        upload = raw.session(64 * GRAIN)
        sent = upload.size // 2 if point == "within" else upload.size  # all of it may lie in the sockets' buffers by then
        arguments = [str(server.listener.server_port), upload.path, raw.access.token, str(upload.size), str(sent)]
        killed: list[int] = []
        started = threading.Event()

        def kill(_seen: Seen, phase: str) -> None:
            if phase == point and not killed and started.wait(10):
                client.kill()
                killed.append(client.wait())

        server.on_request = kill
        with subprocess.Popen([sys.executable, "-c", CLIENT, *arguments], stdout=subprocess.PIPE) as client:
            started.set()
            said, _ = client.communicate(timeout=10)
        server.settle()
        assert (killed, said) == ([-signal.SIGKILL], b"")
        assert upload.ask().status == stored
        assert len(server.state.uploaded) == (stored == 201)
        assert server.violations == []
