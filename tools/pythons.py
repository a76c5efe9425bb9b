"""Names the Pythons of this machine that vbn-video can be tried with: a line each, oldest first, as `3.12 /path/to/python`.

They are looked for on the PATH and among pyenv's versions; of each minor version the first that can make an environment is taken.
Ends with 1 where there is none, or only one although the machine has more; standard error says what is wrong with those.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
NAME = re.compile(r"python(3(\.\d+)?)?")
ASKED = "import sys, venv, ensurepip; print(*sys.version_info[:2], sys.version_info.releaselevel, sys.prefix == sys.base_prefix)"
FEWEST = 2


def main() -> int:
    """Print them."""
    oldest = tuple(map(int, re.findall(r"\d+", project()["requires-python"])))
    usable: dict[tuple[int, ...], Path] = {}
    broken: dict[Path, str] = {}
    for path in candidates():
        version, why = asked(path)
        if version and version >= oldest:
            usable.setdefault(version, path)
        elif not version:
            broken[path] = why
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


def project() -> dict[str, str]:
    """The table [project] of pyproject.toml."""
    table: dict[str, str] = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def candidates() -> Iterator[Path]:
    """Every program that is called as a Python is, in the order in which it would be found."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in (*folders, *sorted(pyenv.glob("versions/*/bin"))):
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name) and os.access(path, os.X_OK))


def asked(path: Path) -> tuple[tuple[int, ...] | None, str]:
    """(its version, "") of a Python that can be used; (None, what stands against it) of another."""
    try:
        done = subprocess.run([path, "-c", ASKED], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    if done.returncode:
        return None, (done.stderr.strip() or "it gives no answer").splitlines()[-1]
    major, minor, level, own = done.stdout.split()
    if (level, own) != ("final", "True"):
        return None, "it is a preview, or an environment"
    return (int(major), int(minor)), ""


def named_version(path: Path) -> tuple[int, ...]:
    """The version that the path itself names, as python3.12 and versions/3.12.1/bin/python do; () where it names none."""
    found = re.search(r"python(\d+)\.(\d+)$|versions/(\d+)\.(\d+)[^/]*/bin/", str(path))
    return tuple(int(number) for number in found.groups() if number) if found else ()


if __name__ == "__main__":
    sys.exit(main())
