"""`vbn-video withdraw`: take a publication down."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vbn_video.cli.options.shared_options import preset_options, project_options
from vbn_video.cli.terminal.printing import say, say_what_to_do
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.clock import player_time
from vbn_video.errors import InputError, StoppedError
from vbn_video.messages import _
from vbn_video.settings.choices import TARGETS, WEBSITE, YOUTUBE

if TYPE_CHECKING:
    from vbn_video.events import Emit
    from vbn_video.publish.ledger import Ledger
    from vbn_video.publish.publication import Publication
    from vbn_video.publish.youtube.channel.session import ChannelSession
    from vbn_video.settings.preset import Youtube


@click.command(
    "withdraw",
    help=_(
        "Take a publication down: page, captions and video. On YouTube the video becomes private, or is deleted with --delete."
        "\n\nPROJECT is a project folder or its recording; it stays as it is."
    ),
)
@project_options
@click.option("--from", "target", type=click.Choice(TARGETS), required=True, help=_("Where it was published to."))
@click.option(
    "--delete",
    is_flag=True,
    help=_("Delete the video on YouTube, for ever; on a terminal it is shown first, and you are asked."),
)
@preset_options
def command(*, project: Path, workspace: Path | None, target: str, delete: bool, preset: str, set: tuple[str, ...]) -> None:
    """Withdraw, and say what is gone."""
    from vbn_video.publish.ledger import LEDGER_FILE, Ledger
    from vbn_video.runs.projects import existing_project

    if delete and target != YOUTUBE:
        raise InputError(_("--delete goes only with --from youtube: from the website everything is deleted anyway."))
    found = existing_project(project, workspace)
    with found.lock(), ProgressDisplay() as emit:
        ledger = Ledger(found.path(LEDGER_FILE))
        if target == YOUTUBE:
            from vbn_video.settings.preset_files import load_preset

            publications = _withdraw_from_youtube(ledger, load_preset(preset, set).preset.youtube, emit, delete=delete)
        else:
            from vbn_video.publish.website.site import withdraw as withdraw_from_website

            publications = withdraw_from_website(ledger, emit)
        ids = [publication.id for publication in publications]
        found.log(event="Withdrawn", target=target, ids=ids, deleted=delete or target == WEBSITE)
    done = _("Made private: {url}") if target == YOUTUBE and not delete else _("Taken down: {url}")
    for publication in publications:
        say(done.format(url=publication.url))
    if target == YOUTUBE:
        _say_pages_without_a_video(ledger, ids)
    else:
        _say_links_to_no_page(ledger, publications)
    if not publications:
        say(_("Nothing of {project} is published there.").format(project=found.folder))


def _say_pages_without_a_video(ledger: Ledger, ids: Sequence[str]) -> None:
    """Name the pages that embed what is not to be seen any more."""
    for page in ledger.standing(WEBSITE):
        if page.facts.get("youtube") in ids:
            sentence = _("The page {url} embeds this video. Publish to the website again: then it plays the file instead.")
            say_what_to_do(sentence.format(url=page.url))


def _say_links_to_no_page(ledger: Ledger, pages: Sequence[Publication]) -> None:
    """Name the videos on YouTube whose description leads to what is gone."""
    from vbn_video.publish.youtube.sync.target_metadata import last_description

    for video in ledger.standing(YOUTUBE):
        if any(page.url and page.url in last_description(video) for page in pages):
            sentence = _("The description of {url} links this page. Publish to YouTube again: then it does not.")
            say_what_to_do(sentence.format(url=video.url))


def _withdraw_from_youtube(ledger: Ledger, settings: Youtube, emit: Emit, *, delete: bool) -> tuple[Publication, ...]:
    from vbn_video.publish.youtube.channel.session import open_session
    from vbn_video.publish.youtube.sync.withdrawal import is_anything_there, withdraw

    if not is_anything_there(ledger):
        return ()
    with open_session(ledger, settings, emit) as channel:
        if delete:
            _show_and_ask(channel)
        return withdraw(channel, delete=delete)


def _show_and_ask(channel: ChannelSession) -> None:
    """Show what is about to be deleted, and ask the person; where nobody can answer, `--delete` was the answer.

    Raises:
        StoppedError: the person does not want that.
    """
    from vbn_video.publish.youtube.sync.withdrawal import list_videos
    from vbn_video.publish.youtube.texts.visibility import privacy_in_words

    videos = list_videos(channel)
    if not videos:
        return
    say(_("This is deleted from YouTube, and can't be brought back:"))
    for video in videos:
        seen = _("views: {count}").format(count=video.views)
        facts = (video.title, player_time(video.duration_us), privacy_in_words(video.privacy), seen, video.url)
        say("  " + " · ".join(facts))
    if sys.stdin.isatty() and not click.confirm(_("Delete it?"), err=True):
        raise StoppedError(_("Nothing was deleted."))
