"""Which lines of a slide came later than its still: typed, or built up, while it was shown.

A line is there already where each piece of its box, a letter or two wide, looks in the still as it does where it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from vbn_video.look.slide_lines import TextLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PIECE = 1.5
"""Width of a piece, in heights of the line."""
WRITTEN = 10.0
"""Standard deviation, in grey levels, of a piece in which something is written."""
ALIKE = 0.8
"""Least correlation of the same letters coded twice; other letters, and none, have less."""


def mark_late(lines: Sequence[TextLine], picture: NDArray[np.uint8], still: NDArray[np.uint8] | None) -> tuple[TextLine, ...]:
    """The lines read in a picture (height x width x RGB), each late or not by its still (height x width); all are without one."""
    import numpy as np
    from PIL import Image

    if still is None:
        return tuple(replace(line, late=True) for line in lines)
    height, width = still.shape
    read = np.asarray(Image.fromarray(picture).convert("L").resize((width, height)))
    return tuple(replace(line, late=_came_later(line, read, still)) for line in lines)


def _came_later(line: TextLine, read: NDArray[np.uint8], still: NDArray[np.uint8]) -> bool:
    height, width = still.shape
    top, bottom = max(int(line.top * height), 0), min(int(line.bottom * height) + 1, height)
    left, right = max(int(line.left * width), 0), min(int(line.right * width) + 1, width)
    piece = max(round(PIECE * (bottom - top)), 1)
    pieces = [(first, min(first + piece, right)) for first in range(left, right, piece)]
    return any(not _alike(read[top:bottom, first:last], still[top:bottom, first:last]) for first, last in pieces)


def _alike(read: NDArray[np.uint8], still: NDArray[np.uint8]) -> bool:
    """Whether what is written in the one stands in the other; where nothing is written, nothing can be missing."""
    import numpy as np

    if read.std() < WRITTEN:
        return True
    if still.std() < WRITTEN / 2:
        return False
    return bool(np.corrcoef(read.ravel().astype(float), still.ravel().astype(float))[0, 1] >= ALIKE)
