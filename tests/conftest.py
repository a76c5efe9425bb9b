"""For all tests: no law is judged by the clock of a busy machine, and the sample is published once."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings

from tests import times
from tests.once import make_once, shared_folder
from tests.workplace import Workplace
from vbn_video.settings.lexicon.danish_lexicon import Knows, danish_lexicon
from vbn_video.speech.models import embedded

settings.register_profile("quick", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("quick"), max_examples=400)
settings.load_profile("quick")
os.environ["HF_HUB_OFFLINE"] = "1"  # nobody's tests reach for a model


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--one-of-each", action="store_true", help="of each long test its first case, and nothing else")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    items.sort(key=lambda item: "published" not in item.fixturenames)  # one worker makes it, and nobody waits for that
    if config.getoption("--one-of-each"):
        first = {item.nodeid.split("[")[0]: item for item in reversed(items) if item.get_closest_marker("long")}
        config.hook.pytest_deselected(items=[item for item in items if item not in first.values()])
        items[:] = [item for item in items if item in first.values()]


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("VBN_TEST_TIMES"):
        config.pluginmanager.register(times.TimesByFolder())


@pytest.fixture(scope="session", autouse=True)
def nothing_is_flushed() -> Iterator[None]:
    """No power is cut here, and a disk takes its time."""
    with mock.patch.object(os, "fsync", lambda _handle: None):
        yield


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the machine knows of publications is nobody's own: each worker is a machine."""
    folder = tmp_path_factory.getbasetemp() / "state"
    with mock.patch.dict(os.environ, XDG_STATE_HOME=str(folder)):
        yield folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """Made by the first worker that asks for it; the others wait, and share it."""
    place = Workplace(shared_folder(tmp_path_factory, "arbejde ø"))
    place.site.mkdir(exist_ok=True)
    make_once(place.folder / "first.json", place.publish)
    return place


@pytest.fixture
def unpublished(published: Workplace, tmp_path: Path) -> Workplace:
    """A copy of it as it was before it was published."""
    copy = Workplace(tmp_path / "kopi")
    shutil.copytree(published.project, copy.project)
    (copy.project / "ledger.json").unlink()
    return copy


@pytest.fixture
def place(unpublished: Workplace) -> Workplace:
    """A copy that knows nothing of the shared one, so that what is taken down here stands there."""
    unpublished.site.mkdir()
    unpublished.publish()
    return unpublished


@pytest.fixture(scope="session")
def needs_base() -> None:
    """Skips where the packages of the embedded model are not installed."""
    if embedded.package_files() is None:
        pytest.skip("the extra model-base is not installed")


@pytest.fixture(scope="session")
def knows() -> Knows:
    """Whether a word is in the Danish lexicon."""
    found = danish_lexicon()
    if found is None:
        pytest.skip("there is no lexicon on this machine")
    return found
