"""Presets as files: where they are looked for, how one takes over another, and where each value comes from.

A preset is looked for as `--preset PATH`, then by its name in `./presets/`, in the person's own folder, and among the shipped
ones (in a copy of the program's source, `./presets/` are those). `extends = "temamoede"` takes over another preset's values; a
preset that extends its own name takes over the next one of that name in this order, so that a person can change a shipped preset
without giving it a new name.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vbn_video.errors import InputError, MissingError, VbnError
from vbn_video.messages import _, did_you_mean
from vbn_video.project import disk_errors, write_atomically
from vbn_video.reasons import system_reason
from vbn_video.settings.choices import DEFAULT_PRESET, PHRASE_KINDS, find_named, is_file, shipped_folder, user_path
from vbn_video.settings.preset import Preset, is_path
from vbn_video.settings.preset_faults import faults, schema_of
from vbn_video.settings.profile_files import LoadedProfile, load_profile
from vbn_video.settings.toml_lines import Key, TomlError, at_line, find_mistake, key_lines, line_of, parse_toml
from vbn_video.untrusted.own_files import read_file

SUFFIX = ".toml"
EXTENDS = "extends"
GLOSSARY_FOLDER, PHRASES_FOLDER = "glossary", "phrases"
"""Where word lists and tables of phrases lie, in each of the folders of presets."""
KEYS_OF_LISTS = {GLOSSARY_FOLDER: frozenset({"words", "word"}), PHRASES_FOLDER: frozenset[str](PHRASE_KINDS)}
"""The keys that a file of such a folder may have, by the folder."""
PATHS: tuple[Key, ...] = (
    ("intro", "template"),
    ("intro", "sound"),
    ("outro", "template"),
    ("outro", "sound"),
    ("trim", "phrases"),
    ("captions", "model"),
    ("captions", "profile"),
    ("captions", "glossary"),
    ("website", "media_dir"),
    ("youtube", "client_secret"),
    ("youtube", "token_file"),
)
"""Values that may be paths; in a preset they are relative to the preset's own folder."""


@dataclass(frozen=True)
class LoadedPreset:
    """A preset with all its values, and where each of them stands."""

    name: str
    preset: Preset
    files: tuple[Path, ...]
    """The files that it was made from, the one that was named first."""
    origins: Mapping[str, str]
    """For each `section.key` that was given: `FILE:LINE`, or the option of the command line. What is not here is a default."""
    profile: LoadedProfile
    """The caption profile that it names."""


@dataclass(frozen=True)
class ListedPreset:
    """A preset that can be named."""

    name: str
    path: Path
    says: str
    """The first line of its first comment."""
    hidden: bool
    """Another preset of this name is found before it."""


@dataclass(frozen=True)
class _Layer:
    """Values from one place, and how to say where a key of them stands."""

    words: Mapping[str, Any]
    path: Path | None = None
    lines: Mapping[Key, int] = field(default_factory=dict)
    option: str = ""

    def place(self, key: Key) -> str:
        return at_line(self.path, line_of(key, self.lines) or 1) if self.path else self.option

    def origin(self, key: Key) -> str:
        return f"{self.path}:{line_of(key, self.lines)}" if self.path else self.option


def user_folder() -> Path:
    """Where a person's own presets lie on this machine."""
    from platformdirs import user_config_path

    return user_config_path("vbn-video", appauthor=False) / "presets"


def search_folders() -> tuple[Path, ...]:
    """The folders that a preset's name is looked for in, in their order.

    In a copy of the program's source `./presets/` is the shipped one, and comes behind the person's own as that does elsewhere.
    """
    here, own = Path("presets").absolute(), user_folder()
    return (*((own, here) if is_shipped(here) else (here, own)), shipped_folder("presets"))


def presets_there() -> tuple[ListedPreset, ...]:
    """Every preset in the search folders, in the order in which they are found; a list is none."""
    listed: list[ListedPreset] = []
    for folder in dict.fromkeys(folder.resolve() for folder in search_folders()):
        for path in sorted(path for path in folder.glob("*" + SUFFIX) if not folder_of_list(path)):
            hidden = any(path.stem == other.name for other in listed)
            listed.append(ListedPreset(path.stem, path, next(_comments(path), ""), hidden))
    return tuple(listed)


