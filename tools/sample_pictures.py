"""What the sample recording shows: a slide, and a column with a tile for each who takes part, as Zoom lays it out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1280, 720
COLUMN = 256  # width of the column of tiles
EDGE = 4
FONTS = Path(__file__).parent.parent / "intros" / "fonts"
FJORD, FJORD_LIGHT, RAPS = "#0b3b44", "#12515c", "#f2b705"
PAPER, INK, MUTE = "#ffffff", "#16211f", "#4d5b58"
STAGE, TILE = "#101718", "#223033"
SYLLABLE_S = 0.24
BARS = ((5, 11, 7), (9, 6, 13), (13, 9, 5), (6, 13, 10))  # heights of the three bars that move while somebody speaks


@dataclass(frozen=True)
class Moment:
    """A slide, and when it comes up (seconds of the recording)."""

    start_s: float
    title: str
    points: tuple[str, ...]


def font(weight: str, size_px: int) -> ImageFont.FreeTypeFont:
    """The bumpers' letters: `Regular`, `SemiBold` or `Title`."""
    return ImageFont.truetype(str(FONTS / f"AtkinsonHyperlegibleNext-{weight}.ttf"), size_px)


class Stage:
    """Everything that can be seen, by the time of the recording."""

    def __init__(self, slides: Sequence[Moment], speakers: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> None:
        self.slides = slides
        self.names = [speaker["name"] for speaker in speakers.values()]
        self.said = said
        self.picture = lru_cache(maxsize=64)(self._picture)

    def at(self, now_s: float) -> Image.Image:
        """The picture at a time; the same object as long as nothing moves."""
        slide = bisect_right([moment.start_s for moment in self.slides], now_s) - 1
        speaking = next((line["who"] for line in self.said if line["start"] <= now_s < line["end"]), None)
        return self.picture(slide, speaking, int(now_s / SYLLABLE_S) % len(BARS) if speaking else 0)

    def _picture(self, slide: int, speaking: str | None, syllable: int) -> Image.Image:
        image = Image.new("RGB", (WIDTH, HEIGHT), STAGE)
        draw = ImageDraw.Draw(image)
        _draw_slide(draw, self.slides[slide], slide)
        height = (HEIGHT - EDGE * (len(self.names) + 1)) // len(self.names)
        for number, name in enumerate(self.names):
            _draw_tile(draw, EDGE + number * (height + EDGE), height, name, BARS[syllable] if name == speaking else None)
        return image


def _draw_slide(draw: ImageDraw.ImageDraw, slide: Moment, number: int) -> None:
    right = WIDTH - COLUMN - EDGE
    draw.rectangle((0, 0, right, HEIGHT), fill=PAPER)
    draw.rectangle((0, 0, 14, HEIGHT), fill=FJORD)
    for row, line in enumerate(slide.title.split("\n")):
        draw.text((80, 78 + row * 70), line, font=font("Title", 60), fill=FJORD)
    below = 78 + 70 * len(slide.title.split("\n")) + 14
    draw.rectangle((82, below, 162, below + 6), fill=RAPS)
    for row, point in enumerate(slide.points):
        top = below + 56 + row * 66
        draw.ellipse((84, top + 16, 96, top + 28), fill=FJORD_LIGHT)
        draw.text((120, top), point, font=font("Regular", 36), fill=INK)
    draw.text((80, HEIGHT - 62), "Virtuel Business Netværk", font=font("SemiBold", 22), fill=MUTE)
    if number:
        draw.text((right - 40, HEIGHT - 62), str(number), font=font("Regular", 22), fill=MUTE, anchor="ra")


def _draw_tile(draw: ImageDraw.ImageDraw, top: int, height: int, name: str, bars: tuple[int, ...] | None) -> None:
    left, right = WIDTH - COLUMN, WIDTH - EDGE
    draw.rectangle((left, top, right, top + height), fill=TILE, outline=RAPS if bars else None, width=4)
    middle, centre = (left + right) // 2, top + height // 2 - 12
    draw.ellipse((middle - 46, centre - 46, middle + 46, centre + 46), fill=FJORD_LIGHT)
    draw.text((middle, centre), name[0], font=font("SemiBold", 46), fill=PAPER, anchor="mm")
    draw.text((left + 14, top + height - 36), name, font=font("Regular", 20), fill=PAPER)
    for number, bar in enumerate(bars or (2, 2, 2)):
        x = right - 36 + number * 8
        draw.rectangle((x, top + height - 24 - bar, x + 4, top + height - 24 + bar), fill=RAPS if bars else MUTE)
