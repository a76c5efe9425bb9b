"""The part of `plan` that makes the chapters: planned from the evidence, or a person's own, moved with the cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vbn_video.codec import to_json
from vbn_video.decisions import Chapter, EditPlan
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Recording, Word
from vbn_video.formats.base import decode
from vbn_video.formats.edited_vtt import rewrite_chapters
from vbn_video.formats.vtt import parse_chapters
from vbn_video.messages import _
from vbn_video.plan.captions.edited.chapter_moves import ChapterHome, ChapterHomes, merge_edits, place_chapters
from vbn_video.plan.captions.edited.retiming import same_times
from vbn_video.plan.chapters.chapter_evidence import ChapterEvidence
from vbn_video.plan.chapters.chapter_plan import ChapterPlan, ChapterWording, plan_chapters
from vbn_video.plan.chapters.chapter_rules import SHORT_PROGRAMME_US, check_chapters
from vbn_video.plan.danish.person_names import name_alone, name_key
from vbn_video.plan.danish.writing import write_meeting
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import find_phrases
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon
from vbn_video.settings.lists.glossary_files import load_glossary
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.steps.edited_texts import accept_edit
from vbn_video.steps.meeting_course import check_zone
from vbn_video.steps.step import Inputs
from vbn_video.timeline import Timeline

LEAST_OF_A_NAME = 3
"""Letters of a part of a name that is looked for in titles."""


def write_programme_chapters(
    inputs: Inputs, evidence: MeetingEvidence, recording: Recording, plan: EditPlan, emit: Emit
) -> ChapterHomes:
    """Writes `chapters.vtt` and, with all that told of them, `chapters.json`; the homes of a person's chapters."""
    timeline = Timeline.of(recording, plan)
    planned = _planned(inputs, evidence, timeline)
    chapters: Sequence[Chapter] | None = planned.chapters
    homes = ChapterHomes()
    before = ""
    if "chapters.vtt" in inputs.edited:
        chapters, homes = _edited(inputs, recording, timeline, emit)
        before = decode(inputs.edited["chapters.vtt"].read_bytes())
    else:
        _report_unused(planned, timeline, emit)
    if chapters is not None:
        text = rewrite_chapters(before, chapters, plan.duration_us)
        inputs.out["chapters.vtt"].write_text(text, encoding="utf-8", newline="\n")
    inputs.out["chapters.json"].write_text(to_json(ChapterEvidence, planned.evidence), encoding="utf-8")
    return homes


def _planned(inputs: Inputs, evidence: MeetingEvidence, timeline: Timeline) -> ChapterPlan:
    """The chapters by all that tells of them, named by the words as captions write them; none where the preset wants none."""
    if not inputs.preset.chapters.enabled:
        return ChapterPlan()
    meeting, captions = inputs.meeting, inputs.preset.captions
    check_zone(meeting.timezone)
    glossary = load_glossary(captions.glossary)
    people = [name for text in (*meeting.speakers, meeting.host) if (name := name_alone(text))]
    hidden = frozenset() if inputs.preset.privacy.names == "all" else frozenset(_hidden(evidence.words, people))
    return plan_chapters(
        evidence,
        written=write_meeting(evidence.words, captions, meeting, glossary).words,
        marks=find_phrases(evidence.words, load_phrases(inputs.preset.trim.phrases)),
        timeline=timeline,
        settings=inputs.preset.chapters,
        agenda=meeting.agenda,
        timezone=meeting.timezone,
        wording=ChapterWording((*glossary.words, *people), danish_lexicon(), hidden),
    )


def _hidden(words: Sequence[Word], people: Sequence[str]) -> Iterator[str]:
    """The parts of the names of those who took part, but for the meeting's own people, who stand on its intro."""
    shown = {part for name in people for part in name_key(name)}
    for name in {word.speaker for word in words if word.speaker}:
        yield from (part for part in name_key(name) if len(part) >= LEAST_OF_A_NAME and part not in shown)


def _edited(
    inputs: Inputs, recording: Recording, timeline: Timeline, emit: Emit
) -> tuple[tuple[Chapter, ...] | None, ChapterHomes]:
    """(the person's chapters moved with the cut, or None where their file stays as it is, where they belong)."""
    path = inputs.edited["chapters.vtt"]
    parsed = parse_chapters(decode(path.read_bytes()))
    accept_edit(parsed.problems, path, emit)
    made_for = inputs.remembered("edit", EditPlan) or timeline.plan
    homes = inputs.remembered("aside", ChapterHomes) or ChapterHomes()
    if same_times(made_for, timeline.plan):
        return None, homes
    homes = merge_edits(parsed.chapters, homes, Timeline.of(recording, made_for))
    placed = place_chapters(homes, timeline)
    emit(Notice(_("The cut has changed: your chapters were moved with it.")))
    _report_without_place(placed.without_place, emit)
    for sentence in check_chapters(placed.chapters, timeline.duration_us):
        emit(Notice(sentence, "warning"))
    return placed.chapters, homes


def _report_unused(planned: ChapterPlan, timeline: Timeline, emit: Emit) -> None:
    """Say which points of the agenda have no chapter."""
    if planned.unused and timeline.duration_us >= SHORT_PROGRAMME_US:
        sentence = _(
            "Points of the agenda without a chapter, as nothing tells where they begin or there was no room (there are three or "
            "none): {names}. Give them a time in meeting.toml, or write them into chapters.vtt."
        )
        emit(Notice(sentence.format(names="; ".join(planned.unused)), "warning"))


def _report_without_place(homes: Sequence[ChapterHome], emit: Emit) -> None:
    if homes:
        names = "; ".join(home.title for home in homes)
        sentence = _("These chapters were cut away, and come back when the cut does: {names}.")
        emit(Notice(sentence.format(names=names), "warning"))
