"""The lighter field at the right of a slanting line that slides in; in an upright frame it lies below the line.

┌─────────────╱▓▓▓▓┐
│            ╱▓▓▓▓▓│      box: all that the field and its line ever touch
└───────────╱▓▓▓▓▓▓┘      band: from the line's first pixel to its last, the only ones that are blended
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from vbn_video.render.bumpers.bumper_templates import SlantedField
from vbn_video.render.bumpers.layout import Canvas, line_place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frame = NDArray[np.uint8]


class SlantedFieldPainter:
    """Paints the field and its line where they are at a time, edges smooth; `size` is a frame's width and height as coded."""

    def __init__(self, slanted: SlantedField, canvas: Canvas, size: tuple[int, int]) -> None:
        import numpy as np
        from PIL import ImageColor

        width, height = size
        across = (np.arange(width) + 0.5) * canvas.width / width
        down = (np.arange(height) + 0.5) * canvas.height / height
        self._upright, self.slide_s = canvas.upright, slanted.slide_s
        along, at = (across, down) if canvas.upright else (down, across)
        length, other = (canvas.height, canvas.width) if canvas.upright else (canvas.width, canvas.height)
        slope = (line_place(slanted, canvas, other) - line_place(slanted, canvas, 0)) / other
        self._square = 1 / np.hypot(1, slope)
        """The distance from the line, of the distance along the frame's edge."""
        self._edge = line_place(slanted, canvas, 0) + slope * along
        self._pixel = max(canvas.width / width, canvas.height / height)
        self._step = canvas.height / height if canvas.upright else canvas.width / width
        self._half = slanted.line_width * min(canvas.height, canvas.width * 9 / 16 if not canvas.upright else canvas.width) / 2
        self._travel = length - min(line_place(slanted, canvas, 0), line_place(slanted, canvas, other)) + 2 * self._half
        self._field_rgb = np.array(ImageColor.getrgb(slanted.colour), np.float32)
        self._line_rgb = np.array(ImageColor.getrgb(slanted.line_colour), np.float32)
        first = max(0, int((self._edge.min() - self._reach) / self._step))
        self._at = at[first:]
        self.box = (slice(first, None), slice(None)) if canvas.upright else (slice(None), slice(first, None))
        """The rows and columns of a frame outside which nothing is ever painted."""

    def paint(self, ground: Frame, at_s: float) -> Frame:
        """What a frame shows within the box at a time, `ground` being what lies there behind the field."""
        import numpy as np

        shift = self._travel * (1 - self._slide_share(at_s)) ** 3
        painted = ground.copy()
        lines = painted.swapaxes(0, 1) if self._upright else painted
        first = np.floor((self._edge + shift - self._reach - self._at[0]) / self._step).astype(int)[:, None]
        place = first + np.arange(ceil(2 * self._reach / self._step) + 2)
        field = np.tile(self._field_rgb.astype(np.uint8), (lines.shape[1], 1))
        for line, behind in zip(lines, np.maximum(place[:, -1] + 1, 0), strict=True):
            line[behind:] = field[behind:]
        row, column = np.nonzero((place >= 0) & (place < lines.shape[1]))
        at = place[row, column]
        from_line = (self._at[at] - self._edge[row] - shift) * self._square / self._pixel
        in_field = np.clip(from_line + 0.5, 0, 1)[:, None].astype(np.float32)
        on_line = np.clip(self._half / self._pixel + 0.5 - np.abs(from_line), 0, 1)[:, None].astype(np.float32)
        blended = lines[row, at].astype(np.float32)
        blended += in_field * (self._field_rgb - blended)
        blended += on_line * (self._line_rgb - blended)
        lines[row, at] = np.round(blended)
        return painted

    @property
    def _reach(self) -> float:
        """How far from the middle of the line its smooth edge reaches, along the frame's edge."""
        return float((self._half + self._pixel) / self._square)

    def _slide_share(self, at_s: float) -> float:
        """How much of the slide-in is over, 0 to 1."""
        return min(at_s / self.slide_s, 1.0) if self.slide_s else 1.0
