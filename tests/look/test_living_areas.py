"""What tells a tile beside the slide from a line of it."""

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.look.changes.cells import CELLS
from vbn_video.look.changes.living_areas import LivingAreas
from vbn_video.look.changes.slide_change import Change

Mask = NDArray[np.bool_]
EVERYWHERE = np.ones(CELLS[::-1], bool)


def rectangle(rows: slice, columns: slice) -> Mask:
    mask = np.zeros(CELLS[::-1], bool)
    mask[rows, columns] = True
    return mask


TILE, LINE = rectangle(slice(3, 16), slice(109, 120)), rectangle(slice(38, 42), slice(9, 69))


def held(living: LivingAreas, area: Mask, *, slides_between: bool) -> list[bool]:
    found = []
    for at_s in (10, 50, 90):
        found.append(living.hold(area, at_s * US_PER_S))
        if slides_between:
            living.outlive(EVERYWHERE)
    return found


def test_a_tile_is_known_by_its_third_change_even_if_a_slide_came_up_with_it_each_time() -> None:
    assert held(LivingAreas(), TILE, slides_between=False) == [False, False, True]
    assert held(LivingAreas(), TILE, slides_between=True) == [False, False, True]


def test_a_line_that_comes_and_goes_is_no_tile() -> None:
    assert not any(held(LivingAreas(), LINE, slides_between=False))


def test_a_line_that_changes_again_and_again_lives() -> None:
    living = LivingAreas()
    assert [living.hold(LINE, at_s * US_PER_S) for at_s in (10, 13, 16, 19)] == [False, False, False, True]


def test_what_a_tile_has_shown_before_a_film_is_no_slide_either() -> None:
    living = LivingAreas()
    first = Change(3 * US_PER_S, TILE | rectangle(slice(16, 17), slice(109, 112)), True, 3 * US_PER_S)
    for at_s in (4, 9):
        living.hold(TILE, at_s * US_PER_S)
    living.cover(EVERYWHERE)
    assert living.hold(TILE, 50 * US_PER_S) and living.explain(first, 50 * US_PER_S)
