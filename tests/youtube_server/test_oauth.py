"""The sign-in's own refusals."""

import base64
import hashlib
import json
import stat
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.youtube_server import CLIENT_ID, CLIENT_SECRET, FORCE_SSL, YoutubeServer
from tests.youtube_server.raw import Raw

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CLIENT = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
REDIRECT = "http://localhost:8080/"
VERIFIER = "a" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def authorize(raw: Raw, **values: str) -> Any:
    asked = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT, "response_type": "code", "scope": FORCE_SSL, "state": "s"}
    pkce = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    return raw.send("GET", "/auth", None, {"Authorization": ""}, **(asked | pkce | values))


def code(raw: Raw) -> str:
    return str(parse_qs(urlsplit(authorize(raw).headers["location"]).query)["code"][0])


def ask(raw: Raw, path: str = "/token", **form: str) -> Any:
    return raw.send("POST", path, urlencode(form).encode(), FORM | {"Authorization": ""})


def exchange(raw: Raw, **values: str) -> Any:
    asked = {"grant_type": "authorization_code", "redirect_uri": REDIRECT, "code_verifier": VERIFIER, **CLIENT}
    return ask(raw, **({"code": code(raw)} | asked | values))


def test_a_code_is_exchanged_once(server: YoutubeServer, raw: Raw) -> None:
    one = code(raw)
    reply = exchange(raw, code=one)
    assert set(reply.json) == {"access_token", "expires_in", "refresh_token", "scope", "token_type"}
    assert server.violations == []
    assert (exchange(raw, code=one).json["error"], len(server.violations)) == ("invalid_grant", 1)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"code_verifier": "b" * 43}, "invalid_grant"),
        ({"redirect_uri": "http://localhost:9/"}, "redirect_uri_mismatch"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_exchange_is_refused_and_noted(server: YoutubeServer, raw: Raw, values: dict[str, str], error: str) -> None:
    assert exchange(raw, **values).json["error"] == error
    assert len(server.violations) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"client_id": "wrong"},
        {"redirect_uri": "http://example.org/"},
        {"response_type": "token"},
        {"scope": ""},
        {"code_challenge_method": "plain"},
    ],
)
def test_a_wrong_authorization_is_refused_and_noted(server: YoutubeServer, raw: Raw, values: dict[str, str]) -> None:
    assert authorize(raw, **values).status in (400, 401)
    assert len(server.violations) == 1


def test_a_refresh_token_of_nobodys_gives_invalid_grant_and_is_no_violation(server: YoutubeServer, raw: Raw) -> None:
    reply = ask(raw, grant_type="refresh_token", refresh_token="1//gone", **CLIENT)
    assert (reply.status, reply.json["error"], server.violations) == (400, "invalid_grant", [])


def test_a_token_is_ended_by_any_of_its_tokens_and_only_once(server: YoutubeServer, raw: Raw) -> None:
    assert ask(raw, "/revoke", token=raw.access.token).status == 200
    assert ask(raw, "/revoke", token=raw.access.grant.refresh_token).json["error"] == "invalid_token"
    assert raw.api("GET", "channels", part="id", mine="true").reason == "authError"
    assert server.violations == []


def test_a_form_is_no_json(server: YoutubeServer, raw: Raw) -> None:
    assert raw.send("POST", "/token", {"grant_type": "refresh_token"}).json["error"] == "invalid_request"
    assert len(server.violations) == 1


@pytest.mark.parametrize(
    ("header", "reason", "noted"),
    [("", "required", 1), ("Bearer ya29.nobodys", "authError", 1), ("Basic x", "authError", 1)],
)
def test_who_does_not_say_who_they_are_is_refused(server: YoutubeServer, raw: Raw, header: str, reason: str, noted: int) -> None:
    reply = raw.api("GET", "channels", None, {"Authorization": header}, part="id", mine="true")
    assert (reply.status, reply.reason, len(server.violations)) == (401, reason, noted)
    assert reply.headers["www-authenticate"].startswith("Bearer")


def test_an_expired_token_is_refused_and_is_no_violation(server: YoutubeServer, raw: Raw) -> None:
    server.oauth.expire_all()
    assert raw.api("GET", "channels", part="id", mine="true").status == 401
    assert server.violations == []


def test_a_token_or_a_key_in_the_address_is_a_violation(server: YoutubeServer, raw: Raw) -> None:
    raw.api("GET", "channels", part="id", mine="true", key="AIza")
    raw.api("GET", "channels", part="id", mine="true", access_token=raw.access.token)
    assert len(server.violations) == 2


def test_a_right_that_was_not_granted_is_refused_and_is_no_violation(server: YoutubeServer) -> None:
    raw = Raw(server, scopes=("https://www.googleapis.com/auth/youtube.upload",))
    assert raw.open(100).status == 200
    reply = raw.api("GET", "videos", part="id", id="x")
    assert (reply.status, reply.reason) == (403, "insufficientPermissions")
    assert server.violations == []


@pytest.mark.parametrize("how", ["", "expired", "stale"])
def test_a_token_file_is_google_auths_and_its_owners_alone(server: YoutubeServer, tmp_path: Path, how: str) -> None:
    path = tmp_path / "token.json"
    server.write_token_file(path, expired=how == "expired", stale=how == "stale")
    fields = json.loads(path.read_text())
    assert (fields["token_uri"], fields["scopes"]) == (f"{server.origin}/token", [FORCE_SSL])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    access = server.oauth.accesses[fields["token"]]
    assert (access.expires_at < server.clock()) == bool(how)


def test_a_client_of_the_type_web_may_not_send_people_to_this_machine(server: YoutubeServer, raw: Raw, tmp_path: Path) -> None:
    server.write_client_secret(tmp_path / "client.json", "web")
    assert list(json.loads((tmp_path / "client.json").read_text())) == ["web"]
    assert authorize(raw).json["error"] == "redirect_uri_mismatch"
