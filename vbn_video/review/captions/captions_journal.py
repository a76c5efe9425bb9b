"""`review.jsonl`: every change that a person made to the captions on the page, so that each can be taken back, over a reload too.

    a line, on the disk before the captions are written:  {"kind": "edit", "before": "3f1c…", "after": "9a02…", "splices": […], …}

A line whose captions were never written (a kill, or a full disk, between the two) is known by its revisions, and counts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from vbn_video.codec import from_json, to_json
from vbn_video.disk.flushing import flush, flush_folder
from vbn_video.plan.review.correction_records import CorrectionRecord
from vbn_video.plan.review.cue_splices import CueSplice
from vbn_video.untrusted.own_files import append_to, file_signature, read_file

ONE_STEP = timedelta(minutes=1)
"""What is typed in one caption within this time is taken back at once."""

_INDENT = re.compile(r"\n *")


@dataclass(frozen=True)
class JournalLine:
    """One change, or one taken back or made again."""

    kind: Literal["edit", "undo", "redo", "read", "left", "kept"]
    """`left`: what a file that was saved over the page's edits has is to stand; `splices` has both."""
    at: datetime
    before: str = ""
    """Revision of the captions before and after it; equal where it changed none."""
    after: str = ""
    splices: tuple[CueSplice, ...] = ()
    """What it did to the captions, applied one after another."""
    edit: str = ""
    """Which kind of edit: `text`, `split`, … `settle`."""
    label: str = ""
    """What the page calls it; empty: said by the kind."""
    corrections: tuple[CorrectionRecord, ...] = ()
    settled: tuple[str, ...] = ()
    """Keys of doubts that the person has decided with it."""
    joins: bool = False
    """Taken back together with the edit before it."""
    begins: bool = False
    """The captions were the run's own before it: what the page changed earlier was discarded with them."""
    read_until_us: int | None = None
    kept_models: str = ""
    """Of `kept`: the model whose words are corrected although a better one would save work, and those that could have been."""

    @property
    def changes_captions(self) -> bool:
        """Whether the captions are otherwise after it."""
        return self.before != self.after


@dataclass
class UndoStep:
    """What one undo takes back."""

    lines: list[JournalLine]
    last: tuple[CueSplice, ...]
    """What was done to the captions last: by the edits, or by taking them back or making them again."""

    @property
    def corrections(self) -> Iterator[CorrectionRecord]:
        """Those of all its edits."""
        return (record for line in self.lines for record in line.corrections)


@dataclass
class ReviewState:
    """What the lines amount to."""

    applied: list[UndoStep] = field(default_factory=list)
    undone: list[UndoStep] = field(default_factory=list)
    read_until_us: int | None = None
    kept_models: str = ""

    @property
    def settled(self) -> frozenset[str]:
        """Keys of all doubts that are decided."""
        return frozenset(key for step in self.applied for line in step.lines for key in line.settled)

    @property
    def corrections(self) -> tuple[CorrectionRecord, ...]:
        """All that stand, in the order in which they were made."""
        return tuple(record for step in self.applied for record in step.corrections)

    def add(self, line: JournalLine) -> None:
        """What the line changes."""
        if line.kind == "read":
            self.read_until_us = line.read_until_us
        elif line.kind == "kept":
            self.kept_models = line.kept_models
        elif line.kind == "left":
            return
        elif line.kind == "edit":
            self.undone.clear()
            if line.joins and self.applied:
                step = self.applied[-1]
                step.lines.append(line)
                step.last = (*step.last, *line.splices)
            else:
                self.applied.append(UndoStep([line], line.splices))
        else:
            taken, given = (self.applied, self.undone) if line.kind == "undo" else (self.undone, self.applied)
            if taken:
                step = taken.pop()
                step.last = line.splices
                given.append(step)

    def joins_last(self, line: JournalLine) -> bool:
        """Whether an edit is typed on in the caption where the one before it was typed a moment ago."""
        if self.undone or not self.applied or line.edit != "text" or line.label or len(line.splices) != 1:
            return False
        last = self.applied[-1].lines[-1]
        if last.edit != "text" or line.at - last.at > ONE_STEP or len(last.splices) != 1:
            return False
        return last.splices[0].at == line.splices[0].at and last.splices[0].after == line.splices[0].before


class CaptionsJournal:
    """The journal of one project; used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Nothing is read before `load`."""
        self._path = path
        self._lines: list[JournalLine] = []
        self._signature: tuple[int, int] | None = None
        self._signature_after: tuple[int, int] | None = None
        self._is_whole = True
        self._of_revision: str | None = None
        self.state = ReviewState()

    def load(self, revision: str) -> None:
        """Bring `state` up to what the file says, for captions of that revision."""
        signature = file_signature(self._path)
        if signature != self._signature:
            self._lines = self.read_lines()
            self._signature = signature
        elif revision == self._of_revision:
            return
        self._of_revision = revision
        self.state = ReviewState()
        for line in _written(self._lines, revision):
            self.state.add(line)

    def all_splices(self) -> tuple[CueSplice, ...]:
        """All that was changed since the captions were the run's own, also by lines whose captions stand no longer."""
        first = max((index for index, line in enumerate(self._lines) if line.begins), default=0)
        return tuple(splice for line in self._lines[first:] for splice in line.splices)

    def read_lines(self) -> list[JournalLine]:
        """All lines of the file that can be read, those that count for nothing too."""
        data = b"" if file_signature(self._path) is None else read_file(self._path)
        self._is_whole = not data or data.endswith(b"\n")
        return list(_parsed(data))

    def append(self, line: JournalLine) -> None:
        """Put the line on the disk; `confirm` makes it count."""
        text = _INDENT.sub("", to_json(JournalLine, line)) + "\n"
        is_new = file_signature(self._path) is None
        whole, self._is_whole = self._is_whole, False
        with append_to(self._path) as file:
            file.write((text if whole else "\n" + text).encode())
            file.flush()
            flush(file.fileno())
        if is_new:
            flush_folder(self._path.parent)
        self._is_whole, self._signature_after = True, file_signature(self._path)

    def confirm(self, line: JournalLine) -> None:
        """The captions were written: from now on the line counts."""
        self._lines.append(line)
        self.state.add(line)
        self._of_revision = line.after or self._of_revision
        self._signature = self._signature_after

    def back_from(self, revision: str, to: str) -> tuple[CueSplice, ...] | None:
        """The splices that make the captions of an earlier revision of those of this one; None where the way is not known."""
        splices: list[CueSplice] = []
        for line in reversed(list(_written(self._lines, revision))):
            if revision == to:
                break
            if line.changes_captions:
                if line.after != revision:
                    return None
                splices += (splice.inverse for splice in reversed(line.splices))
                revision = line.before
        return tuple(splices) if revision == to else None


def _parsed(data: bytes) -> Iterator[JournalLine]:
    """The lines that can be read; a kill or a full disk may have cut one short."""
    for text in data.split(b"\n"):
        if text:
            try:
                yield from_json(JournalLine, text)
            except ValidationError:
                continue


def _written(lines: Sequence[JournalLine], revision: str) -> Iterator[JournalLine]:
    """The lines without those whose captions were never written: what follows them was made for the captions before them."""
    changing = [line for line in lines if line.changes_captions]
    following = [*(line.before for line in changing), revision][1:]
    void = {id(line) for line, revision_then in zip(changing, following, strict=True) if revision_then == line.before}
    return (line for line in lines if id(line) not in void)
