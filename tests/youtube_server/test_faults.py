"""Each way of going wrong does what it says, and no more."""

import http.client
import threading

import pytest

from tests.youtube_server import Fault, Seen, YoutubeServer
from tests.youtube_server.raw import GRAIN, Raw

LOST = (ConnectionError, http.client.HTTPException, TimeoutError)
PLAYLIST = {"snippet": {"title": "Temamøder"}, "status": {"privacyStatus": "private"}}


def make_playlist(raw: Raw) -> int:
    return raw.api("POST", "playlists", PLAYLIST, part="snippet,status").status


@pytest.mark.parametrize("reset", [True, False])
@pytest.mark.parametrize(("kind", "made"), [("cut_before", 0), ("cut_within", 0), ("cut_after", 1)])
def test_a_cut_loses_the_answer_and_the_work_only_if_it_comes_before(
    server: YoutubeServer, raw: Raw, kind: str, made: int, reset: bool
) -> None:
    server.faults.add(Fault("playlists.insert", kind, nth=2, reset=reset))  # type: ignore[arg-type]
    assert make_playlist(raw) == 200
    with pytest.raises(LOST):
        make_playlist(raw)
    assert len(server.state.playlists) == 1 + made
    assert make_playlist(raw) == 200
    assert [(seen.status, seen.fault) for seen in server.requests] == [(200, ""), (None, kind), (200, "")]
    assert (server.violations, server.faults.left) == ([], [])


@pytest.mark.parametrize("kind", ["cut_before", "cut_within", "cut_after"])
def test_a_request_without_a_body_is_cut_too(server: YoutubeServer, raw: Raw, kind: str) -> None:
    server.faults.add(Fault("channels.list", kind))  # type: ignore[arg-type]
    with pytest.raises(LOST):
        raw.api("GET", "channels", part="id", mine="true")
    assert raw.api("GET", "channels", part="id", mine="true").status == 200


@pytest.mark.parametrize(("stored", "kept"), [(True, 2 * GRAIN), (False, 0), (GRAIN, GRAIN)])
def test_what_arrived_of_a_cut_chunk_is_stored_or_not(server: YoutubeServer, raw: Raw, stored: bool | int, kept: int) -> None:
    server.faults.add(Fault("videos.insert.bytes", "cut_within", stored=stored))
    upload = raw.session(5 * GRAIN)
    with pytest.raises(LOST):
        upload.put(0, upload.size)
    assert upload.ask().stored == kept
    assert upload.put(kept, upload.size).status == 201
    assert server.state.video.content == upload.data


@pytest.mark.parametrize(("kind", "stored"), [("cut_before", 0), ("status", 0), ("status_after", GRAIN), ("cut_after", GRAIN)])
def test_a_chunk_that_is_not_worked_on_is_not_stored(server: YoutubeServer, raw: Raw, kind: str, stored: int) -> None:
    server.faults.add(Fault("videos.insert.bytes", kind))  # type: ignore[arg-type]
    upload = raw.session(2 * GRAIN)
    try:
        assert upload.put(0, GRAIN).status == 503
    except LOST:
        assert kind.startswith("cut")
    assert upload.ask().stored == stored


@pytest.mark.parametrize("kind", ["cut_after", "status_after"])
def test_the_answer_to_the_last_chunk_is_lost_and_the_video_there(server: YoutubeServer, raw: Raw, kind: str) -> None:
    server.faults.add(Fault(r"videos\.insert\.bytes", kind))  # type: ignore[arg-type]
    upload = raw.session(100)
    try:
        assert upload.put(0, 100).status == 503
    except LOST:
        assert kind == "cut_after"
    assert upload.ask().json["id"] == server.state.video.id


@pytest.mark.parametrize(
    ("status", "reason", "answered"),
    [
        (0, "", 503),
        (502, "", 502),
        (0, "backendError", 503),
        (429, "rateLimitExceeded", 429),
        (0, "userRateLimitExceeded", 403),
        (0, "quotaExceeded", 403),
        (0, "uploadLimitExceeded", 400),
        (0, "authError", 401),
        (0, "forbidden", 403),
    ],
)
def test_a_status_is_answered_instead_of_the_work_with_its_reason(
    server: YoutubeServer, raw: Raw, status: int, reason: str, answered: int
) -> None:
    server.faults.add(Fault("playlists.*", "status", status=status, reason=reason, retry_after=7, times=2))
    reply = raw.api("POST", "playlists", PLAYLIST, part="snippet,status")
    assert (reply.status, reply.headers["retry-after"]) == (answered, "7")
    assert not reason or reply.reason == reason
    assert ("www-authenticate" in reply.headers) == (answered == 401)
    assert raw.api("GET", "playlists", part="id", mine="true").status == answered
    assert make_playlist(raw) == 200
    assert len(server.state.playlists) == 1
    assert server.violations == []


@pytest.mark.parametrize(("worked", "answers", "made"), [(False, False, 0), (True, False, 1), (False, True, 1), (True, True, 1)])
def test_a_stall_ends_when_it_is_released(server: YoutubeServer, raw: Raw, worked: bool, answers: bool, made: int) -> None:
    fault = server.faults.add(Fault("playlists.insert", "stall", worked=worked, answers=answers))
    ends: list[object] = []

    def ask() -> None:
        try:
            ends.append(make_playlist(raw))
        except LOST:
            ends.append("cut")

    client = threading.Thread(target=ask)
    client.start()
    assert fault.reached.wait(10)
    assert (ends, len(server.state.playlists)) == ([], int(worked))
    fault.release()
    client.join(10)
    assert ends == [200 if answers else "cut"]
    assert len(server.state.playlists) == made


