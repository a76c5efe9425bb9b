"""What the day's requests have cost: YouTube gives each OAuth client so much a day, and does not say how much is left.

The count is this machine's own, by OAuth client and address of the interface, in the person's state folder. A request that is
sent again counts again. It can only be too low (other machines use the same client), so that YouTube's own no is still to be
expected; and because it is only a count, nothing ever fails because it can't be kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vbn_video.errors import MissingError, TargetError
from vbn_video.messages import _
from vbn_video.project import write_atomically

FILE = "quota.json"
INSERTS, UNITS = 100, 10_000
"""What a client has for a day since 1 June 2026: uploads, and units for all other requests."""
INSERT = "videos.insert"
COSTS = {
    "captions.list": 50,
    "captions.insert": 400,
    "captions.update": 450,
    "captions.delete": 50,
    "thumbnails.set": 50,
    "playlists.insert": 50,
    "playlistItems.insert": 50,
    "playlistItems.delete": 50,
    "videos.update": 50,
    "videos.delete": 50,
}
"""Units; what is not here is a list, and costs 1."""
ZONE = "America/Los_Angeles"  # the day begins at its midnight
WAIT_S = 2.0


@dataclass(frozen=True)
class Allowance:
    """So many uploads and units."""

    inserts: int
    units: int

    def __add__(self, other: Allowance) -> Allowance:
        return Allowance(self.inserts + other.inserts, self.units + other.units)


NOTHING = Allowance(0, 0)


def cost(method: str) -> Allowance:
    """What one request of a method costs."""
    return Allowance(1, 0) if method == INSERT else Allowance(0, COSTS.get(method, 1))


def quota_file() -> Path:
    """Where the count lies on this machine."""
    from platformdirs import user_state_path

    return user_state_path("vbn-video", appauthor=False) / FILE


class Quota:
    """The count of one OAuth client at one address."""

    def __init__(
        self, path: Path, client_id: str, api_root: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.path = path
        self._key = f"{client_id} {api_root.rstrip('/')}"
        self.holds_back = (urlsplit(api_root).hostname or "").endswith("googleapis.com")
        """Whether the count means anything: it does at Google, not at an address for rehearsals."""
        self._now = now
        self._unwritten: tuple[str, Allowance] = ("", NOTHING)
        """What the disk would not take, and of which day."""

    def spend(self, method: str) -> None:
        """Count one request of a method, `captions.insert`, as it is sent."""
        from filelock import FileLock, Timeout

        day = self._day()
        more = self._pending(day) + cost(method)
        self._unwritten = (day, more)
        with suppress(OSError, Timeout):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=WAIT_S):
                self._write(day, self._written(day) + more)
            self._unwritten = (day, NOTHING)

    def left(self) -> Allowance:
        """What is left of the day, by our count."""
        day = self._day()
        spent = self._written(day) + self._pending(day)
        return Allowance(max(INSERTS - spent.inserts, 0), max(UNITS - spent.units, 0))

    def resets_at(self) -> datetime:
        """When the next day begins, midnight in California, in UTC."""
        tomorrow = self._now().astimezone(_zone()).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return tomorrow.astimezone(UTC)

    def hold_back(self, need: Sequence[str]) -> None:
        """See that the day's rest will do for these requests; at any address but Google's own everything will.

        Raises:
            TargetError: it will not; the sentence says when the next day begins.
        """
        needed, left = sum(map(cost, need), NOTHING), self.left()
        if not self.holds_back or (needed.inserts <= left.inserts and needed.units <= left.units):
            return
        reset = f"{self.resets_at().astimezone():%Y-%m-%d %H:%M}"
        if needed.inserts > left.inserts:
            sentence = _(
                "YouTube takes {limit} uploads a day from one Google project, and they are used up by this machine's count. Run"
                " the same command again after {reset}."
            )
            raise TargetError(sentence, limit=INSERTS, reset=reset)
        sentence = _(
            "This takes {needed} units of the Google project's quota at YouTube, and by this machine's count {left} are left"
            " today. Run the same command again after {reset}."
        )
        raise TargetError(sentence, needed=needed.units, left=left.units, reset=reset)

    def _day(self) -> str:
        return self._now().astimezone(_zone()).date().isoformat()

    def _pending(self, day: str) -> Allowance:
        return self._unwritten[1] if self._unwritten[0] == day else NOTHING

    def _written(self, day: str) -> Allowance:
        """What the file says of this day; what can't be read was nothing."""
        with suppress(KeyError, TypeError, ValueError):
            words = self._document()[self._key]
            if words["day"] == day:
                return Allowance(max(int(words["inserts"]), 0), max(int(words["units"]), 0))
        return NOTHING

    def _write(self, day: str, spent: Allowance) -> None:
        """Put the count in place, and drop those of other days."""
        others = {key: words for key, words in self._document().items() if isinstance(words, dict) and words.get("day") == day}
        words = {**others, self._key: {"day": day, "inserts": spent.inserts, "units": spent.units}}
        write_atomically(self.path, json.dumps(words, indent=1).encode())

    def _document(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            words = json.loads(self.path.read_bytes())
            if isinstance(words, dict):
                return words
        return {}


def _zone() -> Any:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        raise MissingError(_("The time zone {zone} is not known here. Install its data: pip install tzdata"), zone=ZONE) from None
