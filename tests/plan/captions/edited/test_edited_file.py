"""A captions file that a person has edited, in another cut: moved, cut away, brought back, or byte for byte."""

from tests.plan.made_evidence import made_evidence
from vbn_video.clock import US_PER_S
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.plan.captions.edited.edited_file import EditedFile, move_to_cut
from vbn_video.plan.captions.edited.retiming import Detached
from vbn_video.timeline import Timeline

RECORDING = made_evidence([(1.0, 58.0, -18.0)], 60).recording
SIDE = Side("asked for", 1.0)
TEXT = "WEBVTT\n\n00:00:02.000 --> 00:00:04.000\n<i>Før.</i>\n\n00:00:20.000 --> 00:00:22.000\nEfter.\n"


def cut(start_s: int) -> EditPlan:
    return EditPlan((KeptSpan(start_s * US_PER_S, 50 * US_PER_S, SIDE, SIDE),))


def moved(text: str, made_for: EditPlan, plan: EditPlan, aside: Detached) -> EditedFile:
    timeline = Timeline.of(RECORDING, plan)
    return move_to_cut(text, [made_for], RECORDING, timeline, (), detached=aside, position="bottom")


def test_in_the_cut_that_it_was_made_for_the_file_stands_as_it_is() -> None:
    file = moved(TEXT, cut(0), cut(0), Detached())
    assert file.text is None and file.cut_away == file.back == ()
    assert [cue.lines for cue in file.cues] == [("Før.",), ("Efter.",)]


def test_what_was_cut_away_is_back_with_its_cut() -> None:
    away = moved(TEXT, cut(0), cut(10), Detached())
    assert [cue.lines[0] for cue in away.cut_away] == ["Før."]
    assert [(cue.start_us // US_PER_S, cue.lines[0]) for cue in away.cues] == [(10, "Efter.")]
    assert away.text is not None and away.detached.groups
    back = moved(away.text, cut(10), cut(0), away.detached)
    assert [cue.lines[0] for cue in back.back] == ["Før."]
    assert [(cue.start_us // US_PER_S, cue.lines[0]) for cue in back.cues] == [(2, "Før."), (20, "Efter.")]
    assert not back.detached.groups
