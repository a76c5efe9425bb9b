"""`vbn-video publish`: the whole way, from the recording to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from vbn_video.cli.dry_run import tell_plan
from vbn_video.cli.options.run_options import RunOptions, load, request_of, run_options
from vbn_video.cli.terminal.printing import print_document, say
from vbn_video.cli.terminal.progress_display import Teller
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.runs.request import RunRequest


@click.command(
    "publish",
    help=_(
        "Publish a recording: read, listened to, trimmed, captioned, rendered, checked, and put on a page.\n\n"
        "RECORDING is a Zoom folder, a video file, or the parts of one meeting in their order."
        " Run again, it goes on where it was, and publishes only what has changed."
    ),
)
@run_options
def command(dry_run: bool, as_json: bool, **options: Unpack[RunOptions]) -> None:
    """Publish, and end with the link."""
    from vbn_video import pipeline

    request = request_of(options, load(options), "publish")
    look_at_targets(request)
    if dry_run:
        tell_plan(request, as_json)
        return
    with Teller() as emit:
        result = pipeline.run(request, emit)
    if as_json:
        print_document(result.document())
    for link in result.links:
        say(link)


def look_at_targets(request: RunRequest) -> None:
    """See that the places to publish to are there, before an hour of work for them.

    Raises:
        InputError: no media folder is set, or what the preset says of YouTube does not go together.
        MissingError: nobody is logged in to YouTube.
        TargetError: the media folder is not there, or what is in it is in the way.
    """
    if "website" in request.targets:
        from vbn_video.publish.website.media_folder import open_media_folder

        open_media_folder(request.preset.website, "")
    if "youtube" in request.targets:
        from vbn_video.publish.youtube.sync.publication_sync import look_ahead

        with Teller() as emit:
            look_ahead(request.preset.youtube, request.preset.website, emit, public=request.public)
