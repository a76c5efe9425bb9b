"""Being asked to stop, by Ctrl-C, by the system, by a terminal that is closed: remembered, and over within two seconds.

    the system ──► Python's handler in the main thread ──► `Stop`, once ──► the run unwinds ──► `leave`: a sentence, exit code 130
              └──► a pipe ──► the guard, a thread of its own ──► has the run not come to its end after GRACE_S, the guard ends it

Python's handler runs where Python is at work; in the midst of a compiled library (a model that hears, an encoder) it comes when
the library has returned, which may be after a minute. A library may also make an ImportError of the exception, or nothing.

A process that was stopped ends by `os._exit`: threads that are still within a library would else be waited for, or be torn down
under its feet (`terminate called without an active exception`). Nothing is lost by it: a step, the checkpoint and the ledger have
on the disk what they call done.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from threading import ExceptHookArgs

EXIT_CODE = 130
GRACE_S = 1.0
"""How long a run may take to unwind."""
LAST_WORDS_S = 3.0
"""How long a terminal may take for the last sentence; a held one (Ctrl-S) takes forever."""
LEFT_IN_PEACE = ("SIGINT", "SIGHUP")
"""A shell has them ignored in a job that is to outlive them (`&`, nohup)."""
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class Stop(KeyboardInterrupt):
    """The person or the system has asked the run to stop.

    A class of its own, because Python ends a process by SIGINT itself once a plain KeyboardInterrupt has passed through `exec`
    of a string, whoever caught it afterwards (`run_eval_code_obj` in CPython's pythonrun.c).
    """


def _say_nothing() -> None:
    """Before the command line is there nobody has words."""


class _Stopping:
    """What has become of being asked, in this process."""

    def __init__(self) -> None:
        self.is_handled = self.is_raised = self.is_answering = self.has_answered = False
        self.asked, self.unwound = threading.Event(), threading.Event()
        self.end = threading.Lock()
        """Held by who ends the process."""
        self.words, self.is_over = threading.Lock(), False
        """Held by who writes how the run ended, and whether that has been done for it."""
        self.last_words: Callable[[], object] = _say_nothing


_state = _Stopping()
_wakeup: int | None = None
"""The end of the pipe that signals are written to, once there is a guard."""


def install_handlers(last_words: Callable[[], object] = _say_nothing) -> None:
    """From now on being asked to stop raises `Stop` in the main thread, the first time; `last_words` says how the run ended.

    Called again, it keeps what has been asked.
    """
    global _state
    if not _state.is_handled:
        _state = _Stopping()
    if threading.current_thread() is not threading.main_thread():
        return
    if not _state.is_handled:
        _state.is_handled = True
        for number in SIGNALS:
            if number.name not in LEFT_IN_PEACE or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _stop)
        signal.set_wakeup_fd(_guarded(), warn_on_full_buffer=False)
        sys.unraisablehook = _say_unless_stopped
        threading.excepthook = _say_of_thread_unless_stopped
    _state.last_words = last_words


def release() -> None:
    """The run has come to its end and its exit code stands: from now on nobody is heard."""
    if _state.is_handled:
        for number in SIGNALS:
            if signal.getsignal(number) is _stop:
                signal.signal(number, signal.SIG_IGN)
        signal.set_wakeup_fd(-1)
        _state.is_handled = False


def was_asked() -> bool:
    """Whether somebody has asked the run to stop."""
    return _state.asked.is_set()


def stop_if_asked() -> None:
    """For places that a run comes by often.

    Raises:
        Stop: somebody has asked, and the run goes on.
    """
    if was_asked():
        _state.is_raised |= threading.current_thread() is threading.main_thread()
        raise Stop


@contextmanager
def answering() -> Iterator[None]:
    """What is written within, the run's one document, is not torn by being asked to stop, as long as the guard waits.

    Raises:
        Stop: at the end, if somebody has asked meanwhile.
    """
    _state.is_answering = _state.has_answered = _state.is_handled
    try:
        yield
    finally:
        _state.is_answering = False
    if not _state.is_raised:
        stop_if_asked()


def has_answered() -> bool:
    """Whether the run has printed its document, or has begun to."""
    return _state.is_handled and _state.has_answered


@contextmanager
def last_lines() -> Iterator[bool]:
    """Whether the run may still write how far it has come; once the guard has ended it, nothing stands after the last words."""
    state = _state
    with state.words:
        yield not state.is_over


def leave() -> NoReturn:
    """End the process as one that was stopped, with its last words; threads that are still at work are not waited for."""
    _state.unwound.set()
    if not _state.end.acquire(blocking=False):
        threading.Event().wait()  # for the guard, which is at it
    _end(_state)


def _stop(_number: int, _frame: object) -> None:
    _state.asked.set()
    if not (_state.is_raised or _state.is_answering):
        _state.is_raised = True
        raise Stop


def _say_unless_stopped(what: UnraisableHookArgs) -> None:
    if not isinstance(what.exc_value, Stop):  # that one is remembered
        sys.__unraisablehook__(what)


def _say_of_thread_unless_stopped(what: ExceptHookArgs) -> None:
    if not isinstance(what.exc_value, Stop):
        threading.__excepthook__(what)


def _guarded() -> int:
    """The guard, begun if there is none, and the end of the pipe that wakes it."""
    global _wakeup
    if _wakeup is None:
        woken, _wakeup = os.pipe()
        if os.name == "posix":
            os.set_blocking(_wakeup, False)  # which `set_wakeup_fd` wants
        threading.Thread(target=_guard, args=(woken,), name="stopping", daemon=True).start()
    return _wakeup


def _guard(woken: int) -> None:
    while number := os.read(woken, 1):
        state = _state
        if number[0] in SIGNALS and state.is_handled:
            state.asked.set()
            state.unwound.wait(GRACE_S)
            if state.end.acquire(blocking=False):
                threading.Thread(target=_end_for_the_run, args=(state,), daemon=True).start()
            threading.Event().wait(LAST_WORDS_S)
            os._exit(EXIT_CODE)


def _end_for_the_run(state: _Stopping) -> NoReturn:
    """What the run would have done, had it unwound."""
    _kill_programs()
    state.words.acquire(timeout=GRACE_S)  # for lines that are being written; a terminal that is held takes none
    state.is_over = True
    _show_cursor()
    _end(state)


def _end(state: _Stopping) -> NoReturn:
    with suppress(Exception):  # a terminal that is closed takes no words
        state.last_words()
    for stream in (sys.stderr, sys.stdout):
        with suppress(Exception):
            stream.flush()
    os._exit(EXIT_CODE)


def _kill_programs() -> None:
    """The ffmpeg programs that a run which does not unwind has left running; nobody else's."""
    import psutil

    with suppress(psutil.Error):
        for child in psutil.Process().children():
            with suppress(psutil.Error):
                if "ffmpeg" in child.name():
                    child.kill()


def _show_cursor() -> None:
    """What the bar has hidden, where there was one."""
    if "rich.live" in sys.modules and sys.stderr.isatty():
        from rich.console import Console

        with suppress(Exception):
            console = Console(stderr=True)
            console.show_cursor(True)
            console.line()
