"""What the report says of the captions: where they break their profile and why, and which rule changed their words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vbn_video.clock import US_PER_S, player_time
from vbn_video.decisions import TextChange, Unavoidable, Violation
from vbn_video.messages import _
from vbn_video.report.report_figures import exact, shown_number
from vbn_video.report.rules.case import Case


@dataclass(frozen=True)
class ViolationRow:
    """A broken rule, what stands in its caption, and why no legal caption exists there, where that was proven."""

    violation: Violation
    text: str
    proof: str


def violation_rows(case: Case, violations: Sequence[Violation]) -> list[ViolationRow]:
    """Each violation with what stands in its caption; of captions that a person made nothing was proven."""
    lines = {cue.start_us: " / ".join(cue.lines) for cue in case.captions.cues}
    proven = {(violation.start_us, violation.rule): violation.unavoidable for violation in case.notes.offences}
    return [
        ViolationRow(
            violation,
            lines.get(violation.start_us, ""),
            proof_in_words(found) if (found := proven.get((violation.start_us, violation.rule))) else "",
        )
        for violation in violations
    ]


def proof_in_words(found: Unavoidable) -> str:
    """Why there is no legal caption there, in one sentence; its figures contradict the rule as they are shown."""
    if found.is_too_much_text:
        sentence = _(
            "The text can't keep the norm: {characters} characters in {time} s are more than {speed} characters a second."
        )
        room_s = max(found.room_us * 100 // US_PER_S, 0) / 100
        return sentence.format(characters=found.characters, time=shown_number(room_s, 2), speed=shown_number(found.speed_hard, 1))
    sentence = _("The text can't keep the norm: however the words from {start} to {end} are divided, a rule is broken.")
    return sentence.format(start=exact(found.start_us), end=exact(found.end_us))


def change_in_words(change: TextChange) -> str:
    """By which rule the text was changed, in the person's language; of a slide, when it comes up in the recording."""
    if change.slide_us is not None:
        return _("on the slide at {place} of the recording").format(place=player_time(change.slide_us))
    known = {
        "abbreviation": _("abbreviation"),
        "capital": _("capital letter"),
        "compound": _("compound"),
        "condensed": _("left out to be read in time"),
        "dash": _("dash"),
        "date": _("date"),
        "decimal": _("decimal"),
        "filler": _("hesitation"),
        "glossary": _("word list"),
        "money": _("money"),
        "number": _("number"),
        "ordinal": _("ordinal"),
        "paragraph": _("section sign"),
        "percent": _("percent"),
        "punctuation": _("punctuation"),
        "quotation": _("quotation marks"),
        "repetition": _("said twice"),
        "slide": _("on a slide"),
        "spacing": _("spacing"),
        "thousands": _("thousands"),
        "time": _("time of day"),
        "turn": _("another takes over"),
    }
    return known.get(change.rule, change.rule)
