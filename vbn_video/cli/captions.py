"""`vbn-video captions`: any file of captions held against a profile, and repaired; and what editors' corrections teach."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vbn_video.cli.options.project_options import project_options
from vbn_video.cli.options.run_options import FILE, json_option
from vbn_video.cli.terminal.printing import answer, print_document, say
from vbn_video.errors import FindingsError, InputError, MissingError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.decisions import Cue, Violation
    from vbn_video.formats.base import ParsedCaptions, Problem
    from vbn_video.plan.captions.repair import Place
    from vbn_video.settings.profiles import CaptionProfile

FIXED = ".fixed.vtt"
profile_option = click.option(
    "--profile",
    default="dansk-web",
    show_default=True,
    metavar="NAME",
    help=_("The norm: dansk-web, dansk-tv, netflix-da, or the path of a TOML file."),
)


@click.group("captions", help=_("Check and mend captions, and learn from corrections."))
def command() -> None:
    """Captions."""


@command.command(
    "check",
    help=_(
        "Hold a file of captions against a norm: one line for each rule that is broken.\n\n"
        "FILE is WebVTT, SubRip, or another format of subtitles. Ends with 0 where nothing is wrong, with 6 where a rule is"
        " broken, and with 2 where a line can't be read."
    ),
)
@click.argument("file", type=FILE)
@profile_option
@json_option
def check(file: Path, profile: str, as_json: bool) -> int:
    """Read it, and name every place."""
    from vbn_video.plan.captions.check_cues import check_cues
    from vbn_video.settings.profile_files import load_profile

    parsed, loaded = _read(file), load_profile(profile)
    violations = check_cues(parsed.cues, loaded)
    if as_json:
        document = {"file": str(file.absolute()), "profile": loaded.name, "cues": len(parsed.cues)}
        print_document({**document, "offences": _as_values(violations), "problems": _problems_as_values(parsed.problems)})
    else:
        for line in [*map(_violation_line, violations), *(_problem_line(file, problem) for problem in parsed.problems)]:
            answer(line)
        _say_count(len(parsed.cues), len(violations) + len(parsed.problems), loaded)
    if parsed.problems:
        return InputError.exit_code
    return FindingsError.exit_code if violations else 0


@command.command(
    "fix",
    help=_(
        "Mend what breaks a norm in a file of captions, and write it anew beside it.\n\n"
        "Lines, times and gaps are set anew only where a rule is broken; no word is lost. What can't be mended is listed, and the"
        " command then ends with 6."
    ),
)
@click.argument("file", type=FILE)
@profile_option
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Where to write it, as .vtt, .srt or .ttml; otherwise beside FILE, as .fixed.vtt."),
)
@json_option
def fix(file: Path, profile: str, output: Path | None, as_json: bool) -> int:
    """Read it, repair it, write it, and say what is otherwise."""
    from vbn_video.plan.captions.repair import repair
    from vbn_video.settings.profile_files import load_profile

    parsed, loaded = _read(file), load_profile(profile)
    _refuse_unreadable(file, parsed)
    repaired = repair([cue for _line, cue in parsed.all_cues], loaded)
    written = output or file.with_name(file.stem + FIXED)
    _write(written, _in_format(file, written, repaired.by_index, repaired.cues))
    if as_json:
        document = {
            "file": str(file.absolute()),
            "profile": loaded.name,
            "output": str(written.absolute()),
            "cues": len(repaired.cues),
        }
        changed = [_change_as_values(place, loaded) for place in repaired.changed]
        print_document({**document, "changed": changed, "offences": _as_values(repaired.violations)})
    else:
        for line in [*(_change_line(place, loaded) for place in repaired.changed), *map(_violation_line, repaired.violations)]:
            answer(line)
        _say_count(len(repaired.cues), len(repaired.violations), loaded)
        say(_("{count} places are otherwise: {path}").format(count=len(repaired.changed), path=written))
    return FindingsError.exit_code if repaired.violations else 0


@command.command(
    "suggest",
    help=_(
        "Suggest entries for a glossary, learnt from what editors corrected in a project's captions.\n\n"
        "PROJECT is a project folder or its recording. The entries are on standard output, as TOML to paste into a glossary file."
    ),
)
@project_options
@json_option
def suggest(project: Path, workspace: Path | None, as_json: bool) -> None:
    """Compare what was heard with what stands there now."""
    from vbn_video.plan.danish.corrections import as_toml, suggested
    from vbn_video.runs.heard_captions import heard_and_edited
    from vbn_video.runs.projects import existing_project

    found = existing_project(project, workspace)
    suggestions = suggested(*heard_and_edited(found))
    if as_json:
        entries = [{"heard": one.heard, "right": one.right, "times": one.times} for one in suggestions]
        print_document({"project": str(found.folder), "suggestions": entries})
        return
    if suggestions:
        answer(as_toml(suggestions).rstrip("\n"))
    say(_("{count} suggestions from {path}").format(count=len(suggestions), path=found.folder))


def _read(file: Path) -> ParsedCaptions:
    from vbn_video.formats.format_registry import parse_captions

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(_("{path} can't be read: {why}."), path=file, why=error.strerror or error) from error
    return parse_captions(data, file.suffix.lower())


def _refuse_unreadable(file: Path, parsed: ParsedCaptions) -> None:
    """Mend no file of which a line would be lost.

    Raises:
        InputError: there is one; nothing was written.
    """
    unreadable = [_problem_line(file, problem) for problem in parsed.problems if problem.cue is None]
    if unreadable:
        advice = _("Mend these lines by hand first, then run the same command again. Nothing was written.")
        raise InputError("{lines}\n{advice}", lines="\n".join(unreadable), advice=advice, path=file)


def _in_format(file: Path, written: Path, by_index: Sequence[Sequence[Cue]], cues: Sequence[Cue]) -> str:
    """The captions as the written file's name asks for; a WebVTT file keeps all that was not repaired as it was."""
    from vbn_video.formats import vtt
    from vbn_video.formats.base import CaptionDocument, decode
    from vbn_video.formats.format_registry import format_for

    form = format_for(written.suffix) or vtt.FORMAT
    text = decode(file.read_bytes())
    return vtt.retime(text, by_index) if form is vtt.FORMAT and vtt.is_vtt(text) else form.write(CaptionDocument(cues))


