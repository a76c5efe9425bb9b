"""Frames in small: coarse grids of cells, which of them differ, and which lie together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import av
    from numpy.typing import NDArray

    Grid = NDArray[np.uint8]
    """down x across x 3 levels."""
    Mask = NDArray[np.bool_]
    """down x across."""

CELLS = (128, 72)
"""Across and down; at 16:9 a cell is square, and a line of text is about three cells high."""


def grid_of(frame: av.VideoFrame) -> Grid:
    """The mean of each cell, in three colours."""
    small = frame.reformat(*CELLS, format="rgb24", interpolation="AREA").to_ndarray()
    return small.astype(np.uint8, copy=False)


def differing(one: Grid, other: Grid, levels: int) -> Mask:
    """The cells that differ by at least so many levels of 255 in one of their colours."""
    lower, higher = np.minimum(one, other), np.maximum(one, other)
    mask: Mask = (higher - lower).max(axis=-1) >= levels
    return mask


def dilated(mask: Mask, cells: int = 1) -> Mask:
    """The mask and what lies within so many cells of it, diagonals too."""
    for _ in range(cells):
        padded = np.pad(mask, 1)
        rows = padded[:-2] | padded[1:-1] | padded[2:]
        mask = rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:]
    return mask


def areas(mask: Mask) -> list[Mask]:
    """Its connected areas, the largest first; a gap of two cells, as between words, connects."""
    joined = dilated(mask)
    labels = np.where(joined, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:
        padded = np.pad(labels, 1)
        across = np.maximum(np.maximum(padded[1:-1, :-2], padded[1:-1, 2:]), labels)
        spread = np.where(joined, np.maximum(np.maximum(padded[:-2, 1:-1], padded[2:, 1:-1]), across), 0)
        if np.array_equal(spread, labels):
            break
        labels = spread
    found = [mask & (labels == label) for label in np.unique(labels[mask])]
    return sorted(found, key=lambda area: -int(area.sum()))


def box(mask: Mask, margin: int = 0) -> tuple[slice, slice]:
    """Rows and columns of the smallest rectangle around a mask that isn't empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return (
        slice(max(int(rows[0]) - margin, 0), int(rows[-1]) + 1 + margin),
        slice(max(int(columns[0]) - margin, 0), int(columns[-1]) + 1 + margin),
    )
