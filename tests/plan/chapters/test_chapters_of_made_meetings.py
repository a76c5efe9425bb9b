"""The chapters of the made meetings that may be looked at, cut where they truly begin, rest and end."""

import pytest

from tests.meetings.sentences import Half
from tools.judge_chapters import judge_chapters
from vbn_video.plan.chapters.chapter_titles import LINE_GOES_ON, NEVER_FIRST


@pytest.mark.long
@pytest.mark.parametrize(
    ("half", "with_agenda", "found_least", "named_least"),
    [
        ("known", True, 55, 54),
        ("known", False, 49, 36),
        ("second", True, 52, 47),
        ("third", True, 84, 79),
        ("third", False, 57, 49),
    ],
)
def test_topics_begin_a_chapter_and_with_an_agenda_have_its_title(
    half: Half, with_agenda: bool, found_least: int, named_least: int
) -> None:
    """Of 77, 79 and 154, in meetings of a few minutes, in which base hears one word in four wrong."""
    judged = judge_chapters(half, with_agenda=with_agenda)
    for chapter in (chapter for one in judged for chapter in one.plan.chapters):
        words = chapter.title.lower().split()
        assert words[-1] not in LINE_GOES_ON or words[-2] == "at", chapter.title
        assert words[0] not in NEVER_FIRST, chapter.title
    assert sum(one.found for one in judged) >= found_least
    assert sum(one.named for one in judged) >= named_least