def _write(path: Path, text: str) -> None:
    from vbn_video.project import write_atomically

    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise MissingError(_("{path} can't be written: {why}."), path=path, why=error.strerror or error) from error


def _violation_line(violation: Violation) -> str:
    from vbn_video.clock import timecode
    from vbn_video.report.finding_texts import in_words, rule_unit
    from vbn_video.report.report_figures import number

    sentence = _("{place}  {rule}: {measured} (limit {allowed}{unit})")
    measured, allowed = number(violation.value, 2), number(violation.limit, 2)
    return sentence.format(
        place=timecode(violation.start_us),
        rule=in_words(violation.rule),
        measured=measured,
        allowed=allowed,
        unit=rule_unit(violation.rule),
    )


def _problem_line(file: Path, problem: Problem) -> str:
    return _("{name}, line {line}: {sentence}").format(name=file.name, line=problem.line, sentence=problem.sentence)


def _change_line(place: Place, profile: CaptionProfile) -> str:
    from vbn_video.clock import timecode
    from vbn_video.report.finding_texts import in_words

    rules = ", ".join(map(in_words, _rules(place, profile)))
    sentence = _("{place}  {rules}: {before} captions became {after}")
    return sentence.format(place=timecode(place.after[0].start_us), rules=rules, before=len(place.before), after=len(place.after))


def _rules(place: Place, profile: CaptionProfile) -> list[str]:
    """The rules that the captions broke; one that broke none by itself stood too near the next one."""
    from vbn_video.plan.captions.check_cues import check_cues

    return sorted({violation.rule for violation in check_cues(place.before, profile)}) or ["gap"]


def _say_count(cues: int, violations: int, profile: CaptionProfile) -> None:
    sentence = _("{cues} captions, after the norm {profile}: {count} things to mend.")
    if not violations:
        sentence = _("{cues} captions, after the norm {profile}: in order.")
    say(sentence.format(cues=cues, profile=profile.name, count=violations))


def _as_values(violations: Sequence[Violation]) -> list[dict[str, Any]]:
    from vbn_video.clock import seconds

    return [
        {"start": seconds(violation.start_us), "rule": violation.rule, "value": violation.value, "limit": violation.limit}
        for violation in violations
    ]


def _problems_as_values(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [{"line": problem.line, "message": problem.sentence} for problem in problems]


def _change_as_values(place: Place, profile: CaptionProfile) -> dict[str, Any]:
    from vbn_video.clock import seconds

    before, after = (
        [{"start": seconds(cue.start_us), "end": seconds(cue.end_us), "lines": list(cue.lines)} for cue in cues]
        for cues in (place.before, place.after)
    )
    return {"rules": _rules(place, profile), "before": before, "after": after}
