"""Names the Pythons of this machine that vbn-video can be tried with: a line each, oldest first, as `3.12 /path/to/python`.

They are looked for on the PATH and among pyenv's versions; of each minor version the first that can make an environment is taken.
Ends with 1 where there is none, or only one although the machine has more; standard error says what is wrong with those.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
NAME = re.compile(r"python(3(\.\d+)?)?")
ASKED = "import sys, venv, ensurepip; print(*sys.version_info[:2], sys.version_info.releaselevel, sys.prefix == sys.base_prefix)"
FEWEST = 2


class BrokenError(Exception):
    """What stands against a Python."""


def main() -> int:
    """Print them."""
    oldest = oldest_version()
    usable: dict[tuple[int, ...], Path] = {}
    broken: dict[Path, str] = {}
    for path in candidates():
        try:
            version = query_version(path)
        except BrokenError as error:
            broken[path] = str(error)
            continue
        if version and version >= oldest:
            usable.setdefault(version, path)
    for version, path in sorted(usable.items()):
        print(".".join(map(str, version)), path)
    if not usable:
        print("No Python of those that pyproject.toml asks for can be used.", file=sys.stderr)
        return 1
    known = {version for path in broken if (version := named_version(path)) >= oldest} | {*usable}
    if len(usable) < FEWEST <= len(known):
        print("Only one Python can be used, although there are more:", file=sys.stderr)
        print(*(f"{path}: {why}" for path, why in broken.items()), sep="\n", file=sys.stderr)
        return 1
    return 0


def oldest_version() -> tuple[int, ...]:
    """What pyproject.toml asks for; read without tomllib, which an older Python that runs this has not."""
    project = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^requires-python = ">=(\d+)\.(\d+)"$', project, re.MULTILINE)
    assert found, "pyproject.toml names no oldest Python"
    return tuple(map(int, found.groups()))


def candidates() -> Iterator[Path]:
    """Every program that is called as a Python is, in the order in which it would be found."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in (*folders, *sorted(pyenv.glob("versions/*/bin"))):
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name) and os.access(path, os.X_OK))


def query_version(path: Path) -> tuple[int, ...]:
    """(major, minor) of a Python that can be used; () of a preview or an environment, which is passed over.

    Raises:
        BrokenError: it can't be run, or can't make an environment.
    """
    try:
        done = subprocess.run([str(path), "-c", ASKED], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BrokenError(str(error)) from error
    if done.returncode:
        raise BrokenError((done.stderr.strip() or "it gives no answer").splitlines()[-1])
    major, minor, level, own = done.stdout.split()
    return (int(major), int(minor)) if (level, own) == ("final", "True") else ()


def named_version(path: Path) -> tuple[int, ...]:
    """The version that the path itself names, as python3.12 and versions/3.12.1/bin/python do; () where it names none."""
    found = re.search(r"python(\d+)\.(\d+)$|versions/(\d+)\.(\d+)[^/]*/bin/", str(path))
    return tuple(int(number) for number in found.groups() if number) if found else ()


if __name__ == "__main__":
    sys.exit(main())
