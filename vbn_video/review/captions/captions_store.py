"""The captions of the projects that are open: read once, changed under the lock, each change noted before it is written.

an edit for a revision ─► the captions of that revision ─► splices ─► merged with what was changed meanwhile
                       ─► the journal ─► the file ─► what the page applies
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from vbn_video.decisions import Cue
from vbn_video.errors import InputError
from vbn_video.formats import vtt
from vbn_video.formats.base import decode, refuse
from vbn_video.formats.edited_vtt import EditedVtt
from vbn_video.messages import _
from vbn_video.plan.review.correction_records import CorrectionRecord
from vbn_video.plan.review.cue_splices import CueSplice, SpliceError, apply_splices, can_stand, inverse
from vbn_video.plan.review.merging import Conflict, merge
from vbn_video.project import REVIEW, Project, disk_errors
from vbn_video.review.answers import revision_of
from vbn_video.review.captions.captions_evidence import EvidenceReader
from vbn_video.review.captions.captions_journal import CaptionsJournal, JournalLine, UndoStep
from vbn_video.review.documents.project_writing import hold_project, read_project_file, write_as_edit

VTT, STEP = vtt.FORMAT.project_file, "caption"
REMEMBERED = 64
"""Number of revisions whose cues are kept, for edits that were made for them."""
OPEN_PROJECTS = 4


@dataclass(frozen=True)
class CaptionsFile:
    """The captions as they stand; no cues where there is no file."""

    revision: str
    vtt: EditedVtt

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All cues, ascending."""
        return self.vtt.cues


@dataclass(frozen=True)
class Edit:
    """What is to be done."""

    splices: tuple[CueSplice, ...]
    kind: str
    label: str = ""
    corrections: tuple[CorrectionRecord, ...] = ()
    settled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changed:
    """The captions after a change, and what was done to them, to be applied one after another."""

    file: CaptionsFile
    splices: tuple[CueSplice, ...]
    rebased: bool = False
    """They had been changed meanwhile: the splices are not those that were asked for."""


@dataclass(frozen=True)
class Reviewed:
    """How far the review is."""

    undo: JournalLine | None
    """The first of what would be taken back; None where nothing can be."""
    redo: JournalLine | None
    read_until_us: int | None
    kept_models: str
    """Those at which the person said to go on with these captions; empty where nothing was said."""
    settled: frozenset[str]
    """Keys of the doubts that are decided."""
    corrections: tuple[CorrectionRecord, ...]
    """All that stand, in the order in which they were made."""


class ConflictError(Exception):
    """The change meets another one that was made meanwhile; nothing was changed."""

    def __init__(self, conflicts: Sequence[Conflict] = ()) -> None:
        super().__init__("changed meanwhile")
        self.conflicts = tuple(conflicts)


