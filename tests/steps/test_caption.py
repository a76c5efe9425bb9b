from dataclasses import replace
from pathlib import Path

import pysubs2
import pytest

from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject
from vbn_video.codec import from_json, to_json
from vbn_video.decisions import CaptionNotes, TextChange
from vbn_video.errors import InputError
from vbn_video.events import Notice
from vbn_video.evidence import Transcript, Word
from vbn_video.formats.vtt import parse_vtt
from vbn_video.steps.record import Record, file_state

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
    project.setting(trim=KEEP_ALL_SAID)
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
    (violation,) = [
        violation for violation in project.run("caption").memory["offences"] if violation["rule"] == "characters a line"
    ]
    assert violation["value"] > 42


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
    assert "1 of your captions belongs to what was cut" in project.notices
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
    assert "1 caption that had been set aside is back" in project.notices


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
    with pytest.raises(InputError, match=r"captions.da.vtt, line 5: This belongs to no caption"):
        project.run("caption")
    assert project.text("captions.da.vtt") == edited


def test_a_tag_that_is_not_closed_in_an_edit_is_named_and_a_line_of_spaces_is_no_fault(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "om loven", "\n \nom loven")
    project.run("caption")
    assert "om loven" in project.text("captions.da.srt")
    project.edit("captions.da.vtt", "om loven", "om <i.vigtig loven</i>")
    with pytest.raises(InputError, match=r"captions.da.vtt, line \d+: The tag <i.vigtig is not closed"):
        project.run("caption")


def test_a_fault_in_an_edit_that_costs_no_word_is_a_warning_and_the_project_goes_on(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "om loven", "om < 5 love og <s>loven</s>")
    edited = project.text("captions.da.vtt")
    project.run("caption")
    assert project.text("captions.da.vtt") == edited
    assert "om < 5 love og <s>loven</s>" in project.text("captions.da.srt")
    line = next(number for number, text in enumerate(edited.splitlines(), 1) if "om < 5" in text)
    (warning,) = {event.text for event in project.events if isinstance(event, Notice) and event.level == "warning"}
    assert warning.startswith(f"captions.da.vtt, line {line}: A < that begins no tag")


