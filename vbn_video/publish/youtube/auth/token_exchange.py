"""One exchange with the address that renews logins, under google-auth: what was answered, and whether it is worth another try.

google-auth would wait and try again by itself, without a word and without end to what its errors quote; here it sees only answers
that are final.
"""

import contextlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from vbn_video.codec import parse_json
from vbn_video.messages import _
from vbn_video.publish.youtube.transport.http_session import TIMEOUT_S, connection_error, new_session
from vbn_video.publish.youtube.transport.responses import retry_after_s

UNKNOWN_CLIENT = ("invalid_client", "unauthorized_client", "deleted_client")
REASON = re.compile(r"[a-z_]{1,40}")  # of a refusal; what looks otherwise may hold anything, and is not shown


class NotNowError(Exception):
    """The token address could not be reached, or did not answer as one; it may in a moment."""


class TokenExchange:
    """google-auth's transport for one exchange, which notes what was answered; google-auth itself then never waits."""

    def __init__(self) -> None:
        self.status = 0
        self.answer: Mapping[str, Any] = {}
        self.at: datetime | None = None
        """The server's clock."""
        self.retry_after_s = 0.0

    def __call__(self, url: str, **request: Any) -> Any:
        """Send it, and hand on what is an answer of a token address.

        Raises:
            NotNowError: it is none.
            MissingError: the connection can't be trusted.
        """
        from google.auth.exceptions import TransportError
        from google.auth.transport.requests import Request

        try:
            response = Request(new_session(url))(url, **{**request, "timeout": TIMEOUT_S, "allow_redirects": False})
        except (TransportError, OSError) as error:
            raise connection_error(error, url) or NotNowError(_("no connection")) from None
        self.status = response.status
        with contextlib.suppress(ValueError, TypeError):
            self.at = parsedate_to_datetime(response.headers.get("Date")).astimezone(UTC)
        self.retry_after_s = retry_after_s(response.headers.get("Retry-After"), datetime.now(UTC))
        if self.status == 429 or self.status >= 500:
            raise NotNowError(f"HTTP {self.status}")
        with contextlib.suppress(ValueError):
            words = parse_json(response.data)
            self.answer = words if isinstance(words, dict) else {}
        is_good = isinstance(self.answer.get("access_token"), str) and str(self.answer.get("expires_in") or 0).isdecimal()
        if self.status < 400 and not is_good:  # a hotel's login page, for one
            raise NotNowError(_("somebody else answered in its place"))
        return response
