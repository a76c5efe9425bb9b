"""`vbn-video review`: the page in the browser, of a project or of a folder of recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from vbn_video.cli.options.option_types import NamedPath
from vbn_video.cli.options.shared_options import preset_options
from vbn_video.cli.review.open_page import open_page
from vbn_video.cli.terminal.printing import answer, say
from vbn_video.errors import InputError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.review.icon.desktop_entry import IconFiles


class ReviewOptions(TypedDict):
    """What was given on the command line."""

    folder: Path | None
    preset: str
    set: tuple[str, ...]
    port: int | None
    no_browser: bool
    install: bool
    uninstall: bool
    dry_run: bool


@click.command(
    "review",
    help=_(
        "Open a page in the browser: hear, correct, decide and publish there.\n\n"
        "FOLDER is a folder of recordings, a recording, or a project; otherwise the folder that Zoom records into."
        " The page is this machine's own; it ends when its last tab is closed."
    ),
)
@click.argument("folder", required=False, type=NamedPath(exists=True))
@preset_options
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help=_("The port of the page; otherwise a free one."))
@click.option("--no-browser", is_flag=True, help=_("Print the address, and open no browser."))
@click.option("--install", is_flag=True, help=_("Put an icon that opens the page on the desktop or in the menu."))
@click.option("--uninstall", is_flag=True, help=_("Take the icon away."))
@click.option("--dry-run", is_flag=True, help=_("With --install or --uninstall: say what would be done, and change nothing."))
def command(**options: Unpack[ReviewOptions]) -> None:
    """Open the page, or put its icon where a person finds it."""
    install, uninstall, dry_run = options["install"], options["uninstall"], options["dry_run"]
    if install and uninstall:
        raise InputError(_("--install and --uninstall do not go together."))
    if dry_run and not (install or uninstall):
        raise InputError(_("--dry-run goes with --install or --uninstall."))
    if install or uninstall:
        _set_icon(_command_arguments(options) if install else (), install=install, dry_run=dry_run)
        return
    from vbn_video.review.desk.running.run_orders import RunSettings

    settings = RunSettings(options["preset"], options["set"], _names_preset())
    open_page(options["folder"], settings, port=options["port"] or 0, no_browser=options["no_browser"])


def _command_arguments(options: ReviewOptions) -> tuple[str, ...]:
    """What the icon's command has after `review`, so that the icon opens what was named here.

    Raises:
        InputError: there is no such preset, or a value of it can't be used.
    """
    from vbn_video.cli.options.run_options import portable_preset
    from vbn_video.settings.preset_files import load_preset

    folder = [str(options["folder"].absolute())] if options["folder"] else []
    chosen = portable_preset(options["preset"], options["set"], load_preset(options["preset"], options["set"]))
    preset = ["--preset", chosen.name] if _names_preset() else []
    return (*folder, *preset, *(word for value in chosen.overruled for word in ("--set", value)))


def _names_preset() -> bool:
    return click.get_current_context().get_parameter_source("preset") is click.core.ParameterSource.COMMANDLINE


def _set_icon(arguments: tuple[str, ...], *, install: bool, dry_run: bool) -> None:
    """Write the icon's files, or delete those of ours; with `dry_run` show them."""
    from vbn_video.review.icon.desktop_entry import COMMAND, icon_files, remove_icon, write_icon

    files = icon_files(command=(*COMMAND, *arguments))
    if dry_run:
        _show(files, with_texts=install)
    elif install:
        write_icon(files)
        say(_("The icon is in {path}.").format(path=files.shown))
    elif remove_icon(files):
        say(_("The icon is gone from {path}.").format(path=files.shown))
    else:
        say(_("There is no icon of ours in {path}.").format(path=files.shown))


def _show(files: IconFiles, *, with_texts: bool) -> None:
    for path in files.texts or (files.shown,):
        answer(str(path))
        if with_texts:
            answer(files.texts.get(path, ""))
    for script in files.programs if with_texts else ():
        answer(script)
