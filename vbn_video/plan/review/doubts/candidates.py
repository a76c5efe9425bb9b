"""What may stand instead of doubtful words, the likeliest first: pure, but for the lexicon that is asked.

    what was heard otherwise ─┐
    the glossary, by sound ───┼─► texts, each with the capital and the punctuation of what it replaces ─► four at most
    what a rule proposes ─────┤
    the lexicon, by spelling ─┘

With `suggest`, which takes a tenth of a second for a word, more is found for words that are spelled far from any other: it is
for the one doubt that a person has come to. Without it a doubt costs some milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from vbn_video.decisions import TextChange
from vbn_video.heard_otherwise import HeardOtherwise
from vbn_video.plan.danish.glossary_index import GlossaryIndex, folded, letters_of
from vbn_video.plan.danish.phonetics import edit_distance, phonetic_key
from vbn_video.plan.danish.tokens import capital_as_in, plain, token
from vbn_video.plan.review.doubts.caption_words import CaptionWord
from vbn_video.plan.review.doubts.doubt_weights import CONFUSED
from vbn_video.plan.review.doubts.near_terms import near_terms
from vbn_video.plan.review.doubts.sound_variants import known_variants
from vbn_video.plan.review.doubts.word_doubts import Candidate, Doubt, DoubtSources
from vbn_video.settings.lexicon.danish_lexicon import Suggest

MOST = 4
"""As many as there are keys for, and as are read at a glance."""
MOST_SPELLED = 3
MOST_LOOKED_AT = 12
LEAST_ELSEWHERE = 0.8
"""A word that was heard as surely as this is one of the meeting's."""
LEAST_LETTERS = 4
"""Shortest word for which another word of the meeting is proposed by its sound."""


@dataclass(frozen=True)
class CandidateFinder:
    """Finds candidates for the doubts of one meeting; `proposed` is what the rules of writing would change but have not."""

    words: Sequence[CaptionWord]
    sources: DoubtSources
    proposed: Sequence[TextChange] = ()
    suggest: Suggest | None = None

    def find(self, doubt: Doubt) -> tuple[Candidate, ...]:
        """At most four, the likeliest first, none that says what stands there."""
        words = self._words_of(doubt)
        texts = [word.text for word in words]
        found: dict[str, Candidate] = {}
        for candidate in self._all(words):
            text = _in_place_of(texts, candidate.text)
            if text and folded(_bare(text)) != folded(_bare(doubt.text)):
                found.setdefault(folded(_bare(text)), Candidate(text, candidate.source))
                if len(found) == MOST:
                    break
        return tuple(found.values())

    def _all(self, words: Sequence[CaptionWord]) -> Iterator[Candidate]:
        """Everything that may be meant; each source after the one that is right more often."""
        texts = [word.text for word in words]
        yield from self._of_glossary(texts, self.sources.index)
        yield from self._heard(words)
        yield from self._proposed(texts)
        yield from self._spelled(texts)

    def _heard(self, words: Sequence[CaptionWord]) -> Iterator[Candidate]:
        """The other hearing, and the beam's, put in the place of those of the words against which they stand."""
        start_us, end_us = words[0].start_us, words[-1].end_us
        near = [one for one in self.sources.alternatives if one.start_us < end_us and one.end_us > start_us]
        for one in sorted(near, key=lambda one: (one.source == "beam", -one.probability)):
            if text := _replaced(words, one):
                yield Candidate(text, one.source)

    def _of_glossary(self, texts: Sequence[str], index: GlossaryIndex) -> Iterator[Candidate]:
        for count in range(len(texts), 0, -1):
            for first in range(len(texts) - count + 1):
                for right in near_terms(texts[first : first + count], index):
                    yield Candidate(_put(texts, first, count, right), "glossary")

    def _proposed(self, texts: Sequence[str]) -> Iterator[Candidate]:
        said = [plain(text) for text in texts]
        for change in self.proposed:
            before = [plain(word) for word in change.before.split()]
            for first in range(len(said) - len(before) + 1):
                if before and said[first : first + len(before)] == before:
                    source = "glossary" if change.rule == "glossary" else "spelling"
                    yield Candidate(_put(texts, first, len(before), change.after), source)

    def _spelled(self, texts: Sequence[str]) -> Iterator[Candidate]:
        """By the lexicon, by other words of the meeting, by what is often misheard: all of the words at once, then one by one."""
        yield from self._joined(texts)
        ways = [list(self._spellings(text)) for text in texts]
        yield Candidate(
            " ".join(_dressed(text, spellings[0]) if spellings else text for text, spellings in zip(texts, ways, strict=True)),
            "spelling",
        )
        for rank in range(max(map(len, ways))):
            for place, spellings in enumerate(ways):
                if rank < len(spellings):
                    yield Candidate(_put(texts, place, 1, spellings[rank]), "spelling")

    def _joined(self, texts: Sequence[str]) -> Iterator[Candidate]:
        """Two words that are one: `sælge r`."""
        knows = self.sources.knows
        for place in range(len(texts) - 1):
            one = token(texts[place]).core + token(texts[place + 1]).core.lower()
            if knows and knows(one) and not (knows(texts[place]) and knows(texts[place + 1])):
                yield Candidate(_put(texts, place, 2, one), "spelling")

    def _spellings(self, text: str) -> Iterator[str]:
        core, knows = token(text).core, self.sources.knows
        yield from CONFUSED.get(core.lower(), ())
        if knows is None or knows(core):
            if len(core) >= LEAST_LETTERS:
                yield from self._sounding_like(core)
            return
        found = list(islice(known_variants(core, knows), MOST_LOOKED_AT))
        found += self.suggest(core) if self.suggest and len(found) < MOST_SPELLED else ()
        yield from sorted(dict.fromkeys(found), key=lambda one: self._distance(core, one))[:MOST_SPELLED]

    def _sounding_like(self, core: str) -> Iterator[str]:
        """Other words of the meeting, heard surely, that sound the same."""
        yield from (word for word in self._meeting.get(phonetic_key(core), ()) if word != core.lower())

    def _distance(self, core: str, other: str) -> tuple[float, int]:
        """How far a suggestion is from the word: by sound, then by letters; nearer where the meeting has the word."""
        far = edit_distance(phonetic_key(core), phonetic_key(other), MOST)
        here = other.lower() in self._meeting.get(phonetic_key(other), ())
        return far - (1.5 if here else 0.0), edit_distance(letters_of(core), letters_of(other), MOST)

    @cached_property
    def _meeting(self) -> dict[str, dict[str, None]]:
        """The meeting's words that were heard surely, by their sound."""
        found: dict[str, dict[str, None]] = {}
        for word in self.sources.heard:
            if word.probability >= LEAST_ELSEWHERE:
                said = plain(word.text)
                found.setdefault(phonetic_key(said), {})[said] = None
        return found

    @cached_property
    def _starts(self) -> dict[tuple[int, int], int]:
        """Index of each word by its caption and its place in it."""
        return {(word.cue, word.place): at for at, word in enumerate(self.words)}

    def _words_of(self, doubt: Doubt) -> Sequence[CaptionWord]:
        first = self._starts[doubt.cue, doubt.first]
        return self.words[first : first + doubt.count]


