"""What a service says, as it is shown: no token however it is echoed, nothing that acts on a terminal, and not too much of it."""

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.untrusted.foreign_words import LIMIT, quoted, without_secrets

SECRETS = {
    "access token": "ya29.a0AfB_byC-hemmelig-token_1234567890",
    "refresh token": "1//0gdlGJhemmeligCgYIARAAGBASNwF-L9Ir",
    "client secret": "GOCSPX-hemmelig-Zx81k",
    "code": "4/0AbUR2VhemmeligNNmmC4nQKzU8HtR",
    "API key": "AIzaSyHemmeligHemmeligHemmeligHemmelig12",
    "hub token": "hf_hemmeligHemmeligHemmelig",
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJoZW1tZWxpZyJ9.c2lnbmF0dXJl",
}
ECHOES = [
    "{}",
    "Authorization: Bearer {}",
    "Invalid token {}.",
    '{{"token": "{}"}}',
    "https://youtube.googleapis.com/?access_token={}&alt=json",
    "<p title='{}'>no</p>",
    "«{}»",
]
NAMED = [
    "Authorization: Bearer hemmelig123",
    "authorization=Basic aGVtbWVsaWc6aGVtbWVsaWc=",
    "'Proxy-Authorization': 'Basic hemmelig'",
    "Bearer hemmelig-hemmelig-hemmelig",
    "Bearer%20hemmelig-hemmelig-hemmelig",
    "https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&upload_id=hemmelig-AbPZ",
    '"refresh_token": "hemmelig"',
    "refresh_token=hemmelig&grant_type=refresh_token",
    "client_secret%3Dhemmelig",
    "http://127.0.0.1:4711/?state=hemmelig&code=hemmelig&scope=x",
    "proxy http://anna:hemmelig@proxy.example:3128/",
    "&#66;earer hemmelig-hemmelig-hemmelig",
]


@pytest.mark.parametrize("echo", ECHOES)
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_known_by_its_shape(secret: str, echo: str) -> None:
    for said in (echo.format(secret), echo.format(quote(secret, safe=""))):
        for kept in (quoted(said), without_secrets(said)):
            assert secret not in kept and quote(secret, safe="") not in kept and "hemmelig" not in kept.casefold()


@pytest.mark.parametrize("said", NAMED)
def test_what_is_sent_under_a_name_of_a_secret_is_hidden(said: str) -> None:
    assert "hemmelig" not in quoted(said)


@pytest.mark.parametrize(
    "said",
    [
        "The request cannot be completed because you have exceeded your quota.",
        "The code of the answer is 403: backendError",
        "Basic information about tokens: a bearer may keep them; the password changed.",
        "/mnt/1//optagelser/2020-12-08/4/video.mp4",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1234567890",
        "C:\\Users\\anna\\møde.mp4",
        "vbn-video auth youtube --client-secret FILE",
        "That is not the whole address. It begins with http://127.0.0.1:1/ and holds code= and state=.",
    ],
)
def test_ordinary_words_stay(said: str) -> None:
    assert (quoted(said), without_secrets(said)) == (said, said)


def test_a_page_of_a_proxy_is_its_words_on_one_line() -> None:
    page = "<html>\r\n<head><title>502 Bad Gateway</title></head><body>\x1b[31m&quot;No&quot;&#27;]0;x\x07</body></html>"
    assert quoted(page) == '502 Bad Gateway [31m"No"]0;x'


def test_it_is_not_longer_than_a_sentence_can_bear() -> None:
    assert len(quoted("ord " * 10**6)) == LIMIT and quoted("ord " * 10**6).endswith("…")


LONG = ["&#" + "9" * 5000 + ";", "<" * 9000, "eyJ-" * 9000, "a://" * 9000]


@pytest.mark.parametrize("said", [None, 5, {"a": [1]}, ["x"], "", *LONG])
def test_whatever_comes_something_can_be_shown(said: object) -> None:
    assert len(quoted(said)) <= LIMIT


@given(st.text(), st.sampled_from(sorted(SECRETS.values())), st.text())
def test_nothing_around_a_secret_brings_it_back(before: str, secret: str, after: str) -> None:
    said = quoted(f"{before} {secret} {after}")
    assert secret not in said
    said.encode()


def test_what_was_hidden_stays_hidden_in_json() -> None:
    said = json.dumps({"error": {"message": f"Authorization: Bearer {base64.b64encode(b'hemmelig' * 8).decode()}"}})
    assert "aGVtbWVsaWdo" not in without_secrets(said)
