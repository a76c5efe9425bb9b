"""A project whose meeting was heard and captioned, and a tab on its captions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plan.made_evidence import made_evidence
from tests.plan.spoken import spoken
from tests.review.asking import Asking
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject

SAID = (
    "Velkommen til mødet i dag. Vi skal høre om vindmøller i Norddjurs. Det er et stort emne for kommunen. "
    "Først taler Anne om planen for kysten. Bagefter taler Bo om økonomien i projektet. Til sidst er der tid til spørgsmål. "
    "Vi begynder med planen nu. Den handler om tolv møller ved havnen i Grenaa. De skal stå færdige om fire år."
)


@pytest.fixture
def captioned(tmp_path: Path) -> PlannedProject:
    """Captioned, and not edited."""
    words = spoken(SAID, 20_000_000)
    made = PlannedProject(tmp_path, made_evidence([(20.0, words[-1].end_us / 1e6, -18.0)], 90))
    made.say(words)
    made.setting(trim=KEEP_ALL_SAID)
    made.run("plan", "caption")
    return made


@pytest.fixture
def tab(captioned: PlannedProject) -> Asking:
    """The page is open on it."""
    return Asking(captioned.project.folder)
