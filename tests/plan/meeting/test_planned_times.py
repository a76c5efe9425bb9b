"""The agenda's times on the recording's clock, also behind a pause; many who write at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vbn_video.decisions import EditPlan
from vbn_video.evidence import ChatLine, Mark, MeetingMarks
from vbn_video.plan.meeting.planned_times import chat_bursts, describe_planned, planned_times
from vbn_video.settings.meeting import AgendaItem
from vbn_video.timeline import PartClock, Timeline

S, MINUTE = 1_000_000, 60_000_000
NINE_IN_DENMARK = datetime(2024, 1, 24, 8, 0, tzinfo=UTC)
HOUR = Timeline((PartClock(0, 60 * MINUTE, 0, NINE_IN_DENMARK),), EditPlan(()))
ZONE = "Europe/Copenhagen"


def agenda(*items: tuple[str, str]) -> list[AgendaItem]:
    return [AgendaItem(title=title, time=time) for time, title in items]


def test_the_first_item_is_the_planned_start_and_a_closing_one_the_end() -> None:
    items = agenda(("09:05", "Velkomst"), ("09:30", "Oplæg"), ("09:55", "Tak for i dag"))
    planned = planned_times(items, ZONE, HOUR, MeetingMarks())
    assert (planned.start_us, planned.end_us) == (5 * MINUTE, 55 * MINUTE)
    assert describe_planned(planned) == ()
    assert planned_times(items[:2], ZONE, HOUR, MeetingMarks()).end_us is None


def test_a_start_just_before_the_recording_is_kept_and_one_of_another_day_is_said() -> None:
    assert planned_times(agenda(("08:55", "Velkomst")), ZONE, HOUR, MeetingMarks()).start_us == -5 * MINUTE
    planned = planned_times(agenda(("15:00", "Velkomst")), ZONE, HOUR, MeetingMarks())
    assert planned.start_us is None
    (sentence,) = describe_planned(planned)
    assert "15:00" in sentence


def test_without_the_recordings_time_of_day_only_times_in_the_recording_are_known() -> None:
    unknown = Timeline((PartClock(0, 60 * MINUTE, 0),), EditPlan(()))
    assert planned_times(agenda(("09:05", "Velkomst")), ZONE, unknown, MeetingMarks()).start_us is None
    assert planned_times(agenda(("+0:02:00", "Velkomst")), ZONE, unknown, MeetingMarks()).start_us == 2 * MINUTE
    assert planned_times((), ZONE, HOUR, MeetingMarks()).start_us is None


@pytest.mark.parametrize(("time", "at_minute"), [("09:10", 10), ("09:25", 20), ("09:55", 40)])
def test_a_time_of_day_stays_itself_behind_a_pause_that_a_mark_tells_of(time: str, at_minute: int) -> None:
    marks = MeetingMarks((Mark(20 * MINUTE, "paused"),), chat_ahead_us=15 * MINUTE)
    assert planned_times(agenda((time, "Oplæg")), ZONE, HOUR, marks).start_us == at_minute * MINUTE


def test_where_a_pause_lies_nobody_knows_what_may_be_behind_it_is_said_and_not_used() -> None:
    planned = planned_times(
        agenda(("09:05", "Velkomst"), ("09:55", "Afslutning")), ZONE, HOUR, MeetingMarks(chat_ahead_us=15 * MINUTE)
    )
    assert (planned.start_us, planned.end_us) == (5 * MINUTE, None)
    (sentence,) = describe_planned(planned)
    assert "09:55" in sentence


def test_many_who_write_within_a_minute_are_a_burst_and_one_who_writes_much_is_none() -> None:
    def lines(start_s: int, *senders: int) -> list[ChatLine]:
        return [ChatLine((start_s + 10 * number) * S, "tak", sender) for number, sender in enumerate(senders)]

    assert chat_bursts(lines(100, 1, 1, 1, 1)) == ()
    assert chat_bursts([*lines(100, 1, 2, 3), *lines(900, 4, 1, 2)]) == ((100 * S, 120 * S), (900 * S, 920 * S))
    assert chat_bursts([ChatLine(0, "a", 1), ChatLine(50 * S, "b", 2), ChatLine(100 * S, "c", 3)]) == ()
