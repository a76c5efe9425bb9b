"""What the undisturbed publication to YouTube asks, and what it ends as."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.youtube_run import SCENES
from tests.faults.youtube_stage import Request, requests_of, staged

SCENE = SCENES["first"]


@pytest.fixture
def requests(tmp_path: Path) -> list[Request]:
    """Those of the undisturbed publication."""
    with staged(tmp_path / "requests", SCENE) as stage:
        stage.act()
        return requests_of(stage.server.names())


@pytest.fixture
def wanted(tmp_path: Path) -> dict[str, Any]:
    """What the undisturbed publication ends as."""
    with staged(tmp_path / "wanted", SCENE) as stage:
        stage.act()
        return stage.picture()
