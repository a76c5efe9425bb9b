"""Every file that a guide for developers, a docstring or a comment names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2]
GUIDES = [HOUSE / "CONTRIBUTING.md", *(HOUSE / "docs" / f"{name}.md" for name in ("developers", "rendering", "captions"))]
CODE = [path for folder in ("vbn_video", "tests", "benchmarks", "tools") for path in sorted((HOUSE / folder).rglob("*.py"))]
ROOTS = (HOUSE, HOUSE / "vbn_video", HOUSE / "tests")
NAMED = re.compile(r"`((?:[a-z][\w.-]*/)*(?:[a-z_]\w*\.py)?)`")
"""In backticks: a file of Python, with or without its folder, or a folder with its slash; capitals stand for any name."""


def named_nowhere(page: Path) -> Iterator[str]:
    """What a page names and is not there.

    A name is one from a root, from the page's folder or the one around it, or from a folder named before in the same section.
    """
    named_folders: set[Path] = set()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if page.suffix == ".md" and line.startswith("#"):
            named_folders.clear()
        for name in filter(None, NAMED.findall(line)):
            folders = (*ROOTS, page.parent, page.parent.parent, *named_folders)
            found = [folder / name for folder in folders if (folder / name).exists()]
            named_folders |= {path if path.is_dir() else path.parent for path in found}
            if not found and (name.endswith(".py") or page in GUIDES):
                yield f"{page.name}:{number} {name}"


def test_every_file_that_a_guide_or_the_code_names_is_there() -> None:
    assert [line for page in (*GUIDES, *CODE) for line in named_nowhere(page)] == []


def test_a_file_that_is_not_there_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text("# `pipeline.py` `steps/step.py` `runner.py` `steps/{0}.py` `{0}.py`\n".format("no_step"), encoding="utf-8")
    assert [line.split(" ")[1] for line in named_nowhere(page)] == ["steps/no_step.py", "no_step.py"]


def test_every_file_that_a_catalogue_names_is_there() -> None:
    catalogues = (HOUSE / "vbn_video" / "locale").rglob("*.po")
    named = {name for po in catalogues for name in re.findall(r"^#: (.*)$", po.read_text(encoding="utf-8"), re.MULTILINE)}
    assert named and [name for name in sorted(named) if not (HOUSE / "vbn_video" / name).exists()] == []
