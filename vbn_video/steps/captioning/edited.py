"""The captions that a person has edited: taken in as they are, moved when the cut changes, compared with what is heard anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vbn_video.clock import timecode
from vbn_video.codec import from_json
from vbn_video.decisions import CaptionNotes, Captions, Cue, EditPlan, TextChange
from vbn_video.errors import InputError
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Recording, Transcript, Word
from vbn_video.formats.vtt import decode, parse_vtt, retime
from vbn_video.messages import _
from vbn_video.plan.captions.compiler import check_cues
from vbn_video.plan.captions.edited.conflicts import conflicts
from vbn_video.plan.captions.edited.retiming import Aside, Moved, Part, SetAside, made_in, move_all, move_cues, rejoined, same_cut
from vbn_video.settings.profile_files import load_profile
from vbn_video.steps.edited_files import refuse, remembered
from vbn_video.steps.record import Record
from vbn_video.timeline import Timeline

if TYPE_CHECKING:
    from vbn_video.project import Project
    from vbn_video.steps.step import Inputs

VTT, NOTES, ASIDE, DIFF = "captions.da.vtt", "captions.changes.json", "captions.aside.vtt", "captions.da.diff"
EARLIER = 4
"""So many cuts are remembered, for a file that somebody had open while they changed."""
NAMED = 5
"""So many of the captions set aside are named in full; the file has all."""


@dataclass(frozen=True)
class Settled:
    """The captions as they are to be, and what the next run must know of how they came to be."""

    cues: tuple[Cue, ...]
    notes: CaptionNotes
    text: str | None
    """The text of their file; None where the person's stands byte for byte."""
    heard: SetAside
    """The captions as they were heard, which the person knows, in the cut that they were made for."""
    heard_from: str
    """By what the wording of the captions that were compiled last is known."""
    aside: Aside = field(default_factory=Aside)
    diff: str = ""
    """Where what is heard now says something else than the person's file."""


def settle_edited(
    inputs: Inputs, recording: Recording, timeline: Timeline, emit: Emit, *, compiled: Callable[[], Captions], heard_from: str
) -> Settled:
    """The person's captions: byte for byte for the cut that they were made for, else moved with their sound.

    `compiled` makes those that nobody has edited, and is asked only where what was heard may be another text than before. A
    diff that the person has deleted is one that was read: from then on, what is heard now is what the person knows.

    Raises:
        InputError: a line of the file cannot be understood; the file stays as it is.
    """

    cues, text, aside = _in_this_cut(inputs, recording, timeline, emit)
    heard, changes, diff = remembered(inputs, "heard", SetAside), _changes_before(inputs), ""
    heard_the_same = inputs.memory.get("heard_from") == heard_from
    if heard is None or changes is None or inputs.memory.get("differs") or not heard_the_same:
        captions = compiled()
        changes = captions.changes
        was_read = heard_the_same and inputs.memory.get("differs") and DIFF not in inputs.previous
        if heard and not was_read:
            before, _cut = move_cues(heard.cues, Timeline.of(recording, heard.plan), timeline)
            diff = _compared(before, cues, captions.cues, emit)
        heard = heard if heard and diff else SetAside(timeline.plan, captions.cues)
    offences = check_cues(cues, load_profile(inputs.preset.captions.profile))
    return Settled(cues, CaptionNotes(changes, offences), text, heard, heard_from, aside, diff)


def heard_and_edited(project: Project) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    """(the captions as they were heard, as they stand in their file now), both on that file's clock.

    Raises:
        InputError: there are none yet, or a line of the file cannot be understood.
    """

    made, path = Record.of(project).made("caption"), project.path(VTT)
    if made is None or "heard" not in made.memory or not path.exists():
        raise InputError(_("There are no captions in {path} yet. Run it first, up to caption or further."), path=project.folder)
    parsed = parse_vtt(decode(path.read_bytes()))
    refuse(path, parsed.problems)
    recording = from_json(Recording, project.path("recording.json").read_bytes())
    heard = from_json(SetAside, json.dumps(made.memory["heard"]))
    plan = from_json(EditPlan, json.dumps(made.memory["plan"]))
    cues, _cut = move_cues(heard.cues, Timeline.of(recording, heard.plan), Timeline.of(recording, plan))
    return cues, parsed.cues


