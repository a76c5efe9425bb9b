"""The check's words: findings made of sentences, and the decisions' key phrases in the person's language."""

import re
from collections.abc import Mapping

from vbn_video.decisions import Finding, Severity
from vbn_video.messages import _
from vbn_video.report.report_figures import shown_number

FIGURE = re.compile(r"\b\d+(?:[.x:]\d+)*")
"""A number, a size or a ratio in a reason."""


def finding(
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
        "meeting": _("meeting"),
        "start of the recording": _("start of the recording"),
        "end of the recording": _("end of the recording"),
        "break": _("break"),
        "part ends": _("part ends"),
        "next part begins": _("next part begins"),
        "sound without speech": _("sound without speech"),
        "trimming is off": _("trimming is off"),
        "no speech found": _("no speech found"),
        "editor": _("editor"),
    }
    return known.get(phrase, phrase)


def reasons_in_words(why: str) -> str:
    """Why a span is copied or encoded, each reason in the person's language; one that is not known stays as it is."""
    return "; ".join(_reason_in_words(reason) for reason in why.split("; "))


def _reason_in_words(reason: str) -> str:
    known = {
        "bumper": _("bumper"),
        "as it was recorded": _("as it was recorded"),
        "from the cut to the next IDR picture": _("from the cut to the next IDR picture"),
        "before the recording's first IDR picture": _("before the recording's first IDR picture"),
        "the cut lies among pictures that refer to later ones": _("the cut lies among pictures that refer to later ones"),
        "too short to pay": _("too short for copying to pay"),
        "a damaged picture": _("a damaged picture"),
        "pictures out of order": _("pictures out of order"),
        "pictures hidden by an edit list": _("pictures hidden by an edit list"),
        "rotated": _("rotated"),
        "fitted: {} into {}": _("fitted: {} into {}"),
        "fitted: pixels of {} into {}": _("fitted: pixels of {} into {}"),
        "HDR shown in standard colours": _("HDR shown in standard colours"),
        "fitted: other colours": _("fitted: other colours"),
        "no parameter set number is free": _("no parameter set number is free"),
        "other parameter sets": _("other parameter sets"),
        "the last one is held for {} s of sound without picture": _("the last one is held for {} s of sound without picture"),
        "the first one is held for {} s of sound without picture": _("the first one is held for {} s of sound without picture"),
        "HEVC pictures": _("HEVC pictures"),
        "AV1 pictures": _("AV1 pictures"),
        "VP9 pictures": _("VP9 pictures"),
        "interlaced pictures": _("interlaced pictures"),
        "{} bit": _("{} bit"),
        "profile {}": _("profile {}"),
        "slice groups": _("slice groups"),
        "damaged parameter sets": _("damaged parameter sets"),
        "no parameter sets": _("no parameter sets"),
        "no parameter sets in its header": _("no parameter sets in its header"),
        "its parameter sets change in mid-stream": _("its parameter sets change in mid-stream"),
        "two pictures at one time": _("two pictures at one time"),
        "its times contradict the picture order": _("its times contradict the picture order"),
        "it reorders more pictures than it says": _("it reorders more pictures than it says"),
    }
    figures = FIGURE.findall(reason)
    phrase = known.get(FIGURE.sub("{}", reason))
    return phrase.format(*(_in_language(figure) for figure in figures)) if phrase else reason


def _in_language(figure: str) -> str:
    return shown_number(float(figure), 1) if figure.replace(".", "", 1).isdecimal() and "." in figure else figure


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
