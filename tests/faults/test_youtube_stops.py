"""What no patience helps against ends the run with its sentence, and the next run goes on as if nothing had been."""

from __future__ import annotations

import datetime as dt
import errno
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from unittest import mock

import pytest

from tests.faults.youtube_run import SCENES, project, small_and_quick
from tests.faults.youtube_stage import Request, Stage, differences, hold_for_all, nothing_is_left, staged
from tests.publish.youtube.studio import VIDEO, Studio
from tests.youtube_server import Fault, Seen
from vbn_video.errors import MissingError, TargetError, VbnError
from vbn_video.publish import ledger

SCENE = SCENES["first"]
FOR_EVER = 10**6
Reach = Literal["some", "all"]
REACHES = ["some", pytest.param("all", marks=pytest.mark.long)]


@pytest.fixture(autouse=True)
def small_chunks_and_no_waiting() -> Iterator[None]:
    """So that an upload of a few hundred kilobytes has many requests."""
    with small_and_quick():
        yield


def stops(stage: Stage, error: type[VbnError], says: str, studio: Studio | None = None) -> None:
    """The run ends with this error, whose sentence says this."""
    with pytest.raises(error) as ended:
        stage.act(studio=studio)
    assert type(ended.value) is error
    assert re.search(says, ended.value.message), ended.value.message


def goes_on(stage: Stage, wanted: dict[str, Any]) -> None:
    """The next run brings it to its end, and the one after that only reads."""
    stage.server.on_request = None
    stage.server.faults.clear()
    stage.act()
    assert differences(stage.picture(), wanted) == []
    nothing_is_left(stage, SCENE.act)


def of(requests: list[Request], reach: Reach, kind: int) -> list[Request]:
    """All of them, or one: another for each kind of trouble."""
    return requests if reach == "all" else [requests[kind * 5 % len(requests)]]


@dataclass(frozen=True)
class Stop:
    """An answer that ends the run, and what the person is told."""

    error: type[VbnError]
    says: str
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ("token",)

    def at(self, request: Request) -> bool:
        """Whether the request can be answered so."""
        return request.name in self.only if self.only else request.name not in self.never


AUTH = "vbn-video auth youtube"
STOPS = {
    "quotaExceeded": Stop(TargetError, r"renewed at \d{4}-\d\d-\d\d \d\d:\d\d"),
    "uploadLimitExceeded": Stop(TargetError, "24 hours", only=("videos.insert.open",)),
    "forbidden": Stop(TargetError, "forbidden", never=("token", "thumbnails.set")),
    "insufficientPermissions": Stop(MissingError, AUTH),
    "accessNotConfigured": Stop(MissingError, "Enable it"),
    "authError": Stop(MissingError, AUTH),
}
DEAD = ["cut_before", "cut_within", "cut_after", "status", "status_after"]


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("reason", STOPS)
def test_what_is_refused_for_good_ends_the_run_and_nothing_is_lost(
    reason: str, reach: Reach, requests: list[Request], wanted: dict[str, Any], tmp_path: Path
) -> None:
    stop = STOPS[reason]

    def hold(request: Request) -> None:
        with staged(tmp_path / str(request), SCENE) as stage:
            stage.server.faults.add(Fault("(?!token).*", "status", reason=reason, nth=request.number - 1, times=FOR_EVER))
            stops(stage, stop.error, stop.says)
            goes_on(stage, wanted)

    hold_for_all(of([request for request in requests if stop.at(request)], reach, list(STOPS).index(reason)), hold)


@pytest.mark.parametrize("reach", REACHES)
def test_a_login_that_dies_ends_the_run_and_a_new_one_goes_on(
    reach: Reach, requests: list[Request], wanted: dict[str, Any], tmp_path: Path
) -> None:
    def hold(request: Request) -> None:
        with staged(tmp_path / str(request), SCENE) as stage:

            def revoke(seen: Seen, phase: str) -> None:
                if (seen.number, phase) == (request.number - 1, "worked"):
                    stage.server.oauth.revoke_all()

            if request.number == 1:
                stage.server.oauth.revoke_all()
            stage.server.on_request = revoke
            stops(stage, MissingError, f"no longer accepts the login.*{AUTH}")
            stage.server.write_token_file(stage.folder / "token.json")
            goes_on(stage, wanted)

    hold_for_all(of(requests, reach, 1), hold)


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("kind", DEAD)
def test_a_line_that_stays_dead_ends_the_run_and_nothing_is_lost(
    kind: Any, reach: Reach, requests: list[Request], wanted: dict[str, Any], tmp_path: Path
) -> None:
    """With `cut_after` and `status_after` everything is done, and nobody ever hears of it."""

    def hold(request: Request) -> None:
        with staged(tmp_path / str(request), SCENE) as stage:
            stage.server.faults.add(Fault(".*", kind, nth=request.number, times=FOR_EVER))
            stops(stage, TargetError, "again and again|could not be reached")
            goes_on(stage, wanted)

    hold_for_all(of(requests, reach, DEAD.index(kind) + 1), hold)


def test_a_server_that_is_not_there_is_said_and_the_next_run_goes_on(wanted: dict[str, Any], tmp_path: Path) -> None:
    with staged(tmp_path / "a", SCENE) as stage:
        stage.server.write_token_file(stage.folder / "token.json")
        studio = project(stage.folder, "http://127.0.0.1:9/")  # the port that nobody listens to
        stops(stage, TargetError, "again and again", studio)
        assert stage.server.requests == []
        goes_on(stage, wanted)


