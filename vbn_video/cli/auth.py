"""`vbn-video auth`: log in to where is published to, once; and look at the login, or take it back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vbn_video.cli.mistyped import CommandGroup
from vbn_video.cli.options.option_types import NamedPath
from vbn_video.cli.options.shared_options import preset_options
from vbn_video.cli.terminal.printing import answer, say, say_what_to_do
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.clock import local_time
from vbn_video.errors import InputError, MissingError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.events import Emit
    from vbn_video.publish.youtube.sync.login_status import LoginStatus
    from vbn_video.settings.preset import Youtube

NAME_WIDTH = 12


@click.group("auth", cls=CommandGroup, help=_("Log in to where is published to."))
def command() -> None:
    """Logins."""


@command.command(
    "youtube",
    help=_(
        "Log in to a YouTube channel, once.\n\nOpens Google's page in the browser, asks for the right to manage the channel's"
        " videos, and keeps the login in the person's own config folder."
    ),
)
@click.option(
    "--client-secret",
    type=NamedPath(),
    metavar="FILE",
    help=_("The file of the OAuth client, of the type Desktop app, from Google; otherwise the preset says."),
)
@click.option("--check", is_flag=True, help=_("Show whose channel the login is for, its rights, and its end."))
@click.option("--forget", is_flag=True, help=_("Take the right back at Google, and delete the login."))
@click.option("--no-browser", is_flag=True, help=_("Print Google's address, and take the one that a browser elsewhere ends at."))
@preset_options
def youtube(
    *, client_secret: Path | None, check: bool, forget: bool, no_browser: bool, preset: str, set: tuple[str, ...]
) -> None:
    """Log in, look, or forget."""
    from vbn_video.settings.preset_files import load_preset

    if check + forget + (no_browser or client_secret is not None) > 1:
        raise InputError(_("--check and --forget go alone: with them nobody logs in."))
    settings = load_preset(preset, set).preset.youtube
    if forget:
        _forget(settings)
    elif check:
        with ProgressDisplay() as emit:
            _show(_look_at(settings, emit))
    else:
        _log_in(settings, client_secret, no_browser)


def login_end(standing: LoginStatus) -> str:
    """When the login dies, as far as can be known."""
    from vbn_video.publish.youtube.sync.login_status import TESTING_DAYS

    days = TESTING_DAYS
    if standing.dies_at:
        return _("ends {end}, by Google; log in again before then").format(end=local_time(standing.dies_at))
    if standing.since is None:
        sentence = _("no end is known; from a Google project in Testing a login ends after {days} days")
        return sentence.format(days=days)
    since = f"{standing.since.astimezone():%Y-%m-%d}"
    if datetime.now(UTC) - standing.since > timedelta(days=days):
        return _("from {since}, no end is known").format(since=since)
    sentence = _("from {since}; if the Google project is still in Testing it ends {days} days after that, else no end is known")
    return sentence.format(since=since, days=days)


def channel_name(standing: LoginStatus) -> str:
    """The channel with its handle and id."""
    channel = standing.channel
    return f"{channel.title} ({', '.join(filter(None, (channel.handle, channel.id)))})"


def _log_in(settings: Youtube, client_secret: Path | None, no_browser: bool) -> None:
    from vbn_video.publish.youtube.auth.consent import ask_by_hand, ask_in_browser, read_client
    from vbn_video.publish.youtube.auth.token_file import check_place, save_login, token_path

    client, path = read_client(client_secret, settings), token_path(settings)
    check_place(path)
    say(
        _(
            "Google will ask whether vbn-video may manage your YouTube channel. It is one right (youtube.force-ssl), and it is"
            " needed to upload videos, to set their texts, captions and thumbnails, and to fill playlists. Choose the account,"
            " then the channel that the videos belong on."
        )
    )
    say(_("The login is kept in {path}, which you alone can read.").format(path=path))
    say(_("It can be taken back at any time: vbn-video auth youtube --forget"))
    ask = partial(ask_by_hand, ask=_pasted, emit=say_what_to_do) if no_browser else ask_in_browser
    save_login(path, ask(client, show=_show_to_open if no_browser else _show_opened))
    with ProgressDisplay() as emit:
        standing = _look_at(settings.model_copy(update={"channel": ""}), emit, renew=False)
    _show(standing)
    if not _is_wanted(standing, settings):
        sentence = _("[youtube] channel names {wanted}, which is another channel: with this login nothing is uploaded there.")
        say_what_to_do(sentence.format(wanted=settings.channel))


def _forget(settings: Youtube) -> None:
    from vbn_video.publish.youtube.auth.login import forget
    from vbn_video.publish.youtube.auth.token_file import token_path

    with ProgressDisplay() as emit:
        path = forget(settings, emit)
    if path:
        say(_("The login in {path} is deleted.").format(path=path))
    else:
        say(_("There is no login in {path}.").format(path=token_path(settings)))


def _look_at(settings: Youtube, emit: Emit, *, renew: bool = True) -> LoginStatus:
    from vbn_video.publish.youtube.sync.login_status import check_login

    return check_login(settings, emit, renew=renew)


def _is_wanted(standing: LoginStatus, settings: Youtube) -> bool:
    from vbn_video.publish.youtube.channel.session import is_named

    return is_named(standing.channel, settings.channel)


def _show(standing: LoginStatus) -> None:
    lines = {
        _("channel"): channel_name(standing),
        _("rights"): _rights(standing),
        _("login"): f"{standing.path}: {login_end(standing)}",
    }
    for name, text in lines.items():
        answer(f"{name:<{NAME_WIDTH}}{text}")


def _rights(standing: LoginStatus) -> str:
    names = ", ".join(scope.rsplit("/", 1)[-1] for scope in standing.scopes)
    return _("manage the channel's videos, captions and playlists") + (f" ({names})" if names else "")


def _show_opened(url: str) -> None:
    say(_("The browser opens. If it does not, open this address in it:"))
    say(url)


def _show_to_open(url: str) -> None:
    say(_("Open this address in a browser, on any machine:"))
    say(url)
    say(
        _(
            "At its end the browser goes to an address that begins with http://127.0.0.1 and can't show it. That is as it should"
            " be: copy the whole address from its address line, paste it here and press Enter."
        )
    )


def _pasted() -> str:
    line = sys.stdin.readline()
    if not line:
        raise MissingError(_("No address was given, so there is no login. Try again: vbn-video auth youtube --no-browser"))
    return line
