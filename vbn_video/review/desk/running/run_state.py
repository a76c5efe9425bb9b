"""Where one run stands, told by the lines that its process writes, and shown to the page as one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from vbn_video.errors import StoppedError
from vbn_video.events import Progress
from vbn_video.messages import _
from vbn_video.runs.expected.time_left import TimeLeft

State = Literal["waiting", "running", "done", "failed", "stopped"]
"""`waiting`: it begins when another run has ended."""
AT_WORK: tuple[State, ...] = ("waiting", "running")


@dataclass
class RunState:
    """One run, from being asked for to its end. The thread that reads its lines changes it."""

    id: str
    key: str
    """Of the recording or project that it was asked for."""
    until: str
    project: str | None = None
    state: State = "waiting"
    steps: list[dict[str, Any]] = field(default_factory=list)
    """The steps so far, the one that is at work last: `seconds` is None until it has ended."""
    progress: Progress | None = None
    heard: str = ""
    error: dict[str, Any] | None = None
    publications: list[dict[str, str]] = field(default_factory=list)
    """`target`, `url`, and `state`: published, updated or unchanged."""
    _left: TimeLeft = field(default_factory=TimeLeft)
    _has_ended: bool = False

    def take(self, line: Mapping[str, Any], now_s: float) -> None:
        """One line of the process: an event by its class's name, or `Ended` with `publications` and `error`."""
        match line:
            case {"event": "StepBegan", "name": str(name)}:
                self.steps.append({"name": name, "seconds": None, "cached": False, "found": "", "notices": []})
                self.progress, self._left = None, TimeLeft()
            case {"event": "StepEnded", "seconds": float() | int() as seconds, "cached": bool(cached)}:
                self._step().update(seconds=seconds, cached=cached)
                self.progress = None
            case {"event": "Progress", "done": float() | int() as done, "total": float() | int() as total}:
                self.progress = Progress(done, total, expected_s=line.get("expected_s"))
                self._left.move(self.progress, now_s)
            case {"event": "Found", "text": str(text)}:
                step = self._step()
                step["found"] = f"{step['found']}, {text}" if step["found"] else text
            case {"event": "Notice", "text": str(text)}:
                self._step()["notices"].append({"text": text, "level": line.get("level", "info")})
            case {"event": "Heard", "text": str(text)}:
                self.heard = text
            case {"event": "Ended"}:
                self._has_ended = True
                self.publications, self.error = list(line.get("publications", ())), line.get("error")

    def end(self, *, was_stopped: bool) -> None:
        """The process is gone; one that went without a word has failed."""
        if not self._has_ended and not was_stopped:
            sentence = _("The run ended without a word. Begin it again: it goes on from where it was.")
            self.error = {"message": sentence, "exit_code": 1}
        stopped = (was_stopped and not self._has_ended) or (self.error or {}).get("exit_code") == StoppedError.exit_code
        self.state = "stopped" if stopped else "failed" if self.error else "done"
        self.error = None if stopped else self.error
        self.progress = None

    def document(self, now_s: float) -> dict[str, Any]:
        """The run as the page shows it."""
        at_work, moved = self.state == "running", self.progress
        left_s = self._left.left_s(now_s) if at_work and moved else None
        return {
            "id": self.id,
            "key": self.key,
            "project": self.project,
            "until": self.until,
            "state": self.state,
            "step": self.steps[-1]["name"] if at_work and self.steps else None,
            "steps": [step | {"notices": list(step["notices"])} for step in self.steps],
            "progress": min(moved.done / moved.total, 1.0) if at_work and moved and moved.total > 0 else None,
            "left_s": None if left_s is None else round(left_s),
            "heard": self.heard,
            "error": self.error,
            "publications": self.publications,
        }

    def _step(self) -> dict[str, Any]:
        """The step that is at work; what is said before the first belongs to none, and is kept under no name."""
        if not self.steps:
            self.steps.append({"name": "", "seconds": 0.0, "cached": False, "found": "", "notices": []})
        return self.steps[-1]
