"""What is shown of projects, and what is taken away from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vbn_video.cli.main import program
from vbn_video.errors import InputError, MissingError
from vbn_video.project import FileState, Project, sha256_of
from vbn_video.publish.ledger import LEDGER_FILE, Ledger, LedgerEntry
from vbn_video.steps.record import Record, StepRecord

EVIDENCE = ("recording.json", "packets.npz", "levels.npz", "speech.json", "speakers.json", "slides.json", "words.json")
DECISIONS = ("edit.json", "chapters.vtt", "captions.da.vtt", "captions.da.srt", "meeting.toml")
REMADE = ("intro.mp4", "outro.mp4", "video.mp4", "poster.jpg", "storyboard.jpg", "storyboard.vtt", "report.json", "report.html")


def ask(*arguments: object) -> Result:
    return CliRunner().invoke(program(), [str(word) for word in arguments])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A published project whose captions were edited by hand; every file holds its own name, 1000 times."""
    (tmp_path / "møder" / "møde.mp4").parent.mkdir()
    (tmp_path / "møder" / "møde.mp4").write_bytes(b"a recording")
    made = Project(tmp_path / "møder" / "møde.vbn")
    made.create_folder()
    for name in (*EVIDENCE, *DECISIONS, *REMADE):
        made.path(name).write_text(name * 1000, encoding="utf-8")
    made.path("meeting.toml").write_text('title = "Løn og & ledelse"\n', encoding="utf-8")
    ours = FileState(sha256_of(made.path("captions.da.srt")), 1, 1)
    Record.of(made).save(
        steps={
            "ingest": StepRecord("1"),
            "caption": StepRecord("2", {"captions.da.vtt": ours, "captions.da.srt": ours}),
            "publish": StepRecord("3"),
        }
    )
    entry = LedgerEntry("website", "/web", "c0ffee", "published", "moede", "https://example.org/moede/", "/web/moede/index.html")
    Ledger(made.path(LEDGER_FILE)).put(entry)
    return made


def test_status_shows_steps_edits_and_publications_of_every_project_below(project: Project, tmp_path: Path) -> None:
    (tmp_path / "tom.vbn").mkdir()
    shown = json.loads(ask("status", tmp_path, "--json").stdout)
    assert shown == {
        "projects": [
            {"project": str(tmp_path / "tom.vbn"), "title": None, "steps": [], "edited": [], "publications": [], "error": None},
            {
                "project": str(project.folder),
                "title": "Løn og & ledelse",
                "steps": ["ingest", "caption", "publish"],
                "edited": ["captions.da.vtt"],
                "publications": [
                    {
                        "target": "website",
                        "id": "moede",
                        "url": "https://example.org/moede/",
                        "path": "/web/moede/index.html",
                        "state": "published",
                    }
                ],
                "error": None,
            },
        ]
    }


def test_a_ledger_that_can_not_be_read_is_said_of_its_project_and_the_others_are_listed(project: Project, tmp_path: Path) -> None:
    (tmp_path / "tom.vbn").mkdir()
    project.path(LEDGER_FILE).write_text("{", encoding="utf-8")
    shown = ask("status", tmp_path)
    assert shown.exit_code == 0
    assert str(tmp_path / "tom.vbn") in shown.stdout and "Løn og & ledelse" in shown.stdout
    assert str(project.path(LEDGER_FILE)) in shown.stderr


def test_status_says_it_in_lines_too(project: Project) -> None:
    lines = ask("status", project.folder.parent).stdout.splitlines()
    assert lines[0] == str(project.folder)
    assert [line.split()[0] for line in lines[1:]] == ["title", "steps", "edited", "website"]
    assert lines[-1].endswith("https://example.org/moede/")


def test_status_of_a_folder_without_projects_says_so(tmp_path: Path) -> None:
    assert "There is no project" in ask("status", tmp_path).stdout


@pytest.mark.parametrize("named", ["møde.vbn", "møde.mp4"])
def test_clean_takes_what_can_be_made_again_and_leaves_edits_ledger_and_evidence(project: Project, named: str) -> None:
    (project.working / "render").mkdir(parents=True)
    (project.working / "render" / "video.mp4").write_bytes(bytes(5000))
    before = {path.name for path in project.folder.iterdir()}
    expected = sum(project.path(name).stat().st_size for name in REMADE) + 5000
    done = ask("clean", project.folder.parent / named)
    assert done.exit_code == 0, done.output
    left = {path.name for path in project.folder.iterdir() if not path.name.startswith(".lock")}
    assert before - left == {*REMADE, ".working"}
    assert f"{expected / 1000:.0f} kB freed" in done.stderr


def test_clean_takes_the_stills_and_leaves_what_somebody_else_put_beside_them(project: Project) -> None:
    folder = project.path("slides")
    folder.mkdir()
    for name in ("001.jpg", "mine.jpg"):
        (folder / name).write_bytes(bytes(5000))
    record = Record.of(project)
    record.save(steps={**record.content.steps, "look": StepRecord("", {"slides/001.jpg": FileState("", 5000, 0)})})
    assert ask("clean", project.folder).exit_code == 0
    assert [path.name for path in folder.iterdir()] == ["mine.jpg"]
    (folder / "mine.jpg").rename(folder / "001.jpg")
    assert ask("clean", project.folder).exit_code == 0
    assert not folder.exists()


def test_clean_takes_the_small_copies_of_the_recording(project: Project) -> None:
    project.path("proxies").mkdir()
    project.path("proxies/0.mp4").write_bytes(b"0" * 1000)
    assert ask("clean", project.folder).exit_code == 0
    assert not project.path("proxies").exists()


def test_clean_waits_for_nobody(project: Project) -> None:
    with project.lock():
        done = ask("clean", project.folder)
    assert isinstance(done.exception, MissingError)
    assert project.path("video.mp4").exists()


def test_a_project_that_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "ny.mp4").write_bytes(b"a recording")
    assert isinstance(ask("clean", tmp_path / "ny.mp4").exception, InputError)


def test_withdrawing_what_was_never_published_says_so(project: Project) -> None:
    project.path(LEDGER_FILE).unlink()
    done = ask("withdraw", project.folder, "--from", "website")
    assert done.exit_code == 0
    assert "Nothing of" in done.stderr
