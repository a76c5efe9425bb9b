"""`vbn-video captions fix`: what breaks a profile in a file of captions is repaired, and the file written anew beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vbn_video.cli.options.option_types import NamedPath
from vbn_video.cli.options.shared_options import FILE, json_option, profile_option
from vbn_video.cli.terminal.printing import answer, print_document, say
from vbn_video.clock import seconds, timecode
from vbn_video.errors import FindingsError, InputError, MissingError
from vbn_video.messages import _, ngettext
from vbn_video.reasons import system_reason

if TYPE_CHECKING:
    from vbn_video.formats.base import ParsedCaptions
    from vbn_video.plan.captions.repair import Repaired, Replacement
    from vbn_video.settings.profiles import CaptionProfile

FIXED = ".fixed.vtt"


@click.command(
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
    type=NamedPath(dir_okay=False),
    metavar="FILE",
    help=_("Where to write it, as .vtt, .srt or .ttml; otherwise beside FILE, as .fixed.vtt."),
)
@json_option
def fix(file: Path, profile: str, output: Path | None, as_json: bool) -> int:
    """Read it, repair it, write it, and say what is otherwise."""
    from vbn_video.cli.captions.caption_lines import read_file, say_count, violation_line, violation_values
    from vbn_video.plan.captions.repair import repair
    from vbn_video.settings.profile_files import load_profile

    parsed, loaded = read_file(file), load_profile(profile).profile
    _refuse_unreadable(file, parsed)
    repaired = repair([cue for _line, cue in parsed.all_cues], loaded)
    written = output or file.with_name(file.stem + FIXED)
    _write(written, _in_format(file, written, repaired))
    if as_json:
        document = {"file": str(file.absolute()), "profile": loaded.name, "output": str(written.absolute())}
        changed = [_change_values(place, loaded) for place in repaired.changed]
        violations = violation_values(repaired.violations)
        print_document({**document, "cues": len(repaired.cues), "changed": changed, "offences": violations})
    else:
        for line in [*(_change_line(place, loaded) for place in repaired.changed), *map(violation_line, repaired.violations)]:
            answer(line)
        say_count(len(repaired.cues), len(repaired.violations), loaded)
        say(
            ngettext("{count} place is otherwise: {path}", "{count} places are otherwise: {path}", len(repaired.changed)).format(
                count=len(repaired.changed), path=written
            )
        )
    return FindingsError.exit_code if repaired.violations else 0


def _refuse_unreadable(file: Path, parsed: ParsedCaptions) -> None:
    """Repair no file of which a line would be lost.

    Raises:
        InputError: there is one; nothing was written.
    """
    from vbn_video.cli.captions.caption_lines import problem_line

    unreadable = [problem_line(file, problem) for problem in parsed.problems if problem.cue is None]
    if unreadable:
        advice = _("Mend these lines by hand first, then run the same command again. Nothing was written.")
        raise InputError("{lines}\n{advice}", lines="\n".join(unreadable), advice=advice, path=file)


def _in_format(file: Path, written: Path, repaired: Repaired) -> str:
    """The captions as the written file's name asks for; a WebVTT file keeps all that was not repaired as it was."""
    from vbn_video.formats import vtt
    from vbn_video.formats.base import CaptionDocument, decode
    from vbn_video.formats.format_registry import format_for

    form = format_for(written.suffix) or vtt.FORMAT
    text = decode(file.read_bytes())
    keeps_text = form is vtt.FORMAT and vtt.is_vtt(text)
    return vtt.retime(text, repaired.by_index) if keeps_text else form.write(CaptionDocument(repaired.cues))


def _write(path: Path, text: str) -> None:
    from vbn_video.project import write_atomically

    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise MissingError(_("{path} can't be written: {why}."), path=path, why=system_reason(error)) from error


def _change_line(place: Replacement, profile: CaptionProfile) -> str:
    from vbn_video.report.finding_texts import in_words

    rules = ", ".join(map(in_words, _broken_rules(place, profile)))
    sentence = ngettext(
        "{place}  {rules}: the caption is set anew", "{place}  {rules}: one caption became {after}", len(place.after)
    )
    return sentence.format(place=timecode(place.after[0].start_us), rules=rules, after=len(place.after))


def _change_values(place: Replacement, profile: CaptionProfile) -> dict[str, Any]:
    before, after = (
        [{"start": seconds(cue.start_us), "end": seconds(cue.end_us), "lines": list(cue.lines)} for cue in cues]
        for cues in ((place.before,), place.after)
    )
    return {"rules": _broken_rules(place, profile), "before": before, "after": after}


def _broken_rules(place: Replacement, profile: CaptionProfile) -> list[str]:
    """The rules that the captions broke; `gap` where each by itself broke none."""
    from vbn_video.plan.captions.check_cues import check_cues

    return sorted({violation.rule for violation in check_cues((place.before,), profile)}) or ["gap"]
