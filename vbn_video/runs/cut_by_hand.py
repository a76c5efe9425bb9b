"""A project's cut as it stands in `edit.json`, changed by command as a person changes the file: so it is kept from then on.

read_cut ──► CutOfProject ── plan/cut/asked_cut.py ──► put on frames, where they are known ──► write_cut ──► edit.json
                                                         └──► what lies inside speech is said
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from vbn_video.clock import player_time, typed_time
from vbn_video.codec import from_values, to_json, to_values
from vbn_video.decisions import EditPlan, KeptSpan, SilencedSpan
from vbn_video.evidence import Recording, Slide, Speech, Transcript, Word
from vbn_video.formats.base import decode, refuse
from vbn_video.formats.vtt import parse_chapters
from vbn_video.messages import _
from vbn_video.plan.cut.asked_cut import AskedCut, apply_cut, settle_cut
from vbn_video.plan.cut.edit_text import parse_edit
from vbn_video.plan.cut.remembered_breaks import RememberedBreak, remember, shown_again, with_breaks
from vbn_video.plan.cut.spoken_cuts import spoken_cut, word_and_times, word_around, words_in
from vbn_video.project import Project, disk_errors, read_value, write_atomically
from vbn_video.runs.handed_in import read_edit_file
from vbn_video.settings.preset import Trim
from vbn_video.steps.record import Record
from vbn_video.steps.runner import finish_placement
from vbn_video.timeline import Timeline

if TYPE_CHECKING:
    from vbn_video.plan.cut.cut_points import CutPoints

EDIT = "edit.json"
EVIDENCE = ("packets.npz", "levels.npz", "speech.json", "words.json")


@dataclass(frozen=True)
class CutOfProject:
    """What is known of a project's cut."""

    project: Project
    record: Record
    recording: Recording
    plan: EditPlan | None
    """As it stands in `edit.json`; None where there is none yet."""
    made: EditPlan | None
    """The one that video, captions and chapters were last made for."""
    words: tuple[Word, ...] = ()
    """What was heard, ascending; none where it has not been heard yet."""
    sure: float = Trim().sure
    """The preset's `[trim] sure` when it was decided: a side below it is doubtful."""
    breaks: tuple[RememberedBreak, ...] = ()
    """Those that a person moved an end over, and that are breaks again when it is moved back."""

    @property
    def is_edited(self) -> bool:
        """Whether the cut is a person's."""
        return self.record.is_edited(EDIT, "plan") or bool(self.record.content.asked)

    @property
    def needs_run(self) -> bool:
        """Whether the rest of the project was made for another cut, or not at all; or a doubt about it was settled since."""
        if self.plan is None or self.made is None:
            return True
        return _times(self.plan) != _times(self.made) or self.plan.kept != self.made.kept


def read_cut(project: Project) -> CutOfProject:
    """The project's cut; its recording must be known.

    Raises:
        InputError: `edit.json` can't be read any more; every line of it is named.
    """
    record = Record.of(project)
    recording = read_value(project.path("recording.json"), Recording)
    step = record.made("plan")
    made = from_values(EditPlan, step.memory["edit"]) if step and "edit" in step.memory else None
    path, plan = project.path(EDIT), None
    if path.exists():
        parsed = parse_edit(decode(path.read_bytes()), recording.duration_us, made)
        refuse(parsed.problems, path.name, path)
        plan = replace(made or EditPlan(()), kept=parsed.kept, silenced=parsed.silenced)
    words = read_value(project.path("words.json"), Transcript).words if project.path("words.json").exists() else ()
    sure = float(step.memory.get("sure", Trim().sure)) if step else Trim().sure
    cut = CutOfProject(project, record, recording, plan, made, words, sure)
    return replace(cut, breaks=_remembered(record)) if cut.is_edited else cut


def _remembered(record: Record) -> tuple[RememberedBreak, ...]:
    try:
        return from_values(tuple[RememberedBreak, ...], record.content.breaks)
    except ValidationError:
        return ()


