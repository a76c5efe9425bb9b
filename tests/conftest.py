"""For all tests: no law is judged by the clock of a busy machine, and the sample is published once."""

import json
import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.workplace import Workplace
from vbn_video.speech import embedded

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """Made by the first worker that asks for it; the others wait, and share it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    place = Workplace(shared / "arbejde ø")
    with FileLock(shared / "arbejde.lock"):
        if not (place.folder / "first.json").exists():
            place.site.mkdir(parents=True, exist_ok=True)
            (place.folder / "first.json").write_text(json.dumps(place.publish()), encoding="utf-8")
    return place


@pytest.fixture
def place(published: Workplace, tmp_path: Path) -> Workplace:
    shutil.copytree(published.folder, tmp_path / "kopi")
    copy = Workplace(tmp_path / "kopi")
    copy.publish()
    return copy


@pytest.fixture(scope="session")
def needs_base() -> None:
    """Skips where the packages of the embedded model are not installed."""
    if embedded.package_files() is None:
        pytest.skip("the extra model-base is not installed")
