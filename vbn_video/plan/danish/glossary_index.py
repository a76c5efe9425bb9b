"""The entries of a glossary by what a text may have in common with them: wording, letters, sound, spelling."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from vbn_video.plan.danish.phonetics import phonetic_key
from vbn_video.settings.glossary import Glossary, GlossaryEntry, spaced

LEAST_SOUND = 5
"""Shortest word, in letters, that is looked for by its sound: shorter ones sound like too many others."""
LEAST_JOINED = 7
"""Shortest word, in letters, that is looked for in pieces."""
LEAST_SPELLED = 6
"""Shortest word, in letters, that is looked for by its spelling: shorter ones are spelled like too many others."""


@dataclass(frozen=True)
class GlossaryIndex:
    """A glossary, and its entries by what they are compared by; each index is made when it is first asked for."""

    glossary: Glossary

    @cached_property
    def matches(self) -> dict[tuple[str, int, bool], tuple[GlossaryEntry, bool] | None]:
        """What was found, to be filled by who looks: by the text, how many words it is, whether a sentence begins with it."""
        return {}

    @cached_property
    def heard(self) -> dict[str, GlossaryEntry]:
        """Entry by the text that surely means it: its `heard` forms, and its spelling if it is no name; keys are `folded`."""
        found: dict[str, GlossaryEntry] = {}
        for entry in self.glossary.entries:
            for text in entry.heard if entry.name else (entry.right, *entry.heard):
                found.setdefault(folded(text), entry)
        return found

    @cached_property
    def joined(self) -> dict[str, GlossaryEntry]:
        """Entry by its letters alone, without spaces; of entries that are long enough."""
        found: dict[str, GlossaryEntry] = {}
        for entry in self.glossary.entries:
            if not entry.name and len(letters := letters_of(entry.right)) >= LEAST_JOINED:
                found.setdefault(letters, entry)
        return found

    @cached_property
    def sounds(self) -> dict[str, GlossaryEntry]:
        """Entry by its sound; of entries that are long enough."""
        found: dict[str, GlossaryEntry] = {}
        for entry in self.glossary.entries:
            if len(letters_of(entry.right)) >= LEAST_SOUND:
                found.setdefault(phonetic_key(entry.right), entry)
        return found

    @cached_property
    def spelled(self) -> dict[tuple[int, str], list[tuple[str, GlossaryEntry]]]:
        """The letters of entries that are long enough, by how many words they are and their first letter."""
        found: dict[tuple[int, str], list[tuple[str, GlossaryEntry]]] = {}
        for entry in {entry.right: entry for entry in reversed(self.glossary.entries)}.values():
            if len(letters := letters_of(entry.right)) >= LEAST_SPELLED:
                found.setdefault((len(entry.right.split()), letters[0]), []).append((letters, entry))
        return found

    @cached_property
    def protected(self) -> frozenset[str]:
        """What is right as it is: every word of every entry, and what is unlike them."""
        rights = (part for entry in self.glossary.entries for part in entry.right.split())
        return frozenset(rights) | {part for entry in self.glossary.entries for text in entry.unlike for part in text.split()}

    @cached_property
    def most_words(self) -> int:
        """How many words the longest expression has that must be looked at together, one more for a word in two pieces."""
        return max((len(text.split()) for entry in self.glossary.entries for text in (entry.right, *entry.heard)), default=0) + 1


def folded(text: str) -> str:
    """In small letters, with one space between words."""
    return spaced(text).lower()


@lru_cache(maxsize=1 << 16)
def letters_of(text: str) -> str:
    """Letters and figures alone, small."""
    return "".join(filter(str.isalnum, text.lower()))
