"""The day's quota: one bucket of uploads, one of units."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from tests.youtube_server.answers import RefusedError
from tests.youtube_server.settings import Settings

# as of 1 June 2026; what is not named costs 1
UNITS = {
    "captions.list": 50,
    "captions.insert": 400,
    "captions.update": 450,
    "captions.delete": 50,
    "captions.download": 200,
    "thumbnails.set": 50,
    "playlistItems.insert": 50,
    "playlistItems.delete": 50,
    "playlists.insert": 50,
    "videos.update": 50,
    "videos.delete": 50,
}


@dataclass
class Quota:
    """What has been used of the day, which begins at midnight Pacific time."""

    settings: Settings
    now: Callable[[], float]
    inserts: Counter[dt.date] = field(default_factory=Counter)
    units: Counter[dt.date] = field(default_factory=Counter)

    def today(self) -> dt.date:
        """The quota's day."""
        return dt.datetime.fromtimestamp(self.now(), ZoneInfo("America/Los_Angeles")).date()

    @property
    def inserts_today(self) -> int:
        return self.inserts[self.today()]

    @property
    def units_today(self) -> int:
        return self.units[self.today()]

    def spend(self, name: str) -> None:
        """Count a request.

        Raises:
            RefusedError: there is not enough left; nothing is counted.
        """
        used, limit, cost = self.units, self.settings.quota_units, UNITS.get(name, 1)
        if name == "videos.insert.open":
            used, limit, cost = self.inserts, self.settings.quota_inserts, 1
        elif name.startswith("videos.insert."):
            return
        if used[self.today()] + cost > limit:
            raise RefusedError("quotaExceeded")
        used[self.today()] += cost
