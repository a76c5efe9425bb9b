"""Google's sign-in: authorization, tokens, revocation, and the files that clients keep of them."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from tests.youtube_server.answers import REALM, Answer, RefusedError, say
from tests.youtube_server.request import Request
from tests.youtube_server.state import Channel

if TYPE_CHECKING:
    from tests.youtube_server.service import Service

CLIENT_ID = "407408718192-vbn.apps.googleusercontent.com"
CLIENT_SECRET = "GOCSPX-a-secret-of-the-rehearsal"
FORCE_SSL = "https://www.googleapis.com/auth/youtube.force-ssl"
LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/.*)?")


@dataclass
class Grant:
    """What a person allowed a client."""

    refresh_token: str
    channel: Channel
    scopes: tuple[str, ...]
    granted_at: float
    revoked: bool = False


@dataclass
class Access:
    """An access token."""

    token: str
    grant: Grant
    expires_at: float


@dataclass
class Code:
    """An authorization code that can be exchanged once."""

    grant: Grant
    redirect_uri: str
    challenge: str


@dataclass
class OAuthRefusedError(Exception):
    """The token endpoint refuses, in the form that RFC 6749 gives."""

    error: str
    description: str
    wrong: str = ""
    status: int = 400

    def answer(self) -> Answer:
        """As Google writes it."""
        return say({"error": self.error, "error_description": self.description}, status=self.status)


class OAuth:
    """The clients' rights."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.grants: dict[str, Grant] = {}
        """By refresh token, the ended ones too."""
        self.accesses: dict[str, Access] = {}
        """By access token, the expired ones too."""
        self.codes: dict[str, Code] = {}
        self.redirect_uris: tuple[str, ...] = ()
        """Those of a client of the type "web"; () = a desktop app: any loopback address."""

    def allow(self, scopes: tuple[str, ...] = (FORCE_SSL,), channel: Channel | None = None) -> Grant:
        """A person's consent."""
        with self.service.lock:
            state = self.service.state
            grant = Grant(state.new_id("1//0", 64), channel or state.channel, tuple(scopes), self.service.clock())
            self.grants[grant.refresh_token] = grant
            return grant

    def access(self, grant: Grant, life_s: float | None = None) -> Access:
        """A new access token."""
        with self.service.lock:
            life_s = self.service.settings.access_life_s if life_s is None else life_s
            access = Access(self.service.state.new_id("ya29.a0", 96), grant, self.service.clock() + life_s)
            self.accesses[access.token] = access
            return access

    def bearer(self, request: Request) -> Access:
        """Who asks.

        Raises:
            RefusedError: no token, or one that is no longer valid.
        """
        kind, _, token = (request.headers["Authorization"] or "").partition(" ")
        if "key" in request.query:
            raise RefusedError("keyInvalid", "an API key")
        if "access_token" in request.query or "oauth_token" in request.query:
            raise RefusedError("authError", "a token in the address")
        if not token:
            raise RefusedError("required", "no bearer token", headers={"WWW-Authenticate": REALM})
        access = self.accesses.get(token.strip())
        if kind != "Bearer" or access is None:
            raise RefusedError("authError", "a bearer token that was never issued")
        if access.expires_at <= self.service.clock() or not self.lives(access.grant):
            raise RefusedError("authError")
        return access

    def lives(self, grant: Grant) -> bool:
        """Whether a grant still holds."""
        life_s = self.service.settings.refresh_life_s
        return not grant.revoked and (life_s is None or self.service.clock() < grant.granted_at + life_s)

    def revoke_all(self) -> None:
        """As a person does in the Google account: no token holds any longer."""
        with self.service.lock:
            for grant in self.grants.values():
                grant.revoked = True

    def expire_all(self) -> None:
        """Every access token has expired; the refresh tokens hold."""
        with self.service.lock:
            for access in self.accesses.values():
                access.expires_at = self.service.clock() - 1

    def write_token_file(
        self,
        path: Path,
        *,
        expired: bool = False,
        stale: bool = False,
        scopes: tuple[str, ...] = (FORCE_SSL,),
        channel: Channel | None = None,
        revoked: bool = False,
    ) -> Grant:
        """google-auth's *authorized user* file for a login, 0600.

        `expired`: its access token is, and says so. `stale`: only the server knows that it is.
        `revoked`: nothing holds any longer.
        """
        grant = self.allow(scopes, channel)
        grant.revoked = revoked
        access = self.access(grant, -60 if expired or stale else None)
        expiry = access.expires_at if expired or not stale else self.service.clock() + 3599
        document = {
            "token": access.token,
            "refresh_token": grant.refresh_token,
            "token_uri": f"{self.service.origin}/token",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "scopes": list(scopes),
            "universe_domain": "googleapis.com",
            "account": "",
            "expiry": dt.datetime.fromtimestamp(expiry, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(document, file)
        return grant

    def write_client_secret(self, path: Path, kind: str = "installed") -> None:
        """The file that Google's console gives for an OAuth client of the type Desktop app ("installed") or "web"."""
        client: dict[str, object] = {
            "client_id": CLIENT_ID,
            "project_id": "vbn-video-rehearsal",
            "auth_uri": f"{self.service.origin}/auth",
            "token_uri": f"{self.service.origin}/token",
            "auth_provider_x509_cert_url": f"{self.service.origin}/certs",
            "client_secret": CLIENT_SECRET,
            "redirect_uris": ["http://localhost"],
        }
        self.redirect_uris = ()
        if kind == "web":
            self.redirect_uris = ("https://example.org/oauth2callback",)
            client["redirect_uris"] = list(self.redirect_uris)
        path.write_text(json.dumps({kind: client}), encoding="utf-8")


def authorize(service: Service, request: Request) -> Answer:
    """The page where a person consents: answers at once, as `settings.consent` says."""
    redirect_uri, settings = request.one("redirect_uri"), service.settings
    if request.one("client_id") != CLIENT_ID:
        raise OAuthRefusedError("invalid_client", "The OAuth client was not found.", "unknown client_id", 401)
    uris = service.oauth.redirect_uris
    if redirect_uri not in uris if uris else not LOOPBACK.fullmatch(redirect_uri):
        raise OAuthRefusedError("redirect_uri_mismatch", "Bad redirect_uri.", f"redirect_uri {redirect_uri!r}")
    scopes = tuple(request.one("scope").split())
    if request.one("response_type") != "code" or not scopes:
        raise OAuthRefusedError("invalid_request", "Missing required parameter.", "response_type or scope")
    if request.one("code_challenge") and request.one("code_challenge_method") != "S256":
        raise OAuthRefusedError("invalid_request", "Only S256 here.", "a code_challenge that is not S256")
    reply = {"state": request.one("state")} if request.one("state") else {}
    ticked = scopes if settings.consent_scopes is None else tuple(s for s in scopes if s in settings.consent_scopes)
    if settings.consent == "deny" or not ticked:
        reply["error"] = "access_denied"
    else:
        channel = service.state.channels.get(settings.consent_channel, service.state.channel)
        code = service.state.new_id("4/0A", 62)
        grant = service.oauth.allow(ticked, channel)
        service.oauth.codes[code] = Code(grant, redirect_uri, request.one("code_challenge"))
        reply |= {"code": code, "scope": " ".join(ticked)}
    joint = "&" if "?" in redirect_uri else "?"
    return Answer(302, b"", {"Location": f"{redirect_uri}{joint}{urlencode(reply)}"})


def _form(request: Request) -> dict[str, str]:
    kind = (request.headers["Content-Type"] or "").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise OAuthRefusedError("invalid_request", "The body must be form-encoded.", f"Content-Type {kind!r}")
    return dict(parse_qsl(request.body.decode()))


def token(service: Service, request: Request) -> Answer:
    """The token endpoint: a code, or a refresh token, for an access token."""
    form, oauth = _form(request), service.oauth
    kind, _, said = (request.headers["Authorization"] or "").partition(" ")
    if kind == "Basic":  # as requests-oauthlib does; Google takes both
        form["client_id"], _, form["client_secret"] = base64.b64decode(said).decode().partition(":")
    if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
        raise OAuthRefusedError("invalid_client", "Unauthorized", "unknown client_id or client_secret", 401)
    kind, fresh = form.get("grant_type"), False
    if kind == "authorization_code":
        grant, fresh = _exchanged(oauth, form), True
    elif kind == "refresh_token":
        known = oauth.grants.get(form.get("refresh_token", ""))
        if known is None:
            raise OAuthRefusedError("invalid_grant", "Bad Request")
        if not oauth.lives(known):
            raise OAuthRefusedError("invalid_grant", "Token has been expired or revoked.")
        grant = known
        if service.settings.rotates:
            known.revoked = True
            grant, fresh = oauth.allow(known.scopes, known.channel), True
    else:
        raise OAuthRefusedError("unsupported_grant_type", f"Invalid grant_type: {kind}", f"grant_type {kind}")
    access = oauth.access(grant)
    reply: dict[str, object] = {
        "access_token": access.token,
        "expires_in": int(service.settings.access_life_s),
        "scope": " ".join(grant.scopes),
        "token_type": "Bearer",
    }
    if fresh:
        reply["refresh_token"] = grant.refresh_token
    if service.settings.refresh_life_s is not None:
        reply["refresh_token_expires_in"] = int(grant.granted_at + service.settings.refresh_life_s - service.clock())
    return say(reply)


def _exchanged(oauth: OAuth, form: dict[str, str]) -> Grant:
    code = oauth.codes.pop(form.get("code", ""), None)
    if code is None:
        raise OAuthRefusedError("invalid_grant", "Malformed auth code.", "an unknown code, or one used twice")
    if form.get("redirect_uri") != code.redirect_uri:
        raise OAuthRefusedError("redirect_uri_mismatch", "Bad Request", "another redirect_uri than at /auth")
    if code.challenge:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != code.challenge:
            raise OAuthRefusedError("invalid_grant", "Invalid code verifier.", "the code_verifier does not fit")
    return code.grant


def revoke(service: Service, request: Request) -> Answer:
    """End a grant, by any of its tokens."""
    given = request.one("token") or _form(request).get("token", "")
    access = service.oauth.accesses.get(given)
    grant = access.grant if access else service.oauth.grants.get(given)
    if grant is None or not service.oauth.lives(grant):
        raise OAuthRefusedError("invalid_token", "Token expired or revoked", "" if grant else "an unknown token")
    grant.revoked = True
    return say({})
