"""The resumable protocol, word for word."""

import hashlib
import socket
import threading
from contextlib import suppress

import pytest

from tests.youtube_server import Fault, YoutubeServer
from tests.youtube_server.raw import GRAIN, VIDEO, Raw


def test_an_upload_in_chunks_becomes_one_video_with_the_very_bytes(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(5 * GRAIN + 17)
    assert (upload.put(0, 2 * GRAIN).status, upload.put(2 * GRAIN, 4 * GRAIN).stored) == (308, 4 * GRAIN)
    done = upload.put(4 * GRAIN, upload.size)
    video = server.state.video
    assert done.status in (200, 201)
    assert done.json["id"] == video.id
    assert set(done.json) == {"kind", "etag", "id", "snippet", "status"}
    assert (video.content, video.sha256) == (upload.data, hashlib.sha256(upload.data).hexdigest())
    assert (video.title, video.privacy, video.snippet["categoryId"]) == (VIDEO["snippet"]["title"], "private", "27")
    assert server.violations == []


def test_the_location_lies_below_the_prefix_and_names_the_session() -> None:
    with YoutubeServer(prefix="/rehearsal") as server:
        upload = Raw(server).session(10)
        assert upload.location.startswith(f"{server.root}upload/youtube/v3/videos?uploadType=resumable&upload_id=")
        assert upload.put(0, 10).status == 201
        assert server.violations == []


def test_a_session_says_what_is_stored_and_says_nothing_of_a_range_before(raw: Raw) -> None:
    upload = raw.session(3 * GRAIN)
    empty = upload.ask()
    assert (empty.status, empty.headers.get("range"), empty.headers["content-length"]) == (308, None, "0")
    upload.put(0, GRAIN)
    assert upload.ask().headers["range"] == f"bytes=0-{GRAIN - 1}"


def test_a_whole_file_may_come_at_once_without_a_content_range(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(GRAIN + 1)
    assert raw.send("PUT", upload.path, upload.data).status == 201
    assert server.state.video.content == upload.data


def test_a_complete_session_answers_with_its_video_as_often_as_it_is_asked(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(100)
    upload.put(0, 100)
    answers = [upload.ask(), upload.put(0, 100), upload.ask()]
    assert {answer.json["id"] for answer in answers} == {server.state.video.id}
    assert len(server.state.uploaded) == 1
    assert server.violations == []


def test_a_chunk_may_be_stored_in_part(server: YoutubeServer, raw: Raw) -> None:
    server.faults.add(Fault("videos.insert.bytes", "partial", stored=GRAIN + 5), Fault("videos.insert.bytes", "partial", nth=2))
    upload = raw.session(4 * GRAIN)
    assert upload.put(0, 2 * GRAIN).stored == GRAIN
    assert upload.put(GRAIN, 4 * GRAIN).stored == 2 * GRAIN  # half of three, whole 256 KiB, though it was the last
    assert upload.put(2 * GRAIN, 4 * GRAIN).status == 201
    assert server.state.video.content == upload.data
    assert (server.violations, server.faults.left) == ([], [])


def test_of_a_connection_that_ends_within_whole_256_kib_are_stored(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(4 * GRAIN)
    with socket.create_connection(("127.0.0.1", server.listener.server_port)) as wire:
        head = f"PUT {upload.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {raw.access.token}\r\n"
        head += f"Content-Range: bytes 0-{upload.size - 1}/{upload.size}\r\nContent-Length: {upload.size}\r\n\r\n"
        wire.sendall(head.encode() + upload.data[: 2 * GRAIN + 1000])
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(1) == b""
    assert upload.ask().stored == 2 * GRAIN
    assert upload.put(2 * GRAIN, 4 * GRAIN).status == 201
    assert server.state.video.content == upload.data


def test_who_asks_cuts_off_whoever_was_still_sending(server: YoutubeServer, raw: Raw) -> None:
    upload, halfway = raw.session(8 * GRAIN), threading.Event()
    server.on_request = lambda _seen, phase: halfway.set() if phase == "within" else None
    with socket.create_connection(("127.0.0.1", server.listener.server_port)) as wire:
        head = f"PUT {upload.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {raw.access.token}\r\n"
        head += f"Content-Range: bytes 0-{upload.size - 1}/{upload.size}\r\nContent-Length: {upload.size}\r\n\r\n"
        wire.sendall(head.encode() + upload.data[: 4 * GRAIN])
        assert halfway.wait(10)
        stored = upload.ask().stored
        with suppress(ConnectionError):
            wire.sendall(upload.data[4 * GRAIN :])
            assert wire.recv(1) == b""
    assert upload.ask().stored == stored
    assert upload.put(stored, upload.size).status == 201
    assert server.state.video.content == upload.data
    assert (len(server.state.uploaded), server.violations) == (1, [])


@pytest.mark.parametrize("status", [404, 410])
def test_a_session_dies_of_age_by_the_servers_clock(server: YoutubeServer, raw: Raw, status: int) -> None:
    now = server.clock()
    server.clock = lambda: now
    server.settings.session_gone, server.settings.access_life_s = status, 30 * 86400.0
    raw.access.expires_at = now + 30 * 86400
    upload = raw.session(GRAIN * 2)
    upload.put(0, GRAIN)
    server.clock = lambda: now + 7 * 86400 - 1
    assert upload.ask().stored == GRAIN
    server.clock = lambda: now + 7 * 86400
    assert (upload.ask().status, upload.put(GRAIN, 2 * GRAIN).status) == (status, status)
    assert server.state.videos == {}
    assert server.violations == []


def test_larger_videos_than_it_keeps_are_known_by_size_and_hash() -> None:
    with YoutubeServer(keep_bytes=10) as server:
        upload = Raw(server).session(11)
        upload.put(0, 11)
        video = server.state.video
        assert (video.content, video.size, video.sha256) == (None, 11, hashlib.sha256(upload.data).hexdigest())


def test_a_server_for_measurements_makes_no_hash() -> None:
    with YoutubeServer(digest=False) as server:
        Raw(server).session(11).put(0, 11)
        assert server.state.video.sha256 == ""


@pytest.mark.parametrize(
    ("content_range", "first", "end", "status", "wrong"),
    [
        ("bytes 0-9/11", 0, 10, 400, "of 524288 bytes"),
        ("bytes 0-9", 0, 10, 400, "Content-Range"),
        ("bytes 9-0/524288", 0, 10, 400, "of 524288 bytes"),
        (f"bytes 0-{GRAIN - 1}/*", 0, GRAIN, 400, "Content-Range"),
        (f"bytes 0-{GRAIN}/{2 * GRAIN}", 0, GRAIN, 400, f"with {GRAIN} bytes"),
        (f"bytes 0-999/{2 * GRAIN}", 0, 1000, 400, "no multiple of 256 KiB"),
        (f"bytes {GRAIN}-{2 * GRAIN - 1}/{2 * GRAIN}", GRAIN, 2 * GRAIN, 416, "where 0 bytes are stored"),
        ("bytes */7", 0, 0, 400, "of 524288 bytes"),
        (f"bytes */{2 * GRAIN}", 0, 10, 400, "bytes in a request that asks"),
    ],
)
def test_a_wrong_range_is_refused_noted_and_stores_nothing(
    server: YoutubeServer, raw: Raw, content_range: str, first: int, end: int, status: int, wrong: str
) -> None:
    upload = raw.session(2 * GRAIN)
    assert upload.put(first, end, content_range).status == status
    assert len(server.violations) == 1
    assert wrong in server.violations[0]
    assert upload.ask().stored == 0


def test_bytes_that_are_stored_already_are_not_taken_twice(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(2 * GRAIN)
    upload.put(0, GRAIN)
    assert upload.put(0, GRAIN).status == 416
    assert "where 262144 bytes are stored" in server.violations[0]


def test_a_body_without_its_length_is_refused_and_noted(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(100)
    with socket.create_connection(("127.0.0.1", server.listener.server_port)) as wire:
        head = f"PUT {upload.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {raw.access.token}\r\n"
        wire.sendall((head + "Content-Range: bytes 0-99/100\r\nTransfer-Encoding: chunked\r\n\r\n").encode())
        assert wire.recv(100).startswith(b"HTTP/1.1 411 ")
    assert "no Content-Length" in server.violations[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"X-Upload-Content-Length": ""},
        {"X-Upload-Content-Length": "0"},
        {"X-Upload-Content-Length": str((256 << 30) + 1)},
        {"X-Upload-Content-Type": ""},
        {"X-Upload-Content-Type": "text/plain"},
        {"Content-Type": "text/plain"},
    ],
)
def test_a_session_is_not_opened_without_what_it_must_know(server: YoutubeServer, raw: Raw, fields: dict[str, str]) -> None:
    right = {"X-Upload-Content-Length": "100", "X-Upload-Content-Type": "video/mp4"}
    assert raw.media("POST", "videos", VIDEO, right | fields, uploadType="resumable", part="snippet,status").status == 400
    assert server.state.sessions == {}
    assert len(server.violations) == 1


def test_a_session_that_was_never_opened_or_is_anothers_is_noted(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(100)
    other = server.oauth.allow(channel=server.add_channel("En anden", "@enanden"))
    raw.access = server.oauth.access(other)
    assert upload.ask().status == 403
    assert raw.media("PUT", "videos", b"", {"Content-Range": "bytes */1"}, upload_id="x").status == 404
    assert len(server.violations) == 2
