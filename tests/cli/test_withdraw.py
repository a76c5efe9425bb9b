"""`withdraw --from youtube`: what is said and asked before a video is deleted, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from vbn_video.cli.main import program
from vbn_video.errors import InputError, StoppedError
from vbn_video.project import Project
from vbn_video.publish.ledger import LEDGER_FILE, Ledger, LedgerEntry
from vbn_video.publish.publication import Publication
from vbn_video.publish.website import site
from vbn_video.publish.youtube.channel import session as channel_session
from vbn_video.publish.youtube.sync import withdrawal
from vbn_video.publish.youtube.sync.withdrawal import ListedVideo
from vbn_video.publish.youtube.texts.metadata import Metadata, to_fact
from vbn_video.settings.preset import Youtube

WATCH = "https://www.youtube.com/watch?v=ID"
TOLD = Metadata("Løn & ledelse", "", (), "27", "da", "unlisted", "", "youtube", True, False)
SHOWN = ListedVideo("ID", "Løn & ledelse", WATCH, "unlisted", 12, 2_892_000_000)


@dataclass
class Channel:
    """What stands on YouTube, and what was asked of it."""

    standing: tuple[ListedVideo, ...] = (SHOWN,)
    deleted: list[bool] = field(default_factory=list)
    settings: list[Youtube] = field(default_factory=list)

    @contextmanager
    def open_session(self, _ledger: Ledger, settings: Youtube, _tell: object) -> Iterator[None]:
        self.settings.append(settings)
        yield

    def list_videos(self, _place: None) -> tuple[ListedVideo, ...]:
        return self.standing

    def withdraw(self, _place: None, *, delete: bool) -> tuple[Publication, ...]:
        self.deleted.append(delete)
        return tuple(Publication("youtube", video.id, video.url, None, "withdrawn") for video in self.standing)


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Channel:
    channel = Channel()
    monkeypatch.setattr(channel_session, "open_session", channel.open_session)
    monkeypatch.setattr(withdrawal, "is_anything_there", lambda _ledger: True)
    monkeypatch.setattr(withdrawal, "list_videos", channel.list_videos)
    monkeypatch.setattr(withdrawal, "withdraw", channel.withdraw)
    return channel


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "møde.vbn")
    made.create_folder()
    return made


def withdraw(project: Project, *words: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(program(), ["withdraw", str(project.folder), *words], input=answer)


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal: Any = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("vbn_video.cli.withdraw.sys", terminal)


def test_a_video_is_made_private_without_a_question(project: Project, channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    done = withdraw(project, "--from", "youtube", "--set", "youtube.api_root=http://127.0.0.1:1/")
    assert done.exit_code == 0 and done.stderr.splitlines() == [f"Made private: {WATCH}"]
    assert channel.deleted == [False] and channel.settings[0].api_root == "http://127.0.0.1:1/"


@pytest.mark.parametrize("yes", [True, False])
def test_on_a_terminal_what_is_to_be_deleted_is_shown_and_asked_about(
    yes: bool, project: Project, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    done = withdraw(project, "--from", "youtube", "--delete", answer="y\n" if yes else "\n")
    assert f"  Løn & ledelse · 48:12 · unlisted · views: 12 · {WATCH}" in done.stderr and "Delete it? [y/N]" in done.stderr
    assert channel.deleted == [True] * yes
    assert yes == (done.exit_code == 0) != isinstance(done.exception, StoppedError)


def test_where_nobody_can_answer_it_is_said_and_done(project: Project, channel: Channel) -> None:
    done = withdraw(project, "--from", "youtube", "--delete")
    lines = done.stderr.splitlines()
    assert "can't be brought back" in lines[0] and lines[-1] == f"Taken down: {WATCH}" and channel.deleted == [True]


def test_nothing_there_is_nothing_asked(project: Project, channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    channel.standing = ()
    done = withdraw(project, "--from", "youtube", "--delete")
    assert done.exit_code == 0 and "Nothing of" in done.stderr and "Delete" not in done.stderr


def test_the_page_that_embeds_the_video_is_named(project: Project, channel: Channel) -> None:
    page = LedgerEntry("website", "/web", "c0ffee", "published", "moede", "https://eksempel.dk/moede/", facts={"youtube": "ID"})
    Ledger(project.path(LEDGER_FILE)).put(page)
    assert "https://eksempel.dk/moede/ embeds this video" in withdraw(project, "--from", "youtube").stderr
    channel.standing = ()
    assert "embeds this video" not in withdraw(project, "--from", "youtube").stderr


def test_a_video_whose_description_links_the_page_that_is_gone_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Publication("website", "moede", "https://eksempel.dk/moede/", None, "withdrawn")
    monkeypatch.setattr(site, "withdraw", lambda _ledger, _tell: (gone,))
    for number, address in enumerate((gone.url, "https://eksempel.dk/andet/")):
        told = replace(TOLD, description=f"Mødets side: {address}")
        facts = {"metadata": to_fact(told)}
        video = LedgerEntry("youtube", "UC", str(number), "uploaded", f"ID{number}", f"{WATCH}{number}", facts=facts)
        Ledger(project.path(LEDGER_FILE)).put(video)
    done = withdraw(project, "--from", "website")
    assert [line for line in done.stderr.splitlines() if "links this page" in line] == [
        f"The description of {WATCH}0 links this page. Publish to YouTube again: then it does not."
    ]


def test_delete_goes_only_with_youtube(project: Project, channel: Channel) -> None:
    done = withdraw(project, "--from", "website", "--delete")
    assert isinstance(done.exception, InputError) and channel.deleted == []
