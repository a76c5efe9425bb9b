"""One place for each point of the agenda, or none, in the agenda's order.

agenda   Velkommen · De fem faser · Spørgsmål                    the best way through all places
places   0:02        4:10  9:30     31:00  44:00
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vbn_video.plan.chapters.agenda.agenda_places import NEAR_US, AgendaPlace, is_clear_turn
from vbn_video.plan.chapters.chapter_evidence import ChapterSign

ELIMINATED = 0.6
"""How surely a point is where it must be, as all others are elsewhere."""


@dataclass(frozen=True)
class _Way:
    """The first points, each with its place or none."""

    score: float = 0.0
    until_us: int = -(1 << 62)
    """Where the last one that has a place begins."""
    places: tuple[AgendaPlace | None, ...] = ()


def in_order(places: Sequence[Sequence[AgendaPlace]]) -> list[AgendaPlace | None]:
    """One place for each point, or none, so that they ascend, each at another moment, and fit best in all."""
    ways: list[_Way] = [_Way()]
    for found in places:
        longer = [replace(way, places=(*way.places, None)) for way in ways]
        for place in found:
            before = [way for way in ways if way.until_us + NEAR_US <= place.at_us]
            if before:
                best = max(before, key=lambda way: way.score)
                longer.append(_Way(best.score + place.score, place.at_us, (*best.places, place)))
        ways = _undominated(longer)
    return list(max(ways, key=lambda way: way.score).places)


def by_elimination(chosen: Sequence[AgendaPlace | None], signs: Sequence[ChapterSign], begun_us: int) -> list[AgendaPlace | None]:
    """Points that are nowhere, in a stretch in which it is said just as often that something else comes: each has its turn."""
    placed = list(chosen)
    at = 0
    while at < len(placed):
        until = next((index for index in range(at, len(placed)) if placed[index] is not None), len(placed))
        if until > at:
            before, after = (placed[at - 1] if at else None), (placed[until] if until < len(placed) else None)
            from_us = before.at_us + NEAR_US if before else begun_us
            until_us = after.at_us - NEAR_US if after else 1 << 62
            turns = [sign for sign in signs if is_clear_turn(sign) and from_us < sign.at_us < until_us]
            if len(turns) == until - at:
                placed[at:until] = [AgendaPlace(sign.at_us, ELIMINATED, "agenda", sign.text) for sign in turns]
        at = until + 1
    return placed


def _undominated(ways: Sequence[_Way]) -> list[_Way]:
    """The Pareto front of (where it ends, how well it fits), by ascending ends."""
    kept: list[_Way] = []
    for way in sorted(ways, key=lambda way: (way.until_us, -way.score)):
        if not kept or way.score > kept[-1].score:
            kept.append(way)
    return kept
