"""Where the words of a bumper stand: wrapped, shrunk where they must be, never over the edge or the slanting line.

    ┌───────────────────────╱──────────┐     margins 7.5 %, within the safe area of 5 %
    │ kicker               ╱           │
    │ Title, at most      ╱            │     88 of 720 high on two lines, smaller on three, then an ellipsis
    │ three lines        ╱             │
    │                   ╱              │
    │ foot             ╱       network │
    └─────────────────╱────────────────┘

An upright picture has the line across instead, the foot and the network below it. Sizes are counted in *units*: 720 of them
are the height of a picture of usual shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.render.bumper_texts import BumperTexts, FootLine
from vbn_video.render.letters import characters, legible
from vbn_video.render.templates import SlantedField, Template

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

KICKER, FOOT, NETWORK = 30.0, 29.0, 28.0
SMALLEST_TITLE, SMALLEST_FOOT = 40.0, 22.0
TITLE_LINES, SHRUNK_TITLE_LINES = 2, 3
FOOT_LINES, NETWORK_LINES, KICKER_LINES = 4, 3, 2
KICKER_GAP = 20.0
LEADING = {"title": 1.06, "foot": 1.5, "network": 1.18, "kicker": 1.25}
TIGHT_EM = -0.015
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 0.075, 0.115, 0.115
RIGHT_MARGIN = 0.065
GAP = 0.022
"""Between words and the slanting line, as a share of the width."""
NETWORK_WIDTH = 0.24
UPRIGHT_FOOT_GAP = 0.06
ELLIPSIS = "…"

Measure = Callable[[str], float]


@dataclass(frozen=True)
class Canvas:
    """The picture that the words are drawn on: square pixels, at least as many as the programme's each way."""

    width: int
    height: int

    @property
    def upright(self) -> bool:
        """Higher than wide."""
        return self.height > self.width

    @property
    def unit(self) -> float:
        """Pixels a unit."""
        return min(self.height / 720, self.width / 800)


@dataclass(frozen=True)
class Line:
    """One line of words: where its baseline begins (or ends, for `align` right), in pixels of the canvas."""

    text: str
    font: FreeTypeFont
    colour: str
    x: float
    baseline: float
    align: str = "left"
    tracking: float = 0.0
    """Extra pixels between letters; negative is tight."""


@dataclass(frozen=True)
class Layout:
    """All words of a bumper, and what its fonts could not show."""

    lines: tuple[Line, ...]
    logo_box: tuple[float, float, float] | None = None
    """Right edge, lower edge and height of the logo."""
    left_out: str = ""


@dataclass
class _Pen:
    """Lines as they are set, and the characters that were left out on the way."""

    template: Template
    canvas: Canvas
    lines: list[Line] = field(default_factory=list)
    left_out: str = ""

    def font(self, weight: str, units: float) -> FreeTypeFont:
        return _font(self.template.font(weight), max(1, round(units * self.canvas.unit)))

    def readable(self, text: str, weight: str) -> str:
        kept, dropped = legible(text, characters(self.template.font(weight)))
        self.left_out += "".join(character for character in dropped if character not in self.left_out)
        return kept


def lay_out(template: Template, texts: BumperTexts, canvas: Canvas) -> Layout:
    """Every line of the bumper at its place."""
    pen = _Pen(template, canvas)
    slanted = template.look.field
    left, top = canvas.width * (MARGIN_X if not canvas.upright else 0.08), canvas.height * MARGIN_TOP
    bottom = canvas.height * (1 - MARGIN_BOTTOM)
    foot = _foot(pen, texts.foot, left, bottom, slanted)
    kicker_end = _kicker(pen, texts.kicker, left, top, slanted)
    title_floor = min(foot, canvas.height * slanted.bottom if slanted and canvas.upright else foot) - 30 * canvas.unit
    _title(pen, texts.title, (left, kicker_end, title_floor), slanted)
    logo = template.look.logo
    right = canvas.width * (1 - RIGHT_MARGIN)
    if logo.picture:
        return Layout(tuple(pen.lines), (right, bottom, canvas.height * logo.height), pen.left_out)
    _network(pen, texts.network, right, bottom)
    return Layout(tuple(pen.lines), None, pen.left_out)


