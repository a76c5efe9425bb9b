"""The heard meetings are what those who judge by them take them for."""

from collections import Counter
from itertools import combinations

import pytest

from tests.meetings.fixtures import FOLDER
from tests.meetings.kept import KeptMeeting, heard_meetings
from tests.meetings.make_scripts import KINDS, all_scripts
from tests.meetings.scripts import Said
from tests.meetings.sentences import HEARD, Half
from tests.meetings.spoken import STYLES

NEAR_US = 300_000
ALL = [meeting for half in HEARD for meeting in heard_meetings(half)]


def test_there_are_ninety_and_none_is_shorter_than_three_minutes() -> None:
    assert len(ALL) >= 90
    assert all(180 <= meeting.evidence.duration_us / 1_000_000 <= 360 for meeting in ALL)


@pytest.mark.parametrize("half", HEARD)
def test_each_set_has_each_kind_of_difficulty_twice(half: Half) -> None:
    counts = Counter(meeting.kind for meeting in heard_meetings(half))
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 2


def test_nothing_that_is_said_and_nobody_who_says_it_is_in_two_sets() -> None:
    said = {
        half: {item.text for script in all_scripts(half) for item in script.items if isinstance(item, Said)} for half in HEARD
    }
    styles = {half: {repr(STYLES[person.style]) for script in all_scripts(half) for person in script.people} for half in HEARD}
    for one, other in combinations(HEARD, 2):
        assert said[one] & said[other] == set()
        assert styles[one] & styles[other] == set()


@pytest.mark.parametrize("meeting", ALL, ids=lambda meeting: meeting.name)
def test_the_truth_is_where_somebody_is_heard_to_set_in_and_to_end(meeting: KeptMeeting) -> None:
    """By the detector of speech, which knows nothing of the script; one who talks right after the goodbye joins its span."""
    truth, words, speech = meeting.truth, meeting.evidence.words, meeting.evidence.speech
    assert min(abs(span.start_us - truth.first_us) for span in speech) < NEAR_US or any(
        abs(word.start_us - truth.first_us) < NEAR_US for word in words
    )
    assert any(span.start_us < truth.last_us < span.end_us + NEAR_US for span in speech)
    assert 0 <= truth.first_us < truth.last_us <= meeting.evidence.duration_us
    for leave_us, return_us in truth.breaks:
        assert truth.first_us < leave_us < return_us < truth.last_us


def test_they_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.[gx]z")) < 2_000_000
