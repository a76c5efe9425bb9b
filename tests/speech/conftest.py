import pytest


@pytest.fixture
def empty_store(tmp_path, monkeypatch):
    """A models' folder of the test's own, with nothing in it."""
    monkeypatch.setenv("VBN_VIDEO_MODELS", str(tmp_path / "modeller æø"))
    return tmp_path / "modeller æø"
