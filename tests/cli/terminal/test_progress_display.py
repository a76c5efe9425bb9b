"""The lines that a run draws on standard error."""

from __future__ import annotations

import pytest

from vbn_video.cli.terminal.progress_display import Bar, ProgressDisplay, TerminalBar
from vbn_video.events import Event, Found, Notice, Progress, StepBegan, StepEnded


def drawn(capsys: pytest.CaptureFixture[str], *events: Event) -> list[str]:
    with ProgressDisplay(Bar()) as emit:
        for event in events:
            emit(event)
    captured = capsys.readouterr()
    assert captured.out == "", "standard output is for the document"
    return captured.err.splitlines()


def test_a_step_is_one_line_with_its_name_what_it_found_and_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = drawn(
        capsys, StepBegan("ingest"), Progress(1, 2), Found("2 parts"), Found("48 min"), StepEnded("ingest", 0.84, False)
    )
    assert line.startswith("ingest      2 parts, 48 min ")
    assert line.endswith(" 0.8 s")


def test_a_step_that_had_nothing_to_do_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys, StepBegan("listen"), StepEnded("listen", 0.01, True)) == ["listen      unchanged"]
    (line,) = drawn(capsys, StepBegan("publish"), Found("2020-12-08-hr"), StepEnded("publish", 0.2, True))
    assert line.startswith("publish     2020-12-08-hr ") and line.endswith(" unchanged")


def test_what_a_step_has_to_say_comes_under_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = drawn(capsys, StepBegan("plan"), Notice("Look at the end."), Found("41:08 kept"), StepEnded("plan", 0.2, False))
    assert [line.split()[0] for line in lines] == ["plan", "Look"]
    assert lines[1] == " " * 12 + "Look at the end."


def test_what_is_said_between_two_steps_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    lines = drawn(capsys, Notice("meeting.toml was written."), StepBegan("listen"), StepEnded("listen", 1, False))
    assert lines[0] == "meeting.toml was written."


def test_a_step_that_breaks_off_still_tells_what_it_had_to_say(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), ProgressDisplay(Bar()) as emit:
        emit(StepBegan("render"))
        emit(Notice("The disk is nearly full.", "warning"))
        raise RuntimeError
    assert [line.strip() for line in capsys.readouterr().err.splitlines()] == ["render", "The disk is nearly full."]


def test_the_bar_of_a_terminal_is_drawn_on_standard_error_and_goes_away(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressDisplay(TerminalBar()) as emit:
        emit(StepBegan("render"))
        emit(Progress(5, 10))
        emit(StepEnded("render", 3, False))
        emit(StepBegan("check"))
        emit(StepEnded("check", 3, False))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert [line.split()[0] for line in captured.err.splitlines() if line.strip()] == ["render", "check"]


def test_of_bytes_the_bar_shows_the_speed_too() -> None:
    bar = TerminalBar()
    bar.begin("publish")
    try:
        for done in (0, 200_000_000, 400_000_000, 600_000_000, 800_000_000):
            bar.move(Progress(done, 1_000_000_000, "bytes"))
        assert bar._drawn is not None
        assert bar._drawn.tasks[0].fields["speed"].endswith("B/s")
        bar.move(Progress(3, 10))
        assert bar._drawn.tasks[0].fields["speed"] == ""
    finally:
        bar.end()


def test_what_was_heard_last_stands_under_the_bar_while_the_rest_is_heard(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "60")
    bar = TerminalBar()
    bar.begin("transcribe")
    bar.hear("Nu holder vi en pause")
    assert "Nu holder vi en pause" in shown_by(bar)
    bar.hear("Vi er tilbage efter pausen " * 5)
    assert "efter pausen" in shown_by(bar) and "Nu holder" not in shown_by(bar)
    bar.end()


def test_the_time_left_runs_down_between_events_that_are_far_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    now_s = 1000.0
    monkeypatch.setattr("vbn_video.cli.terminal.progress_display.monotonic", lambda: now_s)
    bar = TerminalBar()
    bar.begin("transcribe")
    bar.move(Progress(0, 300))
    assert "left" not in shown_by(bar), "nobody knows yet"
    now_s += 100
    bar.move(Progress(100, 300))
    assert "3:20 left" in shown_by(bar)
    now_s += 80
    assert "2:00 left" in shown_by(bar)
    bar.end()


def shown_by(bar: TerminalBar) -> str:
    """What the bar draws, as text of 60 columns."""
    from io import StringIO

    from rich.console import Console

    console = Console(file=StringIO(), width=60)
    console.print(bar._shown())
    return console.file.getvalue()
