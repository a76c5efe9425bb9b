"""On what a measurement was made, in one line (without it a number says nothing), and what a command takes of the machine."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psutil

SAMPLED_EVERY_S, SELDOM_S = 0.1, 1.0
SAMPLES = 100
"""About so many of a long run, with rests of no more than a second between them: each costs the run some time."""


@dataclass(frozen=True)
class Taken:
    """What a command took, and what it printed."""

    seconds: float
    """Wall time from its start to its end."""
    processor_s: float
    """What it and all processes below it had of the processors, to a hundredth or a tenth of a second."""
    peak_bytes: int
    """The most memory that it and all processes below it had at one moment, what they share counted once."""
    out: str


def taken(command: Sequence[object]) -> Taken:
    """Run a command to its end; one that fails ends the program with its words."""
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        began_s = time.perf_counter()
        with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=complaints) as process:
            seen, ended = Seen(), threading.Event()
            watcher = threading.Thread(target=_watch, args=(process.pid, seen, ended))
            watcher.start()
            code = process.wait()
            seconds = time.perf_counter() - began_s
            ended.set()
            watcher.join()
        for file in (out, complaints):
            file.seek(0)
        if code:
            sys.exit(f"{' '.join(words)} ended with {code}:\n{complaints.read().decode(errors='replace')}")
        return Taken(seconds, seen.processor_s, seen.peak_bytes, out.read().decode())


@dataclass
class Seen:
    """The most that was seen of running processes."""

    processor_s: float = 0.0
    peak_bytes: int = 0


def _watch(pid: int, seen: Seen, ended: threading.Event) -> None:
    with suppress(psutil.Error):
        top, began_s = psutil.Process(pid), time.monotonic()
        while not ended.wait(min(max((time.monotonic() - began_s) / SAMPLES, SAMPLED_EVERY_S), SELDOM_S)):
            running = (top, *top.children(recursive=True))
            seen.processor_s = max(seen.processor_s, sum(map(_processor_s, running)))
            seen.peak_bytes = max(seen.peak_bytes, sum(map(_memory, running)))


def _processor_s(process: psutil.Process) -> float:
    """Its own time and that of its children that have ended."""
    with suppress(psutil.Error):
        return float(sum(process.cpu_times()[:4]))
    return 0.0


def _memory(process: psutil.Process) -> int:
    """The process's proportional share of what is resident; on systems that don't know it, all that is resident."""
    with suppress(psutil.Error):
        memory = process.memory_full_info()
        return int(getattr(memory, "pss", 0) or memory.rss)
    return 0


def description(packages: Iterable[str]) -> str:
    """`2 × Intel …, Linux 6.1, Python 3.11.2, vbn-video 0.1.0, click 8.2.0`."""
    versions = [f"{package} {version(package)}" for package in ("vbn-video", *packages)]
    system = f"{platform.system()} {platform.release()}"
    return ", ".join([f"{os.cpu_count()} × {_processor()}", system, f"Python {platform.python_version()}", *versions])


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
