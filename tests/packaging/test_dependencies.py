"""What pyproject.toml says of Pythons and packages is what the code uses, and what the guides say."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.running import HOUSE

TEXT = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads(TEXT)
PROJECT = PYPROJECT["project"]
OF_EXTRAS = {"whisper", "torch", "rapidocr", "opentimelineio"}
TRIED = re.compile(r"(?:3\.\d+, )+3\.\d+ (?:and|og) 3\.\d+")


def imported() -> set[str]:
    """The top names of all that the package imports from elsewhere."""
    names = set()
    for path in (HOUSE / "vbn_video").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"vbn_video"} - OF_EXTRAS


def test_what_is_imported_is_asked_for_and_what_is_asked_for_is_imported() -> None:
    asked = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]} - {"tzdata"}
    brings = packages_distributions()
    used = {name: {canonicalize_name(package) for package in brings.get(name, ())} for name in imported()}
    assert {name: packages for name, packages in used.items() if not packages & asked} == {}
    assert asked - set().union(*used.values()) == set()


def test_each_package_has_a_lower_bound_and_an_upper_one_says_why() -> None:
    for text in PROJECT["dependencies"]:
        operators = {specifier.operator for specifier in Requirement(text).specifier}
        assert ">=" in operators, text
        if operators - {">="}:
            assert re.search(rf'"{re.escape(text)}",  # \w', TEXT), f"why is {text} bounded above?"


def test_what_builds_the_wheel_has_the_bounds_under_which_it_is_tried() -> None:
    assert set(PYPROJECT["build-system"]["requires"]) <= {*PROJECT["dependencies"], *PYPROJECT["dependency-groups"]["smoke"]}


@pytest.mark.parametrize("page", ["README.md", "docs/teknisk-hjaelp.md", "docs/developers.md"])
def test_the_guides_name_the_pythons_that_are_tried(page: str) -> None:
    named = [text.rpartition(" ")[2] for text in PROJECT["classifiers"]]
    (told,) = TRIED.findall((HOUSE / page).read_text(encoding="utf-8").replace("\n", " "))
    assert re.findall(r"3\.\d+", told) == named
    assert PROJECT["requires-python"] == f">={named[0]}"
