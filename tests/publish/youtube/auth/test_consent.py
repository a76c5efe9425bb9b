"""ApiCalls for the right: in a browser that the test plays, and by a pasted address."""

from __future__ import annotations

import json
import os
import threading
import traceback
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.youtube_server import CLIENT_ID, CLIENT_SECRET, Fault, YoutubeServer
from vbn_video import messages
from vbn_video.errors import InputError, MissingError, TargetError, VbnError
from vbn_video.publish.youtube.auth.consent import INSECURE, OAuthClient, ask_by_hand, ask_in_browser, read_client
from vbn_video.publish.youtube.auth.token_file import SCOPE, KeptLogin
from vbn_video.settings.preset import Youtube

READONLY = "https://www.googleapis.com/auth/youtube.readonly"


class Browser:
    """Goes where it is sent, in a thread of its own, and remembers the last page."""

    def __init__(self, change: Callable[[str], str] = str) -> None:
        self.change = change
        self.page = ""
        self.asked: list[str] = []
        self.threads: list[threading.Thread] = []

    def open(self, url: str) -> bool:
        self.asked.append(url)
        self.threads.append(threading.Thread(target=self._go, args=(url,)))
        self.threads[-1].start()
        return True

    def _go(self, url: str) -> None:
        end = requests.get(url, allow_redirects=False, timeout=10).headers["Location"]
        answer = requests.get(self.change(end), timeout=10)
        answer.encoding = "utf-8"
        self.page = answer.text

    def close(self) -> None:
        for thread in self.threads:
            thread.join(10)


@pytest.fixture
def server() -> Iterator[YoutubeServer]:
    with YoutubeServer() as running:
        yield running
        assert running.violations == []
    assert INSECURE not in os.environ


@pytest.fixture
def browser() -> Iterator[Browser]:
    opened = Browser()
    yield opened
    opened.close()


@pytest.fixture
def client(server: YoutubeServer, tmp_path: Path) -> OAuthClient:
    server.write_client_secret(tmp_path / "client æøå.json")
    return read_client(tmp_path / "client æøå.json", Youtube())


def consent(client: OAuthClient, browser: Browser, wait_s: float = 10) -> KeptLogin:
    return ask_in_browser(client, lambda _url: None, browser.open, wait_s)


def refused(kind: type[VbnError], client: OAuthClient, browser: Browser, wait_s: float = 10) -> str:
    with pytest.raises(kind) as raised:
        consent(client, browser, wait_s)
    whole = "".join(traceback.format_exception(raised.value))
    assert not [secret for secret in (CLIENT_SECRET, "ya29.", "1//0", "4/0A") if secret in whole]
    return raised.value.message


# The OAuth client's file


def test_without_a_file_it_is_said_how_to_get_one() -> None:
    with pytest.raises(InputError, match=r"docs/youtube\.md.*--client-secret FILE"):
        read_client(None, Youtube())


def test_the_presets_file_will_do_and_the_command_lines_wins(server: YoutubeServer, tmp_path: Path) -> None:
    server.write_client_secret(tmp_path / "a.json")
    server.write_client_secret(tmp_path / "b.json")
    settings = Youtube(client_secret=str(tmp_path / "a.json"))
    assert read_client(None, settings).path == tmp_path / "a.json"
    assert read_client(tmp_path / "b.json", settings).path == tmp_path / "b.json"


def test_a_client_of_the_type_web_is_refused(server: YoutubeServer, tmp_path: Path) -> None:
    server.write_client_secret(tmp_path / "web.json", "web")
    with pytest.raises(InputError, match="Desktop app"):
        read_client(tmp_path / "web.json", Youtube())


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        read_client(tmp_path / "no.json", Youtube())


@pytest.mark.parametrize(
    "words",
    [
        "{",
        "[]",
        "{}",
        '{"installed": 7}',
        '{"installed": {"client_id": "x", "client_secret": "GOCSPX-hemmelig"}}',
        '{"type": "service_account", "private_key": "hemmelig"}',
        '{"refresh_token": "hemmelig", "client_id": "x", "client_secret": "y"}',
        '{"installed": {"client_id": "x", "client_secret": "hemmelig", "auth_uri": 7, "token_uri": "https://a/b"}}',
        '{"installed": {"client_id": "x", "client_secret": "hemmelig", "auth_uri": "https://a/", "token_uri": "http://b/"}}',
        "\xff",
    ],
)
def test_what_is_no_client_is_refused_without_a_piece_of_it(words: str, tmp_path: Path) -> None:
    path = tmp_path / "client.json"
    path.write_bytes(words.encode("latin-1"))
    with pytest.raises(InputError, match=r"client\.json") as raised:
        read_client(path, Youtube())
    assert "hemmelig" not in "".join(traceback.format_exception(raised.value))