@pytest.mark.parametrize("reach", REACHES)
def test_a_full_disk_stops_before_anything_that_could_not_be_noted(
    reach: Reach, requests: list[Request], wanted: dict[str, Any], tmp_path: Path
) -> None:
    notes = 0

    def counted(*words: Any, **named: Any) -> None:
        nonlocal notes
        notes += 1
        write(*words, **named)

    write = ledger.write_atomically
    with staged(tmp_path / "count", SCENE) as stage, mock.patch.object(ledger, "write_atomically", counted):
        stage.act()

    def hold(number: int) -> None:
        with staged(tmp_path / str(number), SCENE) as stage:
            left, asked = number, 0

            def full(*words: Any, **named: Any) -> None:
                nonlocal left, asked
                left -= 1
                if left <= 0:
                    asked = asked or len(stage.server.requests)
                    raise OSError(errno.ENOSPC, "No space left on device")
                write(*words, **named)

            with mock.patch.object(ledger, "write_atomically", full):
                stops(stage, MissingError, "disk is full")
            assert len(stage.server.requests) == asked
            goes_on(stage, wanted)

    hold_for_all(list(range(1, notes + 1))[:: 1 if reach == "all" else 9], hold)


def later(stage: Stage, hours: float) -> Studio:
    """The project so many hours later, as its machine and the server have it."""
    stage.server.clock = lambda: time.time() + hours * 3600
    studio = stage.project()
    studio.later = dt.timedelta(hours=hours)
    return studio


@pytest.mark.parametrize("gone", [404, 410, 400, 416])
def test_a_session_that_is_older_than_a_week_is_begun_anew(gone: int, wanted: dict[str, Any], tmp_path: Path) -> None:
    with staged(tmp_path / "a", SCENE) as stage:
        stage.server.settings.session_gone = gone
        stage.server.faults.add(Fault("videos.insert.bytes", "status", reason="forbidden", nth=3))
        stops(stage, TargetError, "forbidden")
        stage.act(studio=later(stage, 8 * 24))
        assert differences(stage.picture(), wanted) == []
        assert len(stage.server.state.sessions) == 2


@pytest.mark.parametrize("hours", [0.01, 2, 6 * 24])
def test_an_upload_whose_end_nobody_heard_of_is_found_whenever_it_is_looked_for(
    hours: float, wanted: dict[str, Any], tmp_path: Path
) -> None:
    with staged(tmp_path / "a", SCENE) as stage:
        stage.server.faults.add(
            Fault("videos.insert.bytes", "cut_after", nth=6), Fault("videos.insert.ask", "status", times=FOR_EVER)
        )
        stops(stage, TargetError, "again and again")
        stage.server.faults.clear()
        stage.act(studio=later(stage, hours))
        assert differences(stage.picture(), wanted) == []
        assert stage.server.counts()["videos.insert.open"] == 1


def test_an_upload_that_is_found_after_more_than_a_week_is_the_video_but_nobody_sees_it_unasked(tmp_path: Path) -> None:
    with staged(tmp_path / "a", SCENE) as stage:
        stage.server.faults.add(
            Fault("videos.insert.bytes", "cut_after", nth=6), Fault("videos.insert.ask", "status", times=FOR_EVER)
        )
        stops(stage, TargetError, "again and again")
        stage.server.faults.clear()
        studio = later(stage, 8 * 24)
        stage.act(studio=studio)
        (video,) = stage.server.state.uploaded
        assert video.privacy == "private" and "only by --public" in studio.said


@pytest.mark.parametrize("gone", [404, 410])
def test_when_it_cant_be_told_whether_it_arrived_it_is_not_sent_again_within_the_hour(
    gone: int, wanted: dict[str, Any], tmp_path: Path
) -> None:
    with staged(tmp_path / "a", SCENE) as stage:
        stage.server.faults.add(Fault("videos.insert.bytes", "session_dies", status=gone, nth=6))
        stops(stage, TargetError, "in an hour")
        stops(stage, TargetError, "in an hour", later(stage, 0.5))
        assert stage.server.counts()["videos.insert.open"] == 1
        stage.act(studio=later(stage, 1.1))
        assert differences(stage.picture(), wanted) == []


@pytest.mark.parametrize("reach", REACHES)
def test_a_machine_that_sleeps_for_a_night_in_the_middle_goes_on(
    reach: Reach, requests: list[Request], wanted: dict[str, Any], tmp_path: Path
) -> None:
    """The token has expired by then, and the connection is dead."""

    def hold(request: Request) -> None:
        with staged(tmp_path / str(request), SCENE) as stage:
            studio = stage.project()

            def sleep(seen: Seen, phase: str) -> bool:
                slept = (seen.number, phase) == (request.number, "worked")
                if slept:
                    stage.server.clock = lambda: time.time() + 9 * 3600
                    studio.later = dt.timedelta(hours=9)
                return slept

            stage.server.on_request = sleep
            stage.act(studio=studio)
            assert differences(stage.picture(), wanted) == []
            assert stage.server.counts()["token"] >= 2
            assert [video.content for video in stage.server.state.uploaded] == [VIDEO]

    hold_for_all(of(requests, reach, 3), hold)
