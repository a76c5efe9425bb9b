"""caption: the words that are kept become captions, in every format; an edited file is kept, and moved when the cut changes."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from vbn_video.codec import from_json, to_json
from vbn_video.decisions import CaptionNotes, Captions, EditPlan, Offence
from vbn_video.events import Emit, Found
from vbn_video.evidence import Recording
from vbn_video.formats.srt import write_srt
from vbn_video.formats.transcript_files import transcript_html, transcript_text
from vbn_video.formats.ttml import write_ttml
from vbn_video.formats.vtt import decode, parse_chapters, write_vtt
from vbn_video.messages import _
from vbn_video.plan.captions.edited.retiming import Aside, SetAside, same_cut, to_recording
from vbn_video.steps.captioning.compiled import MEETING_KEYS, PRESET_KEYS, READS, compiled, depends_on
from vbn_video.steps.captioning.edited import ASIDE, DIFF, EARLIER, NOTES, VTT, Settled, earlier_cuts, settle_edited
from vbn_video.steps.edited_files import remembered
from vbn_video.steps.record import canonical
from vbn_video.steps.step import Inputs, Outcome, Step
from vbn_video.timeline import Timeline

if TYPE_CHECKING:
    from vbn_video.plan.captions.edited.retiming import Aside

SRT, TTML, TEXT, PAGE = "captions.da.srt", "captions.da.ttml", "transcript.da.txt", "transcript.da.html"
CUT = ("recording.json", "edit.json", "chapters.vtt", "slides.json")
"""What says where the captions stand, and nothing of what they say."""


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Reads the words and the plan, makes or moves the captions, writes them in every format, tells what is amiss."""
    recording = from_json(Recording, inputs.files["recording.json"].read_bytes())
    plan = from_json(EditPlan, inputs.files["edit.json"].read_bytes())
    timeline = Timeline.of(recording, plan)
    if VTT in inputs.edited:
        heard_from = _heard_from(inputs)
        settled = settle_edited(
            inputs, recording, timeline, emit, compiled=lambda: compiled(inputs, timeline), heard_from=heard_from
        )
    else:
        settled = _fresh(inputs, compiled(inputs, timeline), plan)
    _write(inputs, settled, recording)
    _say(settled, emit)
    return Outcome(memory=_memory(plan, settled) | _earlier(inputs, plan))


def _heard_from(inputs: Inputs) -> str:
    """By what the wording of the captions is known: it can be another one only where this is."""
    files = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in inputs.files.items() if name not in CUT}
    return hashlib.sha256(canonical([files, inputs.settings, depends_on(inputs)]).encode()).hexdigest()


def _fresh(inputs: Inputs, captions: Captions, plan: EditPlan) -> Settled:

    text = write_vtt(captions.cues, position=inputs.preset.captions.position)
    notes = CaptionNotes(captions.changes, captions.offences)
    return Settled(captions.cues, notes, text, heard=SetAside(plan, captions.cues), heard_from=_heard_from(inputs))


def _write(inputs: Inputs, settled: Settled, recording: Recording) -> None:

    cues, chapters = settled.cues, parse_chapters(decode(inputs.files["chapters.vtt"].read_bytes())).chapters
    texts = {
        VTT: settled.text,
        SRT: write_srt(cues),
        TTML: write_ttml(cues, position=inputs.preset.captions.position),
        TEXT: transcript_text(cues, chapters),
        PAGE: transcript_html(cues, chapters, inputs.preset.website.language),
        NOTES: to_json(CaptionNotes, settled.notes),
        ASIDE: _for_people(settled.aside, recording) if settled.aside.groups else None,
        DIFF: settled.diff or None,
    }
    for name, text in texts.items():
        if text is not None:
            inputs.out[name].write_text(text, encoding="utf-8", newline="\n")


def _for_people(aside: Aside, recording: Recording) -> str:
    """What is set aside, as a WebVTT file on the recording's clock."""

    cues = [cue for group in aside.groups for cue in to_recording(group.all_cues, Timeline.of(recording, group.plan))]
    return write_vtt(sorted(cues, key=lambda cue: cue.start_us))


def _memory(plan: EditPlan, settled: Settled) -> dict[str, Any]:

    memory = {
        "plan": json.loads(to_json(EditPlan, plan)),
        "cues": len(settled.cues),
        "offences": [json.loads(to_json(Offence, offence)) for offence in settled.notes.offences],
        "heard": json.loads(to_json(SetAside, settled.heard)),
        "heard_from": settled.heard_from,
        "differs": bool(settled.diff),
    }
    return memory | ({"aside": json.loads(to_json(Aside, settled.aside))} if settled.aside.groups else {})


def _earlier(inputs: Inputs, plan: EditPlan) -> dict[str, Any]:
    """The cuts before this one, which a person's file may still be made for."""

    last = remembered(inputs, "plan", EditPlan)
    cuts = dict.fromkeys(cut for cut in (last, *earlier_cuts(inputs)) if cut and not same_cut(cut, plan))
    return {"earlier": [json.loads(to_json(EditPlan, cut)) for cut in list(cuts)[:EARLIER]]}


def _say(settled: Settled, emit: Emit) -> None:
    offences = len(settled.notes.offences)
    if offences:
        sentence = _("{cues} captions; {offences} places where a rule could not be kept")
        if offences == 1:
            sentence = _("{cues} captions; one place where a rule could not be kept")
        emit(Found(sentence.format(cues=len(settled.cues), offences=offences)))
    else:
        emit(Found(_("{cues} captions").format(cues=len(settled.cues))))


STEP = Step(
    name="caption",
    version=6,
    reads=("recording.json", "edit.json", "chapters.vtt", *READS),
    writes=(VTT, SRT, TTML, TEXT, PAGE, NOTES, ASIDE, DIFF),
    run=run,
    editable=(VTT,),
    optional=(ASIDE, DIFF),
    preset_keys=(*PRESET_KEYS, "captions.position"),
    meeting_keys=MEETING_KEYS,
    also=depends_on,
)
