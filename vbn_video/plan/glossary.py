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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from vbn_video.errors import InputError
from vbn_video.meeting import Meeting
from vbn_video.messages import _
from vbn_video.plan.danish_rules.edits import Edit, Token, begins_sentence, tokens
from vbn_video.plan.sounds import distance, sound_of
from vbn_video.toml_lines import error_line, key_lines, line_of

LEAST_SOUND = 5
"""A word with fewer letters sounds like too many others."""
LEAST_JOINED = 7
"""So many letters must a word have that was written in pieces."""
LEAST_SPELLED = 6
LONG = 9
"""From here on two letters may differ, before it one."""
KEYS = frozenset({"right", "heard", "unlike"})


@dataclass(frozen=True)
class Entry:
    """A word or an expression as it must be spelled."""

    right: str
    heard: tuple[str, ...] = ()
    """What is surely meant for it, in any capitals."""
    unlike: tuple[str, ...] = ()
    """What only sounds like it, in just these letters."""


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
        """By what is surely meant for an entry: small letters, one space between words; the spelling itself among them."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            for text in (entry.right, *entry.heard):
                found.setdefault(_folded(text), entry)
        return found

    @cached_property
    def joined(self) -> dict[str, Entry]:
        """By the letters alone, without spaces, of entries that are long enough."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if len(letters := _letters(entry.right)) >= LEAST_JOINED:
                found.setdefault(letters, entry)
        return found

    @cached_property
    def sounds(self) -> dict[str, Entry]:
        """By sound, of entries that are long enough."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if len(_letters(entry.right)) >= LEAST_SOUND:
                found.setdefault(sound_of(entry.right), entry)
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


def parse_glossary(text: str, place: Callable[[int], str]) -> Glossary:
    """The glossary of a TOML text; `place` says where a line is.

    Raises:
        InputError: it is no TOML, or holds something else than words; the sentence names the line.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, why = error_line(error, text)
        sentence = _('{place}: this is not TOML ({why}). A list of words is words = ["Grenaa", "Rønde"].')
        raise InputError(sentence, place=place(line), why=why) from error
    lines = key_lines(text)

    def refused(key: tuple[str, ...], sentence: str) -> InputError:
        return InputError("{place}: {why}", place=place(line_of(key, lines) or 1), why=sentence)

    for name in found:
        if name not in ("words", "word"):
            raise refused((name,), _("a word list has no key {name}. It may have words and [[word]].").format(name=name))
    words = found.get("words", [])
    if not _is_list_of_texts(words):
        raise refused(("words",), _('words must be a list of texts: words = ["Grenaa", "Rønde"].'))
    entries = [Entry(_spaced(word)) for word in words]
    tables = found.get("word", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise refused(("word",), _('a word with more to say is written as [[word]], and under it right = "Rønde".'))
    entries += [_entry(table, str(number), refused) for number, table in enumerate(tables)]
    return Glossary(tuple(entries))


def _entry(table: dict[str, Any], number: str, refused: Callable[[tuple[str, ...], str], InputError]) -> Entry:
    for name in table:
        if name not in KEYS:
            sentence = _("[[word]] has no key {name}. It may have right, heard and unlike.").format(name=name)
            raise refused(("word", number, name), sentence)
    if not isinstance(table.get("right"), str) or not table["right"].strip():
        raise refused(("word", number), _('[[word]] needs the word as it is spelled: right = "Rønde".'))
    for name in ("heard", "unlike"):
        if not _is_list_of_texts(table.get(name, [])):
            raise refused(("word", number, name), _('{name} must be a list of texts: {name} = ["runde"].').format(name=name))
    heard, unlike = (tuple(_spaced(text) for text in table.get(name, [])) for name in ("heard", "unlike"))
    return Entry(_spaced(table["right"]), heard, unlike)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)


def of_meeting(meeting: Meeting) -> Glossary:
    """The meeting's own names and words: speakers, host, and what has a capital letter within its titles."""
    people = [person for text in (*meeting.speakers, meeting.host) if (person := _name_in(text))]
    titles = (meeting.title, meeting.theme, *(item.title for item in meeting.agenda))
    words = [word for title in titles for word in _names_in_title(title)]
    parts = [part for person in people for part in person.split()[1:] if len(part) >= LEAST_SOUND]
    return Glossary(tuple(Entry(text) for text in dict.fromkeys((*people, *parts, *words))))


