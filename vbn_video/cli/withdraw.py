"""`vbn-video withdraw`: take a publication down."""

from __future__ import annotations

from pathlib import Path

import click

from vbn_video.cli.printing import say
from vbn_video.cli.project_options import project_options
from vbn_video.cli.run_options import TARGETS
from vbn_video.cli.telling import Teller
from vbn_video.messages import _


@click.command(
    "withdraw",
    help=_(
        "Take a publication down: page, captions and video.\n\nPROJECT is a project folder or its recording; it stays as it is."
    ),
)
@project_options
@click.option("--from", "target", type=click.Choice(TARGETS), required=True, help=_("Where it was published to."))
def command(project: Path, workspace: Path | None, target: str) -> None:
    """Withdraw, and say what is gone."""
    from vbn_video.pipeline import existing_project
    from vbn_video.publish.ledger import LEDGER_FILE, Ledger
    from vbn_video.publish.website.site import withdraw

    found = existing_project(project, workspace)
    with found.lock(), Teller() as tell:
        publications = withdraw(Ledger(found.path(LEDGER_FILE)), tell)
        found.log(event="Withdrawn", target=target, ids=[publication.id for publication in publications])
    for publication in publications:
        say(_("Taken down: {url}").format(url=publication.url))
    if not publications:
        say(_("Nothing of {project} is published there.").format(project=found.folder))
