"""The chapters of the made meetings that may be looked at, cut where they truly begin, rest and end."""

import pytest

from tests.meetings.kept import KeptMeeting, kept_meetings
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.plan.chapters.chapter_plan import ChapterPlan, ChapterWording, plan_chapters
from vbn_video.plan.chapters.chapter_titles import NEVER_FIRST, NEVER_LAST
from vbn_video.plan.meeting.phrase_marks import find_phrases
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.settings.meeting import AgendaItem
from vbn_video.settings.preset import ChapterSettings
from vbn_video.timeline import PartClock, Timeline

NEAR_US = 5_000_000
LEAD_US, TAIL_US = 800_000, 1_500_000
SIDE = Side("truth", 1.0)


def true_timeline(meeting: KeptMeeting) -> Timeline:
    truth = meeting.truth
    edges_us = [max(0, truth.first_us - LEAD_US)]
    for left_us, right_us in truth.breaks:
        edges_us += [left_us + LEAD_US, right_us - LEAD_US]
    edges_us.append(min(meeting.evidence.duration_us, truth.last_us + TAIL_US))
    spans = tuple(KeptSpan(start, end, SIDE, SIDE) for start, end in zip(edges_us[::2], edges_us[1::2], strict=True))
    return Timeline((PartClock(0, meeting.evidence.duration_us, 0),), EditPlan(spans, 4_000_000, 6_000_000))


def planned(meeting: KeptMeeting, timeline: Timeline, *, with_agenda: bool) -> ChapterPlan:
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


@pytest.mark.long
@pytest.mark.parametrize(("with_agenda", "found_least", "named_least"), [(True, 50, 49), (False, 45, 33)])
def test_most_topics_begin_a_chapter_and_with_an_agenda_have_its_title(
    with_agenda: bool, found_least: int, named_least: int
) -> None:
    """Of 77, in meetings of a few minutes, in which base hears one word in four wrong."""
    found = named = 0
    for meeting in kept_meetings("known"):
        timeline = true_timeline(meeting)
        chapters = planned(meeting, timeline, with_agenda=with_agenda).chapters
        for at_us, title in meeting.truth.topics:
            place_us = timeline.programme_from_recording(at_us)
            near = [one.title for one in chapters if place_us is not None and abs(one.start_us - place_us) <= NEAR_US]
            found += bool(near)
            named += title in near
        for chapter in chapters:
            words = chapter.title.lower().split()
            assert words[-1] not in NEVER_LAST, chapter.title
            assert words[0] not in NEVER_FIRST, chapter.title
    assert found >= found_least
    assert named >= named_least
