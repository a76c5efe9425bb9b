"""A project whose meeting was heard and captioned, and a tab on its captions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review.asking import Asking
from tests.review.captions.made_captions import captioned_project
from tests.steps.planned_project import PlannedProject


@pytest.fixture
def captioned(tmp_path: Path) -> PlannedProject:
    """Captioned, and not edited."""
    return captioned_project(tmp_path)


@pytest.fixture
def tab(captioned: PlannedProject) -> Asking:
    """The page is open on it."""
    return Asking(captioned.project.folder)
