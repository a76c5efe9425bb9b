"""What an editor's corrections teach: the names and terms that were heard wrongly, as entries for a glossary."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vbn_video.decisions import Cue
from vbn_video.plan.danish.breaks import ARTICLES, CONJUNCTIONS, OPENERS, PREPOSITIONS, ends_sentence
from vbn_video.plan.danish.phonetics import edit_distance, phonetic_key
from vbn_video.plan.danish.rules.fillers import EMPHATIC, FUNCTION_WORDS
from vbn_video.plan.danish.tokens import token

MOST_WORDS = 4
"""A longer expression is a sentence put otherwise, not a term."""
LONG_TEXT = 2000
"""In words: from here on a comparison by every `og` and `det` too takes minutes, and is no better."""
LEAST_TERM = 7
"""Shortest word in small letters, in letters, that is worth an entry after one correction."""
ORDINARY = ARTICLES | CONJUNCTIONS | PREPOSITIONS | OPENERS | FUNCTION_WORDS | EMPHATIC


@dataclass(frozen=True)
class Suggestion:
    """A word or an expression that an editor put right."""

    heard: str
    right: str
    times: int
    where_us: tuple[int, ...]
    """When each of the edited captions begins, on the clock of the captions."""
    ambiguous: bool = False
    """What was heard stands elsewhere in the edited captions, so it is a word of its own and must not always be replaced."""


@dataclass(frozen=True)
class _Said:
    """One word of a caption, without its punctuation."""

    text: str
    at_us: int
    opens: bool
    """A sentence begins with it, so that its capital letter says nothing."""

    @property
    def folded(self) -> str:
        return self.text.lower()


def suggest_entries(made: Sequence[Cue], edited: Sequence[Cue]) -> tuple[Suggestion, ...]:
    """What to put into a glossary, the most frequent first, by comparing the captions that were made with the edited ones.

    Both are on the same clock. Only names and terms count: words that were put in or taken out, punctuation, numbers, ordinary
    small words and sentences that were put otherwise teach nothing.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for before, after in _changed_stretches(_said(made), _said(edited)):
        for heard, right in _replaced(before, after):
            if _is_worth_it(heard, right):
                key = " ".join(word.folded for word in heard), " ".join(word.text for word in right)
                found.setdefault(key, []).append(right[0].at_us)
    remaining = " ".join(["", *(word.folded for word in _said(edited)), ""])
    suggestions = [
        Suggestion(heard, right, len(where), tuple(where), heard != right.lower() and f" {heard} " in remaining)
        for (heard, right), where in found.items()
    ]
    worth = [one for one in suggestions if one.times > 1 or not one.right.islower() or len(one.right) >= LEAST_TERM]
    return tuple(sorted(worth, key=lambda one: (-one.times, one.where_us[0], one.right)))


def as_toml(suggestions: Sequence[Suggestion]) -> str:
    """The suggestions as text to be added at the end of a glossary file; empty without any.

    What is ambiguous is no `heard` of its word: near misses of the word are found all the same.
    """
    heard: dict[str, list[Suggestion]] = {}
    for one in suggestions:
        heard.setdefault(one.right, []).append(one)
    return "\n".join(_entry(right, ones) for right, ones in heard.items())


def _entry(right: str, ones: Sequence[Suggestion]) -> str:
    texts = ", ".join(_quoted(one.heard) for one in ones if one.heard != right.lower() and not one.ambiguous)
    return f"[[word]]\nright = {_quoted(right)}\n" + (f"heard = [{texts}]\n" if texts else "")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _said(cues: Sequence[Cue]) -> list[_Said]:
    said: list[_Said] = []
    before = ""
    for cue in cues:
        for text in " ".join(cue.lines).split():
            if core := token(text).core.strip("-–"):
                said.append(_Said(core, cue.start_us, not before or ends_sentence(before, "X")))
                before = text
    return said


def _changed_stretches(made: Sequence[_Said], edited: Sequence[_Said]) -> Iterator[tuple[Sequence[_Said], Sequence[_Said]]]:
    """What stands instead of what, up to the words that are the same in both."""
    one, other = ([word.text for word in words] for words in (made, edited))
    matcher = SequenceMatcher(None, one, other, autojunk=len(made) > LONG_TEXT)
    for kind, first, last, other_first, other_last in matcher.get_opcodes():
        if kind == "replace":
            yield made[first:last], edited[other_first:other_last]


def _replaced(before: Sequence[_Said], after: Sequence[_Said]) -> Iterator[tuple[Sequence[_Said], Sequence[_Said]]]:
    """The stretch as one expression where it is short and alike, else word for word where there are as many."""
    if len(before) == len(after):
        alike = [_alike([one], [other]) for one, other in zip(before, after, strict=True)]
        if all(alike) and len(before) > 1 and not all(word.text[:1].isupper() for word in after):
            yield from (([one], [other]) for one, other in zip(before, after, strict=True))
            return
    if max(len(before), len(after)) <= MOST_WORDS and _alike(before, after):
        yield before, after
    elif len(before) == len(after):
        yield from (([one], [other]) for one, other in zip(before, after, strict=True) if _alike([one], [other]))


def _alike(before: Sequence[_Said], after: Sequence[_Said]) -> bool:
    """True if the two are close enough in sound or spelling to be confused."""
    one, other = ("".join(word.folded for word in words) for words in (before, after))
    limit = max(len(one), len(other)) // 2
    return phonetic_key(one) == phonetic_key(other) or edit_distance(one, other, limit) < limit


def _is_worth_it(heard: Sequence[_Said], right: Sequence[_Said]) -> bool:
    """Whether it is a name or a term; a capital letter at a sentence's beginning makes none."""
    if [word.folded for word in heard] == [word.folded for word in right]:
        return any(word.text != word.folded and not word.opens for word in right)
    if any(any(letter.isdigit() for letter in word.text) for word in (*heard, *right)):
        return False
    if all(word.folded in ORDINARY for word in right) or all(word.folded in ORDINARY for word in heard):
        return False
    return sum(len(word.text) for word in right) >= 3
