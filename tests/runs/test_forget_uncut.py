"""`[privacy] forget_uncut`: what was cut away is nowhere in the project any more."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape

from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject
from vbn_video.codec import from_json, to_json
from vbn_video.decisions import CaptionNotes, CutCandidate, EditPlan, KeptSpan, Side, Support, TextChange
from vbn_video.evidence import ChatLine, DroppedWords, Mark, MeetingMarks, Slide, Transcript, Word
from vbn_video.runs.forget_uncut import forget_uncut
from vbn_video.steps.record import Record, StepRecord, file_state

S = 1_000_000
SENTENCES = ((20, "Hemmeligt før mødet."), (40, "Godmorgen og velkommen."), (50, "Tak for i dag."))


@pytest.fixture
def project(tmp_path: Path) -> PlannedProject:
    """A meeting whose first sentence was cut away after its captions had been edited."""
    project = PlannedProject(tmp_path, made_evidence([(float(at_s), at_s + 2.0, -18.0) for at_s, _said in SENTENCES], 70))
    project.setting(trim=KEEP_ALL_SAID)
    project.say(
        tuple(
            Word(round((at_s + number * 0.4) * S), round((at_s + number * 0.4 + 0.35) * S), word, 0.9)
            for at_s, said in SENTENCES
            for number, word in enumerate(said.split())
        )
    )
    project.run("plan", "caption")
    project.edit("captions.da.vtt", "velkommen", "velkommen til")
    project.run("caption")
    project.asking(start_s=35)
    project.run("plan", "caption")
    project.project.log(event="Notice", text="Hemmeligt")
    return project


def forget(project: PlannedProject) -> None:
    forget_uncut(project.project, Record.of(project.project), project.events.append)


def holding(project: PlannedProject, word: str) -> list[str]:
    files = sorted(path for path in project.project.folder.rglob("*") if path.is_file())
    return [path.name for path in files if word.encode() in path.read_bytes()]


def test_no_file_holds_a_word_that_was_cut_away(project: PlannedProject) -> None:
    project.path("review.jsonl").write_text('{"kind": "edit", "label": "Hemmeligt"}\n', encoding="utf-8")
    assert {"words.json", "captions.aside.vtt", "steps.json", "review.jsonl"} <= set(holding(project, "Hemmeligt"))
    forget(project)
    assert holding(project, "Hemmeligt") == []
    assert "velkommen til" in project.text("captions.da.vtt")
    assert not project.path("captions.aside.vtt").exists()


def test_words_that_were_dropped_and_changes_that_were_made_there_go_with_them(project: PlannedProject) -> None:
    transcript = from_json(Transcript, project.text("words.json"))
    secret, kept = (Word(at * S, (at + 1) * S, text, 0.1) for at, text in ((21, "Hemmeligt"), (45, "Tekstet")))
    dropped = tuple(DroppedWords((word,), "no speech", "silence") for word in (secret, kept))
    project.path("words.json").write_text(to_json(Transcript, Transcript(transcript.words, dropped=dropped)), encoding="utf-8")
    changes = tuple(TextChange(at * S, (at + 1) * S, "glossary", "før", text) for at, text in ((21, "Hemmeligt"), (45, "VBN")))
    project.path("captions.changes.json").write_text(to_json(CaptionNotes, CaptionNotes(changes)), encoding="utf-8")
    forget(project)
    assert holding(project, "Hemmeligt") == []
    assert from_json(Transcript, project.text("words.json")).dropped == dropped[1:]
    assert from_json(CaptionNotes, project.text("captions.changes.json")).changes == changes[1:]


def test_what_is_left_is_not_made_anew_for_it_and_not_forgotten_twice(project: PlannedProject) -> None:
    forget(project)
    edited = project.text("captions.da.vtt")
    project.run("caption")
    assert project.text("captions.da.vtt") == edited
    assert "heard anew" not in project.notices
    project.events.clear()
    forget(project)
    assert project.events == []


@pytest.mark.parametrize("log", [None, "Hemmeligt\n", '["Hemmeligt"]\n', '{"event": "Notice", "text": "Hemm', "\u2028Hemmeligt"])
def test_a_log_that_is_gone_or_no_log_keeps_no_word_either(log: str | None, project: PlannedProject) -> None:
    project.path("log.jsonl").unlink()
    if log is not None:
        project.path("log.jsonl").write_text('{"event": "StepBegan"}\n' + log, encoding="utf-8")
    forget(project)
    assert holding(project, "Hemm") == []
    if log is not None:
        assert project.text("log.jsonl") == '{"event": "StepBegan"}\n'


def test_what_was_written_there_goes_with_it(project: PlannedProject) -> None:
    lines = (ChatLine(21 * S, "Hemmeligt skrevet", 0), ChatLine(41 * S, "Godmorgen", 0))
    marks = MeetingMarks((Mark(20 * S, "sharing started"), Mark(22 * S, "chapter", "Hemmeligt emne")), lines)
    project.path("marks.json").write_text(to_json(MeetingMarks, marks), encoding="utf-8")
    forget(project)
    assert from_json(MeetingMarks, project.text("marks.json")) == MeetingMarks(marks.marks[:1], lines[1:])
    assert holding(project, "Hemmeligt") == []


def test_what_stands_on_a_slide_that_was_cut_goes_with_its_still(tmp_path: Path) -> None:
    project = PlannedProject(tmp_path, made_evidence([(40.0, 42.0, -18.0), (50.0, 52.0, -18.0)], 70))
    project.asking(start_s=35)
    project.run("plan", "caption")
    stills = ("slides/001.jpg", "slides/002.jpg")
    slides = tuple(
        Slide(at * S, 0.5, text, text, still) for at, text, still in zip((0, 30), ("Hemmeligt", "Kendt"), stills, strict=True)
    )
    project.path("slides.json").write_text(to_json(tuple[Slide, ...], slides), encoding="utf-8")
    project.path("slides").mkdir()
    for still in stills:
        project.path(still).write_bytes(b"a still")
    record = Record.of(project.project)
    outputs = {name: state for name in stills if (state := file_state(project.path(name)))}
    record.save(steps=record.content.steps | {"look": StepRecord("as it was", outputs)})
    forget(project)
    assert set(Record.of(project.project).content.steps["look"].outputs) == {"slides/002.jpg"}, "it is not missed, nor made anew"
    assert holding(project, "Hemmeligt") == []
    assert from_json(tuple[Slide, ...], project.text("slides.json")) == (Slide(0, 0.5), slides[1])
    assert [path.name for path in project.path("slides").iterdir()] == ["002.jpg"]


def test_what_a_card_stands_for_is_cut_the_words_the_chat_the_slide_and_what_reasons_quote_of_them(tmp_path: Path) -> None:
    """A break from 60 s to 90 s; the card is shown over its first 4 s."""
    project = PlannedProject(tmp_path, made_evidence([(40.0, 59.0, -18.0), (91.0, 100.0, -18.0)], 120))
    break_words = ((60.2, 60.6), (63.9, 65.5), (70.0, 70.4))
    kept_words = (Word(50 * S, 51 * S, "Kendt", 0.9), Word(95 * S, 96 * S, "Kendt", 0.9))
    words = (kept_words[0], *(Word(round(a * S), round(b * S), "Hemmeligt", 0.9) for a, b in break_words), kept_words[1])
    project.say(words)
    slides = tuple(Slide(at_s * S, 0.5, text, text) for at_s, text in ((0, "Kendt"), (60, "Hemmeligt"), (90, "Velkommen")))
    project.path("slides.json").write_text(to_json(tuple[Slide, ...], slides), encoding="utf-8")
    marks = MeetingMarks((Mark(62 * S, "chapter", "Hemmeligt"),), tuple(ChatLine(s * S, "Hemmeligt", 0) for s in (61, 80)))
    project.path("marks.json").write_text(to_json(MeetingMarks, marks), encoding="utf-8")
    side = Side("break", 0.9, (Support("announced", 63 * S, 2.0, "Hemmeligt"), Support("return", 95 * S, 2.0, "kendt")))
    editor = Side("editor", 1.0)
    spans = (
        KeptSpan(38 * S, 60 * S, editor, side),
        KeptSpan(60 * S, 64 * S, side, side, "Pause – 1 minut"),
        KeptSpan(90 * S, 102 * S, side, editor),
    )
    project.path("edit.json").write_text(to_json(EditPlan, EditPlan(spans)), encoding="utf-8")
    project.run("plan", "caption")
    assert "Hemmeligt" not in project.text("captions.da.vtt")
    forget(project)
    assert holding(project, "Hemmeligt") == []
    assert from_json(Transcript, project.text("words.json")).words == kept_words
    assert [slide.title for slide in from_json(tuple[Slide, ...], project.text("slides.json"))] == ["Kendt", None, "Velkommen"]
    assert project.plan.kept[1].card == "Pause – 1 minut"
    assert project.plan.kept[2].start_side.support == side.support[1:]


@pytest.mark.parametrize("name", ["../victim.jpg", "/victim.jpg", "slides/../victim.jpg", "edit.json"])
def test_a_still_lies_nowhere_but_among_the_stills(name: str) -> None:
    with pytest.raises(ValueError, match="still"):
        from_json(tuple[Slide, ...], f'[{{"start": 0, "change": 1, "still": "{name}"}}]')


def test_what_the_reasons_of_the_cut_quote_goes_from_the_plan_the_memories_and_the_report(project: PlannedProject) -> None:
    secret, kept = Support("small talk", 20 * S, -2.0, "Hemmeligt <før>"), Support("greeting", 40 * S, 5.0, "godmorgen og")
    plain = Support("last words", 51 * S, 1.0)
    late = Support("thanks", 50 * S, 1.0, "tak Hemmeligt")
    words = "Hemmeligt før mødet. | Godmorgen"
    candidates = (CutCandidate(40 * S, 0.6, words, (kept, secret)), CutCandidate(20 * S, 0.4, "| Hemmeligt før", (secret,)))
    side = Side("meeting", 0.6, (kept, secret, plain, late), candidates)
    plan = project.plan
    plan = replace(plan, kept=(replace(plan.kept[0], start_side=side), *plan.kept[1:]))
    project.path("edit.json").write_text(to_json(EditPlan, plan), encoding="utf-8")
    project.asking()
    project.run("plan", "caption")
    told = f"Chosen: “{secret.text}”, “godmorgen og”. Places: 0:40 »{words}« (60 %), 0:20 “| Hemmeligt før” (40 %)."
    project.path("report.json").write_text(json.dumps({"message": told}, ensure_ascii=False), encoding="utf-8")
    places = '<section>\n<h2 id="doubtful">Where?</h2>\n<img src="data:picture">Hemmeligt\n</section>\n<section>Kept</section>'
    project.path("report.html").write_text(f"<p>{escape(told)}</p>{places}", encoding="utf-8")
    assert {"edit.json", "steps.json", "report.json", "report.html"} <= set(holding(project, "Hemmeligt"))
    forget(project)
    assert holding(project, "Hemmeligt") == []
    assert project.plan.kept[0].start_side == Side("meeting", 0.6, (kept, plain))
    assert [(span.start_us, span.end_us) for span in project.plan.kept] == [(span.start_us, span.end_us) for span in plan.kept]
    assert "“godmorgen og”" in project.text("report.json")
    assert "<section>Kept</section>" in project.text("report.html")
    assert "data:picture" not in project.text("report.html")
    state = Record.of(project.project)
    assert state.content.steps["plan"].outputs["edit.json"] == state.state("edit.json")


def test_the_small_copies_of_the_recording_are_deleted_though_no_word_was_cut(project: PlannedProject) -> None:
    forget(project)
    copies = project.project.path("proxies")
    copies.mkdir()
    (copies / "0.mp4").write_bytes(b"Hemmeligt")
    forget(project)
    assert not copies.exists()