def with_candidates(doubts: Iterable[Doubt], finder: CandidateFinder) -> tuple[Doubt, ...]:
    """The doubts, each with its candidates."""
    return tuple(replace(doubt, candidates=finder.find(doubt)) for doubt in doubts)


def _replaced(words: Sequence[CaptionWord], one: HeardOtherwise) -> str:
    """The words with what was heard otherwise in its place; empty where that reaches over them."""
    said, instead = [plain(word.text) for word in words], [plain(word) for word in one.instead.split()]
    other = one.text.split()
    places = [at for at in range(len(said) - len(instead) + 1) if said[at : at + len(instead)] == instead]
    if places:
        near = min(places, key=lambda at: abs(words[at].start_us - one.start_us))
        return _put([word.text for word in words], near, len(instead), one.text)
    if len(other) == len(instead):  # word for word: only those that are doubted
        return _word_for_word(words, said, list(zip(instead, other, strict=True)))
    return ""


def _word_for_word(words: Sequence[CaptionWord], said: Sequence[str], pairs: Sequence[tuple[str, str]]) -> str:
    befores = [before for before, _after in pairs]
    for at in range(-len(said) + 1, len(befores)):
        shared = range(max(at, 0), min(at + len(said), len(befores)))
        if shared and all(befores[place] == said[place - at] for place in shared):
            texts = [word.text for word in words]
            for place in shared:
                texts[place - at] = _dressed(texts[place - at], pairs[place][1])
            return " ".join(texts)
    return ""


def _put(texts: Sequence[str], first: int, count: int, text: str) -> str:
    """The texts with one in the place of some of them."""
    inside = _in_place_of(texts[first : first + count], text)
    return " ".join((*texts[:first], *([inside] if inside else []), *texts[first + count :]))


def _in_place_of(texts: Sequence[str], text: str) -> str:
    """A text with the punctuation around those that it replaces, and a capital where they have one."""
    bare = _bare(text)
    if not bare:
        return ""
    opening, closing = token(texts[0]).opening, token(texts[-1]).closing
    return opening + capital_as_in(token(texts[0]).core, bare) + closing


def _dressed(before: str, after: str) -> str:
    return _in_place_of([before], after)


def _bare(text: str) -> str:
    """Without the punctuation at both ends."""
    words = text.split()
    if not words:
        return ""
    if len(words) == 1:
        return token(words[0]).core
    first, last = token(words[0]), token(words[-1])
    return " ".join((first.core + first.closing, *words[1:-1], last.opening + last.core))
