"""How long `vbn-video --help` takes against `python -c "import click"`, in pairs, so that a busy moment hits both.

usage: python -m benchmarks.help_start [PAIRS]
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.machine import description

PAIRS = 15
PROMISE = 2.0
SCRIPT = Path(sys.executable).with_name("vbn-video.exe" if sys.platform == "win32" else "vbn-video")


def elapsed_s(command: list[str]) -> float:
    """The wall time of a command from its start to its end."""
    began_s = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began_s


def main(pairs: int = PAIRS) -> None:
    """Measure and print."""
    ours, peer = [str(SCRIPT), "--help"], [sys.executable, "-c", "import click"]
    for command in (ours, peer):  # from here on the disk's cache is warm
        elapsed_s(command)
    runs = [(elapsed_s(ours), elapsed_s(peer)) for _pair in range(pairs)]
    ratios = sorted(mine / theirs for mine, theirs in runs)
    print("vbn-video --help against python -c 'import click'")
    print(f"  {median(mine for mine, _ in runs) * 1000:.0f} ms against {median(theirs for _, theirs in runs) * 1000:.0f} ms")
    print(
        f"  ratio {median(ratios):.2f} (of {pairs} pairs: {ratios[0]:.2f} to {ratios[-1]:.2f}; promised: {PROMISE:.0f} at most)"
    )
    print(f"  {description(['click', 'rich'])}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
