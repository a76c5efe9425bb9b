"""What the page may send about the captions, and the splices that an edit as it is meant comes to."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from vbn_video.plan.review.correction_records import CorrectionRecord
from vbn_video.plan.review.cue_edits import CueEdits, Replacement
from vbn_video.plan.review.cue_splices import CueSplice
from vbn_video.review.captions.captions_values import MOST_AT_ONCE, Index, Sent, SentSplice, Text, TimeUs, clean


class _Correction(Sent):
    heard: Text
    right: Text
    at_us: TimeUs
    """On the recording clock."""

    def record(self) -> CorrectionRecord:
        return CorrectionRecord(self.at_us, clean(self.heard), clean(self.right))


class SentSplices(Sent):
    """Cues in place of others, as the page has worked it out itself."""

    splices: Annotated[tuple[SentSplice, ...], Field(max_length=MOST_AT_ONCE)]
    label: Annotated[str, Field(max_length=200)] = ""
    corrections: Annotated[tuple[_Correction, ...], Field(max_length=MOST_AT_ONCE)] = ()


class _TextEdit(Sent):
    kind: Literal["text"]
    cue: Index
    text: Text

    def splices(self, edits: CueEdits) -> tuple[CueSplice, ...]:
        return edits.text(self.cue, "\n".join(clean(line) for line in self.text.split("\n")))


class _Split(Sent):
    kind: Literal["split"]
    cue: Index
    words: Index

    def splices(self, edits: CueEdits) -> tuple[CueSplice, ...]:
        return edits.split(self.cue, self.words)


class _Join(Sent):
    kind: Literal["join"]
    cue: Index

    def splices(self, edits: CueEdits) -> tuple[CueSplice, ...]:
        return edits.join(self.cue)


class _MoveWord(Sent):
    kind: Literal["move_word"]
    cue: Index
    to: Literal["next", "previous"]

    def splices(self, edits: CueEdits) -> tuple[CueSplice, ...]:
        return edits.move_word(self.cue, self.to)


class _Retime(Sent):
    kind: Literal["retime"]
    cue: Index
    side: Literal["start", "end"]
    at_us: TimeUs

    def splices(self, edits: CueEdits) -> tuple[CueSplice, ...]:
        return edits.retime(self.cue, self.side, self.at_us)


class _Speaker(Sent):
    kind: Literal["speaker"]
    cue: Index
    name: Text
    line: Index = 0

    def splices(self, edits: CueEdits) -> tuple[CueSplice, ...]:
        return edits.speaker(self.cue, clean(self.name), self.line)


class _Place(Sent):
    cue: Index
    first: Index
    count: Index
    text: Text


class SentReplace(Sent):
    """Words in place of others, and the doubts that this decides."""

    kind: Literal["replace"]
    places: Annotated[tuple[_Place, ...], Field(max_length=MOST_AT_ONCE)]
    settle: Annotated[tuple[Text, ...], Field(max_length=MOST_AT_ONCE)] = ()

    def splices(self, edits: CueEdits) -> tuple[CueSplice, ...]:
        """The words at each place."""
        return edits.replace([Replacement(one.cue, one.first, one.count, clean(one.text)) for one in self.places])


class _Delete(Sent):
    kind: Literal["delete"]
    cue: Index

    def splices(self, edits: CueEdits) -> tuple[CueSplice, ...]:
        return edits.delete(self.cue)


AnyEdit = _TextEdit | _Split | _Join | _MoveWord | _Retime | _Speaker | SentReplace | _Delete


class SentEdit(RootModel[Annotated[AnyEdit, Field(discriminator="kind")]]):
    """One edit as it is meant, by its `kind`; a cue is named by its index, a word by its number over all the cue's lines."""


class SentKept(Sent):
    """The model that heard, and those that are there: the captions are corrected as they are until these are others."""

    models: Text


class SentRead(Sent):
    """How far a person has read, on the programme clock."""

    until_us: TimeUs
