"""Where a point of the agenda may begin: where a slide of that title comes up, or where it is said that it comes now."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from vbn_video.clock import US_PER_S
from vbn_video.plan.chapters.agenda.spoken_matches import find_mentions
from vbn_video.plan.chapters.chapter_evidence import CLEAR_TURN, ChapterSign
from vbn_video.plan.chapters.chapter_titles import is_rest
from vbn_video.plan.chapters.chapter_weights import WEIGHTS
from vbn_video.plan.chapters.shown_spans import HeardWord
from vbn_video.plan.danish.phonetics import edit_distance, phonetic_key
from vbn_video.plan.danish.rules.fillers import FUNCTION_WORDS
from vbn_video.plan.danish.tokens import word_set
from vbn_video.plan.meeting.phrase_index import mistakes_in

NEAR_US = 6 * US_PER_S
READ_ALOUD_US = 45 * US_PER_S
ANNOUNCED_US = 15 * US_PER_S
"""What is named so shortly after "på dagsordenen …" is read from it."""
READ_ALOUD = 3
"""So many points said within so long are the agenda read aloud, or the meeting summed up."""
UNSUPPORTED = 0.45
"""What a mention counts where nothing else tells that something new begins there …"""
FULL_SUPPORT = 2.4
"""… and the weight of the signs beside it from which on it counts in full."""
MEANT_BY: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (word_set("velkommen velkomst indledning introduktion"), frozenset({"greeting", "beginning"})),
    (word_set("spørgsmål debat diskussion dialog spørgerunde"), frozenset({"questions"})),
    (word_set("program dagsorden"), frozenset({"agenda read"})),
    (word_set("afrunding afslutning tak farvel opsamling"), frozenset({"goodbye"})),
)
"""Points that are named by what is done; the signs that mean them."""
LEAST_SHARED = 0.6
"""Two titles that have so many of their letters in words that are the same mean the same."""
LONG_WORD = 6
"""Letters of a word of a title that stands for all of it where it is said that it comes now."""
_PREFIX = re.compile(r"^(?:oplæg|indlæg|tema|emne|case|punkt(?: \d+)?|\d+\.?)\s*[:–-]\s*", re.IGNORECASE)
_PART = re.compile(r"\s*[:;–—,()/]\s*|\s+[-]\s+")


@dataclass(frozen=True)
class AgendaPlace:
    """A place where a point of the agenda may begin."""

    at_us: int
    """On the programme clock."""
    score: float
    """0 to 1: how well it fits."""
    kind: str
    text: str = ""


@dataclass(frozen=True)
class SpokenPoints:
    """Where the points of an agenda are said, but for where it is read aloud."""

    places: list[list[AgendaPlace]]
    """Of each point."""
    read_until_us: list[int] = field(default_factory=list)
    """The ends of what is read aloud, ascending."""


def said(titles: Sequence[str], words: Sequence[HeardWord], signs: Sequence[ChapterSign]) -> SpokenPoints:
    """The places at which each point is said; `signs`: what else tells that something begins, ascending."""
    phrases = [
        (index, phrase, share)
        for index, title in enumerate(titles)
        if not is_rest(title) and not _meant_kinds(title)
        for phrase, share in _phrases(title)
    ]
    found = find_mentions([phrase for _index, phrase, _share in phrases], words)
    mentions = sorted(
        (words[mention.first].start_us, words[mention.last].end_us, index, share * mention.likeness, mention.first, mention.last)
        for (index, _phrase, share), of_phrase in zip(phrases, found, strict=True)
        for mention in of_phrase
    )
    starts_us = [mention[0] for mention in mentions]
    points = SpokenPoints([[] for _ in titles])
    for at_us, end_us, index, like, first, last in mentions:
        around = slice(bisect_left(starts_us, at_us - READ_ALOUD_US), bisect_right(starts_us, at_us + READ_ALOUD_US))
        if _is_read_aloud(at_us, {other[2] for other in mentions[around]}, signs):
            points.read_until_us.append(end_us)
            continue
        beside = _beside(at_us, signs)
        support = min(1.0, UNSUPPORTED + (1 - UNSUPPORTED) * sum(WEIGHTS[kind] for kind in beside) / FULL_SUPPORT)
        text = " ".join(word.text for word in words[first : last + 1])
        points.places[index].append(AgendaPlace(min((at_us, *beside.values())), like * support, "agenda", text))
    return points


def shown(title: str, signs: Sequence[ChapterSign]) -> list[AgendaPlace]:
    """The places at which a slide of about that title comes up."""
    return [
        AgendaPlace(sign.at_us, min(1.0, 0.1 + like), "agenda", sign.title)
        for sign in signs
        if sign.kind == "slide title" and (like := named_in(title, sign.title)) > 0
    ]


def named_in(title: str, text: str) -> float:
    """How surely a text, such as the title of a slide, names a point of the agenda, 0 to 1."""
    return max((share * likeness(phrase, text) for phrase, share in _phrases(title)), default=0.0)


def meant(title: str, signs: Sequence[ChapterSign]) -> list[AgendaPlace]:
    """The places of a point that is named by what is done there: Velkomst, Spørgsmål, Afrunding."""
    kinds = _meant_kinds(title)
    return [AgendaPlace(sign.at_us, 0.8, "agenda", sign.text) for sign in signs if sign.kind in kinds]


def is_clear_turn(sign: ChapterSign) -> bool:
    """Whether it is surely said that something else comes."""
    return sign.kind == "transition" and sign.strength >= CLEAR_TURN


@lru_cache(maxsize=1 << 12)
def likeness(one: str, other: str) -> float:
    """How alike two titles sound, 0 to 1: whole against whole, or one in the words of the other."""
    keys = phonetic_key(one), phonetic_key(other)
    longest = max(map(len, keys))
    if not min(map(len, keys)):
        return 0.0
    mistakes = mistakes_in(longest)
    apart = edit_distance(*keys, mistakes)
    words = [set(map(phonetic_key, _content(text))) for text in (one, other)]
    shared = sum(len(key) for key in words[0] & words[1])
    overlap = 2 * shared / max(sum(len(key) for key in (*words[0], *words[1])), 1)
    return max(1 - apart / longest if apart <= mistakes else 0.0, overlap if overlap >= LEAST_SHARED else 0.0)


def _is_read_aloud(at_us: int, points: set[int], signs: Sequence[ChapterSign]) -> bool:
    """Whether a mention stands among those of other points: the agenda is read, or the meeting summed up."""
    announced = any(sign.kind == "agenda read" and 0 <= at_us - sign.at_us <= ANNOUNCED_US for sign in signs)
    turned = any(is_clear_turn(sign) and 0 <= at_us - sign.at_us <= NEAR_US for sign in signs)
    return len(points) >= READ_ALOUD or (announced and not turned)


def _beside(at_us: int, signs: Sequence[ChapterSign]) -> dict[str, int]:
    """The kinds of signs shortly before or at a moment, with the time of each."""
    return {sign.kind: sign.at_us for sign in signs if -NEAR_US <= sign.at_us - at_us <= NEAR_US / 2 and sign.kind in WEIGHTS}


def _meant_kinds(title: str) -> frozenset[str]:
    words = set(_content(title))
    return next((kinds for names, kinds in MEANT_BY if words & names and len(words) <= 2), frozenset())


@lru_cache(maxsize=1 << 8)
def _phrases(title: str) -> tuple[tuple[str, float], ...]:
    """(what may be said or shown for the point, how much it counts): its title, what stands in it for itself, its words."""
    whole = _PREFIX.sub("", title.strip())
    parts = [part for part in _PART.split(whole) if sum(map(len, _content(part))) >= 6] if _PART.search(whole) else []
    bare = " ".join(whole.split()[next((n for n, word in enumerate(whole.split()) if word.lower() not in FUNCTION_WORDS), 0) :])
    single = [word for word in _content(whole) if len(word) >= LONG_WORD]
    shares = {**dict.fromkeys(single, 0.65), bare: 0.95, **dict.fromkeys(parts, 0.9), whole: 1.0}
    return tuple((phrase, share) for phrase, share in shares.items() if phrase)


@lru_cache(maxsize=1 << 12)
def _content(text: str) -> tuple[str, ...]:
    """The words of a text that are not only grammar, in small letters."""
    return tuple(word for word in re.findall(r"\w+", text.lower()) if word not in FUNCTION_WORDS)
