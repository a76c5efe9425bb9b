"""`vbn-video presets`: which there are, what is in force and why, is a file right, begin one of one's own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vbn_video.cli.mistyped import CommandGroup
from vbn_video.cli.options.option_types import Name, PresetName, PresetValue
from vbn_video.cli.options.prerequisites import look_at_bumpers
from vbn_video.cli.terminal.printing import answer, say
from vbn_video.messages import _
from vbn_video.settings.choices import DEFAULT_PRESET

if TYPE_CHECKING:
    from pydantic import BaseModel

VALUE_WIDTH = 44


@click.group("presets", cls=CommandGroup, help=_("Show, check and make presets."))
def command() -> None:
    """Presets."""


@command.command("list", help=_("List the presets that can be named, and where they lie."))
def list_presets() -> None:
    """One line a preset, in the order in which they are found, and what is wrong with it; at last lists that lie among them."""
    from vbn_video.settings.preset_files import GLOSSARY_FOLDER, PHRASES_FOLDER, fault_of, lists_among_presets, presets_there

    for preset in presets_there():
        name = f"({preset.name})" if preset.hidden else preset.name
        answer(f"{name:<22}{preset.says}")
        answer(f"{'':<22}{preset.path}" + (f"  {_('hidden by the one above')}" if preset.hidden else ""))
        if fault := fault_of(preset):
            answer(f"{'':<22}" + _("It can't be used: {why}").format(why=fault.replace("\n", "\n" + " " * 22)))
    for path in lists_among_presets(GLOSSARY_FOLDER):
        sentence = _("{path} is a word list, no preset: word lists lie in {folder}.")
        answer(sentence.format(path=path, folder=path.parent / GLOSSARY_FOLDER))
    for path in lists_among_presets(PHRASES_FOLDER):
        sentence = _("{path} is a table of phrases, no preset: such tables lie in {folder}.")
        answer(sentence.format(path=path, folder=path.parent / PHRASES_FOLDER))


@command.command("show", help=_("Show every value of a preset, and where it comes from."))
@click.argument("name", type=PresetName(), default=DEFAULT_PRESET)
@click.option("--set", "sets", type=PresetValue(), multiple=True, metavar="SECTION.KEY=VALUE", help=_("Overrule one value."))
def show(name: str, sets: tuple[str, ...]) -> None:
    """The preset as TOML, with the place of each value behind it."""
    from vbn_video.settings.preset_files import load_preset

    loaded = load_preset(name, sets)
    _show_section(loaded.preset, dict(loaded.origins), "")


@command.command("check", help=_("Check a preset: its name, or the path of its file."))
@click.argument("name", type=PresetName())
def check(name: str) -> None:
    """Read it with all that it takes over, and look for the templates that it names and into those that it holds."""
    from vbn_video.publish.youtube.texts.limits import check_templates
    from vbn_video.settings.preset_files import find_preset, load_preset

    path = Path(name)
    loaded = load_preset(os.path.abspath(path) if path.is_file() else str(find_preset(name)))
    look_at_bumpers(loaded.preset)
    check_templates(loaded.preset.youtube, loaded.preset.website)
    say(_("{path} is a right preset.").format(path=loaded.files[0]))


@command.command("new", help=_("Begin a preset of your own, with every key explained."))
@click.argument("name", type=Name())
def new(name: str) -> None:
    """Write it, and say where it is."""
    from vbn_video.settings.preset_files import new_preset

    say(_("Edit {path}, then use it with --preset {name}").format(path=new_preset(name), name=name))


@command.command("schema", help=_("Print the JSON Schema of presets, for editors that check as one types."))
def print_schema() -> None:
    """The schema, on standard output."""
    from vbn_video.settings.preset_faults import schema

    answer(json.dumps(schema(), ensure_ascii=False, indent=1))


def _show_section(section: BaseModel, origins: dict[str, str], above: str) -> None:
    from pydantic import BaseModel

    below = {}
    for key in type(section).model_fields:
        value: Any = getattr(section, key)
        name = f"{above}.{key}" if above else key
        if isinstance(value, BaseModel):
            below[name] = value
        else:
            answer(f"{f'{key} = {_toml(value)}':<{VALUE_WIDTH}}  # {_place(origins.get(name))}")
    for name, inner in below.items():
        answer(f"\n[{name}]" if name != "publish" else f"[{name}]")
        _show_section(inner, origins, name)


def _toml(value: object) -> str:
    """A value as TOML has it; a text of several lines on as many, where no quote in it comes in the way."""
    if not isinstance(value, str) or "\n" not in value or '"""' in value or value.endswith('"'):
        return json.dumps(value, ensure_ascii=False)
    lines = (json.dumps(line, ensure_ascii=False)[1:-1].replace('\\"', '"') for line in value.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def _place(origin: str | None) -> str:
    """Where a value stands; a path from here on where that is shorter."""
    if origin is None:
        return _("default")
    return origin.removeprefix(str(Path.cwd()) + os.sep)
