"""The doubts over made meetings with base's own mistakes, none of whose sentences the weights were fitted to."""

from __future__ import annotations

from functools import reduce
from operator import add

import pytest

from benchmarks.review_doubts import DoubtScore, JudgedMeeting, judged_meeting, score_doubts, score_spell_check
from tests.review.heard.kept_reviews import KeptReview, kept_file, kept_reviews
from tests.review.heard.review_meetings import USES, Use, review_meetings
from vbn_video.settings.lexicon.danish_lexicon import Knows

JUDGED: tuple[KeptReview, ...] = kept_reviews("judged")


@pytest.fixture(scope="module")
def meetings(knows: Knows) -> list[JudgedMeeting]:
    return [judged_meeting(kept, knows) for kept in JUDGED]


@pytest.fixture(scope="module")
def scores(meetings: list[JudgedMeeting]) -> list[DoubtScore]:
    return [score_doubts(meeting) for meeting in meetings]


def test_five_meetings_judge_with_as_many_wrong_words_as_base_has_and_none_of_their_sentences_was_fitted_to() -> None:
    assert len(JUDGED) == 5
    assert all(len(kept.heard.words) >= 500 for kept in JUDGED)
    sentences = {use: {line for meeting in review_meetings(use) for line in meeting.lines} for use in USES}
    assert not sentences["judged"] & sentences["fitted"]


@pytest.mark.parametrize("use", USES)
def test_what_was_heard_is_of_the_sentences_as_they_stand(use: Use) -> None:
    said = {meeting.name: meeting.lines for meeting in review_meetings(use)}
    assert [kept.name for kept in kept_reviews(use)] == list(said)
    assert all({line.text for line in kept.said} <= set(said[kept.name]) for kept in kept_reviews(use))
    assert kept_file(use).stat().st_size < 100_000


def test_at_least_half_of_what_is_shown_is_wrong_and_a_third_of_all_wrong_words_is_shown(scores: list[DoubtScore]) -> None:
    for one in scores:
        assert 0.15 <= one.all_wrong / one.words <= 0.4
        assert one.share_wrong >= 0.5 and one.share_of_words_wrong >= 0.5
        assert one.share_held >= 1 / 3


def test_a_walk_through_what_no_lexicon_knows_holds_fewer_of_the_wrong_words(
    meetings: list[JudgedMeeting], scores: list[DoubtScore], knows: Knows
) -> None:
    walked = reduce(add, (score_spell_check(meeting, knows) for meeting in meetings))
    assert reduce(add, scores).share_held >= walked.share_held + 0.1


def test_for_some_of_the_wrong_places_what_was_said_is_offered(scores: list[DoubtScore]) -> None:
    whole = reduce(add, scores)
    assert whole.any_right >= 0.15 * whole.shown_wrong
    assert whole.first_right >= 0.1 * whole.shown_wrong
