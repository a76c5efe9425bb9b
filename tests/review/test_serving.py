"""The server from its first address to its end: when nobody looks any more, when what ends the command is pressed, when a port is
taken, and when another command of the same person comes."""

from __future__ import annotations

import socket
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.review.serving_made import Page, path_of, review_server
from vbn_video.errors import MissingError
from vbn_video.project import Project
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.running_server import RunningServer, find_server, noted
from vbn_video.review.serving import LAST_TAB_S, NO_TAB_S, Serving, serve, serving
from vbn_video.review.workspace import Workspace


def desk_of(folder: Path, **more: Any) -> DeskServices:
    return DeskServices(Workspace(folder), RunSettings(), **more)


class Alone:
    """A hub that says how long nobody has been there."""

    def __init__(self, came: bool, alone_s: float) -> None:
        self._said = came, alone_s

    def alone_s(self) -> tuple[bool, float]:
        return self._said


@pytest.mark.parametrize(
    ("came", "alone_s", "over"),
    [(True, LAST_TAB_S - 1, False), (True, LAST_TAB_S + 1, True), (False, LAST_TAB_S + 1, False), (False, NO_TAB_S + 1, True)],
)
def test_it_ends_a_while_after_the_last_tab_and_waits_longer_for_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, came: bool, alone_s: float, over: bool
) -> None:
    with serving(desk_of(tmp_path)) as server:
        monkeypatch.setattr(server.desk.hub, "alone_s", lambda: (came, alone_s))
        assert server.is_over() is over


def test_a_run_that_is_at_work_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(desk_of(tmp_path)) as server:
        monkeypatch.setattr(server.desk.hub, "alone_s", lambda: (True, 1e6))
        monkeypatch.setattr(type(server.desk.runs), "any_at_work", True)
        assert not server.is_over()


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(MissingError, match=f"Port {port} is taken"), serving(desk_of(tmp_path), port):
            pass


def test_the_port_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    with serving(desk_of(tmp_path), port) as server:
        assert server.session.port == port


def test_two_servers_know_no_cookie_of_each_other(tmp_path: Path) -> None:
    with review_server(tmp_path) as one, review_server(tmp_path) as other:
        stranger = Page(other.server, cookie=f"{one.cookie}; {other.server.session.cookie_name}={one.server.session.cookie}")
        assert stranger.get("/api/desk").status == 403
        both = Page(other.server, cookie=f"{one.cookie}; {other.cookie}")
        assert both.get("/api/desk").status == 200


def served(desk: DeskServices, project: str | None = None) -> tuple[Thread, list[tuple[str, bool]]]:
    """The desk served in a thread of its own; what was said."""
    said: list[tuple[str, bool]] = []
    options: dict[str, Any] = {"project": project, "browser": lambda _address: True, "say": lambda *words: said.append(words)}
    thread = Thread(target=serve, args=(desk,), kwargs=options)
    thread.start()
    return thread, said


def test_a_second_command_opens_the_page_that_is_there(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    thread, said = served(desk)
    while not said:
        thread.join(0.01)
    there = find_server(tmp_path)
    assert there is not None
    address = there.new_address("0123456789abcdef")
    assert address is not None
    assert address.endswith("&project=0123456789abcdef")
    assert said[0][1] is True
    desk.ended.set()
    thread.join(60)
    assert find_server(tmp_path) is None
    assert there.new_address() is None


def test_the_note_of_a_server_is_private_and_one_that_was_killed_is_no_server(tmp_path: Path) -> None:
    gone = RunningServer(str(tmp_path), 1, "key", 1, "other key")
    with noted(gone):
        assert find_server(tmp_path) == gone
        assert gone.new_address() is None


def test_after_a_server_that_was_killed_the_next_one_has_its_port_and_knows_its_tabs(tmp_path: Path) -> None:
    with review_server(tmp_path) as page:
        session = page.server.session
    gone = RunningServer(str(tmp_path), session.port, session.command_key, 1, session.resume_key)
    with noted(gone):
        desk = desk_of(tmp_path)
        thread, said = served(desk)
        while not said:
            thread.join(0.01)
        there = find_server(tmp_path)
        assert there is not None
        assert (there.port, there.resume_key) == (gone.port, gone.resume_key)
        assert there.command_key != gone.command_key
        desk.ended.set()
        thread.join(60)


def test_not_now_ends_the_command_that_waits(tmp_path: Path) -> None:
    project = Project(tmp_path / "møde.vbn")
    project.create_folder()
    workspace = Workspace(tmp_path)
    key = workspace.key_of(project.folder)
    desk = DeskServices(workspace, RunSettings(), ends_with=key)
    with serving(desk) as server:
        page = Page(server)
        page.open(server.session.new_address())
        assert page.get(f"/api/projects/{key}").document["ends_command"] is True
        assert page.post("/api/end", {}).status == 200
        assert desk.ended.is_set()
        assert desk.links == ()


def test_where_no_command_waits_the_page_cannot_end_it(tmp_path: Path) -> None:
    with review_server(tmp_path) as page:
        assert page.post("/api/end", {}).status == 400
        assert not page.server.desk.ended.is_set()


@pytest.mark.parametrize(
    ("state", "until", "project", "ends"),
    [
        ("done", "publish", "k", True),
        ("failed", "publish", "k", False),
        ("running", "publish", "k", False),
        ("done", "check", "k", False),
        ("done", "publish", "other", False),
    ],
)
def test_the_publication_that_the_command_waits_for_ends_it_with_its_links(
    tmp_path: Path, state: str, until: str, project: str, ends: bool
) -> None:
    desk = desk_of(tmp_path, ends_with="k")
    publications = [{"target": "website", "url": "http://x", "state": "published"}]
    desk._publish("run", {"state": state, "until": until, "project": project, "publications": publications})
    assert desk.ended.is_set() is ends
    assert desk.links == (("http://x",) if ends else ())


def test_the_address_is_opened_once_by_a_browser_and_once_by_hand(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    thread, said = served(desk)
    while not said:
        thread.join(0.01)
    address = said[0][0]
    port = int(address.split(":")[2].split("/")[0])
    page = Page(Serving(_Session(port), desk))  # type: ignore[arg-type]
    assert page.raw("GET", path_of(address), {"Sec-Fetch-Site": "none"}).status == 200
    assert page.raw("GET", path_of(address), {"Sec-Fetch-Site": "none"}).status == 403
    desk.ended.set()
    thread.join(60)


class _Session:
    def __init__(self, port: int) -> None:
        self.port, self.origins = port, (f"http://127.0.0.1:{port}",)
