"""Tables of phrases as files: what `[trim] phrases` names."""

from collections.abc import Sequence
from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.messages import _, did_you_mean
from vbn_video.reasons import system_reason
from vbn_video.settings.lists.list_files import find_list, lists_hash
from vbn_video.settings.phrase_table import PhraseTable, joined_tables, parse_phrases
from vbn_video.settings.preset_files import PHRASES_FOLDER
from vbn_video.untrusted.own_files import read_file


def load_phrases(names: Sequence[str]) -> PhraseTable:
    """The phrases of all these tables, in order.

    Raises:
        InputError: a table is not there, or something in it is wrong; the sentence says where.
    """
    return joined_tables(_read(find_phrase_table(name)) for name in names)


def phrases_hash(names: Sequence[str]) -> str:
    """The key of these tables for a fingerprint.

    Raises:
        InputError: a table is not there.
    """
    return lists_hash(find_phrase_table(name) for name in names)


def find_phrase_table(name: str) -> Path:
    """The file of a table's name or path.

    Raises:
        InputError: there is none; the sentence says which there are.
    """
    found = find_list(name, PHRASES_FOLDER)
    if isinstance(found, Path):
        return found
    if found.path:
        raise InputError(_("The table of phrases {path} is not there."), path=found.path)
    if lost := found.misplaced:
        sentence = _(
            "The table of phrases {path} lies among the presets. Move it into {folder}: such tables are looked for there."
        )
        raise InputError(sentence, path=lost, folder=lost.parent / PHRASES_FOLDER)
    sentence = _("There is no table of phrases {name}. There are: {there}.")
    raise InputError(sentence + did_you_mean(name, found.there), name=name, there=", ".join(found.there))


def _read(path: Path) -> PhraseTable:
    try:
        text = read_file(path).decode("utf-8-sig")
    except OSError as error:
        raise InputError(_("The table of phrases {path} can't be read: {why}."), path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        sentence = _("The table of phrases {path} is not UTF-8 text. Save it as UTF-8 and try again.")
        raise InputError(sentence, path=path) from error
    return parse_phrases(text, str(path))