def line_place(slanted: SlantedField, canvas: Canvas, along: float) -> float:
    """Where the slanting line is: its x at height `along`, or for an upright picture its y at `along` from the left."""
    if canvas.upright:
        return canvas.height * (slanted.top + (slanted.bottom - slanted.top) * along / canvas.width)
    return canvas.width * (slanted.top + (slanted.bottom - slanted.top) * along / canvas.height)


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """The text in as few lines as fit, broken so that the lines are as even as can be; a word that is too long is divided."""
    words = [piece for word in text.split() for piece in _divided(word, width, measure)]
    if not words:
        return []
    lines = len(_greedy(words, width, measure))
    return _evened(words, width, measure, lines)


def shortened(lines: list[str], most: int, width: float, measure: Measure) -> list[str]:
    """At most `most` lines, the last one ending in an ellipsis where there were more."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and measure(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;:–-") + ELLIPSIS]


def tracked_length(font: FreeTypeFont, text: str, tracking: float) -> float:
    """How wide a line of letters with `tracking` is, in pixels."""
    return font.getlength(text) + tracking * max(0, len(text) - 1)


def _right_limit(slanted: SlantedField | None, canvas: Canvas, bottom: float) -> float:
    """How far to the right words may go whose lowest point is `bottom`."""
    if slanted is None or canvas.upright:
        return canvas.width * (1 - RIGHT_MARGIN)
    edge = min(line_place(slanted, canvas, 0), line_place(slanted, canvas, bottom))
    return edge - canvas.width * GAP - slanted.line_width * canvas.height / 2


def _kicker(pen: _Pen, text: str, left: float, top: float, slanted: SlantedField | None) -> float:
    """Set the kicker; returns where the title may begin."""
    text = pen.readable(text, "bold")
    unit = pen.canvas.unit
    if not text:
        return top
    font = pen.font("bold", KICKER)
    width = _right_limit(slanted, pen.canvas, top + 90 * unit) - left
    lines = shortened(wrap(text, width, font.getlength), KICKER_LINES, width, font.getlength)
    pitch = KICKER * LEADING["kicker"] * unit
    for index, line in enumerate(lines):
        baseline = top + KICKER * 0.8 * unit + index * pitch
        pen.lines.append(Line(line, font, pen.template.look.letters.kicker, left, baseline))
    return top + len(lines) * pitch + KICKER_GAP * unit


def _title(pen: _Pen, text: str, place: tuple[float, float, float], slanted: SlantedField | None) -> None:
    """Set the title at `place` (left, upper and lowest edge): the largest size that fits."""
    left, top, floor = place
    text = pen.readable(text, "heavy")
    if not text:
        return
    largest = pen.template.look.letters.title_size * 720
    smallest = min(SMALLEST_TITLE, largest)
    size = largest
    while True:
        font = pen.font("heavy", size)
        tracking = TIGHT_EM * font.size
        pitch = font.size * LEADING["title"]
        lines_allowed = TITLE_LINES if size == largest else SHRUNK_TITLE_LINES
        width = _right_limit(slanted, pen.canvas, top + lines_allowed * pitch) - left

        def measure(line: str, font: FreeTypeFont = font, tracking: float = tracking) -> float:
            return tracked_length(font, line, tracking)

        lines = wrap(text, width, measure)
        whole = all(measure(word) <= width for word in text.split())
        if (len(lines) <= lines_allowed and whole and top + len(lines) * pitch <= floor) or size <= smallest:
            break
        size = max(size - 2, smallest)
    room = max(1, min(SHRUNK_TITLE_LINES, int((floor - top) / pitch)))
    for index, line in enumerate(shortened(lines, room, width, measure)):
        baseline = top + font.size * 0.8 + index * pitch
        pen.lines.append(Line(line, font, pen.template.look.letters.title, left, baseline, tracking=tracking))


def _foot(pen: _Pen, foot: Sequence[FootLine], left: float, bottom: float, slanted: SlantedField | None) -> float:
    """Set the lines at the foot, the last one at `bottom` (upright: from the slanting line down); returns their upper edge."""
    canvas = pen.canvas
    width = _right_limit(slanted, canvas, bottom) - left
    if not canvas.upright and slanted is None:
        width = canvas.width * (1 - RIGHT_MARGIN - NETWORK_WIDTH - 0.04) - left
    size = FOOT
    while True:
        set_lines = [(line, font) for part in foot for line, font in _foot_part(pen, part, size, width)]
        if len(set_lines) <= FOOT_LINES or size <= SMALLEST_FOOT:
            break
        size -= 1
    set_lines = set_lines[:FOOT_LINES]
    pitch = size * LEADING["foot"] * canvas.unit
    last = bottom
    if canvas.upright and slanted:
        last = canvas.height * (max(slanted.top, slanted.bottom) + UPRIGHT_FOOT_GAP) + len(set_lines) * pitch
    for index, (line, font) in enumerate(set_lines):
        baseline = last - (len(set_lines) - 1 - index) * pitch
        pen.lines.append(Line(line, font, pen.template.look.letters.foot, left, baseline))
    return last - len(set_lines) * pitch


def _foot_part(pen: _Pen, part: FootLine, size: float, width: float) -> list[tuple[str, FreeTypeFont]]:
    weight = "bold" if part.bold else "regular"
    font = pen.font(weight, size)
    lines = wrap(pen.readable(part.text, weight), width, font.getlength)
    return [(line, font) for line in shortened(lines, TITLE_LINES, width, font.getlength)]


def _network(pen: _Pen, text: str, right: float, bottom: float) -> None:
    text = pen.readable(text, "bold")
    font = pen.font("bold", NETWORK)
    width = pen.canvas.width * (NETWORK_WIDTH if not pen.canvas.upright else 0.8)
    lines = shortened(_from_the_end(text, width, font.getlength), NETWORK_LINES, width, font.getlength)
    pitch = NETWORK * LEADING["network"] * pen.canvas.unit
    for index, line in enumerate(lines):
        baseline = bottom - (len(lines) - 1 - index) * pitch
        pen.lines.append(Line(line, font, pen.template.look.letters.network, right, baseline, align="right"))


def _from_the_end(text: str, width: float, measure: Measure) -> list[str]:
    """Wrapped so that a shorter line comes first, which stands better at the right edge."""
    turned = wrap(" ".join(reversed(text.split())), width, measure)
    return [" ".join(reversed(line.split())) for line in reversed(turned)]


def _divided(word: str, width: float, measure: Measure) -> list[str]:
    """A word in pieces that fit, each but the last with a hyphen."""
    pieces = []
    while measure(word) > width and len(word) > 1:
        length = len(word) - 1
        while length > 1 and measure(word[:length] + "-") > width:
            length -= 1
        pieces.append(word[:length] + "-")
        word = word[length:]
    return [*pieces, word]


def _greedy(words: Sequence[str], width: float, measure: Measure) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _evened(words: Sequence[str], width: float, measure: Measure, lines: int) -> list[str]:
    """`lines` lines whose widest is as narrow as can be: greedy within the narrowest width that still gives so many."""
    low, high = 0.0, width
    for _step in range(12):
        middle = (low + high) / 2
        tried = _greedy(words, middle, measure)
        if len(tried) <= lines and all(measure(line) <= middle for line in tried):
            high = middle
        else:
            low = middle
    return _greedy(words, high, measure)


@cache
def _font(path: Path, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, size)
