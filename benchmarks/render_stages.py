"""When each function of the renderer was at work in one run, for `render.py`.

usage: python -m benchmarks.render_stages PROJECT     renders what the project lacks; prints JSON
"""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import pkgutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

LEAST_SHARE = 0.04
COLUMNS = 60
WATCHED = ("vbn_video.render", "vbn_video.plan.cut.splice", "vbn_video.plan.sound.gain", "vbn_video.plan.sound.loudness")
MOST_ROWS = 24


@dataclass(frozen=True)
class Call:
    """One call of one function; times in seconds from the start of the step."""

    name: str
    depth: int
    """How many watched calls of the same thread are around it."""
    began_s: float
    ended_s: float


def drawn(calls: list[Call], total_s: float) -> Iterator[str]:
    """A line for each function that took its share of the time, in the order in which they begin: a bar and its seconds."""
    if not calls or total_s <= 0:
        return
    by_name: dict[tuple[int, str], list[Call]] = {}
    for call in sorted(calls, key=lambda call: (call.began_s, call.depth)):
        by_name.setdefault((call.depth, call.name), []).append(call)
    rows = [(depth, name, some) for (depth, name), some in by_name.items() if _busy_s(some) >= LEAST_SHARE * total_s]
    for depth, name, some in rows[:MOST_ROWS]:
        label = f"{'  ' * min(depth, 4)}{name}"
        yield f"  {label:<42} {_bar(some, total_s)} {_busy_s(some):6.2f} s"


def _busy_s(calls: list[Call]) -> float:
    return sum(call.ended_s - call.began_s for call in calls)


def _bar(calls: list[Call], total_s: float) -> str:
    column_s = total_s / COLUMNS
    at_work = [0.0] * COLUMNS
    for call in calls:
        for column in range(int(call.began_s / column_s), min(COLUMNS - 1, int(call.ended_s / column_s)) + 1):
            at_work[column] += min(call.ended_s, (column + 1) * column_s) - max(call.began_s, column * column_s)
    return "".join("█" if share > column_s / 2 else "▒" if share > column_s / 20 else "·" for share in at_work)


class Watch:
    """Notes every call of the functions that it is put around."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.began_s = time.perf_counter()
        self._local = threading.local()

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its calls noted."""
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"

        @functools.wraps(function)
        def noted(*args: Any, **named: Any) -> Any:
            depth = getattr(self._local, "depth", 0)
            self._local.depth, began_s = depth + 1, time.perf_counter()
            try:
                return function(*args, **named)
            finally:
                self._local.depth = depth
                self.calls.append(Call(name, depth, began_s - self.began_s, time.perf_counter() - self.began_s))

        return noted


def _modules() -> list[ModuleType]:
    modules = []
    for name in WATCHED:
        if importlib.util.find_spec(name) is None:
            continue
        module = importlib.import_module(name)
        modules.append(module)
        for inner in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
            modules.append(importlib.import_module(inner.name))
    return modules


def watch() -> Watch:
    """Put a watch around every function of the renderer, under each name by which its modules know it.

    What gives its results one by one is left out: its time is that of whoever asks.
    """
    watched, modules = Watch(), [*_modules(), importlib.import_module("vbn_video.steps.render")]
    names = {module.__name__ for module in modules}
    wrapped: dict[Callable[..., Any], Callable[..., Any]] = {}
    for module in modules:
        for name, value in list(vars(module).items()):
            ours = inspect.isfunction(value) and value.__module__ in names and value.__name__ != "run"
            if ours and not inspect.isgeneratorfunction(value):
                setattr(module, name, wrapped.setdefault(value, watched.around(value)))
    return watched


def main(project: Path) -> None:
    """Run the pipeline up to render under a watch; print the calls that took a thousandth of the step."""
    from vbn_video import pipeline
    from vbn_video.events import Event, StepBegan
    from vbn_video.runs.request import RunRequest
    from vbn_video.settings.preset_files import load_preset

    watched = watch()

    def hear(event: Event) -> None:
        if isinstance(event, StepBegan) and event.name == "render":
            watched.began_s = time.perf_counter()
            watched.calls.clear()

    request = RunRequest((project,), load_preset("temamoede", ()).preset, until="render")
    total_s = pipeline.run(request, hear).steps[-1].seconds
    calls = [asdict(call) for call in watched.calls if call.ended_s - call.began_s >= total_s / 1000]
    print(json.dumps({"seconds": total_s, "calls": calls}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
