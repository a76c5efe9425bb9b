"""Every hard rule that a caption breaks is found, and nothing else: against the same rules said a second time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.captions.caption_rules import S, broken_rules
from vbn_video.decisions import Cue
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.settings.profiles import PROFILES, CaptionProfile

WEB = PROFILES["dansk-web"]

off_us = st.sampled_from((-40_000, -1000, -1, 0, 0, 1, 1000, 40_000))


@st.composite
def captions_at_the_limits(draw: st.DrawFn) -> tuple[tuple[Cue, ...], CaptionProfile]:
    """Captions that keep each rule of a profile or break it, mostly by hardly anything."""
    profile = PROFILES[draw(st.sampled_from(sorted(PROFILES)))]
    length = st.integers(1, 20) | st.integers(profile.line_hard - 1, profile.line_hard + 2)
    cues: list[Cue] = []
    at_us = draw(st.integers(0, 10 * S))
    for _cue in range(draw(st.integers(1, 5))):
        lengths = draw(st.lists(length, min_size=1, max_size=3))
        limits_us = (round(sum(lengths) * S / profile.speed_hard), profile.shortest_us, profile.longest_us)
        long_us = max(draw(st.sampled_from(limits_us)) + draw(off_us), 1)
        cues.append(Cue(at_us, at_us + long_us, tuple("x" * length for length in lengths)))
        gap_us = draw(st.sampled_from((profile.gap_us, profile.gap_us, 0, S))) + draw(off_us)
        at_us += max(long_us + gap_us, 1)
    return tuple(cues), profile


@given(captions_at_the_limits())
def test_what_breaks_a_rule_is_found_and_nothing_else(made: tuple[tuple[Cue, ...], CaptionProfile]) -> None:
    cues, profile = made
    starts_us = [cue.start_us for cue in cues]
    found = check_cues(cues, profile)
    assert [one.start_us for one in found] == sorted(one.start_us for one in found)
    assert broken_rules(cues, profile) == sorted(
        (starts_us.index(one.start_us), one.rule, round(one.value, 2), one.limit) for one in found
    )


@pytest.mark.parametrize(
    ("cue", "rule", "value"),
    [
        (Cue(0, 5 * S, ("x" * 43,)), "characters a line", 43),
        (Cue(0, 5 * S, ("a", "b", "c")), "lines", 3),
        (Cue(0, 2 * S, ("x" * 35,)), "reading speed", 17.5),
        (Cue(0, 1_100_000, ("a",)), "minimum time", 1.1),
        (Cue(0, 7_100_000, ("a",)), "maximum time", 7.1),
    ],
)
def test_each_broken_rule_is_found(cue: Cue, rule: str, value: float) -> None:
    (violation,) = check_cues([cue], WEB)
    assert (violation.rule, violation.value) == (rule, value)


def test_cues_that_stand_too_close_or_overlap_break_the_gap() -> None:
    cues = [Cue(0, 2 * S, ("a",)), Cue(2_100_000, 4 * S, ("b",)), Cue(3_900_000, 6 * S, ("c",))]
    assert [(violation.rule, violation.value) for violation in check_cues(cues, WEB)] == [("gap", 0.1), ("gap", -0.1)]


def test_a_cue_at_the_very_limits_breaks_nothing() -> None:
    assert check_cues([Cue(0, 5 * S, ("x" * 42, "x" * 42 + "x"[:0])), Cue(5_120_000, 6_320_000, ("x" * 20,))], WEB) == ()
