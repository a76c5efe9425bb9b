"""Word lists as files: what `[captions] glossary` names."""

from collections.abc import Sequence
from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.messages import _, did_you_mean
from vbn_video.reasons import system_reason
from vbn_video.settings.glossary import Glossary, merged, parse_glossary
from vbn_video.settings.lists.list_files import find_list, lists_hash
from vbn_video.settings.preset_files import GLOSSARY_FOLDER
from vbn_video.untrusted.own_files import read_file


def load_glossary(names: Sequence[str]) -> Glossary:
    """The words of all these lists, in order.

    Raises:
        InputError: a list is not there, or something in it is wrong; the sentence says where.
    """
    return merged(_read(find_glossary(name)) for name in names)


def glossary_hash(names: Sequence[str]) -> str:
    """The key of these word lists for a fingerprint.

    Raises:
        InputError: a list is not there.
    """
    return lists_hash(find_glossary(name) for name in names)


def find_glossary(name: str) -> Path:
    """The file of a word list's name or path.

    Raises:
        InputError: there is none; the sentence says which there are.
    """
    found = find_list(name, GLOSSARY_FOLDER)
    if isinstance(found, Path):
        return found
    if found.path:
        raise InputError(_("The word list {path} is not there."), path=found.path)
    if lost := found.misplaced:
        sentence = _("The word list {path} lies among the presets. Move it into {folder}: word lists are looked for there.")
        raise InputError(sentence, path=lost, folder=lost.parent / GLOSSARY_FOLDER)
    sentence = _("There is no word list {name}. There are: {there}.")
    raise InputError(sentence + did_you_mean(name, found.there), name=name, there=", ".join(found.there))


def _read(path: Path) -> Glossary:
    try:
        text = read_file(path).decode("utf-8-sig")
    except OSError as error:
        raise InputError(_("The word list {path} can't be read: {why}."), path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(_("The word list {path} is not UTF-8 text. Save it as UTF-8 and try again."), path=path) from error
    return parse_glossary(text, str(path))
