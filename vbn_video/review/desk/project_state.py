"""How a recording or a project stands, in a word for the page and in a sentence for the person, without running anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from vbn_video.errors import RecordingError, StoppedError, VbnError
from vbn_video.messages import _
from vbn_video.project import Project
from vbn_video.review.desk.run_log import logged_lines
from vbn_video.runs.found_projects import publications_of
from vbn_video.settings.choices import EDITED_FILES

State = Literal["new", "converting", "waiting", "running", "stopped", "failed", "draft", "published", "changed", "unreadable"]
CHANGED_BY = (*EDITED_FILES, "meeting.toml", "report.json")
CLOCK_TICK_S = 2.0  # of FAT32's times; the log's have milliseconds
PUBLISHED = ("published", "uploaded")


@dataclass(frozen=True)
class RowState:
    """A row's state, and what it means."""

    state: State
    sentence: str

    @classmethod
    def of_recording(cls, run: dict[str, Any] | None, refusal: RecordingError | None) -> RowState:
        """Of a recording that nothing has been made of."""
        if run and (found := _of_run(run)):
            return found
        if refusal:
            return cls("converting", refusal.message)
        return cls("new", _("Nothing has been made of it yet."))


@dataclass(frozen=True)
class _Logged:
    """What a project's log says of its last run."""

    error: str = ""
    exit_code: int = 0
    published: datetime | None = None


def state_of(project: Project, run: dict[str, Any] | None) -> RowState:
    """Of a project, by the run that this server began last, its lock, its log and its ledger."""
    if run and (found := _of_run(run)):
        return found
    if _is_held(project):
        return RowState("running", _("A run that was begun elsewhere is at work here."))
    told = publications_of(project)
    if told["error"]:
        return RowState("unreadable", told["error"])
    return _at_rest(project, {publication["state"] for publication in told["publications"]})


def _at_rest(project: Project, published: set[str]) -> RowState:
    """Of a project that no run is at work on; `published`: the states of its publications."""
    try:
        logged = _read_log(project)
    except (OSError, VbnError):
        logged = _Logged()
    if logged.error and logged.exit_code != StoppedError.exit_code:
        return RowState("failed", logged.error)
    is_changed = logged.published and _newest(project) > logged.published.timestamp() + CLOCK_TICK_S
    if published & set(PUBLISHED) and is_changed:
        return RowState("changed", _("It was changed after it was published. Publish it again when you are done."))
    if published & set(PUBLISHED):
        return RowState("published", _("It is published, as it stands here."))
    if not project.path("report.json").is_file():
        return RowState("stopped", _("It is not ready yet. Begin again: it goes on from where it was."))
    taken_down = _("It was published, and has been taken down.")
    return RowState(
        "draft", taken_down if "withdrawn" in published else _("It is ready to be looked through, and is not published.")
    )


def _of_run(run: dict[str, Any]) -> RowState | None:
    """What a run of this server says; None where it came to its end, and the project itself says more."""
    match run["state"]:
        case "waiting":
            return RowState("waiting", _("It begins when the run before it has ended."))
        case "running":
            return RowState("running", _("It is being made ready."))
        case "stopped":
            return RowState("stopped", _("It was stopped. Begin again: it goes on from where it was."))
        case "failed":
            return RowState("failed", run["error"]["message"])
    return None


def _is_held(project: Project) -> bool:
    """Whether a run holds the project; nobody's lock is taken where none says that it is held."""
    from filelock import FileLock, Timeout

    if not project.path(".lock.json").exists():
        return False
    try:
        with FileLock(project.path(".lock"), timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def _read_log(project: Project) -> _Logged:
    """The last run's error, and when the project was published last."""
    logged = _Logged()
    for said in logged_lines(project):
        try:
            at = datetime.fromisoformat(said["at"])
        except (ValueError, KeyError, TypeError):
            continue
        if "error" in said:
            logged = _Logged(str(said["error"]), int(said.get("exit_code", 1)), logged.published)
        elif said.get("event") == "StepBegan":
            logged = _Logged(published=logged.published)
        elif (said.get("event"), said.get("name")) == ("StepEnded", "publish"):
            logged = _Logged(published=at)
    return logged


def _newest(project: Project) -> float:
    """When a file that people see was changed last."""
    times = []
    for name in CHANGED_BY:
        try:
            times.append(project.path(name).stat().st_mtime)
        except OSError:
            continue
    return max(times, default=0.0)