def lists_among_presets(list_folder: str) -> tuple[Path, ...]:
    """The lists for that folder that lie where presets are looked for, where nothing finds them."""
    paths = (path for folder in search_folders() for path in sorted(folder.glob("*" + SUFFIX)))
    return tuple(path for path in paths if folder_of_list(path) == list_folder)


def folder_of_list(path: Path) -> str | None:
    """The folder whose files hold what this one does, and nothing else: a word list, a table of phrases; None for a preset."""
    try:
        words = parse_toml(read_file(path).decode("utf-8-sig"))
    except (OSError, ValueError, MissingError):
        return None
    return next((folder for folder, keys in KEYS_OF_LISTS.items() if words and words.keys() <= keys), None)


def fault_of(preset: ListedPreset) -> str:
    """What is wrong with a listed preset, in a sentence or more; empty where it can be used."""
    try:
        load_preset(str(preset.path))
    except VbnError as error:
        return error.message
    return ""


def load_preset(
    name: str = DEFAULT_PRESET, sets: Sequence[str] = (), options: Mapping[str, object] | None = None
) -> LoadedPreset:
    """The preset of that name or path, with single values overruled.

    `sets` are the `section.key=value` of `--set`; `options` are values of options of their own (`website.media_dir` by
    `--media-dir`), and win.

    Raises:
        InputError: with a line for everything that is wrong: file, line, what is allowed, the nearest right word.
    """
    chain = _chain(find_preset(name))
    layers = [*reversed(chain), *(_set_layer(text) for text in sets)]
    layers += [_option_layer(key, value) for key, value in (options or {}).items()]
    values: dict[str, Any] = {}
    holders: dict[Key, _Layer] = {}
    for layer in layers:
        _overlay(values, layer.words, layer, holders)
    try:
        preset = Preset.model_validate(_composed(values))
    except ValidationError as error:
        problems = faults(error, lambda key: _holder(key, holders).place(key))
        path = next((layer.path for layer in chain if layer.path), None)
        raise InputError("{problems}", problems="\n".join(problems), path=path) from error
    profile = _profile_of(preset, holders)
    origins = {".".join(key): layer.origin(key) for key, layer in holders.items() if not isinstance(_value(values, key), dict)}
    files = tuple(layer.path for layer in chain if layer.path)
    return LoadedPreset(Path(chain[0].path or name).stem, preset, files, origins, profile)


def _profile_of(preset: Preset, holders: Mapping[Key, _Layer]) -> LoadedProfile:
    """The caption profile, read once for the whole run: what is wrong in its file is said before anything else is done."""
    key = ("captions", "profile")
    try:
        return load_profile(preset.captions.profile)
    except InputError as error:
        sentence = _("{place}: this caption profile can't be used. {why}")
        raise InputError(sentence, place=_holder(key, holders).place(key), why=error.message, path=error.path) from error


def find_preset(name: str, after: Path | None = None) -> Path:
    """The file of a preset's name or path; with `after`, the next one of that name behind that file.

    Raises:
        InputError: there is none; the sentence says which there are.
    """
    if is_path(name):
        path = user_path(name)
        if not is_file(path):
            raise InputError(_("The preset {path} is not there."), path=path)
        return path.absolute()
    found = find_named(search_folders(), name + SUFFIX)
    if after is not None:
        behind = [index for index, path in enumerate(found) if path.samefile(after)]
        found = found[behind[-1] + 1 :] if behind else found
    if not found:
        there = sorted({listed.name for listed in presets_there()})
        sentence = _("There is no preset {name}. There are: {there}.")
        raise InputError(sentence + did_you_mean(name, there), name=name, there=", ".join(there))
    return found[0]


