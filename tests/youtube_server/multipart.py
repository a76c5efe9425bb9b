"""Google's multipart/related upload: one part of JSON, one of bytes."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from typing import Any

from tests.youtube_server.answers import RefusedError
from tests.youtube_server.request import Request, document


def metadata_and_media(request: Request) -> tuple[dict[str, Any], bytes]:
    """The resource and the bytes.

    Raises:
        RefusedError: another uploadType, another form, or not two parts.
    """
    if request.one("uploadType") != "multipart":
        raise RefusedError("badRequest", f"uploadType={request.one('uploadType')!r}, not multipart")
    kind = Message()
    kind["Content-Type"] = request.headers["Content-Type"] or ""
    boundary = kind.get_param("boundary")
    if kind.get_content_type() != "multipart/related" or not isinstance(boundary, str):
        raise RefusedError("badRequest", f"Content-Type {request.headers['Content-Type']!r}, not multipart/related")
    mark = b"--" + boundary.encode()
    newline = b"\r\n" if mark + b"\r\n" in request.body else b"\n"  # google-api-python-client writes the latter
    pieces = (newline + request.body).split(newline + mark)
    parts = [_part(piece.removeprefix(newline), newline) for piece in pieces[1:-1]]
    if len(parts) != 2 or not pieces[-1].startswith(b"--"):
        raise RefusedError("badRequest", f"{len(parts)} parts, not 2, or no end")
    (first, resource), (_second, media) = parts
    if first.get_content_type() != "application/json":
        raise RefusedError("badRequest", f"the first part is {first.get_content_type()}, not application/json")
    return document(resource), media


def _part(piece: bytes, newline: bytes) -> tuple[Message, bytes]:
    """Headers and bytes of what stands between two marks."""
    head, blank, body = piece.partition(newline * 2)
    if not blank:
        raise RefusedError("badRequest", "a part without an empty line")
    headers = BytesParser().parsebytes(head + newline * 2)
    if headers["Content-Transfer-Encoding"] not in (None, "binary", "7bit", "8bit"):
        raise RefusedError("badRequest", f"Content-Transfer-Encoding {headers['Content-Transfer-Encoding']}")
    return headers, body
