"""The text of a glossary: what may stand in it, and what is said of what may not."""

from __future__ import annotations

import unicodedata

import pytest

from vbn_video.errors import InputError
from vbn_video.settings.glossary import Glossary, GlossaryEntry, merged, parse_glossary

TEXT = """\
# Vores ord
words = ["Grenaa", "Fjordens  Bageri"]

[[word]]
right = "Rønde"
heard = ["runde"]
unlike = ["Rønne"]

[[word]]
right = "VBN"
"""


def test_words_and_what_was_heard_for_them_are_read() -> None:
    assert parse_glossary(TEXT, "ord.toml").entries == (
        GlossaryEntry("Grenaa"),
        GlossaryEntry("Fjordens Bageri"),
        GlossaryEntry("Rønde", ("runde",), ("Rønne",)),
        GlossaryEntry("VBN"),
    )


def test_an_empty_file_is_an_empty_glossary() -> None:
    assert parse_glossary("", "ord.toml") == Glossary()


def test_of_several_lists_each_word_is_named_once() -> None:
    one, other = Glossary((GlossaryEntry("Rønde"),)), Glossary((GlossaryEntry("Rønde"), GlossaryEntry("Auning")))
    assert merged((one, other)).words == ("Rønde", "Auning")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('words = ["Grenaa"', 1, ("TOML",)),
        ('\nord = ["Grenaa"]', 2, ("ord", "words")),
        ('\nwords = "Grenaa"', 2, ("words",)),
        ("words = [1]", 1, ("words",)),
        ('word = ["Grenaa"]', 1, ("[[word]]",)),
        ('\n[[word]]\nheard = ["runde"]', 2, ("right",)),
        ('[[word]]\nright = "Rønde"\nhaerd = ["runde"]', 3, ("haerd", "heard")),
        ('[[word]]\nright = "Rønde"\nheard = "runde"', 3, ("heard",)),
        ('[[word]]\nright = "A"\n[[word]]\nright = "B"\nunlike = [""]', 5, ("unlike",)),
    ],
)
def test_what_is_wrong_names_file_and_line(text: str, line: int, words: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        parse_glossary(text, "ord.toml")
    assert caught.value.path == "ord.toml"
    assert caught.value.message.startswith(f"ord.toml, line {line}:")
    assert all(word in caught.value.message for word in words)


def test_letters_in_decomposed_form_are_composed() -> None:
    text = unicodedata.normalize("NFD", 'words = ["Grenå"]\n[[word]]\nright = "Rønde Å"\nheard = ["runde å"]\n')
    assert parse_glossary(text, "ord.toml").entries == (GlossaryEntry("Grenå"), GlossaryEntry("Rønde Å", ("runde å",)))
