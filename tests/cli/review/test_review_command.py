"""`vbn-video review` and `publish --review` as they are typed: in a process of their own, asked by a browser that is let in."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.review.serving_made import Page, path_of
from tests.running import command, environment, vbn_video
from tests.workplace import Workplace
from vbn_video.errors import MissingError
from vbn_video.review.access.browser_session import Session
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.desk.zoom_folder import zoom_folder, zoom_folders
from vbn_video.review.running_server import find_server
from vbn_video.review.serving import Serving
from vbn_video.review.workspace import Workspace

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/begin\?token=\S+")


@contextmanager
def begun(*words: object, cwd: Path, state: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, begun; and the address that it printed, which opens once."""
    env = environment(XDG_STATE_HOME=str(state), PYTHONPATH=str(Path(__file__).parents[3]))
    pipe = subprocess.PIPE
    process = subprocess.Popen(command(*words), stdout=pipe, stderr=pipe, text=True, encoding="utf-8", cwd=cwd, env=env)
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert ADDRESS.fullmatch(address), (address, process.stderr and process.stderr.read())
        yield process, address
    finally:
        process.kill()
        process.communicate()


@contextmanager
def typed(*words: object, cwd: Path, state: Path) -> Iterator[tuple[subprocess.Popen[str], Page]]:
    """The command, begun; and a browser that has opened the address that it printed."""
    with begun(*words, cwd=cwd, state=state) as (process, address):
        found = ADDRESS.fullmatch(address)
        assert found
        page = Page(Serving(Session(int(found[1])), DeskServices(Workspace(cwd), RunSettings())))
        page.open(path_of(address))
        yield process, page


def test_the_desk_is_served_until_it_is_asked_to_stop_and_no_note_of_it_stays(tmp_path: Path) -> None:
    with typed("review", tmp_path, "--no-browser", cwd=tmp_path, state=tmp_path / "state") as (process, page):
        assert page.get("/api/desk").document["folder"] == str(tmp_path)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
    assert list((tmp_path / "state").rglob("review/*.json")) == []


def test_after_a_kill_the_next_command_has_the_same_port_so_that_the_open_tab_goes_on(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with typed("review", tmp_path, "--no-browser", cwd=tmp_path, state=state) as (process, page):
        process.kill()
        process.wait()
    (note,) = state.rglob("review/*.json")
    assert note.stat().st_mode & 0o077 == 0
    with typed("review", tmp_path, "--no-browser", cwd=tmp_path, state=state) as (_process, again):
        assert again.port == page.port
        assert again.get("/api/resume-key").document["key"] == json.loads(note.read_text())["resume_key"]


def test_a_second_command_shows_the_page_that_is_there(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with typed("review", tmp_path, "--no-browser", cwd=tmp_path, state=state) as (_process, page):
        (note,) = state.rglob("review/*.json")
        assert note.stat().st_mode & 0o077 == 0
        second = vbn_video("review", tmp_path, "--no-browser", XDG_STATE_HOME=str(state))
        assert second.code == 0
        assert f":{page.port}/begin?token=" in second.out


def test_without_a_folder_of_zooms_the_sentence_says_how_to_name_one(tmp_path: Path) -> None:
    done = vbn_video("review", "--no-browser", HOME=str(tmp_path), USERPROFILE=str(tmp_path))
    assert done.code == 4
    assert "vbn-video review FOLDER" in done.err


def test_where_zoom_records_on_each_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path("/hjem")
    assert zoom_folders(home, {}, "linux") == (home / "Documents/Zoom", home / "Dokumenter/Zoom", home / "Dokumente/Zoom")
    assert Path("/sky/Documents/Zoom") in zoom_folders(home, {"OneDrive": "/sky"}, "win32")
    assert Path("/sky/Documents/Zoom") not in zoom_folders(home, {"OneDrive": "/sky"}, "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(MissingError):
        zoom_folder()
    (tmp_path / "Dokumenter" / "Zoom").mkdir(parents=True)
    assert zoom_folder() == tmp_path / "Dokumenter" / "Zoom"


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "70000"), ("findes ikke",), (".", "--preset", "findes-ikke")])
def test_what_is_typed_wrong_is_told_before_a_page_opens(words: tuple[str, ...], tmp_path: Path) -> None:
    assert vbn_video("review", *words, "--no-browser", cwd=tmp_path).code == 2


def test_a_page_and_a_document_do_not_go_together(place: Workplace) -> None:
    done = vbn_video(*place.publishing, "--review", cwd=place.folder)
    assert done.code == 2
    assert "--review and --json" in done.err


def without_json(place: Workplace) -> list[object]:
    return [word for word in place.publishing if word != "--json"]


def test_what_is_published_on_the_page_ends_the_command_with_its_link(place: Workplace) -> None:
    state = place.folder / "state"
    with typed(*without_json(place), "--review", cwd=place.folder, state=state) as (process, page):
        key = page.key_of(place.project)
        assert page.get("/api/desk").status == 200
        assert page.get(f"/api/projects/{key}").document["ends_command"] is True
        assert page.post("/api/runs", {"key": key, "until": "publish"}).status == 201
        _out, said = process.communicate(timeout=300)
    assert process.returncode == 0
    assert re.search(r"medie%20mappe%20%C3%B8/2020-12-08-[a-z-]+/index\.html$", said.rstrip())


def test_not_now_ends_the_command_and_nothing_is_published(place: Workplace) -> None:
    (place.project / "ledger.json").unlink()
    with typed(*without_json(place), "--review", cwd=place.folder, state=place.folder / "state") as (process, page):
        assert page.post("/api/end", {}).status == 200
        assert process.wait(60) == 0
    assert not (place.project / "ledger.json").exists()


def test_a_note_of_a_server_of_another_folder_is_none_of_this(tmp_path: Path) -> None:
    assert find_server(tmp_path) is None
