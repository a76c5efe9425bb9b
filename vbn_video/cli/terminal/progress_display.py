"""Draws the events of a run on standard error: one line a step, its name, what it found and how long it took.

On a terminal the step that is at work shows a bar, with the time that is left once the step can say; elsewhere there are only the
lines. What a step has to say comes under its line; yellow is only what a person must act on.
"""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

from vbn_video.cli.terminal.printing import say, say_what_to_do
from vbn_video.cli.terminal.readable import took
from vbn_video.cli.terminal.stopping import last_lines, stop_if_asked
from vbn_video.clock import player_time, us
from vbn_video.events import Event, Found, Heard, Notice, Progress, StepBegan, StepEnded
from vbn_video.messages import _, size
from vbn_video.runs.expected.time_left import TimeLeft
from vbn_video.untrusted.foreign_words import without_secrets
from vbn_video.untrusted.visible_text import shown

if TYPE_CHECKING:
    from rich.console import Group
    from rich.live import Live
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

NAME_WIDTH = 12
FOUND_WIDTH = 56
INDENT = " " * NAME_WIDTH


class Bar:
    """What is shown while a step is at work; this one shows nothing, for where nobody watches: a log, a pipe."""

    def begin(self, name: str) -> None:
        """Show that the step is at work."""

    def move(self, progress: Progress) -> None:
        """So much of it is done; of bytes, the speed is shown too."""

    def hear(self, text: str) -> None:
        """This was heard just now."""

    def end(self) -> None:
        """Show nothing any more."""


class TerminalBar(Bar):
    """A bar on the terminal's last line, what was heard last dimly below it; gone when the step has ended."""

    _drawn: RichProgress | None = None
    _task: TaskID | None = None
    _live: Live | None = None
    _heard = ""
    _left = TimeLeft()

    def begin(self, name: str) -> None:
        """A bar that only says that something is going on."""
        from rich.console import Console
        from rich.live import Live
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn
        from rich.progress import Progress as RichProgress

        console = Console(stderr=True)
        self._drawn = RichProgress(
            TextColumn(f"{{task.description:<{NAME_WIDTH - 1}}}", markup=False),
            BarColumn(40, style="dim", complete_style="cyan", finished_style="cyan", pulse_style="cyan"),
            TaskProgressColumn(style="none"),
            TextColumn("{task.fields[left]}", markup=False),
            TextColumn("{task.fields[speed]}", markup=False),
            console=console,
        )
        self._task, self._heard = self._drawn.add_task(name, total=None, speed="", left=""), ""
        self._left = TimeLeft()
        self._live = Live(get_renderable=self._shown, console=console, transient=True)
        self._live.start()

    def move(self, progress: Progress) -> None:
        """The bar, and the time left by the pace so far."""
        if self._drawn is not None and self._task is not None:
            self._left.move(progress, monotonic())
            a_second = self._drawn.tasks[0].speed if progress.unit == "bytes" else None
            speed = f"{size(round(a_second))}/s" if a_second else ""
            self._drawn.update(self._task, completed=progress.done, total=progress.total, speed=speed)

    def hear(self, text: str) -> None:
        """Under the bar, as much of its end as fits on one line."""
        if self._drawn is not None:
            room = self._drawn.console.width - NAME_WIDTH
            text = shown(text)
            self._heard = text if len(text) < room else "…" + text[-(room - 2) :]

    def end(self) -> None:
        """Take the bar away."""
        if self._live is not None:
            self._live.stop()
            self._live = self._drawn = None

    def _shown(self) -> Group | str:
        from rich.console import Group
        from rich.text import Text

        if self._drawn is None or self._task is None:
            return ""
        left_s = self._left.left_s(monotonic())
        left = "" if left_s is None else _("{time} left").format(time=player_time(us(round(left_s))))
        self._drawn.update(self._task, left=left)
        return Group(self._drawn, Text(INDENT + self._heard, style="dim", no_wrap=True)) if self._heard else Group(self._drawn)


class ProgressDisplay:
    """The event sink of a run; a context, so that no bar is left behind."""

    def __init__(self, bar: Bar | None = None) -> None:
        self._bar = bar or (TerminalBar() if sys.stderr.isatty() else Bar())
        self._step: str | None = None
        self._found: list[str] = []
        self._notices: list[Notice] = []

    def __enter__(self) -> ProgressDisplay:
        """Ready."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away; what an interrupted step had found and said is still told, unless the run was ended meanwhile."""
        with last_lines() as may_speak:
            if may_speak:
                self._bar.end()
                if self._step is not None:
                    self._show_step("")

    def __call__(self, event: Event) -> None:
        """Draw one event.

        Raises:
            Stop: somebody has asked the run to stop, and it goes on.
        """
        stop_if_asked()
        match event:
            case StepBegan(name):
                self._step = name
                self._bar.begin(name)
            case Progress():
                self._bar.move(event)
            case Heard(text=text):
                self._bar.hear(text)
            case Found(text):
                self._found.append(text)
            case Notice() if self._step is not None:
                self._notices.append(event)
            case Notice():
                _show_notice(event)
            case StepEnded(_name, seconds, cached):
                self._bar.end()
                self._show_step(_("unchanged") if cached else took(seconds))

    def _show_step(self, end: str) -> None:
        found = ", ".join(self._found)
        line = f"{found:<{FOUND_WIDTH}} {end}" if found else end
        say(f"{self._step or '':<{NAME_WIDTH}}{line}".rstrip())
        for notice in self._notices:
            _show_notice(notice, INDENT)
        self._step, self._found, self._notices = None, [], []


def _show_notice(notice: Notice, indent: str = "") -> None:
    line = indent + without_secrets(notice.text)
    if notice.level == "warning":
        say_what_to_do(line)
    else:
        say(line)
