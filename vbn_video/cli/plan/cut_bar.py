"""A cut drawn with letters: one row for what is kept, one each for slides and chapters, as wide as there is room. Pure.

         0:00                                         1:02:03
cut      ░░██████████████▒░░░░░░░█████████×███████████████░░░
slides     ▾   ▾      ▾           2      ▾    ▾
chapters   1          2           3              4
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vbn_video.clock import player_time

if TYPE_CHECKING:
    from vbn_video.decisions import EditPlan

NARROWEST, WIDEST = 16, 100
"""Fewest and most cells of a bar."""
LABELLED = 24
"""Columns from which on each row has its name before it."""


@dataclass(frozen=True)
class Signs:
    """What each cell of a row may hold."""

    kept: str
    cut: str
    partly: str
    silent: str
    mark: str


UNICODE, ASCII = Signs("█", "░", "▒", "×", "▾"), Signs("#", ".", "+", "x", "v")


def signs_for(encoding: str | None) -> Signs:
    """The signs that a stream of this encoding can show."""
    try:
        "".join((UNICODE.kept, UNICODE.cut, UNICODE.partly, UNICODE.silent, UNICODE.mark)).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def draw_bar(
    plan: EditPlan,
    duration_us: int,
    rows: Sequence[tuple[str, Sequence[int]]],
    *,
    name: str,
    columns: int,
    signs: Signs,
) -> list[str]:
    """The lines of the bar; `name` is that of its first row, `rows` the others' with their times on the recording clock.

    A cell that is kept and cut is neither: a cut is seen however short it is, and so is a silence.
    """
    shown = [(title, times) for title, times in rows if times]
    label = max(len(one) for one in (name, *(title for title, _times in shown))) + 2 if columns >= LABELLED else 0
    cells = max(NARROWEST, min(WIDEST, columns - label))
    begin, end = player_time(0), player_time(duration_us)
    scale = begin + end.rjust(max(cells - len(begin), len(end) + 1))
    lines = [(" " * label) + scale, _labelled(name, label) + _kept_row(plan, duration_us, cells, signs)]
    lines += [_labelled(title, label) + _marked_row(times, duration_us, cells, signs) for title, times in shown]
    return [line.rstrip() for line in lines]


def _labelled(name: str, label: int) -> str:
    return name.ljust(label) if label else ""


def _kept_row(plan: EditPlan, duration_us: int, cells: int, signs: Signs) -> str:
    return "".join(_cell(plan, *_edges(index, cells, duration_us), signs) for index in range(cells))


def _cell(plan: EditPlan, first_us: int, last_us: int, signs: Signs) -> str:
    kept_us = sum(max(min(last_us, span.end_us) - max(first_us, span.start_us), 0) for span in plan.kept)
    if any(span.start_us < last_us and first_us < span.end_us for span in plan.silenced) and kept_us:
        return signs.silent
    return signs.cut if not kept_us else signs.kept if kept_us == last_us - first_us else signs.partly


def _marked_row(times_us: Sequence[int], duration_us: int, cells: int, signs: Signs) -> str:
    """A sign where something is; the number of the things where there are several in one cell."""
    counts = [0] * cells
    for at_us in times_us:
        counts[min(at_us * cells // max(duration_us, 1), cells - 1)] += 1
    return "".join(" " if not count else signs.mark if count == 1 else str(min(count, 9)) for count in counts)


def _edges(index: int, cells: int, duration_us: int) -> tuple[int, int]:
    return index * duration_us // cells, max((index + 1) * duration_us // cells, index * duration_us // cells + 1)
