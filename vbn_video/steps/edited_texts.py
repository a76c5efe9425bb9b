"""What is wrong in a text that a person has edited: it stops the step where words would be lost, and is a warning elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from vbn_video.events import Emit, Notice
from vbn_video.formats.base import Problem, refuse
from vbn_video.messages import ngettext

MAX_NAMED = 5
"""Number of places that are named in full; `captions check` names all."""


def accept_edit(problems: Sequence[Problem], path: Path, emit: Emit) -> None:
    """Warn of what is wrong in the file and costs no word, each by its line.

    Raises:
        InputError: words would be lost; the file stays as it is.
    """
    refuse(problems, path.name, path)
    for problem in problems[:MAX_NAMED]:
        emit(Notice(problem.located_in(path.name), "warning"))
    if more := len(problems[MAX_NAMED:]):
        sentence = ngettext(
            "{name}: {count} more such place; `vbn-video captions check` names them all.",
            "{name}: {count} more such places; `vbn-video captions check` names them all.",
            more,
        )
        emit(Notice(sentence.format(name=path.name, count=more), "warning"))
