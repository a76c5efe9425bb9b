"""`[privacy] forget_uncut`: once a meeting is published, the words that were cut away are deleted from the project folder too,
the spoken and the written ones."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from vbn_video.codec import from_values, to_json, to_values
from vbn_video.decisions import CaptionNotes, EditPlan, TextChange
from vbn_video.events import Emit, Notice
from vbn_video.evidence import MeetingMarks, Recording, Slide, Transcript, Word
from vbn_video.messages import ngettext
from vbn_video.plan.captions.edited.retiming import CuesOfCut, move_cues, same_cut
from vbn_video.plan.slide_words.shown_slides import shown_slides
from vbn_video.plan.words.audible_words import is_silenced
from vbn_video.project import LOG, PROXIES, REVIEW, Project, read_value, write_atomically
from vbn_video.runs.kept_reasons import KeptReasons, without_reasons
from vbn_video.steps.record import Record, StepRecord, file_state
from vbn_video.timeline import Timeline
from vbn_video.untrusted.own_files import check_file, read_file, remove_folder

WORDS, HEARD, NOTES, ASIDE = "words.json", "heard.jsonl", "captions.changes.json", "captions.aside.vtt"
MARKS, SLIDES, EDIT, STILLS = "marks.json", "slides.json", "edit.json", "slides/"
REPORTS = ("report.json", "report.html")


def forget_uncut(project: Project, record: Record, emit: Emit) -> None:
    """Delete every word that is not heard in the kept spans: heard ones, written ones, and those of captions and chapters that
    were set aside.

    What the log, the report and the reasons of the cut quote goes with them. A killed run leaves too much, never too little: the
    next one forgets the rest. Should the cut be widened later, the recording must be heard again; deleting `words.json` does
    that. What was heard window by window, and what was changed on the review page, goes as a whole, and so do the small copies of
    the recording.
    """
    for name in (HEARD, REVIEW):
        project.path(name).unlink(missing_ok=True)
    remove_folder(project.path(PROXIES))
    plan = read_value(project.path(EDIT), EditPlan)
    recording = read_value(project.path("recording.json"), Recording)
    transcript = read_value(project.path(WORDS), Transcript)
    notes = read_value(project.path(NOTES), CaptionNotes) if project.path(NOTES).exists() else CaptionNotes()
    kept = _kept_words(transcript, plan)
    kept_notes = replace(notes, changes=tuple(change for change in notes.changes if _is_kept(change, plan)))
    marks = read_value(project.path(MARKS), MeetingMarks) if project.path(MARKS).exists() else MeetingMarks()
    kept_marks = _kept_marks(marks, plan)
    slides = read_value(project.path(SLIDES), tuple[Slide, ...]) if project.path(SLIDES).exists() else ()
    kept_slides = shown_slides(slides, recording.duration_us, plan)
    reasons = KeptReasons.of(plan, kept, kept_slides, kept_marks)
    kept_plan = reasons.of_plan(plan)
    memories = {
        name: reasons.in_values(_kept_memory(made.memory, recording, plan)) for name, made in record.content.steps.items()
    }
    remembered = any(dict(made.memory) != memories[name] for name, made in record.content.steps.items())
    left = kept, kept_notes, kept_marks, kept_slides, kept_plan
    if left == (transcript, notes, marks, slides, plan) and not remembered and not project.path(ASIDE).exists():
        return
    for name in (name for name in REPORTS if check_file(project.path(name))):
        told = read_file(project.path(name)).decode(errors="replace")
        write_atomically(project.path(name), without_reasons(told, reasons.forgotten(plan)).encode())
    if kept_plan != plan:
        write_atomically(project.path(EDIT), to_json(EditPlan, kept_plan).encode())
    write_atomically(project.path(WORDS), to_json(Transcript, kept).encode())
    if kept_notes != notes:
        write_atomically(project.path(NOTES), to_json(CaptionNotes, kept_notes).encode())
    if kept_marks != marks:
        write_atomically(project.path(MARKS), to_json(MeetingMarks, kept_marks).encode())
    if kept_slides != slides:
        for slide, other in zip(slides, kept_slides, strict=True):
            if slide.still and not other.still:
                project.path(slide.still).unlink(missing_ok=True)
        write_atomically(project.path(SLIDES), to_json(tuple[Slide, ...], kept_slides).encode())
    project.path(ASIDE).unlink(missing_ok=True)
    if check_file(project.path(LOG)):
        write_atomically(project.path(LOG), _without_quotations(read_file(project.path(LOG)).decode(errors="replace")).encode())
    steps = {name: _forgotten(made, memories[name], project) for name, made in record.content.steps.items()}
    record.save(steps=steps)
    forgotten = _count(transcript) - _count(kept)
    sentence = ngettext(
        "{count} word that was cut away was deleted from the project, as the preset's forget_uncut asks.",
        "{count} words that were cut away were deleted from the project, as the preset's forget_uncut asks.",
        forgotten,
    )
    emit(Notice(sentence.format(count=forgotten)))


def _kept_words(transcript: Transcript, plan: EditPlan) -> Transcript:
    def kept(words: tuple[Word, ...]) -> tuple[Word, ...]:
        return tuple(word for word in words if _is_kept(word, plan))

    dropped = (replace(one, words=kept(one.words)) for one in transcript.dropped)
    return replace(transcript, words=kept(transcript.words), dropped=tuple(one for one in dropped if one.words))


def _kept_marks(marks: MeetingMarks, plan: EditPlan) -> MeetingMarks:
    named = tuple(mark for mark in marks.marks if not mark.text or plan.shows(mark.at_us, mark.at_us))
    return replace(marks, marks=named, chat=tuple(line for line in marks.chat if plan.shows(line.at_us, line.at_us)))


def _is_kept(said: Word | TextChange, plan: EditPlan) -> bool:
    if is_silenced(said.start_us, said.end_us, plan.silent_us):
        return False
    return plan.shows(said.start_us, said.end_us)


def _count(transcript: Transcript) -> int:
    return len(transcript.words) + sum(len(one.words) for one in transcript.dropped)


def _kept_memory(memory: Mapping[str, Any], recording: Recording, plan: EditPlan) -> dict[str, Any]:
    """What a step remembers, without what was set aside, and with the captions that were heard for a wider cut in this one."""
    left = {key: value for key, value in memory.items() if key != "aside"}
    heard = from_values(CuesOfCut, left["heard"]) if "heard" in left else None
    if heard and not same_cut(heard.plan, plan):
        cues, _cut = move_cues(heard.cues, Timeline.of(recording, heard.plan), Timeline.of(recording, plan))
        left["heard"] = to_values(CuesOfCut, CuesOfCut(plan, cues))
    return left


def _forgotten(made: StepRecord, memory: dict[str, Any], project: Project) -> StepRecord:
    """What the step made, as it lies now, without what it remembered of the words that are gone."""
    there = {name: state for name, state in made.outputs.items() if name != ASIDE}
    outputs = {name: state for name, state in there.items() if not name.startswith(STILLS) or check_file(project.path(name))}
    for name in (WORDS, NOTES, MARKS, SLIDES, EDIT, *REPORTS):
        if name in outputs and (now := file_state(project.path(name))):
            outputs[name] = now
    return replace(made, outputs=outputs, memory=memory)


def _without_quotations(log: str) -> str:
    """The log without the sentences that may quote what was said, and without lines that are none of its own."""

    def quotes(line: str) -> bool:
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            return True
        return not isinstance(event, dict) or event.get("event") == "Notice"

    return "".join(line + "\n" for line in log.split("\n") if line and not quotes(line))
