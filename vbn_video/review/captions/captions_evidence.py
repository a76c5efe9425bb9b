"""What a project knows of its captions beside their file: the cut that they were made for, and the words heard in it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from pydantic import ValidationError

from vbn_video.codec import from_values
from vbn_video.decisions import CaptionNotes, EditPlan, TextChange
from vbn_video.errors import VbnError
from vbn_video.evidence import Recording, Transcript, Word
from vbn_video.formats import vtt
from vbn_video.heard_otherwise import HeardOtherwise
from vbn_video.plan.captions.edited.realignment import words_in_programme
from vbn_video.plan.review.doubts.caption_words import alternatives_in_programme
from vbn_video.project import Project, disk_errors, read_value
from vbn_video.steps.record import NAME as RECORD
from vbn_video.steps.record import Record
from vbn_video.timeline import Timeline
from vbn_video.untrusted.own_files import check_file

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
    """The evidence of one project, read again only where its files have changed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lay: tuple[object, ...] | None = None
        self._read = CaptionsEvidence()

    def read(self) -> CaptionsEvidence:
        """The evidence as it stands now."""
        with disk_errors(self._project.folder):
            states = [check_file(self._project.path(name)) for name in FILES]
        lies = tuple(state and (state.st_size, state.st_mtime_ns) for state in states)
        if lies != self._lay:
            self._read, self._lay = self._of_now(), lies
        return self._read

    def _of_now(self) -> CaptionsEvidence:
        path, timeline, is_edited = self._project.path, None, False
        with suppress(VbnError, ValidationError, OSError):
            record = Record.of(self._project)
            is_edited = CAPTIONS in record.content.edited
            recording, made = read_value(path("recording.json"), Recording), record.made("caption")
            known = made is not None and "plan" in made.memory
            plan = from_values(EditPlan, made.memory["plan"]) if made and known else read_value(path("edit.json"), EditPlan)
            timeline = Timeline.of(recording, plan)
        transcript, notes = Transcript(()), CaptionNotes()
        with suppress(VbnError, OSError):
            transcript = read_value(path("words.json"), Transcript)
        with suppress(VbnError, OSError):
            notes = read_value(path(NOTES), CaptionNotes)
        if timeline is None:
            return CaptionsEvidence(None, transcript.words, is_edited=is_edited)
        heard = words_in_programme(transcript.words, timeline)
        alternatives = alternatives_in_programme(transcript.alternatives, timeline)
        return CaptionsEvidence(timeline, transcript.words, heard, alternatives, notes.changes, is_edited)
