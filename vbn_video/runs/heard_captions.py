"""A project's captions as they were heard, beside those in their file now: what editors' corrections are learnt from."""

from vbn_video.codec import from_values
from vbn_video.decisions import Cue, EditPlan
from vbn_video.errors import InputError
from vbn_video.evidence import Recording
from vbn_video.formats.base import decode, refuse
from vbn_video.formats.vtt import parse_vtt
from vbn_video.messages import _
from vbn_video.plan.captions.edited.retiming import CuesOfCut, move_cues
from vbn_video.project import Project, read_value
from vbn_video.steps.caption import VTT
from vbn_video.steps.record import Record
from vbn_video.timeline import Timeline


def heard_and_edited(project: Project) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    """(the captions as they were heard, as they stand in their file now), both on that file's clock.

    Raises:
        InputError: there are none yet, or a line of the file cannot be understood.
    """
    made, path = Record.of(project).made("caption"), project.path(VTT)
    if made is None or "heard" not in made.memory or not path.exists():
        raise InputError(_("There are no captions in {path} yet. Run it first, up to caption or further."), path=project.folder)
    parsed = parse_vtt(decode(path.read_bytes()))
    refuse(parsed.problems, path.name, path)
    recording = read_value(project.path("recording.json"), Recording)
    heard = from_values(CuesOfCut, made.memory["heard"])
    plan = from_values(EditPlan, made.memory["plan"])
    cues, _cut = move_cues(heard.cues, Timeline.of(recording, heard.plan), Timeline.of(recording, plan))
    return cues, parsed.cues
