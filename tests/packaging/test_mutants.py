"""The mutation check: which faults it makes, and that a sure test kills a mutant where an unsure one lets it live."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.running import HOUSE, environment

TOOL = HOUSE / "tools" / "mutants.py"
MODULE = Path("tiny", "ages.py")
AGES = '''"""Who may drive."""

GROWN = 18


def may_drive(years: int) -> bool:
    """Docstrings are left alone."""
    return years >= GROWN
'''
TEST = "from tiny.ages import may_drive\n\ndef test_ages():\n    assert "
SURE = TEST + "[may_drive(years) for years in (17, 18, 19)] == [False, True, True]\n"
UNSURE = TEST + "may_drive(30) and not may_drive(3)\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a tool that forks")


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(TOOL))


def house_of(folder: Path, test: str) -> Path:
    for path, text in ((MODULE, AGES), (Path("tests", "test_ages.py"), test)):
        (folder / path).parent.mkdir()
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def check(house: Path, *words: str) -> list[str]:
    command = [sys.executable, TOOL, *words]
    done = subprocess.run(
        command, cwd=house, env=environment(), capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_a_sure_test_kills_every_mutant_and_the_tree_is_left_as_it_was(tmp_path: Path) -> None:
    house = house_of(tmp_path, SURE)
    assert "4 killed, 0 survived, 0 timed out" in check(house, "tiny")
    assert (house / MODULE).read_text(encoding="utf-8") == AGES


def test_an_unsure_test_lets_mutants_live_and_each_is_named(tmp_path: Path) -> None:
    lines = check(house_of(tmp_path, UNSURE), "tiny/ages.py", "--tests", "tests")
    assert "1 killed, 3 survived, 0 timed out" in lines
    assert (
        lines[lines.index("1 killed, 3 survived, 0 timed out") + 1 :].count("tiny/ages.py:8 years >= GROWN -> years > GROWN") == 1
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return a < b", "return a <= b"),
        ("return a == b", "return a != b"),
        ("return a + b", "return a - b"),
        ("return a and b", "return a or b"),
        ("return not a", "return a"),
        ("return min(a, b)", "return max(a, b)"),
        ("return a", "return None"),
        ("return 7", "return 8"),
        ("return 0.5", "return -0.5"),
        ("a.sort()", "pass"),
        ("return a if b else 1", "return a if True else 1"),
        ("return [each for each in a if b]", "return [each for each in a if False]"),
    ],
)
def test_a_fault_of_each_kind_is_made(tool: dict[str, Any], old: str, new: str) -> None:
    mutants_of: Callable[[Path, str], list[Any]] = tool["mutants_of"]
    faults = [mutant.source() for mutant in mutants_of(Path("made.py"), f"def made(a, b):\n    {old}\n")]
    assert f"def made(a, b):\n    {new}" in faults


def test_the_tests_of_a_module_import_it_or_what_imports_it(tool: dict[str, Any], tmp_path: Path) -> None:
    house = house_of(tmp_path, SURE)
    (house / "tiny" / "cars.py").write_text("from tiny import ages\n", encoding="utf-8")
    (house / "tests" / "test_cars.py").write_text("import tiny.cars\n", encoding="utf-8")
    (house / "tests" / "test_else.py").write_text("import os\n", encoding="utf-8")
    assert tool["tests_of"](MODULE, house) == [Path("tests", "test_ages.py"), Path("tests", "test_cars.py")]
