"""Asks a person for the right to act on their channel, in their browser, once.

    client secret ──► Google's page in the browser ──► 127.0.0.1 (or pasted) ──code──► token address ──► KeptLogin

google-auth-oauthlib holds the thread: PKCE, state, the exchange of the code. `answer_listener.py` waits for the browser. What
fails here fails with a sentence of its own, and nothing is chained to it: the errors of these libraries may quote the answer.
"""

import contextlib
import os
import socket
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from google_auth_oauthlib.flow import InstalledAppFlow
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error, OAuth2Error  # type: ignore[import-untyped]

from vbn_video.codec import parse_json
from vbn_video.errors import InputError, MissingError, TargetError, VbnError
from vbn_video.messages import _
from vbn_video.publish.youtube.auth.answer_listener import HOST, AnswerListener, LoginAnswer
from vbn_video.publish.youtube.auth.token_exchange import REASON, UNKNOWN_CLIENT
from vbn_video.publish.youtube.auth.token_file import SCOPE, KeptLogin, refresh_token_end
from vbn_video.publish.youtube.transport.http_session import TIMEOUT_S, connection_error, follow_nothing, is_loopback
from vbn_video.reasons import system_reason
from vbn_video.settings.preset import API_ROOT, Youtube
from vbn_video.untrusted.own_files import read_file

WAIT_S = 300
PASTES = 3
NEEDED = ("client_id", "client_secret", "auth_uri", "token_uri")
INSECURE = "OAUTHLIB_INSECURE_TRANSPORT"


@dataclass(frozen=True)
class OAuthClient:
    """The OAuth client in whose name this program asks: the file that Google's console gives."""

    path: Path
    words: Mapping[str, Any] = field(repr=False)


def read_client(given: Path | None, settings: Youtube) -> OAuthClient:
    """The OAuth client of the file given on the command line, else of the preset's.

    Raises:
        InputError: there is none, or it is of another kind; the sentence says how to get one.
    """
    path = given or (Path(settings.client_secret) if settings.client_secret else None)
    if path is None:
        raise InputError(
            _(
                "To log in, vbn-video needs the file of an OAuth client from a Google project; docs/youtube.md shows how to make"
                " one. Then: vbn-video auth youtube --client-secret FILE"
            )
        )
    try:
        document = parse_json(read_file(path).decode("utf-8-sig"))
    except OSError as error:
        raise InputError(_("The client secret {path} can't be read ({why})."), path=path, why=system_reason(error)) from None
    except ValueError:  # its text would hold a piece of the file
        document = None
    if isinstance(document, dict) and "web" in document:
        sentence = _(
            "{path} is of an OAuth client of the type Web application. Make one of the type Desktop app in the Google project,"
            " and fetch its file."
        )
        raise InputError(sentence, path=path)
    words = document.get("installed") if isinstance(document, dict) else None
    if not isinstance(words, dict) or not all(isinstance(words.get(key), str) and words[key] for key in NEEDED):
        sentence = _(
            "{path} is not the file of an OAuth client. Fetch it from the Google project: Clients, the client of the type Desktop"
            " app, Download JSON."
        )
        raise InputError(sentence, path=path)
    for key in ("auth_uri", "token_uri"):
        if not API_ROOT.fullmatch(words[key]):
            sentence = _("The client secret {path} names the address {uri}, where others can listen. Fetch the file from Google.")
            raise InputError(sentence, path=path, uri=words[key])
    return OAuthClient(path, words)


def ask_in_browser(
    client: OAuthClient, show: Callable[[str], None], browse: Callable[[str], bool] | None = None, wait_s: float = WAIT_S
) -> KeptLogin:
    """Open the person's browser at Google, and wait for what it brings back; `show` is told the address too.

    Raises:
        MissingError: no browser, no answer, a no, or a right that was left out.
        TargetError: Google can't be reached, or gave none.
    """
    flow, browse = _flow(client), browse or webbrowser.open
    page = _("vbn-video has the answer. You can close this page and go back to the window that you came from.")
    with _sentences(client), AnswerListener(page) as listener:
        flow.redirect_uri = listener.address
        url, state = flow.authorization_url(access_type="offline", prompt="consent")
        listener.listen_for(state)
        show(url)
        if not browse(url):
            raise _no_browser()
        flow.fetch_token(code=_code_of(listener.wait(wait_s)))
    return _kept(client, flow.oauth2session.token)


def ask_by_hand(
    client: OAuthClient, show: Callable[[str], None], ask: Callable[[], str], emit: Callable[[str], None]
) -> KeptLogin:
    """Show the address to be opened on any machine, and take the one that its browser could not open at the end.

    `ask` reads a line; `emit` says what is wrong with it.

    Raises:
        MissingError, TargetError: as `ask_in_browser`; three wrong lines too.
    """
    flow = _flow(client)
    flow.redirect_uri = f"http://{HOST}:{_free_port()}/"
    with _sentences(client):
        url, state = flow.authorization_url(access_type="offline", prompt="consent")
        show(url)
        flow.fetch_token(code=_pasted_code(flow.redirect_uri, state, ask, emit))
    return _kept(client, flow.oauth2session.token)


class _Flow(InstalledAppFlow):  # type: ignore[misc]
    """The library's flow, which keeps what was granted though it is less than was asked."""

    def authorization_url(self, **words: Any) -> tuple[str, str]:
        """(Google's page, the state by which its answer is known)."""
        with _plain_http(self.client_config["auth_uri"]):
            url, state = super().authorization_url(**words)
        return url, state

    def fetch_token(self, **words: Any) -> Any:
        """Exchange the code for tokens."""
        token_uri = self.client_config["token_uri"]
        session = self.oauth2session
        session.trust_env = not is_loopback(token_uri)
        follow_nothing(session)
        with _plain_http(token_uri):
            try:
                return super().fetch_token(**words, include_client_id=True, timeout=TIMEOUT_S)
            except Warning as scopes_differ:  # oauthlib's way to say so; `_kept` looks at what was granted
                session.token = getattr(scopes_differ, "token", {})
                return session.token