def test_of_many_faults_that_cost_no_word_the_first_are_named_and_the_others_counted(project: PlannedProject) -> None:
    project.path("captions.da.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "a <3 b\n" * 30, encoding="utf-8")
    project.run("caption")
    assert project.notices.count("A < that begins no tag") == 5
    assert "captions.da.vtt: 25 more such places" in project.notices


def test_a_recording_without_words_has_an_empty_valid_file(project: PlannedProject) -> None:
    project.say(())
    assert project.run("caption").memory["cues"] == 0
    assert project.text("captions.da.vtt") == "WEBVTT\n\nNOTE Language: da\n"


def test_every_format_holds_the_same_captions(project: PlannedProject) -> None:
    said = [sentence for _at, sentence in SENTENCES]
    events = pysubs2.load(str(project.path("captions.da.ttml"))).events
    assert [event.plaintext for event in events] == said
    paragraphs = project.text("transcript.da.txt").split("\n\n")
    assert [paragraph.strip() for paragraph in paragraphs if paragraph.strip() in said] == said
    page = project.text("transcript.da.html")
    assert '<html lang="da">' in page and "Spørgsmål &amp; svar." in page
    notes = from_json(CaptionNotes, project.text("captions.changes.json"))
    assert notes == CaptionNotes()


def test_the_preset_says_where_the_captions_stand_and_what_language_the_page_speaks(project: PlannedProject) -> None:
    project.setting(trim=KEEP_ALL_SAID, captions={"position": "top"}, website={"language": "en"})
    project.run("caption")
    assert project.text("captions.da.vtt").count(" line:0\n") == 5
    assert 'tts:displayAlign="before"' in project.text("captions.da.ttml")
    assert "<h1>Transcript</h1>" in project.text("transcript.da.html")


def test_the_titles_of_the_chapters_stand_over_the_transcript(project: PlannedProject) -> None:
    project.path("chapters.vtt").write_text("WEBVTT\n\n00:00.000 --> 01:00.000\nVelkomsten\n", encoding="utf-8")
    project.run("caption")
    assert project.text("transcript.da.txt").startswith("Velkomsten\n\nGodmorgen og velkommen.")


def test_a_corrected_word_is_in_every_format_and_nothing_is_compiled_for_it(
    project: PlannedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_words: object) -> None:
        raise AssertionError("the captions were compiled though nothing was heard anew")

    monkeypatch.setattr("vbn_video.plan.captions.compiler.compile_captions", never)
    project.edit("captions.da.vtt", "Tak for i dag", "Tak for i aften")
    project.run("caption")
    for name in ("captions.da.srt", "captions.da.ttml", "transcript.da.txt", "transcript.da.html"):
        assert "Tak for i aften." in project.text(name)


def test_a_cut_through_an_edited_caption_leaves_the_words_whose_sound_is_kept(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "I dag om loven.", "I dag: <i>om</i> lovene.")
    project.run("caption")
    project.asking(start_s=30.8)
    project.run("plan", "caption")
    assert captions_of(project)[0] == (pytest.approx(4, abs=0.3), "om lovene.")
    assert [cue.lines for cue in parse_vtt(project.text("captions.aside.vtt")).cues] == [
        ("Godmorgen og velkommen.",),
        ("I dag:",),
    ]
    project.asking()
    project.run("plan", "caption")
    assert [text for _at, text in captions_of(project)][:3] == ["Godmorgen og velkommen.", "I dag: om lovene.", "Så en pause."]
    assert not project.path("captions.aside.vtt").exists()


def heard_anew(project: PlannedProject, old: str, new: str) -> None:
    """The words as a better model hears them: one sentence otherwise."""
    words = from_json(Transcript, project.text("words.json")).words
    project.say(tuple(replace(word, text=word.text.replace(old, new)) for word in words))
    project.run("caption")


def test_what_is_heard_anew_is_shown_beside_an_edited_file_that_stays_as_it_is(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "Godmorgen", "God morgen")
    project.run("caption")
    edited = project.text("captions.da.vtt")
    heard_anew(project, "loven.", "livet.")
    assert project.text("captions.da.vtt") == edited
    assert "captions.da.diff" in project.notices
    diff = project.text("captions.da.diff")
    assert "-I dag om loven.\n+I dag om livet.\n" in diff and "you have not changed this" in diff
    assert "morgen" not in diff, "that is only the person's own change"
    assert project.run("caption").cached
    project.edit("captions.da.vtt", "loven", "livet")
    project.run("caption")
    assert not project.path("captions.da.diff").exists()


def test_a_diff_is_gone_when_it_was_read_or_when_the_words_are_the_old_ones_again(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "Godmorgen", "God morgen")
    heard_anew(project, "loven.", "livet.")
    heard_anew(project, "livet.", "loven.")
    assert not project.path("captions.da.diff").exists()
    heard_anew(project, "loven.", "livet.")
    project.path("captions.da.diff").unlink()
    project.run("caption")
    assert not project.path("captions.da.diff").exists()
    assert "heard anew" not in project.notices
    heard_anew(project, "livet.", "levende.")
    assert "-I dag om loven.\n+I dag om levende.\n" in project.text("captions.da.diff")


def test_what_was_changed_stays_noted_beside_an_edited_file(project: PlannedProject) -> None:
    change = TextChange(20 * S, 21 * S, "glossary", "god morgen", "Godmorgen")
    notes = CaptionNotes((change,))
    project.edit("captions.da.vtt", "I dag om loven.", "I dag om loven " + "og meget mere " * 3)
    record = Record.of(project.project)
    project.path("captions.changes.json").write_text(to_json(CaptionNotes, notes), encoding="utf-8")
    made, state = record.content.steps["caption"], file_state(project.path("captions.changes.json"))
    assert state
    outputs = {**made.outputs, "captions.changes.json": state}
    record.save(steps={**record.content.steps, "caption": replace(made, outputs=outputs)})
    project.run("caption")
    noted = from_json(CaptionNotes, project.text("captions.changes.json"))
    assert noted.changes == (change,)
    assert "characters a line" in [violation.rule for violation in noted.offences]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (" --> ", " --> -", "no time is below zero"),
        ("00:00:05", "00:00:99", "minutes and seconds go to 59"),
    ],
)
def test_an_edit_with_impossible_times_is_named_by_its_line_and_left_as_it_is(
    project: PlannedProject, old: str, new: str, sentence: str
) -> None:
    project.edit("captions.da.vtt", old, new)
    edited, srt = project.text("captions.da.vtt"), project.text("captions.da.srt")
    with pytest.raises(InputError, match=rf"captions.da.vtt, line 5: .*{sentence}"):
        project.run("caption")
    assert (project.text("captions.da.vtt"), project.text("captions.da.srt")) == (edited, srt)


def test_a_file_that_was_open_while_the_cut_changed_is_read_by_the_cut_that_it_was_opened_in(project: PlannedProject) -> None:
    project.edit("captions.da.vtt", "om loven", "om lovene")
    project.run("caption")
    opened = project.text("captions.da.vtt")
    project.asking(start_s=28)
    project.run("plan", "caption")
    in_new_cut, aside = captions_of(project), project.text("captions.aside.vtt")
    project.path("captions.da.vtt").write_text(opened.replace("Tak for i dag", "Tak for i aften"), encoding="utf-8")
    project.run("caption")
    assert "earlier cut" in project.notices
    assert captions_of(project) == [(at, text.replace("Tak for i dag", "Tak for i aften")) for at, text in in_new_cut]
    assert project.text("captions.aside.vtt") == aside, "nothing is set aside twice"
    assert project.run("caption").cached
