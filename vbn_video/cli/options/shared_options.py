"""The arguments and options that several commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from vbn_video.cli.options.option_types import NamedPath, PresetName, PresetValue, ProfileName
from vbn_video.messages import _
from vbn_video.settings.choices import DEFAULT_PRESET, DEFAULT_PROFILE

Function = TypeVar("Function", bound=Callable[..., Any])
FILE = NamedPath(exists=True, dir_okay=False)


def recordings_argument(function: Function) -> Function:
    """The recording: a folder, a file, or the parts of one meeting in their order."""
    return click.argument("recording", nargs=-1, required=True, metavar="RECORDING...", type=NamedPath())(function)


def preset_options(function: Function) -> Function:
    """Which preset, and which of its values are overruled."""
    function = click.option(
        "--set",
        type=PresetValue(),
        multiple=True,
        metavar="SECTION.KEY=VALUE",
        help=_("Overrule one value of the preset: --set captions.model=small."),
    )(function)
    return click.option(
        "--preset",
        type=PresetName(),
        default=DEFAULT_PRESET,
        show_default=True,
        metavar="NAME",
        help=_("The preset: its name, or the path of its file."),
    )(function)


def json_option(function: Function) -> Function:
    """One JSON document on standard output."""
    return click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document on standard output."))(function)


def project_options(function: Function) -> Function:
    """The project, and the workspace that it lies in if it does not lie beside its recording."""
    function = click.option(
        "--workspace",
        type=NamedPath(file_okay=False),
        metavar="DIR",
        help=_("Where the project folder is, if it is not beside the recording."),
    )(function)
    return click.argument("project", type=NamedPath())(function)


def profile_option(function: Function) -> Function:
    """The profile that captions are held against."""
    return click.option(
        "--profile",
        type=ProfileName(),
        default=DEFAULT_PROFILE,
        show_default=True,
        metavar="NAME",
        help=_("The norm: dansk-web, dansk-tv, netflix-da, or the path of a TOML file."),
    )(function)
