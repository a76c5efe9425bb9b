"""All that tells of a meeting's course, as one value; each piece may be missing."""

from __future__ import annotations

from dataclasses import dataclass

from vbn_video.evidence import Levels, MeetingMarks, Slide, SoundScene, SpeechSpan, Voices, Word

NO_VOICES, NO_SOUNDS, NO_MARKS = Voices(), SoundScene(), MeetingMarks()


@dataclass(frozen=True)
class MeetingEvidence:
    """What was heard, seen and written down of a meeting. All times are on the recording's clock."""

    duration_us: int
    words: tuple[Word, ...] = ()
    """Ascending by their starts."""
    speech: tuple[SpeechSpan, ...] = ()
    """Ascending and apart."""
    levels: Levels | None = None
    slides: tuple[Slide, ...] = ()
    """The first one is what the recording begins with."""
    voices: Voices = NO_VOICES
    sounds: SoundScene = NO_SOUNDS
    marks: MeetingMarks = NO_MARKS
    planned_start_us: int | None = None
    """When the meeting was to begin, by agenda and wall clock; may lie outside the recording."""
    planned_end_us: int | None = None
