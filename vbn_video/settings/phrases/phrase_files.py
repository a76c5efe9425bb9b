"""Tables of phrases as files: where a name of `[trim] phrases` is looked for.

As word lists are (`glossary_files.py`), but in folders called `phrases`.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.messages import _, did_you_mean
from vbn_video.reasons import system_reason
from vbn_video.settings.choices import find_named, is_file, user_path
from vbn_video.settings.phrases.phrase_table import PhraseTable, joined_tables, parse_phrases
from vbn_video.settings.preset import is_path
from vbn_video.settings.preset_files import PHRASES_FOLDER, SUFFIX, lists_among_presets, search_folders
from vbn_video.untrusted.own_files import read_file


def load_phrases(names: Sequence[str]) -> PhraseTable:
    """The phrases of all these tables, in order.

    Raises:
        InputError: a table is not there, or something in it is wrong; the sentence says where.
    """
    return joined_tables(_read(find_phrase_table(name)) for name in names)


def phrases_hash(names: Sequence[str]) -> str:
    """The key of these tables for a fingerprint: the SHA-256 over the SHA-256s of their files, in order.

    Raises:
        InputError: a table is not there.
    """
    whole = hashlib.sha256()
    for name in names:
        whole.update(hashlib.sha256(find_phrase_table(name).read_bytes()).digest())
    return whole.hexdigest()


def find_phrase_table(name: str) -> Path:
    """The file of a table's name or path.

    Raises:
        InputError: there is none; the sentence says which there are.
    """
    if is_path(name):
        path = user_path(name).absolute()
        if not is_file(path):
            raise InputError(_("The table of phrases {path} is not there."), path=path)
        return path
    folders = [folder / PHRASES_FOLDER for folder in search_folders()]
    found = find_named(folders, name + SUFFIX)
    if not found:
        if lost := next((path for path in lists_among_presets(PHRASES_FOLDER) if path.stem == name), None):
            sentence = _(
                "The table of phrases {path} lies among the presets. Move it into {folder}: such tables are looked for there."
            )
            raise InputError(sentence, path=lost, folder=lost.parent / PHRASES_FOLDER)
        there = sorted({path.stem for folder in folders for path in folder.glob("*" + SUFFIX)})
        sentence = _("There is no table of phrases {name}. There are: {there}.")
        raise InputError(sentence + did_you_mean(name, there), name=name, there=", ".join(there))
    return found[0]


def _read(path: Path) -> PhraseTable:
    try:
        text = read_file(path).decode("utf-8-sig")
    except OSError as error:
        raise InputError(_("The table of phrases {path} can't be read: {why}."), path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        sentence = _("The table of phrases {path} is not UTF-8 text. Save it as UTF-8 and try again.")
        raise InputError(sentence, path=path) from error
    return parse_phrases(text, str(path))
