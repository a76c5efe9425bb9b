"""Nothing that a test hands to a reader may keep it busy, or make it fill the memory."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

STATM = Path("/proc/self/statm")


class TooBusyError(BaseException):  # no reader shall take it for one of its own
    """More processor time than was allowed."""


@contextmanager
def bounded(cpu_s: float = 5.0, more_mib: int = 512) -> Iterator[None]:
    """At most so many seconds of the processor, after which `TooBusyError` is raised, and so much more memory than now, after
    which Python raises `MemoryError`. Where a system can't be asked for that, nothing is bounded."""
    if sys.platform != "linux":
        yield
        return
    import resource

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooBusyError(f"more than {cpu_s} s of the processor")

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    used = int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    before = signal.signal(signal.SIGVTALRM, stop)
    resource.setrlimit(resource.RLIMIT_AS, (used + (more_mib << 20), hard))
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s, cpu_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGVTALRM, before)
