"""Everything in the programme that tells where something new begins, but for the agenda."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from math import log2

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Slide, Voices
from vbn_video.plan.chapters.chapter_evidence import CLEAR_TURN, ChapterSign
from vbn_video.plan.chapters.chapter_titles import Spellings, is_rest, slide_title, title_key
from vbn_video.plan.chapters.shown_spans import HeardWord, ShownSpans
from vbn_video.plan.chapters.spoken_titles import object_of, title_of_sentence
from vbn_video.plan.danish.person_names import name_key
from vbn_video.plan.danish.phonetics import edit_distance, phonetic_key
from vbn_video.plan.danish.tokens import word_set
from vbn_video.plan.meeting.phrase_marks import PhraseMark
from vbn_video.plan.meeting.turns import Turns

SHOWN_US = 3 * US_PER_S
"""A slide of which less than this is left in the programme is none that a chapter could be called by."""
LONG_SHOWN_US = 120 * US_PER_S
LONG_SHOWN = 0.25
"""What a slide counts more that is shown for `LONG_SHOWN_US` and longer."""
LONGEST_PAUSE = 3.0
LEADING = 0.7
"""Share of the talk of a main speaker."""
ENDING = 0.75
"""Share of the programme after which thanks are those at the end."""
OPENING = ("greeting", "beginning")
OPENING_US, BEGINNING = 300 * US_PER_S, 0.25
"""So long after the talk's beginning, and within that share of the programme, a greeting opens it; a later one is misheard, or
meant for a speaker."""
MAIN_US = 30 * US_PER_S
"""For how long before and after the change."""
TAKES_WORD_US = US_PER_S
"""Who says less takes no word."""
LEAST_LIKE, CLEARLY_LIKE = 0.8, 0.9
"""How much what was heard sounds like a phrase from which on it counts, and from which on it counts in full."""
BREAK_US, BREAK_BEFORE_US = 10 * US_PER_S, 10 * US_PER_S
"""Somebody is back where nobody spoke for so long, or a piece was cut out, so shortly before."""
LOOKED_AT = 24
"""Words after a mark or a rest in which a title is looked for."""
_ANSWERED = frozenset(map(phonetic_key, ("godt", "gode", "fint", "relevant")))
ANSWERED = 0.3
"""What "det er et godt spørgsmål" counts: there one is answered, and nothing begins."""
AGENDA_SLIDE = word_set(
    """program programmet dagsorden dagsordenen agenda agendaen indhold indholdet plan planen køreplan køreplanen emner emnerne
    punkter punkterne oversigt overblik"""
)
"""A slide is called so that lists what is to come …"""
OF_TODAY = word_set(
    """for i til på over dag dagen dagens aften aftenen aftenens formiddagen eftermiddagen møde mødet mødets modet os vores vi
    skal nå"""
)
"""… with nothing beside it but these: "Plan for mødet", but not "Plan for salget"."""
GOODBYES = ("tak for ", "mange tak", "tusind tak", "på gensyn", "pa gensyn", "farvel og tak")
GOODBYE_SLIDE = frozenset(("tak", "slut", "the end", "vi ses", "farvel", "kom godt hjem", "god weekend", "hav en god dag"))
QUESTION_SLIDE = word_set("spørgsmål sporgsmal debat diskussion")
KINDS = {
    "transition": "transition",
    "questions": "questions",
    "return": "return",
    "agenda": "agenda read",
    "greeting": "greeting",
    "beginning": "beginning",
    "thanks": "goodbye",
    "goodbye": "goodbye",
}
NEUTRAL = {
    "questions": "Spørgsmål",
    "return": "Efter pausen",
    "agenda read": "Program",
    "goodbye": "Afrunding",
    "speaker": "Oplæg",
    "greeting": "Velkommen",
    "beginning": "Indledning",
}
"""What a moment is called by what happens there, in the language of the meeting."""


def slide_signs(
    slides: Sequence[Slide],
    shown: ShownSpans,
    spellings: Spellings,
    *,
    listing: Mapping[int, float],
    hidden: Collection[str],
) -> Iterator[ChapterSign]:
    """A sign for each slide of another title than the one before; one begun in what is cut begins where it is seen first.

    `listing`: how surely a slide lists what is to come, by its start. Where such a slide comes up again, the next point does.
    """
    last_us = max((part.start_us + part.duration_us for part in shown.timeline.parts), default=0)
    showing, agenda_read = "", False
    for slide, following in zip_longest(slides, slides[1:]):
        spans = shown.spans(slide.start_us, following.start_us if following else last_us)
        shown_us = sum(end_us - start_us for start_us, end_us in spans)
        if shown_us < SHOWN_US:
            continue
        title = slide_title(slide.title or "", spellings)
        title = "" if names_somebody(title, hidden) or is_rest(title) else title
        at_us = spans[0][0]
        listed = listing.get(slide.start_us, 0.0)
        kind = "agenda read" if title and listed else slide_kind(title)
        if kind == "agenda read" and agenda_read:
            yield ChapterSign(at_us, "slide")
        elif title and kind != "slide title":
            agenda_read = agenda_read or kind == "agenda read"
            yield ChapterSign(at_us, kind, "", title, listed or 1.0)
        elif title and title_key(title) != showing:
            strength = 1 + LONG_SHOWN * min(1.0, shown_us / LONG_SHOWN_US)
            yield ChapterSign(at_us, "slide title", title, title, strength)
        elif not title:
            yield ChapterSign(at_us, "slide")
        showing = title_key(title) or showing


def slide_kind(title: str) -> str:
    """What a slide tells that names no topic: the agenda, the thanks at the end, that there may be questions."""
    words = set(title_key(title).split())
    if words & AGENDA_SLIDE and words <= AGENDA_SLIDE | OF_TODAY:
        return "agenda read"
    if words & QUESTION_SLIDE and len(words) <= 3:
        return "questions"
    return "goodbye" if title_key(title) in GOODBYE_SLIDE or title_key(title).startswith(GOODBYES) else "slide title"


def mark_signs(
    marks: Sequence[PhraseMark], words: Sequence[HeardWord], shown: ShownSpans, spellings: Spellings, hidden: Collection[str]
) -> Iterator[ChapterSign]:
    """A sign for each phrase that tells of the meeting's course, with what it says that comes now."""
    starts_us = [word.start_us for word in words]
    for mark in marks:
        start_us, end_us = shown.place(mark.start_us), shown.place(max(mark.end_us - 1, mark.start_us))
        kind = KINDS.get(mark.kind)
        strength = mark.strength * min(1.0, (mark.likeness - LEAST_LIKE) / (CLEARLY_LIKE - LEAST_LIKE))
        if start_us is None or end_us is None or kind is None or strength <= 0:
            continue
        if kind == "questions" and _is_answered(mark.text):
            strength *= ANSWERED
        if kind == "goodbye" and start_us < ENDING * shown.timeline.duration_us:
            continue
        if kind in OPENING and start_us > shown.timeline.talk_us[0] + min(OPENING_US, BEGINNING * shown.timeline.duration_us):
            continue
        if kind == "return" and not _after_a_break(start_us, words, shown.timeline.joins_us):
            continue
        title = ""
        if kind == "transition" and strength >= CLEAR_TURN:
            title = object_of(words[bisect_right(starts_us, end_us) :][:LOOKED_AT], spellings)
            title = "" if names_somebody(title, hidden) else title
        yield ChapterSign(start_us, kind, title, mark.text, strength)


