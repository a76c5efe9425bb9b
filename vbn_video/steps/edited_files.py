"""What the steps with editable files share: naming what is wrong in an edited file, and reading what was remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vbn_video.codec import from_json
from vbn_video.errors import InputError
from vbn_video.messages import _

if TYPE_CHECKING:
    from vbn_video.formats.vtt import Problem
    from vbn_video.steps.step import Inputs

T = TypeVar("T")


def refuse(path: Path, problems: Sequence[Problem]) -> None:
    """Name every line of an edited file that cannot be understood; the file stays as it is.

    Raises:
        InputError: there is one.
    """
    if problems:
        lines = [_("{name}, line {line}: {sentence}").format(name=path.name, line=p.line, sentence=p.sentence) for p in problems]
        advice = _("Mend it, or make the file anew with --discard-edits. Nothing was changed.")
        raise InputError("{lines}\n{advice}", lines="\n".join(lines), advice=advice, path=path)


def remembered(inputs: Inputs, key: str, kind: type[T]) -> T | None:
    """What the step had remembered under `key` at its last run; None if there is none."""
    return from_json(kind, json.dumps(inputs.memory[key])) if key in inputs.memory else None
