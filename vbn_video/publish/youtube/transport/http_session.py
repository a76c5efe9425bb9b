"""A session of requests for YouTube and Google's login, and which failures of its connection only a person can repair."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from vbn_video.clock import local_time
from vbn_video.errors import MissingError
from vbn_video.messages import _

GOOGLE = re.compile(r"https://([a-z0-9-]+\.)*googleapis\.com(:443)?(/[!-~]*)?")
LOOPBACK = re.compile(r"(?P<scheme>https?)://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?(/[!-~]*)?")
TIMEOUT_S = 60
"""For an exchange with the login's address."""


def new_session(url: str) -> Any:
    """A session of requests that follows nothing elsewhere; a proxy has no place between this machine and itself."""
    import requests

    session = requests.Session()
    session.trust_env = not is_loopback(url)
    session.auth = lambda request: request  # else a ~/.netrc would add a password of its own
    follow_nothing(session)
    return session


def follow_nothing(session: Any) -> None:
    """Let a session of requests take a redirect as an answer, which goes nowhere with the right that it holds."""
    session.get_redirect_target = lambda _response: None


def connection_error(error: Exception, url: str) -> MissingError | None:
    """The error for a failed connection that only a person can repair; None: it may be there again in a moment."""
    text, host = str(error), urlsplit(url).netloc
    if "certificate is not yet valid" in text or "certificate has expired" in text:
        sentence = _(
            "The certificate of {host} is not valid at the time of this machine's clock, {here}. Set the clock, then try again."
        )
        return MissingError(sentence, host=host, here=local_time(datetime.now(UTC)))
    if "CERTIFICATE_VERIFY_FAILED" in text or "CA certificate bundle" in text:
        sentence = _(
            "The connection to {host} can't be trusted: its certificate is from nobody whom this machine knows. Where a firewall"
            " opens what is encrypted, name its certificate: REQUESTS_CA_BUNDLE=FILE"
        )
        return MissingError(sentence, host=host)
    return None


def is_loopback(url: str) -> bool:
    """Whether the address is plain http on this machine, as in tests and rehearsals."""
    found = LOOPBACK.fullmatch(url)
    return found is not None and found["scheme"] == "http"


def may_have_token(url: str, root: str) -> bool:
    """Whether the login's token may go to an address that an answer names: to Google's, else from this machine to itself.

    `root`: the address of the interface. Where the person has named another one, the token goes there, but not where it points.
    """
    return bool(GOOGLE.fullmatch(url) or (LOOPBACK.fullmatch(root) and LOOPBACK.fullmatch(url)))
