"""The chapters of a programme: all that tells where something new begins, weighed in one choice.

The agenda, the slides, what is said, who speaks and where speech rests give signs (`chapter_signs.py`, `agenda/`);
those of one moment are one candidate (`chapter_candidates.py`); the best set of these becomes the chapters
(`chapter_choice.py`). Every candidate is kept with what spoke for it, chosen or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vbn_video.clock import US_PER_S, us
from vbn_video.decisions import Chapter
from vbn_video.evidence import Word
from vbn_video.plan.chapters.agenda.agenda_signs import (
    INTRODUCTION_US,
    PlannedPoints,
    agenda_signs,
    introduced_topic,
    kept_points,
)
from vbn_video.plan.chapters.agenda.agenda_slides import agenda_slides
from vbn_video.plan.chapters.chapter_candidates import gather, support_of
from vbn_video.plan.chapters.chapter_choice import choose
from vbn_video.plan.chapters.chapter_evidence import NO_EVIDENCE, ChapterCandidate, ChapterEvidence, ChapterSign, ChapterSource
from vbn_video.plan.chapters.chapter_rules import SHORT_PROGRAMME_US, SHORTEST_US
from vbn_video.plan.chapters.chapter_signs import NEUTRAL, mark_signs, pause_signs, slide_signs, speaker_signs
from vbn_video.plan.chapters.chapter_titles import Spellings, agenda_title, distinct, title_key
from vbn_video.plan.chapters.chapter_weights import CHAPTER, LEAST_IN_ALL, LEAST_UNNAMED, UNNAMED
from vbn_video.plan.chapters.shown_spans import HeardWord, ShownSpans
from vbn_video.plan.chapters.spoken_titles import title_of_sentence
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import PhraseMark
from vbn_video.plan.slide_words.shown_slides import shown_slides
from vbn_video.plan.slide_words.slide_spelling import spell_slides
from vbn_video.settings.lexicon.danish_lexicon import Knows
from vbn_video.settings.meeting import AgendaItem
from vbn_video.settings.preset import ChapterSettings
from vbn_video.timeline import Timeline

OPENING_US = 20 * US_PER_S
"""What tells of the first chapter: the signs until so long after the talk's beginning."""
AT_ONCE_US = 10 * US_PER_S
"""A point of the agenda that begins until so long after the talk's beginning is what the programme begins with."""
OPENED_BY: tuple[tuple[str, ChapterSource], ...] = (
    ("agenda", "agenda"),
    ("agenda time", "agenda"),
    ("greeting", "spoken"),
    ("slide title", "slide"),
    ("beginning", "spoken"),
)
"""What names the first chapter, in the order of trust."""
UNNAMED_OPENING = "Indledning"
PART = "Del {number}"


@dataclass(frozen=True)
class ChapterWording:
    """How chapters may be called."""

    known: tuple[str, ...] = ()
    """Names and terms that are spelled so: those of the word lists, of the meeting's people and its agenda."""
    lexicon: Knows | None = None
    """Which words exist; None where nothing tells."""
    hidden: frozenset[str] = frozenset()
    """The words (as in `name_key`) of the names of people who may not be named."""


@dataclass(frozen=True)
class ChapterPlan:
    """The chapters, and every moment that could have been one."""

    chapters: tuple[Chapter, ...] = ()
    evidence: ChapterEvidence = NO_EVIDENCE
    unused: tuple[str, ...] = ()
    """Points of the agenda of which something is kept, and which have no chapter."""


