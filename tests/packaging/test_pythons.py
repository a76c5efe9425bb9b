"""Which Pythons of a machine CI tries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import HOUSE

SHIM = "#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2; exit 127\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the Pythons of this test are shell scripts")


class Machine:
    """A PATH and a pyenv with whatever a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()

    def add(self, path: str, version: str = "", level: str = "final", own: bool = True, script: str = "") -> Path:
        """A Python that says that it is this one, or a script."""
        program = self.folder / path
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(script or f"#!/bin/sh\necho {version.replace('.', ' ')} {level} {own}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    def listed(self) -> tuple[int, list[str], str]:
        """(exit status, lines, what is said of the others)."""
        env = {"PATH": str(self.folder / "bin"), "PYENV_ROOT": str(self.folder / "pyenv")}
        command = [sys.executable, HOUSE / "tools" / "pythons.py"]
        done = subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout.splitlines(), done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_each_minor_version_is_named_once_oldest_first_the_path_before_pyenv(machine: Machine) -> None:
    newest = machine.add("pyenv/versions/3.13.0/bin/python", "3.13")
    machine.add("pyenv/versions/3.12.1/bin/python3.12", "3.12")
    machine.add("pyenv/versions/3.9.18/bin/python3.9", "3.9")
    middle, oldest = machine.add("bin/python3.12", "3.12"), machine.add("bin/python3", "3.11")
    machine.add("bin/python3-config", "3.14")
    assert machine.listed() == (0, [f"3.11 {oldest}", f"3.12 {middle}", f"3.13 {newest}"], "")


def test_what_only_looks_like_a_python_a_preview_and_an_environment_are_passed_over(machine: Machine) -> None:
    machine.add("bin/python3.13", script=SHIM)
    machine.add("bin/python3.14", "3.14", level="candidate")
    machine.add("bin/python3.15", "3.15", own=False)
    first, second = machine.add("bin/python3.11", "3.11"), machine.add("bin/python3.12", "3.12")
    assert machine.listed() == (0, [f"3.11 {first}", f"3.12 {second}"], "")


def test_with_one_python_alone_it_is_taken(machine: Machine) -> None:
    only = machine.add("bin/python3", "3.12")
    machine.add("bin/python3.9", script=SHIM)
    machine.add("bin/python3.14", "3.14", level="candidate")
    machine.add("bin/python3.13", "3.13", own=False)
    assert machine.listed() == (0, [f"3.12 {only}"], "")


def test_one_that_can_be_used_of_several_is_a_failure_with_what_is_wrong_with_the_rest(machine: Machine) -> None:
    machine.add("bin/python3.12", "3.12")
    broken = machine.add("bin/python3.13", script=SHIM)
    status, lines, said = machine.listed()
    assert (status, len(lines)) == (1, 1)
    assert f"{broken}: pyenv: python3.13: command not found" in said


def test_with_none_at_all_it_fails(machine: Machine) -> None:
    status, lines, said = machine.listed()
    assert (status, lines) == (1, [])
    assert "No Python" in said
