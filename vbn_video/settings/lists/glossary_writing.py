"""Entries put at the end of a word list of the person's own; what stands there stays as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.project import disk_errors, write_atomically
from vbn_video.settings.glossary import parse_glossary
from vbn_video.settings.lists.glossary_files import find_glossary
from vbn_video.settings.preset_files import GLOSSARY_FOLDER, is_shipped, user_folder
from vbn_video.untrusted.own_files import read_file


def list_to_write(names: Sequence[str]) -> Path:
    """The file into which entries go: the last of the preset's word lists that is not shipped, else one's own of the same name.

    A list of one's own is found before the shipped one, so it begins as a copy of it.

    Raises:
        InputError: the preset names no word list, or one that is not there.
    """
    if not names:
        raise InputError(_("The preset names no word list. Name one in it, under [captions] glossary."))
    paths = [(name, find_glossary(name)) for name in names]
    own = [path for _name, path in paths if not is_shipped(path.parent.parent)]
    return own[-1] if own else user_folder() / GLOSSARY_FOLDER / f"{paths[-1][1].stem}.toml"


def add_entries(names: Sequence[str], entries: str) -> Path:
    """Put entries, as TOML text, at the end of the list; the file that they stand in.

    Raises:
        InputError: there is no such list, or something in it is wrong; nothing was written.
        MissingError: it can't be written.
    """
    path = list_to_write(names)
    with disk_errors(path.parent):
        begun = path if path.exists() else find_glossary(names[-1])
        text = read_file(begun).decode("utf-8-sig")
        joined = f"{text.rstrip()}\n\n{entries}" if text.strip() else entries
        parse_glossary(joined, str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, joined.encode())
    return path
