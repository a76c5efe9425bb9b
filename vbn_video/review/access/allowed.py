"""Whether a request may be answered, by its headers alone.

Cookies and SameSite know no ports: a page of another server on this machine sends ours along. Where a request comes from is
therefore told by Origin and Sec-Fetch-Site, against a fixed list and never against Host, which a rebound name would match too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vbn_video.messages import _
from vbn_video.review.access.browser_session import Session

BEGIN = "/begin"
ADDRESS = "/api/address"
RESUME, RESUME_KEY = "/api/resume", "/api/resume-key"
"""Where a tab of an earlier server is let in again; where a tab that was let in is told the key for it."""
READS = ("GET", "HEAD")
CHANGES = ("POST", "PUT", "PATCH", "DELETE")
OWN_HEADER, OWN_VALUE = "x-vbn-video", "review"
"""What a form of another page can't send without being asked for leave first, which nobody gets."""
LARGEST_BODY = 16 << 20
"""The captions of three hours are a tenth of it."""


@dataclass(frozen=True)
class Refusal:
    """Why a request is not answered."""

    status: int
    sentence: str


def refusal_of(method: str, path: str, headers: Mapping[str, str], session: Session) -> Refusal | None:
    """Why a request with these headers (names in lower case) is not answered; None where it is."""
    if headers.get("host", "") not in session.hosts:
        return Refusal(421, _("This address is not the page's own. Open the address that vbn-video review has printed."))
    if method not in (*READS, *CHANGES):
        return Refusal(405, _("This is nothing that the page asks for."))
    if headers.get("origin", session.origins[0]) not in session.origins:
        return _foreign()
    is_command = path == ADDRESS and method == "POST" and session.has_command_key(headers.get("authorization"))
    if is_command or (path == BEGIN and method in READS):
        return None
    return _refusal_of_page(method, path, headers, session)


def _refusal_of_page(method: str, path: str, headers: Mapping[str, str], session: Session) -> Refusal | None:
    """Of a request that only the page itself may make; a tab of an earlier server has yet to get its cookie."""
    if not _is_from_page(method, path, headers):
        return _foreign()
    if path != RESUME and not session.has_cookie(headers.get("cookie")):
        return Refusal(403, _("This browser has not been let in. Run vbn-video review again: it opens the page where it is."))
    return _refusal_of_change(headers) if method in CHANGES else None


def _foreign() -> Refusal:
    return Refusal(403, _("Another page may not ask for this."))


def _is_from_page(method: str, path: str, headers: Mapping[str, str]) -> bool:
    """Whether the page itself asks, or a person who typed the address; from elsewhere one may only come to the page's front."""
    site = headers.get("sec-fetch-site")
    if method in CHANGES:
        return site == "same-origin" or (site is None and "origin" in headers)
    comes_by = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return site in (None, "same-origin", "none") or (path == "/" and comes_by == ("navigate", "document"))


def _refusal_of_change(headers: Mapping[str, str]) -> Refusal | None:
    if headers.get(OWN_HEADER) != OWN_VALUE:
        return _foreign()
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return Refusal(415, _("A change is sent as JSON."))
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        return Refusal(411, _("A change says how long it is."))
    if int(length) > LARGEST_BODY:
        return Refusal(413, _("This is more than a page has to send at once."))
    return None
