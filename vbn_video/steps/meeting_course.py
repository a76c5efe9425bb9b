"""All that the steps before found of the meeting's course, as one value; what is not there is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from vbn_video.evidence import Levels, MeetingMarks, Recording, Slide, SoundScene, Speech, Voices, Word
from vbn_video.plan.meeting.meeting_evidence import NO_MARKS, NO_SOUNDS, NO_VOICES, MeetingEvidence
from vbn_video.project import read_value
from vbn_video.steps.step import Inputs

T = TypeVar("T")
COURSE_FILES = ("slides.json", "voices.json", "sounds.json")
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


def _read(inputs: Inputs, name: str, kind: type[T], missing: T) -> T:
    return read_value(inputs.files[name], kind) if name in inputs.files else missing