def _name_in(text: str) -> str:
    """The name at the head of `Anne Holm, direktør`."""
    for end in (",", "(", " - ", " – ", "/", " fra ", " ved "):
        text = text.split(end, maxsplit=1)[0]
    return _spaced(text)


def _names_in_title(title: str) -> Iterator[str]:
    texts = title.split()
    for index, word in enumerate(tokens(texts)):
        capital = word.core[:1].isupper() and index and not begins_sentence(texts, index) and not texts[index - 1].endswith(":")
        if (capital and len(word.core) >= LEAST_SOUND and word.core[1:].islower()) or (
            word.core.isupper() and len(word.core) > 1
        ):
            yield word.core


def respelled(texts: Sequence[str], glossary: Glossary) -> Iterator[Edit]:
    """The words that stand in the glossary, spelled as it has them, or pointed out."""
    read = tokens(texts)
    index = 0
    while index < len(read):
        edit = next(
            (edit for size in range(glossary.most_words, 0, -1) if (edit := _meant(read, texts, index, size, glossary))), None
        )
        if edit:
            yield edit
        index = edit.last if edit else index + 1


def _meant(read: Sequence[Token], texts: Sequence[str], first: int, size: int, glossary: Glossary) -> Edit | None:
    """The edit for the `size` words from `first` on where they are meant for an entry; without a change where they are it."""
    words = read[first : first + size]
    if len(words) < size or not all(word.core for word in words):
        return None
    if any(one.closing or other.opening for one, other in pairwise(words)):
        return None
    said = " ".join(word.core for word in words)
    found = _entry_for(said, size, begins_sentence(texts, first), glossary)
    ending = ""
    if said.endswith("s") and not (found and found[1]):
        genitive = _entry_for(said[:-1], size, begins_sentence(texts, first), glossary)
        if genitive and not genitive[0].right.endswith("s"):
            found, ending = genitive, "s"
    if found is None:
        return None
    entry, certain = found
    after = (words[0].opening + entry.right + ending + words[-1].closing).split()
    return Edit(first, first + size, tuple(after), "glossary", certain)


def _entry_for(text: str, size: int, at_start: bool, glossary: Glossary) -> tuple[Entry, bool] | None:
    """(the entry that is meant, whether surely)."""
    if entry := glossary.heard.get(_folded(text)):
        return entry, True
    if all(part in glossary.protected for part in text.split()):
        return None
    entry = glossary.joined.get(_letters(text))
    if entry and size != len(entry.right.split()):
        return entry, any(letter.isupper() for letter in text)
    capital = text[:1].isupper() and not at_start
    if (entry := glossary.sounds.get(sound_of(text))) and _may_be_heard_as(entry, text, capital):
        return entry, capital
    return _spelled_like(text, size, capital, glossary)


def _may_be_heard_as(entry: Entry, text: str, capital: bool) -> bool:
    """Whether that sound can be meant: a name in mid-sentence, or a text so long that chance is out."""
    letters = len(_letters(text))
    return text not in entry.unlike and (letters >= LEAST_SOUND if capital else letters >= LONG)


def _spelled_like(text: str, size: int, capital: bool, glossary: Glossary) -> tuple[Entry, bool] | None:
    """The one entry that is spelled nearly so; never sure, and none where two are as near."""
    letters = _letters(text)
    if len(letters) < LEAST_SPELLED or not (capital or len(letters) >= LONG + 3):
        return None
    near: dict[str, tuple[int, Entry]] = {}
    for entry in glossary.entries:
        limit = 2 if len(letters) >= LONG else 1
        wanted = _letters(entry.right)
        if (
            size == len(entry.right.split())
            and wanted[:1] == letters[:1]
            and text not in entry.unlike
            and len(wanted) >= LEAST_SPELLED
        ):
            far = distance(letters, wanted, limit)
            if far <= limit:
                near.setdefault(entry.right, (far, entry))
    ranked = sorted(near.values(), key=lambda found: found[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1], False


def _folded(text: str) -> str:
    return _spaced(text).lower()


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def merged(glossaries: Iterable[Glossary]) -> Glossary:
    """All entries of several, in order."""
    return Glossary(tuple(entry for glossary in glossaries for entry in glossary.entries))
