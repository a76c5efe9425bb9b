"""Names and terms that must be spelled rightly, and what the model wrote where they were said.

A glossary is TOML text: a list `words`, and a `[[word]]` for each word with more to say, which can be added at the file's end:

    words = ["Norddjurs", "Grenaa"]

    [[word]]
    right = "Rønde"
    heard = ["runde"]
    unlike = ["Rønne"]

Sure are: what stands under `heard`; another use of capitals or of spaces; and what sounds like the word where it has the capital
letter of a name in mid-sentence. What is only spelled like it is pointed out to the editor. What stands under `unlike`, and
ordinary words in small letters, are left.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.plan.danish.phonetics import sound_of
from vbn_video.plan.danish.rules.text_edits import begins_sentence, tokens
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset_faults import at_line
from vbn_video.settings.toml_lines import Key, error_line, key_lines, line_of

LEAST_SOUND = 5
"""A word with fewer letters sounds like too many others."""
LEAST_JOINED = 7
"""So many letters must a word have that was written in pieces."""
LEAST_SPELLED = 6
"""A word with fewer letters is spelled like too many others."""


@dataclass(frozen=True)
class Entry:
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

    entries: tuple[Entry, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they are spelled, each once."""
        return tuple(dict.fromkeys(entry.right for entry in self.entries))

    def __add__(self, other: Glossary) -> Glossary:
        return Glossary((*self.entries, *other.entries))

    @cached_property
    def heard(self) -> dict[str, Entry]:
        """Entry by the text that surely means it: its `heard` forms, and its spelling if it is no name; keys are `folded`."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            for text in entry.heard if entry.name else (entry.right, *entry.heard):
                found.setdefault(folded(text), entry)
        return found

    @cached_property
    def joined(self) -> dict[str, Entry]:
        """Entry by its letters alone, without spaces; of entries that are long enough."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if not entry.name and len(letters := letters_of(entry.right)) >= LEAST_JOINED:
                found.setdefault(letters, entry)
        return found

    @cached_property
    def sounds(self) -> dict[str, Entry]:
        """Entry by its sound; of entries that are long enough."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if len(letters_of(entry.right)) >= LEAST_SOUND:
                found.setdefault(sound_of(entry.right), entry)
        return found

    @cached_property
    def spelled(self) -> dict[tuple[int, str], list[tuple[str, Entry]]]:
        """The letters of entries that are long enough, by how many words they are and their first letter."""
        found: dict[tuple[int, str], list[tuple[str, Entry]]] = {}
        for entry in {entry.right: entry for entry in reversed(self.entries)}.values():
            if len(letters := letters_of(entry.right)) >= LEAST_SPELLED:
                found.setdefault((len(entry.right.split()), letters[0]), []).append((letters, entry))
        return found

    @cached_property
    def protected(self) -> frozenset[str]:
        """What is right as it is: every word of every entry, and what is unlike them."""
        rights = (part for entry in self.entries for part in entry.right.split())
        return frozenset(rights) | {part for entry in self.entries for text in entry.unlike for part in text.split()}

    @cached_property
    def most_words(self) -> int:
        """How many words the longest expression has that must be looked at together, one more for a word in two pieces."""
        return max((len(text.split()) for entry in self.entries for text in (entry.right, *entry.heard)), default=0) + 1


def parse_glossary(text: str, file: str) -> Glossary:
    """The glossary of a TOML text, which stands in that file.

    Raises:
        InputError: it is no TOML, or holds something else than words; the sentence names the line.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, why = error_line(error, text)
        sentence = _('{place}: this is not TOML ({why}). A list of words is words = ["Grenaa", "Rønde"].')
        raise InputError(sentence, place=at_line(file, line), why=why, path=file) from error
    problem = _problem_of(found)
    if problem:
        key, why = problem
        raise InputError("{place}: {why}", place=at_line(file, line_of(key, key_lines(text)) or 1), why=why, path=file)
    entries = [Entry(spaced(word)) for word in found.get("words", [])]
    for table in found.get("word", []):
        heard, unlike = (tuple(spaced(other) for other in table.get(name, [])) for name in ("heard", "unlike"))
        entries.append(Entry(spaced(table["right"]), heard, unlike))
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


def of_people(meeting: Meeting) -> Glossary:
    """The names of the meeting's people: speakers and host."""
    people = [person for text in (*meeting.speakers, meeting.host) if (person := _name_in(text))]
    parts = [part for person in people for part in person.split()[1:] if len(part) >= LEAST_SOUND]
    whole, single = dict.fromkeys(people), dict.fromkeys(parts)
    return Glossary((*(Entry(text) for text in whole), *(Entry(text, name=True) for text in single)))


def of_meeting(meeting: Meeting) -> Glossary:
    """The names of the meeting's people, and what has a capital letter within its titles."""
    titles = (meeting.title, meeting.theme, *(item.title for item in meeting.agenda))
    words = dict.fromkeys(word for title in titles for word in _names_in_title(title))
    return of_people(meeting) + Glossary(tuple(Entry(text, name=True) for text in words))


def _name_in(text: str) -> str:
    """The name at the head of `Anne Holm, direktør`."""
    for end in (",", "(", " - ", " – ", "/", " fra ", " ved "):
        text = text.split(end, maxsplit=1)[0]
    return spaced(text)


def _names_in_title(title: str) -> Iterator[str]:
    texts = title.split()
    for index, word in enumerate(tokens(texts)):
        capital = word.core[:1].isupper() and index and not begins_sentence(texts, index) and not texts[index - 1].endswith(":")
        if (capital and len(word.core) >= LEAST_SOUND and word.core[1:].islower()) or (
            word.core.isupper() and len(word.core) > 1
        ):
            yield word.core


def merged(glossaries: Iterable[Glossary]) -> Glossary:
    """All entries of several, in order."""
    return Glossary(tuple(entry for glossary in glossaries for entry in glossary.entries))


def folded(text: str) -> str:
    """In small letters, with one space between words."""
    return spaced(text).lower()


def spaced(text: str) -> str:
    """With one space between words."""
    return " ".join(text.split())


def letters_of(text: str) -> str:
    """Letters and figures alone, small."""
    return "".join(filter(str.isalnum, text.lower()))
