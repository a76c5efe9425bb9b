"""For all tests: no law is judged by the clock of a busy machine, and the sample is published once."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.once import make_once, shared_folder
from tests.workplace import Workplace
from vbn_video.speech.models import embedded

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """Made by the first worker that asks for it; the others wait, and share it."""
    place = Workplace(shared_folder(tmp_path_factory, "arbejde ø"))
    place.site.mkdir(exist_ok=True)
    make_once(place.folder / "first.json", place.publish)
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
