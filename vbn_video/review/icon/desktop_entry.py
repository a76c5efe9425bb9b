"""The icon's files on this machine: where they lie, written and deleted; a file of the same name that is not ours stays."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vbn_video.errors import MissingError
from vbn_video.messages import _
from vbn_video.project import disk_errors, write_atomically
from vbn_video.review.icon.icon_texts import MARK, NAME, linux_entry, mac_plist, mac_program, windows_script
from vbn_video.untrusted.own_files import remove_folder

COMMAND = (sys.executable, "-m", "vbn_video", "review")
POWERSHELL = ("powershell.exe", "-NoProfile", "-NonInteractive", "-EncodedCommand")


@dataclass(frozen=True)
class IconFiles:
    """The icon as files and programs of one system."""

    shown: Path
    """What the person sees: the shortcut, the application, the entry of the menu."""
    texts: Mapping[Path, str]
    """Each file that is written as text, and what it says."""
    programs: tuple[str, ...] = ()
    """Scripts of PowerShell that are run: Windows' shortcuts can't be written as text."""


def icon_files(
    platform: str = sys.platform,
    home: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    command: tuple[str, ...] = COMMAND,
) -> IconFiles:
    """What is written for the person on this system."""
    home = home or Path.home()
    comment = _("Correct and publish recordings")
    if platform == "win32":
        menu = Path(environment.get("APPDATA") or home / "AppData" / "Roaming") / "Microsoft/Windows/Start Menu/Programs"
        shortcut = menu / f"{NAME}.lnk"
        return IconFiles(shortcut, {}, (windows_script(str(shortcut), command, comment),))
    if platform == "darwin":
        bundle = home / "Applications" / f"{NAME}.app"
        contents = bundle / "Contents"
        return IconFiles(bundle, {contents / "Info.plist": mac_plist(), contents / "MacOS" / NAME: mac_program(command)})
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    entry = data / "applications" / f"{NAME}-review.desktop"
    return IconFiles(entry, {entry: linux_entry(command, comment)})


def write_icon(files: IconFiles) -> None:
    """Put the icon there; one of ours is replaced.

    Raises:
        MissingError: something else lies there, or the place can't be written to.
    """
    _refuse_others(files)
    with disk_errors(files.shown):
        for path, text in files.texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text.encode())
            path.chmod(0o755)
    for script in files.programs:
        _run_script(script)


def remove_icon(files: IconFiles) -> bool:
    """Take the icon away; whether one of ours was there.

    Raises:
        MissingError: something else lies there.
    """
    if not files.shown.exists():
        return False
    _refuse_others(files)
    with disk_errors(files.shown):
        if files.shown.is_dir():
            remove_folder(files.shown)
        else:
            files.shown.unlink()
    return True


def _refuse_others(files: IconFiles) -> None:
    """See that what lies there is ours: it says so."""
    if not files.shown.exists():
        return
    there = [path for path in files.texts if path.is_file()] or ([files.shown] if files.shown.is_file() else [])
    if there and all(_is_ours(path) for path in there):
        return
    raise MissingError(_("{path} is not of vbn-video's making, and stays. Move it away, then try again."), path=files.shown)


def _is_ours(path: Path) -> bool:
    """By our mark; within a shortcut Windows writes it in two bytes a letter."""
    with suppress(OSError):
        data = path.read_bytes()
        return MARK.encode() in data or MARK.encode("utf-16-le") in data
    return False


def _run_script(script: str) -> None:
    encoded = base64.b64encode(script.encode("utf-16-le")).decode()
    try:
        subprocess.run([*POWERSHELL, encoded], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingError(_("Windows made no shortcut. Begin the page by its command instead: vbn-video review")) from error
