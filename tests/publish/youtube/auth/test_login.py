"""The login: its file, its renewal at a server of our own, and what is said when it is dead."""

from __future__ import annotations

import json
import os
import stat
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.youtube_server import Fault, YoutubeServer
from vbn_video.errors import MissingError, TargetError
from vbn_video.events import Event, Notice
from vbn_video.publish.youtube.auth import token_file
from vbn_video.publish.youtube.auth.login import Login, forget, read_login
from vbn_video.publish.youtube.auth.token_file import SCOPE, KeptLogin, read_token_file, save_login, token_path
from vbn_video.publish.youtube.transport.http_session import connection_error
from vbn_video.publish.youtube.transport.retry import Clock
from vbn_video.settings.preset import Youtube

posix = pytest.mark.skipif(os.name != "posix", reason="no modes of files here")
SECRETS = {"token": "ya29.hemmelig-adgang", "refresh_token": "1//hemmelig-fornyelse", "client_secret": "GOCSPX-hemmelig"}
WORDS = {**SECRETS, "client_id": "1-a.apps.googleusercontent.com", "token_uri": "https://oauth2.googleapis.com/token"}


class Told(list[Event]):
    """What was told."""

    def __call__(self, event: Event) -> None:
        self.append(event)

    @property
    def warnings(self) -> list[str]:
        return [event.text for event in self if isinstance(event, Notice) and event.level == "warning"]


