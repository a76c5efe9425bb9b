"""One stream of server-sent events for each open tab; how many are open says whether anybody is still there.

publish (any thread) ─► a queue for each tab ─► GET /api/events (HTML Living Standard, 9.2 Server-sent events)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

HEARTBEAT_S = 15.0
"""How often a silent stream says that it is there, so that a tab that was closed without a word is noticed."""
MOST_WAITING = 1000
"""Events that a tab may be behind; one that is further behind reloads what it shows when it is told that it lost some."""


@dataclass(eq=False)
class _Tab:
    loop: asyncio.AbstractEventLoop
    events: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))


class EventHub:
    """Every open tab, and since when there has been none."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now, self._lock = now, Lock()
        self._tabs: set[_Tab] = set()
        self._is_closed = False
        self._came = False
        self._alone_since = now()

    def publish(self, event: str, document: Mapping[str, Any]) -> None:
        """Tell every tab; from any thread."""
        self._send(f"event: {event}\ndata: {json.dumps(document, ensure_ascii=False)}\n\n".encode())

    def close(self) -> None:
        """Say to every tab that the server ends, and end the streams."""
        with self._lock:
            self._is_closed = True
        self.publish("end", {})
        self._send(None)

    def alone_s(self) -> tuple[bool, float]:
        """(whether a tab has ever come, for how many seconds none has been open)."""
        with self._lock:
            return self._came, 0.0 if self._tabs else self._now() - self._alone_since

    async def stream(self) -> AsyncIterator[bytes]:
        """The events for one tab, from now on until it goes or the server ends."""
        tab = _Tab(asyncio.get_running_loop())
        with self._lock:
            self._tabs.add(tab)
            self._came = True
            is_late = self._is_closed
        try:
            yield b"retry: 1000\n\n"
            while not is_late:
                piece = await _next(tab.events)
                if piece is None:
                    return
                yield piece
        finally:
            with self._lock:
                self._tabs.discard(tab)
                self._alone_since = self._now()

    def _send(self, piece: bytes | None) -> None:
        with self._lock:
            tabs = list(self._tabs)
        for tab in tabs:
            with suppress(RuntimeError):  # its loop is closed: the tab is gone
                tab.loop.call_soon_threadsafe(_put, tab.events, piece)


def _put(events: asyncio.Queue[bytes | None], piece: bytes | None) -> None:
    if events.full():
        while not events.empty():
            events.get_nowait()
        events.put_nowait(b"event: lost\ndata: {}\n\n")
    events.put_nowait(piece)


async def _next(events: asyncio.Queue[bytes | None]) -> bytes | None:
    try:
        return await asyncio.wait_for(events.get(), HEARTBEAT_S)
    except TimeoutError:
        return b": here\n\n"
