"""The captions as a browser reads and changes them: revisions, undo, what is kept of the file, and what is refused."""

from __future__ import annotations

from tests.review.asking import Answered, Asking
from tests.steps.planned_project import PlannedProject
from vbn_video.formats.vtt import parse_vtt

VTT = "captions.da.vtt"


def texts(document: dict[str, object]) -> list[str]:
    return [" ".join(cue["lines"]) for cue in document["cues"]]  # type: ignore[attr-defined]


def in_file(project: PlannedProject) -> list[str]:
    return [" ".join(cue.lines) for cue in parse_vtt(project.text(VTT)).cues]


def edit(tab: Asking, revision: str, **intent: object) -> Answered:
    return tab.send("captions/edit", intent, revision)


def test_the_page_shows_what_the_file_says(captioned: PlannedProject, tab: Asking) -> None:
    shown = tab.get("captions")
    assert shown.status == 200
    assert texts(shown.document) == in_file(captioned)
    assert shown.document["revision"] == shown.revision
    assert (shown.document["undo"], shown.document["heard"]) == (None, False)


def test_an_edit_is_in_the_file_when_it_is_answered(captioned: PlannedProject, tab: Asking) -> None:
    done = edit(tab, tab.get("captions").revision, kind="text", cue=0, text="Velkommen alle\nsammen")
    assert done.status == 200
    assert in_file(captioned)[0] == "Velkommen alle sammen"
    (splice,) = done.document["splices"]
    assert splice["after"][0]["lines"] == ["Velkommen alle", "sammen"]
    assert tab.get("captions").revision == done.revision == done.document["revision"]