class CaptionsStore:
    """The captions of one project; any thread may ask."""

    def __init__(self, project: Project) -> None:
        self.project, self._lock = project, Lock()
        self._journal = CaptionsJournal(project.path(REVIEW))
        self._evidence = EvidenceReader(project)
        self._file: CaptionsFile | None = None
        self._cues: OrderedDict[str, tuple[Cue, ...]] = OrderedDict()

    @property
    def evidence(self) -> EvidenceReader:
        """What is known of the captions beside their file."""
        return self._evidence

    def read(self) -> tuple[CaptionsFile, Reviewed]:
        """The captions and how far the review is, as they stand now.

        Raises:
            InputError: a line of the file can't be understood; the sentence names it.
            MissingError: the disk does not give it out.
        """
        with self._lock:
            file = self._current()
            return file, self._reviewed(file)

    def change(self, revision: str, make: Callable[[tuple[Cue, ...]], Edit]) -> tuple[Changed, Reviewed]:
        """Do what `make` decides, which is handed the captions of the revision that it is meant for.

        Raises:
            ConflictError: that revision is not known any more, or what is to be changed was changed meanwhile.
            InputError: it can't be done.
            LockedError: a run is at work in the project.
        """
        with hold_project(self.project), self._lock:
            file = self._current()
            if file.revision == "none":
                raise InputError(
                    _("There are no captions in {path} yet. Run it first, up to caption or further."), path=self.project.folder
                )
            base = self._cues_of(revision, file)
            if base is None:
                raise ConflictError
            edit = make(base)
            _try(base, edit.splices)
            splices = self._merged(edit.splices, file) if file.revision != revision else edit.splices
            if not splices and not edit.settled:
                return Changed(file, (), file.revision != revision), self._reviewed(file)
            line = JournalLine(
                "edit",
                _now(),
                splices=splices,
                edit=edit.kind,
                label=edit.label,
                corrections=edit.corrections,
                settled=edit.settled,
            )
            line = replace(line, joins=self._journal.state.joins_last(line))
            done = self._written(file, line, file.revision != revision)
            return done, self._reviewed(done.file)

    def undo(self, revision: str) -> tuple[Changed, Reviewed]:
        """Take the last change back.

        Raises:
            ConflictError: the captions were changed since, where it changed them; or the page has not seen the last change yet.
            InputError: there is none.
            LockedError: a run is at work in the project.
        """
        return self._again(revision, "undo")

    def redo(self, revision: str) -> tuple[Changed, Reviewed]:
        """Make the change again that was taken back last; errors as `undo`."""
        return self._again(revision, "redo")

    def settle(self, keys: tuple[str, ...]) -> Reviewed:
        """Remember that these doubts are decided: what stands there is right. Taken back as an edit is.

        Raises:
            LockedError: a run is at work in the project.
        """
        with hold_project(self.project), self._lock:
            file = self._current()
            line = JournalLine("edit", _now(), file.revision, file.revision, edit="settle", settled=keys)
            self._note(line)
            return self._reviewed(file)

    def page_splices(self) -> tuple[CueSplice, ...]:
        """What the page has changed, in the order in which it was, also what does not stand in the file; none of it where the
        captions are the run's own."""
        with self._lock:
            self._current()
            return self._journal.all_splices() if self._evidence.read().is_edited else ()

    def leave(self, revision: str, choose: Callable[[tuple[Cue, ...]], tuple[CueSplice, ...]]) -> None:
        """Remember that the file is right where it lacks what the page changed: from the page's cues to the file's.

        Raises:
            ConflictError: the file is another than the one that the person has seen.
            LockedError: a run is at work in the project.
        """
        with hold_project(self.project), self._lock:
            file = self._current()
            if file.revision != revision:
                raise ConflictError
            if splices := choose(file.cues):
                self._note(JournalLine("left", _now(), file.revision, file.revision, splices))

    def note_read(self, until_us: int) -> None:
        """Remember how far a person has read.

        Raises:
            LockedError: a run is at work in the project.
        """
        with hold_project(self.project), self._lock:
            self._current()
            self._note(JournalLine("read", _now(), read_until_us=until_us))

    def note_kept(self, models: str) -> None:
        """Remember that these captions are corrected as they are, while the models are these.

        Raises:
            LockedError: a run is at work in the project.
        """
        with hold_project(self.project), self._lock:
            self._current()
            self._note(JournalLine("kept", _now(), kept_models=models))

    def _again(self, revision: str, kind: str) -> tuple[Changed, Reviewed]:
        with hold_project(self.project), self._lock:
            file, state = self._current(), self._journal.state
            steps = state.applied if kind == "undo" else state.undone
            if not steps:
                raise InputError(_("There is nothing to undo.") if kind == "undo" else _("There is nothing to redo."))
            if file.revision != revision:
                raise ConflictError
            splices = self._merged(inverse(steps[-1].last), file)
            line = JournalLine("undo" if kind == "undo" else "redo", _now(), splices=splices)
            done = self._written(file, line)
            return done, self._reviewed(done.file)

    def _reviewed(self, file: CaptionsFile) -> Reviewed:
        """How far the review is; what stands no longer as an edit left it can't be taken back."""
        state = self._journal.state
        undo, redo = (_first_of(steps[-1], file) if steps else None for steps in (state.applied, state.undone))
        return Reviewed(undo, redo, state.read_until_us, state.kept_models, state.settled, state.corrections)

    def _written(self, file: CaptionsFile, line: JournalLine, rebased: bool = False) -> Changed:
        """The captions with the splices of the line, once both are on the disk."""
        _try(file.cues, line.splices)
        edited = file.vtt.splice((splice.at, len(splice.before), splice.after) for splice in line.splices)
        data = edited.text.encode()
        after = CaptionsFile(revision_of(data), edited) if line.splices else file
        begins = bool(line.splices) and not self._evidence.read().is_edited
        line = replace(line, before=file.revision, after=after.revision, begins=begins)
        with disk_errors(self.project.folder):
            self._journal.append(line)
        if line.splices:
            write_as_edit(self.project, VTT, STEP, data)
        self._journal.confirm(line)
        self._remember(after)
        return Changed(after, line.splices, rebased)

    def _note(self, line: JournalLine) -> None:
        with disk_errors(self.project.folder):
            self._journal.append(line)
        self._journal.confirm(line)

    def _current(self) -> CaptionsFile:
        data = read_project_file(self.project, VTT)
        revision = revision_of(data)
        if self._file is None or self._file.revision != revision:
            self._remember(_file_of(data, revision, self.project.path(VTT)))
        assert self._file is not None
        with disk_errors(self.project.folder):
            self._journal.load(revision)
        return self._file

    def _remember(self, file: CaptionsFile) -> None:
        self._file = file
        self._cues[file.revision] = file.cues
        self._cues.move_to_end(file.revision)
        if len(self._cues) > REMEMBERED:
            self._cues.popitem(last=False)

    def _cues_of(self, revision: str, file: CaptionsFile) -> tuple[Cue, ...] | None:
        """The cues of an earlier revision, where they are known still, or the journal knows the way back."""
        if revision in self._cues:
            return self._cues[revision]
        back = self._journal.back_from(file.revision, revision)
        return None if back is None else apply_splices(file.cues, back)

    @staticmethod
    def _merged(splices: tuple[CueSplice, ...], file: CaptionsFile) -> tuple[CueSplice, ...]:
        """The splices where their cues stand now.

        Raises:
            ConflictError: they do not stand there as they were.
        """
        merged = merge(splices, file.cues)
        if merged.conflicts:
            raise ConflictError(merged.conflicts)
        return merged.splices


