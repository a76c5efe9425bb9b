"""Killed at any moment of any request and run again, a publication ends as if nothing had been: one video, everything once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.youtube_run import PAGE, SCENES, Point, Runner, Scene, When
from tests.faults.youtube_stage import WHENS, Stage, differences, hold_for_all, nothing_is_left, staged, undisturbed
from tests.publish.made_meeting import CUES, DURATION_US
from tests.publish.youtube.studio import VIDEO
from tests.youtube_server.request import QUESTIONS
from tests.youtube_server.state import Video
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.youtube.texts.chapter_lines import parse_chapter_lines


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as runner:
        yield runner


def all_once(stage: Stage, wanted: dict[str, Any]) -> None:
    """The act, done again, ends as it would have; done once more, it only reads."""
    stage.act()
    assert differences(stage.picture(), wanted) == []
    nothing_is_left(stage, stage.scene.act)
    no_bytes_are_left(stage)
    assert differences(stage.picture(), wanted) == []


def no_bytes_are_left(stage: Stage) -> None:
    """No upload that was given up holds bytes."""
    videos = {video.session for video in stage.server.state.uploaded}
    assert not any(session.stored for session in stage.server.state.sessions.values() if session.id not in videos)


def one_is_seen(stage: Stage) -> Video:
    """One video of the project can be seen, whole and with all that belongs to it, and the ledger knows it."""
    (seen,) = [video for video in stage.server.state.videos.values() if video.privacy != "private"]
    (entry,) = [entry for entry in Ledger(stage.folder / "ledger.json").entries if entry.state == "uploaded"]
    assert entry.id == seen.id
    assert set(entry.marks) == {"captions", "thumbnail", "playlist", "description"}
    assert all(mark.done == mark.intended for mark in entry.marks.values())
    assert seen.thumbnail and len(stage.server.state.captions_of(seen.id)) == 1
    (playlist,) = stage.server.state.playlists.values()
    assert playlist.video_ids.count(seen.id) == 1
    return seen


def picture_after(folder: Path, *acts: str) -> dict[str, Any]:
    """What acts end as, one after the other."""
    with staged(folder, Scene(acts[-1], acts[:-1])) as stage:
        stage.act()
        return stage.picture()


def seen_of(picture: dict[str, Any]) -> dict[str, Any]:
    """What people see of it."""
    return {name: part for name, part in picture.items() if name != "entries"}


def leaves_its_own_traces(point: Point) -> bool:
    """Whether server and ledger are left as at no other point: just noted, or just worked on."""
    return point.when == "noted" or (point.when == "worked" and point.name not in QUESTIONS)


def try_points(
    name: str,
    runner: Runner,
    folder: Path,
    check: Callable[[Stage, dict[str, Any]], None],
    chosen: Callable[[Point], bool],
) -> None:
    """Kill the scene's act at the points that are chosen, and check what comes then; it is given what the act ends as."""
    scene = SCENES[name]
    points, wanted = undisturbed(name)
    points = [point for point in points if chosen(point)]
    assert points

    def hold(point: Point) -> None:
        with staged(folder / str(point), scene) as stage:
            stage.killed(runner, point)
            check(stage, wanted)

    hold_for_all(points, hold)


def test_the_undisturbed_publication_is_what_it_should_be(tmp_path: Path) -> None:
    with staged(tmp_path / "a", SCENES["first"]) as stage:
        said = stage.act()
        state, video = stage.server.state, stage.server.state.video
        assert [video.content for video in state.uploaded] == [VIDEO]
        assert (video.title, video.privacy) == ("HR og den vanskelige samtale", "unlisted")
        assert PAGE in video.description and parse_chapter_lines(video.description, DURATION_US)
        (track,) = state.captions.values()
        assert track.content == said.material.timed.captions_vtt and CUES[0].lines[0] in track.content.decode()
        assert video.thumbnail
        assert stage.picture()["playlists"] == [("Temamøder", "private", ["video 0"])]
        assert said.entry.state == "uploaded"
        assert set(said.entry.marks) == {"captions", "thumbnail", "playlist", "description"}
        assert all(mark.done == mark.intended for mark in said.entry.marks.values())
        assert stage.server.counts()["videos.insert.bytes"] >= 5


def test_the_points_are_more_than_a_hundred_and_none_is_left_out() -> None:
    points = {name: undisturbed(name)[0] for name in SCENES}
    assert sum(map(len, points.values())) > 100
    for found in points.values():
        assert {point.when for point in found} >= {"before", "received", "worked", "after", "noted"}


BODILESS = ("deleted", "within")
SAMPLE = [
    ("first", "before", "videos.insert.open"),
    ("first", "worked", "videos.insert.open"),
    ("first", "worked", "playlistItems.insert"),
    ("first", "after", "captions.insert"),
    ("replaced", "within", "videos.insert.bytes"),
    ("troubled", "received", "videos.insert.bytes"),
    ("troubled", "worked", "videos.insert.bytes"),
    ("corrected", "worked", "captions.update"),
    ("withdrawn", "noted", ""),
]


