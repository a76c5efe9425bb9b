"""The one door to YouTube: a request goes out with the login's token; a `Response` comes back, or `LostError` is raised.

Also serves google-api-python-client as its `http=`: then API and upload share one connection and one rule for what is lost.
Nothing is retried here but a request that was turned away for an expired token: only the caller knows whether a lost request may
be sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from vbn_video.publish.youtube.transport.http_session import connection_error, new_session
from vbn_video.publish.youtube.transport.responses import LostError, Response
from vbn_video.untrusted.foreign_words import HIDDEN

if TYPE_CHECKING:
    import httplib2
    import requests

BLOCK_BYTES = 1 << 20
"""Length of the part of a file that is in memory at a time."""
CONNECT_S = 30.0
"""Timeout for connecting, and for handing the system a block of what is sent."""
ANSWER_S = 180.0
"""Timeout for the response."""


class Bearer(Protocol):
    """Who the requests are sent for."""

    def token(self) -> str:
        """A token that is valid now."""

    def renew(self) -> str:
        """Another one, after one was turned away."""


class Stream(Protocol):
    """A body that is read as it is sent."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[bytes]: ...

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, none at the end."""


class Connection:
    """One connection to the service, kept open between requests."""

    def __init__(self, bearer: Bearer, root: str, hear_date: Callable[[str | None], None] = lambda _date: None) -> None:
        """`hear_date` is told the header `Date` of every answer."""
        self._bearer, self._hear_date = bearer, hear_date
        self._session = _session(root)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | Stream | None = None) -> Response:
        """Send once, without following a redirect (308 is an answer here).

        Raises:
            LostError: no whole answer came.
            MissingError: the login can't be used, or the connection can't be trusted.
        """
        return self._send(method, url, headers, body, self._bearer.token())

    def send_renewing(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Response:
        """As `send`, and once more with a new token if that one is turned away.

        Raises:
            LostError, MissingError: as `send`.
        """
        answer = self.send(method, url, headers, body)
        if answer.status == 401:
            answer = self._send(method, url, headers, body, self._bearer.renew())
        return answer

    def renew(self) -> None:
        """Get a new token.

        Raises:
            MissingError: the login can't be used any more.
        """
        self._bearer.renew()

    def request(  # noqa: PLR0917
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 0,
        connection_type: object = None,
    ) -> tuple[httplib2.Response, bytes]:
        """What google-api-python-client asks of an `http=`."""
        import httplib2

        sent = {name: value for name, value in (headers or {}).items() if name.lower() != "content-length"}
        answer = self.send_renewing(method, uri, sent, body.encode() if isinstance(body, str) else body)
        return httplib2.Response({**answer.headers, "status": str(answer.status)}), answer.body

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | Stream | None, token: str) -> Response:
        import requests

        try:
            response = self._session.request(
                method,
                url,
                headers={**headers, "Authorization": f"Bearer {token}"},
                data=body,
                allow_redirects=False,
                timeout=(CONNECT_S, ANSWER_S),
            )
        except (requests.RequestException, OSError) as error:
            # without its cause: that holds the request, and so the token
            raise connection_error(error, url) or LostError(type(error).__name__) from None
        self._hear_date(response.headers.get("Date"))
        body = response.content
        if response.status_code >= 400:  # it may quote the request
            body = body.replace(token.encode(), HIDDEN.encode())
        return Response(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)


def _session(root: str) -> requests.Session:
    from requests.adapters import HTTPAdapter

    class InBlocks(HTTPAdapter):
        """Hands on a file in large blocks: with the usual 16 KiB the program is busier than the line."""

        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, **options, blocksize=BLOCK_BYTES)

    session: requests.Session = new_session(root)
    session.headers["Accept-Encoding"] = "gzip, deflate"
    session.mount("https://", InBlocks())
    session.mount("http://", InBlocks())
    return session
