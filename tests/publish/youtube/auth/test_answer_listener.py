"""Who else comes to the port of a login: the listener goes on waiting for the right one."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from vbn_video.publish.youtube.auth.answer_listener import HOST, AnswerListener, LoginAnswer

STATE = "a-state-that-nobody-guesses"
RIGHT = f"?state={STATE}&code=4/0Abc"


@pytest.fixture
def listener() -> Iterator[AnswerListener]:
    with AnswerListener("Færdig") as listening:
        listening.listen_for(STATE)
        yield listening


def raw(listener: AnswerListener, data: bytes) -> bytes:
    """The first bytes of what is answered to these."""
    with socket.create_connection((HOST, urlsplit(listener.address).port), timeout=10) as connection:
        with contextlib.suppress(OSError):  # turned away before all of it was sent
            connection.sendall(data)
            return connection.recv(64)
        return b""


def test_the_answer_is_handed_on_and_its_page_shown(listener: AnswerListener) -> None:
    page = requests.get(listener.address + RIGHT, timeout=10)
    assert (page.status_code, page.content.decode(), page.headers["Cache-Control"]) == (200, "Færdig", "no-store")
    assert listener.wait(10) == LoginAnswer("4/0Abc", "")


def test_a_no_with_the_right_state_is_an_answer(listener: AnswerListener) -> None:
    requests.get(f"{listener.address}?state={STATE}&error=access_denied", timeout=10)
    assert listener.wait(10) == LoginAnswer("", "access_denied")


@pytest.mark.parametrize(
    ("method", "where", "status"),
    [
        ("GET", "favicon.ico", 404),
        ("GET", f"elsewhere{RIGHT}", 404),
        ("GET", "", 400),
        ("GET", "?code=4/0Abc", 400),
        ("GET", f"?state={STATE}", 400),
        ("GET", f"?state={STATE}x&code=4/0Abc", 400),
        ("GET", f"?state={STATE}&state=x&code=4/0Abc", 400),
        ("GET", "?state=%C3%A6&code=4/0Abc", 400),
        ("GET", "?error=access_denied", 400),
        ("GET", f"?state={STATE[:-1]}&error=access_denied", 400),
        ("GET", "?" + "&".join(["state=x"] * 200), 400),
        ("HEAD", RIGHT, 400),
        ("POST", RIGHT, 400),
        ("POST", "elsewhere", 404),
        ("OPTIONS", RIGHT, 501),
    ],
)
def test_what_is_not_the_answer_is_turned_away(method: str, where: str, status: int, listener: AnswerListener) -> None:
    assert requests.request(method, listener.address + where, timeout=10).status_code == status
    assert listener.wait(0.01) is None
    requests.get(listener.address + RIGHT, timeout=10)
    assert listener.wait(10) == LoginAnswer("4/0Abc", "")


@pytest.mark.parametrize(
    "data",
    [
        b"GET /?" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"GET //[ HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n",
        b"\xff\xfe\r\n\r\n",
        b"\r\n",
    ],
    ids=["a huge line", "many headers", "no address", "TLS", "no text", "nothing"],
)
def test_what_is_no_request_does_no_harm(data: bytes, listener: AnswerListener, capfd: pytest.CaptureFixture[str]) -> None:
    assert not raw(listener, data).startswith(b"HTTP/1.0 200")
    requests.get(listener.address + RIGHT, timeout=10)
    assert listener.wait(10) == LoginAnswer("4/0Abc", "")
    assert capfd.readouterr().err == ""


def test_many_who_connect_and_say_nothing_keep_nobody_out(listener: AnswerListener) -> None:
    where = (HOST, int(urlsplit(listener.address).port or 0))
    with contextlib.ExitStack() as silent:
        for _each in range(60):
            silent.enter_context(socket.create_connection(where, timeout=10))
        requests.get(listener.address + RIGHT, timeout=10)
        assert listener.wait(10) == LoginAnswer("4/0Abc", "")


def test_the_page_need_not_be_read(listener: AnswerListener) -> None:
    with socket.create_connection((HOST, int(urlsplit(listener.address).port or 0)), timeout=10) as connection:
        connection.sendall(f"GET /{RIGHT} HTTP/1.1\r\n\r\n".encode())
    assert listener.wait(10) == LoginAnswer("4/0Abc", "")


def test_nobody_listens_any_more_afterwards() -> None:
    before = threading.active_count()
    with AnswerListener("Færdig") as listening:
        listening.listen_for(STATE)
    with pytest.raises(requests.ConnectionError):
        requests.get(listening.address, timeout=10)
    assert threading.active_count() <= before + 1


def test_a_login_that_was_not_begun_lets_go_of_its_port() -> None:
    with AnswerListener("Færdig") as listening:
        pass
    with pytest.raises(requests.ConnectionError):
        requests.get(listening.address, timeout=10)
