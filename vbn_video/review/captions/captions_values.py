"""Captions as the page has them: cues, splices, violations and the profile as JSON, times in whole microseconds; and back."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from vbn_video.clock import LATEST_US, US_PER_MS
from vbn_video.decisions import Cue, Violation
from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.plan.review.cue_splices import CueSplice
from vbn_video.plan.review.merging import Conflict
from vbn_video.report.finding_texts import in_words, rule_unit
from vbn_video.report.report_figures import shown_number
from vbn_video.settings.profiles import CaptionProfile

LONGEST_TEXT = 2_000
"""Characters of one edit's text; a caption has some eighty."""
MOST_AT_ONCE = 10_000

Index = Annotated[int, Field(ge=0, le=1_000_000)]
TimeUs = Annotated[int, Field(ge=0, le=LATEST_US)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class Sent(BaseModel):
    """What the page sends."""

    model_config = ConfigDict(extra="forbid")


class SentCue(Sent):
    """A cue."""

    start_us: TimeUs
    end_us: TimeUs
    lines: Annotated[tuple[Text, ...], Field(max_length=20)]
    speakers: Annotated[tuple[Text, ...], Field(max_length=20)] = ()

    def cue(self) -> Cue:
        """The cue just as it was sent."""
        return Cue(self.start_us, self.end_us, self.lines, self.speakers)

    def clean_cue(self) -> Cue:
        """The cue as a file has it: on whole milliseconds, without empty lines, a speaker for each line or for none.

        Raises:
            InputError: it has no words, or no length.
        """
        start_us, end_us = (at_us // US_PER_MS * US_PER_MS for at_us in (self.start_us, self.end_us))
        names = [*self.speakers, *[""] * len(self.lines)]
        said = [(clean(line), clean(name)) for line, name in zip(self.lines, names, strict=False) if clean(line)]
        if not said or end_us <= start_us:
            raise InputError(_("A caption needs words, and must end after it begins."))
        lines, speakers = zip(*said, strict=True)
        return Cue(start_us, end_us, lines, speakers if any(speakers) else ())


class SentSplice(Sent):
    """Cues in place of others."""

    at: Index
    before: Annotated[tuple[SentCue, ...], Field(max_length=MOST_AT_ONCE)]
    after: Annotated[tuple[SentCue, ...], Field(max_length=MOST_AT_ONCE)]

    def splice(self) -> CueSplice:
        """The splice, with what it puts in as a file has it."""
        return CueSplice(self.at, tuple(cue.cue() for cue in self.before), tuple(cue.clean_cue() for cue in self.after))


def clean(text: str) -> str:
    """The text on one line, letters composed, without characters that are none to be seen."""
    visible = "".join(" " if character.isspace() else character for character in text)
    return "".join(char for char in unicodedata.normalize("NFC", visible) if unicodedata.category(char) != "Cc").strip()


def cue_values(cue: Cue) -> dict[str, Any]:
    """A cue."""
    return {"start_us": cue.start_us, "end_us": cue.end_us, "lines": cue.lines, "speakers": cue.speakers}


def splice_values(splices: Sequence[CueSplice]) -> list[dict[str, Any]]:
    """Splices, to be applied one after another."""
    return [
        {"at": splice.at, "before": [*map(cue_values, splice.before)], "after": [*map(cue_values, splice.after)]}
        for splice in splices
    ]


def conflict_values(conflicts: Sequence[Conflict]) -> list[dict[str, Any]]:
    """Places that two have changed, side by side."""
    sides: tuple[Literal["base", "mine", "theirs"], ...] = ("base", "mine", "theirs")
    return [{side: [*map(cue_values, getattr(conflict, side))] for side in sides} for conflict in conflicts]


def violation_values(violations: Sequence[Violation], cues: Sequence[Cue]) -> list[dict[str, Any]]:
    """Broken rules, each with the index of its cue and what was measured, in words."""
    return [
        {
            "cue": bisect_left(cues, violation.start_us, key=lambda cue: cue.start_us),
            "rule": violation.rule,
            "value": violation.value,
            "limit": violation.limit,
            "sentence": _in_words(violation),
        }
        for violation in violations
    ]


def profile_values(profile: CaptionProfile) -> dict[str, Any]:
    """What the captions are to keep."""
    return {
        "characters_a_line": profile.line_hard,
        "lines": profile.lines,
        "speed": profile.speed_hard,
        "shortest_us": profile.shortest_us,
        "longest_us": profile.longest_us,
        "gap_us": profile.gap_us,
    }


def _in_words(violation: Violation) -> str:
    return _("{rule}: {measured} (limit {allowed}{unit})").format(
        rule=in_words(violation.rule),
        measured=shown_number(violation.value, 2),
        allowed=shown_number(violation.limit, 2),
        unit=rule_unit(violation.rule),
    )
