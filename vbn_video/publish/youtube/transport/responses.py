"""What comes back from YouTube: a response with status, headers and body; a refusal read from one; or nothing, `LostError`."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from vbn_video.codec import parse_json
from vbn_video.untrusted.foreign_words import quoted

REASON_LENGTH = 60
GONE = frozenset((404, 410))
TRANSIENT_STATUSES = frozenset((408, 429, 500, 502, 503, 504))
TRANSIENT_REASONS = frozenset(("rateLimitExceeded", "userRateLimitExceeded", "backendError", "internalError"))


class LostError(Exception):
    """No answer came: the request may have arrived or not."""


@dataclass(frozen=True)
class Refused:
    """The service's no: status, Google's reason, its message as it may be shown, and how long it asks to be left alone."""

    status: int
    reason: str = ""
    message: str = ""
    retry_after_s: float = 0.0

    @property
    def passes(self) -> bool:
        """Whether the same request may be taken a little later."""
        return self.status in TRANSIENT_STATUSES or (self.status == 403 and self.reason in TRANSIENT_REASONS)


@dataclass(frozen=True)
class Response:
    """Status, headers (names in lower case) and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; empty where it is none."""
        try:
            document = parse_json(self.body)
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    def refused(self, now: dt.datetime) -> Refused:
        """The refusal that it is, by Google's error document; its reason and message are empty where there is none."""
        error = self.json().get("error")
        error = error if isinstance(error, dict) else {}
        first = _first(error.get("errors"))
        reason = first.get("reason") or _first(error.get("details")).get("reason") or ""
        message = first.get("message") or error.get("message") or ""
        wait_s = retry_after_s(self.headers.get("retry-after"), now)
        return Refused(self.status, quoted(reason, REASON_LENGTH), quoted(message), wait_s)


def retry_after_s(header: str | None, now: dt.datetime) -> float:
    """How long a service asks to be left alone, by its `Retry-After`: seconds, or a time of day; 0 where it does not ask."""
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, float(header or ""))
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, (parsedate_to_datetime(header or "") - now).total_seconds())
    return 0.0


def _first(items: object) -> Mapping[str, Any]:
    return items[0] if isinstance(items, list) and items and isinstance(items[0], dict) else {}
