"""Who is seen in a frame: the share of it that is tiles of participants, or a camera's picture. From luma alone, without a model.

Zoom lays tiles, with a camera or with a name on an even field where it is off, on a ground that is nearly black. So a tile is a
filled rectangle with that ground on all sides; what fills most of the frame in that way is the shared screen. A camera that fills
the frame is known by that it moves nearly everywhere, which no slide does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Luma = NDArray[np.float32]
    Mask = NDArray[np.bool_]
    Box = tuple[slice, slice]

DARKEST_GROUND = 60.0
"""Luma (0 to 255) of the ground that tiles lie on, at most."""
GROUND_STEP = 8.0
"""The ground differs no more than this within itself, once it is coded; from the field of a tile without a camera by more."""
SMEARED = 0.04
"""Share of a row or column of ground that may differ from it: what an encoder smears over a tile's corners."""
FILLED = 0.8
"""Share of each of a tile's four edges that is not ground; a line of text has less."""
TILE_ASPECT = (0.7, 2.2)
"""Least and greatest width by height of a tile."""
LEAST_TILE = 0.08
"""Height of a tile as a share of the frame's; a picture of less shows no name that can be read."""
SHARED_SCREEN = 0.45
"""Share of the frame from which on a rectangle is the shared screen: two tiles beside each other have at most a quarter each."""
CELL = 10
"""Pixels across and down, of 320 in width."""
MOVED = 3.0
"""Mean step of luma from which on a cell has moved; what an encoder alone does to a still slide is under 1."""


def tile_share(luma: Luma) -> float:
    """Share of a frame (height x width, 0 to 255) that is covered by tiles; 0 where no dark ground surrounds them."""
    import numpy as np

    border = np.concatenate([luma[0], luma[-1], luma[:, 0], luma[:, -1]])
    ground = float(np.median(border))
    if ground > DARKEST_GROUND:
        return 0.0
    filled = np.abs(luma - ground) > GROUND_STEP
    areas = [_area(box) for box in _rectangles(filled) if _is_tile(filled, box)]
    return float(sum(area for area in areas if area < SHARED_SCREEN * luma.size) / luma.size)


def moved_share(luma: Luma, other: Luma) -> float:
    """Share of the cells of a frame that have moved since or until the other, which has its shape."""
    import numpy as np

    rows, columns = (length // CELL for length in luma.shape)
    step = np.abs(luma - other)[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    return float((step > MOVED).mean()) if step.size else 0.0


def _rectangles(filled: Mask) -> Iterator[Box]:
    """What lies apart in a frame: cut along rows, then columns, of ground, until none is left (recursive XY-cut)."""
    boxes = [(slice(0, filled.shape[0]), slice(0, filled.shape[1]))]
    while boxes:
        box = boxes.pop()
        for axis in (0, 1):
            inside = filled[box].mean(axis=1 - axis) > SMEARED
            pieces = _runs(inside, box[axis].start)
            if pieces != [box[axis]]:
                boxes += [(piece, box[1]) if axis == 0 else (box[0], piece) for piece in pieces]
                break
        else:
            yield box


def _runs(inside: Mask, start: int) -> list[slice]:
    import numpy as np

    bounded = np.concatenate(([False], inside, [False]))
    firsts, ends = np.flatnonzero(~bounded[:-1] & bounded[1:]), np.flatnonzero(bounded[:-1] & ~bounded[1:])
    return [slice(start + int(first), start + int(end)) for first, end in zip(firsts, ends, strict=True)]


def _is_tile(filled: Mask, box: Box) -> bool:
    height, width = (axis.stop - axis.start for axis in box)
    if height < LEAST_TILE * filled.shape[0] or not TILE_ASPECT[0] <= width / height <= TILE_ASPECT[1]:
        return False
    tile = filled[box][1:-1, 1:-1]  # its outermost pixels are mixed with the ground
    return all(float(edge.mean()) >= FILLED for edge in (tile[0], tile[-1], tile[:, 0], tile[:, -1]))


def _area(box: Box) -> int:
    height, width = (axis.stop - axis.start for axis in box)
    return int(height * width)
