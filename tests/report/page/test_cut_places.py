"""The places where a doubtful side could be, as the report shows them."""

from dataclasses import replace
from io import BytesIO

from PIL import Image

from tests.report.cases import KEPT, S, case
from vbn_video.decisions import CutCandidate, Side
from vbn_video.evidence import Slide, Word
from vbn_video.report.page.cut_places import doubtful_sides

PLACES = (CutCandidate(61 * S, 0.6, "på mute | Godmorgen", cut_us=60_033_367), CutCandidate(134_300_000, 0.3, "der. | Så er vi"))
SLIDES = (
    Slide(0, 1.0, still="slides/000.jpg"),
    Slide(63 * S, 1.0, still="slides/001.jpg"),
    Slide(100 * S, 0.5, still="slides/002.jpg"),
    Slide(130 * S, 0.5),
)


def jpeg() -> bytes:
    written = BytesIO()
    Image.new("RGB", (640, 360), "white").save(written, "JPEG")
    return written.getvalue()


def test_each_place_of_a_doubtful_side_has_its_still_its_words_and_its_option() -> None:
    kept = (replace(KEPT[0], start_side=Side("meeting", 0.6, (), PLACES)), KEPT[1])
    asked: list[str] = []

    def read_still(name: str) -> bytes:
        asked.append(name)
        return jpeg()

    (begins,) = doubtful_sides(case(plan={"kept": kept}), SLIDES, read_still)
    assert [(place.words, place.command) for place in begins.places] == [
        ("på mute | Godmorgen", "--start 1:00.033"),
        ("der. | Så er vi", "--start 2:14.3"),
    ]
    assert asked == ["slides/001.jpg", "slides/002.jpg"], "what is shown 5 s inside"
    assert all((place.width, place.height) == (320, 180) for place in begins.places)


def test_the_recording_is_heard_from_a_little_before_each_place_of_a_side_and_of_a_break() -> None:
    unsure = Side("meeting", 0.6, (), PLACES)
    kept = (replace(KEPT[0], start_side=unsure, end_side=Side("break", 0.6)), replace(KEPT[1], start_side=Side("break", 0.6)))
    begins, pause = doubtful_sides(case(plan={"kept": kept}), SLIDES, lambda name: None, lambda at_us: f"{at_us / S:g}")
    assert [place.listen for place in (*begins.places, *pause.places)] == ["57", "130.3", "356", "476"]
    assert doubtful_sides(case(plan={"kept": kept}), SLIDES, lambda name: None)[0].places[0].listen == ""


def test_the_picture_of_an_end_is_what_is_shown_before_it_and_the_chosen_place_says_so() -> None:
    places = (CutCandidate(778 * S, 0.6, "tak | for", cut_us=KEPT[1].end_us), CutCandidate(102 * S, 0.3, "ses. | Hej"))
    kept = (KEPT[0], replace(KEPT[1], end_side=Side("meeting", 0.6, (), places)))
    asked: list[str] = []
    (ends,) = doubtful_sides(case(plan={"kept": kept}), SLIDES, lambda name: asked.append(name) or None)
    assert asked == ["slides/002.jpg", "slides/001.jpg"]
    assert [place.title.endswith("chosen now") for place in ends.places] == [True, False]


def test_a_sure_side_has_none_and_a_still_that_is_gone_or_broken_is_left_out() -> None:
    assert doubtful_sides(case(), SLIDES, lambda name: jpeg()) == ()
    kept = (KEPT[0], replace(KEPT[1], end_side=Side("meeting", 0.6, (), PLACES)))
    (ends,) = doubtful_sides(case(plan={"kept": kept}), SLIDES, lambda name: b"broken" if "1" in name else None)
    assert [place.source for place in ends.places] == ["", ""]
    assert ends.places[0].command == "--end 1:00.033"


def test_a_doubtful_break_has_the_two_answers_with_what_is_shown_and_said_around_it_and_in_it() -> None:
    unsure = Side("break", 0.6)
    kept = (replace(KEPT[0], end_side=unsure), replace(KEPT[1], start_side=unsure))
    words = tuple(
        Word(at_s * S, (at_s + 1) * S, text, 0.9) for at_s, text in ((358, "pause."), (370, "kaffe"), (400, "?"), (481, "Så"))
    )
    asked: list[str] = []
    slides = (*SLIDES, Slide(470 * S, 0.5, still="slides/003.jpg"))
    (found,) = doubtful_sides(case(plan={"kept": kept}, words=words), slides, lambda name: asked.append(name) or None)
    assert [(place.words, place.command) for place in found.places] == [
        ("pause. | Så", "--cut 6:00-8:00"),
        ("kaffe ?", "--keep 6:00-8:00"),
    ]
    assert "from 6:00 to 8:00" in found.title and "60 %" in found.title
    assert asked == ["slides/002.jpg", "slides/003.jpg"]
