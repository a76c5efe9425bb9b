"""A person's right to act on a YouTube channel: the bearer token for each request, renewed when it is about to expire.

    token file ──read_login──► Login ──token()──► bearer token
                                 │ about to expire, or a 401
                                 ▼
                      google-auth asks `token_uri`  ──►  token file

google-auth does the exchange; around it stand retries for a network that fails for a while, and a sentence for each
way in which a login can be dead. No error of google-auth is chained, because its text can hold the server's answer.
"""

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from vbn_video.clock import local_time
from vbn_video.errors import MissingError, TargetError
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.publish.youtube.auth.token_exchange import REASON, UNKNOWN_CLIENT, NotNowError, TokenExchange
from vbn_video.publish.youtube.auth.token_file import (
    SCOPE,
    KeptLogin,
    delete_token_file,
    read_token_file,
    refresh_token_end,
    save_login,
    token_path,
)
from vbn_video.publish.youtube.transport.http_session import TIMEOUT_S, new_session
from vbn_video.publish.youtube.transport.retry import Clock, Retry
from vbn_video.settings.preset import Youtube

MARGIN_S = 60.0  # before it expires a token is renewed: a request must still arrive with it
CLOCK_OFF_S = 300.0
REVOKE_URI = "https://oauth2.googleapis.com/revoke"


class Login:
    """One person's right to act on a channel."""

    def __init__(self, path: Path, kept: KeptLogin, emit: Emit, clock: Clock) -> None:
        self.path = path
        self.kept = kept
        self._emit, self._clock = emit, clock

    @property
    def client_id(self) -> str:
        """The OAuth client that the person gave the right to."""
        return self.kept.client_id

    @property
    def scopes(self) -> tuple[str, ...]:
        """The rights; empty where the file does not name them."""
        return self.kept.scopes

    def token(self) -> str:
        """A bearer token that is good for a minute at least.

        Raises:
            MissingError: the login is dead, or the clock is wrong.
            TargetError: the token address could not be reached for a long time.
        """
        kept = self.kept
        lives = kept.token and kept.expires_at and kept.expires_at - self._clock.now() > timedelta(seconds=MARGIN_S)
        return kept.token if lives else self.renew()

    def renew(self) -> str:
        """A new bearer token, as after a 401; kept in the file.

        Raises:
            MissingError: the login is dead, or the clock is wrong.
            TargetError: the token address could not be reached for a long time.
        """
        before = self.kept
        self.kept = self._renew()
        check_scopes(self.path, self.scopes)
        self._save(before)
        return self.kept.token

    def _renew(self) -> KeptLogin:
        """The login with a new token; a network that fails for a while is waited for."""
        retry = Retry(self._clock, give_up=self._unreached_error)
        while True:
            exchange = TokenExchange()
            try:
                return self._refresh(exchange)
            except NotNowError as error:
                retry.wait_or_give_up(str(error), exchange.retry_after_s)

    def _unreached_error(self, why: str) -> TargetError:
        sentence = _(
            "{host} could not be reached to renew the login ({why}). Nothing is lost: run the same command again when the"
            " connection is back."
        )
        return TargetError(sentence, host=urlsplit(self.kept.token_uri).netloc, why=why)

    def _refresh(self, exchange: TokenExchange) -> KeptLogin:
        from google.auth.exceptions import GoogleAuthError
        from google.oauth2.credentials import Credentials

        kept = self.kept
        credentials: Any = Credentials(  # type: ignore[no-untyped-call]
            token=None,
            refresh_token=kept.refresh_token,
            token_uri=kept.token_uri,
            client_id=kept.client_id,
            client_secret=kept.client_secret,
            scopes=list(kept.scopes) or None,
        )
        try:
            credentials.refresh(exchange)
        except GoogleAuthError:  # what the exchange has seen says more, and nothing secret
            raise self._refusal(exchange) from None
        granted = exchange.answer.get("scope")
        return replace(
            kept,
            token=credentials.token,
            refresh_token=credentials.refresh_token,
            expires_at=credentials.expiry.replace(tzinfo=UTC) if credentials.expiry else None,
            scopes=tuple(granted.split()) if isinstance(granted, str) and granted else kept.scopes,
            dies_at=refresh_token_end(exchange.answer, self._clock.now()) or kept.dies_at,
        )

    def _refusal(self, exchange: TokenExchange) -> MissingError:
        """What is wrong with the login, by the server's reason."""
        if exchange.at and abs((self._clock.now() - exchange.at).total_seconds()) > CLOCK_OFF_S:
            sentence = _("This machine's clock is wrong: it says {here}, {host} says {there}. Set it, then try again.")
            host = urlsplit(self.kept.token_uri).netloc
            return MissingError(sentence, here=local_time(self._clock.now()), there=local_time(exchange.at), host=host)
        reason = str(exchange.answer.get("error"))
        if reason == "invalid_grant":
            return MissingError(
                _(
                    "Google no longer accepts the login {path}: the consent screen is left in Testing (a login then lives for 7"
                    " days), the right was taken back or the password changed, or it was not used for 6 months. Log in again:"
                    " vbn-video auth youtube"
                ),
                path=self.path,
            )
        if reason in UNKNOWN_CLIENT:
            return MissingError(
                _(
                    "Google does not know the OAuth client of the login {path}: it was deleted, or its secret changed. Fetch its"
                    " file from the Google project, then: vbn-video auth youtube --client-secret FILE"
                ),
                path=self.path,
            )
        if reason == "invalid_scope":
            return scope_error(self.path)
        sentence = _("Google refused to renew the login {path} ({reason}). Log in again: vbn-video auth youtube")
        known = reason if REASON.fullmatch(reason) and exchange.answer.get("error") else f"HTTP {exchange.status}"
        return MissingError(sentence, path=self.path, reason=known)

    def _save(self, before: KeptLogin) -> None:
        """Keep the new token, unless somebody has logged in anew meanwhile; only a lost refresh token is worth a word."""
        try:
            if read_token_file(self.path, self._emit).refresh_token == before.refresh_token:
                save_login(self.path, self.kept)
        except MissingError as error:
            if self.kept.refresh_token != before.refresh_token:
                self._emit(Notice(error.message, "warning"))