def slides_of(cut: CutOfProject) -> tuple[int, ...]:
    """When another slide comes up, on the recording clock; none where nobody has looked yet."""
    path = cut.project.path("slides.json")
    return tuple(slide.start_us for slide in read_value(path, tuple[Slide, ...])) if path.exists() else ()


def chapters_of(cut: CutOfProject) -> tuple[tuple[int, str], ...]:
    """(where it begins on the recording clock, its title) of each chapter of the cut that they were made for."""
    path = cut.project.path("chapters.vtt")
    if cut.made is None or not path.exists():
        return ()
    timeline = Timeline.of(cut.recording, cut.made)
    chapters = parse_chapters(decode(path.read_bytes())).chapters
    first_us, last_us = cut.made.kept[0].start_us, cut.made.kept[-1].end_us
    in_bumper = (first_us, last_us)
    return tuple(
        (in_bumper[chapter.start_us >= timeline.talk_us[1]] if at_us is None else at_us, chapter.title)
        for chapter in chapters
        for at_us in [timeline.recording_from_programme(chapter.start_us)]
    )


def change_cut(project: Project, asked: AskedCut, edit_file: Path | None = None) -> tuple[CutOfProject, tuple[str, ...]]:
    """Write what was asked for into the project; (the cut as it stands then, sentences about what a person should know).

    `edit_file`: a plan that takes the place of the present one first. For the holder of the project's lock.

    Raises:
        InputError: what was asked for can't be had; nothing was changed.
        MissingError: the file is an OpenTimelineIO one, and the package for those is not installed.
    """
    with disk_errors(project.folder):
        finish_placement(project, Record.of(project))
    before = read_cut(project)
    begun, left = (before.plan, ()) if edit_file is None else _plan_of(edit_file, before)
    remembered = before.breaks if edit_file is None else ()
    plan = apply_cut(begun, asked, before.recording.duration_us)
    again = (
        [one for one in shown_again(begun, plan, remembered) if not _overlaps(one, asked.wanted_us)]
        if begun and asked.keeps_breaks
        else []
    )
    plan = with_breaks(plan, again)
    cut_points = _cut_points(before)
    if cut_points is not None:
        plan = settle_cut(plan, cut_points)
    breaks = remember(begun, remembered, plan, asked.wanted_us) if begun else ()
    after = replace(before, plan=plan, breaks=breaks)
    sentences = (
        *left,
        *_of_breaks(again, [one for one in breaks if one not in remembered]),
        *_sentences(before, after, cut_points),
    )
    write_cut(after)
    return after, sentences


def write_cut(cut: CutOfProject) -> None:
    """Write the plan into `edit.json`, which is a person's from then on; for the holder of the project's lock."""
    assert cut.plan is not None
    with disk_errors(cut.project.folder):
        write_atomically(cut.project.path(EDIT), to_json(EditPlan, cut.plan).encode())
        if not cut.record.unreadable:
            cut.record.save(edited={**cut.record.content.edited, EDIT: "plan"}, asked={}, breaks=breaks_as_values(cut.breaks))


def breaks_as_values(breaks: Sequence[RememberedBreak]) -> tuple[dict[str, Any], ...]:
    """The remembered breaks as the record has them."""
    return tuple(to_values(RememberedBreak, one) for one in breaks)


def reset_cut(project: Project) -> bool:
    """Forget the cut that a person made: the next run finds it anew. False where there is nothing to forget.

    For the holder of the project's lock.
    """
    record = Record.of(project)
    with disk_errors(project.folder):
        finish_placement(project, record)
        if not record.is_edited(EDIT, "plan") and not record.content.asked:
            return False
        project.path(EDIT).unlink(missing_ok=True)
        others = {name: step for name, step in record.content.edited.items() if name != EDIT}
        record.save(edited=others, asked={}, breaks=())
    return True


