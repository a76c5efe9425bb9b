"""Names and terms that stand on the slides, put where something was heard that sounds nearly so while they were shown: pure.

    slides ─slide_terms─► terms, and when each is shown ─┐
    words ───────────────────────────────────────────────┴─► the words, and what was changed or is proposed

Sure is only what holds a word that does not exist, what is the term but for its capitals, and a long word that sounds just like
it. What exists as it was heard is left, or pointed out where it is nearly the term.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from vbn_video.clock import US_PER_S
from vbn_video.decisions import TextChange
from vbn_video.evidence import Slide, Word
from vbn_video.plan.danish.glossary_index import letters_of
from vbn_video.plan.danish.phonetics import edit_distance, phonetic_key
from vbn_video.plan.danish.rules.text_edits import TextEdit, carry_out, proposals
from vbn_video.plan.danish.tokens import Token, tokens
from vbn_video.settings.lexicon.danish_lexicon import Knows

NEAR_US = 30 * US_PER_S
"""So long before a slide comes up and after it is gone what stands on it is still spoken of."""
LEAST_SOUNDS = 5
"""Of a term, in letters of its phonetic key: shorter ones sound like too many words."""
SURE = 0.3
"""Largest share of the key's letters that may differ where a word was heard that does not exist."""
SURE_OF_SHORT = 0.15
"""The same for a term of less than `LEAST_SAME` letters."""
LIKELY = 0.45
"""Largest where it is only pointed out."""
LIKELY_OF_WORDS = 0.2
"""Largest where all that was heard are words that exist."""
LEAST_SAME = 8
"""Of a term, in letters, that is meant by what sounds just like it, though that exists too (`workplaner`)."""
MOST_WORDS = 3
"""Of a term."""
SOUND_SLACK = 2
"""By how many letters two spellings may be further apart than their sounds."""
MOST_PIECES = 2
"""By how many words more than it has a term may be heard."""
RULE = "slide"
_WORD = re.compile(r"[^\W\d_][\w'’&-]*")
_SIGN = re.compile(r"[^\w\s'’&-]")
"""What parts two names that stand side by side: a comma, a colon, a bracket."""
LEAST_STEM = 5
"""Of a word that is known, in letters, of which only the ending was heard wrong."""
_HEARD_ENDINGS = ("e", "en", "ene", "er", "et")
_ENDINGS = ("s", "en", "et", "er", "ne", "erne", "ens", "ets", "ernes")


@dataclass(frozen=True)
class SlideTerm:
    """A name or a term, and when the slides are shown on which it stands."""

    text: str
    shown_us: tuple[tuple[int, int], ...]
    """(start, end) of each, ascending."""

    def slide_us(self, at_us: int) -> int | None:
        """When the slide comes up that is shown around this time; None where none is."""
        near = [start_us for start_us, end_us in self.shown_us if start_us - NEAR_US <= at_us < end_us + NEAR_US]
        return min(near, key=lambda start_us: abs(start_us - at_us), default=None)


def slide_terms(slides: Sequence[Slide], duration_us: int, knows: Knows) -> tuple[SlideTerm, ...]:
    """What is written with capital letters, or does not exist, on the slides that were read; each once."""
    shown: dict[str, list[tuple[int, int]]] = {}
    ends_us = [*(slide.start_us for slide in slides[1:]), duration_us]
    for slide, end_us in zip(slides, ends_us, strict=False):
        for text in dict.fromkeys(term for line in (slide.text or "").splitlines() for term in _terms_in(line, knows)):
            shown.setdefault(text, []).append((slide.start_us, end_us))
    return tuple(SlideTerm(text, tuple(spans)) for text, spans in shown.items())


def write_slide_names(
    words: Sequence[Word], terms: Sequence[SlideTerm], knows: Knows
) -> tuple[tuple[Word, ...], tuple[TextChange, ...]]:
    """(the words with the terms that were surely meant, all that was changed or is proposed)."""
    edits = _apart(_edits(words, terms, knows))
    written, changes = carry_out(words, edits)
    all_changes = (*changes, *proposals(words, edits))
    return written, tuple(_with_slide(change, terms) for change in all_changes)


def _terms_in(line: str, knows: Knows) -> Iterator[str]:
    """Runs of words with capital letters of which one does not exist in small letters, and such words alone."""
    for named, together in _runs_in(line):
        strange = [word for word in together if _is_strange(word, knows)]
        if named and strange and 1 < len(together) <= MOST_WORDS:
            yield " ".join(together)
        yield from strange


def _runs_in(line: str) -> Iterator[tuple[bool, list[str]]]:
    """(whether they have capital letters, the words) of each run that no sign parts."""
    for part in _SIGN.split(line):
        words = (word.strip("'’-") for word in _WORD.findall(part))
        yield from ((named, list(run)) for named, run in groupby(words, key=lambda word: word[:1].isupper()))