def read_login(settings: Youtube, emit: Emit, clock: Clock | None = None) -> Login:
    """The login that the preset names; nothing is asked over the network yet.

    Raises:
        MissingError: there is none, it can't be used, or it lacks the right.
    """
    path = token_path(settings)
    login = Login(path, read_token_file(path, emit), emit, clock or Clock())
    check_scopes(path, login.scopes)
    return login


def check_scopes(path: Path, scopes: tuple[str, ...]) -> None:
    """See that the right that everything needs was given; a file need not name it.

    Raises:
        MissingError: it was not.
    """
    if scopes and SCOPE not in scopes:
        raise scope_error(path)


def scope_error(path: Path) -> MissingError:
    """The right was left out when the person was asked."""
    sentence = _(
        "The login {path} lacks the right to manage the channel's videos and captions (youtube.force-ssl). Log in again, and"
        " leave no tick out where Google asks: vbn-video auth youtube"
    )
    return MissingError(sentence, path=path)


def forget(settings: Youtube, emit: Emit) -> Path | None:
    """Take the right back at Google and delete the file; its path, None if there was none.

    Raises:
        MissingError: the file can't be deleted.
    """
    path = token_path(settings)
    try:
        kept = read_token_file(path, lambda _event: None)
    except MissingError:
        kept = None
        if not path.is_symlink() and not path.exists():
            return None
    if kept is None or not _revoked(kept):
        sentence = _("Google could not be told. Take the right back yourself: https://myaccount.google.com/connections")
        emit(Notice(sentence, "warning"))
    delete_token_file(path)
    return path


def _revoked(kept: KeptLogin) -> bool:
    """Whether the right was taken back, by the address beside the token's."""
    from requests import RequestException

    host = urlsplit(kept.token_uri).hostname or ""
    google = host.endswith((".googleapis.com", ".google.com"))
    url = REVOKE_URI if google else urljoin(kept.token_uri, "revoke")
    try:
        answer = new_session(url).post(url, data={"token": kept.refresh_token}, timeout=TIMEOUT_S, allow_redirects=False)
    except (RequestException, OSError):
        return False
    dead_already = b"invalid_token" in answer.content
    return answer.status_code == 200 or dead_already
