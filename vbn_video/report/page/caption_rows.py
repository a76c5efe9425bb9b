"""What the report says of the captions: where they break their profile and why, and which rule changed their words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vbn_video.decisions import Violation
from vbn_video.messages import _
from vbn_video.report.rules.case import Case


@dataclass(frozen=True)
class ViolationRow:
    """A broken rule, what stands in its caption, and why no legal caption exists there, where that was proven."""

    violation: Violation
    text: str
    proof: str


def violation_rows(case: Case, violations: Sequence[Violation]) -> list[ViolationRow]:
    """Each violation with what stands in its caption; captions that a person made have no proof but the number itself."""
    lines = {cue.start_us: " / ".join(cue.lines) for cue in case.captions.cues}
    proofs = {(violation.start_us, violation.rule): violation.proof for violation in case.notes.offences}
    return [
        ViolationRow(
            violation, lines.get(violation.start_us, ""), proofs.get((violation.start_us, violation.rule), violation.proof)
        )
        for violation in violations
    ]


def change_in_words(rule: str) -> str:
    """By which rule the text was changed, in the person's language."""
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
        "spacing": _("spacing"),
        "thousands": _("thousands"),
        "time": _("time of day"),
        "turn": _("another takes over"),
    }
    return known.get(rule, rule)
