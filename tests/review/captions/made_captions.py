"""A project whose meeting was heard and captioned."""

from __future__ import annotations

from pathlib import Path

from tests.plan.made_evidence import made_evidence
from tests.plan.spoken import spoken
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject

SAID = (
    "Velkommen til mødet i dag. Vi skal høre om vindmøller i Norddjurs. Det er et stort emne for kommunen. "
    "Først taler Anne om planen for kysten. Bagefter taler Bo om økonomien i projektet. Til sidst er der tid til spørgsmål. "
    "Vi begynder med planen nu. Den handler om tolv møller ved havnen i Grenaa. De skal stå færdige om fire år."
)


def captioned_project(folder: Path, said: str = SAID) -> PlannedProject:
    """Captioned, and not edited: nine captions and more."""
    words = spoken(said, 20_000_000)
    made = PlannedProject(folder, made_evidence([(20.0, words[-1].end_us / 1e6, -18.0)], 90))
    made.say(words)
    made.setting(trim=KEEP_ALL_SAID)
    made.run("plan", "caption")
    return made
