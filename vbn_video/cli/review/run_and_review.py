"""`publish … --review` and `run … --review`: the draft is made, a person looks at it on the page, and what is pressed there ends
the command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vbn_video.cli.options.run_options import RunOptions
from vbn_video.cli.review.open_page import open_page
from vbn_video.cli.terminal.printing import say
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.errors import InputError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.runs.request import RunRequest

FOR_EVERY_RUN = ("to", "media_dir", "base_url", "public", "replace", "limit_rate")
"""What of the command holds for the runs that are begun on the page too; the rest has been done by the first."""


def run_and_review(request: RunRequest, options: RunOptions, *, as_json: bool) -> None:
    """Make the draft, then show the page until it is published there, put off, or closed.

    Raises:
        InputError: a document is asked for, which would have to wait for a person.
        VbnError: the draft can't be made.
    """
    from vbn_video import pipeline
    from vbn_video.review.desk.running.run_orders import RunSettings

    if as_json:
        raise InputError(_("--review and --json do not go together: the page waits for a person."))
    until = "check" if request.until == "publish" else request.until
    with ProgressDisplay() as emit:
        project = pipeline.run(replace(request, until=until), emit).project
    more: dict[str, Any] = {name: value for name, value in options.items() if name in FOR_EVERY_RUN}
    desk = open_page(project.folder, RunSettings(options["preset"], options["set"], True, more), ends_command=True)
    for link in desk.links if desk else ():
        say(link)
