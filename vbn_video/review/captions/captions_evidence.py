"""What a project knows of its captions beside their file: the cut that they were made for, and the words heard in it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, TypeVar

from pydantic import ValidationError

from vbn_video.codec import from_values
from vbn_video.decisions import CaptionNotes, EditPlan, TextChange
from vbn_video.errors import InputError
from vbn_video.evidence import Recording, Transcript, Word
from vbn_video.formats import vtt
from vbn_video.heard_otherwise import HeardOtherwise
from vbn_video.plan.captions.edited.realignment import words_in_programme
from vbn_video.plan.review.doubts.caption_words import alternatives_in_programme
from vbn_video.project import Project, disk_errors, read_value
from vbn_video.steps.record import NAME as RECORD
from vbn_video.steps.record import Record
from vbn_video.timeline import Timeline
from vbn_video.untrusted.own_files import file_signature

Value = TypeVar("Value")

CAPTIONS, NOTES = vtt.FORMAT.project_file, "captions.changes.json"
FILES = (RECORD, "recording.json", "words.json", "edit.json", NOTES)


@dataclass(frozen=True)
class CaptionsEvidence:
    """None of it where a project is too old to say it, or its files can't be read: its captions can be corrected all the same."""

    timeline: Timeline | None = None
    words: tuple[Word, ...] = ()
    """All that was heard, on the recording clock."""
    heard: tuple[Word, ...] = ()
    """Those that are kept, on the programme clock."""
    alternatives: tuple[HeardOtherwise, ...] = ()
    """What was heard otherwise in what is kept, on the programme clock."""
    changes: tuple[TextChange, ...] = ()
    """What was written otherwise than it was heard, or is only proposed."""
    is_edited: bool = False
    """The captions are known as a person's: no run writes them anew by itself."""

    @property
    def duration_us(self) -> int | None:
        """Length of the programme."""
        return self.timeline.duration_us if self.timeline else None


class EvidenceReader:
    """The evidence of one project, of which only that is read again whose file has changed; any thread may ask."""

    def __init__(self, project: Project) -> None:
        self._project, self._lock = project, Lock()
        self._signatures: tuple[object, ...] | None = None
        self._values: dict[str, tuple[object, Any]] = {}
        self._read = CaptionsEvidence()

    def read(self) -> CaptionsEvidence:
        """The evidence as it stands now; the same object as before where nothing of it has changed.

        Raises:
            MissingError: the disk does not give a file out; what was known stands, and it is asked anew the next time.
        """
        with self._lock, disk_errors(self._project.folder):
            signatures = tuple(file_signature(self._project.path(name)) for name in FILES)
            if signatures != self._signatures:
                self._read, self._signatures = self._of_now(), signatures
            return self._read

    def timeline(self) -> Timeline | None:
        """The cut that the captions were made for; None where that is not known.

        Raises:
            MissingError: the disk does not give a file out.
        """
        with self._lock, disk_errors(self._project.folder):
            return self._timeline(Record.of(self._project))

    def planned(self) -> EditPlan | None:
        """The cut as it stands now."""
        with self._lock, disk_errors(self._project.folder):
            return self._value("edit.json", EditPlan)

    def _of_now(self) -> CaptionsEvidence:
        before, record = self._read, Record.of(self._project)
        is_edited = record.unreadable or CAPTIONS in record.content.edited
        timeline = self._timeline(record)
        transcript = self._value("words.json", Transcript) or Transcript(())
        notes = self._value(NOTES, CaptionNotes) or CaptionNotes()
        if timeline is None:
            return CaptionsEvidence(None, transcript.words, is_edited=is_edited)
        if (timeline, notes.changes) == (before.timeline, before.changes) and transcript.words is before.words:
            return before if before.is_edited == is_edited else replace(before, is_edited=is_edited)
        heard = words_in_programme(transcript.words, timeline)
        alternatives = alternatives_in_programme(transcript.alternatives, timeline)
        return CaptionsEvidence(timeline, transcript.words, heard, alternatives, notes.changes, is_edited)

    def _timeline(self, record: Record) -> Timeline | None:
        """The cut that the captions were made for, or the one that stands where the record does not say it."""
        made, plan = record.made("caption"), None
        if made and "plan" in made.memory:
            with suppress(ValidationError):
                plan = from_values(EditPlan, made.memory["plan"])
        else:
            plan = self._value("edit.json", EditPlan)
        recording = self._value("recording.json", Recording)
        return Timeline.of(recording, plan) if recording and plan else None

    def _value(self, name: str, kind: type[Value]) -> Value | None:
        """What the file says, as it was read last if it has not changed; None where it is not there, or holds no such value."""
        signature = file_signature(self._project.path(name))
        if signature is None:
            return None
        if name not in self._values or self._values[name][0] != signature:
            value = None
            with suppress(InputError):
                value = read_value(self._project.path(name), kind)
            self._values[name] = signature, value
        found: Value | None = self._values[name][1]
        return found
