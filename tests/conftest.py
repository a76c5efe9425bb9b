"""For all tests: no law is judged by the clock of a busy machine, and the sample is published once."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.workplace import Workplace

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    place = Workplace(tmp_path_factory.mktemp("arbejde ø"))
    place.site.mkdir()
    (place.folder / "first.json").write_text(json.dumps(place.publish()), encoding="utf-8")
    return place


@pytest.fixture
def place(published: Workplace, tmp_path: Path) -> Workplace:
    shutil.copytree(published.folder, tmp_path / "kopi")
    copy = Workplace(tmp_path / "kopi")
    copy.publish()
    return copy
