"""A run that was asked to stop ends with 130 and one sentence, whatever Python or a library made of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import environment

pytestmark = pytest.mark.skipif(os.name != "posix", reason="asks by signals")

# The command line, with one command that is asked to stop while something is at work.
PROGRAM = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.{handler})
import click
from vbn_video.cli import main
from vbn_video.cli.terminal.progress_display import ProgressDisplay
from vbn_video.events import Found

def ask():
    os.kill(os.getpid(), signal.{signal})

@click.command()
@click.option("--json", is_flag=True)
def command(json):
    {at_work}

main.program = lambda: command
main.main(["--json"])
"""

AT_WORK = {
    "python": "ask()",
    "the import of a compiled library, which calls it an error": """
    try:
        ask()
    except BaseException:
        raise ImportError("initialization failed")""",
    "a thread that tells how far a program has come": """
    import threading
    with ProgressDisplay() as emit:
        def tell():
            while True:
                emit(Found("a word"))
        threading.Thread(target=tell).start()
        ask()""",
    "code made from a string": 'exec("ask()")',
    "a callback that can raise nothing": """
    gone = [type("Gone", (), {"__del__": lambda self: ask()})()]
    gone.clear()
    with ProgressDisplay() as emit:
        emit(Found("a word"))
    print("went on")""",
}


def run(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "program.py").write_text(program, encoding="utf-8")
    words = [sys.executable, "-m", "program"]  # as a module: what passed through `exec` counts there alone
    return subprocess.run(words, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("at_work", AT_WORK)
def test_a_stop_is_heard_wherever_it_comes(signal: str, at_work: str, tmp_path: Path) -> None:
    program = PROGRAM.format(handler="default_int_handler", signal=signal, at_work=AT_WORK[at_work].lstrip())
    ran = run(program, tmp_path)
    assert ran.returncode == 130
    assert json.loads(ran.stdout)["error"]["code"] == 130
    assert ran.stderr.endswith("Stopped. The same command goes on from here.\n")
    assert "Traceback" not in ran.stderr


def test_a_run_that_unwinds_too_slowly_says_nothing_after_the_last_words(tmp_path: Path) -> None:
    at_work = """
    import time
    from vbn_video.cli.terminal import stopping
    from vbn_video.events import StepBegan
    say = stopping._state.last_words
    stopping._state.last_words = lambda: (say(), time.sleep(1.5))
    with ProgressDisplay() as emit:
        emit(StepBegan("render"))
        try:
            ask()
        finally:
            time.sleep(stopping.GRACE_S + 0.5)"""
    ran = run(PROGRAM.format(handler="default_int_handler", signal="SIGINT", at_work=at_work.lstrip()), tmp_path)
    assert ran.returncode == 130
    assert ran.stderr == "Stopped. The same command goes on from here.\n"


def test_a_job_that_has_ctrl_c_ignored_goes_on(tmp_path: Path) -> None:
    ran = run(PROGRAM.format(handler="SIG_IGN", signal="SIGINT", at_work="ask()"), tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
