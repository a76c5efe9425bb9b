"""What is read on slides: titles, lines, Danish letters, no tile's name; and how far the time goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.look.test_late_lines import coded
from tests.look.written_slides import PEOPLE, written_slide
from vbn_video.evidence import Slide
from vbn_video.look.slide_lines import TextLine, find_title, is_like_name, join_lines, slide_lines
from vbn_video.look.slide_pictures import SlidePicture
from vbn_video.look.slide_text import ReadSlides, read_slides
from vbn_video.look.text_reader import load_reader
from vbn_video.settings.lexicon.danish_lexicon import Knows, danish_lexicon

S = 1_000_000


@pytest.fixture(scope="module")
def knows() -> Knows:
    found = danish_lexicon()
    if found is None:
        pytest.skip("no lexicon on this machine")
    return found


def line(text: str, top: float, height: float = 0.05, left: float = 0.1, width: float = 0.5) -> TextLine:
    return TextLine(text, left, top, left + width, top + height)


BODY = (line("Vi begynder med en kort runde", 0.4, 0.04), line("og hører om planerne", 0.5, 0.04))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ((line("Velkommen til Grenaa", 0.1, 0.08), *BODY), "Velkommen til Grenaa"),
        ((line("14:02", 0.02, 0.09), line("Næste skridt", 0.1, 0.07), *BODY), "Næste skridt"),
        ((line("Den svære samtale", 0.1, 0.08), line("i fem faser", 0.185, 0.08), *BODY), "Den svære samtale i fem faser"),
        ((line("• Vi ses", 0.1, 0.08), *BODY), None),
        ((line("Nederst er der stort", 0.8, 0.1), *BODY), None),
        (tuple(line(f"en side tekst uden titel nummer {n}", 0.1 + n * 0.06, 0.04) for n in range(8)), None),
        ((line("Filer Rediger Vis Indsæt", 0.01, 0.05), *BODY), None),
        ((line("Økonomi.pptx - PowerPoint", 0.01, 0.05), *BODY), None),
        ((line("Anne Holm", 0.3, 0.12),), None),
        ((line("Anne Holm", 0.1, 0.12), *BODY), None),
        ((line("Kirsten", 0.3, 0.12), line("Bjarne", 0.3, 0.12, left=0.6)), None),
        ((line("GDPR", 0.1, 0.09), *BODY), "GDPR"),
        ((line("Spørgsmål", 0.4, 0.12),), "Spørgsmål"),
    ],
)
def test_a_title_is_the_line_with_the_largest_letters_near_the_top(
    lines: tuple[TextLine, ...], title: str | None, knows: Knows
) -> None:
    assert find_title(slide_lines({0: lines}, (), knows)[0], knows) == title


def test_pieces_of_one_row_are_one_line_and_another_column_is_another() -> None:
    boxes = [line("fra Kolind", 0.1, left=0.42, width=0.2), line("Økologisk mælk", 0.101, left=0.1, width=0.3)]
    assert [one.text for one in join_lines(boxes, 16 / 9)] == ["Økologisk mælk fra Kolind"]
    apart = [line("Før", 0.3, left=0.1, width=0.1), line("Efter", 0.3, left=0.6, width=0.1)]
    assert [one.text for one in join_lines(apart, 16 / 9)] == ["Før", "Efter"]


def test_a_participants_name_on_a_tile_is_no_text_of_the_slide(knows: Knows) -> None:
    tile, other = line("Bo Holm", 0.3, 0.05, left=0.8, width=0.15), line("Anne Kolind Holm", 0.3, 0.05)
    pictures = {
        0: (line("Næste skridt", 0.1, 0.08), *BODY, line("Kirsten Åby", 0.15, 0.02)),
        1: (line("Spørgsmål til os", 0.1, 0.08), *BODY, line("Ole Østergård", 0.3, 0.05, left=0.8)),
        2: (line("Vi ses igen", 0.1, 0.08), *BODY, line("Ole Østergård", 0.3, 0.05, left=0.8)),
        3: (line("Vi ses igen", 0.1, 0.08), *BODY, tile),
        4: (other,),
    }
    read = slide_lines(pictures, ["Bo Holm", "Anne Holm"], knows)
    left = " ".join(one.text for lines in read.values() for one in lines)
    assert not any(name in left for name in ("Kirsten", "Østergård", "Bo Holm", "Kolind"))
    assert "Næste skridt" in left and "Vi begynder" in left


def test_names_of_people_are_known_by_how_they_are_written(knows: Knows) -> None:
    assert all(is_like_name(name, knows) for name in (*PEOPLE, "Ole Jensen", "KIRSTEN ÅBY"))
    assert not any(is_like_name(text, knows) for text in ("Fjordens Bageri", "Næste skridt", "ISO 27001", "GDPR i praksis"))


@dataclass
class Reader:
    """Reads in a given time: a clock that only reading moves."""

    whole_s: float
    now_s: float = 0.0
    areas: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, picture: NDArray[np.uint8]) -> tuple[TextLine, ...]:
        number, rows = int(picture[0, 0, 0]), len(picture)
        self.areas.append((number, rows))
        self.now_s += self.whole_s * rows / 100
        return (line(f"Titel nummer {number}", 0.1, 0.09),)


def read(seconds_shown: Iterable[int], reader: Reader, budget_s: float) -> ReadSlides:
    shown = list(seconds_shown)
    starts = [sum(shown[:number]) * S for number in range(len(shown) + 1)]
    slides = [Slide(start, 1.0) for start in starts[:-1]]

    def picture(number: int) -> SlidePicture:
        return SlidePicture(starts[number + 1] - S, np.full((100, 160, 3), number, np.uint8))

    return read_slides(
        slides,
        starts[1:],
        picture,
        lambda _number: None,
        reader,
        budget_s=budget_s,
        participants=(),
        knows=None,
        clock_s=lambda: reader.now_s,
    )


def test_all_slides_are_read_whole_where_there_is_time() -> None:
    reader = Reader(1.0)
    found = read((10, 40, 20), reader, 10.0)
    assert reader.areas == [(1, 100), (2, 100), (0, 100)], "the longest shown ones first"
    assert (found.whole, found.titles, found.unread) == (3, 0, 0)
    assert [slide.title for slide in found.slides] == ["Titel nummer 0", "Titel nummer 1", "Titel nummer 2"]


def test_when_a_slide_was_read_is_kept_and_what_no_still_shows_may_have_come_later() -> None:
    found = read((10, 1, 20), Reader(1.0), 10.0).slides
    assert [slide.read_us for slide in found] == [9 * S, None, 30 * S]
    assert [slide.late_lines for slide in found] == [(0,), (), (0,)]


def test_titles_come_before_the_rest_and_the_time_is_kept() -> None:
    reader = Reader(1.0)
    found = read((10, 40, 20, 30, 15, 25), reader, 4.2)
    assert reader.areas[:6] == [(1, 100), (3, 50), (5, 100), (2, 50), (4, 50), (0, 50)], "5: so far there is time"
    assert reader.areas[6:] == [(3, 100)], "what is left goes to the longest one, whole"
    assert (found.whole, found.titles, found.unread) == (3, 3, 0)


@pytest.mark.parametrize("budget_s", [0.1, 1.0, 2.0, 3.7, 7.0, 30.0])
def test_no_more_is_read_than_one_picture_beyond_the_time(budget_s: float) -> None:
    reader = Reader(1.0)
    found = read(range(3, 23), reader, budget_s)
    assert reader.now_s <= budget_s + 1.0
    assert found.whole + found.titles + found.unread == 20
    assert found.unread == 0 or found.whole <= 2, "titles first"
    assert sum(slide.text is not None for slide in found.slides) == found.whole + found.titles


def test_a_slide_that_is_passed_over_is_not_read() -> None:
    found = read((1, 30, 1), Reader(1.0), 10.0)
    assert [slide.text is None for slide in found.slides] == [True, False, True] and found.unread == 0


@pytest.mark.long
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_titles_and_lines_of_drawn_slides_are_read_and_no_tile(size: tuple[int, int], knows: Knows) -> None:
    pytest.importorskip("rapidocr")
    reader = load_reader()
    assert reader
    made = [written_slide(seed, size) for seed in range(20)]
    slides = [Slide(number * 10 * S, 1.0) for number in range(20)]
    ends = [(number + 1) * 10 * S for number in range(20)]
    found = read_slides(
        slides,
        ends,
        lambda number: SlidePicture(ends[number] - S, made[number].pixels),
        lambda number: coded(made[number].pixels),
        reader,
        budget_s=1e6,
        participants=(),
        knows=knows,
    ).slides
    assert not any(slide.late_lines for slide in found), "all of it stands there from the first"
    titles = sum(slide.title == drawn.title for slide, drawn in zip(found, made, strict=True))
    lines = sum(text in (slide.text or "") for slide, drawn in zip(found, made, strict=True) for text in drawn.text)
    assert titles >= 19 and lines >= 78, (titles, lines)
    everything = "\n".join(f"{slide.title}\n{slide.text}" for slide in found)
    assert not any(person in everything for person in PEOPLE)
