"""Words taken apart: punctuation, the word, punctuation."""

import pytest

from vbn_video.plan.danish.tokens import capital_as_in, last_sign, plain, token


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Rønde", ("", "Rønde", "")),
        ("(Rønde),", ("(", "Rønde", "),")),
        ("»f.eks.«", ("»", "f.eks", ".«")),
        ("-møder", ("-", "møder", "")),
        ("8.30", ("", "8.30", "")),
        ("…", ("", "", "…")),
        ("", ("", "", "")),
    ],
)
def test_a_text_is_three_parts_that_make_it_again(text: str, parts: tuple[str, str, str]) -> None:
    assert token(text) == parts
    assert "".join(parts) == text


@pytest.mark.parametrize(("text", "bare"), [("»Ja,«", "ja"), ("-Møder", "-møder"), ("f.eks.", "f.eks"), ("…", "…")])
def test_a_plain_word_has_no_punctuation_around_it_but_its_hyphen(text: str, bare: str) -> None:
    assert plain(text) == bare


@pytest.mark.parametrize(("text", "sign"), [("slut.«", "."), ("slut)", "t"), ("»", ""), ("hvad?", "?")])
def test_the_last_sign_is_that_before_closing_quotation_marks(text: str, sign: str) -> None:
    assert last_sign(text) == sign


def test_a_capital_letter_goes_over_to_what_stands_instead() -> None:
    assert capital_as_in("Klokken", "kl.") == "Kl."
    assert capital_as_in("klokken", "kl.") == "kl."
