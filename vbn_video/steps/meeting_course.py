"""All that the steps before found of the meeting's course, as one value; what is not there is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from vbn_video.decisions import EditPlan
from vbn_video.errors import InputError
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Levels, MeetingMarks, Recording, Slide, SoundScene, Speech, Voices, Word
from vbn_video.messages import _
from vbn_video.plan.meeting.meeting_evidence import NO_MARKS, NO_SOUNDS, NO_VOICES, MeetingEvidence
from vbn_video.plan.meeting.planned_times import describe_planned, planned_times
from vbn_video.project import read_value
from vbn_video.steps.step import Inputs
from vbn_video.timeline import Timeline

T = TypeVar("T")
COURSE_FILES = ("slides.json", "voices.json", "sounds.json", "marks.json")
"""What tells of the course beside words, speech and levels."""


def read_evidence(inputs: Inputs, recording: Recording, words: Sequence[Word], levels: Levels | None = None) -> MeetingEvidence:
    """The evidence of the project, `levels` where they are already loaded."""
    return MeetingEvidence(
        recording.duration_us,
        words=tuple(words),
        speech=read_value(inputs.files["speech.json"], Speech).speech,
        levels=levels,
        slides=_read(inputs, "slides.json", tuple[Slide, ...], ()),
        voices=_read(inputs, "voices.json", Voices, NO_VOICES),
        sounds=_read(inputs, "sounds.json", SoundScene, NO_SOUNDS),
        marks=_read(inputs, "marks.json", MeetingMarks, NO_MARKS),
    )


def with_planned_times(evidence: MeetingEvidence, inputs: Inputs, recording: Recording, emit: Emit) -> MeetingEvidence:
    """With when the meeting was to begin and end by the agenda; says which of its times are not used, and why.

    Raises:
        InputError: the meeting's time zone is none.
    """
    meeting = inputs.meeting
    check_zone(meeting.timezone)
    planned = planned_times(meeting.agenda, meeting.timezone, Timeline.of(recording, EditPlan(())), evidence.marks)
    for sentence in describe_planned(planned):
        emit(Notice(sentence, "warning"))
    return replace(evidence, planned_start_us=planned.start_us, planned_end_us=planned.end_us)


def check_zone(name: str) -> None:
    """Refuse a time zone that is none.

    Raises:
        InputError: it is none.
    """
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        sentence = _("meeting.toml: timezone “{name}” is not known; write one like Europe/Copenhagen.")
        raise InputError(sentence, name=name) from error


def _read(inputs: Inputs, name: str, kind: type[T], missing: T) -> T:
    return read_value(inputs.files[name], kind) if name in inputs.files else missing
