"""Every word of the Danish messages is Danish: in the lexicon, or in `allowed_words.toml` with the sense in which it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_locale import catalogue, forms
from vbn_video.settings.lexicon.danish_lexicon import Knows

ALLOWED = tomllib.loads((Path(__file__).parent / "allowed_words.toml").read_text(encoding="utf-8"))
QUOTED = re.compile(
    r"\{\{.*\}\}|\{[^{}]*\}|`[^`]*`|\"[^\"]*\"|https?://\S+|--?[a-z][\w-]*|\[+\w*\]+|\b\w+\.\w[\w.]*|\b\w+_\w+|\S+=\S*|(?:/\w+)+"
    r"|&\w+;|<\S*>|\\\w|vbn-video [a-z ]+?(?=[.,;:)]|$)"
)
"""What is no word of the sentence: fields, texts in quotes, options, keys, names of files, commands."""
WORD = re.compile(r"[A-Za-zÆØÅæøåé][\w'-]*")


def words_of(sentence: str) -> list[str]:
    return [word.strip("'-") for word in WORD.findall(QUOTED.sub(" ", sentence))]


def danish_sentences() -> Iterator[str]:
    """In each of their forms, click's among them."""
    for name in ("vbn_video", "click"):
        for message in catalogue(name):
            if message.id:
                yield from forms(message.string)


def test_every_word_of_the_danish_messages_is_danish(knows: Knows) -> None:
    allowed = {word.lower() for group in ALLOWED.values() for word in group}
    foreign = {
        (word, sentence)
        for sentence in danish_sentences()
        for word in words_of(sentence)
        if not knows(word) and word.lower() not in allowed
    }
    assert sorted(foreign) == []


def test_no_word_is_allowed_that_is_danish_anyway_or_stands_nowhere(knows: Knows) -> None:
    used = {word.lower() for sentence in danish_sentences() for word in words_of(sentence)}
    given = [word for group in ALLOWED.values() for word in group]
    assert [word for word in given if word.lower() not in used or (knows(word) and knows(word.lower()))] == []
    assert len({word.lower() for word in given}) == len(given)


@pytest.mark.parametrize(
    "sentence",
    [
        "A line has 47 characters.",
        "det er ikke TOML (Invalid value).",
        "Videoen bliver ved med at være unlisted på YouTube.",
        "Stykke begyndr",
    ],
)
def test_an_english_or_misspelled_word_is_seen(sentence: str, knows: Knows) -> None:
    assert [word for word in words_of(sentence) if not knows(word)] != []
