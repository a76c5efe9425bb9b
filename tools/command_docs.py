"""Writes each command's help text, in Danish, into docs/kommandoer.md, between the two marks that stand in its section.

python tools/command_docs.py            write them
python tools/command_docs.py --check    say which are not up to date, and end with 1
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HOUSE = Path(__file__).parents[1]
GUIDE = HOUSE / "docs" / "kommandoer.md"
LOCALE = HOUSE / "vbn_video" / "locale"
WIDTH = 100
BLOCK = re.compile(r"(<!-- hjælp: (?P<name>[a-z -]+) -->\n).*?(<!-- slut -->)", re.DOTALL)


def speak_danish(folder: Path) -> None:
    """Compile the catalogues into `folder`, and let the command line speak by them; before any command is imported."""
    from vbn_video.cli.terminal import language

    for po in LOCALE.rglob("*.po"):
        mo = folder / po.relative_to(LOCALE).with_suffix(".mo")
        mo.parent.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as source, mo.open("wb") as made:
            write_mo(made, read_po(source))
    os.environ["LANGUAGE"] = "da"
    language.FOLDER = folder
    language.install_catalogues()


def help_texts() -> dict[str, str]:
    """What `--help` says of every command and of what is below it, by its name."""
    from vbn_video.cli.main import PROGRAM, program

    return {" ".join(context.command_path.split()): command.get_help(context) for context, command in _all(program(), PROGRAM)}


def filled(guide: str, texts: dict[str, str]) -> str:
    """The guide with the help texts between their marks."""
    return BLOCK.sub(lambda found: f"{found[1]}```text\n{texts[found['name']]}\n```\n{found[3]}", guide)


def _all(command: click.Command, name: str, above: click.Context | None = None) -> Iterator[tuple[click.Context, click.Command]]:
    help_names = command.context_settings.get("help_option_names")
    context = click.Context(
        command, parent=above, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=help_names
    )
    yield context, command
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None:
                yield from _all(found, below, context)


def main() -> int:
    """Write or check; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        speak_danish(Path(folder))
        texts = help_texts()
    guide = GUIDE.read_text(encoding="utf-8")
    named = [found["name"] for found in BLOCK.finditer(guide)]
    missing = [name for name in texts if name not in named]
    wrong = [name for name in named if name not in texts]
    if missing or wrong:
        print(f"{GUIDE}: no section for {missing}; no such command {wrong}", file=sys.stderr)
        return 1
    new = filled(guide, texts)
    if "--check" not in sys.argv:
        GUIDE.write_text(new, encoding="utf-8", newline="\n")
    elif new != guide:
        print(f"{GUIDE} is not up to date. Run: python tools/command_docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
