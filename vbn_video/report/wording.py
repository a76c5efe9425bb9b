"""How the check speaks: a finding from its sentence, and the key phrases of the decisions in the person's language."""

from __future__ import annotations

from collections.abc import Mapping

from vbn_video.decisions import Finding, Severity
from vbn_video.messages import _


def found(
    severity: Severity,
    rule: str,
    sentence: str,
    words: Mapping[str, object] | None = None,
    *,
    at_us: int | None = None,
    value: float | None = None,
    limit: float | None = None,
) -> Finding:
    """A finding whose message is the (translated) sentence with its `{fields}` filled by `words`."""
    return Finding(severity, rule, sentence.format(**(words or {})), at_us, value, limit)


def in_words(phrase: str) -> str:
    """A key phrase of a decision in the person's language; one that a person wrote stays as it is."""
    known = {
        "picture": _("picture"),
        "sound": _("sound"),
        "damaged": _("damaged"),
        "characters a line": _("characters a line"),
        "lines": _("lines"),
        "reading speed": _("reading speed"),
        "minimum time": _("minimum time"),
        "maximum time": _("maximum time"),
        "gap": _("gap"),
        "first speech": _("first speech"),
        "last speech": _("last speech"),
        "small talk before": _("small talk before"),
        "small talk after": _("small talk after"),
        "start of the recording": _("start of the recording"),
        "end of the recording": _("end of the recording"),
        "break": _("break"),
        "part ends": _("part ends"),
        "next part begins": _("next part begins"),
        "trimming is off": _("trimming is off"),
        "no speech found": _("no speech found"),
        "editor": _("editor"),
        "bumper": _("bumper"),
        "every picture is encoded": _("every picture is encoded"),
    }
    return known.get(phrase, phrase)


def rule_unit(rule: str) -> str:
    """The unit of a caption rule's value and limit, with a space before it."""
    units = {
        "characters a line": _("characters"),
        "lines": _("lines"),
        "reading speed": _("characters a second"),
        "minimum time": "s",
        "maximum time": "s",
        "gap": "s",
    }
    return f" {units[rule]}" if rule in units else ""
