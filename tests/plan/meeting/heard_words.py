"""Words as a model would have heard them, and the mistakes that it makes."""

from __future__ import annotations

import random
from collections.abc import Iterable

from vbn_video.evidence import Word

LETTERS = "abdefghiklmnoprstuvyæøå"
WORD_US, BETWEEN_US = 250_000, 50_000


def words_of(text: str, start_us: int = 0) -> list[Word]:
    """The words of a text, one behind the other; a `|` in it is a rest of three seconds."""
    words: list[Word] = []
    for said in text.split():
        if said == "|":
            start_us += 3_000_000
        else:
            words.append(Word(start_us, start_us + WORD_US, said, 0.9))
            start_us += WORD_US + BETWEEN_US
    return words


def with_wrong_letters(text: str, count: int, rng: random.Random) -> str:
    """The text with so many letters put in, left out, changed or swapped."""
    for _ in range(count):
        at = rng.randrange(len(text))
        put = rng.choice(LETTERS)
        text = rng.choice(
            [
                text[:at] + put + text[at:],
                text[:at] + text[at + 1 :],
                text[:at] + put + text[at + 1 :],
                text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
            ]
        )
    return text


def with_a_wrong_word(text: str, others: Iterable[str], rng: random.Random) -> str:
    """The text with one of its words replaced by another one."""
    words = text.split()
    words[rng.randrange(len(words))] = rng.choice(list(others))
    return " ".join(words)


def with_two_joined(text: str, rng: random.Random) -> str:
    """The text with two neighbouring words written as one."""
    words = text.split()
    at = rng.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def with_one_split(text: str, rng: random.Random) -> str:
    """The text with its longest word written as two."""
    words = text.split()
    at = max(range(len(words)), key=lambda number: len(words[number]))
    split = rng.randrange(1, len(words[at]))
    return " ".join([*words[:at], words[at][:split], words[at][split:], *words[at + 1 :]])