@pytest.mark.parametrize(("name", "when", "request_name"), SAMPLE)
def test_killed_and_run_again_everything_is_there_once(
    name: str, when: When, request_name: str, runner: Runner, tmp_path: Path
) -> None:
    """The last request of that name."""
    points, _ = undisturbed(name)
    last = [point for point in points if (point.when, point.name) == (when, request_name)][-1]
    try_points(name, runner, tmp_path, all_once, lambda point: point == last)


@pytest.mark.long
@pytest.mark.parametrize("name", SCENES)
def test_killed_at_each_request_that_writes_in_turn_everything_is_there_once(name: str, runner: Runner, tmp_path: Path) -> None:
    points, wanted = undisturbed(name)
    left = Counter(point.name for point in points if point.when == "worked" and point.name not in QUESTIONS)
    with staged(tmp_path / "killed", SCENES[name]) as stage:
        while stage.killed_again(runner, left):
            pass
        assert left.total() <= 1
        all_once(stage, wanted)


@pytest.mark.long
@pytest.mark.parametrize(("name", "when"), [(name, when) for name in SCENES for when in WHENS if (name, when) != BODILESS])
def test_killed_at_any_point_and_run_again_everything_is_there_once(
    name: str, when: When, runner: Runner, tmp_path: Path
) -> None:
    try_points(name, runner, tmp_path, all_once, lambda point: point.when == when)


@pytest.mark.long
def test_killed_and_corrected_before_it_is_run_again_the_correction_stands(runner: Runner, tmp_path: Path) -> None:
    wanted = picture_after(tmp_path / "wanted", "first", "corrected")

    def check(stage: Stage, _wanted: object) -> None:
        stage.act("corrected")
        assert differences(seen_of(stage.picture()), seen_of(wanted)) == []
        one_is_seen(stage)
        nothing_is_left(stage, "corrected")

    try_points("first", runner, tmp_path, check, leaves_its_own_traces)


@pytest.mark.long
@pytest.mark.parametrize("name", ["corrected", "withdrawn"])
def test_killed_and_taken_back_everything_is_as_before(name: str, runner: Runner, tmp_path: Path) -> None:
    wanted = picture_after(tmp_path / "wanted", "first")

    def check(stage: Stage, _wanted: object) -> None:
        stage.act("first")
        assert differences(seen_of(stage.picture()), seen_of(wanted)) == []
        one_is_seen(stage)
        nothing_is_left(stage, "first")

    try_points(name, runner, tmp_path, check, leaves_its_own_traces)


@pytest.mark.long
@pytest.mark.parametrize("then", ["first", "not_replaced", "first_anew", "cut_again"])
def test_a_replacement_that_is_killed_and_not_wanted_any_more_leaves_one_that_is_seen(
    then: str, runner: Runner, tmp_path: Path
) -> None:
    def check(stage: Stage, _wanted: object) -> None:
        stage.act(then)
        one_is_seen(stage)
        assert then != "first_anew" or stage.server.state.uploaded[0].privacy == "unlisted"
        assert len(stage.server.state.uploaded) <= 2
        nothing_is_left(stage, then)

    try_points("replaced", runner, tmp_path, check, leaves_its_own_traces)


@pytest.mark.long
@pytest.mark.parametrize("name", ["first", "replaced"])
def test_killed_and_taken_down_nothing_is_seen_and_published_again_it_is_there_once(
    name: str, runner: Runner, tmp_path: Path
) -> None:
    def check(stage: Stage, _wanted: object) -> None:
        stage.act("withdrawn")
        assert {video.privacy for video in stage.server.state.videos.values()} <= {"private"}
        assert {entry.state for entry in Ledger(stage.folder / "ledger.json").entries} <= {"withdrawn", "replaced"}
        nothing_is_left(stage, "withdrawn")
        there = bool(stage.server.state.videos)
        stage.act("first")
        assert not there or {video.privacy for video in stage.server.state.videos.values()} == {"private"}
        stage.act("first_for_all")
        one_is_seen(stage)
        assert len(stage.server.state.uploaded) <= 2
        nothing_is_left(stage, "first")

    try_points(name, runner, tmp_path, check, leaves_its_own_traces)


@pytest.mark.long
def test_killed_and_its_ledger_lost_there_is_still_one_video(runner: Runner, tmp_path: Path) -> None:
    def check(stage: Stage, wanted: dict[str, Any]) -> None:
        (stage.folder / "ledger.json").unlink(missing_ok=True)
        stage.act()
        assert len(stage.server.state.uploaded) == 1
        stage.act("first_anew")  # what stood there was left as it was: nobody knows any more what was sent
        picture = seen_of(stage.picture())
        told = picture["videos"]["video 0"]["status"]
        told["privacyStatus"] = told["privacyStatus"].replace("private", "unlisted")  # nobody knows any more what was wanted
        assert differences(picture, seen_of(wanted)) == []
        nothing_is_left(stage, stage.scene.act)

    try_points("first", runner, tmp_path, check, leaves_its_own_traces)
