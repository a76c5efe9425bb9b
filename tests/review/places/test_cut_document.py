"""The cut over HTTP: what is shown of it, what a change does, and that every change can be undone to the byte."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.places.conftest import Desk, desk_of, made_meeting
from vbn_video.codec import from_values, to_json, to_values
from vbn_video.decisions import CutCandidate, EditPlan, Side, Support
from vbn_video.steps.record import Record

US = 1_000_000


def kept_us(document: dict[str, Any]) -> list[tuple[int, int]]:
    return [(span["start_us"], span["end_us"]) for span in document["kept"]]


def test_it_shows_each_side_with_its_reason_and_how_sure_it_is(desk: Desk) -> None:
    shown = desk.get("cut")
    (kept,) = shown.body["kept"]
    assert (shown.status, shown.revision) == (200, shown.body["revision"])
    assert shown.body["duration_us"] == 120 * US
    assert kept["start"]["words"].startswith("| ord0 ord1")
    assert kept["start"]["reason"] == "first speech"
    assert kept["start"]["doubtful"] == (kept["start"]["confidence"] < shown.body["sure"])
    assert shown.body["speech"][0][0] == 10 * US
    assert [slide["start_us"] for slide in shown.body["slides"]] == [0, 35 * US]
    assert not shown.body["edited"] and not shown.body["needs_run"]


def test_a_doubtful_side_has_its_other_places_as_stills_with_the_time_that_chooses_each(desk: Desk) -> None:
    (kept,) = desk.made.plan.kept
    support = (Support("greeting", 39 * US, 2.0, "Godmorgen"),)
    places = (CutCandidate(9_500_000, 0.55, "… | Godmorgen"), CutCandidate(39 * US, 0.4, "så | går", support, 38_033_367))
    unsure = replace(kept, start_side=Side("meeting", 0.55, (), places))
    desk.made.path("edit.json").write_text(to_json(EditPlan, EditPlan((unsure,))), encoding="utf-8")
    side = desk.get("cut").body["kept"][0]["start"]
    assert side["doubtful"]
    assert [place["cut_us"] for place in side["candidates"]] == [9_500_000, 38_033_367]
    assert [place["probability"] for place in side["candidates"]] == [0.55, 0.4]
    assert side["candidates"][1]["still"] == f"/media/{desk.key}/still/{44 * US}.jpg"
    assert "Godmorgen" in side["candidates"][1]["why"]


def test_ends_are_moved_and_spans_cut_out_as_plan_set_does_it(desk: Desk) -> None:
    moved = desk.send("cut", {"start_us": 5 * US, "end_us": 105 * US, "cut": [[31 * US, 39 * US]]})
    assert kept_us(moved.body) == [(5 * US, 31 * US), (39 * US, 105 * US)]
    assert (moved.body["edited"], moved.body["needs_run"], moved.body["sentences"]) == (True, True, [])
    desk.made.run("plan")
    assert [(span.start_us, span.end_us) for span in desk.made.plan.kept] == kept_us(moved.body)
    assert not desk.get("cut").body["needs_run"]


def test_a_break_that_an_end_is_moved_over_is_said_and_is_a_break_again_when_it_is_moved_back(desk: Desk) -> None:
    before = desk.send("cut", {"cut": [[31 * US, 39 * US]]}).body
    moved = desk.send("cut", {"start_us": 50 * US}).body
    assert "The break 0:31-0:39 lies in what is cut now." in " ".join(moved["sentences"])
    desk.made.run("plan")
    back = desk.send("cut", {"start_us": before["kept"][0]["start_us"]}).body
    assert kept_us(back) == kept_us(before)
    assert "The break 0:31-0:39 is a break again" in " ".join(back["sentences"])


def test_a_break_is_remembered_over_undo_and_redo_and_forgotten_with_the_changes(desk: Desk) -> None:
    before = desk.send("cut", {"cut": [[31 * US, 39 * US]]}).body
    moved = desk.send("cut", {"start_us": 50 * US}).body
    desk.send("cut", {"whole": {"file": before["file"], "edited": True}})
    desk.send("cut", {"whole": {"file": moved["file"], "edited": True}})
    assert kept_us(desk.send("cut", {"start_us": before["kept"][0]["start_us"]}).body) == kept_us(before)
    desk.send("cut/reset", {})
    assert Record.of(desk.made.project).content.breaks == ()


def test_the_places_that_the_program_found_stay_after_an_end_was_moved(desk: Desk) -> None:
    places = (CutCandidate(9_500_000, 0.55, "… | Godmorgen"), CutCandidate(39 * US, 0.4, "så | går", (), 38_033_367))
    record = Record.of(desk.made.project)
    step = record.content.steps["plan"]
    plan = from_values(EditPlan, step.memory["edit"])
    unsure = replace(plan, kept=(replace(plan.kept[0], start_side=Side("meeting", 0.55, (), places)),))
    remembered = {**step.memory, "edit": to_values(EditPlan, unsure)}
    record.save(steps={**record.content.steps, "plan": replace(step, memory=remembered)})
    (kept,) = desk.send("cut", {"start_us": 12 * US}).body["kept"]
    assert [place["cut_us"] for place in kept["start"]["candidates"]] == [9_500_000, 38_033_367]
    assert (kept["start"]["yours"], kept["end"]["yours"]) == (True, False)


def test_an_end_that_a_person_has_chosen_is_theirs(desk: Desk) -> None:
    (kept,) = desk.send("cut", {"start_us": 5 * US}).body["kept"]
    assert (kept["start"]["yours"], kept["end"]["yours"]) == (True, False)


def test_a_cut_inside_a_word_is_made_and_said(desk: Desk) -> None:
    moved = desk.send("cut", {"cut": [[25_080_000, 32 * US]]})
    assert any("inside the word “ord37”" in sentence for sentence in moved.body["sentences"])


def test_silence_is_heard_again(desk: Desk) -> None:
    silent = desk.send("cut", {"silence": [[44 * US, 44_800_000]]})
    assert silent.body["silenced"] == [{"start_us": 44 * US, "end_us": 44_800_000}]
    assert any("ord10 ord11" in sentence for sentence in silent.body["sentences"])
    assert desk.send("cut", {"hear": [[44 * US, 44_800_000]]}).body["silenced"] == []


def test_undoing_the_first_change_makes_it_the_program_s_cut_again(desk: Desk) -> None:
    before, text = desk.get("cut").body, desk.made.text("edit.json")
    changed = desk.send("cut", {"cut": [[31 * US, 39 * US]]})
    whole = {"file": before["file"], "edited": before["edited"]}
    undone = desk.send("cut", {"whole": whole}, changed.revision)
    assert (desk.made.text("edit.json"), undone.body["edited"]) == (text, False)
    assert undone.revision == before["revision"]
    assert Record.of(desk.made.project).content.edited == {}


def test_redoing_a_change_makes_it_a_person_s_again(desk: Desk) -> None:
    before = desk.get("cut").body
    changed = desk.send("cut", {"cut": [[31 * US, 39 * US]]}).body
    desk.send("cut", {"whole": {"file": before["file"], "edited": False}})
    redone = desk.send("cut", {"whole": {"file": changed["file"], "edited": True}})
    assert (kept_us(redone.body), redone.body["edited"]) == (kept_us(changed), True)


def test_reset_forgets_the_person_s_cut(desk: Desk) -> None:
    found = desk.made.text("edit.json")
    desk.send("cut", {"cut": [[31 * US, 39 * US]]})
    reset = desk.send("cut/reset", {})
    assert (reset.status, reset.body["kept"], reset.body["edited"]) == (200, [], False)
    desk.made.run("plan")
    assert desk.made.text("edit.json") == found


def test_a_change_made_for_an_earlier_revision_is_refused_with_what_stands_there(desk: Desk) -> None:
    before = desk.get("cut")
    changed = desk.send("cut", {"start_us": 5 * US})
    refused = desk.send("cut", {"start_us": 7 * US}, before.revision)
    assert refused.status == 412
    assert refused.body["current"]["revision"] == changed.revision
    assert desk.made.plan.kept[0].start_us == 5 * US


def test_while_a_run_is_at_work_nothing_is_written_and_it_is_said(desk: Desk) -> None:
    text = desk.made.text("edit.json")
    with desk.made.project.lock():
        refused = desk.send("cut", {"start_us": 5 * US})
    assert (refused.status, desk.made.text("edit.json")) == (423, text)
    assert "is at work" in refused.body["error"]["message"]
    assert desk.send("cut", {"start_us": 5 * US}).status == 200


@pytest.mark.parametrize(
    "body",
    [
        {"cut": [[39 * US, 31 * US]]},
        {"cut": [[31 * US, 31 * US]]},
        {"cut": [[0, 120 * US]]},
        {"start_us": -1},
        {"start_us": "x"},
        {"stat_us": 5},
        {"whole": {"file": "no JSON", "edited": True}},
        {"whole": {"file": '{"kept": []}', "edited": True}},
        [],
    ],
)
def test_what_can_not_be_is_refused_in_a_sentence_and_changes_nothing(desk: Desk, body: object) -> None:
    before = desk.made.text("edit.json")
    refused = desk.send("cut", body)
    assert (refused.status, desk.made.text("edit.json")) == (400, before)
    assert refused.body["error"]["message"]


def test_without_a_revision_nothing_is_changed(desk: Desk) -> None:
    before = desk.made.text("edit.json")
    assert desk.send("cut", {"start_us": 5 * US}, "").status == 400
    assert desk.made.text("edit.json") == before


def test_a_file_that_a_person_broke_is_said_and_can_be_reset(desk: Desk) -> None:
    desk.made.path("edit.json").write_text('{"kept": [', encoding="utf-8")
    shown = desk.get("cut")
    assert (shown.status, "edit.json" in shown.body["problem"]) == (200, True)
    assert desk.send("cut/reset", {}).status == 200
    assert not desk.made.path("edit.json").exists()


times = st.integers(0, 120 * US)
spans = st.tuples(times, times).filter(lambda span: span[0] < span[1]).map(list)
changes = st.one_of(
    st.fixed_dictionaries({"start_us": times}),
    st.fixed_dictionaries({"end_us": times}),
    st.fixed_dictionaries({"cut": st.lists(spans, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"keep": st.lists(spans, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"silence": st.lists(spans, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"hear": st.lists(spans, min_size=1, max_size=2)}),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(changes, min_size=1, max_size=5))
def test_undoing_changes_one_after_another_keeps_every_value(asked: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_of(made_meeting(Path(folder)))
        stood = []
        for change in asked:
            before = desk.get("cut").body
            if desk.send("cut", change).status == 200:
                stood.append((before, desk.get("cut").body))
        for before, after in reversed(stood):
            assert desk.get("cut").body == after
            desk.send("cut", {"whole": {"file": before["file"], "edited": before["edited"]}})
            assert desk.get("cut").body == before
        assert json.loads(desk.made.text("edit.json"))["kept"]
