"""Chapters that a person has edited, placed in another cut.

    chapters.vtt and homes, in the old cut ──merge_edits──► homes ──place_chapters──► chapters in the new cut

A chapter's home is the stretch of the recording that it is about. Only the person's edits change homes; a cut decides what of
each is seen. So the same homes in the same cut are the same chapters, whatever cuts there were in between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from vbn_video.clock import US_PER_MS, nearest
from vbn_video.codec import End, FromSeconds, Start, ToSeconds
from vbn_video.decisions import Chapter
from vbn_video.timeline import Timeline

AFTER_ALL_US = 1_000 * 3_600 * 1_000_000
"""Where the last chapter's home ends, on the recording's clock: after any recording."""


@dataclass(frozen=True)
class ChapterHome:
    """What a chapter is about: [start, end) on the recording's clock; empty for a chapter that stands over a bumper only."""

    title: str
    start_us: Start
    end_us: End
    intro_us: Annotated[int | None, Field(alias="intro"), FromSeconds, ToSeconds] = None
    """How far into the intro it begins, if it does; 0 for a chapter at 0:00."""
    outro_us: Annotated[int | None, Field(alias="outro"), FromSeconds, ToSeconds] = None
    """How far into the outro it begins, if it does."""
    opens: bool = False
    """Whether all talk before `start_us` that a wider cut brings back belongs to it, too."""

    @property
    def order(self) -> tuple[float, ...]:
        """Chapters in the order of the recording; those over the intro before one that begins with the talk."""
        return (self.start_us, AFTER_ALL_US if self.intro_us is None else self.intro_us, self.outro_us or 0)


@dataclass(frozen=True)
class ChapterHomes:
    """The homes of all chapters of a file, ascending by `order`, be they seen in the present cut or not."""

    homes: tuple[ChapterHome, ...] = ()
    begins_at_0: bool = False
    """Whether the person's chapters begin at 0:00; then the first one does so in every cut."""


@dataclass(frozen=True)
class PlacedChapters:
    """The homes as they are seen in one cut."""

    chapters: tuple[Chapter, ...]
    """Ascending, on whole milliseconds, inside the programme."""
    homes: tuple[ChapterHome, ...]
    """The home of each of `chapters`."""
    without_place: tuple[ChapterHome, ...]


def place_chapters(homes: ChapterHomes, timeline: Timeline) -> PlacedChapters:
    """Each chapter at the first kept moment of its home; without a place where all of it is cut."""
    placed: list[tuple[Chapter, ChapterHome]] = []
    without: list[ChapterHome] = []
    talk_began = False
    for home in homes.homes:
        from_us = min(0, home.start_us) if home.opens else home.start_us
        kept = timeline.programme_spans(from_us, home.end_us)
        start_us = _start_us(home, kept, timeline, over_intro=not talk_began)
        if start_us is None or start_us >= timeline.duration_us or (placed and start_us <= placed[-1][0].start_us):
            without.append(home)
            continue
        talk_began = talk_began or bool(kept)
        first_at_0 = homes.begins_at_0 and not placed
        placed.append((Chapter(0 if first_at_0 else start_us, home.title), home))
    return PlacedChapters(tuple(chapter for chapter, _home in placed), tuple(home for _chapter, home in placed), tuple(without))


def _start_us(home: ChapterHome, kept: Sequence[tuple[int, int]], timeline: Timeline, *, over_intro: bool) -> int | None:
    """Where the chapter begins in the programme; None where nothing of it is there. `kept`: of its home, in the programme."""
    over_bumper_only = home.start_us >= home.end_us
    if (kept or over_bumper_only) and over_intro and home.intro_us is not None and home.intro_us < timeline.plan.intro_us:
        return home.intro_us
    if kept:
        return _on_milliseconds(kept[0][0])
    return _on_milliseconds(timeline.talk_us[1] + home.outro_us) if home.outro_us is not None else None


def _on_milliseconds(at_us: int) -> int:
    return nearest(at_us, US_PER_MS) * US_PER_MS


def merge_edits(chapters: Sequence[Chapter], homes: ChapterHomes, timeline: Timeline) -> ChapterHomes:
    """The homes after a person has edited the file of the cut of `timeline`: `place_chapters` gives `chapters` for them there.

    A chapter that stands where the cut had put it keeps its home; one that was moved or is new has its home where it stands. One
    that is no longer in the file has none, and what it was about belongs to the chapter before it.
    """
    chapters = sorted(chapters, key=lambda chapter: chapter.start_us)
    before = place_chapters(homes, timeline)
    unmoved = dict(_match(chapters, before))
    moved_from_or_to_0 = _begins_at_0(chapters) != _begins_at_0(before.chapters)
    begins_at_0 = _begins_at_0(chapters) if moved_from_or_to_0 else homes.begins_at_0
    merged = ChapterHomes(_edited_homes(chapters, homes, before.homes, unmoved, timeline), begins_at_0)
    merged = _without_revealed(merged, chapters, timeline)
    if place_chapters(merged, timeline).chapters == tuple(chapters):
        return merged
    anew = ChapterHomes(_edited_homes(chapters, homes, before.homes, {}, timeline), _begins_at_0(chapters))
    return _without_revealed(anew, chapters, timeline)


