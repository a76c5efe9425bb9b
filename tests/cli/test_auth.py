"""`vbn-video auth youtube`: logging in, looking, forgetting; and the login in `vbn-video doctor`."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from tests.running import as_it_was
from tests.youtube_server import CLIENT_SECRET, Fault, YoutubeServer
from vbn_video.cli.main import main, program
from vbn_video.publish.youtube.auth.token_file import SCOPE

DAY_S = 86400


@pytest.fixture
def server() -> Iterator[YoutubeServer]:
    with YoutubeServer(prefix="/rehearsal") as running:
        yield running
        assert running.violations == []


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's own folders, of this test alone."""
    for name in ("CONFIG", "STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr("time.sleep", lambda _wait_s: None)
    return tmp_path


@pytest.fixture
def token_file(home: Path) -> Path:
    return home / "hemmeligt æøå" / "login.json"


class Auth:
    """The command, with the server in place of Google."""

    def __init__(self, server: YoutubeServer, token_file: Path) -> None:
        self.server, self.token_file = server, token_file

    @property
    def sets(self) -> list[str]:
        return ["--set", f"youtube.token_file={self.token_file}", "--set", f"youtube.api_root={self.server.root}"]

    def __call__(self, *arguments: object, typed: str = "") -> Result:
        return CliRunner().invoke(program(), ["auth", "youtube", *map(str, arguments), *self.sets], input=typed)

    def given(self, **how: bool) -> Auth:
        self.token_file.parent.mkdir(exist_ok=True)
        self.server.write_token_file(self.token_file, **how)
        return self


@pytest.fixture
def auth(server: YoutubeServer, token_file: Path) -> Auth:
    return Auth(server, token_file)


@pytest.fixture
def secret(server: YoutubeServer, home: Path) -> Path:
    server.write_client_secret(home / "client.json")
    return home / "client.json"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A browser that says yes; the addresses that it was sent to."""
    opened: list[str] = []
    threads: list[threading.Thread] = []

    def browse(url: str) -> bool:
        opened.append(url)
        threads.append(threading.Thread(target=requests.get, args=(url,), kwargs={"timeout": 10}))
        threads[-1].start()
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    yield opened
    for thread in threads:
        thread.join(10)


def without_secrets(done: Result, auth: Auth) -> Result:
    """Nothing of what was said may be secret."""
    oauth = auth.server.oauth
    secrets = [CLIENT_SECRET, *oauth.grants, *oauth.accesses, *oauth.codes]
    assert [secret for secret in secrets if secret in done.output] == []
    return done


# Logging in


def test_before_the_browser_opens_it_is_said_what_will_be_asked(
    auth: Auth, secret: Path, browser: list[str], token_file: Path
) -> None:
    done = without_secrets(auth("--client-secret", secret), auth)
    assert done.exit_code == 0
    told, _, _ = done.stderr.partition(browser[0])
    assert all(word in told for word in ("youtube.force-ssl", "captions", str(token_file), "--forget", "The browser opens"))


def test_after_it_the_channel_is_shown_and_the_login_is_kept(
    auth: Auth, secret: Path, browser: list[str], token_file: Path
) -> None:
    done = auth("--client-secret", secret)
    channel = auth.server.state.channel
    assert f"Vores netværk (@voresnetvaerk, {channel.id})" in done.stdout
    assert json.loads(token_file.read_text(encoding="utf-8"))["scopes"] == [SCOPE]
    assert auth.server.names() == ["auth", "token", "channels.list"]
    if os.name == "posix":
        assert (token_file.stat().st_mode & 0o777, token_file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_another_channel_than_the_presets_is_a_warning(auth: Auth, secret: Path, browser: list[str]) -> None:
    done = auth("--client-secret", secret, "--set", "youtube.channel=@enanden")
    assert done.exit_code == 0
    assert "[youtube] channel names @enanden" in done.stderr


def test_a_pasted_address_logs_in_where_no_browser_is(
    auth: Auth, secret: Path, token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends_at() -> str:
        state = states.pop()
        code = requests.get(state, allow_redirects=False, timeout=10).headers["Location"]
        return code + "\n"

    states: list[str] = []
    monkeypatch.setattr("vbn_video.cli.auth._show_to_open", states.append)
    monkeypatch.setattr("vbn_video.cli.auth._pasted", ends_at)
    done = without_secrets(auth("--client-secret", secret, "--no-browser"), auth)
    assert (done.exit_code, token_file.is_file()) == (0, True)


def test_the_address_is_shown_and_no_answer_is_no_login(auth: Auth, secret: Path, token_file: Path) -> None:
    done = auth("--client-secret", secret, "--no-browser")
    assert done.exit_code == 1  # standalone: the error itself; `ended` makes 4 of it
    assert "No address was given" in str(done.exception)
    assert re.search(rf"^{re.escape(auth.server.origin)}/auth\?\S+$", done.stderr, re.MULTILINE)
    assert not token_file.exists()


def test_a_no_keeps_the_login_that_was_there(auth: Auth, secret: Path, browser: list[str], token_file: Path) -> None:
    before = auth.given().token_file.read_bytes()
    auth.server.settings.consent = "deny"
    assert "told no" in str(auth("--client-secret", secret).exception)
    assert token_file.read_bytes() == before


@pytest.mark.parametrize("options", [("--check", "--forget"), ("--check", "--no-browser"), ("--forget", "--client-secret", "x")])
def test_options_that_exclude_each_other_are_refused(options: tuple[str, ...], auth: Auth) -> None:
    assert "go alone" in str(auth(*options).exception)


# Looking


def test_a_check_shows_whose_it_is_what_it_may_and_how_long_it_lives(auth: Auth) -> None:
    done = without_secrets(auth.given()("--check"), auth)
    assert done.exit_code == 0
    names = [line[:12].strip() for line in done.stdout.splitlines()]
    assert names == ["channel", "rights", "login"]
    assert "youtube.force-ssl" in done.stdout
    assert "Testing" in done.stdout


def test_a_check_uses_the_refresh_token_too(auth: Auth) -> None:
    auth.given()("--check")
    assert auth.server.names() == ["token", "channels.list"]


def test_the_end_that_google_names_is_shown(auth: Auth) -> None:
    auth.server.settings.refresh_life_s = 7 * DAY_S
    assert "ends 20" in auth.given()("--check").stdout


def told(done: Result) -> str:
    assert done.exit_code == 1
    return str(done.exception)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda auth: auth.token_file.unlink(), "no login"),
        (lambda auth: auth.token_file.write_text("{"), "holds no login"),
        (lambda auth: auth.server.oauth.revoke_all(), "Testing"),
        (lambda auth: setattr(auth.server.settings, "no_channel", True), "has no YouTube channel"),
        (lambda auth: auth.server.faults.add(Fault("token", "status", times=99)), "can't be reached"),
        (lambda auth: auth.server.faults.add(Fault("channels.list", "cut_before", times=99)), "can't be reached"),
    ],
)
def test_what_is_wrong_with_a_login_is_a_sentence(spoil: Callable[[Auth], object], word: str, auth: Auth) -> None:
    auth.given()
    spoil(auth)
    done = without_secrets(auth("--check"), auth)
    assert word in told(done)


def test_a_login_for_another_channel_fails_the_check(auth: Auth) -> None:
    assert "@enanden" in told(auth.given()("--check", "--set", "youtube.channel=@enanden"))


def test_a_dead_login_ends_with_4_and_no_fault_is_written_down(
    auth: Auth, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    auth.given(revoked=True)
    with as_it_was(), pytest.raises(SystemExit) as ended:
        main(["auth", "youtube", "--check", *auth.sets])
    assert ended.value.code == 4
    assert "vbn-video auth youtube" in capsys.readouterr().err
    assert list(home.rglob("faults.log")) == []


def test_a_fault_of_ours_writes_no_token_down(
    auth: Auth, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_words: object, **_more: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("vbn_video.publish.youtube.auth.login.Login._save", broken)
    auth.given()
    with as_it_was(), pytest.raises(SystemExit) as ended:
        main(["auth", "youtube", "--check", *auth.sets])
    assert ended.value.code == 1
    (log,) = home.rglob("faults.log")
    written = log.read_text(encoding="utf-8") + capsys.readouterr().err
    assert "broken on purpose" in written
    assert [
        secret for secret in (CLIENT_SECRET, *auth.server.oauth.grants, *auth.server.oauth.accesses) if secret in written
    ] == []


# Forgetting


def test_forgetting_is_said(auth: Auth, token_file: Path) -> None:
    done = without_secrets(auth.given()("--forget"), auth)
    assert (done.exit_code, token_file.exists()) == (0, False)
    assert str(token_file) in done.stderr
    assert auth.server.names() == ["revoke"]
    assert "There is no login" in auth("--forget").stderr


# The doctor


def doctor(auth: Auth, home: Path) -> Result:
    sets = [*auth.sets, "--set", 'publish.to=["youtube"]', "--workspace", str(home)]
    return CliRunner().invoke(program(), ["doctor", *sets])


def test_the_doctor_looks_at_the_login_where_youtube_is_published_to(auth: Auth, home: Path) -> None:
    line = doctor(auth.given(), home).stdout.splitlines()[-1]
    assert line.startswith("YouTube")
    assert all(word in line for word in ("Vores netværk", "Testing"))


def test_the_doctor_says_what_to_do_about_a_dead_login(auth: Auth, home: Path) -> None:
    done = doctor(auth.given(revoked=True), home)
    assert done.exit_code == 4
    assert "vbn-video auth youtube" in done.stderr
