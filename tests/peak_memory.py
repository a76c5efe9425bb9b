"""The most memory that a process has had."""

from __future__ import annotations

import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_bytes() -> int:
    """The most memory that this process has had resident, in bytes.

    Not `getrusage` where Linux tells it otherwise: there a new process begins with the peak of the one that started it.
    """
    if STATUS.exists():
        lines = STATUS.read_text(encoding="utf-8", errors="replace").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
