"""Punctuation, capital letters, abbreviations and compounds."""

from __future__ import annotations

import pytest

from tests.plan.spoken import proposed, rewritten


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Hej , du .", "Hej, du."),
        ("Hvad?? Nej!! Ja,, tak..", "Hvad? Nej! Ja, tak."),
        ("Så... kom hun.", "Så… kom hun."),
        ("Vi - og de - kom.", "Vi – og de – kom."),
        ("Er det 20 kr.? Ja.", "Er det 20 kr.? Ja."),
        ("Se www.vbn.dk... nu.", "Se www.vbn.dk... nu."),
    ],
)
def test_punctuation_stands_once_and_at_its_word(heard: str, written: str) -> None:
    assert rewritten(heard) == written


def test_quotation_marks_are_those_of_the_preset() -> None:
    heard = 'Han sagde "hej med dig", og “så” gik han.'
    assert rewritten(heard) == "Han sagde »hej med dig«, og »så« gik han."
    assert rewritten(heard, quotes="„“") == "Han sagde „hej med dig“, og „så“ gik han."
    assert rewritten(heard, quotes='""') == 'Han sagde "hej med dig", og "så" gik han.'


def test_a_lone_quotation_mark_is_only_pointed_out() -> None:
    heard = 'Han sagde "hej og gik.'
    assert rewritten(heard) == heard
    assert proposed(heard) == [('"hej', "hej")]


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("vi er her. nu går vi.", "Vi er her. Nu går vi."),
        ("Er I der? ja.", "Er I der? Ja."),
        ("Det er bl.a. dem, f.eks. os.", "Det er bl.a. dem, f.eks. os."),
        ("Den 1. juni kom han.", "Den 1. juni kom han."),
        ("Jeg tror at Det er sandt.", "Jeg tror at det er sandt."),
        ("Vi ved at Den Europæiske Union er her.", "Vi ved at Den Europæiske Union er her."),
        ("Husk det, når I går hjem.", "Husk det, når I går hjem."),
        ("Vi ses på Mandag.", "Vi ses på mandag."),
        ("Vi ses I morgen.", "Vi ses i morgen."),
        ("Jeg spørger De gamle.", "Jeg spørger De gamle."),
        ("Kan i høre mig?", "Kan I høre mig?"),
        ("Sig det, hvis i har tid.", "Sig det, hvis I har tid."),
        ("Den by vi bor i er stor.", "Den by vi bor i er stor."),
        ("Vi er i gang.", "Vi er i gang."),
    ],
)
def test_capital_letters_are_right_where_grammar_leaves_no_choice(heard: str, written: str) -> None:
    assert rewritten(heard) == written


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Det er f. eks. os.", "Det er f.eks. os."),
        ("Det er feks bl. a. os osv", "Det er f.eks. bl.a. os osv."),
        ("Det er ca 20 og nr 5.", "Det er ca. 20 og nr. 5."),
        ("Det er pga vejret.", "Det er pga. vejret."),
        ("Det er for eksempel os.", "Det er for eksempel os."),
        ("Det er bla bla bla.", "Det er bla bla bla."),
        ("Mia kommer. Mia er her.", "Mia kommer. Mia er her."),
        ("Vi fik 3 mio i dag.", "Vi fik 3 mio. i dag."),
    ],
)
def test_abbreviations_have_their_points(heard: str, written: str) -> None:
    assert rewritten(heard) == written


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Det er en arbejds plads.", "Det er en arbejdsplads."),
        ("Vi har et kommune kontor.", "Vi har et kommunekontor."),
        ("Vi har uddannelses planer her.", "Vi har uddannelsesplaner her."),
        ("Det er en virksomheds plan for året.", "Det er en virksomheds plan for året."),
        ("Vi har en god leder her.", "Vi har en god leder her."),
        ("Han har været hjemme siden mandag.", "Han har været hjemme siden mandag."),
        ("Sam arbejder her.", "Sam arbejder her."),
        ("Det er en meget stor virksomheds plan.", "Det er en meget stor virksomheds plan."),
    ],
)
def test_compounds_are_joined_where_they_can_be_nothing_else(heard: str, written: str) -> None:
    assert rewritten(heard) == written


def test_a_genitive_that_may_be_a_compound_is_only_pointed_out() -> None:
    assert proposed("Det er en virksomheds plan for året.") == [("virksomheds plan", "virksomhedsplan")]
