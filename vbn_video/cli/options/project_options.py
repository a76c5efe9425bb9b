"""How a person names a project: by its folder, or by the recording that it was made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from vbn_video.cli.options.option_types import RecordingPath
from vbn_video.messages import _

Function = TypeVar("Function", bound=Callable[..., Any])


def project_options(function: Function) -> Function:
    """The project, and the workspace that it lies in if it does not lie beside its recording."""
    function = click.option(
        "--workspace",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help=_("Where the project folder is, if it is not beside the recording."),
    )(function)
    return click.argument("project", type=RecordingPath())(function)