def plan_chapters(
    meeting: MeetingEvidence,
    *,
    written: Sequence[Word],
    marks: Sequence[PhraseMark],
    timeline: Timeline,
    settings: ChapterSettings,
    agenda: Sequence[AgendaItem],
    timezone: str,
    wording: ChapterWording,
) -> ChapterPlan:
    """The programme's chapters; none where three cannot be had.

    `written`: the words as captions write them; `marks`: the phrases in them that tell of the meeting's course. Nothing that is
    cut out, covered by a card or silenced gives a chapter its place or its title.
    """
    if not settings.enabled or timeline.duration_us < SHORT_PROGRAMME_US:
        return ChapterPlan()
    shown = ShownSpans(timeline)
    words = shown.heard(written)
    points = PlannedPoints.of(agenda, timezone, timeline, meeting.marks)
    spellings = Spellings.of([word.text for word in words], (*wording.known, *(item.title for item in agenda)), wording.lexicon)
    told = shown_slides(meeting.slides, meeting.duration_us, timeline.plan)
    listing = agenda_slides(told, [item.title for item in points.items])
    titled = [replace(slide, text=slide.title) for slide in told]
    spelled = spell_slides(titled, meeting.words, meeting.duration_us, wording.lexicon)
    signs = [
        *slide_signs(spelled, shown, spellings, listing=listing, hidden=wording.hidden),
        *mark_signs(marks, words, shown, spellings, wording.hidden),
        *speaker_signs(meeting.voices, shown),
        *pause_signs(words, timeline.joins_us, us(settings.pause_s), spellings, wording.hidden),
    ]
    signs.sort(key=lambda sign: sign.at_us)
    signs += agenda_signs(points, shown, words, signs) if points.items else introduced_topic(signs, timeline)
    shortest_us = max(SHORTEST_US, us(settings.minimum_s))
    later = [one for one in gather(signs, words, timeline.duration_us) if one.start_us >= shortest_us]
    candidates = [_opening(signs, words, timeline, spellings), *later]
    eligible = [index for index, one in enumerate(candidates) if index == 0 or one.title or one.weight >= LEAST_UNNAMED]
    chosen = choose(
        [candidates[index].start_us for index in eligible],
        [_worth(candidates[index]) for index in eligible],
        [title_key(candidates[index].title) for index in eligible],
        duration_us=timeline.duration_us,
        shortest_us=shortest_us,
        at_most=settings.at_most,
    )
    if sum(candidates[eligible[number]].weight for number in chosen[1:]) < LEAST_IN_ALL:
        chosen = ()
    evidence = ChapterEvidence(_named(candidates, [eligible[number] for number in chosen]))
    chapters = tuple(Chapter(one.start_us, one.title) for one in evidence.candidates if one.chosen)
    titles = {chapter.title for chapter in chapters}
    kept = kept_points(points, shown)
    return ChapterPlan(chapters, evidence, tuple(item.title for item in kept if agenda_title(item.title) not in titles))


def _opening(
    signs: Sequence[ChapterSign], words: Sequence[HeardWord], timeline: Timeline, spellings: Spellings
) -> ChapterCandidate:
    """The first chapter: at 0:00, called by what tells of the talk's beginning."""
    at_once_us, near_us = timeline.talk_us[0] + AT_ONCE_US, timeline.talk_us[0] + OPENING_US
    near = [sign for sign in sorted(signs, key=lambda sign: sign.at_us) if sign.at_us <= near_us]
    soon = {title_key(sign.title) for sign in signs if at_once_us < sign.at_us <= at_once_us + INTRODUCTION_US}
    by_kind = {sign.kind: sign for sign in reversed(near) if sign.kind != "slide title" or title_key(sign.title) not in soon}
    title, named = UNNAMED_OPENING, None
    source: ChapterSource = "opening"
    for kind, of_it in OPENED_BY:
        first = by_kind.get(kind)
        if first and (of_it != "agenda" or first.at_us <= at_once_us):
            title, source, named = first.title or NEUTRAL[kind], of_it, first
            break
    else:
        quoted = title_of_sentence(words[:24], spellings)
        title, source = (quoted, "spoken") if quoted else (title, source)
    return ChapterCandidate(0, title, source, support_of([sign for sign in near if sign.at_us <= at_once_us or sign is named]))


def _worth(candidate: ChapterCandidate) -> float:
    return candidate.weight + CHAPTER + (0 if candidate.title else UNNAMED)


def _named(candidates: Sequence[ChapterCandidate], chosen: Sequence[int]) -> tuple[ChapterCandidate, ...]:
    """The candidates, of which the chosen ones have the titles that they have as chapters: each once, none empty."""
    titles = [candidates[index].title or PART.format(number=number) for number, index in enumerate(chosen, 1)]
    named = dict(zip(chosen, distinct(titles), strict=True))
    return tuple(replace(one, title=named.get(index, one.title), chosen=index in named) for index, one in enumerate(candidates))
