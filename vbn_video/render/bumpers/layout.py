"""Where the words of a bumper stand: wrapped, shrunk where they must be, never over the edge or the slanting line.

    ┌───────────────────────╱──────────┐     margins 7.5 %, within the safe area of 5 %
    │ kicker               ╱           │
    │ Title, at most      ╱            │     88 of 720 high on two lines, smaller on three, then an ellipsis
    │ three lines        ╱             │
    │                   ╱              │
    │ foot             ╱       network │
    └─────────────────╱────────────────┘

An upright frame has the line across instead, the foot and the network below it. Sizes are counted in *units*: 720 of them
are the height of a frame of 16:9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from vbn_video.render.bumpers.bumper_templates import SlantedField, Template
from vbn_video.render.bumpers.bumper_texts import BumperTexts, FootLine
from vbn_video.render.bumpers.glyphs import read_characters, replace_missing

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

KICKER, FOOT, NETWORK = 30.0, 29.0, 28.0
SMALLEST_TITLE, SMALLEST_FOOT = 40.0, 22.0
SHRUNK_ON_TWO_LINES = 0.85
"""Factor on the size of a title that is a little too long for two lines, before it takes three."""
FOOT_LINES, NETWORK_LINES, KICKER_LINES = 4, 3, 2
KICKER_GAP = 20.0
LEADING = {"title": 1.06, "foot": 1.5, "network": 1.18, "kicker": 1.25}
TIGHT_EM = -0.015
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 0.075, 0.115, 0.115
RIGHT_MARGIN = 0.065
GAP = 0.022
"""Between words and the slanting line, as a share of the width."""
NETWORK_WIDTH = 0.24
UPRIGHT_NETWORK = 110.0
"""Units from the network's last line up to the foot's, in an upright frame without a field."""
UPRIGHT_SHARE, UPRIGHT_MARGIN_BOTTOM, UPRIGHT_FOOT_GAP = 0.86, 0.07, 0.045
"""An upright frame's field is a little higher, as it holds foot and network."""
ELLIPSIS = "…"
MOST_CHARACTERS = 1000
"""Of one text: more do not stand on its lines, however narrow the letters are."""

Measure = Callable[[str], float]


@dataclass(frozen=True)
class Canvas:
    """What the words are drawn on: square pixels, at least as many as the programme's each way."""

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
class BumperLayout:
    """All words of a bumper, and what its fonts could not show."""

    lines: tuple[Line, ...]
    logo_box: tuple[float, float, float] | None = None
    """Right edge, lower edge and height of the logo."""
    left_out: str = ""


@dataclass
class _Pen:
    """Holds the lines that are set, and the characters that the fonts lacked."""

    template: Template
    canvas: Canvas
    lines: list[Line] = field(default_factory=list)
    left_out: str = ""

    def font(self, weight: str, units: float) -> FreeTypeFont:
        from vbn_video.render.bumpers.fonts import load_font

        return load_font(self.template.font(weight), units * self.canvas.unit)

    def readable(self, text: str, weight: str) -> str:
        text = text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + ELLIPSIS
        kept, dropped = replace_missing(text, read_characters(self.template.font(weight)))
        self.left_out += "".join(character for character in dropped if character not in self.left_out)
        return kept


def lay_out(template: Template, texts: BumperTexts, canvas: Canvas) -> BumperLayout:
    """Set every line of the bumper at its place.

    Raises:
        InputError: a font of the template can't be used.
    """
    pen = _Pen(template, canvas)
    slanted = template.look.field
    left, top = canvas.width * (MARGIN_X if not canvas.upright else 0.08), canvas.height * MARGIN_TOP
    bottom = canvas.height * (1 - (UPRIGHT_MARGIN_BOTTOM if canvas.upright else MARGIN_BOTTOM))
    foot = _set_foot(pen, texts.foot, left, bottom, slanted)
    kicker_end = _set_kicker(pen, texts.kicker, left, top, slanted)
    floor = line_place(slanted, canvas, canvas.width) if slanted and canvas.upright else foot
    _set_title(pen, texts.title, (left, kicker_end, floor - 30 * canvas.unit), slanted)
    logo = template.look.logo
    right = canvas.width * (1 - RIGHT_MARGIN)
    if logo.picture:
        return BumperLayout(tuple(pen.lines), (right, bottom, canvas.height * logo.height), pen.left_out)
    _set_network(pen, texts.network, right, bottom)
    return BumperLayout(tuple(pen.lines), None, pen.left_out)


