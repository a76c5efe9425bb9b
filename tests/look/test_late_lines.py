"""What was written on a slide after its still was taken, told by the two pictures."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.look.written_slides import FONTS, GROUNDS, INKS
from vbn_video.look.late_lines import mark_late
from vbn_video.look.slide_lines import TextLine

SIZE = (1920, 1080)
LETTERS = 44


def drawn(lines: list[str], ground: int = 0, ink: int = 0) -> tuple[NDArray[np.uint8], list[TextLine]]:
    """A slide with these lines, and where each of them stands."""
    image = Image.new("RGB", SIZE, GROUNDS[ground])
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONTS[0]), LETTERS)
    boxes = []
    for row, text in enumerate(lines):
        left, top, right, bottom = draw.textbbox((150, 200 + 110 * row), text, font)
        draw.text((150, 200 + 110 * row), text, INKS[ink], font)
        boxes.append(TextLine(text, (left - 4) / SIZE[0], (top - 4) / SIZE[1], (right + 4) / SIZE[0], (bottom + 4) / SIZE[1]))
    return np.asarray(image), [box for box in boxes if box.text]


def coded(pixels: NDArray[np.uint8], width: int = 1280) -> NDArray[np.uint8]:
    """As a still keeps it: smaller, grey, a JPEG."""
    image = Image.fromarray(pixels)
    kept = io.BytesIO()
    image.resize((width, round(image.height * width / image.width))).save(kept, "JPEG", quality=85)
    return np.asarray(Image.open(kept).convert("L"))


@pytest.mark.parametrize("ground", range(len(GROUNDS)))
@pytest.mark.parametrize("width", [640, 1280])
def test_what_stands_there_from_the_first_is_not_late_however_it_is_coded(ground: int, width: int) -> None:
    for ink in range(len(INKS)):
        pixels, lines = drawn(["Årets økonomi", "Aftaler med Nimtofte Smedje", "Vi åbner i uge 42"], ground, ink)
        assert not any(line.late for line in mark_late(lines, pixels, coded(pixels, width)))


@pytest.mark.parametrize(
    ("before", "after", "late"),
    [
        (["Årets økonomi", ""], ["Årets økonomi", "Kirsten er sygemeldt"], [False, True]),
        (["Årets økonomi", "Vi åbner"], ["Årets økonomi", "Vi åbner med Kirsten"], [False, True]),
        (["Årets økonomi", "Vi åbner i uge 42"], ["Årets økonomi", "Vi fyrer Kirsten nu"], [False, True]),
        (["Årets økonomi", "Vi åbner i uge 42"], ["Årets underskud", "Vi åbner i uge 42"], [True, False]),
        (["Årets økonomi", "Ring til Ida"], ["Årets økonomi", "Ring til Bo"], [False, True]),
        ([""], ["Hemmeligt"], [True]),
    ],
)
def test_what_was_written_later_is_late_and_nothing_else(before: list[str], after: list[str], late: list[bool]) -> None:
    still = coded(drawn(before)[0])
    pixels, lines = drawn(after)
    assert [line.late for line in mark_late(lines, pixels, still)] == late


def test_a_longer_line_than_the_still_has_is_late() -> None:
    short, _lines = drawn(["Vi åbner butikken på mandag"])
    pixels, lines = drawn(["Vi åbner butikken på mandag, siger Ida"])
    assert [line.late for line in mark_late(lines, pixels, coded(short))] == [True]


def test_without_a_still_nobody_knows_so_all_is_late() -> None:
    pixels, lines = drawn(["Årets økonomi", "Vi åbner"])
    assert [line.late for line in mark_late(lines, pixels, None)] == [True, True]
