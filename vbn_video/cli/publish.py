"""`vbn-video publish`: the whole way, from the recording to the page."""

from typing import Unpack

import click

from vbn_video.cli.options.prerequisites import look_at_targets
from vbn_video.cli.options.run_options import RunOptions, load, request_of, run_options
from vbn_video.cli.terminal.dry_run import show_plan
from vbn_video.cli.terminal.printing import print_document, say
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.messages import _


@click.command(
    "publish",
    help=_(
        "Publish a recording: read, listened to, trimmed, captioned, rendered, checked, and put on a page.\n\n"
        "RECORDING is a Zoom folder, a video file, or the parts of one meeting in their order."
        " Run again, it goes on where it was, and publishes only what has changed."
    ),
)
@run_options
def command(dry_run: bool, as_json: bool, review: bool, **options: Unpack[RunOptions]) -> None:
    """Publish, and end with the link."""
    from vbn_video import pipeline

    request = request_of(options, load(options), "publish")
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
    for link in result.links:
        say(link)
