"""`vbn-video captions check`: a file of captions held against a profile, one line for each rule that is broken."""

from pathlib import Path

import click

from vbn_video.cli.options.shared_options import FILE, json_option, profile_option
from vbn_video.cli.terminal.printing import answer, print_document
from vbn_video.errors import FindingsError, InputError
from vbn_video.messages import _


@click.command(
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
    from vbn_video.cli.captions.caption_lines import problem_line, read_file, say_count, violation_line, violation_values
    from vbn_video.plan.captions.check_cues import check_cues
    from vbn_video.settings.profile_files import load_profile

    parsed, loaded = read_file(file), load_profile(profile).profile
    violations, problems = check_cues(parsed.cues, loaded), parsed.problems
    if as_json:
        document = {"file": str(file.absolute()), "profile": loaded.name, "cues": len(parsed.cues)}
        unreadable = [{"line": problem.line, "message": problem.sentence} for problem in problems]
        print_document({**document, "offences": violation_values(violations), "problems": unreadable})
    else:
        for line in [*map(violation_line, violations), *(problem_line(file, problem) for problem in problems)]:
            answer(line)
        say_count(len(parsed.cues), len(violations) + len(problems), loaded)
    if problems:
        return InputError.exit_code
    return FindingsError.exit_code if violations else 0