def line_place(slanted: SlantedField, canvas: Canvas, along: float) -> float:
    """Where the slanting line is: its x at height `along`, or for an upright frame its y at `along` from the left."""
    if canvas.upright:
        return canvas.height * UPRIGHT_SHARE * (slanted.top + (slanted.bottom - slanted.top) * along / canvas.width)
    return canvas.width * (slanted.top + (slanted.bottom - slanted.top) * along / canvas.height)


def wrap(text: str, most: int, width: float, measure: Measure) -> list[str]:
    """The text on as few lines as fit, broken so that the lines are as even as can be; at most `most`, then an ellipsis.

    A word that is wider than the line is divided.
    """
    words = [piece for word in text.split() for piece in _divide(word, width, measure)]
    lines = _wrap_greedily(words, width, measure)
    if len(lines) <= most:
        return _even_out(words, width, measure, len(lines)) if words else []
    last = lines[most - 1]
    while last and measure(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;:–-") + ELLIPSIS]


def fits(text: str, most: int, width: float, measure: Measure) -> bool:
    """Whether the text stands on `most` lines with no word divided."""
    words = text.split()
    return all(measure(word) <= width for word in words) and len(_wrap_greedily(words, width, measure)) <= most


def tracked_length(font: FreeTypeFont, tracking: float, text: str) -> float:
    """How wide a line of letters with `tracking` is, in pixels."""
    return font.getlength(text) + tracking * max(0, len(text) - 1)


def _right_limit(slanted: SlantedField | None, canvas: Canvas, bottom: float) -> float:
    """How far to the right words may go whose lowest point is `bottom`."""
    if slanted is None or canvas.upright:
        return canvas.width * (1 - RIGHT_MARGIN)
    edge = min(line_place(slanted, canvas, 0), line_place(slanted, canvas, bottom))
    return edge - canvas.width * GAP - slanted.line_width * canvas.height / 2


def _set_kicker(pen: _Pen, text: str, left: float, top: float, slanted: SlantedField | None) -> float:
    """Set the kicker; returns where the title may begin."""
    text = pen.readable(text, "bold")
    unit = pen.canvas.unit
    if not text:
        return top
    font = pen.font("bold", KICKER)
    width = _right_limit(slanted, pen.canvas, top + 90 * unit) - left
    lines = wrap(text, KICKER_LINES, width, font.getlength)
    pitch = KICKER * LEADING["kicker"] * unit
    for index, line in enumerate(lines):
        baseline = top + KICKER * 0.8 * unit + index * pitch
        pen.lines.append(Line(line, font, pen.template.look.letters.kicker, left, baseline))
    return top + len(lines) * pitch + KICKER_GAP * unit


def _set_title(pen: _Pen, text: str, place: tuple[float, float, float], slanted: SlantedField | None) -> None:
    """Set the title at `place` (left, upper and lowest edge): on two lines while it need not shrink much, else on three."""
    left, top, floor = place
    text = pen.readable(text, "heavy")
    for size, most in _title_sizes(pen.template.look.letters.title_size * 720):
        font = pen.font("heavy", size)
        tracking = TIGHT_EM * font.size
        pitch = font.size * LEADING["title"]
        width = _right_limit(slanted, pen.canvas, top + most * pitch) - left
        measure = partial(tracked_length, font, tracking)
        if top + most * pitch <= floor and fits(text, most, width, measure):
            break
    room = max(1, min(most, int((floor - top) / pitch)))
    for index, line in enumerate(wrap(text, room, width, measure)):
        baseline = top + font.size * 0.8 + index * pitch
        pen.lines.append(Line(line, font, pen.template.look.letters.title, left, baseline, tracking=tracking))


def _title_sizes(largest: float) -> Iterator[tuple[float, int]]:
    """(size in units, lines) in the order in which they are tried."""
    size = largest
    while size >= largest * SHRUNK_ON_TWO_LINES:
        yield size, 2
        size -= 1
    while size > SMALLEST_TITLE:
        yield size, 3
        size -= 1
    yield min(SMALLEST_TITLE, largest), 3


def _set_foot(pen: _Pen, foot: Sequence[FootLine], left: float, bottom: float, slanted: SlantedField | None) -> float:
    """Set the lines at the foot, the last one at `bottom` (upright: from the slanting line down); returns their upper edge."""
    canvas = pen.canvas
    width = _right_limit(slanted, canvas, bottom) - left
    if slanted is None and not canvas.upright:
        width = canvas.width * (1 - RIGHT_MARGIN - NETWORK_WIDTH - 0.04) - left
    size = FOOT
    while True:
        set_lines = [(line, font) for part in foot for line, font in _wrap_foot(pen, part, size, width)]
        if len(set_lines) <= FOOT_LINES or size <= SMALLEST_FOOT:
            break
        size -= 1
    set_lines = set_lines[:FOOT_LINES]
    pitch = size * LEADING["foot"] * canvas.unit
    last = bottom
    if canvas.upright and slanted is None:
        last = bottom - UPRIGHT_NETWORK * canvas.unit
    elif canvas.upright and slanted is not None:
        last = line_place(slanted, canvas, 0) + canvas.height * UPRIGHT_FOOT_GAP + (len(set_lines) - 1) * pitch
    for index, (line, font) in enumerate(set_lines):
        baseline = last - (len(set_lines) - 1 - index) * pitch
        pen.lines.append(Line(line, font, pen.template.look.letters.foot, left, baseline))
    return last - len(set_lines) * pitch


def _wrap_foot(pen: _Pen, part: FootLine, size: float, width: float) -> list[tuple[str, FreeTypeFont]]:
    weight = "bold" if part.bold else "regular"
    font = pen.font(weight, size)
    return [(line, font) for line in wrap(pen.readable(part.text, weight), 2, width, font.getlength)]


def _set_network(pen: _Pen, text: str, right: float, bottom: float) -> None:
    """Set the network's name at the right edge, a shorter line first."""
    words = pen.readable(text, "bold").split()
    font = pen.font("bold", NETWORK)
    width = pen.canvas.width * (NETWORK_WIDTH if not pen.canvas.upright else 0.8)
    turned = _wrap_greedily(words[::-1], width, font.getlength)[-NETWORK_LINES:]
    lines = [" ".join(reversed(line.split())) for line in reversed(turned)]
    pitch = NETWORK * LEADING["network"] * pen.canvas.unit
    for index, line in enumerate(lines):
        baseline = bottom - (len(lines) - 1 - index) * pitch
        pen.lines.append(Line(line, font, pen.template.look.letters.network, right, baseline, align="right"))


def _divide(word: str, width: float, measure: Measure) -> list[str]:
    """A word in pieces that fit, each but the last with a hyphen."""
    pieces = []
    while measure(word) > width and len(word) > 1:
        length = 1
        while length < len(word) - 1 and measure(word[: length + 1] + "-") <= width:
            length += 1
        pieces.append(word[:length] + "-")
        word = word[length:]
    return [*pieces, word]


def _wrap_greedily(words: Sequence[str], width: float, measure: Measure) -> list[str]:
    lines = list(words[:1])
    for word in words[1:]:
        if measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _even_out(words: Sequence[str], width: float, measure: Measure, lines: int) -> list[str]:
    """`lines` lines whose widest is as narrow as can be: greedy within the narrowest width that still gives so many."""
    low, high = 0.0, width
    for _step in range(12):
        middle = (low + high) / 2
        tried = _wrap_greedily(words, middle, measure)
        if len(tried) <= lines and all(measure(line) <= middle for line in tried):
            high = middle
        else:
            low = middle
    return _wrap_greedily(words, high, measure)