def _chain(path: Path) -> list[_Layer]:
    """The preset's file and those that it extends, itself first."""
    chain = [_read(path)]
    while (name := chain[-1].words.get(EXTENDS)) is not None:
        here = chain[-1]
        place = here.place((EXTENDS,))
        if not isinstance(name, str) or not name:
            raise InputError(
                _('{place}: extends must be the name of a preset, for example "temamoede".'), place=place, path=here.path
            )
        assert here.path is not None  # every layer of the chain was read from a file
        if name.endswith(SUFFIX) and not Path(name).is_absolute():
            name = str(here.path.parent / name)
        try:
            found = find_preset(name, after=here.path if name == here.path.stem else None)
        except InputError as error:
            raise InputError("{place}: {why}", place=place, why=error.message, path=here.path) from error
        if any(layer.path and layer.path.samefile(found) for layer in chain):
            around = " → ".join([*(layer.path.stem for layer in chain if layer.path), found.stem])
            raise InputError(
                _("{place}: these presets extend each other in a circle: {around}."), place=place, around=around, path=here.path
            )
        chain.append(_read(found))
    return chain


def _read(path: Path) -> _Layer:
    try:
        text = read_file(path).decode("utf-8-sig")
        words = parse_toml(text)
    except OSError as error:
        raise InputError(_("The preset {path} can't be read: {why}."), path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(_("The preset {path} is not UTF-8 text. Save it as UTF-8 and try again."), path=path) from error
    except TomlError as error:
        sentence = _('{place}: this is not TOML ({why}). A line is key = value, and a text stands in quotes: title = "Intro".')
        raise InputError(sentence, place=at_line(path, error.line), why=error.why, path=path) from error
    _refuse_list(words, path)
    layer = _Layer(words, path, key_lines(text))
    for section, key in PATHS:
        value = words[section].get(key) if isinstance(words.get(section), dict) else None
        texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
        if any(unicodedata.category(character) == "Cc" for character in "".join(texts)):
            lines = text.split("\n")[(line_of((section, key), layer.lines) or 1) - 1 :]
            why = next(filter(None, map(find_mistake, lines)), _("it holds a character that can't be seen"))
            raise InputError(
                _("{place}: {key} is no path ({why})."), place=layer.place((section, key)), key=key, why=why, path=path
            )
        if isinstance(value, str):
            words[section][key] = _from_folder(value, key, path.parent)
        elif isinstance(value, list):
            words[section][key] = [_from_folder(item, key, path.parent) if isinstance(item, str) else item for item in value]
    return layer


def _refuse_list(words: Mapping[str, Any], path: Path) -> None:
    sentences = {
        GLOSSARY_FOLDER: _("{path} is a word list, no preset. Move it into {folder}, and name it in [captions] glossary."),
        PHRASES_FOLDER: _("{path} is a table of phrases, no preset. Move it into {folder}, and name it in [trim] phrases."),
    }
    for folder, keys in KEYS_OF_LISTS.items():
        if words.keys() & keys and not words.keys() & Preset.model_fields.keys():
            raise InputError(sentences[folder], path=path, folder=path.parent / folder)


def _from_folder(value: str, key: str, folder: Path) -> str:
    """A path in a preset, made absolute; a name (of a template or a model) and an address are left as they are."""
    if not value.strip() or "://" in value:
        return value
    names = ("template", "profile", "glossary", "phrases")
    may_be_path = {key: is_path(value) for key in names} | {"model": value.startswith((".", "~"))}
    return str((folder / user_path(value)).absolute()) if may_be_path.get(key, True) else value


def _set_layer(text: str) -> _Layer:
    """The layer of one `--set section.key=value`: the value is TOML, a plain word is a text."""
    name, equals, raw = text.partition("=")
    key = tuple(word.strip() for word in name.split("."))
    if not equals or len(key) < 2 or not all(key):
        raise InputError(_("--set {text}: write it as section.key=value, for example --set trim.lead_s=2."), text=text)
    raw = raw.strip()
    try:
        value = parse_toml(f"value = {raw}")["value"]
    except TomlError:
        value = raw
    if (schema_of(key) or {}).get("type") == "string" and not isinstance(value, str):
        value = raw
    return _Layer(_nested(key, value), option=f"--set {name.strip()}")


def _option_layer(name: str, value: object) -> _Layer:
    key = tuple(name.split("."))
    return _Layer(_nested(key, value), option="--" + key[-1].replace("_", "-"))


def _nested(key: Key, value: object) -> dict[str, Any]:
    words: Any = value
    for name in reversed(key):
        words = {name: words}
    return dict(words)


def _overlay(
    values: dict[str, Any], words: Mapping[str, Any], layer: _Layer, holders: dict[Key, _Layer], above: Key = ()
) -> None:
    """Lay the words over the values, table by table, and remember for every key which layer it is from."""
    for name, value in words.items():
        key = (*above, name)
        if key == (EXTENDS,) and layer.path:
            continue
        holders[key] = layer
        if isinstance(value, dict):
            below = values[name] if isinstance(values.get(name), dict) else {}
            values[name] = below
            _overlay(below, value, layer, holders, key)
        else:
            values[name] = value


def _composed(value: Any, key: Key = ()) -> Any:
    """The values with the letters of their texts composed (NFC); a path is left as it is on the disk."""
    if isinstance(value, dict):
        return {name: _composed(below, (*key, name)) for name, below in value.items()}
    if isinstance(value, list):
        return [_composed(item, key) for item in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) and key not in PATHS else value


def _holder(key: Key, holders: Mapping[Key, _Layer]) -> _Layer:
    return next(holders[key[:length]] for length in range(len(key), 0, -1) if key[:length] in holders)


def _value(values: Mapping[str, Any], key: Key) -> Any:
    found: Any = values
    for name in key:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _comments(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        if words := line.strip().removeprefix("#").strip():
            yield words if line.strip().startswith("#") else ""


def new_preset(name: str) -> Path:
    """Write a preset of one's own: it takes over `temamoede`, and has each of its keys, explained and commented out.

    Into `./presets/` where that folder is and not this program's source, else into the person's own folder.

    Raises:
        InputError: there is one of that name already, or it is no name for a file.
    """
    if not name or name != Path(name).name or any(sign in name for sign in '\\/:*?"<>|') or name.startswith("."):
        raise InputError(_("{name} can't be the name of a preset. Use letters, digits and hyphens."), name=name)
    here, own = Path("presets").absolute(), user_folder()
    path = (here if here.is_dir() and not is_shipped(here) else own) / (name.removesuffix(SUFFIX) + SUFFIX)
    if path.exists():
        raise InputError(_("{path} is there already. Choose another name, or edit that one."), path=path)
    with disk_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _commented_out(shipped_folder("presets") / (DEFAULT_PRESET + SUFFIX), path.stem).encode())
    return path


def is_shipped(folder: Path) -> bool:
    """Whether the folder of presets is the program's, installed or in a copy of its source: nobody else writes there."""
    is_of_source = (folder.resolve().parent / "vbn_video" / "__init__.py").is_file()
    return is_of_source or folder.resolve() == shipped_folder("presets").resolve()


def _commented_out(shipped: Path, name: str) -> str:
    """The shipped preset with its sections and comments, but every key behind a `#`, for a person to take away."""
    lines = shipped.read_text(encoding="utf-8").splitlines()
    keys, in_a_text = [], False
    for line in lines[lines.index("") :]:
        is_value = in_a_text or (line and not line.startswith(("#", "[")))
        keys.append("#" + line if is_value else line)
        if is_value and line.count('"""') % 2:
            in_a_text = not in_a_text
    head = f"""\
# {name}: skriv her, hvad denne preset er til.
#
# Fjern # foran en linje for at ændre den værdi; resten er som i den preset, der står efter extends. Fylder en værdi flere
# linjer, så fjern # foran dem alle.
# Brug den med  --preset {name}  og se, hvad der gælder, med  vbn-video presets show {name}

extends = "{DEFAULT_PRESET}"
"""
    return head + "\n".join(keys) + "\n"
