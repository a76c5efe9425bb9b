"""What the icon's files say, for each system, from paths alone: any path of a person, with blanks, letters and signs."""

from __future__ import annotations

import plistlib
import subprocess
from collections.abc import Sequence

NAME = "vbn-video"
MARK = "vbn-video review"
"""Stands in each file of ours: only such a file is replaced or deleted."""


def linux_entry(command: Sequence[str], comment: str) -> str:
    """A `.desktop` file [Desktop Entry Specification 1.5]; a terminal window shows the address, and ends the page by Ctrl-C."""
    words = " ".join(_desktop_word(word) for word in command)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        f"Name={NAME}",
        f"Comment={comment}",
        f"Exec={words}",
        "Icon=video-x-generic",
        "Terminal=true",
        "Categories=AudioVideo;AudioVideoEditing;",
        f"X-Made-By={MARK}",
    )
    return "\n".join(lines) + "\n"


def mac_program(command: Sequence[str]) -> str:
    """The program within an application bundle: a shell script that opens the page."""
    words = " ".join(_shell_word(word) for word in command)
    return f"#!/bin/sh\n# {MARK}\nexec {words}\n"


def mac_plist() -> str:
    """What a Mac reads of an application bundle."""
    values = {
        "CFBundleExecutable": NAME,
        "CFBundleIdentifier": "dk.vbn.video.review",
        "CFBundleName": NAME,
        "CFBundlePackageType": "APPL",
        "CFBundleVersion": "1",
        "CFBundleGetInfoString": MARK,
        "LSUIElement": True,
    }
    return plistlib.dumps(values).decode()


def windows_script(shortcut: str, command: Sequence[str], comment: str) -> str:
    """PowerShell that makes a shortcut; its window is small, and stays for as long as the page is there."""
    program, *arguments = command
    typed = subprocess.list2cmdline(arguments)
    lines = (
        "$ErrorActionPreference = 'Stop'",
        f"$link = (New-Object -ComObject WScript.Shell).CreateShortcut({_powershell_text(shortcut)})",
        f"$link.TargetPath = {_powershell_text(program)}",
        f"$link.Arguments = {_powershell_text(typed)}",
        f"$link.Description = {_powershell_text(f'{comment} ({MARK})')}",
        "$link.WindowStyle = 7",
        "$link.Save()",
    )
    return "\n".join(lines) + "\n"


def _desktop_word(word: str) -> str:
    """A word of `Exec=`: in quotes, where `"`, `` ` ``, `$` and a backslash are escaped; then as every text of the file once more
    the backslashes; `%` begins a code."""
    quoted = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return '"' + quoted.replace("\\", "\\\\").replace("%", "%%") + '"'


def _shell_word(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def _powershell_text(text: str) -> str:
    """A text in single quotes, in which nothing is special but the quote; PowerShell takes typographic ones for it too."""
    for quote in "'‘’‚‛":
        text = text.replace(quote, quote * 2)
    return f"'{text}'"
