"""`vbn-video run`: the pipeline up to a step."""

from typing import Unpack

import click

from vbn_video.cli.options.prerequisites import look_at_targets
from vbn_video.cli.options.run_options import RunOptions, load, request_of, run_options
from vbn_video.cli.terminal.dry_run import show_plan
from vbn_video.cli.terminal.printing import print_document, say
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.messages import _

STEPS = ("ingest", "listen", "look", "transcribe", "plan", "caption", "bumper", "render", "check", "publish")


@click.command(
    "run",
    help=_(
        "Take a recording through the steps, up to and with the one named.\n\n"
        "RECORDING is a Zoom folder, a video file, or the parts of one meeting in their order."
        " Run again, it goes on where it was."
    ),
)
@click.option("--until", type=click.Choice(STEPS), required=True, help=_("The last step."))
@run_options
def command(until: str, dry_run: bool, as_json: bool, review: bool, **options: Unpack[RunOptions]) -> None:
    """Run, and end with where the project is."""
    from vbn_video import pipeline

    request = request_of(options, load(options), until)
    if until == "publish":
        look_at_targets(request, touch=not dry_run)
    if dry_run:
        show_plan(request, as_json)
        return
    if review:
        from vbn_video.cli.review.run_and_review import run_and_review

        run_and_review(request, options, as_json=as_json)
        return
    with ProgressDisplay() as emit:
        result = pipeline.run(request, emit)
    if as_json:
        print_document(result.document())
    for line in result.links or (str(result.project.folder),):
        say(line)
