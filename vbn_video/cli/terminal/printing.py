"""Words on the two streams: people read standard error, programs read standard output."""

import os
from collections.abc import Mapping
from typing import Any

import click

from vbn_video.cli.terminal.stopping import answering

RAPS = (242, 183, 5)  # the colour of what a person must do, and of nothing else


def say(line: str = "") -> None:
    """A line for the person."""
    click.echo(_shown(line), err=True)


def say_what_to_do(sentence: str) -> None:
    """A sentence that the person must act on."""
    click.secho(_shown(sentence), err=True, fg=RAPS, color=False if os.environ.get("NO_COLOR") else None)


def answer(line: str = "") -> None:
    """A line of what was asked for: on standard output."""
    click.echo(_shown(line))


def print_document(document: Mapping[str, Any]) -> None:
    """The one JSON document on standard output, whole; what would act on a terminal is written by its number."""
    import json

    from vbn_video.untrusted.visible_text import acting_characters

    text = json.dumps(document, ensure_ascii=False, indent=1)
    text = text.translate({ord(character): f"\\u{ord(character):04x}" for character in acting_characters(text)})
    with answering():
        click.echo(text)


def _shown(text: str) -> str:
    from vbn_video.untrusted.visible_text import shown

    return shown(text)
