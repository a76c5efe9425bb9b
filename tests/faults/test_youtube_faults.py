"""Whatever YouTube or the line does to a request of a publication, the same run gets over it and ends well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.youtube_run import SCENES, small_and_quick
from tests.faults.youtube_stage import Request, differences, hold_for_all, nothing_is_left, staged
from tests.sampling import sampled
from tests.youtube_server import Fault
from vbn_video.publish.youtube.auth import token_exchange
from vbn_video.publish.youtube.transport import connection

SCENE = SCENES["first"]
SHORT_S = 0.25


@pytest.fixture(autouse=True)
def nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For an answer that does not come."""
    monkeypatch.setattr(connection, "ANSWER_S", SHORT_S)
    monkeypatch.setattr(token_exchange, "TIMEOUT_S", SHORT_S)
    with small_and_quick():
        yield


Plan = Callable[[Request], Fault]


def fault(kind: Any, **words: Any) -> Plan:
    """A fault of this kind that meets a request."""
    return lambda request: Fault(request.name, kind, nth=request.nth, **words)


IN_A_MINUTE = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1), usegmt=True)
PASSING: dict[str, Plan] = {
    "cut before": fault("cut_before"),
    "closed before": fault("cut_before", reset=False),
    "cut within": fault("cut_within"),
    "closed within": fault("cut_within", reset=False),
    "cut within and nothing kept": fault("cut_within", stored=False),
    "cut after": fault("cut_after"),
    "closed after": fault("cut_after", reset=False),
    "stall": fault("stall"),
    "stall after the work": fault("stall", worked=True),
    "500": fault("status", status=500),
    "502": fault("status", status=502),
    "503": fault("status", status=503),
    "503 backendError": fault("status", reason="backendError"),
    "503 five times": fault("status", status=503, times=5),
    "504": fault("status", status=504),
    "429 for seconds": fault("status", status=429, reason="rateLimitExceeded", retry_after=7),
    "429 until a time": fault("status", status=429, retry_after=IN_A_MINUTE),
    "503 after the work": fault("status_after", status=503),
    "500 after the work": fault("status_after", status=500),
}
"""What meets any request, that for a token too."""
OF_THE_API: dict[str, Plan] = {
    "403 userRateLimitExceeded": fault("status", reason="userRateLimitExceeded", times=2),
    "403 rateLimitExceeded": fault("status", reason="rateLimitExceeded"),
    "401": fault("status", reason="authError"),
}
OF_A_CHUNK: dict[str, Plan] = {
    "stored in part": fault("partial"),
    "stored not at all": fault("partial", stored=0),
    "stored in part three times": fault("partial", times=3),
}
OF_A_SESSION: dict[str, Plan] = {
    "session dies after the work": fault("session_dies", worked=True),
}
OF_AN_UNFINISHED_SESSION: dict[str, Plan] = {
    "session dies with 404": fault("session_dies", status=404),
    "session dies with 410": fault("session_dies", status=410),
}
KINDS = PASSING | OF_THE_API | OF_A_CHUNK | OF_A_SESSION | OF_AN_UNFINISHED_SESSION
ASK = Request("videos.insert.ask", 1, 0, True)


def meets(kind: str, request: Request) -> bool:
    """Whether a fault of this kind can meet the request."""
    if kind in OF_A_CHUNK:
        return request.name == "videos.insert.bytes"
    if kind in OF_A_SESSION:
        return request.name.startswith("videos.insert.")
    if kind in OF_AN_UNFINISHED_SESSION:
        return request.name.startswith("videos.insert.") and not (request.name == "videos.insert.bytes" and request.last)
    return kind in PASSING or request.name != "token"


def ends_well(folder: Path, wanted: dict[str, Any], *faults: Fault) -> None:
    """In spite of the faults one run ends as the undisturbed one, and another one only reads."""
    with staged(folder, SCENE) as stage:
        stage.server.faults.add(*faults)
        stage.act()
        assert stage.server.faults.left == [], "not all of it has happened"
        assert differences(stage.picture(), wanted) == []
        nothing_is_left(stage, SCENE.act)


def met_by(kind: str, requests: list[Request]) -> list[Request]:
    """The requests that a fault of this kind meets; of many of the same name the first two and the last."""
    return [request for request in [*requests, ASK] if meets(kind, request) and (request.nth <= 2 or request.last)]


def try_fault(kind: str, request: Request, folder: Path, wanted: dict[str, Any]) -> None:
    """Let the fault meet the request; for there to be a question how much is stored, a chunk is cut."""
    before = [Fault("videos.insert.bytes", "cut_within", nth=3)] if request is ASK else []
    ends_well(folder, wanted, *before, KINDS[kind](request))


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_at_any_request_is_got_over_in_the_same_run(
    kind: str, requests: list[Request], wanted: dict[str, Any], tmp_path: Path
) -> None:
    hold_for_all(met_by(kind, requests), lambda request: try_fault(kind, request, tmp_path / str(request), wanted))


@pytest.mark.parametrize("every", sampled([3, 1], [0]))
def test_a_fault_is_got_over_at_one_of_the_requests(
    every: int, requests: list[Request], wanted: dict[str, Any], tmp_path: Path
) -> None:
    sample = {kind: met[number % len(met)] for number, kind in enumerate(KINDS) if (met := met_by(kind, requests))}
    assert sample.keys() == KINDS.keys()
    sample = dict(list(sample.items())[::every])
    hold_for_all(list(sample), lambda kind: try_fault(kind, sample[kind], tmp_path / kind, wanted))


@pytest.mark.parametrize("kind", ["cut_before", "cut_within", "cut_after", "status", "status_after"])
@pytest.mark.parametrize("every", [3, 5])
def test_a_line_on_which_every_third_or_fifth_request_fails_is_enough(
    kind: Any, every: int, wanted: dict[str, Any], tmp_path: Path
) -> None:
    with staged(tmp_path / "a", SCENE) as stage:
        stage.server.faults.add(*(Fault(".*", kind, nth=number) for number in range(2, 200, every)))
        stage.act()
        assert differences(stage.picture(), wanted) == []
