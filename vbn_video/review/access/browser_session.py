"""What a server gives out so that one browser may ask: tokens that are good once, and the cookie that they become.

A tab outlives a server that was killed. The next one on the same port has another cookie, and the same resume key, by which
either proves to the other that it is the one from before; the key is sent to nobody:

    tab ─ nonce ─► server ─ HMAC("server", nonce), challenge ─► tab ─ HMAC("page", challenge) ─► server ─ a cookie ─► tab
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from urllib.parse import urlencode

TOKEN_BYTES = 32
MIN_KEY_LENGTH = 43
"""Letters of so many bytes."""
MOST_TOKENS = 32
"""Addresses that may be waiting to be opened; with more, the oldest is forgotten."""


@dataclass
class Session:
    """One run of the server on its port; any thread may ask."""

    port: int
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))
    command_key: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))
    """By which another command of the same person asks for an address; it is in no address and in no browser."""
    resume_key: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))
    """Known to the tabs that were let in, and to the next server on this port."""
    _tokens: list[str] = field(default_factory=list)
    _challenges: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def cookie_name(self) -> str:
        """Cookies know no ports: two servers on this machine must not overwrite each other's."""
        return f"vbn-video-{self.port}"

    @property
    def origins(self) -> tuple[str, ...]:
        """What the page's own requests name as where they come from."""
        return tuple(f"http://{host}" for host in self.hosts)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names by which the server may be asked: a foreign name that leads here is a rebound one."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    def new_address(self, project: str | None = None) -> str:
        """An address that may be opened once, and leads to the desk or to a project."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            self._tokens[:] = [*self._tokens, token][-MOST_TOKENS:]
        return f"{self.origins[0]}/begin?" + urlencode({"token": token} | ({"project": project} if project else {}))

    def redeem(self, token: str) -> bool:
        """Whether the token was given out and has not been used; from now on it has."""
        return self._take(self._tokens, token)

    def prove(self, nonce: str) -> tuple[str, str]:
        """(the proof that this server knows the resume key, a challenge for the tab)."""
        challenge = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            self._challenges[:] = [*self._challenges, challenge][-MOST_TOKENS:]
        return self._signed("server", nonce), challenge

    def accepts(self, challenge: str, proof: str) -> bool:
        """Whether a tab knows the resume key; each challenge is good once."""
        is_given = self._take(self._challenges, challenge)
        return is_given and hmac.compare_digest(self._signed("page", challenge).encode(), proof.encode())

    def _signed(self, side: str, text: str) -> str:
        """HMAC-SHA-256, in hex; of this port and this side, so that no answer can be used as another."""
        return hmac.new(self.resume_key.encode(), f"{side}:{self.port}:{text}".encode(), "sha256").hexdigest()

    def _take(self, given_out: list[str], text: str) -> bool:
        with self._lock:
            found = next((known for known in given_out if hmac.compare_digest(known.encode(), text.encode())), None)
            if found is not None:
                given_out.remove(found)
        return found is not None

    def has_cookie(self, header: str | None) -> bool:
        """Whether a Cookie header holds the cookie of this session."""
        try:
            found = SimpleCookie(header or "").get(self.cookie_name)
        except CookieError:
            return False
        return found is not None and hmac.compare_digest(found.value.encode(), self.cookie.encode())

    def has_command_key(self, header: str | None) -> bool:
        """Whether an Authorization header holds the key of the command."""
        return hmac.compare_digest((header or "").encode(), f"Bearer {self.command_key}".encode())

    @property
    def set_cookie(self) -> str:
        """The Set-Cookie header; gone with the browser."""
        return f"{self.cookie_name}={self.cookie}; Path=/; HttpOnly; SameSite=Strict"