def _is_answered(text: str) -> bool:
    """Whether a question is called good, heard with a fault or none."""
    return any(edit_distance(phonetic_key(word), good, 1) <= 1 for word in text.split() for good in _ANSWERED if len(word) > 2)


def _after_a_break(at_us: int, words: Sequence[HeardWord], joins_us: Sequence[int]) -> bool:
    """Whether something was cut out shortly before, or nobody spoke for long."""
    if any(0 <= at_us - join_us <= BREAK_BEFORE_US for join_us in joins_us[1:]):
        return True
    before = [word.end_us for word in words if at_us - BREAK_BEFORE_US <= word.start_us < at_us]
    resumed_us = next((word.start_us for word in words if word.start_us >= at_us - BREAK_BEFORE_US), at_us)
    last_us = max((word.end_us for word in words if word.start_us < resumed_us), default=0)
    return resumed_us - last_us >= BREAK_US or (not before and at_us - last_us >= BREAK_US)


def pause_signs(
    words: Sequence[HeardWord], joins_us: Sequence[int], pause_us: int, spellings: Spellings, hidden: Collection[str]
) -> Iterator[ChapterSign]:
    """A sign for each place where somebody speaks again after a rest, or after a cut."""
    for index, (left, right) in enumerate(pairwise(words), 1):
        rest_us = right.start_us - left.end_us
        cut = any(left.end_us <= join_us <= right.start_us for join_us in joins_us)
        if rest_us < pause_us and not cut:
            continue
        title = title_of_sentence(words[index : index + LOOKED_AT], spellings)
        title = "" if names_somebody(title, hidden) else title
        if rest_us >= pause_us:
            yield ChapterSign(right.start_us, "pause", title, strength=min(LONGEST_PAUSE, 1 + log2(rest_us / pause_us)))
        if cut:
            yield ChapterSign(right.start_us, "cut", title)


def speaker_signs(voices: Voices, shown: ShownSpans) -> Iterator[ChapterSign]:
    """A sign where another main speaker takes the word: one leads the minute before, another one the minute after."""
    turns = Turns(voices)
    if not voices.turns:
        return
    last_us = -MAIN_US
    for before, turn in pairwise(turns.turns):
        if turn.voice == before.voice or turn.start_us < last_us + MAIN_US or turn.end_us - turn.start_us < TAKES_WORD_US:
            continue
        after = turns.within(turn.start_us, turn.start_us + MAIN_US)
        if after is None or after.leader != turn.voice or (after.leading_share or 0) < LEADING:
            continue
        before_it = turns.within(turn.start_us - MAIN_US, turn.start_us)
        other = before_it is None or before_it.leader != turn.voice
        at_us = shown.place(turn.start_us)
        if other and at_us is not None:
            last_us = turn.start_us
            yield ChapterSign(at_us, "speaker", strength=after.leading_share or 0)


def names_somebody(title: str, hidden: Collection[str]) -> bool:
    """Whether a word of the title is a part of a name that may not be shown (`name_key`)."""
    return bool(hidden) and not set(name_key(title)).isdisjoint(hidden)
