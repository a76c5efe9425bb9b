"""`vbn-video plan set`: the cut changed as a person wants it, and kept from then on."""

from __future__ import annotations

from pathlib import Path

import click

from vbn_video.cli.options.option_types import RecordingSpan, RecordingTime
from vbn_video.cli.options.shared_options import FILE, json_option, project_options
from vbn_video.cli.plan.cut_lines import next_line, project_with_recording
from vbn_video.cli.plan.show_cut import show_cut
from vbn_video.cli.terminal.printing import say, say_what_to_do
from vbn_video.errors import InputError
from vbn_video.messages import _


@click.command(
    "set",
    help=_(
        "Change what of a recording is kept: move its ends, cut spans out, keep them again, or silence them.\n\n"
        "PROJECT is a project folder or its recording. Times are those of the recording: 2:31, 1:02:03.5 or seconds. What is set"
        " here stands in edit.json and is kept in later runs; `plan reset` undoes it."
    ),
)
@project_options
@click.option("--start", type=RecordingTime(), metavar="TIME", help=_("Where the meeting begins in the recording: 2:31."))
@click.option("--end", type=RecordingTime(), metavar="TIME", help=_("Where it ends: 58:00."))
@click.option(
    "--cut", type=RecordingSpan(), multiple=True, metavar="SPAN", help=_("Cut this out: 31:00-43:10. As often as needed.")
)
@click.option("--keep", type=RecordingSpan(), multiple=True, metavar="SPAN", help=_("Keep this, though it was cut: 31:00-43:10."))
@click.option(
    "--sound-only",
    is_flag=True,
    help=_("With --cut: only silence it, the picture stays. With --keep: let it be heard again."),
)
@click.option(
    "--edit", type=FILE, metavar="FILE", help=_("Take the plan of an edit.json or .otio file first, in place of the present one.")
)
@json_option
def set_(
    *,
    project: Path,
    workspace: Path | None,
    start: int | None,
    end: int | None,
    cut: tuple[tuple[int, int], ...],
    keep: tuple[tuple[int, int], ...],
    sound_only: bool,
    edit: Path | None,
    as_json: bool,
) -> None:
    """Change the cut, show it, and say what to type next."""
    from vbn_video.plan.cut.asked_cut import AskedCut
    from vbn_video.runs.cut_by_hand import change_cut

    if start is None and end is None and not cut and not keep and edit is None:
        raise InputError(_("Nothing to set. Name --start, --end, --cut, --keep or --edit."))
    if sound_only and not cut and not keep:
        raise InputError(_("--sound-only goes with --cut or --keep: name the span, --cut 31:00-31:02 --sound-only."))
    found = project_with_recording(project, workspace)
    with found.lock():
        changed, sentences = change_cut(found, AskedCut(start, end, cut, keep, sound_only), edit)
        found.log(event="CutSet", start=start, end=end, cut=cut, keep=keep, sound_only=sound_only)
    show_cut(changed, as_json, next_too=False)
    for sentence in sentences:
        say(sentence)
    say_what_to_do(next_line(changed))
