"""What a running step emits: values, never prints. The command draws them, the log writes them down, a test collects them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Progress:
    """How much of the step is done, in a unit of the step's own (seconds of recording, bytes)."""

    done: float
    total: float
    unit: Literal["", "bytes"] = ""
    """`bytes` where the speed is worth showing: what goes over a line."""
    expected_s: float | None = None
    """How long the rest is thought to take, by what was measured elsewhere: shown until the run's own pace is known."""


@dataclass(frozen=True)
class Heard:
    """What was heard in a stretch of the recording, before anything is put right: shown while the rest is still being heard."""

    start_us: int
    end_us: int
    text: str


@dataclass(frozen=True)
class Found:
    """What the step found, in a few words for the end of its line: `2 parts, 48 min, 1280x720`."""

    text: str


@dataclass(frozen=True)
class Notice:
    """A sentence that the person must get to see: what was done instead and why, or what only a person can do."""

    text: str
    level: Literal["info", "warning"] = "info"


@dataclass(frozen=True)
class StepBegan:
    """A step of the pipeline begins; events up to its `StepEnded` belong to it."""

    name: str


@dataclass(frozen=True)
class StepEnded:
    """A step came to its end, after `seconds` of wall time; `cached`: nothing had to be done."""

    name: str
    seconds: float
    cached: bool


Event = Progress | Heard | Found | Notice | StepBegan | StepEnded
Emit = Callable[[Event], None]
