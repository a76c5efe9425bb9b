"""What the undisturbed publication to YouTube asks, and what it ends as."""

from typing import Any

import pytest

from tests.faults.youtube_stage import Request, undisturbed, undisturbed_requests


@pytest.fixture
def requests() -> list[Request]:
    """Those of the undisturbed publication."""
    return undisturbed_requests("first")


@pytest.fixture
def wanted() -> dict[str, Any]:
    """What the undisturbed publication ends as."""
    return undisturbed("first")[1]
