"""What is shown and said before the first topic begins: the meeting's title, its agenda, who the speaker is."""

import pytest

from tests.plan.chapters.made_talk_plan import S, plan, said, seen, timeline_of, titles
from vbn_video.evidence import Slide, Voices, VoiceTurn
from vbn_video.plan.chapters.agenda.agenda_slides import agenda_slides
from vbn_video.plan.chapters.chapter_signs import slide_kind

FILLING = "Her er der noget at sige om det."
TALK = said(*((5 + n * 4, FILLING) for n in range(170)))
HOST_S = 46
VOICES = Voices((VoiceTurn(5 * S, HOST_S * S, 0), VoiceTurn((HOST_S + 1) * S, 690 * S, 1)), "sound")
AGENDA = ((None, "Den svære samtale"), (None, "Loven"))
SHOWN = [(6.0, "Den svære samtale"), (20.0, "Menukort\nDe svære samtaler\nloven\nkaffe"), (300.0, "Loven")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Plan for mødet", "agenda read"),
        ("Dagens program", "agenda read"),
        ("Emner i dag", "agenda read"),
        ("Plan for salget", "slide title"),
        ("Program for ledere", "slide title"),
        ("Overblik over økonomien", "slide title"),
        ("Vi ses!", "goodbye"),
        ("Tak", "goodbye"),
        ("Tak for i dag", "goodbye"),
        ("Takt og tone", "slide title"),
        ("God aften", "slide title"),
        ("Farvelægning af kortet", "slide title"),
        ("Hav en god dialog med borgeren", "slide title"),
        ("Spørgsmål?", "questions"),
    ],
)
def test_what_a_slide_is_for_is_told_by_its_title(title: str, kind: str) -> None:
    assert slide_kind(title) == kind


def test_a_slide_is_the_agenda_that_lists_its_points_or_titles_that_come_later_whatever_it_is_called() -> None:
    texts = [
        "Loven\nog meget mere",
        "Menukort\nDe svære samtaler\nloven\nkaffe",
        "Løn\nen ting\nen til",
        "Menukort",
        "Ferie",
        "Pension",
    ]
    slides = [Slide(n * S, 0.5, text, text.partition("\n")[0]) for n, text in enumerate(texts)]
    assert agenda_slides(slides, ["Den svære samtale", "Loven"]) == {1 * S: 1.0, 3 * S: 1.0}
    assert agenda_slides(slides, []) == {S: 0.45, 3 * S: 0.45}, "the slide after the title that holds but short lines"
    listed = [Slide(0, 0.5, "I dag\n• Løn\n• Ferie\n• Pension", "I dag"), *slides[2:]]
    assert agenda_slides(listed, [])[0] == 1.0
    assert agenda_slides([Slide(0, 0.5, "Velkommen\nLøn og ferie", "Velkommen"), *slides[4:]], []) == {}


def test_the_first_point_begins_where_its_speaker_takes_the_word_and_not_with_the_title_that_is_called_the_same() -> None:
    planned = plan(TALK, timeline_of((0, 700)), *AGENDA, slides=SHOWN, voices=VOICES)
    assert titles(planned)[1:] == ["Den svære samtale", "Loven"]
    assert seen(planned)[1][0] == pytest.approx(HOST_S + 5, abs=4)
    alone = plan(TALK, timeline_of((0, 700)), *AGENDA, slides=[SHOWN[0], SHOWN[2], (500.0, "Gode råd")])
    assert seen(alone)[0] == (0, "Den svære samtale"), "nobody else takes the word: it begins at once"


def test_without_an_agenda_the_title_slide_names_what_begins_after_the_slide_that_nobody_knows_for_one() -> None:
    shown = [(6.0, "Den svære samtale"), (20.0, "Menukort\nto ting\nen til"), (300.0, "Loven")]
    planned = plan(TALK, timeline_of((0, 700)), slides=shown, voices=VOICES)
    assert titles(planned)[1:] == ["Den svære samtale", "Loven"]


def test_an_agenda_that_comes_up_again_takes_no_place_from_the_point_that_is_named_with_it() -> None:
    words = said(
        *((5 + n * 4, FILLING) for n in range(73)),
        (302, "Og nu er det så loven og funktionæren."),
        *((306 + n * 4, FILLING) for n in range(95)),
    )
    agenda = ((None, "Den svære samtale"), (None, "Loven og funktionæren"))
    listed = "Dagens program\nDen svære samtale\nLoven og funktionæren"
    shown = [(6.0, "Velkommen"), (20.0, listed), (60.0, "Den svære samtale"), (300.0, listed), (310.0, "Paragraf 2")]
    assert "Loven og funktionæren" in titles(plan(words, timeline_of((0, 700)), *agenda, slides=shown, voices=VOICES))
