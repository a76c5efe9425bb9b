"""The lock file: every package with its hashes, from no registry in particular."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parents[2]
LOCK = (HOUSE / "requirements.lock").read_text(encoding="utf-8")
LOCKED = re.findall(r"^([a-z0-9][^\s;]*==[^\s;]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", LOCK, re.MULTILINE)
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_lock_names_no_address_and_no_machine() -> None:
    assert re.findall(r"\S*(?:://|--index|--find-links|/work|/home|/tmp)\S*", LOCK) == []


def test_every_locked_package_has_hashes() -> None:
    assert len(LOCKED) == len(re.findall(r"^[a-z0-9]", LOCK, re.MULTILINE)) > 50


def test_the_lock_keeps_what_the_project_asks_for() -> None:
    asked = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["model-base"],
        *PROJECT["dependency-groups"]["smoke"],
        *(need for need in PROJECT["dependency-groups"]["dev"] if isinstance(need, str)),
    ]
    locked: dict[str, list[str]] = {}
    for package, _hashes in LOCKED:
        name, _, version = package.partition("==")
        locked.setdefault(canonicalize_name(name), []).append(version)
    for need in map(Requirement, asked):
        versions = locked.get(canonicalize_name(need.name), [])
        assert versions, f"{need.name} is not locked: make lock"
        assert all(need.specifier.contains(version) for version in versions), f"{need} is locked at {versions}: make lock"


def test_torch_is_in_no_hashed_lock() -> None:
    assert [package for package, _hashes in LOCKED if package.startswith(("torch", "nvidia", "openai-whisper"))] == []
