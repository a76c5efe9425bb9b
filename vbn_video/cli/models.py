"""`vbn-video models`: which Whisper models there are, which of them are here, and fetching one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vbn_video.cli.mistyped import CommandGroup
from vbn_video.cli.options.option_types import ModelName
from vbn_video.cli.terminal.printing import answer, say
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.events import StepBegan
from vbn_video.messages import _, size

if TYPE_CHECKING:
    from vbn_video.speech.models.installed import ModelState

NAME_WIDTH, SIZE_WIDTH, STATE_WIDTH, VERIFIED_WIDTH = 24, 9, 12, 32


@click.group("models", cls=CommandGroup, help=_("Show and download the models that listen."))
def command() -> None:
    """Models."""


@command.command("list", help=_("List the models: which are here, how they are verified, and under what licence."))
def show() -> None:
    """One line a model, then where they lie."""
    from vbn_video.speech.models.installed import list_models
    from vbn_video.speech.models.store import models_folder

    for model in list_models():
        answer(_line(model))
    answer(_("They lie in {folder}").format(folder=models_folder()))


@command.command("download", help=_("Download a model, verify it and put it in place; broken off, it goes on where it was."))
@click.argument("name", type=ModelName())
def fetch(name: str) -> None:
    """Fetch it, and say where it is."""
    from vbn_video.speech.models.installed import download

    with ProgressDisplay() as emit:
        emit(StepBegan(name))
        folder = download(name, emit)
    say(_("{name} is in {folder}. Use it with --set captions.model={name}").format(name=name, folder=folder))


def _line(model: ModelState) -> str:
    states = {
        "ready": _("here"),
        "embedded": _("here, packed"),
        "missing": _("not here"),
        "damaged": _("damaged"),
    }
    verified = {
        "pinned": _("verified by our own hash"),
        "hub": _("verified by the publisher's hash"),
        "no": _("not verified"),
    }
    columns = (
        f"{model.name:<{NAME_WIDTH}}",
        f"{size(model.bytes):>{SIZE_WIDTH}}  ",
        f"{states[model.state]:<{STATE_WIDTH}}  ",
        f"{verified[model.verified]:<{VERIFIED_WIDTH}}  ",
        f"{_('Danish')}, " if model.danish else "",
        _licence(model.licence),
    )
    return "".join(columns)


def _licence(said: str) -> str:
    """The licence by its name, and what it asks in the person's language."""
    remarks = {"read its restrictions": _("read its restrictions"), "not for commercial use": _("not for commercial use")}
    name, colon, remark = said.partition(": ")
    return name + colon + remarks.get(remark, remark)
