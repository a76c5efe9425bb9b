"""Judges a finished video: every rule in its turn, what needs a person first. Pure.

`look` keeps the video from being published until a person has looked (`--despite-findings`); `note` is worth knowing and
keeps nothing back. A rule is a function from a `Case` to what it finds, and stands in `RULES`.
"""

from collections.abc import Callable, Iterable, Iterator

from vbn_video.decisions import Finding
from vbn_video.report.rules import media_rules, text_rules
from vbn_video.report.rules.case import Case

Rule = Callable[[Case], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    media_rules.decode_errors,
    media_rules.wrong_length,
    media_rules.sound_and_frames_apart,
    media_rules.lost_frames,
    text_rules.no_speech,
    text_rules.other_language,
    text_rules.unsure_cuts,
    media_rules.black_intervals,
    media_rules.sound_without_frames,
    media_rules.lost_end_of_sound,
    media_rules.frozen_intervals,
    media_rules.silent_intervals,
    media_rules.wrong_loudness,
    media_rules.high_true_peak,
    media_rules.mixed_otherwise,
    text_rules.missing_captions,
    text_rules.misplaced_captions,
    text_rules.caption_violations,
    text_rules.doubtful_words,
    text_rules.broken_chapter_rules,
    text_rules.missing_text_tracks,
)


def judge(case: Case) -> tuple[Finding, ...]:
    """Everything that was found, what needs a person first, otherwise in the rules' order."""
    findings = [finding for rule in RULES for finding in rule(case)]
    return tuple(sorted(findings, key=lambda finding: finding.severity != "look"))


def passed(findings: Iterable[Finding]) -> bool:
    """Whether the video may be published without a person having looked."""
    return all(finding.severity != "look" for finding in findings)
