"""Characters that are not seen but act: they move the cursor, colour a terminal, end a text, or turn the order of what is read.

Sources: Unicode 15, general categories; UAX #9 for the marks that turn the order, which a title has no need of.
"""

import unicodedata
from collections.abc import Iterator

TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Embeddings, overrides and isolates: what follows is shown in another order than it is written in."""
ACTING = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Controls, halves of characters, ends of lines and paragraphs."""
LAYOUT = frozenset("\n\t")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def acting_characters(text: str) -> Iterator[str]:
    """Every character of the text that is not seen but acts; ends of lines and tabs are no such."""
    if text.isascii() and text.isprintable():
        return
    for character in text:
        if character in TURNING or (unicodedata.category(character) in ACTING and character not in LAYOUT):
            yield character


def without_acting(text: str, replacement: str = "") -> str:
    """The text with something else in the places of these characters."""
    acting = dict.fromkeys(map(ord, acting_characters(text)), replacement)
    return text.translate(acting) if acting else text


def is_unicode(name: str) -> bool:
    """True if a file's name is text; one in an older encoding comes with halves of characters in it (PEP 383)."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def shown(text: str) -> str:
    """The text as a terminal may get it: what would act is replaced by a sign that says that something was there."""
    return without_acting(text.replace("\r\n", "\n"), REPLACEMENT)
