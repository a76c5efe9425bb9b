"""A name that is silenced: no caption, transcript or chapter has it, and it comes back when that is undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import PlannedProject
from vbn_video.evidence import Word
from vbn_video.formats.vtt import parse_vtt
from vbn_video.runs.forget_uncut import forget_uncut
from vbn_video.steps.record import Record

S = 1_000_000
SENTENCES = (
    (20, "Godmorgen og velkommen til."),
    (30, "Hemmeligsen er her i dag."),
    (45, "Vi takker Hemmeligsen meget."),
    (60, "Tak."),
)
EVIDENCE = ("words.json", "edit.json", "steps.json")
"""What stays in the project: the words, and those by which a side was decided."""
NAMES_S = ((29.9, 30.4), (45.75, 46.2))


@pytest.fixture
def project(tmp_path: Path) -> PlannedProject:
    said = [(float(at_s), at_s + 2.5, -18.0) for at_s, _sentence in SENTENCES]
    project = PlannedProject(tmp_path, made_evidence(said, 90))
    project.say(
        tuple(
            Word(round((at_s + number * 0.4) * S), round((at_s + number * 0.4 + 0.35) * S), word, 0.9)
            for at_s, sentence in SENTENCES
            for number, word in enumerate(sentence.split())
        )
    )
    project.setting(chapters={"pause_s": 5, "minimum_s": 10})
    project.run("plan", "caption")
    return project


def silence(project: PlannedProject, *spans_s: tuple[float, float]) -> None:
    """As a person writes it into the file."""
    edit = json.loads(project.text("edit.json"))
    edit["silenced"] = [{"start": start_s, "end": end_s} for start_s, end_s in spans_s]
    project.path("edit.json").write_text(json.dumps(edit), encoding="utf-8")
    project.run("plan", "caption")


def holding(project: PlannedProject, *, but: tuple[str, ...] = ()) -> list[str]:
    files = sorted(path for path in project.project.folder.rglob("*") if path.is_file() and path.name not in but)
    return [path.name for path in files if b"emmelig" in path.read_bytes()]


def test_no_text_that_is_published_has_a_word_that_is_silenced(project: PlannedProject) -> None:
    assert {"captions.da.vtt", "captions.da.srt"} <= set(holding(project))
    silence(project, *NAMES_S)
    assert holding(project, but=EVIDENCE) == []
    assert "takker meget" in project.text("captions.da.vtt").replace("\n", " ")
    silence(project)
    assert {"captions.da.vtt", "captions.da.srt"} <= set(holding(project))


def test_no_chapter_is_called_by_what_is_silenced(project: PlannedProject) -> None:
    sentences = (
        (20, "Godmorgen og velkommen til."),
        (40, "Så går vi videre til hemmeligheden."),
        (60, "Så går vi videre til loven."),
    )
    project.say(
        tuple(
            Word(round((at_s + number * 0.4) * S), round((at_s + number * 0.4 + 0.35) * S), word, 0.9)
            for at_s, sentence in sentences
            for number, word in enumerate(sentence.split())
        )
    )
    project.path("edit.json").write_text('{"kept": [{"start": 15, "end": 85}]}', encoding="utf-8")
    project.run("plan", "caption")
    assert {"chapters.vtt", "chapters.json"} <= set(holding(project))
    silence(project, (41.9, 42.4))
    assert holding(project, but=EVIDENCE) == []
    silence(project)
    assert {"chapters.vtt", "chapters.json"} <= set(holding(project))


def test_a_word_of_which_a_fourth_is_silenced_is_not_read_either(project: PlannedProject) -> None:
    silence(project, (30.26, 30.4), (45.8, 45.85))
    cues = " ".join(line for cue in parse_vtt(project.text("captions.da.vtt")).cues for line in cue.lines)
    assert cues.count("emmeligsen") == 1
    assert "takker Hemmeligsen" in cues


def test_captions_that_were_edited_give_up_what_is_silenced_and_have_it_again_when_it_is_undone(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "her i dag", "hos os i dag")
    project.run("caption")
    edited = project.text("captions.da.vtt")
    silence(project, *NAMES_S)
    assert "emmeligsen" not in project.text("captions.da.vtt")
    assert "emmeligsen" not in project.text("captions.da.srt")
    assert "hos os i dag" in project.text("captions.da.vtt")
    assert "set aside" in project.notices
    times = [(cue.start_us, cue.end_us) for cue in parse_vtt(edited).cues]
    silence(project)
    assert [(cue.start_us, cue.end_us) for cue in parse_vtt(project.text("captions.da.vtt")).cues] == times
    assert project.text("captions.da.vtt").count("emmeligsen") == 2


def test_what_a_person_writes_over_a_silence_stays_when_the_cut_moves(project: PlannedProject) -> None:
    silence(project, *NAMES_S)
    project.edit("captions.da.vtt", "Vi takker", "[navn udeladt] Vi takker")
    project.run("caption")
    edit = json.loads(project.text("edit.json"))
    edit["kept"][0]["start"] = 18.0
    project.path("edit.json").write_text(json.dumps(edit), encoding="utf-8")
    project.run("plan", "caption")
    assert "[navn udeladt]" in project.text("captions.da.vtt")


def test_chapters_that_were_edited_stay_as_they_are_when_only_sound_is_silenced(project: PlannedProject) -> None:
    edited = "WEBVTT\n\n00:00.000 --> 00:20.000\nEt\n\n00:20.000 --> 00:40.000\nTo  med mere\n\n00:40.000 --> 00:50.000\nTre\n"
    project.path("chapters.vtt").write_text(edited, encoding="utf-8")
    project.run("plan")
    before = project.text("chapters.vtt")
    silence(project, *NAMES_S)
    assert project.text("chapters.vtt") == before


def test_what_is_silenced_is_forgotten_with_what_was_cut(project: PlannedProject) -> None:
    silence(project, *NAMES_S)
    forget_uncut(project.project, Record.of(project.project), project.events.append)
    assert holding(project, but=EVIDENCE[1:]) == []
