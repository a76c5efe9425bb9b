"""How many topics of the made meetings of one half begin a chapter, and how many of these have the topic's own title.

    python -m tools.judge_chapters known|second|third|aside [read]

The cut is the true one. With `read`, each meeting's agenda, topics and chapters as well, to be read by a person.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from tests.meetings.kept import KeptMeeting, kept_meetings
from tests.meetings.sentences import Half
from vbn_video.clock import US_PER_S, timecode
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.plan.chapters.chapter_plan import ChapterPlan, ChapterWording, plan_chapters
from vbn_video.plan.meeting.phrase_marks import find_phrases
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.settings.meeting import AgendaItem
from vbn_video.settings.preset import ChapterSettings
from vbn_video.timeline import PartClock, Timeline

NEAR_US = 5 * US_PER_S
"""A chapter so near to where a topic begins is its own …"""
EARLIEST_US = 15 * US_PER_S
"""… and so is one so near to where the turn of who speaks of it begins, taken as this long before at most."""
LEAD_US, TAIL_US = 800_000, 1_500_000
SIDE = Side("truth", 1.0)


@dataclass(frozen=True)
class JudgedChapters:
    """One meeting: the topics that are kept in its programme, those that begin a chapter, those of them with their own title."""

    meeting: KeptMeeting
    timeline: Timeline
    plan: ChapterPlan
    topics: int
    found: int
    named: int


def judge_chapters(half: Half, *, with_agenda: bool) -> list[JudgedChapters]:
    """Every meeting of the half, cut where it truly begins, rests and ends."""
    return [_judged(meeting, with_agenda=with_agenda) for meeting in kept_meetings(half)]


def _judged(meeting: KeptMeeting, *, with_agenda: bool) -> JudgedChapters:
    timeline = _true_timeline(meeting)
    plan = _planned(meeting, timeline, with_agenda=with_agenda)
    found = named = 0
    for at_us, title in meeting.truth.topics:
        place_us = timeline.programme_from_recording(at_us)
        turn_us = max(_turn_us(meeting, at_us) - at_us, -EARLIEST_US)
        near = [
            one.title
            for one in plan.chapters
            if place_us is not None and min(abs(one.start_us - place_us), abs(one.start_us - place_us - turn_us)) <= NEAR_US
        ]
        found += bool(near)
        named += title in near
    return JudgedChapters(meeting, timeline, plan, len(meeting.truth.topics), found, named)


def _turn_us(meeting: KeptMeeting, at_us: int) -> int:
    """Where the turn begins in which something is said."""
    return max((turn.start_us for turn in meeting.evidence.voices.turns if turn.start_us <= at_us < turn.end_us), default=at_us)


def _true_timeline(meeting: KeptMeeting) -> Timeline:
    truth = meeting.truth
    edges_us = [max(0, truth.first_us - LEAD_US)]
    for left_us, right_us in truth.breaks:
        edges_us += [left_us + LEAD_US, right_us - LEAD_US]
    edges_us.append(min(meeting.evidence.duration_us, truth.last_us + TAIL_US))
    spans = tuple(KeptSpan(start, end, SIDE, SIDE) for start, end in zip(edges_us[::2], edges_us[1::2], strict=True))
    return Timeline((PartClock(0, meeting.evidence.duration_us, 0),), EditPlan(spans, 4 * US_PER_S, 6 * US_PER_S))


def _planned(meeting: KeptMeeting, timeline: Timeline, *, with_agenda: bool) -> ChapterPlan:
    return plan_chapters(
        meeting.evidence,
        written=meeting.evidence.words,
        marks=find_phrases(meeting.evidence.words, load_phrases(("moede",))),
        timeline=timeline,
        settings=ChapterSettings(),
        agenda=[AgendaItem(title=title) for title in meeting.truth.agenda] if with_agenda else [],
        timezone="Europe/Copenhagen",
        wording=ChapterWording(lexicon=danish_lexicon()),
    )


def _read(judged: JudgedChapters) -> None:
    truth = judged.meeting.truth
    print(f"\n{judged.meeting.name}: {'; '.join(truth.agenda) or 'no agenda'}")
    rows = [(at_us, f"  topic    {title}") for at_us, title in truth.topics]
    for chapter in judged.plan.chapters:
        at_us = judged.timeline.recording_from_programme(chapter.start_us)
        rows.append((at_us or 0, f"  chapter  {chapter.title}"))
    for at_us, line in sorted(rows):
        print(timecode(at_us), line)


def main(arguments: Sequence[str]) -> None:
    """Print a row of the table with the agenda and one without."""
    half = cast(Half, arguments[0])
    for with_agenda in (True, False):
        judged = judge_chapters(half, with_agenda=with_agenda)
        if "read" in arguments:
            for one in judged:
                _read(one)
        topics, found, named = (sum(getattr(one, field) for one in judged) for field in ("topics", "found", "named"))
        print(f"{half}, {'with' if with_agenda else 'without'} the agenda: {found} of {topics} found, {named} with their title")


if __name__ == "__main__":
    main(sys.argv[1:])
