"""A file of captions as `check` and `fix` read it, and their lines and JSON values for what is wrong in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vbn_video.cli.terminal.printing import say
from vbn_video.clock import seconds, timecode
from vbn_video.decisions import Violation
from vbn_video.errors import InputError
from vbn_video.formats.base import ParsedCaptions, Problem
from vbn_video.formats.format_registry import parse_captions
from vbn_video.messages import _, ngettext
from vbn_video.reasons import system_reason
from vbn_video.report.finding_texts import in_words, rule_unit
from vbn_video.report.report_figures import shown_number
from vbn_video.settings.profiles import CaptionProfile
from vbn_video.untrusted import own_files


def read_file(file: Path) -> ParsedCaptions:
    """The captions in the file, in whatever format it is, with the lines that can't be understood.

    Raises:
        InputError: the file can't be read.
    """
    try:
        data = own_files.read_file(file)
    except OSError as error:
        raise InputError(_("{path} can't be read: {why}."), path=file, why=system_reason(error)) from error
    return parse_captions(data, file.suffix.lower())


def violation_line(violation: Violation) -> str:
    """Where a rule is broken, which one, what was measured and what it allows."""
    sentence = _("{place}  {rule}: {measured} (limit {allowed}{unit})")
    measured, allowed = shown_number(violation.value, 2), shown_number(violation.limit, 2)
    return sentence.format(
        place=timecode(violation.start_us),
        rule=in_words(violation.rule),
        measured=measured,
        allowed=allowed,
        unit=rule_unit(violation.rule),
    )


def violation_values(violations: Sequence[Violation]) -> list[dict[str, Any]]:
    """The same for `--json`; times in seconds."""
    return [
        {"start": seconds(violation.start_us), "rule": violation.rule, "value": violation.value, "limit": violation.limit}
        for violation in violations
    ]


def problem_line(file: Path, problem: Problem) -> str:
    """Where a line can't be understood, and why."""
    return problem.located_in(file.name)


def say_count(cues: int, faults: int, profile: CaptionProfile) -> None:
    """Say how many captions there are, and how many things in them to repair."""
    captions = ngettext("{count} caption", "{count} captions", cues).format(count=cues)
    sentence = ngettext(
        "{captions} after the norm {profile}: {count} thing to mend.",
        "{captions} after the norm {profile}: {count} things to mend.",
        faults,
    )
    if not faults:
        sentence = _("{captions} after the norm {profile}: in order.")
    say(sentence.format(captions=captions, profile=profile.name, count=faults))