def test_no_client_shows_its_secret(client: OAuthClient) -> None:
    assert CLIENT_SECRET not in repr(client)


# In the browser


def test_a_yes_is_a_login_for_ever(server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    shown: list[str] = []
    kept = ask_in_browser(client, shown.append, browser.open, 10)
    grant = server.oauth.grants[kept.refresh_token]
    assert (kept.client_id, kept.token_uri, kept.scopes) == (CLIENT_ID, f"{server.origin}/token", (SCOPE,))
    assert server.oauth.accesses[kept.token].grant is grant
    assert kept.expires_at is not None and kept.since is not None and kept.expires_at > kept.since
    assert kept.dies_at is None
    assert (shown, server.names()) == (browser.asked, ["auth", "token"])


def test_what_is_asked_for_is_one_right_with_pkce_and_a_lasting_login(client: OAuthClient, browser: Browser) -> None:
    consent(client, browser)
    query = {name: values[0] for name, values in parse_qs(urlsplit(browser.asked[0]).query).items()}
    assert (query["scope"], query["access_type"], query["prompt"]) == (SCOPE, "offline", "consent")
    assert (query["code_challenge_method"], len(query["code_challenge"])) == ("S256", 43)
    assert query["redirect_uri"].startswith("http://127.0.0.1:")
    assert len(query["state"]) >= 20


def test_the_page_at_the_end_is_in_the_persons_language(
    client: OAuthClient, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "_translate", lambda sentence: f"på dansk: {sentence}")
    consent(client, browser)
    browser.close()
    assert browser.page.startswith("på dansk: vbn-video has the answer")


def test_the_end_of_a_login_from_testing_is_kept(server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    server.settings.refresh_life_s = 7 * 86400
    kept = consent(client, browser)
    assert kept.dies_at is not None and kept.since is not None
    assert (kept.dies_at - kept.since).total_seconds() == pytest.approx(7 * 86400, abs=60)


def test_a_no_is_a_sentence(server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    server.settings.consent = "deny"
    assert "told no" in refused(MissingError, client, browser)


def test_a_right_that_was_left_out_is_said(server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    allow = server.oauth.allow
    server.oauth.allow = lambda _scopes, channel: allow((READONLY,), channel)  # type: ignore[assignment,misc]
    assert "left out" in refused(MissingError, client, browser)


def test_no_tick_at_all_is_a_no(server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    server.settings.consent_scopes = ()
    assert "told no" in refused(MissingError, client, browser)


def test_more_rights_than_asked_for_do_no_harm(server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    allow = server.oauth.allow
    server.oauth.allow = lambda scopes, channel: allow((*scopes, READONLY), channel)  # type: ignore[assignment,misc]
    assert set(consent(client, browser).scopes) == {SCOPE, READONLY}


@pytest.mark.parametrize(
    "stray",
    [
        lambda end: end.replace("state=", "state=x"),
        lambda end: end.replace("code=", "kode="),
        lambda end: end.partition("?")[0] + "?error=access_denied",
        lambda end: end.partition("?")[0] + "?error=access_denied&state=x",
        lambda end: end.partition("?")[0] + "favicon.ico",
    ],
    ids=["another login", "no code", "a no of nobody", "a no to another login", "an icon"],
)
def test_what_is_not_the_answer_is_turned_away_and_the_answer_still_taken(
    stray: Callable[[str], str], client: OAuthClient, browser: Browser
) -> None:
    turned_away: list[int] = []

    def first_the_stray(end: str) -> str:
        turned_away.append(requests.get(stray(end), timeout=10).status_code)
        return end

    browser.change = first_the_stray
    assert consent(client, browser).scopes == (SCOPE,)
    assert turned_away in ([400], [404])


def test_a_code_that_is_not_known_is_refused(server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    browser.change = lambda end: end.replace("code=", "code=x")
    assert "too old" in refused(MissingError, client, browser)
    server.violations.clear()


def test_a_secret_that_is_another_now_is_said(server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    changed = OAuthClient(client.path, {**client.words, "client_secret": "another"})
    assert "its secret is another one now" in refused(MissingError, changed, browser)
    server.violations.clear()


def test_a_person_who_closes_the_page_is_waited_for_no_longer_than_said(client: OAuthClient) -> None:
    with pytest.raises(MissingError, match="no answer for 5 minutes"):
        ask_in_browser(client, lambda _url: None, lambda _url: True, 0.01)


def test_without_a_browser_the_other_way_is_named(client: OAuthClient) -> None:
    def none(_url: str) -> bool:
        raise webbrowser.Error("could not locate runnable browser")

    for browse in (none, lambda _url: False):
        with pytest.raises(MissingError, match="--no-browser"):
            ask_in_browser(client, lambda _url: None, browse, 1)


@pytest.mark.parametrize("fault", [Fault("token", "cut_before"), Fault("token", "cut_after")], ids=lambda fault: str(fault.kind))
def test_a_lost_connection_is_a_sentence(fault: Fault, server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    server.faults.add(fault)
    assert "could not be reached" in refused(TargetError, client, browser)


@pytest.mark.parametrize("fault", [Fault("token", "status"), Fault("token", "status", reason="backendError", status=500)])
def test_an_answer_that_is_none_is_a_sentence(fault: Fault, server: YoutubeServer, client: OAuthClient, browser: Browser) -> None:
    server.faults.add(fault)
    assert "gave no login" in refused(TargetError, client, browser)


def test_the_switch_for_plain_http_is_put_back(client: OAuthClient, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(INSECURE, "as it was")
    consent(client, browser)
    assert os.environ.pop(INSECURE) == "as it was"


# By hand


class Person:
    """Opens the address elsewhere, and pastes what `pastes` make of the one at the end."""

    def __init__(self, *pastes: Callable[[str], str]) -> None:
        self.pastes = list(pastes)
        self.end = ""
        self.told: list[str] = []

    def show(self, url: str) -> None:
        self.end = requests.get(url, allow_redirects=False, timeout=10).headers["Location"]

    def ask(self) -> str:
        return self.pastes.pop(0)(self.end)

    def log_in(self, client: OAuthClient) -> KeptLogin:
        return ask_by_hand(client, self.show, self.ask, self.told.append)


@pytest.mark.parametrize("paste", ["{}", "  {}\n", "<{}>", '"{}"'])
def test_a_pasted_address_is_a_login(paste: str, server: YoutubeServer, client: OAuthClient) -> None:
    person = Person(paste.format)
    kept = person.log_in(client)
    assert (kept.scopes, person.told) == ((SCOPE,), [])
    assert kept.refresh_token in server.oauth.grants


@pytest.mark.parametrize("wrong", ["", "4/0Ab_code_alone", "http://127.0.0.1:1/?state=x", "http://[", "hej"])
def test_a_wrong_paste_is_said_and_asked_for_again(wrong: str, client: OAuthClient) -> None:
    person = Person(lambda _end: wrong, lambda end: end.replace("state=", "state=x"), str)
    assert person.log_in(client).scopes == (SCOPE,)
    assert ["begins with http://127.0.0.1:" in person.told[0], "another login" in person.told[1]] == [True, True]


def test_three_wrong_pastes_are_enough(client: OAuthClient) -> None:
    person = Person(*[lambda _end: "hej"] * 3)
    with pytest.raises(MissingError, match=r"3 times.*--no-browser"):
        person.log_in(client)


def test_a_pasted_no_is_a_no(server: YoutubeServer, client: OAuthClient) -> None:
    server.settings.consent = "deny"
    with pytest.raises(MissingError, match="told no"):
        Person(str).log_in(client)


def test_a_pasted_code_that_was_used_before_is_refused(server: YoutubeServer, client: OAuthClient) -> None:
    with pytest.raises(MissingError, match="too old"):
        Person(lambda end: end.replace("code=", "code=x")).log_in(client)
    server.violations.clear()


def test_the_files_addresses_are_honoured(server: YoutubeServer, client: OAuthClient) -> None:
    words = json.loads(client.path.read_text(encoding="utf-8"))["installed"]
    Person(str).log_in(client)
    assert words["token_uri"] == f"{server.origin}/token"
    assert server.names() == ["auth", "token"]