def _without_revealed(homes: ChapterHomes, chapters: Sequence[Chapter], timeline: Timeline) -> ChapterHomes:
    """The homes without those that had no place, as another chapter stood there, and would be seen now that it is deleted."""
    while True:
        placed = place_chapters(homes, timeline)
        revealed = {home for chapter, home in zip(placed.chapters, placed.homes, strict=True) if chapter not in chapters}
        if not revealed:
            return homes
        left: list[ChapterHome] = []
        for home in homes.homes:
            if home not in revealed:
                left.append(home)
            elif left and left[-1].end_us == home.start_us:
                left[-1] = replace(left[-1], end_us=home.end_us, opens=left[-1].opens or home.opens)
        homes = replace(homes, homes=tuple(left))


def _begins_at_0(chapters: Sequence[Chapter]) -> bool:
    return bool(chapters) and chapters[0].start_us == 0


def _match(chapters: Sequence[Chapter], before: PlacedChapters) -> Iterator[tuple[Chapter, ChapterHome]]:
    """(chapter, home) of those that stand where they were placed. One whose title is elsewhere now was moved, not renamed."""
    left = dict(zip(before.chapters, before.homes, strict=True))
    same = [chapter for chapter in chapters if chapter in left]
    yield from ((chapter, left.pop(chapter)) for chapter in dict.fromkeys(same))
    others = [chapter for chapter in chapters if chapter not in same]
    titles = {chapter.title for chapter in others}
    renamed = {placed.start_us: home for placed, home in left.items() if placed.title not in titles}
    yield from ((chapter, renamed.pop(chapter.start_us)) for chapter in others if chapter.start_us in renamed)


def _edited_homes(
    chapters: Sequence[Chapter],
    homes: ChapterHomes,
    placed: Sequence[ChapterHome],
    unmoved: dict[Chapter, ChapterHome],
    timeline: Timeline,
) -> tuple[ChapterHome, ...]:
    """The homes of `homes` but for the `placed` ones that are not `unmoved`, and one for each chapter that is not unmoved."""
    titles = {home: chapter.title for chapter, home in unmoved.items()}
    edited: list[ChapterHome] = []
    standing = False
    for home in homes.homes:
        if home not in placed or home in titles:
            standing = home in placed
            edited.append(replace(home, title=titles.get(home, home.title)))
        elif standing and edited[-1].end_us == home.start_us:
            edited[-1] = replace(edited[-1], end_us=home.end_us, opens=edited[-1].opens or home.opens)
    for chapter in chapters:
        if chapter not in unmoved:
            _insert(edited, _home_at(chapter, timeline))
    return tuple(edited)


def _home_at(chapter: Chapter, timeline: Timeline) -> ChapterHome:
    """The home of a chapter that stands there in the programme; its end is not known yet."""
    if chapter.start_us == 0 or chapter.start_us < timeline.plan.intro_us:
        return ChapterHome(chapter.title, timeline.plan.kept[0].start_us, AFTER_ALL_US, intro_us=chapter.start_us)
    at_us = timeline.recording_from_programme(chapter.start_us)
    if at_us is None:
        return ChapterHome(chapter.title, AFTER_ALL_US, AFTER_ALL_US, outro_us=chapter.start_us - timeline.talk_us[1])
    return ChapterHome(chapter.title, at_us, AFTER_ALL_US)


def _insert(homes: list[ChapterHome], new: ChapterHome) -> None:
    """Put a home among the others; it takes the rest of the one that it begins in."""
    if _opens_instead(homes, new):
        homes[:] = [replace(home, opens=False) for home in homes]
        new = replace(new, opens=new.intro_us is not None)
    at = bisect_right(homes, new.order, key=lambda home: home.order)
    end_us = homes[at].start_us if at < len(homes) else AFTER_ALL_US
    if at and homes[at - 1].end_us > new.start_us:
        end_us = homes[at - 1].end_us
        homes[at - 1] = replace(homes[at - 1], end_us=new.start_us)
    homes.insert(at, replace(new, end_us=end_us))


def _opens_instead(homes: Sequence[ChapterHome], new: ChapterHome) -> bool:
    """Whether no other chapter `opens` once there is this one: it is first, or it is over the same intro and after the opener."""
    opener = next((home for home in homes if home.opens), None)
    if opener is None:
        return all(new.order < home.order for home in homes)
    if opener.order < new.order:
        return new.intro_us is not None and new.start_us == opener.start_us
    return new.start_us < opener.start_us
