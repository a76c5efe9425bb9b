"""What the report says of the captions: where they break the norm and why, and by which rule their words were changed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vbn_video.decisions import Offence
from vbn_video.messages import _
from vbn_video.report.rules.case import Case


@dataclass(frozen=True)
class OffenceRow:
    """A broken rule, what stands in its caption, and why no legal caption exists there, where that was proven."""

    offence: Offence
    text: str
    proof: str


def offence_rows(case: Case, offences: Sequence[Offence]) -> list[OffenceRow]:
    """Each offence with what stands in its caption; captions that a person made have no proof but the number itself."""
    lines = {cue.start_us: " / ".join(cue.lines) for cue in case.captions.cues}
    proofs = {(offence.start_us, offence.rule): offence.proof for offence in case.notes.offences}
    return [
        OffenceRow(offence, lines.get(offence.start_us, ""), proofs.get((offence.start_us, offence.rule), offence.proof))
        for offence in offences
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
