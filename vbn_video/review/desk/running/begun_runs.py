"""Every run that was begun on the page: one at a time in a project, and one at a time that hears a recording.

begin ─► waiting ─► a thread reads the process's lines ─► done, failed or stopped
            └────── another run of the same project is at work, or both would hear: it waits for its turn
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread, Timer
from time import monotonic
from typing import Any

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.review.desk.running.run_process import GRACE_S, RunProcess, Start
from vbn_video.review.desk.running.run_state import AT_WORK, RunState

EACH_S = 0.25
"""How often at most a tab is told how far a run is."""
MOST_KEPT = 50

Publish = Callable[[str, Mapping[str, Any]], None]


@dataclass(frozen=True)
class RunOrder:
    """A run that is asked for."""

    key: str
    """Of the recording or project, as the page knows it."""
    project: str
    """The path of the project folder, there or to be made: two runs of one are never at work at once."""
    until: str
    hears: bool
    """Whether the recording has yet to be heard, which takes all that the machine has."""
    values: Mapping[str, Any]
    """What its process is asked for."""


@dataclass
class _Run:
    order: RunOrder
    state: RunState
    process: RunProcess | None = None
    is_stopping: bool = False
    told_s: float = field(default=-1.0)


class Runs:
    """The runs of this server, the newest last; any thread may ask."""

    def __init__(self, publish: Publish, key_of: Callable[[str], str | None], start: Start = RunProcess) -> None:
        """`key_of`: the key of a project folder once it is there; `start`: begins a run's process."""
        self._publish, self._key_of, self._start = publish, key_of, start
        self._lock = Lock()
        self._runs: dict[str, _Run] = {}
        self._is_closed = False

    def begin(self, order: RunOrder) -> dict[str, Any]:
        """Begin the run, or let it wait for its turn; its document. One that waits or runs already is not begun a second time.

        Raises:
            InputError: the server is ending.
        """
        with self._lock:
            if self._is_closed:
                raise InputError(_("The page is being closed: nothing is begun any more."))
            same = next((run for run in self._at_work() if run.order.project == order.project), None)
            if same and (same.order.until, same.order.values) == (order.until, order.values):
                return same.state.document(monotonic())
            run = _Run(order, RunState(secrets.token_hex(8), order.key, order.until, self._key_of(order.project)))
            self._runs[run.state.id] = run
            self._forget_old()
        self._begin_waiting()
        return self.document(run.state.id)

    def document(self, run_id: str) -> dict[str, Any]:
        """The run as the page shows it.

        Raises:
            InputError: there is no such run.
        """
        with self._lock:
            return self._find(run_id).state.document(monotonic())

    def latest(self, project: str) -> dict[str, Any] | None:
        """The run of a project folder that was begun last, while it is at work, or if it did not come to its end."""
        with self._lock:
            of_project = [run for run in self._runs.values() if run.order.project == project]
            return of_project[-1].state.document(monotonic()) if of_project else None

    def stop(self, run_id: str) -> dict[str, Any]:
        """Ask the run to stop; what is done stays.

        Raises:
            InputError: there is no such run.
        """
        with self._lock:
            run = self._find(run_id)
            if run.state.state == "waiting":
                run.state.end(was_stopped=True)
            elif run.state.state == "running":
                self._stop(run)
        self._tell(run)
        return self.document(run_id)

    @property
    def any_at_work(self) -> bool:
        """Whether a run is at work or waits."""
        with self._lock:
            return bool(self._at_work())

    def close(self) -> None:
        """Ask all runs to stop, and begin no other."""
        with self._lock:
            self._is_closed = True
            for run in self._at_work():
                if run.state.state == "waiting":
                    run.state.end(was_stopped=True)
                else:
                    self._stop(run)

    def _at_work(self) -> list[_Run]:
        return [run for run in self._runs.values() if run.state.state in AT_WORK]

    def _find(self, run_id: str) -> _Run:
        if run_id not in self._runs:
            raise InputError(_("There is no such run any more. Open the desk again: it shows how each recording stands."))
        return self._runs[run_id]

    def _forget_old(self) -> None:
        ended = [run_id for run_id, run in self._runs.items() if run.state.state not in AT_WORK]
        for run_id in ended[: max(len(self._runs) - MOST_KEPT, 0)]:
            del self._runs[run_id]

    def _stop(self, run: _Run) -> None:
        run.is_stopping = True
        if run.process:
            run.process.ask_to_stop()
            timer = Timer(GRACE_S, run.process.kill)
            timer.daemon = True
            timer.start()

    def _begin_waiting(self) -> None:
        """Begin every run whose turn it is, in the order in which they were asked for."""
        begun = []
        with self._lock:
            running = [run for run in self._at_work() if run.state.state == "running"]
            for run in self._at_work():
                in_the_way = any(_in_the_way(run.order, other.order) for other in running)
                if run.state.state == "waiting" and not in_the_way and not self._is_closed:
                    run.state.state = "running"
                    running.append(run)
                    begun.append(run)
        for run in begun:
            Thread(target=self._follow, args=(run,), name=f"run {run.state.id}", daemon=True).start()

    def _follow(self, run: _Run) -> None:
        """The thread of one run: begins its process and takes its lines to the end."""
        self._tell(run)
        try:
            process = self._start(run.order.values)
            with self._lock:
                run.process = process
                if run.is_stopping:  # asked for before there was a process
                    self._stop(run)
            for line in process.lines():
                with self._lock:
                    run.state.take(line, monotonic())
                    run.state.project = run.state.project or self._key_of(run.order.project)
                if line.get("event") == "Heard":
                    heard = {name: line.get(name) for name in ("start_us", "end_us", "text")}
                    self._publish("heard", {"project": run.state.project, **heard})
                self._tell(run, is_progress=line.get("event") in ("Progress", "Heard"))
        finally:
            with self._lock:
                run.state.end(was_stopped=run.is_stopping)
            self._tell(run)
            self._begin_waiting()

    def _tell(self, run: _Run, *, is_progress: bool = False) -> None:
        now = monotonic()
        with self._lock:
            if is_progress and now - run.told_s < EACH_S:
                return
            run.told_s = now
            document = run.state.document(now)
        self._publish("run", document)


def _in_the_way(one: RunOrder, other: RunOrder) -> bool:
    return one.project == other.project or (one.hears and other.hears)
