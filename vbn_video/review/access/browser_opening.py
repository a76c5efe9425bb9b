"""Opens the person's browser at the page without the token on a command line, which everybody on the machine can read.

The browser is handed the path of a private file that leads on to the address, as Jupyter does; the file goes with the server.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from vbn_video.untrusted.own_files import create_file

Open = Callable[[str], bool]
"""Opens an address in a browser; whether there was one."""

NO_WINDOWS = ("lynx", "links", "elinks", "w3m", "www-browser")
"""Browsers of the terminal, which can't show the page and would take the terminal."""


@contextmanager
def opened_browser(address: str, open_browser: Open | None = None) -> Iterator[bool]:
    """The browser at the address, for as long as the page is there; yields whether there is one.

    The folder of the leading file is the person's alone (0700), the file too (0600).
    """
    folder = Path(tempfile.mkdtemp(prefix="vbn-video-"))
    try:
        leading = folder / "review.html"
        with create_file(leading, private=True) as file:
            file.write(_leading_page(address).encode())
        yield (open_browser or open_in_browser)(leading.as_uri())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _leading_page(address: str) -> str:
    at = escape(address, quote=True)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>vbn-video</title>'
        f'<meta http-equiv="refresh" content="0; url={at}"></head><body><a href="{at}">vbn-video</a></body></html>'
    )


def open_in_browser(address: str) -> bool:
    """Open an address by the system's own browser; whether there is one. None is looked for where no windows are shown."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        return False
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return getattr(found, "name", "") not in NO_WINDOWS and found.open(address)