def _first_of(step: UndoStep, file: CaptionsFile) -> JournalLine | None:
    """What the step began with; None where the captions stand no longer as it left them."""
    return None if merge(inverse(step.last), file.cues).conflicts else step.lines[0]


class CaptionsStores:
    """The stores of the projects that were asked for last."""

    def __init__(self) -> None:
        self._stores: OrderedDict[Path, CaptionsStore] = OrderedDict()
        self._lock = Lock()

    def of(self, project: Project) -> CaptionsStore:
        """The one store of a project."""
        with self._lock:
            store = self._stores.pop(project.folder, None) or CaptionsStore(project)
            self._stores[project.folder] = store
            if len(self._stores) > OPEN_PROJECTS:
                self._stores.popitem(last=False)
            return store


def _file_of(data: bytes | None, revision: str, path: Path) -> CaptionsFile:
    edited = EditedVtt.of(decode(data) if data is not None else "WEBVTT\n")
    refuse(edited.problems, path.name, path)
    return CaptionsFile(revision, edited)


def _try(cues: Sequence[Cue], splices: Sequence[CueSplice]) -> None:
    """See that the splices can be applied, and that a file can hold what comes of them.

    Raises:
        ConflictError: what they take out does not stand there.
        InputError: a caption would have no words or length, or begin before the one above it.
    """
    try:
        spliced = apply_splices(cues, splices)
    except SpliceError as error:
        raise ConflictError from error
    if splices and not can_stand(spliced):
        raise InputError(_("A caption must have words and a length, and can't begin before the one above it."))


def _now() -> datetime:
    return datetime.now().astimezone()
