"""Opens the page: of a server that is at work on the folder already, else of one of its own that this command serves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.cli.terminal.printing import answer, say
from vbn_video.errors import InputError, MissingError, VbnError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.review.desk.running.run_orders import RunSettings
    from vbn_video.review.desk.services import DeskServices
    from vbn_video.review.running_server import RunningServer


def open_page(
    named: Path | None, settings: RunSettings, *, port: int = 0, no_browser: bool = False, ends_command: bool = False
) -> DeskServices | None:
    """Serve the page until nobody looks at it any more; None where a server that is there already has been asked to show it.

    `ends_command`: it ends too when the project has been published there, or put off.

    Raises:
        MissingError: the port is taken, there is no folder of recordings, or the page is open with another preset than was named.
    """
    from vbn_video.review.running_server import find_server
    from vbn_video.review.workspace import Workspace

    folder, project = shown_at(named)
    workspace = Workspace(folder)
    key = workspace.key_of(project) if project else None
    there = find_server(folder)
    if there and (address := there.new_address(key)):
        _check_preset(there, settings)
        _show_other(address, no_browser=no_browser)
        return None
    from vbn_video.review.desk.services import DeskServices
    from vbn_video.review.serving import serve

    desk = DeskServices(workspace, settings, ends_with=key if ends_command else None)
    desk.default_model  # noqa: B018 (what is wrong with the preset is said before the page opens)
    serve(desk, port=port, project=key, browser=_no_browser if no_browser else None, say=_say_where)
    return desk


def _check_preset(there: RunningServer, settings: RunSettings) -> None:
    """See that the page which is open has the preset that was named; where none was, it is shown as it is."""
    if (settings.is_named or settings.overruled) and settings.command_line != there.preset:
        raise MissingError(
            _(
                "The page is open already, with the preset {preset}. Close its tabs in the browser, wait a minute, and run the"
                " command again: then it opens with {wanted}."
            ),
            preset=there.preset,
            wanted=settings.command_line,
        )


def shown_at(named: Path | None) -> tuple[Path, Path | None]:
    """(the folder of the desk, the project that is shown first) for what a person named.

    Raises:
        MissingError: nothing was named, and Zoom has no folder here.
    """
    from vbn_video.project import SUFFIX
    from vbn_video.review.desk.zoom_folder import zoom_folder
    from vbn_video.runs.projects import existing_project

    if named is None:
        return zoom_folder(), None
    path = named.absolute()
    if path.name.endswith(SUFFIX) and path.is_dir():
        return path.parent, path
    if path.is_file() or _is_one_of_zooms(path):
        try:
            return path.parent, existing_project(path).folder
        except InputError:
            return path.parent, None
    return path, None


def _is_one_of_zooms(folder: Path) -> bool:
    """Whether the folder is one recording of Zoom's, whose project lies beside it."""
    from vbn_video.recording.find import DEFAULT_ZONE, find_sources
    from vbn_video.recording.zoom.local import is_zoom_local

    if is_zoom_local(folder, [file.name for file in folder.iterdir()], DEFAULT_ZONE):
        return True
    try:
        return find_sources([folder]).kind == "zoom-cloud"
    except VbnError:
        return False


def _show_other(address: str, *, no_browser: bool) -> None:
    """The page of a server that is there; the file that leads to it stays until it has been opened."""
    from threading import Event

    from vbn_video.review.access.browser_opening import opened_browser

    say(_("The page is open already; it is shown again."))
    if no_browser:
        answer(address)
        return
    with opened_browser(address) as has_opened:
        if has_opened:
            Event().wait(READ_S)
        else:
            answer(address)


READ_S = 3.0
"""How long a browser that is started may take to read the file that leads on."""


def _no_browser(_address: str) -> bool:
    return False


def _say_where(address: str, has_opened: bool) -> None:
    if has_opened:
        say(_("The page is open in the browser. It ends when its last tab is closed, or with Ctrl-C."))
        say(_("In another browser, once: {address}").format(address=address))
    else:
        say(_("Open this address in a browser on this machine; it can be opened once:"))
        answer(address)
