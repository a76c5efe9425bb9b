"""Being asked to stop, by Ctrl-C or by the system: said once, remembered, never lost.

Python raises KeyboardInterrupt wherever it is at work. Where that is the import of a compiled library, the library may make an
ImportError of it, or nothing; so what was asked is remembered here, and a run ends by it whatever became of the exception.
"""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


class Stop(KeyboardInterrupt):
    """The person or the system has asked the run to stop.

    A class of its own, because Python ends a process by SIGINT itself once a plain KeyboardInterrupt has passed through `exec`
    of a string, whoever caught it afterwards (`run_eval_code_obj` in CPython's pythonrun.c).
    """


_asked = threading.Event()


def install_handlers() -> None:
    """From now on Ctrl-C, and being asked to end, raise `Stop`; a shell that has Ctrl-C ignored in a job is left in peace."""
    _asked.clear()
    if threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    sys.unraisablehook = _say_unless_stopped


def was_asked() -> bool:
    """Whether somebody has asked the run to stop."""
    return _asked.is_set()


def stop_if_asked() -> None:
    """For places that a run comes by often.

    Raises:
        Stop: somebody has asked, and nobody has heard it.
    """
    if was_asked():
        raise Stop


def _stop(_number: int, _frame: object) -> None:
    _asked.set()
    raise Stop


def _say_unless_stopped(what: UnraisableHookArgs) -> None:
    if not isinstance(what.exc_value, Stop):  # that one is remembered
        sys.__unraisablehook__(what)
