"""Chapter titles as Danish writes them: a whole phrase of at most 49 characters, with capitals as in a sentence, each once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from vbn_video.plan.chapters.chapter_rules import LONGEST_TITLE
from vbn_video.plan.danish.breaks import (
    ADJECTIVES,
    ARTICLES,
    BEFORE_PREPOSITION,
    CONJUNCTIONS,
    OPENERS,
    PREPOSITIONS,
    begins_sentence,
    break_cost,
)
from vbn_video.plan.danish.rules.fillers import LEADING
from vbn_video.plan.danish.tokens import capital_as_in, plain, token, word_set
from vbn_video.settings.lexicon.danish_lexicon import Knows
from vbn_video.untrusted.visible_text import without_acting

NEVER_LAST = (PREPOSITIONS | CONJUNCTIONS | ARTICLES | OPENERS | word_set("ikke samt blive være have")) - word_set(
    "alle ingen intet"
)
"""A phrase that ends in one of these goes on."""
LINE_GOES_ON = NEVER_LAST - word_set(
    "jeg du han hun vi man det den dem denne dette disse min mit mine din dit dine hans hendes vores jeres deres meget mere mest"
)
"""A line that was written so does: "Sådan begyndte det" is whole."""
NEVER_FIRST = LEADING | word_set("samt som at der fordi hvilket herunder heraf")
RESTS = word_set("pause kaffe kaffepause frokost frokostpause strækpause")
LEAST_LETTERS, LEAST_SHARE_OF_LETTERS = 3, 0.6
LEAST_WHOLE = 16
"""Characters that what is left of a long title has at least; else it is cut where there is room."""
ACRONYM = 4
"""Letters of the longest word that is an abbreviation where all is written in capitals and nobody is heard to say it."""
SAID_AGAIN = 2
"""A word that is heard so often is no mistake of hearing."""
SHOUTED = 0.75
"""Share of the letters in capitals from which on all is written in capitals."""

_NUMBERING = re.compile(
    r"^\s*(?:(?:punkt|pkt\.?|emne|slide|dias|del|trin)\s*\d+\s*[:.)–-]\s*|\d{1,2}(?:\.\d{1,2})*\s*[.):]\s+|[a-z]\)\s*|[•·▪●○■*–-]\s+)",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"\s*[(\[]?\s*(?:\d{1,3}\s*(?:/|af)\s*\d{1,3}|fortsat|forts\.?|cont\.?)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|https?:|www\.|\b\w+\.(?:dk|com|org|net|eu)\b|\d(?:[ -]?\d){5,}", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyæøåé]", re.IGNORECASE)


_FOLDING = str.maketrans({"å": "a", "ø": "o", "æ": "ae"})


def folded(word: str) -> str:
    """The word as it is read by what does not know `æ`, `ø` and `å`."""
    return word.translate(_FOLDING)


@dataclass(frozen=True)
class Spellings:
    """How words are written in the talk and the word lists: what has a capital letter there within a sentence is a name."""

    capital: Counter[str]
    small: Counter[str]
    known: dict[str, str]
    folded: dict[str, str]
    """Words with `æ`, `ø` or `å` by the same without."""
    lexicon: Knows | None = None

    @classmethod
    def of(cls, texts: Sequence[str], known: Iterable[str] = (), lexicon: Knows | None = None) -> Spellings:
        """From the words of a talk in order, the words that are surely spelled as they stand, and the lexicon."""
        capital, small = Counter[str](), Counter[str]()
        for index, text in enumerate(texts):
            core = token(text).core
            if core[:1].islower():
                small[core.lower()] += 1
            elif core and not begins_sentence(texts, index):
                capital[core] += 1
        spelled = {word.lower(): word for phrase in known for word in phrase.split()}
        danish = (word for word in (*sorted(small, key=lambda word: small[word]), *NEVER_LAST, *ADJECTIVES, *spelled))
        return cls(capital, small, spelled, {folded(word): word for word in danish if folded(word) != word}, lexicon)

    def is_small(self, word: str) -> bool:
        """Whether a word is an ordinary one: known so from the talk, or a little word of grammar."""
        low = word.lower()
        return low not in self.known and (self.small[low] > 0 or low in NEVER_LAST or low in NEVER_FIRST)

    def is_known(self, word: str) -> bool:
        """Whether a word list spells it."""
        return word.lower() in self.known

    def exists(self, word: str) -> bool:
        """Whether there is such a word, as far as the lists, the lexicon and the talk tell: False for what was misheard."""
        said_again = self.small[plain(word)] >= SAID_AGAIN
        return said_again or self.is_known(word) or self.lexicon is None or self.lexicon(word)

    def written(self, word: str, *, shouted: bool) -> str:
        """A word within a title; `shouted`: all of the title is in capitals."""
        word = self._with_its_letters(word)
        low = word.lower()
        if low in self.known:
            return self.known[low]
        if not shouted:
            return low if word[1:].islower() and self.small[low] > self._as_name(low) else word
        if self.small[low]:
            return low
        if self.capital[word] or self.capital[low.capitalize()]:
            return word if self.capital[word] >= self.capital[low.capitalize()] else low.capitalize()
        return word if len(word) <= ACRONYM and low not in NEVER_LAST and (len(word) <= 2 or not _VOWEL.search(word)) else low

    def _with_its_letters(self, word: str) -> str:
        """A word in which `a`, `o` or `ae` was read for `å`, `ø` or `æ`, as the talk and grammar have it; else as it is."""
        low = word.lower()
        if low in self.small or low in self.known or low in NEVER_LAST or not low.isalpha():
            return word
        meant = self.folded.get(folded(low), low)
        return word if meant == low else meant.upper() if word.isupper() else capital_as_in(word, meant)

    def _as_name(self, low: str) -> int:
        return self.capital[low.capitalize()]


def slide_title(text: str, spellings: Spellings) -> str:
    """What stands over a slide, as a title; empty where it names nothing: a number, an address, letters that were misread."""
    line = _ordinary(text)
    previous = ""
    while line != previous:
        previous, line = line, _PAGE.sub("", _NUMBERING.sub("", line)).strip(" \t.,;:–-!_|")
    letters = [letter for letter in line if letter.isalpha()]
    bare = line.replace(" ", "")
    if len(letters) < LEAST_LETTERS or len(letters) < LEAST_SHARE_OF_LETTERS * len(bare) or _CONTACT.search(line):
        return ""
    if not any(len(word) >= LEAST_LETTERS and _VOWEL.search(word) for word in line.split()) and not line.isupper():
        return ""
    return whole_phrase(sentence_case(line, spellings).split(), LINE_GOES_ON)


def agenda_title(text: str) -> str:
    """A point of the agenda, as its author wrote it, but for its length."""
    return shortened(_ordinary(text).split())


def sentence_case(line: str, spellings: Spellings) -> str:
    """Capitals as in a sentence: names keep theirs, as the talk and the word lists have them."""
    words = line.split()
    letters = [letter for letter in line if letter.isalpha()]
    shouted = sum(letter.isupper() for letter in letters) >= SHOUTED * len(letters) and len(letters) > ACRONYM
    written = []
    for text in words:
        read = token(text)
        parts = [spellings.written(part, shouted=shouted) for part in read.core.split("-")]
        written.append(read.opening + "-".join(parts) + read.closing)
    return _capital_first(" ".join(written))


def whole_phrase(words: Sequence[str], never_last: Collection[str] = NEVER_LAST) -> str:
    """The words as a title that does not end in the middle of a phrase; empty where nothing of it is left."""
    asks = bool(words) and words[-1].endswith("?")
    while words and not asks and plain(words[-1]) in never_last and not _is_pair(words) and not _is_infinitive(words):
        words = words[:-1]
    return shortened(words) if any(len(token(word).core) >= LEAST_LETTERS for word in words) else ""


def _is_pair(words: Sequence[str]) -> bool:
    """`Før og efter`: two little words that are named themselves."""
    return len(words) == 3 and plain(words[1]) in ("og", "eller") and {plain(words[0]), plain(words[2])} <= PREPOSITIONS


def _is_infinitive(words: Sequence[str]) -> bool:
    """`Et godt sted at være`: with its `at` such a word stands for itself."""
    return len(words) > 2 and plain(words[-2]) == "at" and plain(words[-1]) in ("blive", "være", "have")


def shortened(words: Sequence[str]) -> str:
    """The words, or as many as are a title: up to a sign or before a word that begins another phrase, else to an ellipsis."""
    text = " ".join(words)
    if len(text) > LONGEST_TITLE:
        text = _cut(words) or text[: LONGEST_TITLE - 1].rstrip(" ,;:.–-") + "…"
    return _capital_first(text)


def _cut(words: Sequence[str]) -> str:
    """The longest beginning that stands alone, else as much as can be, with an ellipsis; empty where one word is too long."""
    whole, part = "", ""
    for left, right in pairwise(words):
        part_now = f"{part} {left}".strip()
        kept = part_now.rstrip(" ,;:.–-")
        if len(kept) + 1 > LONGEST_TITLE:
            break
        part = part_now
        if kept and plain(left) not in NEVER_LAST and break_cost(left, right) <= BEFORE_PREPOSITION:
            whole = kept
    return whole if len(whole) >= LEAST_WHOLE else part.rstrip(" ,;:.–-") + "…" * bool(part)


def distinct(titles: Sequence[str]) -> list[str]:
    """The titles, each once: of two that are the same the second one says so."""
    told: list[str] = []
    for title in titles:
        taken = {title_key(other) for other in told}
        told.append(next(name for name in _names(title) if title_key(name) not in taken))
    return told


def _names(title: str) -> Iterator[str]:
    """The title, and what it is called if there is one like it already."""
    yield title
    if title == "Spørgsmål":
        yield "Flere spørgsmål"
    room = LONGEST_TITLE - len(" (99)")
    yield from (f"{title[:room].rstrip()} ({number})" for number in count(2))


def is_rest(title: str) -> bool:
    """Whether a title names a break, in which nothing is said."""
    words = title_key(title).split()
    return len(words) <= 4 and not RESTS.isdisjoint(words)


def title_key(title: str) -> str:
    """What two titles have in common that nobody tells apart."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def _ordinary(text: str) -> str:
    """The text on one line, its letters composed, without signs that are not seen."""
    return " ".join(without_acting(unicodedata.normalize("NFC", text), " ").split())


def _capital_first(text: str) -> str:
    return text[:1].upper() + text[1:]
