"""Which run a temporary name in the media folder belongs to, and whether that run is still at work.

    .vbn-video-MACHINE-PROCESS-STARTED-SERIAL-…    hexadecimal; SERIAL is random, so no two runs share a name

The folder may lie on a drive that many machines share, with clocks of their own and perhaps without locks. So what is not known
stays "unknown", and only what is dead may be swept.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

HIDDEN_PREFIX = ".vbn-video-"
ABANDONED_S = 24 * 3600.0
"""What was not written to for so long, by the drive's own clock, was left by a run that is gone: a sent piece takes seconds."""
SAME_START_S = 2
"""Systems that reckon a process' start from the clock may say it a second off."""

Life = Literal["alive", "unknown", "dead"]
Process = Literal["running", "another", "gone"]
"""What the number of a process stands for now: that process, another one, or none."""

_NAME = re.compile(rf"{re.escape(HIDDEN_PREFIX)}([0-9a-f]{{8}})-([0-9a-f]+)-([0-9a-f]+)-([0-9a-f]{{8}})(?:[-.]|$)")


@dataclass(frozen=True)
class RunMark:
    """One run that writes into the media folder."""

    machine: str
    """A hash of the machine, since it was last started."""
    process: int
    started: int
    """Seconds since 1970 by that machine's clock."""
    serial: str

    @classmethod
    def new(cls) -> RunMark:
        """A mark for a run of this process."""
        return cls(_machine(), os.getpid(), _started(os.getpid()), secrets.token_hex(4))

    @classmethod
    def of_name(cls, name: str) -> RunMark | None:
        """The run that a hidden name belongs to; None where it is no name of ours."""
        found = _NAME.match(name)
        return cls(found[1], int(found[2], 16), int(found[3], 16), found[4]) if found else None

    @property
    def prefix(self) -> str:
        """What all hidden names of this run begin with."""
        return f"{HIDDEN_PREFIX}{self.machine}-{self.process:x}-{self.started:x}-{self.serial}"

    @property
    def lock(self) -> str:
        """The file that the run holds locked while it is at work, where the drive has locks."""
        return f"{self.prefix}.lock"


def judge_life(process: Process | None, *, held: bool | None, age_s: float) -> Life:
    """Whether a run is at work.

    Args:
        process: what its process is now; None for a run of another machine.
        held: whether its lock is held; None where that can't be told. A free lock proves nothing to another machine, as a drive
            may have locks that only one machine sees.
        age_s: how long ago it last wrote, by the drive's clock.
    """
    if held or process == "running":
        return "alive"
    if process == "gone" or (process == "another" and held is False) or age_s > ABANDONED_S:
        return "dead"
    return "unknown"


def process_of(run: RunMark) -> Process | None:
    """What the run's process is now, if it is of this machine."""
    import psutil

    if run.machine != _machine():
        return None
    try:
        process = psutil.Process(run.process)
        if process.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD):
            return "gone"
        return "running" if abs(int(process.create_time()) - run.started) <= SAME_START_S else "another"
    except psutil.NoSuchProcess:
        return "gone"
    except (psutil.Error, OSError):
        return "another"


@cache
def _machine() -> str:
    parts = [platform.node()]
    with suppress(OSError):  # Linux: a number of a process is one only within a start and a container
        parts += [Path("/proc/sys/kernel/random/boot_id").read_text(), str(Path("/proc/self/ns/pid").readlink())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


@cache
def _started(process: int) -> int:
    import psutil

    return int(psutil.Process(process).create_time())
