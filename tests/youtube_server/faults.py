"""Fault plans: what goes wrong, with which request, how often."""

from __future__ import annotations

import re
import threading
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal

from tests.youtube_server.answers import Answer, front_page, refusal
from tests.youtube_server.request import Seen

Kind = Literal["cut_before", "cut_within", "cut_after", "status", "status_after", "stall", "partial", "session_dies"]


class CutError(Exception):
    """The connection is to end without an answer, by a reset (RST) or a plain close (FIN)."""

    def __init__(self, reset: bool = True) -> None:
        super().__init__(reset)
        self.reset = reset


@dataclass(eq=False)
class Fault:
    """One fault: of the requests of that name, counted from when it was added, it meets number `nth` and `times - 1` after it.

    - `cut_before`: the connection is closed when the headers are there; nothing of the body is read, nothing done.
    - `cut_within`: half of the body is read, then the connection is closed; what arrived of a chunk is `stored`, or not.
    - `cut_after`: the work is done, the answer lost.
    - `status`: `status` and `reason` are answered instead of the work (without a reason, Google's front end in HTML).
    - `status_after`: the work is done, then `status` is answered.
    - `stall`: the request is read (and `worked`, or not), then nothing comes until `release()`, or for `wait_s`; then the
      connection is closed, or, if it `answers`, the request goes on as if nothing had been.
    - `partial`: of a chunk only `stored` bytes are taken, rounded down to 256 KiB (True: half).
    - `session_dies`: the upload session answers `status` (404 or 410) from now on; if it `worked`, the bytes are stored before
      (and the video may be complete) and the connection is closed. At `videos.insert.open` the session is opened, and dead.
    """

    name: str
    """The request's name, or a regular expression of names."""
    kind: Kind
    _: KW_ONLY
    nth: int = 1
    times: int = 1
    status: int = 0
    """0: 503, or 404 for a session that dies; with a reason, the reason's own."""
    reason: str = ""
    retry_after: int | str | None = None
    """Seconds, or a date as HTTP writes it."""
    stored: bool | int = True
    worked: bool = False
    wait_s: float | None = None
    answers: bool = False
    reset: bool = True
    """Whether a cut is a reset (RST) or a plain close (FIN)."""
    met: int = 0
    """How many requests of that name have come since it was added."""
    reached: threading.Event = field(default_factory=threading.Event)
    """Set when it has happened (a stall: when it begins)."""
    released: threading.Event = field(default_factory=threading.Event)

    def release(self) -> None:
        """End a stall."""
        self.released.set()

    @property
    def pending(self) -> bool:
        """Whether it has more to do."""
        return self.met < self.nth + self.times - 1

    def works(self) -> bool:
        """Whether the request's work is done in spite of it."""
        return self.kind in ("cut_after", "status_after", "partial") or self.worked or (self.kind == "stall" and self.answers)

    def takes(self, length: int) -> int:
        """How many bytes of a chunk may be stored."""
        if self.kind == "partial" or (self.kind == "cut_within" and self.stored is not True):
            return length // 2 if self.stored is True else int(self.stored)
        return length if self.works() or self.kind == "cut_within" else 0

    def answer(self) -> Answer:
        """What is answered instead."""
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        if self.reason:
            return refusal(self.reason, status=self.status, headers=headers)
        return front_page(self.status or 503, headers)


@dataclass
class Faults:
    """All that is planned."""

    plans: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *faults: Fault) -> Fault:
        """Plan faults; the first one is given back."""
        with self.lock:
            self.plans.extend(faults)
        return faults[0]

    def clear(self) -> None:
        """Forget all plans, and end all stalls."""
        with self.lock:
            for fault in self.plans:
                fault.release()
            self.plans.clear()

    @property
    def left(self) -> list[Fault]:
        """Those that have not (all) happened: a test that planned them may want none."""
        return [fault for fault in self.plans if fault.pending]

    def take(self, seen: Seen) -> Fault | None:
        """The fault that meets a request: the first planned of those whose turn it is."""
        with self.lock:
            found = None
            for fault in self.plans:
                if re.fullmatch(fault.name, seen.name):
                    fault.met += 1
                    if fault.nth <= fault.met < fault.nth + fault.times:
                        found = found or fault
            return found
