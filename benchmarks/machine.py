"""On what a measurement was made, in one line: without it a number says nothing."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path


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
