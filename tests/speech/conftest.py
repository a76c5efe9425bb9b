import pytest

from vbn_video.speech import embedded


@pytest.fixture
def empty_store(tmp_path, monkeypatch):
    """A models' folder of the test's own, with nothing in it."""
    monkeypatch.setenv("VBN_VIDEO_MODELS", str(tmp_path / "modeller æø"))
    return tmp_path / "modeller æø"


@pytest.fixture(scope="session")
def needs_base():
    """Skips where the packages of the embedded model are not installed."""
    if embedded.package_files() is None:
        pytest.skip("the extra model-base is not installed")
