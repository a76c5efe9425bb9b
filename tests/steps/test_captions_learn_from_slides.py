"""Names on slides in the captions: of slides that are kept, never of one that was cut."""

import json
from pathlib import Path

import pytest

from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import PlannedProject
from tests.steps.test_caption_words import spoken
from vbn_video.codec import to_json
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.evidence import Slide
from vbn_video.formats.vtt import parse_vtt
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon

S = 1_000_000
KEPT, CUT = 15.0, 85.0


@pytest.mark.skipif(danish_lexicon() is None, reason="no lexicon on this machine")
@pytest.mark.parametrize(("slide_from_s", "word"), [(KEPT, "Workplanner"), (CUT, "workplanne")])
def test_a_slide_that_is_kept_teaches_its_names_and_one_that_was_cut_does_not(
    slide_from_s: float, word: str, tmp_path: Path
) -> None:
    """The second slide comes up after the cut's end, a quarter of a minute after the word was said."""
    project = PlannedProject(tmp_path, made_evidence([(20.0, 22.0, -18.0), (70.0, 72.0, -18.0)], 90))
    project.say((*spoken(20, "Tak for i dag."), *spoken(70, "Vagter i workplanne.")))
    slides = (Slide(0, 1.0), Slide(round(slide_from_s * S), 0.5, text="Nyt værktøj\n• Workplanner"))
    project.path("slides.json").write_text(to_json(tuple[Slide, ...], slides), encoding="utf-8")
    project.asking(start_s=18.0, end_s=76.0)
    project.run("plan", "caption")
    cues = parse_vtt(project.text("captions.da.vtt")).cues
    assert " ".join(line for cue in cues for line in cue.lines) == f"Tak for i dag. Vagter i {word}."
    changes = json.loads(project.text("captions.changes.json"))["changes"]
    assert [change["slide"] for change in changes if change["rule"] == "slide"] == ([KEPT] if slide_from_s == KEPT else [])


@pytest.mark.skipif(danish_lexicon() is None, reason="no lexicon on this machine")
@pytest.mark.parametrize(("card", "word"), [("", "Workplanner"), ("Pause – 1 minut", "workplanne")])
def test_a_slide_behind_a_card_teaches_nothing(card: str, word: str, tmp_path: Path) -> None:
    project = PlannedProject(tmp_path, made_evidence([(20.0, 22.0, -18.0), (70.0, 72.0, -18.0)], 90))
    project.say((*spoken(20, "Tak for i dag."), *spoken(70, "Vagter i workplanne.")))
    slides = (Slide(0, 1.0), Slide(50 * S, 0.5, text="Nyt værktøj\n• Workplanner"), Slide(60 * S, 1.0))
    project.path("slides.json").write_text(to_json(tuple[Slide, ...], slides), encoding="utf-8")
    editor = Side("editor", 1.0)
    spans = (
        KeptSpan(18 * S, 50 * S, editor, editor),
        KeptSpan(50 * S, 54 * S, editor, editor, card),
        KeptSpan(65 * S, 76 * S, editor, editor),
    )
    project.path("edit.json").write_text(to_json(EditPlan, EditPlan(spans)), encoding="utf-8")
    project.run("plan", "caption")
    cues = parse_vtt(project.text("captions.da.vtt")).cues
    assert " ".join(line for cue in cues for line in cue.lines) == f"Tak for i dag. Vagter i {word}."


@pytest.mark.skipif(danish_lexicon() is None, reason="no lexicon on this machine")
@pytest.mark.parametrize(("read_s", "word"), [(75.0, "Workplanner"), (85.0, "workplanne")])
def test_what_is_typed_on_a_slide_in_what_is_cut_teaches_nothing(read_s: float, word: str, tmp_path: Path) -> None:
    """The slide comes up while the meeting lasts, and stands until the recording ends."""
    project = PlannedProject(tmp_path, made_evidence([(20.0, 22.0, -18.0), (70.0, 72.0, -18.0)], 90))
    project.say((*spoken(20, "Tak for i dag."), *spoken(70, "Vagter i workplanne.")))
    slide = Slide(15 * S, 0.5, text="Nyt værktøj\nWorkplanner", read_us=round(read_s * S), late_lines=(1,))
    project.path("slides.json").write_text(to_json(tuple[Slide, ...], (Slide(0, 1.0), slide)), encoding="utf-8")
    project.asking(start_s=18.0, end_s=76.0)
    project.run("plan", "caption")
    cues = parse_vtt(project.text("captions.da.vtt")).cues
    assert " ".join(line for cue in cues for line in cue.lines) == f"Tak for i dag. Vagter i {word}."
