"""The bar of a cut, in a wide and a narrow terminal, with and without the signs of Unicode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.cli.plan.cut_bar import ASCII, NARROWEST, UNICODE, draw_bar, signs_for
from vbn_video.decisions import EditPlan, KeptSpan, Side, SilencedSpan

S = 1_000_000
SIDE = Side("editor", 1.0)


def plan_of(*kept_s: tuple[float, float], silenced_s: tuple[tuple[float, float], ...] = ()) -> EditPlan:
    spans = tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in kept_s)
    return EditPlan(spans, silenced=tuple(SilencedSpan(round(start * S), round(end * S)) for start, end in silenced_s))


def test_each_cell_is_kept_cut_or_both_and_slides_and_chapters_stand_below() -> None:
    plan = plan_of((10, 40), (60, 95), silenced_s=((70, 70.5),))
    lines = draw_bar(
        plan, 100 * S, [("slides", [12 * S, 15 * S, 99 * S, 100 * S]), ("notes", [])], name="cut", columns=28, signs=ASCII
    )
    assert lines == [
        "        0:00            1:40",
        "cut     ..######....##x####.",
        "slides    vv               2",
    ]


def test_a_cut_is_seen_however_short_it_is() -> None:
    (_scale, bar) = draw_bar(plan_of((0, 1800), (1800.2, 3600)), 3600 * S, [], name="cut", columns=65, signs=UNICODE)
    assert bar.count("▒") == 1


@pytest.mark.parametrize(("encoding", "signs"), [("utf-8", UNICODE), ("ascii", ASCII), ("latin-1", ASCII), (None, ASCII)])
def test_a_stream_is_given_only_what_it_can_show(encoding: str | None, signs: object) -> None:
    assert signs_for(encoding) is signs


@given(
    columns=st.integers(1, 400),
    edges=st.lists(st.integers(0, 7200), min_size=2, max_size=8, unique=True).map(sorted),
    marks=st.lists(st.integers(0, 7200), max_size=5),
)
def test_a_bar_fits_its_terminal_and_hides_no_cut(columns: int, edges: list[int], marks: list[int]) -> None:
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    times = [at * S for at in marks]
    lines = draw_bar(plan_of(*spans), 7200 * S, [("slides", times)], name="cut", columns=columns, signs=ASCII)
    assert max(map(len, lines)) <= max(columns, NARROWEST)
    bar = lines[1].removeprefix("cut").strip()
    is_whole = spans == [(0, 7200)]
    assert (set(bar) <= {"#"}) == is_whole
    assert set("".join(lines[2:])) <= set("slide v123456789")
