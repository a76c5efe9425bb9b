"""What ends a run is said without what gives a right, and without what acts on a terminal: shown, as JSON, and in the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vbn_video.cli.terminal.failure import DEBUG, report_error
from vbn_video.cli.terminal.printing import answer, print_document, say
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.errors import TargetError
from vbn_video.events import Notice
from vbn_video.project import Project

TOKEN = "ya29.a0AfB_hemmelig-1234567890"
SAID = f"No: Authorization: Bearer {TOKEN} \x1b[31m\u202e"


@pytest.fixture(autouse=True)
def _log_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_words, **_more: tmp_path)


@pytest.mark.parametrize("error", [ValueError(SAID), TargetError("{said}", said=SAID)], ids=["a fault", "a sentence"])
def test_what_ends_a_run_holds_no_token(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DEBUG, "1")
    assert report_error(error, as_json=True) in (1, 5)
    shown = capsys.readouterr()
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log"))
    for text in (shown.out, shown.err, written):
        assert "hemmelig" not in text
    assert "No: " in shown.err and "No: " in json.loads(shown.out)["error"]["message"]
    assert not {"\x1b", "\u202e"} & set(shown.err.replace("\x1b[38;2;242;183;5m", "").replace("\x1b[0m", ""))


def test_a_fault_is_not_written_through_a_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter").write_text("Dear", encoding="utf-8")
    (tmp_path / "faults.log").symlink_to(tmp_path / "letter")
    report_error(ValueError("x"), as_json=False)
    assert (tmp_path / "letter").read_text(encoding="utf-8") == "Dear"
    assert "ValueError" in (tmp_path / "faults.log").read_text(encoding="utf-8") and "x" in capsys.readouterr().err


def test_a_notice_and_the_log_hold_no_token(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ProgressDisplay()(Notice(SAID, "warning"))
    project = Project(tmp_path / "møde.vbn")
    project.create_folder()
    project.log(event="Notice", text=SAID, seconds=1.5)
    logged = project.path("log.jsonl").read_text(encoding="utf-8")
    assert "hemmelig" not in capsys.readouterr().err + logged
    assert json.loads(logged)["seconds"] == 1.5


def test_no_line_acts_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("møde\x1b]0;x\x07.mp4\nnæste\tlinje \udc80")
    answer("\x9b31m")
    shown = capsys.readouterr()
    assert (shown.err, shown.out) == ("møde�]0;x�.mp4\nnæste\tlinje �\n", "�31m\n")


def test_the_json_document_acts_on_no_terminal_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    document = {"title": "møde\x1b[31m\x9b\u202e\u2028\udc80 æøå"}
    print_document(document)
    shown = capsys.readouterr().out
    assert json.loads(shown) == document
    assert "æøå" in shown and not set(shown) & set("\x1b\x9b\u202e\u2028\udc80")
