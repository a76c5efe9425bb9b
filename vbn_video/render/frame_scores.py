"""How good a poster a frame is, judged from its luma; and whether two frames show the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Luma = NDArray[np.float32]

DARK_LUMA = 40.0
"""Mean luma (0 to 255) of a frame that is nearly black."""
EVEN_STEP = 2.0
"""A pixel that differs no more than this from its neighbours lies in an even field."""
SHARP_VARIANCE = 500.0
"""Variance of the Laplacian over which a frame counts as sharp; blurred ones lie under 100."""
UNTITLED = 0.3
"""What the score of a frame without a line of large letters is worth."""
TITLE_HEIGHT = (0.05, 0.2)
"""Least and greatest height of a line of large letters, as a share of the frame's; running text and names are smaller."""
TITLE_EDGES = 12
"""Number of edges from which on a row of pixels goes through letters; an even ground has none."""
EDGE_LUMA = 40.0
CAMERA_SHARE = 0.3
"""Share of the width, on either side, in which cameras may stand beside a slide."""
SAME_EDGES = 0.75
"""Two frames show the same where they share this much of their edges; two slides of one design share about half."""
CELL = 20
"""Pixels across and down, of 320 in width."""
SAME_CELL = 12.0
"""Step of a cell's mean luma, at most, where two frames show one slide; a line more of large letters makes a greater one."""


def poster_score(luma: Luma, before: Luma | None, *, titled: bool = False) -> float:
    """How good a poster a frame is, from its luma (height x width, 0 to 255) and that of the candidate before it.

    `titled`: a title was read on it.
    """
    import numpy as np

    across = np.abs(np.diff(luma, axis=1))[:-1]
    down = np.abs(np.diff(luma, axis=0))[:, :-1]
    even = float(np.mean((across <= EVEN_STEP) & (down <= EVEN_STEP)))
    sharp = min(sharpness_of(luma) / SHARP_VARIANCE, 1.0)
    light = min(float(luma.mean()) / DARK_LUMA, 1.0) ** 2
    still = 1.0 if before is not None and float(np.mean(np.abs(luma - before))) < 1.0 else 0.0
    brightness = float(luma.mean()) / 255
    worth = 1.0 if titled or has_title(luma) else UNTITLED
    return worth * light * sharp * (0.2 + even + 0.2 * brightness + 0.2 * still)


def sharpness_of(luma: Luma) -> float:
    """Variance of the Laplacian (4-neighbour) of luma (height x width, 0 to 255, at least 3 x 3).

    Source: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy: a comparative study", ICPR 2000.
    """
    laplacian = luma[1:-1, 2:] + luma[1:-1, :-2] + luma[2:, 1:-1] + luma[:-2, 1:-1] - 4 * luma[1:-1, 1:-1]
    return float(laplacian.var())


def has_title(luma: Luma) -> bool:
    """Whether a line of large letters stands in a frame's luma (height x width, 0 to 255): over all, or beside cameras.

    Large letters are rows of pixels with many edges, as high as a title is, between rows that have few.
    """
    import numpy as np

    height, width = luma.shape
    beside = round(width * CAMERA_SHARE)
    for columns in (slice(None), slice(None, width - beside), slice(beside, None)):
        edges = (np.abs(np.diff(luma[:, columns], axis=1)) > EDGE_LUMA).sum(axis=1)
        lettered = np.concatenate(([False], edges >= TITLE_EDGES, [False]))
        first, end = np.flatnonzero(~lettered[:-1] & lettered[1:]), np.flatnonzero(lettered[:-1] & ~lettered[1:])
        shares = (end - first) / height
        if ((shares >= TITLE_HEIGHT[0]) & (shares <= TITLE_HEIGHT[1])).any():
            return True
    return False


def shows_the_same(one: Luma, other: Luma) -> bool:
    """Whether two frames of one video have their edges in the same places: slides of one design differ in little else."""
    import numpy as np

    if one.shape != other.shape:
        return False
    edges = [np.abs(np.diff(luma, axis=1)) > EDGE_LUMA for luma in (one, other)]
    either, both = (edges[0] | edges[1]).sum(), (edges[0] & edges[1]).sum()
    return bool(both >= SAME_EDGES * either)


def is_alike(one: Luma, other: Luma) -> bool:
    """Whether two frames of one video show the same slide, one of them perhaps more coarsely."""
    import numpy as np

    rows, columns = (length // CELL for length in one.shape)
    steps = (one - other)[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    return bool(np.abs(steps).max(initial=0.0) < SAME_CELL)
