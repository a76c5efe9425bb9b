"""Runs the smoke tests under the Python that runs this, with one of three sets of packages, in an environment of its own.

    python3.12 tools/try_packages.py locked    requirements.lock
    python3.11 tools/try_packages.py lowest    of all that pyproject.toml names, the lowest version that it allows
    python3.13 tools/try_packages.py newest    what an index gives today, whatever the lock says

    set ─uv─► every version ─hash─► an environment that holds just these ─► pytest -m smoke

An environment is kept under that hash, in $VBN_ENVIRONMENTS or .cache/environments, until nobody has used it for a month. Ends as
pytest does, with 1 where the set can't be installed, or with 75 (and says so) where no index can be reached.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
LOCK = HOUSE / "requirements.lock"
RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
SHOWN = ("av", "click", "ctranslate2", "faster-whisper", "imageio-ffmpeg", "moviepy", "numpy", "pydantic")
KEPT_DAYS = 30
NOT_REACHED = re.compile(r"failed to fetch|error sending request|dns error|NewConnectionError|from versions: none", re.IGNORECASE)
NOT_TRIED = 75  # EX_TEMPFAIL of sysexits.h


class RefusalError(Exception):
    """An installer's last words."""


def main(packages: str) -> int:
    """Resolve, install what is not there yet, and try it."""
    python = platform.python_version()
    kept = Path(os.environ.get("VBN_ENVIRONMENTS") or HOUSE / ".cache" / "environments")
    kept.mkdir(parents=True, exist_ok=True)
    try:
        with hold_lock(kept / "lock"):
            pins = resolve(packages, kept)
            home = ensure_environment(pins, kept)
            forget_unused(kept)
        if packages == "lowest" and (untried := bounds_not_reached(pins)):
            print("Lower bounds that others' bounds keep from being tried:", ", ".join(untried))
        print(f"Python {python}, {packages} packages:", versions(home), flush=True)
    except RefusalError as refusal:
        print(f"Python {python}, {packages} packages: they can't be installed. {refusal}", flush=True)
        return NOT_TRIED if NOT_REACHED.search(str(refusal)) else 1
    return run_smoke_tests(home, packages)


def resolve(packages: str, kept: Path) -> str:
    """The set as the text of a requirements file; only of versions that this Python needn't compile.

    Raises:
        RefusalError: there is no such set, or no index.
    """
    if packages == "locked":
        return LOCK.read_text(encoding="utf-8")
    command = ["pip", "compile", "pyproject.toml", "--resolution", RESOLUTIONS[packages], "--python", sys.executable]
    return uv(kept, *command, "--extra", "model-base", "--group", "smoke", "--no-build", "--no-header", "--no-annotate")


def bounds_not_reached(pins: str) -> list[str]:
    """The packages of pyproject.toml for which a resolution to the lowest versions has taken a higher one, with both."""
    bounds = re.findall(r'^ +"([a-z0-9-]+)>=([\d.]*\d)', (HOUSE / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    taken = dict(re.findall(r"^([a-z0-9-]+)==([\d.]*\d)", pins, re.MULTILINE))
    return [
        f"{name} {bound} ({taken[name]})" for name, bound in bounds if name in taken and numbers(taken[name]) != numbers(bound)
    ]


def numbers(version: str) -> tuple[int, ...]:
    """A version's numbers, without the noughts at its end: 3.10 and 3.10.0 are one version."""
    return tuple(map(int, re.sub(r"(\.0)+$", "", version).split(".")))


def ensure_environment(pins: str, kept: Path) -> Path:
    """The environment that holds them; made if it is not kept.

    Raises:
        RefusalError: something can't be installed.
    """
    held = hashlib.sha256("\n".join((sys.executable, sys.version, pins)).encode()).hexdigest()
    home = kept / f"{platform.python_version()}-{held[:12]}"
    ready = home / "ready"
    if not ready.exists():
        run(sys.executable, "-m", "venv", "--clear", home)
        (home / "pins.txt").write_text(pins, encoding="utf-8")
        hashes = ["--require-hashes"] if "--hash=" in pins else []
        uv(kept, "pip", "install", "--python", home / "bin" / "python", "--compile-bytecode", *hashes, "-r", home / "pins.txt")
    ready.touch()
    return home


def run_smoke_tests(home: Path, packages: str) -> int:
    """Run the smoke tests; each of their processes may keep what it compiles.

    What a dependency is warned of is an error only with the locked packages: those of others change under us.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    workers = os.environ.get("WORKERS", "2")
    command = [home / "bin" / "python", "-m", "pytest", "-n", workers, "--dist", "loadfile", "-m", "smoke", "tests/smoke"]
    ours_alone = [] if packages == "locked" else ["-o", "filterwarnings=error:::vbn_video"]
    return subprocess.run([*command, *ours_alone], cwd=HOUSE, env=env, check=False).returncode


def versions(home: Path) -> str:
    """The packages that matter most, with the versions in which they are there."""
    code = f"from importlib.metadata import version; print(', '.join(f'{{name}} {{version(name)}}' for name in {SHOWN}))"
    return run(home / "bin" / "python", "-c", code).strip()


def uv(kept: Path, *words: str | Path) -> str:
    """What uv prints; itself installed by pip, once.

    Raises:
        RefusalError: it can't do it, or is not to be had.
    """
    program = kept / "uv" / "bin" / "uv"
    if not program.exists():
        run(sys.executable, "-m", "venv", "--clear", kept / "uv")
        run(kept / "uv" / "bin" / "python", "-m", "pip", "install", "--quiet", "uv>=0.8")
    return run(program, *words, "--quiet", "--no-progress")


def run(*command: str | Path) -> str:
    """What a command prints.

    Raises:
        RefusalError: it ended with anything but 0.
    """
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RefusalError(done.stderr.strip() or done.stdout.strip())
    return done.stdout


def forget_unused(kept: Path) -> None:
    """Remove the environments that nobody has tried anything in for a month."""
    for pins in kept.glob("*/pins.txt"):
        used = pins.with_name("ready") if pins.with_name("ready").exists() else pins
        if time.time() - used.stat().st_mtime > KEPT_DAYS * 86_400:
            shutil.rmtree(pins.parent)


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Wait until nobody else makes an environment here."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    if sys.argv[1:] not in (["locked"], ["lowest"], ["newest"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