class Naps:
    """A clock on which nobody sleeps; `ahead` of the real one."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.slept_s: list[float] = []
        self.clock = Clock(sleep=self.slept_s.append, now=lambda: datetime.now(UTC) + ahead)


@pytest.fixture
def server() -> Iterator[YoutubeServer]:
    with YoutubeServer() as running:
        yield running
        assert running.violations == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "min mappe æøå" / "login.json"


@pytest.fixture
def settings(path: Path) -> Youtube:
    return Youtube(token_file=str(path))


def written(path: Path, **words: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({**WORDS, "scopes": [SCOPE], **words}), encoding="utf-8")
    path.chmod(0o600)
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(login: Login) -> str:
    """What is said; nothing of it, nor of what it came from, may be secret."""
    with pytest.raises(MissingError) as raised:
        login.renew()
    whole = "".join(traceback.format_exception(raised.value))
    kept = login.kept
    assert not [secret for secret in (kept.token, kept.refresh_token, kept.client_secret) if secret and secret in whole]
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return raised.value.message


# The file


def test_without_a_login_the_command_is_named(settings: Youtube, path: Path) -> None:
    with pytest.raises(MissingError, match="vbn-video auth youtube") as raised:
        read_login(settings, Told())
    assert str(path) in raised.value.message


def test_the_login_lies_in_the_persons_own_config_folder() -> None:
    from platformdirs import user_config_path

    assert token_path(Youtube()).parent == user_config_path("vbn-video", appauthor=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"installed": {"client_id": "x"}}',
        json.dumps(WORDS)[:-9],
        json.dumps({**WORDS, "refresh_token": None}),
        json.dumps({**WORDS, "refresh_token": ""}),
        json.dumps({**WORDS, "client_id": 7}),
        json.dumps({**WORDS, "scopes": 7}),
        json.dumps({**WORDS, "scopes": [7]}),
        json.dumps({**WORDS, "token": ["x"]}),
    ],
)
def test_what_is_no_login_is_said_without_a_piece_of_it(text: str, settings: Youtube, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(MissingError, match="Log in again: vbn-video auth youtube") as raised:
        read_login(settings, Told())
    whole = "".join(traceback.format_exception(raised.value))
    assert "hemmelig" not in whole


def test_bytes_that_are_no_text_are_no_login(settings: Youtube, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\x00hemmelig")
    path.chmod(0o600)
    with pytest.raises(MissingError, match="holds no login"):
        read_login(settings, Told())


def test_a_folder_in_its_place_is_said(settings: Youtube, path: Path) -> None:
    path.mkdir(parents=True, mode=0o700)
    with pytest.raises(MissingError, match="is no file"):
        read_login(settings, Told())


@pytest.mark.parametrize("uri", ["http://oauth2.googleapis.com/token", "ftp://x/token", "oauth2.googleapis.com/token"])
def test_an_address_that_others_could_listen_to_is_refused(uri: str, settings: Youtube, path: Path) -> None:
    written(path, token_uri=uri)
    with pytest.raises(MissingError, match="others can listen"):
        read_login(settings, Told())


def test_without_an_address_it_is_googles(settings: Youtube, path: Path) -> None:
    written(path, token_uri=None)
    assert read_login(settings, Told()).kept.token_uri == "https://oauth2.googleapis.com/token"


@pytest.mark.parametrize(
    "scopes", [["https://www.googleapis.com/auth/youtube.readonly"], "https://www.googleapis.com/auth/youtube"]
)
def test_a_login_without_the_right_is_said_before_anything_is_asked(scopes: object, settings: Youtube, path: Path) -> None:
    written(path, scopes=scopes)
    with pytest.raises(MissingError, match=r"lacks the right.*vbn-video auth youtube"):
        read_login(settings, Told())


def test_scopes_may_be_one_text(settings: Youtube, path: Path) -> None:
    written(path, scopes=f"openid {SCOPE}")
    assert read_login(settings, Told()).scopes == ("openid", SCOPE)


@posix
def test_a_file_that_others_can_read_is_closed_to_them_and_that_is_said(settings: Youtube, path: Path) -> None:
    written(path).chmod(0o644)
    told = Told()
    read_login(settings, told)
    assert mode(path) == 0o600
    assert [str(path) in text for text in told.warnings] == [True]
    read_login(settings, told)
    assert len(told.warnings) == 1


@posix
def test_a_login_is_written_for_its_owner_alone_in_a_folder_that_is_made(path: Path) -> None:
    before = os.umask(0)
    try:
        save_login(path, read_token_file(written(path.with_name("a.json").parent.parent / "a.json"), Told()))
    finally:
        os.umask(before)
    assert (mode(path.parent), mode(path)) == (0o700, 0o600)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_no_login_shows_its_secrets(path: Path) -> None:
    kept = read_token_file(written(path, note="hemmelig"), Told())
    assert "hemmelig" not in repr(kept)


def test_what_is_not_ours_stays_in_the_file(path: Path) -> None:
    kept = read_token_file(
        written(path, account="nogen@example.org", type="authorized_user", expiry="2026-01-02T03:04:05.678Z"), Told()
    )
    save_login(path, kept)
    words = json.loads(path.read_text(encoding="utf-8"))
    assert words == {
        **WORDS,
        "scopes": [SCOPE],
        "account": "nogen@example.org",
        "type": "authorized_user",
        "expiry": "2026-01-02T03:04:05Z",
    }
    assert read_token_file(path, Told()).expires_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_google_auth_reads_what_we_write(path: Path) -> None:
    from google.oauth2.credentials import Credentials

    kept = replace(
        read_token_file(written(path), Told()), expires_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), since=datetime.now(UTC)
    )
    save_login(path, kept)
    credentials = Credentials.from_authorized_user_file(str(path))
    assert (credentials.refresh_token, credentials.scopes) == (SECRETS["refresh_token"], [SCOPE])
    assert credentials.expiry == datetime(2026, 1, 2, 3, 4, 5)


@posix
def test_a_link_is_followed(path: Path, tmp_path: Path) -> None:
    real = written(tmp_path / "et andet sted.json")
    path.parent.mkdir()
    path.symlink_to(real)
    save_login(path, replace(read_token_file(path, Told()), token="new"))
    assert path.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["token"] == "new"


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_to_is_said(path: Path) -> None:
    kept = read_token_file(written(path), Told())
    path.parent.chmod(0o500)
    with pytest.raises(MissingError, match="can't be kept"):
        save_login(path, kept)


def test_a_file_in_the_way_of_the_folder_is_said(path: Path) -> None:
    kept = read_token_file(written(path), Told())
    with pytest.raises(MissingError, match="can't be kept"):
        save_login(path / "below a file" / "login.json", kept)


@pytest.mark.parametrize(
    ("name", "value"), [("refresh_token_expires_in", 604_799), ("refresh_token_expires_at", "2026-11-09T07:59:59Z")]
)
def test_the_end_that_a_file_tells_is_known(name: str, value: object, path: Path) -> None:
    kept = read_token_file(written(path, logged_in_at="2026-11-02T08:00:00Z", **{name: value}), Told())
    assert kept.dies_at == datetime(2026, 11, 9, 7, 59, 59, tzinfo=UTC)


@posix
@pytest.mark.parametrize("folder_mode", [0o777, 0o1777, 0o703])
def test_no_login_is_kept_where_others_can_put_files(folder_mode: int, path: Path) -> None:
    kept = read_token_file(written(path), Told())
    before = path.read_bytes()
    path.parent.chmod(folder_mode)
    with pytest.raises(MissingError, match="Others can put files in the folder"):
        save_login(path, replace(kept, token="new"))
    assert (path.read_bytes(), len(list(path.parent.iterdir()))) == (before, 1)
    told = Told()
    read_token_file(path, told)
    assert ["Others can put files" in said for said in told.warnings] == [True]


@posix
def test_no_login_is_kept_in_the_folder_of_somebody_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = read_token_file(written(path), Told())
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    if path.parent.stat().st_uid == 0:
        monkeypatch.setattr(token_file, "ROOT", 4712)
    with pytest.raises(MissingError, match="Others can put files in the folder"):
        save_login(path, kept)


@posix
def test_no_login_is_kept_in_a_folder_of_ours_that_is_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = token_path(Youtube())
    kept = read_token_file(written(tmp_path / "victim" / "a.json"), Told())
    path.parent.parent.mkdir()
    path.parent.symlink_to(tmp_path / "victim")
    with pytest.raises(MissingError, match="is a link, so no login is kept in it"):
        save_login(path, kept)
    assert [file.name for file in (tmp_path / "victim").iterdir()] == ["a.json"]


@posix
def test_a_group_of_ones_own_and_a_home_reached_through_a_link_are_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real" / "config").mkdir(parents=True)
    (tmp_path / "home").symlink_to(tmp_path / "real")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    path = token_path(Youtube())
    kept = read_token_file(written(tmp_path / "a.json"), Told())
    path.parent.mkdir(mode=0o775)
    save_login(path, kept)
    assert read_token_file(path, Told()).refresh_token == kept.refresh_token


@posix
def test_a_pipe_where_the_login_should_be_is_not_waited_for(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(MissingError, match="is no file"):
        read_token_file(path, Told())


# Renewing


def given(server: YoutubeServer, settings: Youtube, naps: Naps | None = None, told: Told | None = None, **how: bool) -> Login:
    path = token_path(settings)
    path.parent.mkdir(exist_ok=True)
    server.write_token_file(path, **how)
    return read_login(settings, Told() if told is None else told, (naps or Naps()).clock)


def kept_in(path: Path) -> KeptLogin:
    return read_token_file(path, Told())


def test_a_token_that_lives_is_used_as_it_is(server: YoutubeServer, settings: Youtube) -> None:
    login = given(server, settings)
    assert login.token() == login.kept.token
    assert server.requests == []


def test_one_that_is_about_to_die_is_renewed_and_kept(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    login = given(server, settings, expired=True)
    old = login.kept.token
    token = login.token()
    assert (token != old, kept_in(path).token == token, kept_in(path).expires_at == login.kept.expires_at) == (True, True, False)
    assert login.token() == token
    assert server.names() == ["token"]


def test_the_last_minute_of_a_token_is_not_used(server: YoutubeServer, settings: Youtube) -> None:
    login = given(server, settings, Naps(timedelta(seconds=3599 - 30)))
    login.token()
    assert server.names() == ["token"]


def test_a_file_without_a_token_and_without_scopes_will_do(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    given(server, settings)
    words = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({key: words[key] for key in ("refresh_token", "client_id", "client_secret", "token_uri")}))
    login = read_login(settings, Told(), Naps().clock)
    assert login.scopes == ()
    login.token()
    assert login.scopes == (SCOPE,)


def test_a_rotated_refresh_token_is_kept(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    server.settings.rotates = True
    login = given(server, settings, expired=True)
    before = login.kept.refresh_token
    login.token()
    assert kept_in(path).refresh_token == login.kept.refresh_token != before
    read_login(settings, Told(), Naps().clock).renew()


def test_a_new_login_made_meanwhile_is_not_written_over(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    login = given(server, settings, expired=True)
    server.write_token_file(path)
    newer = path.read_bytes()
    login.renew()
    assert path.read_bytes() == newer


def test_a_login_forgotten_meanwhile_stays_forgotten(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    login = given(server, settings, expired=True)
    path.unlink()
    assert login.token()
    assert not path.exists()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("token", "cut_before", times=2),
        Fault("token", "cut_after", times=2),
        Fault("token", "status", status=503, times=2),
        Fault("token", "status", status=500, times=2),
        Fault("token", "status", status=429, times=2),
    ],
    ids=lambda fault: f"{fault.kind} {fault.status}",
)
def test_what_passes_is_waited_for(fault: Fault, server: YoutubeServer, settings: Youtube) -> None:
    naps = Naps()
    login = given(server, settings, naps, expired=True)
    server.faults.add(fault)
    assert login.token()
    assert len(naps.slept_s) == 2
    assert naps.slept_s[1] > naps.slept_s[0] * 0.5


def test_how_long_the_server_asks_to_wait_is_honoured(server: YoutubeServer, settings: Youtube) -> None:
    naps = Naps()
    login = given(server, settings, naps, expired=True)
    server.faults.add(Fault("token", "status", status=503, retry_after=17))
    login.token()
    assert naps.slept_s[0] >= 17


def test_after_a_long_time_it_is_given_up_as_the_targets_fault(server: YoutubeServer, settings: Youtube) -> None:
    naps = Naps()
    login = given(server, settings, naps, expired=True)
    server.faults.add(Fault("token", "status", status=503, times=1000))
    with pytest.raises(TargetError, match=r"HTTP 503.*same command again"):
        login.token()
    assert 10 * 60 < sum(naps.slept_s) < 40 * 60


def test_what_google_ended_is_said_with_the_three_causes(server: YoutubeServer, settings: Youtube) -> None:
    login = given(server, settings, expired=True)
    server.oauth.revoke_all()
    said = refused(login)
    assert all(part in said for part in ("Testing", "7 days", "password", "6 months", "vbn-video auth youtube"))


def test_a_client_that_google_does_not_know_is_said(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    given(server, settings, expired=True)
    words = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**words, "client_secret": "another"}))
    assert "--client-secret FILE" in refused(read_login(settings, Told(), Naps().clock))
    server.violations.clear()


def test_a_right_that_is_gone_at_the_renewal_is_said(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    login = given(server, settings, expired=True)
    for grant in server.oauth.grants.values():
        grant.scopes = ("https://www.googleapis.com/auth/youtube.readonly",)
    assert "lacks the right" in refused(login)


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(days=-400)])
def test_a_wrong_clock_is_said_instead(ahead: timedelta, server: YoutubeServer, settings: Youtube) -> None:
    login = given(server, settings, Naps(ahead))
    server.oauth.revoke_all()
    said = refused(login)
    assert "clock is wrong" in said
    assert f"{(datetime.now(UTC) + ahead).astimezone():%Y-%m-%d %H:}" in said


def test_the_end_that_the_server_tells_is_kept(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    server.settings.refresh_life_s = 7 * 86400
    given(server, settings, expired=True).token()
    dies_at = kept_in(path).dies_at
    assert dies_at is not None
    assert abs(dies_at - datetime.now(UTC) - timedelta(days=7)) < timedelta(minutes=1)


def test_a_disk_that_refuses_the_new_token_stops_nothing(
    server: YoutubeServer, settings: Youtube, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told()
    login = given(server, settings, told=told, expired=True)
    monkeypatch.setattr("vbn_video.publish.youtube.auth.token_file.write_atomically", full_disk)
    assert login.token()
    assert told.warnings == []


def test_a_disk_that_refuses_a_rotated_login_is_said(
    server: YoutubeServer, settings: Youtube, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told()
    server.settings.rotates = True
    login = given(server, settings, told=told, expired=True)
    monkeypatch.setattr("vbn_video.publish.youtube.auth.token_file.write_atomically", full_disk)
    assert login.token()
    assert ["can't be kept" in text for text in told.warnings] == [True]


def full_disk(*_words: object, **_more: object) -> None:
    raise OSError(28, "No space left on device")


def test_an_answer_of_somebody_else_is_no_login(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    given(server, settings)
    words = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(
        json.dumps({**words, "expiry": "2020-01-01T00:00:00Z", "token_uri": words["token_uri"].replace("/token", "/auth")})
    )
    naps = Naps()
    with pytest.raises((MissingError, TargetError)) as raised:
        read_login(settings, Told(), naps.clock).token()
    assert words["refresh_token"] not in "".join(traceback.format_exception(raised.value))
    server.violations.clear()


def test_a_certificate_out_of_time_is_a_wrong_clock() -> None:
    error = OSError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1000)")
    said = connection_error(error, "https://oauth2.googleapis.com/token")
    assert said is not None
    assert "Set the clock" in said.message


def test_a_certificate_of_a_firewall_is_said() -> None:
    error = OSError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain")
    said = connection_error(error, "https://oauth2.googleapis.com/token")
    assert said is not None
    assert "REQUESTS_CA_BUNDLE" in said.message
    assert connection_error(OSError("[Errno 111] Connection refused"), "https://oauth2.googleapis.com/token") is None


def test_nothing_heavy_is_imported_with_the_login() -> None:
    import subprocess

    heavy = ("requests", "google.auth", "googleapiclient")
    code = f"import vbn_video.publish.youtube.auth.login, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Forgetting


def test_forgetting_takes_the_right_back_and_deletes_the_file(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    login = given(server, settings)
    (path.parent / f".{path.name}.killed.tmp").write_text("half a login")
    told = Told()
    assert forget(settings, told) == path
    assert (told, list(path.parent.iterdir())) == ([], [])
    assert server.oauth.grants[login.kept.refresh_token].revoked
    assert server.names() == ["revoke"]


def test_a_right_that_is_gone_already_needs_no_warning(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    given(server, settings)
    server.oauth.revoke_all()
    told = Told()
    assert forget(settings, told) == path
    assert told == []


def test_when_google_cannot_be_told_the_person_is(server: YoutubeServer, settings: Youtube, path: Path) -> None:
    given(server, settings)
    server.faults.add(Fault("revoke", "cut_before"))
    told = Told()
    assert forget(settings, told) == path
    assert ["myaccount.google.com" in text for text in told.warnings] == [True]
    assert not path.exists()


def test_forgetting_what_cannot_be_read_deletes_it(settings: Youtube, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("{")
    told = Told()
    assert forget(settings, told) == path
    assert len(told.warnings) == 1
    assert not path.exists()


def test_where_there_is_no_login_nothing_is_forgotten(settings: Youtube) -> None:
    assert forget(settings, Told()) is None