def _plan_of(file: Path, cut: CutOfProject) -> tuple[EditPlan, tuple[str, ...]]:
    """(the plan in a file that a person made elsewhere, a sentence for each thing that could not be taken)."""
    data, left = read_edit_file(file, cut.recording)
    parsed = parse_edit(decode(data), cut.recording.duration_us, cut.made)
    return replace(cut.made or EditPlan(()), kept=parsed.kept, silenced=parsed.silenced), left


def _cut_points(cut: CutOfProject) -> CutPoints | None:
    """Where a cut may stand; None where the recording has not been listened to yet."""
    from vbn_video.listen.levels import load_levels
    from vbn_video.plan.cut.cut_points import CutPoints
    from vbn_video.recording.packets import load_packets

    path = cut.project.path
    if not all(path(name).exists() for name in EVIDENCE):
        return None
    levels, packets = load_levels(path("levels.npz")), load_packets(path("packets.npz"))
    return CutPoints.of(cut.recording, levels, read_value(path("speech.json"), Speech).speech, cut.words, packets)


def _sentences(before: CutOfProject, after: CutOfProject, cut_points: CutPoints | None) -> Iterator[str]:
    """What a person should know: a wish that changes nothing, a cut inside speech, words that are no longer heard."""
    assert after.plan is not None
    if before.plan is not None and _times(before.plan) == _times(after.plan):
        if before.plan.kept == after.plan.kept:
            yield _("That is how it stood already: nothing is otherwise.")
        else:
            yield _("That is how it stood already; as you say so, it is not in doubt any more.")
    then = before.plan or EditPlan(())
    edges_us = sorted(_edges(after.plan.kept) - _edges(then.kept))
    silence_us = sorted(_edges(after.plan.silenced) - _edges(then.silenced))
    if cut_points is None and (edges_us or silence_us):
        yield _("What is said there is not known yet: the run will say where a cut lies inside speech.")
        return
    assert cut_points is not None
    for at_us in edges_us:
        yield from spoken_cut(at_us, cut_points, after.words)
    for at_us in silence_us:
        if word := word_around(after.words, at_us):
            sentence = _("The silence begins or ends at {time} inside the word “{word}” ({from_time}-{to_time}).")
            yield sentence.format(time=typed_time(at_us), **word_and_times(word))
    for span in after.plan.silenced:
        if span not in then.silenced:
            said = " ".join(word.text for word in words_in(after.words, span.start_us, span.end_us))
            sentence = _("Not heard any more, {start}-{end}: “{words}”")
            nothing = _("Not heard any more, {start}-{end}: no word was heard there")
            times = {"start": typed_time(span.start_us), "end": typed_time(span.end_us)}
            yield sentence.format(words=said, **times) if said else nothing.format(**times)


def _of_breaks(again: Sequence[RememberedBreak], moved_over: Sequence[RememberedBreak]) -> Iterator[str]:
    """What became of breaks as an end was moved: none of them comes into the video, and none is gone without a word."""
    for one in moved_over:
        sentence = _("The break {start}-{end} lies in what is cut now. If you move the end back, it is a break again.")
        yield sentence.format(start=player_time(one.start_us), end=player_time(one.end_us))
    for one in again:
        sentence = _("The break {start}-{end} is a break again: it is still cut out.")
        yield sentence.format(start=player_time(one.start_us), end=player_time(one.end_us))


def _edges(spans: Sequence[KeptSpan] | Sequence[SilencedSpan]) -> set[int]:
    return {edge_us for span in spans for edge_us in (span.start_us, span.end_us)}


def _times(plan: EditPlan) -> tuple[object, ...]:
    """All that video and texts depend on, whatever the reasons."""
    return tuple((span.start_us, span.end_us, span.card) for span in plan.kept), plan.silenced


def _overlaps(one: RememberedBreak, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start_us < one.end_us and one.start_us < end_us for start_us, end_us in spans)
