"""Word lists as files: where a name of `[captions] glossary` is looked for.

By its name in `./presets/glossary/`, in the `glossary` folder of the person's own presets, and among the shipped ones, the first
that is found; or by its path.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.messages import _, did_you_mean
from vbn_video.reasons import system_reason
from vbn_video.settings.choices import find_named, is_file, user_path
from vbn_video.settings.glossary import Glossary, merged, parse_glossary
from vbn_video.settings.preset import is_path
from vbn_video.settings.preset_files import GLOSSARY_FOLDER, SUFFIX, lists_among_presets, search_folders
from vbn_video.untrusted.own_files import read_file


def load_glossary(names: Sequence[str]) -> Glossary:
    """The words of all these lists, in order.

    Raises:
        InputError: a list is not there, or something in it is wrong; the sentence says where.
    """
    return merged(_read(find_glossary(name)) for name in names)


def glossary_hash(names: Sequence[str]) -> str:
    """The key of these word lists for a fingerprint: the SHA-256 over the SHA-256s of their files, in order.

    Raises:
        InputError: a list is not there.
    """
    whole = hashlib.sha256()
    for name in names:
        whole.update(hashlib.sha256(find_glossary(name).read_bytes()).digest())
    return whole.hexdigest()


def find_glossary(name: str) -> Path:
    """The file of a word list's name or path.

    Raises:
        InputError: there is none; the sentence says which there are.
    """
    if is_path(name):
        path = user_path(name).absolute()
        if not is_file(path):
            raise InputError(_("The word list {path} is not there."), path=path)
        return path
    folders = [folder / GLOSSARY_FOLDER for folder in search_folders()]
    found = find_named(folders, name + SUFFIX)
    if not found:
        if lost := next((path for path in lists_among_presets(GLOSSARY_FOLDER) if path.stem == name), None):
            sentence = _("The word list {path} lies among the presets. Move it into {folder}: word lists are looked for there.")
            raise InputError(sentence, path=lost, folder=lost.parent / GLOSSARY_FOLDER)
        there = sorted({path.stem for folder in folders for path in folder.glob("*" + SUFFIX)})
        sentence = _("There is no word list {name}. There are: {there}.")
        raise InputError(sentence + did_you_mean(name, there), name=name, there=", ".join(there))
    return found[0]


def _read(path: Path) -> Glossary:
    try:
        text = read_file(path).decode("utf-8-sig")
    except OSError as error:
        raise InputError(_("The word list {path} can't be read: {why}."), path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(_("The word list {path} is not UTF-8 text. Save it as UTF-8 and try again."), path=path) from error
    return parse_glossary(text, str(path))
