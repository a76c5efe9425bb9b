"""Judges a finished video: every rule in its turn, what needs a person first. Pure.

`look` keeps the video from being published until a person has looked (`--despite-findings`); `note` is worth knowing and
keeps nothing back. A rule is a function from a `Case` to what it finds, and stands in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from vbn_video.decisions import Finding
from vbn_video.report.rules import media_rules, text_rules
from vbn_video.report.rules.case import Case

Rule = Callable[[Case], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    media_rules.decoding,
    media_rules.duration,
    media_rules.sound_and_picture,
    media_rules.pictures,
    text_rules.speech,
    text_rules.cut,
    media_rules.black,
    media_rules.lost_picture,
    media_rules.frozen,
    media_rules.silence,
    media_rules.loudness,
    media_rules.true_peak,
    text_rules.captioned,
    text_rules.caption_places,
    text_rules.caption_violations,
    text_rules.doubted,
    text_rules.chapters,
    text_rules.inside_the_file,
)


def judge(case: Case) -> tuple[Finding, ...]:
    """Everything that was found, what needs a person first, otherwise in the rules' order."""
    findings = [finding for rule in RULES for finding in rule(case)]
    return tuple(sorted(findings, key=lambda finding: finding.severity != "look"))


def passed(findings: Iterable[Finding]) -> bool:
    """Whether the video may be published without a person having looked."""
    return all(finding.severity != "look" for finding in findings)
