"""Times of day, dates and paragraphs."""

from __future__ import annotations

import pytest

from tests.plan.spoken import proposed, rewritten


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Vi mødes kl 8 30 i morgen.", "Vi mødes kl. 8.30 i morgen."),
        ("Vi mødes kl. 8:30.", "Vi mødes kl. 8.30."),
        ("Vi mødes klokken 14.", "Vi mødes kl. 14."),
        ("Klokken otte begynder vi.", "Kl. 8 begynder vi."),
        ("Vi mødes klokken otte tredive.", "Vi mødes kl. 8.30."),
        ("Der kom klokken ti tyve mennesker.", "Der kom klokken ti tyve mennesker."),
        ("Vi mødes klokken halv ni.", "Vi mødes klokken halv ni."),
        ("Vi mødes klokken fem i otte.", "Vi mødes klokken fem i otte."),
        ("Vi mødes klokken 5 i 8.", "Vi mødes klokken 5 i 8."),
        ("Vi mødes klokken ti over otte.", "Vi mødes klokken ti over otte."),
        ("Vi mødes klokken fem minutter i otte.", "Vi mødes klokken fem minutter i otte."),
        ("Vi mødes klokken otte i morgen.", "Vi mødes kl. 8 i morgen."),
        ("Der kom klokken 8 30 personer.", "Der kom klokken 8 30 personer."),
        ("Så på klokken en gang til.", "Så på klokken en gang til."),
        ("Klokken er mange.", "Klokken er mange."),
        ("Fra 8:30 til 10:15.", "Fra 8.30 til 10.15."),
    ],
)
def test_times_have_a_point_and_their_abbreviation(heard: str, written: str) -> None:
    assert rewritten(heard) == written


def test_a_ratio_is_not_made_a_time() -> None:
    assert rewritten("Kortet er i 1:25 her.") == "Kortet er i 1:25 her."
    assert proposed("Kortet er i 1:25 her.") == [("1:25", "1.25")]


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Det er den første juni.", "Det er den 1. juni."),
        ("Det er 1 juni 2020.", "Det er 1. juni 2020."),
        ("Det er den 24. december.", "Det er den 24. december."),
        ("Det er 1-3 juni.", "Det er 1.-3. juni."),
        ("Det er den første til tredje juni.", "Det er den 1.-3. juni."),
        ("Fra første til tredje juni.", "Fra 1. til 3. juni."),
        ("På side 3 maj kom.", "På side 3 maj kom."),
        ("Den 5-te i denne måned.", "Den 5. i denne måned."),
        ("Det er den første gang.", "Det er den første gang."),
    ],
)
def test_dates_have_a_figure_and_a_point(heard: str, written: str) -> None:
    assert rewritten(heard) == written


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Efter paragraf 11b i loven.", "Efter § 11 b i loven."),
        ("Efter paragraf elleve b, stykke 2 i loven.", "Efter § 11 b, stk. 2 i loven."),
        ("Efter §5 i loven.", "Efter § 5 i loven."),
        ("Efter § 11 i loven.", "Efter § 11 i loven."),
        ("Paragraf 11 siger det.", "Paragraf 11 siger det."),
    ],
)
def test_paragraphs_have_their_sign(heard: str, written: str) -> None:
    assert rewritten(heard) == written
