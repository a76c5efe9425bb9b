"""What is installed here, held against the bounds and the Pythons that vbn-video's own metadata name: those of pyproject.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import Requirement

OURS = "vbn-video"
NAMED_PYTHON = re.compile(r"Programming Language :: Python :: (\d+\.\d+)")


@dataclass(frozen=True)
class Package:
    """A package that vbn-video asks for; `version` is "" where it is not there."""

    name: str
    version: str
    bounds: str
    within: bool


def packages() -> tuple[Package, ...]:
    """All that a plain install asks for on this system.

    Raises:
        PackageNotFoundError: vbn-video is used without being installed.
    """
    from importlib.metadata import requires

    from packaging.requirements import Requirement

    asked = (Requirement(text) for text in requires(OURS) or ())
    return tuple(_found(need) for need in asked if need.marker is None or need.marker.evaluate({"extra": ""}))


def tried_pythons() -> tuple[str, ...]:
    """The Pythons that vbn-video is tried with, as "3.12".

    Raises:
        PackageNotFoundError: vbn-video is used without being installed.
    """
    from importlib.metadata import metadata

    return tuple(found[1] for line in (metadata(OURS).get_all("Classifier") or ()) if (found := NAMED_PYTHON.fullmatch(line)))


def ffmpeg_version(text: str) -> tuple[int, ...]:
    """(major, minor) by what an ffmpeg program calls itself, "7.1" or "n9.0.2-17-g2a571b6"; () of a build without a version."""
    found = re.match(r"n?(\d+)\.(\d+)", text)
    return tuple(map(int, found.groups())) if found else ()


def _found(need: Requirement) -> Package:
    from importlib.metadata import PackageNotFoundError, version

    try:
        there = version(need.name)
    except PackageNotFoundError:
        there = ""
    return Package(need.name, there, str(need.specifier), bool(there) and need.specifier.contains(there, prereleases=True))
