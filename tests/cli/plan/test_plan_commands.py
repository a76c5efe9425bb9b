"""`plan show`, `plan set` and `plan reset`, over a project that was heard; judged by what a run makes of them."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.test_danish_output import foreign_words
from tests.plan.made_evidence import made_evidence
from tests.running import Done, vbn_video
from tests.steps.planned_project import PlannedProject
from tests.test_locale import compiled  # noqa: F401
from vbn_video.codec import to_json
from vbn_video.decisions import CutCandidate, EditPlan, KeptSpan, Side, SilencedSpan
from vbn_video.publish.ledger import LEDGER_FILE, Ledger, LedgerEntry
from vbn_video.settings.lexicon.danish_lexicon import Knows
from vbn_video.steps.record import Record

SAID = [(10.0, 30.0, -18.0), (40.0, 60.0, -18.0), (70.0, 100.0, -18.0)]
"""Words of 0.4 s without a rest between them; 30 to 40 and 60 to 70 are quiet."""


@pytest.fixture
def meeting(tmp_path: Path) -> PlannedProject:
    project = PlannedProject(tmp_path, made_evidence(SAID, 120))
    project.slides(0, 35_000_000)
    project.run("plan")
    return project


def plan(project: PlannedProject, *words: object, **env: str) -> Done:
    return vbn_video("plan", words[0], project.project.folder, *words[1:], **env)


def kept_s(project: PlannedProject) -> list[tuple[float, float]]:
    return [(span["start"], span["end"]) for span in json.loads(project.text("edit.json"))["kept"]]


def test_what_is_set_stands_in_edit_json_and_the_next_run_makes_it(meeting: PlannedProject) -> None:
    done = plan(meeting, "set", "--start", "0:05", "--end", "1:45", "--cut", "31-39", "--cut", "1:01-1:09")
    assert done.code == 0, done.err
    wanted = [(5, 31), (39, 61), (69, 105)]
    assert kept_s(meeting) == wanted
    assert f"vbn-video run '{meeting.project.folder}' --until check" in done.err
    assert "inside" not in done.err
    meeting.run("plan")
    assert [(span.start_us / 1e6, span.end_us / 1e6) for span in meeting.plan.kept] == wanted
    assert "edit.json was edited by hand: it is kept as it is." in meeting.notices
    assert not json.loads(plan(meeting, "show", "--json").out)["needs_run"]


def test_a_cut_inside_a_word_is_made_and_said_with_the_nearest_pause(meeting: PlannedProject) -> None:
    done = plan(meeting, "set", "--cut", "25.08-32")
    assert "The cut at 0:25.08 lies inside the word “ord37” (0:24.8-0:25.2)" in done.err
    assert "The nearest pause is at 0:30." in done.err
    assert done.err.count("lies inside") == 1
    meeting.run("plan")
    assert "The cut at 0:25.08 lies inside the word “ord37”" in meeting.notices


def test_silence_names_the_words_that_are_not_heard_any_more(meeting: PlannedProject) -> None:
    before = kept_s(meeting)
    done = plan(meeting, "set", "--cut", "44-44.8", "--sound-only")
    assert kept_s(meeting) == before
    assert "Not heard any more, 0:44-0:44.8: “ord10 ord11”" in done.err
    assert "silent  0:44-0:44.8" in done.out
    meeting.run("plan")
    assert [(one.start_us, one.end_us) for one in meeting.plan.silenced] == [(44_000_000, 44_800_000)]
    plan(meeting, "set", "--keep", "44-44.8", "--sound-only")
    meeting.run("plan")
    assert meeting.plan.silenced == ()


def test_reset_brings_back_the_cut_that_was_found(meeting: PlannedProject) -> None:
    found = meeting.text("edit.json")
    assert "Nothing is set" in plan(meeting, "reset").err
    plan(meeting, "set", "--cut", "40-60")
    assert "The cut that was set is forgotten." in plan(meeting, "reset").err
    meeting.run("plan")
    assert meeting.text("edit.json") == found
    Record.of(meeting.project).save(asked={"start_us": 5_000_000})
    assert "forgotten" in plan(meeting, "reset").err
    assert Record.of(meeting.project).content.asked == {}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--cut", "43:10-31:00"], "43:10-31:00 ends before it begins. Write the earlier time first: 31:00-43:10."),
        (["--cut", "31-31"], "31-31 is empty"),
        (["--cut", "31"], "31 is no span of time"),
        (["--cut", "31-x"], "x is not a time"),
        (["--cut", "3:00-3:10"], "--cut 3:00-3:10 lies outside the recording, which lasts 00:02:00.000"),
        (["--start", "50", "--end", "40"], "--end is not after --start"),
        (["--cut", "0-2:00"], "Nothing would be left"),
        ([], "Nothing to set"),
        (["--start", "5", "--sound-only"], "--sound-only goes with --cut or --keep"),
    ],
)
def test_a_wrong_span_is_refused_in_one_sentence_and_changes_nothing(
    meeting: PlannedProject, words: list[str], sentence: str
) -> None:
    before = meeting.text("edit.json")
    done = plan(meeting, "set", *words)
    assert (done.code, sentence in done.err) == (2, True), done.err
    assert meeting.text("edit.json") == before


def test_before_anything_was_heard_both_ends_are_enough(meeting: PlannedProject) -> None:
    for name in ("edit.json", "words.json", "speech.json", "levels.npz", "steps.json"):
        meeting.path(name).unlink()
    refused = plan(meeting, "set", "--cut", "31-39")
    assert (refused.code, "Name both --start and --end" in refused.err) == (2, True)
    done = plan(meeting, "set", "--start", "5", "--end", "1:45", "--cut", "31-39")
    assert kept_s(meeting) == [(5, 31), (39, 105)]
    assert "What is said there is not known yet" in done.err


def test_where_it_was_unsure_the_other_places_stand_with_the_option_that_chooses_them(meeting: PlannedProject) -> None:
    kept = meeting.plan.kept[0]
    unsure = Side(
        "greeting",
        0.55,
        (),
        (
            CutCandidate(9_500_000, 0.55, "… | Godmorgen", (), 9_480_000),
            CutCandidate(39_000_000, 0.4, "så | går", (), 38_033_367),
        ),
    )
    sure = replace(unsure, confidence=0.9)
    meeting.path("edit.json").write_text(to_json(EditPlan, EditPlan((replace(kept, start_side=sure),))), encoding="utf-8")
    assert "--start" not in plan(meeting, "show").out
    meeting.path("edit.json").write_text(to_json(EditPlan, EditPlan((replace(kept, start_side=unsure),))), encoding="utf-8")
    lines = plan(meeting, "show").out.splitlines()
    assert [line.strip() for line in lines if "--start" in line] == [
        "0:09.5   55 %  --start 0:09.48  “… | Godmorgen”",
        "0:39   40 %  --start 0:38.033  “så | går”",
    ]
    here = replace(unsure, candidates=(replace(unsure.candidates[0], cut_us=kept.start_us), unsure.candidates[1]))
    meeting.path("edit.json").write_text(to_json(EditPlan, EditPlan((replace(kept, start_side=here),))), encoding="utf-8")
    marked = [line for line in plan(meeting, "show").out.splitlines() if "--start" in line and "(chosen now)" in line]
    assert len(marked) == 1 and "Godmorgen" in marked[0]
    assert plan(meeting, "set", "--start", "0:39").code == 0
    assert kept_s(meeting)[0][0] == 39


@pytest.mark.parametrize(("option", "spans"), [("--cut", 2), ("--keep", 1)])
def test_a_doubtful_break_is_shown_with_the_options_that_cut_and_keep_it(
    meeting: PlannedProject, option: str, spans: int
) -> None:
    (kept,) = meeting.plan.kept
    unsure = Side("break", 0.6)
    parts = (replace(kept, end_us=31_000_000, end_side=unsure), replace(kept, start_us=39_000_000, start_side=unsure))
    meeting.path("edit.json").write_text(to_json(EditPlan, EditPlan(parts)), encoding="utf-8")
    shown = plan(meeting, "show").out
    assert "0:31-0:39 may be no break (60 % that it is one):  “ord45 ord46 ord47 ord48 ord49 | ord0" in shown
    (line,) = (line.split() for line in shown.splitlines() if line.strip().startswith(option))
    done = plan(meeting, "set", *line[:2])
    assert done.code == 0 and "may be no break" not in done.out
    assert len(kept_s(meeting)) == spans


def test_a_doubtful_side_that_is_right_is_confirmed_by_its_own_time(meeting: PlannedProject) -> None:
    kept = meeting.plan.kept[0]
    unsure = replace(kept, start_side=Side("meeting", 0.55, (), (CutCandidate(10_000_000, 0.55, "| ord0"),)))
    *others, last = (unsure, *meeting.plan.kept[1:])
    sure = replace(last, end_side=Side("meeting", 0.95))
    meeting.path("edit.json").write_text(to_json(EditPlan, EditPlan((*others, sure))), encoding="utf-8")
    meeting.run("plan")
    assert "not sure" in meeting.notices
    done = plan(meeting, "set", "--start", str(kept.start_us / 1e6))
    assert "it is not in doubt any more" in done.err
    assert "could also be elsewhere" not in done.out
    assert json.loads(plan(meeting, "show", "--json").out)["needs_run"], "the report still has the finding"
    meeting.run("plan")
    assert (meeting.plan.kept[0].start_us, meeting.plan.kept[0].start_side) == (kept.start_us, Side("editor", 1.0))
    assert "not sure" not in meeting.notices
    assert not json.loads(plan(meeting, "show", "--json").out)["needs_run"]


@pytest.mark.parametrize(("sure", "shown"), [(0.5, False), (0.6, True)])
def test_what_is_doubtful_is_what_the_preset_says(meeting: PlannedProject, sure: float, shown: bool) -> None:
    kept = meeting.plan.kept[0]
    unsure = replace(kept, start_side=Side("meeting", 0.55, (), (CutCandidate(10_000_000, 0.55, "| ord0"),)))
    edited = (unsure, *meeting.plan.kept[1:])
    meeting.path("edit.json").write_text(to_json(EditPlan, EditPlan(edited)), encoding="utf-8")
    meeting.setting(trim={"sure": sure})
    meeting.run("plan")
    assert ("begins is not sure" in meeting.notices) is shown
    assert ("--start" in plan(meeting, "show").out) is shown


def test_all_that_is_shown_of_a_cut_is_in_the_persons_language(
    meeting: PlannedProject,
    knows: Knows,
    compiled: None,  # noqa: F811
) -> None:
    """Every reason and every quotation of a plan that has all there can be."""
    (kept,) = meeting.plan.kept
    unsure = Side("sound without speech", 0.6)
    start = Side("first speech", 0.5, (), (CutCandidate(10_000_000, 0.5, "| ord"), CutCandidate(40_000_000, 0.4, "ord | ord")))
    break_side = Side("break", 0.9)
    spans = (
        KeptSpan(kept.start_us, 31_000_000, start, unsure),
        KeptSpan(31_000_000, 33_000_000, unsure, unsure, "Pause – 1 minut"),
        KeptSpan(39_000_000, 60_000_000, unsure, break_side),
        KeptSpan(61_000_000, kept.end_us, break_side, Side("end of the recording", 0.7)),
    )
    shown = EditPlan(spans, silenced=(SilencedSpan(44_000_000, 45_000_000),))
    meeting.path("edit.json").write_text(to_json(EditPlan, shown), encoding="utf-8")
    done = plan(meeting, "show", LC_ALL="da_DK.UTF-8", LANGUAGE="")
    assert "første tale 50 % – lyd uden tale 60 %" in done.out and "»| ord«" in done.out and "er måske ikke en pause" in done.out
    assert not {"“", "”"} & set(done.out)
    assert foreign_words(re.sub("ord[0-9]+", "ord", done.out + done.err), knows) == []


def test_the_bar_is_honest_in_a_pipe_in_a_narrow_terminal_and_without_unicode(meeting: PlannedProject) -> None:
    plan(meeting, "set", "--cut", "31-39")
    wide = plan(meeting, "show", COLUMNS="60").out.splitlines()
    assert {len(line) for line in wide[:2]} == {60}
    assert wide[1].startswith("the cut") and {"█", "░"} < set(wide[1])
    narrow = plan(meeting, "show", COLUMNS="20").out.splitlines()
    assert max(map(len, narrow[:2])) == 20
    assert "\x1b" not in "".join(wide)


def test_all_of_it_is_in_the_document(meeting: PlannedProject) -> None:
    plan(meeting, "set", "--cut", "31-39", "--cut", "44-44.8")
    shown = plan(meeting, "show", "--json").document
    assert (shown["duration"], shown["slides"], shown["edited"], shown["needs_run"]) == (120.0, [0.0, 35.0], True, True)
    assert [(span["start"], span["end"]) for span in shown["kept"]] == kept_s(meeting)
    assert shown["kept"][0]["end_side"] == {"reason": "editor", "confidence": 1.0, "support": [], "candidates": []}


def test_what_is_published_already_is_said_to_show_the_earlier_cut(meeting: PlannedProject) -> None:
    entry = LedgerEntry("website", "/web", "c0ffee", "published", "moede", "https://example.org/moede/")
    Ledger(meeting.path(LEDGER_FILE)).put(entry)
    done = plan(meeting, "set", "--cut", "31-39")
    assert "What is published still shows the earlier cut. Publish again" in done.err
    assert done.err.splitlines()[-1].endswith(f"vbn-video publish '{meeting.project.folder}' --replace")
    assert plan(meeting, "show").err == done.err.splitlines()[-1] + "\n"


def test_another_runs_lock_is_respected(meeting: PlannedProject) -> None:
    with meeting.project.lock():
        for words in (("set", "--cut", "31-39"), ("reset",)):
            assert plan(meeting, *words).code == 4


def test_a_project_that_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "ny.mp4").write_bytes(b"a recording")
    assert vbn_video("plan", "show", tmp_path / "ny.mp4").code == 2
    assert vbn_video("plan", "reset", tmp_path / "ny.mp4").code == 2
    assert vbn_video("plan", "set", tmp_path / "ny.mp4", "--cut", "1-2").code == 3


def test_an_exported_cut_comes_back_as_it_was(meeting: PlannedProject, tmp_path: Path) -> None:
    pytest.importorskip("opentimelineio")
    plan(meeting, "set", "--cut", "31-39")
    plan(meeting, "set", "--cut", "44-44.8", "--sound-only")
    before = json.loads(meeting.text("edit.json"))
    file = tmp_path / "klip.otio"
    assert plan(meeting, "export", file).code == 0
    meeting.run("plan")
    plan(meeting, "reset")
    meeting.run("plan")
    assert json.loads(meeting.text("edit.json")) != before
    assert plan(meeting, "set", "--edit", file).code == 0
    meeting.run("plan")
    assert json.loads(meeting.text("edit.json")) == before
    assert plan(meeting, "export", tmp_path / "klip.xml").code == 2


def test_without_the_extra_it_is_said_how_to_get_it(
    meeting: PlannedProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentimelineio", None)
    done = plan(meeting, "export", tmp_path / "klip.otio")
    assert (done.code, 'pip install "vbn-video[otio]"' in done.err) == (4, True)
    (tmp_path / "klip.otio").write_text("{}", encoding="utf-8")
    assert plan(meeting, "set", "--edit", tmp_path / "klip.otio").code == 4
