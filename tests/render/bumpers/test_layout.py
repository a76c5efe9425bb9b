"""Where words stand in a bumper: inside the safe area, beside the line, apart from each other."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bounded import bounded
from tests.sampling import sampled
from vbn_video.render.bumpers.bumper_templates import find_template
from vbn_video.render.bumpers.bumper_texts import BumperTexts, FootLine
from vbn_video.render.bumpers.layout import Canvas, fits, lay_out, line_place, wrap

SAFE = 0.05
SHAPES = [(1280, 720), (1920, 1040), (320, 180), (640, 480), (1080, 1920), (640, 540), (480, 480), (2560, 1080)]
MANY = "Anne-Mette Sørensen-Kjærgaard, Christoffer Østergaard, Bodil Ægidius og Jens Bang"
TITLES = [
    "HR",
    "HR og den vanskelige samtale",
    "Hvordan får vi flere unge til at blive i landdistrikterne efter endt uddannelse?",
    "Fra landdistrikt til vækstmotor, " * 9,
    "Virksomhedsbesøgsplanlægningskommunikationsmedarbejderuddannelse",
    "<&\"' / \\ : >",
    "W" * 300,
]


def texts(title="HR og den vanskelige samtale", speakers="Anne Sørensen og Bo Kjær", kicker="Temamøde"):
    foot = (FootLine("8. december 2020", bold=True), FootLine(f"Oplæg ved {speakers}"))
    return BumperTexts(kicker, title, foot, "Virtuel Business Netværk")


def ink(line):
    """(left, top, right, bottom) of a line's ink, tight letters counted at their full width."""
    anchor = "rs" if line.align == "right" else "ls"
    left, top, right, bottom = line.font.getbbox(line.text, anchor=anchor)
    right += line.tracking * (len(line.text) - 1)
    return line.x + left, line.baseline + top, line.x + right, line.baseline + bottom


def by_length(text):
    return float(len(text))


@pytest.mark.parametrize("template", ["djursland", "horisont"])
@pytest.mark.parametrize("title", TITLES, ids=lambda title: title[:12])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape[0]}x{shape[1]}")
def test_no_word_runs_off_or_over_another_or_over_the_line(template, title, shape):
    found, canvas = find_template(template), Canvas(*shape)
    layout = lay_out(found, texts(title, MANY), canvas)
    boxes = [ink(line) for line in layout.lines]
    for (left, top, right, bottom), line in zip(boxes, layout.lines, strict=True):
        assert left >= canvas.width * SAFE - 2
        assert right <= canvas.width * (1 - SAFE)
        assert top >= canvas.height * SAFE
        assert bottom <= canvas.height * (1 - SAFE) + 1
        if found.look.field and line.align == "left" and not canvas.upright:
            assert right < line_place(found.look.field, canvas, bottom) - found.look.field.line_width * canvas.height / 2
    for one, other in ((a, b) for index, a in enumerate(boxes) for b in boxes[index + 1 :]):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 3 or other[3] <= one[1] + 3
        assert apart, (one, other)


def test_a_short_title_is_88_of_720_high_and_a_long_one_smaller():
    sizes = []
    for title in TITLES[:4]:
        lines = lay_out(find_template("djursland"), texts(title), Canvas(1280, 720)).lines
        sizes.append(max(line.font.size for line in lines))
    assert sizes[0] == pytest.approx(88)
    assert sizes[1] == pytest.approx(88, abs=2)
    assert sizes == sorted(sizes, reverse=True)


def test_a_title_takes_three_lines_at_most_and_ends_in_an_ellipsis():
    lines = lay_out(find_template("djursland"), texts(TITLES[3]), Canvas(1280, 720)).lines
    title = [line.text for line in lines if line.tracking]
    assert len(title) == 3
    assert title[-1].endswith("…")


def test_what_the_font_lacks_is_named_once():
    layout = lay_out(find_template("djursland"), texts("Godt nytår 😀", kicker="😀"), Canvas(320, 180))
    assert layout.left_out == "😀"
    assert [line.text for line in layout.lines if line.tracking] == ["Godt nytår"]


def test_empty_texts_leave_nothing_behind():
    layout = lay_out(find_template("djursland"), BumperTexts("", "", (), ""), Canvas(320, 180))
    assert layout.lines == ()


def test_lines_are_as_even_as_can_be():
    assert wrap("HR og den vanskelige samtale", 2, 20, by_length) == ["HR og den", "vanskelige samtale"]


def test_what_is_too_long_ends_in_an_ellipsis():
    assert wrap("en to tre fire fem seks", 2, 7, by_length) == ["en to", "tre…"]


@given(st.lists(st.text("abcæøå-", min_size=1, max_size=30), max_size=20), st.integers(2, 40), st.integers(1, 4))
def test_no_wrapped_line_is_too_wide_and_no_word_is_lost(words, width, most):
    text = " ".join(words)
    lines = wrap(text, most, width, by_length)
    assert len(lines) <= most
    assert all(len(line) <= width for line in lines)
    if fits(text, most, width, by_length):
        assert " ".join(lines) == text


def test_the_line_slants_from_the_upper_right_to_the_lower_left():
    slanted, canvas = find_template("djursland").look.field, Canvas(1280, 720)
    places = [line_place(slanted, canvas, y) for y in range(0, 721, 90)]
    assert all(upper > lower for upper, lower in pairwise(places))


@pytest.mark.parametrize("text", sampled(["o" * 50_000, "ord " * 20_000, "o" * 900], quick=(0,)), ids=["word", "words", "900"])
def test_a_text_of_any_length_is_set_soon_and_ends_with_an_ellipsis(text):
    with bounded(cpu_s=20):
        lines = lay_out(find_template("djursland"), BumperTexts(text, text, (FootLine(text),), ""), Canvas(1280, 720)).lines
    assert len([line for line in lines if line.text.endswith("…")]) == 3