def _flow(client: OAuthClient) -> Any:
    return _Flow.from_client_config({"installed": client.words}, [SCOPE], autogenerate_code_verifier=True)


@contextlib.contextmanager
def _plain_http(url: str) -> Iterator[None]:
    """Let oauthlib name plain http on this machine itself, for one call: it has no other switch than its variable."""
    before = os.environ.get(INSECURE)
    if is_loopback(url):
        os.environ[INSECURE] = "1"
    else:
        os.environ.pop(INSECURE, None)
    try:
        yield
    finally:
        os.environ.pop(INSECURE, None)
        if before is not None:
            os.environ[INSECURE] = before


@contextlib.contextmanager
def _sentences(client: OAuthClient) -> Iterator[None]:
    """Turn what these libraries raise into sentences, with nothing of the answer in them."""
    token_uri = client.words["token_uri"]
    try:
        yield
    except OAuth2Error as error:
        raise _refusal(str(error.error), client) from None
    except webbrowser.Error:
        raise _no_browser() from None
    except requests.RequestException as error:
        sentence = _("{host} could not be reached, so there is no login. Try again when the connection is back.")
        raise connection_error(error, token_uri) or TargetError(sentence, host=urlsplit(token_uri).netloc) from None
    except OSError as error:
        sentence = _("Nothing can listen on {host} here ({why}), where the browser brings the answer. Use --no-browser")
        raise MissingError(sentence, host=HOST, why=system_reason(error)) from None
    except (KeyError, ValueError):  # an answer without what must be in it
        raise _refusal("", client) from None


def _refusal(reason: str, client: OAuthClient) -> VbnError:
    """Why there is no login, by the reason of OAuth 2.0 (RFC 6749, 4.1.2.1 and 5.2) or of Google."""
    if reason == "access_denied":
        sentence = _(
            "Google was told no, so there is no login, and nothing can be published on YouTube. To be asked again: vbn-video auth"
            " youtube"
        )
        return MissingError(sentence)
    if reason in (*UNKNOWN_CLIENT, "redirect_uri_mismatch"):
        sentence = _("Google does not know the OAuth client in {path}, or its secret is another one now. Fetch its file anew.")
        return MissingError(sentence, path=client.path)
    if reason == "invalid_grant":
        sentence = _("The answer from the browser was too old, or had been used before. Try again: vbn-video auth youtube")
        return MissingError(sentence)
    sentence = _("Google gave no login ({reason}). Try again in a while; docs/youtube.md says what else it can be.")
    return TargetError(sentence, reason=reason if REASON.fullmatch(reason) else _("an answer that can't be read"))


def _no_browser() -> MissingError:
    return MissingError(_("No browser can be opened here. Use one of any machine: vbn-video auth youtube --no-browser"))


def _code_of(answer: LoginAnswer | None) -> str:
    """The code that the browser brought."""
    if answer is None:
        raise MissingError(
            _(
                "The browser brought no answer for {minutes} minutes. If its page said why (an app that is blocked, an account"
                " that may not), docs/youtube.md says what to do. To be asked again: vbn-video auth youtube"
            ),
            minutes=WAIT_S // 60,
        )
    if answer.error:
        raise CustomOAuth2Error(error=answer.error)
    return answer.code


def _pasted_code(redirect_uri: str, state: str, ask: Callable[[], str], emit: Callable[[str], None]) -> str:
    """The code in the address that the person pastes."""
    for _paste in range(PASTES):
        query = parse_qs(ask().strip().strip("<>\"'").partition("?")[2])
        code, error = query.get("code", [""])[0], query.get("error", [""])[0]
        if not code and not error:
            sentence = _("That is not the whole address. It begins with {address} and holds code= and state=.")
            emit(sentence.format(address=redirect_uri))
        elif query.get("state") != [state]:
            emit(_("That is the answer to another login. Open the address above, and paste what it ends at."))
        elif error:
            raise CustomOAuth2Error(error=error)
        else:
            return code
    sentence = _("{count} times it was not the address, so there is no login. Try again: vbn-video auth youtube --no-browser")
    raise MissingError(sentence, count=PASTES)


def _free_port() -> int:
    """A port on which nobody listens: the browser's last page is not meant to be shown."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def _kept(client: OAuthClient, token: Mapping[str, Any]) -> KeptLogin:
    """The login as it is kept.

    Raises:
        MissingError: the right was left out, or the login would last an hour only.
    """
    now, granted = datetime.now(UTC), token.get("scope", SCOPE)
    scopes = tuple(granted.split() if isinstance(granted, str) else filter(None, granted))
    if SCOPE not in scopes:
        sentence = _(
            "The right to manage the channel's videos and captions was left out, so the login is not kept. Leave every tick in"
            " place where Google asks: vbn-video auth youtube"
        )
        raise MissingError(sentence)
    if not token.get("refresh_token"):
        sentence = _(
            "Google gave a login for an hour only. Take this program's right back at https://myaccount.google.com/connections and"
            " try again: vbn-video auth youtube"
        )
        raise MissingError(sentence)
    words = client.words
    return KeptLogin(
        client_id=words["client_id"],
        token_uri=words["token_uri"],
        scopes=scopes,
        expires_at=datetime.fromtimestamp(token.get("expires_at") or now.timestamp(), UTC),
        since=now,
        dies_at=refresh_token_end(token, now),
        token=token["access_token"],
        refresh_token=token["refresh_token"],
        client_secret=words["client_secret"],
    )