def _is_strange(word: str, knows: Knows) -> bool:
    """A word that the lexicon does not have in small letters: a name, a product, an abbreviation, a term of its own."""
    return len(phonetic_key(word)) >= LEAST_SOUNDS and not knows(word.lower())


@dataclass(frozen=True)
class _Found:
    distance: float
    edit: TextEdit


def _edits(words: Sequence[Word], terms: Sequence[SlideTerm], knows: Knows) -> Iterator[_Found]:
    read = tokens(word.text for word in words)
    exists = {core: _exists(core, knows) for core in {one.core for one in read}}
    for term in terms:
        size = len(term.text.split())
        for first in range(len(words)):
            if term.slide_us(words[first].start_us) is None:
                continue
            for last in range(first + 1, min(first + size + MOST_PIECES, len(words)) + 1):
                if found := _meant(read[first:last], first, term.text, exists):
                    yield found


def _exists(core: str, knows: Knows) -> bool:
    """Whether it is a word, or one with another ending than it has (`økonomie`, `elementene`): endings are heard wrong first."""
    if knows(core) or knows(core.lower()):
        return True
    stems = (core.lower().removesuffix(ending) for ending in _HEARD_ENDINGS if core.lower().endswith(ending))
    return any(len(stem) >= LEAST_STEM and knows(stem) for stem in stems)


def _meant(read: Sequence[Token], first: int, term: str, exists: Mapping[str, bool]) -> _Found | None:
    """The edit that puts the term for these words, where they sound nearly like it and are no form of it."""
    said = [one.core for one in read]
    all_exist = all(exists[core] for core in said)
    share = LIKELY_OF_WORDS if all_exist else LIKELY
    heard, letters = letters_of("".join(said)), letters_of(term)
    if abs(len(heard) - len(letters)) > share * max(len(heard), len(letters)) + 1:
        return None
    if not all(said) or any(one.closing or other.opening for one, other in pairwise(read)):
        return None
    if any(map(str.isdigit, heard)) or any(heard == letters + ending for ending in _ENDINGS) or _holds(said, term):
        return None
    endings = ("", "s") if heard.endswith("s") else ("",)
    ending, distance = min(((end, _distance(heard, letters + end, share)) for end in endings), key=lambda one: one[1])
    if distance > share or (all_exist and len(letters) < 2 * LEAST_SOUNDS and heard != letters):
        return None
    parts = [letters_of("".join(part)) for part in (said[1:], said[:-1]) if part]
    if any(_distance(part, letters + ending, share) <= distance for part in parts):
        return None
    same_sound = distance == 0 and len(letters) >= LEAST_SAME
    sure = SURE if len(letters) >= LEAST_SAME else SURE_OF_SHORT
    certain = heard == letters or same_sound or (not all_exist and distance <= sure)
    after = (read[0].opening + term + ending + read[-1].closing).split()
    return _Found(distance, TextEdit(first, first + len(read), tuple(after), RULE, certain))


def _holds(said: Sequence[str], term: str) -> bool:
    """Whether the term stands there as it is, so that what is beside it is no part of it."""
    size = len(term.split())
    return any(" ".join(said[at : at + size]) in (term, term + "s") for at in range(len(said) - size + 1))


def _distance(heard: str, wanted: str, share: float) -> float:
    """Share of the letters of the sound that differ; of the spelling, where that is nearer. 1 where it is more than `share`."""
    length = max(len(heard), len(wanted))
    if _missing(heard, wanted) > share * length + SOUND_SLACK:
        return 1.0
    nearest = 1.0
    for one, other in ((phonetic_key(heard), phonetic_key(wanted)), (heard, wanted)):
        length = max(len(one), len(other), 1)
        limit = int(share * length)
        if (changes := edit_distance(one, other, limit)) <= limit:
            nearest = min(nearest, changes / length)
    return nearest


def _missing(one: str, other: str) -> int:
    """At least so many letters must be changed to make one of the other, in whatever order they stand."""
    left = list(other)
    for letter in one:
        if letter in left:
            left.remove(letter)
    return max(len(left), len(one) - len(other) + len(left))


def _apart(found: Iterable[_Found]) -> list[TextEdit]:
    """The nearest ones, of which no two are about the same word; the longer of two that are as near."""
    taken: list[TextEdit] = []
    for one in sorted(found, key=lambda one: (not one.edit.certain, one.distance, one.edit.first - one.edit.last)):
        if all(one.edit.last <= other.first or other.last <= one.edit.first for other in taken):
            taken.append(one.edit)
    return sorted(taken, key=lambda edit: edit.first)


def _with_slide(change: TextChange, terms: Sequence[SlideTerm]) -> TextChange:
    of = (term for term in terms if letters_of(change.after).removesuffix("s") == letters_of(term.text).removesuffix("s"))
    at_us = next((at_us for term in of if (at_us := term.slide_us(change.start_us)) is not None), None)
    return replace(change, slide_us=at_us)
