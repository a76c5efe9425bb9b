"""The end of a project's log: what its last runs said of each step that did something, and still holds.

log.jsonl ─► logged_lines ─► project_state.py: errors, when it was published
                          ─► warnings_of: what a person must act on
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from vbn_video.errors import VbnError
from vbn_video.pipeline import STEP_NAMES
from vbn_video.project import LOG, Project

LOG_BYTES = 256 << 10
"""As much of the log's end as is read: a run's last lines are within it."""


def logged_lines(project: Project) -> Iterator[dict[str, Any]]:
    """The lines, oldest first; what is none of ours is passed over.

    Raises:
        OSError: the disk does not give them out.
    """
    path = project.path(LOG)
    if not path.is_file():
        return
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - LOG_BYTES, 0))
        lines = file.read().splitlines()
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict):
            yield said


def warnings_of(project: Project) -> list[str]:
    """The warnings of each step, in the order of the steps, from the last time that it did something.

    A step that had nothing to do says nothing again: what it said before still holds.
    """
    by_step: dict[str, list[str]] = {}
    step, said = "", list[str]()
    try:
        for line in logged_lines(project):
            match line:
                case {"event": "StepBegan", "name": str(name)}:
                    if said or name == STEP_NAMES[0]:  # what is said before the first step is the run's own
                        by_step[step] = said
                    step, said = name, []
                case {"event": "Notice", "text": str(text), "level": "warning"}:
                    said.append(text)
                case {"event": "StepEnded", "cached": bool(cached)}:
                    by_step |= {} if cached else {step: said}
                    step, said = "", []
    except (OSError, VbnError):
        return []
    if said:
        by_step[step] = said
    return list(dict.fromkeys(text for texts in by_step.values() for text in texts))
