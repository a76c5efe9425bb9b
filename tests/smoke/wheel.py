"""The wheel, built and installed beside the packages that this Python has, and not this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from tests.running import HOUSE, Done, environment


@dataclass(frozen=True)
class InstalledWheel:
    """An environment that holds the wheel, and finds everything else where this Python does."""

    home: Path

    @property
    def programs(self) -> Path:
        return self.home / ("Scripts" if os.name == "nt" else "bin")

    def run(self, *words: object, cwd: Path, **env: str) -> Done:
        """`vbn-video` as a user has it, from a folder that is nobody's checkout."""
        return self._run([str(self.programs / "vbn-video"), *map(str, words)], cwd, env)

    def python(self, code: str, cwd: Path) -> Done:
        """A line of Python in the environment."""
        return self._run([str(self.programs / "python"), "-c", code], cwd, {})

    def _run(self, command: list[str], cwd: Path, env: dict[str, str]) -> Done:
        whole = environment(PATH=str(self.programs), **env)
        done = subprocess.run(command, cwd=cwd, env=whole, capture_output=True, text=True, encoding="utf-8", check=False)
        return Done(done.returncode, done.stdout, done.stderr)


def build(folder: Path) -> Path:
    """The wheel of this checkout, built with the builder that is installed."""
    run_checked(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, HOUSE)
    return next(folder.glob("*.whl"))


def install(wheel: Path, home: Path) -> InstalledWheel:
    """By pip, into an environment of its own that shares all packages but ours."""
    venv.create(home, symlinks=os.name != "nt")
    installed = InstalledWheel(home)
    python = installed.programs / "python"
    own = Path(run_checked(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    shared = [os.fsencode(path) for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}]
    # ASCII, because a .pth with any other letter can't be read under every locale.
    (own / "shared.pth").write_text(f"import os, sys; sys.path += map(os.fsdecode, {shared})\n", encoding="ascii")
    run_checked(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    return installed


def run_checked(*command: str | Path) -> str:
    """What a command prints; it must end with 0."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout
