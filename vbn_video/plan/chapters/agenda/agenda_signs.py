"""A sign of a chapter for each point of the agenda whose beginning is known: said, shown, or planned for then."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from vbn_video.clock import US_PER_S
from vbn_video.evidence import MeetingMarks
from vbn_video.plan.chapters.agenda.agenda_order import by_elimination, in_order
from vbn_video.plan.chapters.agenda.agenda_places import AgendaPlace, is_clear_turn, meant, said
from vbn_video.plan.chapters.agenda.agenda_places import shown as shown_places
from vbn_video.plan.chapters.chapter_evidence import ChapterSign
from vbn_video.plan.chapters.chapter_titles import agenda_title, is_rest
from vbn_video.plan.chapters.shown_spans import HeardWord, ShownSpans, sentence_starts_us
from vbn_video.plan.meeting.planned_times import planned_us
from vbn_video.settings.meeting import AgendaItem
from vbn_video.timeline import Timeline

PUNCTUAL_US = 240 * US_PER_S
"""How far a point begins from its planned time, usually …"""
AT_MOST_LATE_US = 900 * US_PER_S
"""… and at most."""
BY_TIME = 0.35
"""How surely a point begins at its planned time, where nothing else tells of it."""
LEAST = 0.4
"""A match that counts less is none."""
FIRST_UNSAID = 0.5
"""How surely the first point, where it is neither said nor shown, is what the programme begins with, or what follows on the
agenda that is read …"""
FIRST_TAKEN = 0.8
"""… and where another speaker takes the word after the introduction."""
INTRODUCTION_US, INTRODUCTION = 300 * US_PER_S, 0.25
"""The agenda is read within so long after the beginning, and within that share of the programme."""
TITLE_US = 10 * US_PER_S
"""A slide that comes up so soon is the meeting's title, though the first point be called the same: where somebody else takes the
word for that, it begins there."""
READ = 0.4
"""Strength of what tells that the agenda is read."""
TITLE_AND_AGENDA = 2
"""Slides of the introduction."""
NOT_YET_US = 15 * US_PER_S
"""Whoever takes the word so soon after the talk's beginning is still introducing."""
FIRST_WITHIN_US = 60 * US_PER_S
HANDED_OVER_US = 20 * US_PER_S
"""So long after the agenda's last point is read the first one has begun."""
TAKES_OVER = ("transition", "speaker", "slide title", "pause", "slide")
"""What tells that the introduction is over."""


@dataclass(frozen=True)
class PlannedPoints:
    """The points of the agenda that have a title, and when each was to begin."""

    items: tuple[AgendaItem, ...]
    times_us: tuple[int | None, ...]
    """On the recording's clock; None where a point has no time, or it is not known where in the recording that is."""

    @classmethod
    def of(cls, agenda: Sequence[AgendaItem], timezone: str, timeline: Timeline, marks: MeetingMarks) -> PlannedPoints:
        """From the agenda as it is written.

        Raises:
            zoneinfo.ZoneInfoNotFoundError: there is no such time zone.
        """
        items = tuple(item for item in agenda if item.title.strip())
        return cls(items, tuple(planned_us(item, timezone, timeline, marks) for item in items))


def agenda_signs(
    points: PlannedPoints, shown: ShownSpans, words: Sequence[HeardWord], signs: Sequence[ChapterSign]
) -> list[ChapterSign]:
    """A sign for each point whose beginning is known; `signs`: everything else that tells where something begins, ascending."""
    items, times_us = points.items, points.times_us
    order = sorted(range(len(items)), key=lambda index: _order(times_us, index))
    ends_us = _ends_us(times_us, shown.timeline)
    spoken = said([item.title for item in items], words, signs)
    begun_us = introduced_us(signs, shown.timeline)
    read_us = max((end_us for end_us in spoken.read_until_us if end_us <= _latest_us(shown.timeline)), default=0)
    places = []
    for index in order:
        item, at_us = items[index], times_us[index]
        found = [] if is_rest(item.title) else [*spoken.places[index], *shown_places(item.title, signs)]
        found = [place for place in found if place.at_us >= begun_us] + ([] if is_rest(item.title) else meant(item.title, signs))
        if at_us is not None:
            kept = shown.spans(at_us, ends_us[index])
            found = [one for one in (_punctual(place, at_us, shown.timeline) for place in found) if one]
            found += [AgendaPlace(kept[0][0], BY_TIME, "agenda time")] if kept else []
        elif index == order[0] and all(other is None for other in times_us) and not is_rest(item.title):
            taken = unsaid(begun_us, read_us, words, signs, shown.timeline.talk_us[0])
            if any(place.score >= FIRST_TAKEN for place in taken):
                found = [place for place in found if place.at_us > shown.timeline.talk_us[0] + TITLE_US]
            found += taken
        places.append([place for place in found if place.kind == "agenda time" or place.score >= LEAST])
    chosen = by_elimination(in_order(places), signs, begun_us)
    return [
        ChapterSign(place.at_us, place.kind, agenda_title(items[index].title), place.text, _strength(place))
        for index, place in zip(order, chosen, strict=True)
        if place is not None
    ]


def introduced_topic(signs: Sequence[ChapterSign], timeline: Timeline) -> list[ChapterSign]:
    """Where there is no agenda: the title slide names what begins once the meeting is introduced and another takes the word."""
    begun_us = introduced_us(signs, timeline)
    title = next((sign for sign in signs if sign.kind == "slide title" and sign.at_us <= begun_us), None)
    places = unsaid(begun_us, 0, (), signs, timeline.talk_us[0])
    return [ChapterSign(place.at_us, "slide title", title.title, title.text) for place in places if title and place.at_us]


def introduced_us(signs: Sequence[ChapterSign], timeline: Timeline) -> int:
    """Until when its title and its agenda are shown and read, and no point has begun; 0 where they are not.

    What is shown after the title, before another speaker takes the word, is the agenda, whatever it is called.
    """
    early = [sign for sign in signs if sign.at_us <= _latest_us(timeline)]
    read_us = max((sign.at_us for sign in early if sign.kind == "agenda read" and sign.strength >= READ), default=0)
    not_yet_us = max(read_us, timeline.talk_us[0] + NOT_YET_US)
    taken_us = next((sign.at_us for sign in early if sign.kind == "speaker" and sign.at_us > not_yet_us), 0)
    shown_us = [sign.at_us for sign in early if sign.kind == "slide title" and sign.at_us < taken_us]
    return max(read_us, shown_us[-1] if len(shown_us) == TITLE_AND_AGENDA else 0)


def unsaid(
    begun_us: int, read_us: int, words: Sequence[HeardWord], signs: Sequence[ChapterSign], talk_us: int
) -> list[AgendaPlace]:
    """The place of a first point that is neither said nor shown.

    Where another speaker takes over after the introduction, which the agenda is read in from `begun_us` until `read_us`, else
    with the sentence after that; where there is no introduction, with the programme. The talk begins at `talk_us`.
    """
    until_us = read_us + HANDED_OVER_US if read_us > begun_us else begun_us + FIRST_WITHIN_US
    after = [sign for sign in signs if begun_us < sign.at_us <= until_us and _takes_over(sign)]
    after = [sign for sign in after if begun_us or sign.kind != "speaker" or sign.at_us > talk_us + NOT_YET_US]
    taken = [sign for sign in after if sign.kind in ("transition", "speaker")]
    if taken:
        first = min(taken, key=lambda sign: sign.at_us)
        return [AgendaPlace(first.at_us, FIRST_TAKEN, "agenda", first.text)]
    if read_us:
        starts_us = sentence_starts_us(words)
        following = starts_us[bisect_left(starts_us, read_us) :][:1]
        return [AgendaPlace(at_us, FIRST_UNSAID, "agenda") for at_us in following]
    if begun_us:
        return [AgendaPlace(sign.at_us, FIRST_UNSAID, "agenda", sign.text) for sign in after[:1]]
    return [AgendaPlace(0, FIRST_UNSAID, "agenda")]


def kept_points(points: PlannedPoints, shown: ShownSpans) -> list[AgendaItem]:
    """The points of which something is kept, as far as their times tell."""
    ends_us = _ends_us(points.times_us, shown.timeline)
    return [
        item
        for item, at_us, end_us in zip(points.items, points.times_us, ends_us, strict=True)
        if at_us is None or shown.spans(at_us, end_us)
    ]


def _takes_over(sign: ChapterSign) -> bool:
    return sign.kind in TAKES_OVER and (sign.kind != "transition" or is_clear_turn(sign))


def _latest_us(timeline: Timeline) -> int:
    return timeline.plan.intro_us + min(INTRODUCTION_US, round(INTRODUCTION * timeline.duration_us))


def _order(times_us: Sequence[int | None], index: int) -> tuple[int, int]:
    """By the planned time, of those without one by that of the last one before that has one."""
    known = [at_us for at_us in times_us[: index + 1] if at_us is not None]
    own_us = times_us[index]
    return (own_us if own_us is not None else max(known, default=-(1 << 62)), index)


def _ends_us(times_us: Sequence[int | None], timeline: Timeline) -> list[int]:
    """Until when each point is planned: the next one's time, at last the recording's end."""
    last_us = max((part.start_us + part.duration_us for part in timeline.parts), default=0)
    ascending = sorted(at_us for at_us in times_us if at_us is not None)
    return [0 if at_us is None else next((later_us for later_us in ascending if later_us > at_us), last_us) for at_us in times_us]


def _punctual(place: AgendaPlace, at_us: int, timeline: Timeline) -> AgendaPlace | None:
    """The place of a point that has a time: the nearer to it, the better; None if it is too far from it."""
    place_us = timeline.recording_from_programme(max(place.at_us, timeline.plan.intro_us))
    late_us = abs((place_us if place_us is not None else at_us) - at_us)
    if late_us > AT_MOST_LATE_US:
        return None
    near = exp(-((late_us / PUNCTUAL_US) ** 2) / 2)
    return AgendaPlace(place.at_us, min(1.0, place.score * (0.4 + 0.6 * near)), place.kind, place.text)


def _strength(place: AgendaPlace) -> float:
    return 1.0 if place.kind == "agenda time" else place.score
