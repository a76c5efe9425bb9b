"""What every answer says of itself: what the page may load, who may show it, and that nothing of it is kept."""

from __future__ import annotations

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
    " connect-src 'self'; font-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)
ALWAYS = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
FOREIGN = (b"access-control-allow-origin", b"access-control-allow-credentials", b"server")
"""What no answer says: nobody else may read it."""


def with_page_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """An answer's headers with those that every answer has; one that the answer sets itself stands."""
    own = [(name, value) for name, value in headers if name.lower() not in FOREIGN]
    names = {name.lower() for name, _value in own}
    return [*own, *((name, value) for name, value in ALWAYS if name not in names)]
