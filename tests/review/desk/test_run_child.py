"""A run's own process, as the server begins it: the same steps, errors and exit codes as the command's."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.review.serving_made import review_server
from tests.running import SAMPLE, environment
from vbn_video.review.desk.running.run_process import COMMAND


def asked(tmp_path: Path, until: str = "ingest", **options: Any) -> bytes:
    given = {"recording": [str(SAMPLE)], "preset": "temamoede", "workspace": str(tmp_path)} | options
    return json.dumps({"until": until, "options": given}).encode()


def begun() -> subprocess.Popen[bytes]:
    house = str(Path(__file__).parents[3])
    pipe = subprocess.PIPE
    return subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment(PYTHONPATH=house))


def run(order: bytes) -> tuple[int, list[dict[str, Any]]]:
    child = begun()
    out, _err = child.communicate(order, timeout=300)
    return child.returncode, [json.loads(line) for line in out.splitlines()]


def test_it_tells_each_event_and_ends_with_no_error(tmp_path: Path) -> None:
    code, lines = run(asked(tmp_path))
    assert code == 0
    assert [line["event"] for line in lines if line["event"] != "Progress"] == ["StepBegan", "Found", "StepEnded", "Ended"]
    assert lines[-1] == {"event": "Ended", "publications": [], "error": None}
    assert (tmp_path / f"{SAMPLE.name}.vbn" / "recording.json").is_file()


def test_what_a_person_can_mend_ends_it_with_the_commands_sentence_and_code(tmp_path: Path) -> None:
    code, lines = run(asked(tmp_path, recording=[str(tmp_path / "borte.mp4")]))
    assert code == 3
    assert lines[-1]["error"]["exit_code"] == 3
    assert "borte.mp4" in lines[-1]["error"]["message"]


def test_publishing_looks_at_its_targets_before_anything_is_made(tmp_path: Path) -> None:
    code, lines = run(asked(tmp_path, "publish", media_dir=str(tmp_path / "findes" / "ikke")))
    assert code == 5
    assert [line["event"] for line in lines] == ["Ended"]


def test_nonsense_is_no_traceback(tmp_path: Path) -> None:
    code, lines = run(b"{")
    assert code != 0
    assert lines[-1]["event"] == "Ended"
    assert lines[-1]["error"]["message"]


def stopped(tmp_path: Path, act: Callable[[subprocess.Popen[bytes]], None]) -> tuple[int, list[dict[str, Any]]]:
    """A run at which `act` does something as soon as it has begun."""
    child = begun()
    assert child.stdin
    assert child.stdout
    child.stdin.write(asked(tmp_path, "listen"))
    child.stdin.close()
    lines = [json.loads(child.stdout.readline())]
    act(child)
    with child.stdout:
        lines += [json.loads(line) for line in child.stdout if line.endswith(b"\n")]
    return child.wait(300), lines


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another signal")
def test_being_asked_to_stop_ends_it_as_ctrl_c_ends_the_command(tmp_path: Path) -> None:
    code, lines = stopped(tmp_path, lambda child: child.send_signal(signal.SIGTERM))
    assert code == 130
    assert lines[-1]["error"]["exit_code"] == 130


def test_where_the_server_is_gone_the_run_goes_on_to_its_end(tmp_path: Path) -> None:
    child = begun()
    assert child.stdin
    assert child.stdout
    child.stdin.write(asked(tmp_path, "listen"))
    child.stdin.close()
    child.stdout.readline()
    child.stdout.close()
    assert child.wait(300) == 0
    assert (tmp_path / f"{SAMPLE.name}.vbn" / "levels.npz").is_file()


def test_a_run_that_the_page_begins_is_told_to_its_tabs_and_makes_the_project(tmp_path: Path) -> None:
    (tmp_path / "møder").mkdir()
    recording = tmp_path / "møder" / SAMPLE.name
    recording.mkdir()
    for path in SAMPLE.iterdir():
        os.link(path, recording / path.name)
    with review_server(tmp_path / "møder") as page, page.events() as events:
        (row,) = page.get("/api/desk").document["rows"]
        run = page.post("/api/runs", {"key": row["key"], "until": "plan"}).document
        assert (run["state"], run["until"]) == ("running", "plan")
        seen = next(told for event, told in events if event == "run" and told["step"] == "listen")
        assert seen["project"] is not None
        assert page.post(f"/api/runs/{run['id']}/stop", {}).status == 200
        ended = next(told for event, told in events if event == "run" and told["state"] not in ("running", "waiting"))
        assert (ended["id"], ended["state"]) == (run["id"], "stopped")
        (row,) = page.get("/api/desk").document["rows"]
        assert (row["kind"], row["state"]) == ("project", "stopped")


@pytest.mark.parametrize(
    "wanted",
    [{"until": "ingest"}, {"until": 1}, {"discard": ["meeting.toml"]}, {"preset": "x"}, {"public": "yes"}, {"model": "ukendt"}],
)
def test_what_the_page_may_not_ask_of_a_run_is_refused(tmp_path: Path, wanted: dict[str, Any]) -> None:
    (tmp_path / "møde.vbn").mkdir()
    with review_server(tmp_path) as page:
        assert page.post("/api/runs", {"key": page.key_of(tmp_path / "møde.vbn"), **wanted}).status == 400
        assert page.post("/api/runs", {"key": "ukendt"}).status == 400
        assert page.post("/api/runs", {}).status == 400