def _in_this_cut(
    inputs: Inputs, recording: Recording, timeline: Timeline, emit: Emit
) -> tuple[tuple[Cue, ...], str | None, Aside]:
    """(the captions, the new text of their file if it needs one, what is set aside)."""

    path = inputs.edited[VTT]
    text = decode(path.read_bytes())
    parsed = parse_vtt(text)
    refuse(path, parsed.problems)
    words = from_json(Transcript, inputs.files["words.json"].read_bytes()).words
    cuts = (remembered(inputs, "plan", EditPlan) or timeline.plan, *earlier_cuts(inputs))
    index = made_in(parsed.cues, [Timeline.of(recording, cut) for cut in cuts], words) if len(cuts) > 1 else 0
    made_for, aside = cuts[index], remembered(inputs, "aside", Aside) or Aside()
    if index > 0:
        aside = aside.without(made_for)
        emit(Notice(_("{name} was saved with the times of an earlier cut: it is read as that one's.").format(name=path.name)))
    if same_cut(made_for, timeline.plan):
        return parsed.cues, None, aside
    moved = move_all(parsed.cues, Timeline.of(recording, made_for), timeline, words)
    cut_away = [cue for one in moved for cue in (*one.cut, *(part.cue for part in one.parts))]
    back, remaining = _brought_back(aside, recording, timeline, words)
    remaining = remaining.put(made_for, *_set_aside(moved))
    places, alone = rejoined([one.kept for one in moved], back.parts)
    new_text = retime(text, places, [*back.cues, *alone], inputs.preset.captions.position)
    _say_moved(cut_away, back.all_cues, emit)
    return parse_vtt(new_text).cues, new_text, remaining


def _brought_back(aside: Aside, recording: Recording, timeline: Timeline, words: Sequence[Word]) -> tuple[SetAside, Aside]:
    """(what of all that was set aside has a place in this cut, on its clock; what has none)."""
    cues: list[Cue] = []
    parts: list[Part] = []
    remaining = Aside()
    for group in aside.groups:
        then = Timeline.of(recording, group.plan)
        whole = move_all(group.cues, then, timeline, words)
        cues += [cue for one in whole for cue in one.kept]
        left = []
        for part, (found,) in ((part, move_all([part.cue], then, timeline, words)) for part in group.parts):
            if found.cut:
                left.append(part)
            elif len(found.kept) == 1 and not found.parts:
                parts.append(replace(part, cue=found.kept[0]))
            else:
                cues += found.kept
                left += found.parts
        cut, new_parts = _set_aside(whole)
        remaining = remaining.put(group.plan, cut, [*left, *new_parts])
    return SetAside(timeline.plan, tuple(cues), tuple(parts)), remaining


def _set_aside(moved: Sequence[Moved]) -> tuple[list[Cue], list[Part]]:
    """(whole cues, parts of cues) that have no place."""
    return [cue for one in moved for cue in one.cut], [part for one in moved for part in one.parts]


def earlier_cuts(inputs: Inputs) -> tuple[EditPlan, ...]:
    """The cuts before the one that the captions were written for last, the latest first."""
    return remembered(inputs, "earlier", tuple[EditPlan, ...]) or ()


def _changes_before(inputs: Inputs) -> tuple[TextChange, ...] | None:
    """What was changed to make the captions that were heard last; None where that is not there any more."""
    return from_json(CaptionNotes, inputs.previous[NOTES].read_bytes()).changes if NOTES in inputs.previous else None


def _compared(before: Sequence[Cue], edited: Sequence[Cue], now: Sequence[Cue], emit: Emit) -> str:
    """The diff between the person's captions and those that were heard anew, which is told of; empty where there is none."""

    found = conflicts(before, edited, now)
    if found.diff:
        sentence = _(
            "The words were heard anew: your captions stay as they are. Where they would say something else now ({count} places,"
            " {both} of which you have changed too) stands in {file}; delete it when you have read it."
        )
        emit(Notice(sentence.format(count=found.places, both=found.changed_too, file=DIFF), "warning"))
    return found.diff


def _say_moved(cut_away: Sequence[Cue], back: Sequence[Cue], emit: Emit) -> None:
    emit(Notice(_("The cut has changed: your captions were moved with it.")))
    if back:
        emit(Notice(_("{count} captions that had been set aside are back.").format(count=len(back))))
    if cut_away:
        names = "; ".join(f"{timecode(cue.start_us)} {' '.join(cue.lines)}" for cue in cut_away[:NAMED])
        more = " …" if len(cut_away) > NAMED else ""
        sentence = _("{count} of your captions belong to what was cut, and were set aside in {file}: {names}")
        emit(Notice(sentence.format(count=len(cut_away), file=ASIDE, names=names + more), "warning"))
