"""What the English pages say is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vbn_video import errors
from vbn_video.cli.main import commands
from vbn_video.pipeline import STEP_NAMES

HOUSE = Path(__file__).parents[2]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
PAGES = [*HOUSE.glob("*.md"), *HOUSE.glob("docs/*.md"), *HOUSE.glob("LICENSES/*.md"), *HOUSE.glob("sample/*.md")]


def first_cells(heading: str) -> list[str]:
    """The first column of the table below a heading of the README."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [row.split(" | ")[0].strip("| ") for row in section.splitlines() if row.startswith("| ")][1:]


def test_the_readme_names_every_command_in_the_order_of_the_help() -> None:
    assert [cell.strip("`").split()[1] for cell in first_cells("Commands")] == list(commands())


def test_the_readme_names_the_steps_in_their_order() -> None:
    assert [cell.strip("`") for cell in first_cells("What it does")] == list(STEP_NAMES)


def test_the_developers_guide_names_every_file_of_publishing_to_youtube() -> None:
    guide = (HOUSE / "docs" / "developers.md").read_text(encoding="utf-8")
    rooms = {path.name for path in (HOUSE / "vbn_video/publish/youtube").rglob("*.py")} - {"__init__.py"}
    assert {name for name in rooms if f"`{name}`" not in guide} == set()


def test_the_readme_names_every_exit_code() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.VbnError)]
    assert {0, *(kind.exit_code for kind in kinds)} == set(map(int, first_cells("Exit codes")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(HOUSE).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    files = [target.partition("#")[0] for target in targets if "://" not in target]
    assert [file for file in files if file and not (page.parent / file).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(HOUSE).as_posix())
def test_every_make_target_that_a_page_names_is_there(page: Path) -> None:
    lines = re.findall(r"^([a-z -]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    targets = set(" ".join(lines).split())
    named = set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert named - targets == set()
