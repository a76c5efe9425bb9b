"""A tab goes on with the next server on its port, and with nobody else who listens there."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.review.serving_made import Answered, Page, review_server
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.running_server import RunningServer
from vbn_video.review.serving import Serving, serving
from vbn_video.review.workspace import Workspace


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with review_server(tmp_path) as page:
        yield page


def signed(key: str, side: str, port: int, text: str) -> str:
    return hmac.new(key.encode(), f"{side}:{port}:{text}".encode(), "sha256").hexdigest()


def challenge(page: Page, key: str, nonce: str = "abc") -> str:
    """What a server asks a tab that it has proved itself to."""
    told = Page(page.server).get(f"/api/resume?nonce={nonce}").document
    assert told["proof"] == signed(key, "server", page.port, nonce)
    return str(told["challenge"])


def resume(page: Page, asked: str, proof: str) -> Answered:
    return Page(page.server).post(f"/api/resume?{urlencode({'challenge': asked, 'proof': proof})}", {})


def noted(page: Page, port: int | None = None) -> RunningServer:
    """What a server that was killed leaves behind."""
    session = page.server.session
    return RunningServer("", port or session.port, session.command_key, 1, session.resume_key)


def test_a_tab_of_a_killed_server_is_let_in_by_the_next_one_on_its_port_with_another_cookie(tmp_path: Path) -> None:
    with review_server(tmp_path) as page:
        key, cookie, killed = page.get("/api/resume-key").document["key"], page.cookie, noted(page)
    with serving(DeskServices(Workspace(tmp_path), RunSettings()), killed=killed) as server:
        old = Page(server, cookie=cookie)
        assert old.port == killed.port
        assert old.get("/api/desk").status == 403
        asked = challenge(old, key)
        given = resume(old, asked, signed(key, "page", old.port, asked))
        assert given.status == 200
        assert "HttpOnly; SameSite=Strict" in given.headers["set-cookie"]
        new = Page(server, cookie=given.headers["set-cookie"].partition(";")[0])
        assert (new.get("/api/desk").status, new.cookie == cookie) == (200, False)


def test_a_challenge_is_good_once_and_only_for_who_knows_the_key(page: Page) -> None:
    key = page.server.session.resume_key
    asked = challenge(page, key)
    assert resume(page, asked, signed("guessed", "page", page.port, asked)).status == 403
    assert resume(page, asked, signed(key, "page", page.port, asked)).status == 403  # it was used up
    assert resume(page, "never given", signed(key, "page", page.port, "never given")).status == 403


def test_what_the_server_proves_to_a_tab_lets_nobody_in(page: Page) -> None:
    """Somebody hands the challenge on to the server as his own question."""
    asked = challenge(page, page.server.session.resume_key)
    mirrored = Page(page.server).get(f"/api/resume?nonce={asked}").document["proof"]
    assert resume(page, asked, mirrored).status == 403


@pytest.mark.parametrize("headers", [{"Sec_Fetch_Site": "same-site"}, {"Origin": "http://127.0.0.1:1"}, {"X_VBN_Video": "x"}])
def test_another_page_is_not_let_in_though_it_knew_the_key(page: Page, headers: dict[str, str]) -> None:
    key = page.server.session.resume_key
    asked = challenge(page, key)
    proof = signed(key, "page", page.port, asked)
    query = urlencode({"challenge": asked, "proof": proof})
    assert Page(page.server).post(f"/api/resume?{query}", {}, **headers).status == 403
    assert Page(page.server).get(f"/api/resume?nonce={asked}", Sec_Fetch_Site="cross-site").status == 403


def test_the_key_is_told_only_to_a_tab_that_was_let_in(page: Page) -> None:
    assert Page(page.server).get("/api/resume-key").status == 403
    assert page.get("/api/resume-key").document["port"] == page.port


def test_on_another_port_nothing_of_the_killed_server_is_taken_over(page: Page, tmp_path: Path) -> None:
    """Somebody else has its port: the tab could send him what was good here."""
    with serving(DeskServices(Workspace(tmp_path), RunSettings()), killed=noted(page)) as server:
        assert server.session.port != page.port
        assert server.session.resume_key != page.server.session.resume_key


def test_a_note_without_a_key_makes_no_key(tmp_path: Path) -> None:
    with review_server(tmp_path) as page:
        port = page.port
    killed = RunningServer(str(tmp_path), port, "command", 1, "")
    with serving(DeskServices(Workspace(tmp_path), RunSettings()), killed=killed) as server:
        assert isinstance(server, Serving)
        assert (server.session.port, len(server.session.resume_key)) == (port, 43)
