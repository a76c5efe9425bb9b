"""The Danish lexicon: what it knows, and that nothing but hearing's doubts needs it."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from vbn_video.settings.lexicon import danish_lexicon as lexicon
from vbn_video.settings.lexicon.danish_lexicon import Knows, danish_lexicon, danish_suggestions, lexicon_fingerprint


@pytest.fixture
def anew() -> Iterator[None]:
    """The lexicon is opened again in this test, and after it."""
    opened = (danish_lexicon, danish_suggestions, lexicon._dictionary)
    for one in opened:
        one.cache_clear()
    yield
    for one in opened:
        one.cache_clear()


@pytest.mark.parametrize(
    "word", ["Velkommen", "allesammen", "bestyrelsesmøde", "overenskomstforhandlinger", "Søren", "HR", "ÅRSMØDE"]
)
def test_a_danish_word_is_known(knows: Knows, word: str) -> None:
    assert knows(word)


@pytest.mark.parametrize("word", ["Alasamen", "talla", "tala", "zomrum", "mødeldrene", "xkv"])
def test_what_is_no_danish_word_is_not_known_also_where_short_parts_could_be_joined(knows: Knows, word: str) -> None:
    assert not knows(word)


@pytest.mark.parametrize(
    "text", ["»Velkommen,", "(mødet)", "allesammen!", "kr", "kr.", "f.eks.", "2020", "14.30", "–", "§ 5", ""]
)
def test_punctuation_around_a_word_and_what_holds_no_letter_is_no_doubt(knows: Knows, text: str) -> None:
    assert knows(text)


def test_decomposed_letters_are_the_same_word(knows: Knows) -> None:
    assert knows(unicodedata.normalize("NFD", "årsdagen"))


@pytest.mark.parametrize("strange", ["ø\0x", "a\ud800b", "a" * 100_000, "م" * 50, "\N{GRINNING FACE}x"])
def test_no_text_stops_a_look_up(knows: Knows, strange: str) -> None:
    assert knows(strange) in {True, False}


@pytest.mark.usefixtures("anew")
def test_without_its_package_there_is_no_lexicon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hunspell", None)
    assert danish_lexicon() is None
    assert lexicon_fingerprint() is None


@pytest.mark.usefixtures("anew")
def test_without_its_files_there_is_no_lexicon(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    assert danish_lexicon() is None
    assert lexicon_fingerprint() is None


@pytest.mark.usefixtures("anew")
def test_a_lexicon_that_knows_nothing_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for suffix in (".aff", ".dic"):
        (tmp_path / f"da_DK{suffix}").write_bytes(b"")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    assert danish_lexicon() is None
    assert lexicon_fingerprint() is None


@pytest.mark.usefixtures("anew")
def test_the_lexicon_is_opened_in_a_folder_with_spaces_and_danish_letters(
    knows: Knows, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert knows("og")
    known = lexicon_fingerprint()
    folder = tmp_path / "Søren Ø"
    folder.symlink_to(lexicon.FOLDER)
    monkeypatch.setattr(lexicon, "FOLDER", folder)
    found = danish_lexicon()
    assert found is not None
    assert found("bestyrelsesmøde")
    assert lexicon_fingerprint() == known


@pytest.mark.usefixtures("anew")
def test_the_fingerprint_of_the_shipped_dictionary_loads_nothing(knows: Knows, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for in every run, also in one that changes nothing."""
    monkeypatch.setattr(lexicon, "danish_lexicon", lambda: pytest.fail("it was loaded"))
    assert knows("og") and lexicon_fingerprint() == lexicon.SHIPPED_SHA256


@pytest.mark.parametrize(("wrong", "right"), [("bestyrelsn", "bestyrelsen"), ("»Mødde,", "Møde"), ("forening", "forening")])
def test_what_may_be_meant_by_a_word_is_suggested_without_the_punctuation_around_it(knows: Knows, wrong: str, right: str) -> None:
    suggest = danish_suggestions()
    assert suggest and right in suggest(wrong)


def test_nothing_is_suggested_for_what_holds_no_letter(knows: Knows) -> None:
    suggest = danish_suggestions()
    assert suggest and suggest("14.30") == ()
