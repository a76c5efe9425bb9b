from pathlib import Path

import pysubs2
import pytest

from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import PlannedProject
from vbn_video.errors import InputError
from vbn_video.evidence import Word
from vbn_video.plan.vtt import parse_vtt

S = 1_000_000
SENTENCES = (
    (20, "Godmorgen og velkommen."),
    (30, "I dag om loven."),
    (40, "Så en pause."),
    (60, "Spørgsmål & svar."),
    (70, "Tak for i dag."),
)


@pytest.fixture
def project(tmp_path: Path) -> PlannedProject:
    said = [(float(at_s), at_s + 2.0, -18.0) for at_s, _sentence in SENTENCES]
    project = PlannedProject(tmp_path, made_evidence(said, 90))
    words = [
        Word(round((at_s + number * 0.4) * S), round((at_s + number * 0.4 + 0.35) * S), word, 0.9)
        for at_s, sentence in SENTENCES
        for number, word in enumerate(sentence.split())
    ]
    project.say(tuple(words))
    project.setting(trim={"rest_s": 60})
    project.run("plan", "caption")
    return project


def captions_of(project: PlannedProject) -> list[tuple[float, str]]:
    return [(cue.start_us / S, " ".join(cue.lines)) for cue in parse_vtt(project.text("captions.da.vtt")).cues]


def test_the_words_become_captions_in_both_formats(project: PlannedProject) -> None:
    first_us = 4 * S + 20 * S - project.plan.kept[0].start_us
    assert captions_of(project)[0] == (pytest.approx(first_us / S, abs=0.001), "Godmorgen og velkommen.")
    assert "Spørgsmål &amp; svar." in project.text("captions.da.vtt")
    assert "Spørgsmål & svar." in project.text("captions.da.srt")
    events = {name: pysubs2.load(str(project.path(f"captions.da.{name}"))).events for name in ("vtt", "srt")}
    assert [(e.start, e.end) for e in events["vtt"]] == [(e.start, e.end) for e in events["srt"]]
    assert not project.path("captions.aside.vtt").exists()


def test_what_the_document_shows_is_remembered(project: PlannedProject) -> None:
    memory = project.run("caption").memory
    assert memory["cues"] == 5
    assert memory["offences"] == []


def test_an_edited_file_stays_byte_for_byte_while_the_cut_stands(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "om loven", "om <i>loven</i>")
    edited = project.text("captions.da.vtt")
    project.run("plan", "caption")
    assert project.text("captions.da.vtt") == edited
    assert "I dag om loven." in project.text("captions.da.srt")
    assert project.run("caption").cached


def test_an_edit_that_breaks_a_rule_is_listed(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "I dag om loven.", "I dag om loven " + "og meget mere " * 3)
    (offence,) = [offence for offence in project.run("caption").memory["offences"] if offence["rule"] == "characters a line"]
    assert offence["value"] > 42


def test_an_edited_file_moves_with_the_cut_and_keeps_its_tags(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "om loven", "om <i>loven</i>")
    project.run("caption")
    before, kept_us = dict((text, at) for at, text in captions_of(project)), project.plan.kept[0].start_us
    project.asking(start_s=28)
    project.run("plan", "caption")
    later_s = (28 * S - kept_us) / S
    after = captions_of(project)
    assert [text for _at, text in after] == [sentence for _at, sentence in SENTENCES[1:]]
    assert all(at == pytest.approx(before[text] - later_s, abs=0.001) for at, text in after)
    assert "<i>loven</i>" in project.text("captions.da.vtt")


def test_captions_whose_sound_was_cut_are_named_saved_and_brought_back(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "Godmorgen", "God morgen")
    project.run("caption")
    whole = captions_of(project)
    project.asking(start_s=28)
    project.run("plan", "caption")
    assert "1 of your captions belong to what was cut" in project.notices
    assert "God morgen og velkommen." in project.notices
    aside = parse_vtt(project.text("captions.aside.vtt")).cues
    assert [(cue.start_us, cue.lines) for cue in aside] == [(20 * S, ("God morgen og velkommen.",))]
    project.asking(start_s=27)
    project.run("plan", "caption")
    assert project.path("captions.aside.vtt").exists(), "what is set aside outlives another change of the cut"
    project.asking()
    project.run("plan", "caption")
    assert captions_of(project) == whole
    assert not project.path("captions.aside.vtt").exists()
    assert "1 captions that had been set aside are back" in project.notices


def test_a_new_transcription_leaves_an_edited_file_alone(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "Godmorgen", "God morgen")
    edited = project.text("captions.da.vtt")
    project.say((Word(20 * S, 21 * S, "Andet", 0.9),))
    project.run("caption")
    assert project.text("captions.da.vtt") == edited


def test_discarded_edits_make_the_captions_anew(project: PlannedProject) -> None:
    written = project.text("captions.da.vtt")
    project.edit("captions.da.vtt", "Godmorgen", "God morgen")
    project.asking(discard_edits=True)
    project.run("caption")
    assert project.text("captions.da.vtt") == written


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_an_edit_saved_in_another_encoding_is_understood(project: PlannedProject, encoding: str) -> None:
    text = project.text("captions.da.vtt").replace("Så en pause", "Nå, en pause").replace("\n", "\r\n")
    project.path("captions.da.vtt").write_bytes(text.encode(encoding))
    project.run("caption")
    assert "Nå, en pause." in project.text("captions.da.srt")


def test_an_edit_that_is_broken_in_the_middle_is_named_by_line_and_left_as_it_is(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", " --> ", " -> ")
    edited = project.text("captions.da.vtt")
    with pytest.raises(InputError, match=r"captions.da.vtt, line 5: This text belongs to no caption"):
        project.run("caption")
    assert project.text("captions.da.vtt") == edited


def test_a_recording_without_words_has_an_empty_valid_file(project: PlannedProject) -> None:
    project.say(())
    assert project.run("caption").memory["cues"] == 0
    assert project.text("captions.da.vtt") == "WEBVTT\n\nNOTE Language: da\n"
