"""The wheel in an environment of its own, used from a folder that is nobody's checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.running import environment

HOUSE = Path(__file__).parents[2]


@pytest.mark.long
def test_the_installed_wheel_finds_its_presets_intros_and_danish(tmp_path: Path) -> None:
    def run(*command: str | Path, **more: str) -> str:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=tmp_path,
            env=environment(**more),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout + done.stderr

    home = tmp_path / "nyt miljø"
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    python, program = programs / "python", programs / "vbn-video"
    index = {key: value for key, value in os.environ.items() if key.startswith(("PIP_", "HOME", "USERPROFILE", "PATH"))}
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, HOUSE)
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", HOUSE / "requirements.lock", **index)
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", next(tmp_path.glob("*.whl")))

    assert "publish" in run(program, "--help")
    assert {"temamoede", "virksomhedsbesoeg", "kort"} <= set(run(program, "presets", "list").split())
    run(program, "presets", "check", "temamoede")
    assert "Udgiv" in run(program, "--help", LANGUAGE="da", LC_ALL="da_DK.UTF-8")
    shipped = next(home.rglob("vbn_video/shipped"))
    assert (shipped / "intros" / "djursland.toml").is_file()
