"""What a run makes of the way in which a recording was named, and of files that are handed in. The recording is 3 s, silent."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.made_media import make_video
from vbn_video.errors import InputError, RecordingError
from vbn_video.events import Event, Notice, StepBegan
from vbn_video.pipeline import STEP_NAMES, run, step_named, steps_due
from vbn_video.runs.projects import existing_project
from vbn_video.runs.request import RunRequest
from vbn_video.runs.run_result import RunResult
from vbn_video.settings.choices import EDITED_FILES
from vbn_video.settings.preset import Preset


@pytest.fixture
def request_(tmp_path: Path) -> RunRequest:
    (tmp_path / "møde").mkdir()
    make_video(tmp_path / "møde" / "video.mp4", seconds=3.0, speech=())
    return RunRequest((tmp_path / "møde",), Preset(), until="ingest")


def quiet(_event: Event) -> None:
    """Nobody listens."""


def cached(result: RunResult) -> list[bool]:
    return [ran.cached for ran in result.steps]


def test_a_recording_named_by_a_point_a_link_or_its_project_has_one_project(
    request_: RunRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    [folder] = request_.recordings
    project = run(request_, quiet).project.folder
    assert project == folder.with_name("møde.vbn")
    monkeypatch.chdir(folder)
    for named in (Path(), Path("../møde/"), Path("..", "møde.vbn")):
        result = run(replace(request_, recordings=(named,)), quiet)
        assert (result.project.folder, cached(result)) == (project, [True])
    monkeypatch.chdir(project)
    assert run(replace(request_, recordings=(Path(),)), quiet).project.folder == project
    assert existing_project(Path()).folder == project


def test_the_projects_path_is_absolute_however_the_workspace_is_named(
    request_: RunRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(replace(request_, workspace=Path("arbejde")), quiet)
    assert result.project.folder == tmp_path / "arbejde" / "møde.vbn"


def test_a_project_whose_recording_is_gone_is_found_by_the_recordings_name(request_: RunRequest) -> None:
    [folder] = request_.recordings
    project = run(request_, quiet).project.folder
    folder.rename(folder.with_name("gemt"))
    assert existing_project(folder).folder == project
    with pytest.raises(RecordingError, match="no recording at"):
        run(replace(request_, recordings=(project,)), quiet)


def test_a_project_that_was_moved_with_its_recording_finds_it(request_: RunRequest, tmp_path: Path) -> None:
    [folder] = request_.recordings
    project = run(request_, quiet).project.folder
    (tmp_path / "andet sted").mkdir()
    folder.rename(tmp_path / "andet sted" / folder.name)
    moved = project.rename(tmp_path / "andet sted" / project.name)
    assert run(replace(request_, recordings=(moved,)), quiet).project.folder == moved


@pytest.mark.parametrize(
    ("times", "option"), [({"start_us": 3_000_001}, "--start 00:00:03.000"), ({"end_us": 7_200_000_000}, "--end 02:00:00.000")]
)
def test_a_time_after_the_recordings_end_is_refused_at_once_with_its_length_and_not_remembered(
    request_: RunRequest, times: dict[str, int], option: str
) -> None:
    began: list[str] = []
    plan = replace(request_, until="plan")
    for ask in (run, run, lambda asked, _emit: steps_due(asked)):
        with pytest.raises(InputError) as refused:
            ask(replace(plan, **times), lambda event: began.append(event.name) if isinstance(event, StepBegan) else None)
        assert option in str(refused.value) and "00:00:03" in str(refused.value).partition("lasts")[2]
    assert set(began) == {"ingest"}
    said: list[str] = []
    run(plan, lambda event: said.append(event.text) if isinstance(event, Notice) else None)
    assert not [sentence for sentence in said if "earlier run" in sentence]


@pytest.mark.parametrize("times", [{"start_us": 3_000_000}, {"start_us": 2_960_000}, {"end_us": 0}, {"start_us": 0, "end_us": 1}])
def test_times_that_leave_no_talk_are_refused_before_anything_takes_long(request_: RunRequest, times: dict[str, int]) -> None:
    began: list[str] = []
    with pytest.raises(InputError, match=r"left between --start .* and --end .* lasts 00:00:03"):
        run(
            replace(request_, until="plan", **times),
            lambda event: began.append(event.name) if isinstance(event, StepBegan) else None,
        )
    assert began == ["ingest"]


@pytest.mark.parametrize("times", [{"start_us": 2_480_000}, {"end_us": 520_000}, {"start_us": 1_010_000, "end_us": 1_520_000}])
def test_times_that_leave_more_than_half_a_second_are_carried_out(request_: RunRequest, times: dict[str, int]) -> None:
    start_s, end_s = kept(run(replace(request_, until="plan", **times), quiet))
    assert end_s - start_s == pytest.approx(0.52, abs=0.05)


def test_all_of_a_recording_however_short_can_be_asked_for(request_: RunRequest) -> None:
    make_video(request_.recordings[0] / "video.mp4", seconds=0.4, speech=())
    assert kept(run(replace(request_, until="plan", start_us=0, end_us=1_000_000), quiet)) == (0, 0.4)


def test_an_end_that_is_rounded_up_is_the_recordings_end(request_: RunRequest) -> None:
    assert run(replace(request_, until="plan", end_us=4_000_000), quiet).project.path("edit.json").exists()


def test_an_edit_plan_that_is_handed_in_wins_over_discarded_edits_and_a_broken_one_is_not_taken(
    request_: RunRequest, tmp_path: Path
) -> None:
    plan = replace(request_, until="plan")
    edit = run(plan, quiet).project.path("edit.json")
    wanted = tmp_path / "klip.json"
    wanted.write_text('{"kept": [{"start": 1, "end": 2}]}', encoding="utf-8")
    assert steps_due(replace(plan, edit_file=wanted))[1] == ("plan",)
    run(replace(plan, edit_file=wanted, discard_edits=EDITED_FILES), quiet)
    [span] = json.loads(edit.read_text(encoding="utf-8"))["kept"]
    assert (span["start"], span["end"]) == (1, 2)
    taken = edit.read_bytes()
    wanted.write_text('{"kept": [{"start": 1, "end": }]}', encoding="utf-8")
    for name in ("klip.json", "edit.json"):
        with pytest.raises(InputError, match=rf"{name}, line 1(?s:.*)Mend it\. Nothing was changed\."):
            run(replace(plan, edit_file=wanted.rename(tmp_path / name)), quiet)
        wanted = tmp_path / name
    assert edit.read_bytes() == taken


def kept(result: RunResult) -> tuple[float, float]:
    [span] = json.loads(result.project.path("edit.json").read_text(encoding="utf-8"))["kept"]
    return span["start"], span["end"]


def test_a_start_and_an_end_hold_until_they_are_given_anew_or_edits_are_discarded(request_: RunRequest) -> None:
    plan = replace(request_, until="plan")
    assert kept(run(replace(plan, start_us=1_000_000), quiet)) == (1, 3)
    told: list[Event] = []
    again = run(plan, told.append)
    assert kept(again) == (1, 3) and all(cached(again)) and steps_due(plan)[1] == ()
    [holds] = [event.text for event in told if isinstance(event, Notice) and "of an earlier run" in event.text]
    assert "--start 00:00:01.000" in holds and "--discard-edits-in edit.json undoes it" in holds
    assert kept(run(replace(plan, end_us=2_000_000), quiet)) == (1, 2)
    with pytest.raises(InputError, match="Nothing is left"):
        run(replace(plan, start_us=2_500_000), quiet)
    assert kept(run(plan, quiet)) == (1, 2), "what could not be done is not remembered"
    told.clear()
    assert kept(run(replace(plan, discard_edits=("chapters.vtt",)), quiet)) == (1, 2)
    assert kept(run(replace(plan, discard_edits=("edit.json",)), told.append)) == (0, 3)
    forgotten = "--start 00:00:01.000 --end 00:00:02.000 of an earlier run is forgotten."
    assert forgotten in [event.text for event in told if isinstance(event, Notice)]
    assert kept(run(plan, quiet)) == (0, 3)


def test_what_is_cut_and_kept_by_option_holds_too_and_what_is_asked_for_last_wins(request_: RunRequest) -> None:
    plan = replace(request_, until="plan", start_us=0, end_us=3_000_000)

    def kept_spans(result: RunResult) -> list[tuple[float, float]]:
        spans = json.loads(result.project.path("edit.json").read_text(encoding="utf-8"))["kept"]
        return [(span["start"], span["end"]) for span in spans]

    cut = replace(plan, cuts=((1_000_000, 2_000_000),))
    assert kept_spans(run(cut, quiet)) == [(0, 1), (2, 3)]
    told: list[Event] = []
    again = run(plan, told.append)
    assert kept_spans(again) == [(0, 1), (2, 3)] and all(cached(again)) and steps_due(plan)[1] == ()
    assert "--cut 0:01-0:02 of an earlier run still holds" in "".join(e.text for e in told if isinstance(e, Notice))
    assert kept_spans(run(replace(plan, keeps=((1_520_000, 2_000_000),)), quiet)) == [(0, 1), (1.52, 3)]
    with pytest.raises(InputError, match="--cut 0:03-0:04 lies outside the recording"):
        run(replace(plan, cuts=((3_000_000, 4_000_000),)), quiet)
    with pytest.raises(InputError, match="ask for opposite things"):
        run(replace(cut, keeps=((1_500_000, 2_500_000),)), quiet)
    assert kept_spans(run(plan, quiet)) == [(0, 1), (1.52, 3)], "what could not be done is not remembered"
    assert kept_spans(run(replace(plan, discard_edits=("edit.json",)), quiet)) == [(0, 3)]


def test_every_file_that_a_step_lets_people_edit_can_be_named_to_be_made_anew() -> None:
    assert {name for step in STEP_NAMES for name in step_named(step).editable} == set(EDITED_FILES)


def test_one_edited_file_is_made_anew_and_the_other_stays_as_it_was_edited(request_: RunRequest) -> None:
    plan = replace(request_, until="plan")
    project = run(plan, quiet).project
    chapters = project.path("chapters.vtt").read_bytes()
    project.path("edit.json").write_text('{"kept": [{"start": 1, "end": 2}]}', encoding="utf-8")
    project.path("chapters.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nMine\n", encoding="utf-8")
    told: list[Event] = []
    assert kept(run(replace(plan, discard_edits=("chapters.vtt",)), told.append)) == (1, 2)
    assert project.path("chapters.vtt").read_bytes() == chapters
    said = [event.text for event in told if isinstance(event, Notice)]
    assert any("chapters.vtt was edited by hand: the edits are discarded" in text for text in said)
    assert any("edit.json was edited by hand: it is kept" in text for text in said)


def test_a_plan_that_was_edited_by_hand_wins_over_an_earlier_start(request_: RunRequest) -> None:
    plan = replace(request_, until="plan")
    edit = run(replace(plan, start_us=1_000_000), quiet).project.path("edit.json")
    edit.write_text('{"kept": [{"start": 0.4, "end": 2}]}', encoding="utf-8")
    assert kept(run(plan, quiet)) == (0.4, 2)
    assert kept(run(plan, quiet)) == (0.4, 2)


def test_a_record_that_cannot_be_read_is_said_and_put_aside(request_: RunRequest) -> None:
    project, told = run(request_, quiet).project, list[Event]()
    project.path("steps.json").write_text("{", encoding="utf-8")
    assert cached(run(request_, told.append)) == [False]
    assert any(isinstance(event, Notice) and "can't be read any more" in event.text for event in told)
    assert project.path("steps.unreadable.json").read_text(encoding="utf-8") == "{"
    assert cached(run(request_, quiet)) == [True]


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_a_recording_is_a_recording_of_its_own_name(request_: RunRequest, tmp_path: Path) -> None:
    (tmp_path / "genvej").symlink_to(request_.recordings[0])
    assert run(replace(request_, recordings=(tmp_path / "genvej",)), quiet).project.folder == tmp_path / "genvej.vbn"
