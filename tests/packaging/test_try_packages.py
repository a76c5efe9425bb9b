"""Trying other packages without an index: it is said, and it is not taken for a fault of the packages."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.running import HOUSE, environment

TOOL = HOUSE / "tools" / "try_packages.py"
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOWHERE = "http://127.0.0.1:9/simple"  # the discard port: nobody listens

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a tool for make")


@pytest.mark.long
def test_without_an_index_it_says_that_nothing_was_tried(tmp_path: Path) -> None:
    alone = {"PIP_INDEX_URL": NOWHERE, "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull, "UV_DEFAULT_INDEX": NOWHERE}
    env = environment(VBN_ENVIRONMENTS=str(tmp_path / "miljøer ø"), **alone)
    command = [sys.executable, TOOL, "newest"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 75, done.stdout + done.stderr
    assert "newest packages: they can't be installed." in done.stdout


@pytest.mark.parametrize(
    ("said", "reached"),
    [
        ("error: Request failed after 3 retries in 3.7s\n  cause: Failed to fetch: https://index/simple/build/", False),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(…)'\nERROR: No matching distribution found", False),
        ("ERROR: Could not find a version that satisfies the requirement uv>=0.8 (from versions: none)", False),
        ("error: Failed to fetch: `https://index/simple/av/`\n  Caused by: dns error: name resolution failed", False),
        ("  x No solution found when resolving dependencies:\n  Because av>=18.1 is not available", True),
        ("error: Failed to download `iniconfig==2.0.0`\n  cause: Hash mismatch for `iniconfig==2.0.0`", True),
        ("error: Failed to build `numpy==1.25.0`\n  cause: the connection between the two is lost", True),
    ],
)
def test_no_index_is_another_thing_than_packages_that_do_not_fit(said: str, reached: bool) -> None:
    assert bool(runpy.run_path(str(TOOL))["NOT_REACHED"].search(said)) is not reached


def test_a_bound_that_is_not_what_was_taken_is_told() -> None:
    told = runpy.run_path(str(TOOL))["bounds_not_reached"]
    bound = next(text for text in PROJECT["dependencies"] if text.startswith("click>=")).removeprefix("click>=")
    assert told(f"click=={bound}.0\nno-such==1.0\n") == []
    assert told(f"click=={bound}.post1\n") == []
    assert told("click==99.1\n") == [f"click {bound} (99.1)"]


def test_another_word_than_the_three_is_answered_with_how_it_is_used() -> None:
    done = subprocess.run([sys.executable, TOOL, "oldest"], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1 and "try_packages.py lowest" in done.stderr
