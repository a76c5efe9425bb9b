"""Why a side stands where it does, as a person reads it: also what spoke against it and was not believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.plan.made_evidence import made_part, made_recording
from vbn_video.decisions import CutCandidate, Side, Support
from vbn_video.plan.meeting.reason_words import PlaceClock, side_in_words

S = 1_000_000
CLOCK = PlaceClock(made_recording(made_part(300)))
GREETING, SLIDE = (
    Support("greeting", 90 * S, 3.0, "godmorgen og velkommen"),
    Support("first slide", 94 * S, 1.0, "Dagens program"),
)


def said_of(*support: Support) -> str:
    return side_in_words(Side("meeting", 0.9, support, (CutCandidate(90 * S, 0.9),)), CLOCK)


def test_what_spoke_for_it_is_named_the_strongest_first_and_what_contradicts_it_behind() -> None:
    planned = Support("planned start", 150 * S, -0.9)
    assert said_of(GREETING, SLIDE) == "greeting at 1:30: “godmorgen og velkommen”; first slide “Dagens program” 4 s after"
    assert said_of(GREETING, SLIDE, planned).endswith("4 s after; despite: planned start 60 s after")
    assert said_of(planned) == "despite: planned start 60 s after"


@pytest.mark.parametrize(
    ("kind", "told"), [("talk", "small talk inside"), ("one speaker", "many chat here"), ("quieter", "inside")]
)
def test_what_speaks_against_it_is_told_as_it_is_and_not_as_its_contrary(kind: str, told: str) -> None:
    for_it, against_it = said_of(Support(kind, 90 * S, 2.0)), said_of(GREETING, Support(kind, 90 * S, -2.0))
    assert told not in for_it.partition(",")[0] and told in against_it.partition("despite: ")[2]


def test_what_hardly_speaks_against_it_is_not_named() -> None:
    assert "despite" not in said_of(GREETING, Support("planned start", 150 * S, -0.5))


def test_where_the_clock_on_the_wall_is_known_both_times_are_told() -> None:
    began = datetime(2024, 1, 24, 9, 0, 12, tzinfo=UTC)
    clock = PlaceClock(replace(CLOCK.recording, began=began))
    side = Side("meeting", 0.9, (GREETING,), (CutCandidate(90 * S, 0.9),))
    assert side_in_words(side, clock) == "greeting at 9:01:42 (1:30): “godmorgen og velkommen”"
