"""`vbn-video doctor`: everything that a publication needs, looked at before the meeting; a line each, and what to do.

preset ──► checkups.py: one look for each thing ──► a line on standard output, or what to do on standard error
               │
               └── installation.py: what is installed here against the bounds of our own metadata
"""

import os
from pathlib import Path

import click

from vbn_video.cli.options.option_types import Name, NamedPath
from vbn_video.cli.options.shared_options import preset_options
from vbn_video.cli.terminal.printing import answer
from vbn_video.errors import MissingError
from vbn_video.messages import _


@click.command("doctor", help=_("Check everything that a publication needs, before the meeting."))
@preset_options
@click.option("--media-dir", type=Name(), metavar="DIR", help=_("The website's media folder."))
@click.option(
    "--workspace",
    type=NamedPath(file_okay=False),
    default=".",
    metavar="DIR",
    help=_("Where projects are made."),
)
@click.pass_context
def command(ctx: click.Context, preset: str, set: tuple[str, ...], media_dir: str | None, workspace: Path) -> None:
    """Look at each, and end with 4 if something is missing."""
    from vbn_video.cli.doctor.checkups import NAME_WIDTH, checkups, is_well
    from vbn_video.settings.preset_files import load_preset

    options = {"website.media_dir": os.path.abspath(Path(media_dir).expanduser())} if media_dir else {}
    loaded = load_preset(preset, set, options)
    answer(f"{_('preset'):<{NAME_WIDTH}}{loaded.files[0]}")
    missing = [checkup for checkup in checkups(loaded.preset, workspace) if not is_well(checkup)]
    if missing:
        ctx.exit(MissingError.exit_code)
