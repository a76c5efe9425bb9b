"""One way to take words apart: a text as it was heard or written is punctuation, the word itself, and punctuation."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"^([(\[\"»«„“”'’–-]*)(.*?)([.,;:?!…)\]\"»«“”'’]*)$", re.DOTALL)
_AROUND = "\"'»«”’()[]„“,;:.?!…"
_CLOSING = "\"'”“»«)"
SENTENCE_MARKS = (".", "?", "!", "…")


class Token(NamedTuple):
    """A text in three: punctuation before it, the word itself, punctuation after it."""

    opening: str
    core: str
    closing: str

    @property
    def plain(self) -> str:
        """The word itself, in small letters."""
        return self.core.lower()


@lru_cache(maxsize=1 << 16)
def token(text: str) -> Token:
    """The text in three; what is nothing but punctuation has an empty core."""
    match = _TOKEN.match(text)
    assert match is not None  # every text matches
    return Token(*match.groups())


def tokens(texts: Iterable[str]) -> list[Token]:
    """Each text in three."""
    return [token(text) for text in texts]


def plain(text: str) -> str:
    """The text in small letters without the punctuation around it, never empty.

    A hyphen stays, unlike in `Token.plain`: `-møder` is no word of its own.
    """
    return text.strip(_AROUND).lower() or text.lower()


def last_sign(text: str) -> str:
    """The last character, quotation marks and brackets behind it not counted; empty where there is no other."""
    return text.rstrip(_CLOSING)[-1:]


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


def capital_as_in(before: str, after: str) -> str:
    """`after` with a capital letter where `before` has one."""
    return after[:1].upper() + after[1:] if before[:1].isupper() else after