def test_a_client_that_does_not_wait_for_a_stalled_chunk_goes_on_from_what_is_stored(server: YoutubeServer, raw: Raw) -> None:
    fault = server.faults.add(Fault("videos.insert.bytes", "stall", answers=True))
    upload = raw.session(2 * GRAIN)
    raw.timeout_s = 0.2
    with pytest.raises(LOST):
        upload.put(0, 2 * GRAIN)
    raw.timeout_s = 10.0
    assert upload.ask().stored == 0
    assert upload.put(0, 2 * GRAIN).status == 201
    fault.release()
    assert upload.ask().status == 201
    assert server.state.video.content == upload.data


def test_a_stall_lasts_its_time(server: YoutubeServer, raw: Raw) -> None:
    server.faults.add(Fault("playlists.insert", "stall", wait_s=0.01, answers=True))
    assert make_playlist(raw) == 200


@pytest.mark.parametrize("status", [404, 410])
def test_a_session_dies_before_a_chunk_is_stored(server: YoutubeServer, raw: Raw, status: int) -> None:
    server.faults.add(Fault("videos.insert.bytes", "session_dies", nth=2, status=status))
    upload = raw.session(2 * GRAIN)
    assert upload.put(0, GRAIN).status == 308
    assert [upload.put(GRAIN, 2 * GRAIN).status, upload.ask().status, upload.ask().status] == [status] * 3
    assert server.state.uploaded == []
    assert server.violations == []


def test_a_session_dies_after_the_video_has_come_to_be(server: YoutubeServer, raw: Raw) -> None:
    server.faults.add(Fault("videos.insert.bytes", "session_dies", worked=True))
    upload = raw.session(100)
    with pytest.raises(LOST):
        upload.put(0, 100)
    assert upload.ask().status == 404
    assert server.state.video.content == upload.data


def test_a_session_dies_as_soon_as_it_is_opened(server: YoutubeServer, raw: Raw) -> None:
    server.faults.add(Fault("videos.insert.open", "session_dies", status=410))
    assert raw.session(100).ask().status == 410


def test_a_session_dies_when_it_is_asked(server: YoutubeServer, raw: Raw) -> None:
    server.faults.add(Fault("videos.insert.ask", "session_dies"))
    upload = raw.session(100)
    assert (upload.ask().status, upload.put(0, 100).status) == (404, 404)


def test_the_first_fault_whose_turn_it_is_meets_a_request_and_all_count_it(server: YoutubeServer, raw: Raw) -> None:
    server.faults.add(Fault(".*", "status", status=500), Fault("playlists.insert", "status", status=502, nth=2))
    assert [make_playlist(raw), make_playlist(raw), make_playlist(raw)] == [500, 502, 200]


def test_the_hook_sees_every_phase_of_every_request(server: YoutubeServer, raw: Raw) -> None:
    seen: list[tuple[str, int, int | None]] = []
    answered = threading.Semaphore(0)

    def hook(request: Seen, phase: str) -> None:
        seen.append((f"{request.name} {phase}", len(server.state.playlists), request.status))
        if phase == "answered":
            answered.release()

    server.on_request = hook
    make_playlist(raw)
    assert answered.acquire(timeout=10)
    raw.api("GET", "playlists", part="id", mine="true")
    assert answered.acquire(timeout=10)
    assert seen == [
        ("playlists.insert within", 0, None),
        ("playlists.insert received", 0, None),
        ("playlists.insert worked", 1, None),
        ("playlists.insert answered", 1, 200),
        ("playlists.list received", 1, None),
        ("playlists.list worked", 1, None),
        ("playlists.list answered", 1, 200),
    ]


@pytest.mark.parametrize(("phase", "made"), [("within", 0), ("received", 0), ("worked", 1)])
@pytest.mark.parametrize("how", ["true", "exception"])
def test_a_hook_that_gives_back_true_or_fails_cuts_the_connection(
    server: YoutubeServer, raw: Raw, phase: str, made: int, how: str
) -> None:
    def hook(_seen: Seen, reached: str) -> bool:
        if reached == phase and how == "exception":
            raise RuntimeError
        return reached == phase

    server.on_request = hook
    with pytest.raises(LOST):
        make_playlist(raw)
    assert len(server.state.playlists) == made


def test_a_hook_can_lose_a_chunk_at_each_point(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(6 * GRAIN)
    stored: list[int] = []
    for phase in ("within", "received", "worked"):
        server.on_request = lambda _seen, reached, phase=phase: reached == phase
        with pytest.raises(LOST):
            upload.put(sum(stored[-1:]), upload.size)
        server.on_request = None
        reply = upload.ask()
        stored.append(reply.stored if reply.status == 308 else reply.status)
    assert stored == [3 * GRAIN, 3 * GRAIN, 201]  # the last 1 MiB is stored with the work
    assert server.state.video.content == upload.data


def test_a_server_that_breaks_says_so(server: YoutubeServer, raw: Raw) -> None:
    del server.state.playlists
    assert make_playlist(raw) == 500
    assert "the server itself broke" in server.violations[0]
