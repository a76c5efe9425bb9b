"""caption: the words that are kept become captions; an edited file is kept, and moved when the cut changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vbn_video.codec import from_json, to_json
from vbn_video.decisions import Cue, EditPlan, Offence
from vbn_video.events import Found, Notice, Tell
from vbn_video.evidence import Recording, Transcript
from vbn_video.messages import _
from vbn_video.profile_files import profile_text
from vbn_video.steps.edits import refuse, remembered
from vbn_video.steps.step import Inputs, Outcome, Step
from vbn_video.timeline import Timeline

if TYPE_CHECKING:
    from vbn_video.plan.move import Aside

VTT, SRT, ASIDE = "captions.da.vtt", "captions.da.srt", "captions.aside.vtt"
NAMED = 5
"""So many of the captions set aside are named in full; the file has all."""


@dataclass(frozen=True)
class _Settled:
    """The captions as they are to be, the text of their file (None where the person's stands), and what is set aside."""

    cues: tuple[Cue, ...]
    offences: tuple[Offence, ...]
    text: str | None
    aside: Aside


def run(inputs: Inputs, tell: Tell) -> Outcome:
    """Reads the words and the plan, makes or moves the captions, writes them as WebVTT and SubRip, tells what is amiss."""
    from vbn_video.plan.srt import write_srt

    recording = from_json(Recording, inputs.files["recording.json"].read_bytes())
    plan = from_json(EditPlan, inputs.files["edit.json"].read_bytes())
    timeline = Timeline.of(recording, plan)
    settled = _edited(inputs, recording, timeline, tell) if VTT in inputs.edited else _compiled(inputs, timeline)
    if settled.text is not None:
        inputs.out[VTT].write_text(settled.text, encoding="utf-8", newline="\n")
    inputs.out[SRT].write_text(write_srt(settled.cues), encoding="utf-8", newline="\n")
    if settled.aside.groups:
        inputs.out[ASIDE].write_text(_for_people(settled.aside, recording), encoding="utf-8", newline="\n")
    _say(settled, tell)
    return Outcome(memory=_memory(plan, settled))


def _compiled(inputs: Inputs, timeline: Timeline) -> _Settled:
    from vbn_video.plan.captions import compile_captions
    from vbn_video.plan.move import Aside
    from vbn_video.plan.vtt import write_vtt
    from vbn_video.profile_files import load_profile

    words = from_json(Transcript, inputs.files["words.json"].read_bytes()).words
    captions = compile_captions(words, timeline, load_profile(inputs.preset.captions.profile))
    return _Settled(captions.cues, captions.offences, write_vtt(captions.cues), Aside())


def _edited(inputs: Inputs, recording: Recording, timeline: Timeline, tell: Tell) -> _Settled:
    """The person's captions: byte for byte for the cut that they were made for, else moved with their sound.

    Raises:
        InputError: a line of the file cannot be understood; the file stays as it is.
    """
    from vbn_video.plan.captions import check_cues
    from vbn_video.plan.move import Aside, move_all, same_cut
    from vbn_video.plan.vtt import decode, parse_vtt, retime
    from vbn_video.profile_files import load_profile

    path = inputs.edited[VTT]
    text = decode(path.read_bytes())
    parsed = parse_vtt(text)
    refuse(path, parsed.problems)
    profile = load_profile(inputs.preset.captions.profile)
    made_for = remembered(inputs, "plan", EditPlan) or timeline.plan
    aside = remembered(inputs, "aside", Aside) or Aside()
    if same_cut(made_for, timeline.plan):
        return _Settled(parsed.cues, check_cues(parsed.cues, profile), None, aside)
    places = move_all(parsed.cues, Timeline.of(recording, made_for), timeline)
    cut_away = [cue for cue, place in zip(parsed.cues, places, strict=True) if place is None]
    back: list[Cue] = []
    remaining = Aside().put(made_for, cut_away)
    for group in aside.groups:
        found = move_all(group.cues, Timeline.of(recording, group.plan), timeline)
        back += [cue for cue in found if cue is not None]
        remaining = remaining.put(group.plan, [cue for cue, place in zip(group.cues, found, strict=True) if place is None])
    moved = retime(text, places, back)
    _say_moved(cut_away, back, tell)
    cues = parse_vtt(moved).cues
    return _Settled(cues, check_cues(cues, profile), moved, remaining)


def _for_people(aside: Aside, recording: Recording) -> str:
    """What is set aside, as a WebVTT file on the recording's clock."""
    from vbn_video.plan.move import to_recording
    from vbn_video.plan.vtt import write_vtt

    cues = [cue for group in aside.groups for cue in to_recording(group.cues, Timeline.of(recording, group.plan))]
    return write_vtt(sorted(cues, key=lambda cue: cue.start_us))


def _memory(plan: EditPlan, settled: _Settled) -> dict[str, Any]:
    from vbn_video.plan.move import Aside

    remembered = {
        "plan": json.loads(to_json(EditPlan, plan)),
        "cues": len(settled.cues),
        "offences": [json.loads(to_json(Offence, offence)) for offence in settled.offences],
    }
    return remembered | ({"aside": json.loads(to_json(Aside, settled.aside))} if settled.aside.groups else {})


def _say(settled: _Settled, tell: Tell) -> None:
    if settled.offences:
        sentence = _("{cues} captions; {offences} places where a rule could not be kept")
        if len(settled.offences) == 1:
            sentence = _("{cues} captions; one place where a rule could not be kept")
        tell(Found(sentence.format(cues=len(settled.cues), offences=len(settled.offences))))
    else:
        tell(Found(_("{cues} captions").format(cues=len(settled.cues))))


def _say_moved(cut_away: Sequence[Cue], back: Sequence[Cue], tell: Tell) -> None:
    tell(Notice(_("The cut has changed: your captions were moved with it.")))
    if back:
        tell(Notice(_("{count} captions that had been set aside are back.").format(count=len(back))))
    if cut_away:
        from vbn_video.plan.vtt import clock

        names = "; ".join(f"{clock(cue.start_us)} {' '.join(cue.lines)}" for cue in cut_away[:NAMED])
        more = " …" if len(cut_away) > NAMED else ""
        sentence = _("{count} of your captions belong to what was cut, and were set aside in {file}: {names}")
        tell(Notice(sentence.format(count=len(cut_away), file=ASIDE, names=names + more), "warning"))


STEP = Step(
    name="caption",
    version=2,
    reads=("recording.json", "edit.json", "words.json"),
    writes=(VTT, SRT, ASIDE),
    run=run,
    editable=(VTT,),
    optional=(ASIDE,),
    preset_keys=("captions.profile",),
    also=lambda inputs: profile_text(inputs.preset.captions.profile),
)
