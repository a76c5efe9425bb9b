"""Stands around the application: nothing reaches it that may not be asked, and nothing leaves it without its headers."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from vbn_video.errors import InputError
from vbn_video.messages import _, language
from vbn_video.review.access.allowed import ADDRESS, BEGIN, READS, RESUME, RESUME_KEY, Refusal, refusal_of
from vbn_video.review.access.browser_session import Session
from vbn_video.review.access.page_headers import with_page_headers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY = re.compile(r"[0-9a-f]{16}")


class Guard:
    """The application, for those whom the session has let in."""

    def __init__(self, application: ASGIApp, session: Session) -> None:
        self._application, self._session = application, session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with a sentence."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": with_page_headers(list(message["headers"]))}
            await send(message)

        request = Request(scope)
        answer = self._own_answer(request)
        await (answer or self._application)(scope, receive, send_with_headers)

    def _own_answer(self, request: Request) -> Response | None:
        """What is answered here and not by the application: refusals, and letting in."""
        path, method = request.url.path, request.method
        if refusal := refusal_of(method, path, _single(request), self._session):
            return _refused(refusal, path)
        if path == BEGIN:
            return self._let_in(request)
        if path == ADDRESS:
            return JSONResponse({"address": self._session.new_address(_key(request.query_params.get("project")))})
        if path == RESUME_KEY:
            return JSONResponse({"key": self._session.resume_key, "port": self._session.port})
        return self._resume(request) if path == RESUME else None

    def _resume(self, request: Request) -> Response:
        """Prove that this is the next server of the tab's own, then let the tab in that proves the same of itself."""
        asked = request.query_params
        if request.method in READS:
            proof, challenge = self._session.prove(asked.get("nonce", ""))
            return JSONResponse({"proof": proof, "challenge": challenge})
        if not self._session.accepts(asked.get("challenge", ""), asked.get("proof", "")):
            sentence = _("This tab is of another run of vbn-video. Run vbn-video review again: it opens the page where it is.")
            return _refused(Refusal(403, sentence), RESUME)
        return JSONResponse({}, headers={"set-cookie": self._session.set_cookie})

    def _let_in(self, request: Request) -> Response:
        """The token becomes a cookie, and the page itself leads on: a cookie that is Strict is not sent along with a redirect
        that another page has begun."""
        if not self._session.redeem(request.query_params.get("token", "")):
            if self._session.has_cookie(request.headers.get("cookie")):
                return _leads_on(request)
            sentence = _("This address has been used, or is of an earlier run. Run vbn-video review again: it opens the page.")
            return _refused(Refusal(403, sentence), "/")
        answer = _leads_on(request)
        answer.headers["set-cookie"] = self._session.set_cookie
        return answer


def _single(request: Request) -> dict[str, str]:
    """The headers by their names; of one that is sent twice, all values together, which then are nothing that is allowed."""
    found: dict[str, str] = {}
    for name, value in request.headers.items():
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _key(named: str | None) -> str | None:
    return named if named and KEY.fullmatch(named) else None


def _leads_on(request: Request) -> Response:
    key = _key(request.query_params.get("project"))
    return HTMLResponse(_page(f'<meta http-equiv="refresh" content="0; url=/{f"#/{key}/captions" if key else ""}">', ""))


def _refused(refusal: Refusal, path: str) -> Response:
    if path.startswith(("/api/", "/media/", "/assets/")):
        error = {"message": refusal.sentence, "exit_code": InputError.exit_code}
        return JSONResponse({"error": error}, refusal.status)
    return HTMLResponse(_page("", f"<p>{escape(refusal.sentence)}</p>"), refusal.status)


def _page(head: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>vbn-video</title><link rel="icon" href="data:,">{head}'
    return f'<!DOCTYPE html><html lang="{language()}"><head>{head}</head><body>{body}</body></html>'
