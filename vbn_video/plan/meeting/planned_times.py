"""When the meeting was to begin and to end, by its agenda, on the recording's clock; and when many write at once in the chat."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from vbn_video.clock import US_PER_S, player_time
from vbn_video.decisions import EditPlan
from vbn_video.evidence import ChatLine, MeetingMarks
from vbn_video.messages import _
from vbn_video.settings.meeting import AgendaItem, agenda_time
from vbn_video.timeline import Timeline

OUTSIDE_US = 30 * 60 * US_PER_S
"""A planned time so far outside the recording says nothing of it: the agenda is another meeting's, or was not kept."""
EARLY_US = 10 * 60 * US_PER_S
"""Where a pause is not known to lie, it is not looked for before this."""
FAR_US = 5 * 60 * US_PER_S
"""A side so far from the planned one contradicts it: meetings begin and end a few minutes late."""
CLOSING = re.compile(r"\b(slut|slutter|afslutning|farvel|tak for i dag|på gensyn)\b", re.IGNORECASE)
TOGETHER_US, MANY = 60 * US_PER_S, 3
"""So many who write within so long have said the same to each other: godmorgen, tak for i dag."""


@dataclass(frozen=True)
class PlannedTimes:
    """The agenda's beginning and end on the recording's clock; None where they are not known or can't be trusted."""

    start_us: int | None = None
    end_us: int | None = None
    outside: tuple[str, ...] = ()
    """The agenda's times that lie far outside the recording, as they are written."""
    behind_a_pause: tuple[str, ...] = ()
    """Those that may lie behind a pause of which only the length is known."""


def planned_times(agenda: Sequence[AgendaItem], timezone: str, timeline: Timeline, marks: MeetingMarks) -> PlannedTimes:
    """The first timed item is the planned start; the end is an item that is called one (Afslutning, Tak for i dag).

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such time zone.
    """
    duration_us = max((part.start_us + part.duration_us for part in timeline.parts), default=0)
    placed: list[tuple[int, bool]] = []
    outside: list[str] = []
    behind: list[str] = []
    for item in agenda:
        if item.time is None or recording_from_agenda(item.time, timezone, timeline) is None:
            continue
        at_us = planned_us(item, timezone, timeline, marks)
        if at_us is None:
            behind.append(item.time)
        elif not -OUTSIDE_US <= at_us <= duration_us + OUTSIDE_US:
            outside.append(item.time)
        else:
            placed.append((at_us, CLOSING.search(item.title) is not None))
    starts_us = [at_us for at_us, closes in placed if not closes]
    ends_us = [at_us for at_us, closes in placed if closes]
    return PlannedTimes(min(starts_us, default=None), max(ends_us, default=None), tuple(outside), tuple(behind))


def planned_us(item: AgendaItem, timezone: str, timeline: Timeline, marks: MeetingMarks) -> int | None:
    """When a point of the agenda was to begin, on the recording's clock; None where that is not known.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such time zone.
    """
    if item.time is None or (wall_us := recording_from_agenda(item.time, timezone, timeline)) is None:
        return None
    return wall_us if item.time.startswith("+") else behind_pause(wall_us, marks)


def behind_pause(wall_us: int, marks: MeetingMarks) -> int | None:
    """The recording time of a moment that would be at `wall_us` without Zoom's pause, while which a recording rests.

    The chat tells how long the pause was and a mark where; without a mark, None for what may lie behind it.
    """
    if not marks.chat_ahead_us:
        return wall_us
    paused_us = [mark.at_us for mark in marks.marks if mark.kind == "paused"]
    if len(paused_us) == 1:
        return wall_us if wall_us < paused_us[0] else max(wall_us - marks.chat_ahead_us, paused_us[0])
    return wall_us if wall_us < EARLY_US else None


def describe_planned(planned: PlannedTimes) -> tuple[str, ...]:
    """A sentence for what of the agenda's times is not used."""
    sentences = []
    if planned.outside:
        sentence = _("These times of the agenda lie outside the recording, and are not used: {times}.")
        sentences.append(sentence.format(times=", ".join(planned.outside)))
    if planned.behind_a_pause:
        sentence = _("The recording was paused, it is not known where: these times of the agenda are not used: {times}.")
        sentences.append(sentence.format(times=", ".join(planned.behind_a_pause)))
    return tuple(sentences)


def describe_contradictions(planned_us: tuple[int | None, int | None], plan: EditPlan) -> tuple[str, ...]:
    """A sentence for each planned time from which the evidence has a side of the meeting far away: that was believed.

    `planned_us`: when it was to begin and to end, on the recording's clock. Sides that a person asked for contradict nothing.
    """
    by_start = _(
        "By the agenda the meeting begins at {planned} in the recording, by what is heard and seen at {chosen}: so it is cut."
    )
    by_end = _(
        "By the agenda the meeting ends at {planned} in the recording, by what is heard and seen at {chosen}: so it is cut."
    )
    sides = ((planned_us[0], plan.kept[0].start_side, by_start), (planned_us[1], plan.kept[-1].end_side, by_end))
    return tuple(
        sentence.format(planned=_signed_time(at_us), chosen=player_time(side.candidates[0].at_us))
        for at_us, side, sentence in sides
        if at_us is not None and side.candidates and abs(at_us - side.candidates[0].at_us) > FAR_US
    )


def _signed_time(at_us: int) -> str:
    return player_time(at_us) if at_us >= 0 else f"-{player_time(-at_us)}"


def chat_bursts(chat: Sequence[ChatLine]) -> tuple[tuple[int, int], ...]:
    """(first, last line's time) wherever at least `MANY` people write within `TOGETHER_US`, ascending and apart."""
    bursts: list[tuple[int, int]] = []
    for number, line in enumerate(chat):
        near = chat[number : bisect_right(chat, line.at_us + TOGETHER_US, key=lambda other: other.at_us)]
        if len({other.sender for other in near}) >= MANY and (not bursts or line.at_us > bursts[-1][1]):
            bursts.append((line.at_us, near[-1].at_us))
    return tuple(bursts)


def recording_from_agenda(text: str, timezone: str, timeline: Timeline) -> int | None:
    """The recording time of `09:15` (a time of day, on the recording's day) or `+0:15:00` (into the recording).

    A time of day outside the recording is what `Timeline.recording_from_wall` makes of it; None where the recording's own time
    of day is not known.
    """
    asked = agenda_time(text)
    if isinstance(asked, timedelta):
        return round(asked / timedelta(microseconds=1))
    began = next((part.began for part in timeline.parts if part.began is not None), None)
    if began is None:
        return None
    return timeline.recording_from_time_of_day(asked, began.astimezone(ZoneInfo(timezone)))
