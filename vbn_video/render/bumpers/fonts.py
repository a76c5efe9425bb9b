"""Fonts as FreeType draws them, whose faults are sentences: a damaged one fails at any letter, long after it was opened."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from PIL.ImageFont import FreeTypeFont

from vbn_video.render.bumpers.glyphs import unusable_font


class TemplateFont(FreeTypeFont):
    """A font of a template; what FreeType finds wrong with it is an `InputError`."""

    def getlength(self, *arguments: Any, **named: Any) -> float:
        """How wide a text is, in pixels."""
        with unusable_font(Path(str(self.path))):
            return super().getlength(*arguments, **named)

    def getbbox(self, *arguments: Any, **named: Any) -> tuple[float, float, float, float]:
        """Left, upper, right and lower edge of a text's ink."""
        with unusable_font(Path(str(self.path))):
            return super().getbbox(*arguments, **named)

    def getmask2(self, *arguments: Any, **named: Any) -> Any:
        """A text's ink, for Pillow to draw."""
        with unusable_font(Path(str(self.path))):
            return super().getmask2(*arguments, **named)


@cache
def load_font(path: Path, size: float) -> TemplateFont:
    """The font at a size in pixels.

    Raises:
        InputError: the file is no font.
    """
    with unusable_font(path):
        return TemplateFont(str(path), size)
