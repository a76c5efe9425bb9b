"""Names and terms that must be spelled rightly, and what the model wrote where they were said: the values, and their TOML text.

A glossary is TOML text: a list `words`, and a `[[word]]` for each word with more to say, which can be added at the file's end:

    words = ["Norddjurs", "Grenaa"]

    [[word]]
    right = "Rønde"
    heard = ["runde"]
    unlike = ["Rønne"]

`plan/danish/rules/glossary_names.py` says which words of a text are meant for an entry.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.settings.toml_lines import Key, TomlError, at_line, key_lines, line_of, parse_toml


@dataclass(frozen=True)
class GlossaryEntry:
    """A word or an expression as it must be spelled."""

    right: str
    heard: tuple[str, ...] = ()
    """What is surely meant for it, in any capitals."""
    unlike: tuple[str, ...] = ()
    """What only sounds like it, in just these letters."""
    name: bool = False
    """It may be an ordinary word too (`Møller`, `HR`), so only what has a capital letter is meant for it."""


@dataclass(frozen=True)
class Glossary:
    """All entries, in their order; of two with the same word the first one's spelling counts, and both are listened to."""

    entries: tuple[GlossaryEntry, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they are spelled, each once."""
        return tuple(dict.fromkeys(entry.right for entry in self.entries))

    def __add__(self, other: Glossary) -> Glossary:
        return Glossary((*self.entries, *other.entries))


def parse_glossary(text: str, file: str) -> Glossary:
    """The glossary of a TOML text, which stands in that file.

    Raises:
        InputError: it is no TOML, or holds something else than words; the sentence names the line.
    """
    try:
        found = parse_toml(text)
    except TomlError as error:
        sentence = _('{place}: this is not TOML ({why}). A list of words is words = ["Grenaa", "Rønde"].')
        raise InputError(sentence, place=at_line(file, error.line), why=error.why, path=file) from error
    problem = _problem_of(found)
    if problem:
        key, why = problem
        raise InputError("{place}: {why}", place=at_line(file, line_of(key, key_lines(text)) or 1), why=why, path=file)
    entries = [GlossaryEntry(spaced(word)) for word in found.get("words", [])]
    for table in found.get("word", []):
        heard, unlike = (tuple(spaced(other) for other in table.get(name, [])) for name in ("heard", "unlike"))
        entries.append(GlossaryEntry(spaced(table["right"]), heard, unlike))
    return Glossary(tuple(entries))


def _problem_of(found: Mapping[str, Any]) -> tuple[Key, str] | None:
    """(where, what): the first thing in the file that can't be understood."""
    for name in found:
        if name not in ("words", "word"):
            return (name,), _("a word list has no key {name}. It may have words and [[word]].").format(name=name)
    if not _is_list_of_texts(found.get("words", [])):
        return ("words",), _('words must be a list of texts: words = ["Grenaa", "Rønde"].')
    tables = found.get("word", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return ("word",), _('a word with more to say is written as [[word]], and under it right = "Rønde".')
    problems = (_problem_of_word(table, ("word", str(number))) for number, table in enumerate(tables))
    return next((problem for problem in problems if problem), None)


def _problem_of_word(table: Mapping[str, Any], place: Key) -> tuple[Key, str] | None:
    for name in table:
        if name not in ("right", "heard", "unlike"):
            return (*place, name), _("[[word]] has no key {name}. It may have right, heard and unlike.").format(name=name)
    if not isinstance(table.get("right"), str) or not table["right"].strip():
        return place, _('[[word]] needs the word as it is spelled: right = "Rønde".')
    for name in ("heard", "unlike"):
        if not _is_list_of_texts(table.get(name, [])):
            return (*place, name), _('{name} must be a list of texts: {name} = ["runde"].').format(name=name)
    return None


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)


def merged(glossaries: Iterable[Glossary]) -> Glossary:
    """All entries of several, in order."""
    return Glossary(tuple(entry for glossary in glossaries for entry in glossary.entries))


def spaced(text: str) -> str:
    """With one space between words, and composed letters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
