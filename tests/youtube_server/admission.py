"""What comes before any work: who asks, whether they may, and whether they ask for what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.youtube_server.answers import RefusedError
from tests.youtube_server.request import Request

if TYPE_CHECKING:
    from tests.youtube_server.service import Service


def check(service: Service, request: Request) -> None:
    """Who asks, whether they may, and whether the parameters are the method's; the quota is counted last.

    Raises:
        RefusedError: as the service refuses.
    """
    method = request.method
    if not method.signed_in:
        return
    request.access = service.oauth.bearer(request)
    if not method.scopes & set(request.access.grant.scopes):
        raise RefusedError("insufficientPermissions")
    for name in request.query:
        if name not in method.parameters and not (name == "part" and method.parts):
            raise RefusedError("unexpectedParameter", f"unknown parameter {name}", location=name)
    if request.one("alt", "json") not in (("json", "media") if method.name == "captions.download" else ("json",)):
        raise RefusedError("invalidParameter", f"alt={request.one('alt')}", location="alt")
    if method.parts:
        if not request.parts:
            raise RefusedError("missingRequiredParameter", "no part", "No value was given for part.", location="part")
        for part in request.parts:
            if part not in method.parts:
                raise RefusedError("unknownPart", f"unknown part {part}", f"'{part}'", location="part")
    service.quota.spend(method.name)
