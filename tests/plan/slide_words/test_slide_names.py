"""Names on slides, put where something was heard that sounds nearly so."""

from __future__ import annotations

import pytest

from vbn_video.evidence import Slide, Word
from vbn_video.plan.slide_words.slide_names import slide_terms, write_slide_names
from vbn_video.plan.slide_words.slide_spelling import spell_slides
from vbn_video.settings.lexicon.danish_lexicon import Knows, danish_lexicon

S = 1_000_000
TEXT = "Samarbejdet på Djursland\n• Nimtofte Smedje\n• Vagter i Workplanner\n• Anne skriver til Realdania\n• Kage og kaffe"


@pytest.fixture(scope="module")
def knows() -> Knows:
    found = danish_lexicon()
    if found is None:
        pytest.skip("no lexicon on this machine")
    return found


def heard(text: str, from_s: float = 5.0) -> tuple[Word, ...]:
    return tuple(
        Word(round((from_s + 0.4 * number) * S), round((from_s + 0.4 * number + 0.35) * S), word, 0.6)
        for number, word in enumerate(text.split())
    )


def written(text: str, knows: Knows, at_s: float = 5.0, slide: str = TEXT) -> tuple[str, list[tuple[str, str, bool]]]:
    slides = (Slide(0, 1.0, text=slide), Slide(100 * S, 0.5, text=""))
    words, changes = write_slide_names(heard(text, at_s), slide_terms(slides, 600 * S, knows), knows)
    return " ".join(word.text for word in words), [(one.before, one.after, one.certain) for one in changes]


def test_terms_are_what_has_a_capital_within_a_line_and_what_does_not_exist(knows: Knows) -> None:
    terms = {term.text for term in slide_terms((Slide(0, 1.0, text=TEXT),), 60 * S, knows)}
    assert {"Nimtofte Smedje", "Nimtofte", "Workplanner", "Realdania", "Djursland"} <= terms
    assert not terms & {"Samarbejdet", "Kage", "Vagter", "kaffe"}


def test_a_sign_parts_two_names_that_stand_side_by_side(knows: Knows) -> None:
    slide = Slide(0, 1.0, text="Mette Kjærgaard, Revisionshuset Lyngby\nKontakt: Pernille Østerbæk (Realdania)")
    terms = {term.text for term in slide_terms((slide,), 60 * S, knows)}
    assert {"Mette Kjærgaard", "Revisionshuset Lyngby", "Pernille Østerbæk", "Realdania"} <= terms
    assert not [term for term in terms if "Kontakt" in term or len(term.split()) > 2]


def test_a_genitive_is_written_only_where_one_is_heard(knows: Knows) -> None:
    slide = "• Nørrelund\n• Pernille Østerbæk"
    assert written("det er nørrelunns kontor", knows, slide=slide)[0] == "det er Nørrelunds kontor"
    assert written("ring til pæniler om det", knows, slide=slide)[0] == "ring til Pernille om det"


@pytest.mark.parametrize("said", ["en god økonomie at have", "elementene skal passe sammen"])
def test_a_word_of_which_only_the_ending_is_wrong_is_no_name(said: str, knows: Knows) -> None:
    assert written(said, knows, slide="• e-conomic\n• Elementor")[0] == said


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("vi besøger nimtofde smedje i morgen.", "vi besøger Nimtofte Smedje i morgen."),
        ("vagter står i workplaner, og", "vagter står i Workplanner, og"),
        ("pengene er realdaneas gave", "pengene er Realdanias gave"),
        ("den kom fra realdania.", "den kom fra Realdania."),
        ("det er Djursland, vi bor på", "det er Djursland, vi bor på"),
    ],
)
def test_what_sounds_nearly_so_while_the_slide_is_shown_is_put_as_it_stands_there(said: str, right: str, knows: Knows) -> None:
    text, changes = written(said, knows)
    assert text == right and all(certain for _before, _after, certain in changes)


@pytest.mark.parametrize(
    "said", ["vi tager kage og kaffe med", "han er smed og arbejder", "der er plan for vagterne", "realt set"]
)
def test_ordinary_words_stay(said: str, knows: Knows) -> None:
    assert written(said, knows)[0] == said


def test_what_is_heard_when_the_slide_has_been_gone_for_long_stays(knows: Knows) -> None:
    assert written("vagter står i workplaner", knows, at_s=128.0)[0] == "vagter står i Workplanner"
    assert written("vagter står i workplaner", knows, at_s=129.0)[0] == "vagter står i workplaner", "nor is i a part of it"
    assert written("vagter står i workplaner", knows, at_s=140.0) == ("vagter står i workplaner", [])


def test_a_change_says_on_which_slide_it_was_read(knows: Knows) -> None:
    slides = (Slide(0, 1.0, text=""), Slide(252 * S, 0.5, text=TEXT))
    _words, changes = write_slide_names(heard("i workplaner", 260.0), slide_terms(slides, 600 * S, knows), knows)
    assert [change.slide_us for change in changes] == [252 * S] and changes[0].rule == "slide"


def test_what_is_only_likely_is_proposed_and_stands(knows: Knows) -> None:
    said = "i dag besøger vi nemt op til smædier, og ser"  # as base heard it
    assert written(said, knows) == (said, [("nemt op til smædier,", "Nimtofte Smedje,", False)])


def test_a_second_time_changes_nothing(knows: Knows) -> None:
    terms = slide_terms((Slide(0, 1.0, text=TEXT),), 60 * S, knows)
    once, _changes = write_slide_names(heard("nimtofde smedje og workplaner til realdania"), terms, knows)
    assert write_slide_names(once, terms, knows)[0] == once


def test_letters_of_a_slide_are_put_right_by_what_is_said_around_it(knows: Knows) -> None:
    slides = (Slide(0, 1.0, text="Orum Bornehave", title="Orum Bornehave"), Slide(90 * S, 0.5, text="Orum"))
    spelled = spell_slides(slides, heard("i ørum børnehave,"), 600 * S, knows)
    assert [(slide.text, slide.title) for slide in spelled] == [("Ørum Børnehave", "Ørum Børnehave"), ("Orum", None)]
