"""From what was heard to captions: what the preset and `meeting.toml` make of it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject
from vbn_video.errors import InputError
from vbn_video.evidence import DroppedWords, Word
from vbn_video.formats.vtt import parse_chapters, parse_vtt

S = 1_000_000


def spoken(at_s: float, sentence: str, speaker: str | None = None) -> tuple[Word, ...]:
    return tuple(
        Word(round((at_s + number * 0.4) * S), round((at_s + number * 0.4 + 0.35) * S), word, 0.9, speaker)
        for number, word in enumerate(sentence.split())
    )


@pytest.fixture
def project(tmp_path: Path) -> PlannedProject:
    said = [(float(at_s), at_s + 2.0, -18.0) for at_s in (20, 30, 40, 60, 70)]
    project = PlannedProject(tmp_path, made_evidence(said, 90))
    project.say((*spoken(20, "Godmorgen og velkommen."), *spoken(70, "Tak for i dag.")))
    project.setting(trim=KEEP_ALL_SAID)
    return project


def captions_of(project: PlannedProject) -> list[str]:
    project.run("plan", "caption")
    return [" / ".join(cue.lines) for cue in parse_vtt(project.text("captions.da.vtt")).cues]


def test_what_was_heard_is_written_as_danish_is_written(project: PlannedProject) -> None:
    project.say(spoken(20, "øh vi mødes kl 8.30 den 1 juni i grenå ."))
    assert captions_of(project) == ["Vi mødes kl. 8.30 den 1. juni i Grenaa."]
    changes = json.loads(project.text("captions.changes.json"))["changes"]
    assert {"filler", "glossary", "date"} <= {change["rule"] for change in changes}


def test_a_person_may_keep_hesitation(project: PlannedProject) -> None:
    project.say(spoken(20, "Øh, vi mødes i morgen."))
    project.setting(trim=KEEP_ALL_SAID, captions={"fillers": "keep"})
    assert captions_of(project) == ["Øh, vi mødes i morgen."]


def test_the_names_of_the_meeting_are_spelled_as_it_spells_them(project: PlannedProject) -> None:
    project.say(spoken(20, "I dag taler Anne Sørnsen om ledelse."))
    project.meeting(speakers=["Anne Sørensen"])
    captions = captions_of(project)
    changes = json.loads(project.text("captions.changes.json"))["changes"]
    assert captions == ["I dag taler Anne Sørensen om ledelse."] or any("Sørensen" in change["after"] for change in changes)


def test_zooms_names_are_roles_in_everything_that_may_be_published(project: PlannedProject) -> None:
    project.say((*spoken(20, "Godmorgen og velkommen.", "Gitte Hemmelig"), *spoken(30, "Tak skal du have.", "Bo Lund")))
    project.setting(trim=KEEP_ALL_SAID, captions={"speakers": "name"})
    project.meeting(speakers=["Bo Lund"])
    assert captions_of(project) == ["Deltager: Godmorgen og velkommen.", "Oplægsholder: Tak skal du have."]
    written = [path for path in project.project.folder.iterdir() if path.name.startswith(("captions", "transcript"))]
    assert len(written) >= 6
    assert not [path.name for path in written if "Hemmelig" in path.read_text(encoding="utf-8") or "Lund" in path.read_text()]


def test_the_preset_may_allow_the_names_of_meeting_toml(project: PlannedProject) -> None:
    project.say((*spoken(20, "Godmorgen og velkommen.", "Gitte Hemmelig"), *spoken(30, "Tak skal du have.", "bo lund")))
    project.setting(trim=KEEP_ALL_SAID, captions={"speakers": "name"}, privacy={"names": "meeting"})
    project.meeting(speakers=["Bo Lund"])
    assert captions_of(project) == ["Deltager: Godmorgen og velkommen.", "Bo Lund: Tak skal du have."]


def test_what_nobody_said_comes_back_where_the_preset_keeps_it(project: PlannedProject) -> None:
    invented = DroppedWords(spoken(40, "Danske tekster af Nicolai Winther"), "known line", "no speech")
    project.say((*spoken(20, "Godmorgen og velkommen."), *spoken(70, "Tak for i dag.")), (invented,))
    assert captions_of(project) == ["Godmorgen og velkommen.", "Tak for i dag."]
    project.setting(trim=KEEP_ALL_SAID, captions={"keep_inventions": True})
    assert captions_of(project) == ["Godmorgen og velkommen.", "Danske tekster af Nicolai Winther", "Tak for i dag."]


def test_a_word_list_that_is_not_there_is_said(project: PlannedProject) -> None:
    project.setting(trim=KEEP_ALL_SAID, captions={"glossary": ["vbm"]})
    with pytest.raises(InputError, match="vbn"):
        captions_of(project)


def test_a_changed_word_list_makes_the_captions_anew(project: PlannedProject, tmp_path: Path) -> None:
    words = tmp_path / "egne.toml"
    words.write_text('[[word]]\nright = "Fjordbageren"\nheard = ["fjord baronen"]\n', encoding="utf-8")
    project.say(spoken(20, "Vi er hos fjord baronen i dag."))
    project.setting(trim=KEEP_ALL_SAID, captions={"glossary": [str(words)]})
    assert captions_of(project) == ["Vi er hos Fjordbageren i dag."]
    words.write_text('[[word]]\nright = "Fjordbaronen"\nheard = ["fjord baronen"]\n', encoding="utf-8")
    assert captions_of(project) == ["Vi er hos Fjordbaronen i dag."]


def test_a_change_outside_what_is_kept_is_not_noted(project: PlannedProject) -> None:
    project.say((*spoken(20, "Godmorgen og velkommen."), *spoken(60, "Vi ses i grenå ."), *spoken(70, "Tak for i dag.")))
    project.asking(end_s=50)
    captions_of(project)
    assert "Grenaa" not in project.text("captions.changes.json")
    project.asking()
    captions_of(project)
    assert "Grenaa" in project.text("captions.changes.json")


def test_a_caption_rather_ends_where_a_slide_changes(project: PlannedProject) -> None:
    sentence = "Det her er den første sætning, og nu kommer den anden, men den tredje er også god"
    words = tuple(
        replace(word, start_us=20 * S + number * 450_000, end_us=20 * S + number * 450_000 + 400_000)
        for number, word in enumerate(spoken(20, sentence))
    )
    project.say(words)
    assert "og nu kommer den anden, / men den tredje er også god" in captions_of(project)
    project.slides(words[11].start_us)
    assert captions_of(project)[-1].replace(" / ", " ") == "men den tredje er også god"


def test_a_chapter_is_titled_as_it_is_written(project: PlannedProject) -> None:
    sentences = ((20, "øh hvordan er det i grenå ?"), (40, "hvornår begynder det kl 8.30 ?"), (60, "hvordan kan i høre det?"))
    project.say(tuple(word for at_s, sentence in sentences for word in spoken(at_s, sentence)))
    captions_of(project)
    titles = [chapter.title for chapter in parse_chapters(project.text("chapters.vtt")).chapters]
    assert titles == ["Hvordan er det i Grenaa?", "Hvornår begynder det kl. 8.30?", "Hvordan kan I høre det?"]
