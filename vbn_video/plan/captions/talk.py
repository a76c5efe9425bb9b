"""What is spoken in the programme, ready to be divided into cues: words on the programme's clock, long ones in pieces.

Each word keeps the number of the one that it was made from, its speaker, and the kept span that it stands in: no cue reaches
over a cut.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from vbn_video.clock import US_PER_MS
from vbn_video.evidence import Word
from vbn_video.plan.captions.speaker_changes import SpeakersShown, turn_marks
from vbn_video.plan.danish.breaks import break_compound
from vbn_video.settings.profiles import CaptionProfile
from vbn_video.timeline import Timeline

FASTEST_US_PER_CHARACTER = 20_000
"""Nobody speaks 50 characters a second: words that stand closer have wrong times, and are spread."""


SYNC_US = 99_000
"""Largest distance of a cue's start from its first word: 100 ms, less what a word's time loses to whole milliseconds."""
NEVER_US = 2**62


@dataclass(frozen=True)
class Talk:
    """The words of the programme, one row each: a word, or a piece of one that is too long for a line.

    Times are on whole milliseconds of the programme; starts ascend, and a word ends at the latest where the next one starts.
    """

    texts: tuple[str, ...]
    starts_us: tuple[int, ...]
    ends_us: tuple[int, ...]
    words: tuple[int, ...]
    """Which of the words that were handed in."""
    goes_on: tuple[bool, ...]
    """Whether the next row is the rest of the same long word."""
    speakers: tuple[str | None, ...]
    begins_turn: tuple[bool, ...]
    """Whether the row before it is another speaker's."""
    marks: tuple[str, ...]
    """What a line begins with that begins with this row, because another speaker has the word from here on."""
    span_starts_us: tuple[int, ...]
    """Where the row's kept span begins: no cue of it begins earlier."""
    span_ends_us: tuple[int, ...]
    """Where the row's kept span ends: no cue of it ends later."""

    def __len__(self) -> int:
        return len(self.texts)


def earliest_us(talk: Talk, row: int) -> int:
    """Earliest start of a cue that begins with this row, in µs."""
    return max(talk.span_starts_us[row], talk.starts_us[row] - SYNC_US)


def build_talk(words: Sequence[Word], timeline: Timeline, profile: CaptionProfile, shown: SpeakersShown) -> Talk:
    """The kept words on the programme's clock, ascending; `words` ascend by start.

    A word of which less than half is kept is left out.
    """
    kept = [(number, placed) for number, word in enumerate(words) if (placed := _placed(word, timeline)) is not None]
    marks = turn_marks([words[number].speaker for number, _placed in kept], shown, profile)
    spans_us = [timeline.programme_spans(span.start_us, span.end_us)[0] for span in timeline.plan.kept]
    starts_us = [first_us for first_us, _last_us in spans_us]
    spans: list[list[_TalkRow]] = [[] for _span in spans_us]
    for (number, (start_us, end_us)), mark in zip(kept, marks, strict=True):
        row = _TalkRow(start_us, end_us, words[number].text, number, mark.begins_turn, mark.text)
        spans[bisect_right(starts_us, start_us) - 1] += _pieces(row, profile)
    columns: list[tuple[_TalkRow, int, int, int, int]] = []
    for (first_us, last_us), in_span in zip(spans_us, spans, strict=True):
        columns += _spread(in_span, _up(first_us), _down(last_us))
    rows = [column[0] for column in columns]
    return Talk(
        texts=tuple(row.text for row in rows),
        starts_us=tuple(column[1] for column in columns),
        ends_us=tuple(column[2] for column in columns),
        words=tuple(row.word for row in rows),
        goes_on=tuple(row.goes_on for row in rows),
        speakers=tuple(words[row.word].speaker for row in rows),
        begins_turn=tuple(row.begins_turn for row in rows),
        marks=tuple(row.mark for row in rows),
        span_starts_us=tuple(column[3] for column in columns),
        span_ends_us=tuple(column[4] for column in columns),
    )


class _TalkRow(NamedTuple):
    """A word, or a piece of one, with the times that it had on the programme clock."""

    start_us: int
    end_us: int
    text: str
    word: int
    begins_turn: bool
    mark: str
    goes_on: bool = False


def _placed(word: Word, timeline: Timeline) -> tuple[int, int] | None:
    """Where a word stands in the programme; None where less than half of it is kept."""
    spans = timeline.programme_spans(word.start_us, word.end_us)
    if not spans:
        at_us = timeline.programme_from_recording(word.start_us) if word.end_us <= word.start_us else None
        return None if at_us is None else (at_us, at_us)
    longest = max(spans, key=lambda span: span[1] - span[0])
    return longest if 2 * (longest[1] - longest[0]) >= word.end_us - word.start_us else None


def _pieces(row: _TalkRow, profile: CaptionProfile) -> list[_TalkRow]:
    """The word, or the pieces that fit on lines, each with its share of the time."""
    room = profile.line_hard - len(row.mark)
    if len(row.text) <= room and len(row.text.split()) == 1:
        return [row]
    parts = [break_compound(part, profile.line_hard) for part in row.text.split()]
    if parts and len(parts[0][0]) > room:
        first, *_others = break_compound(row.text.split()[0], room)
        rest = row.text.split()[0][len(first.removesuffix("-")) :].removeprefix("-")
        parts[0] = (first, *break_compound(rest, profile.line_hard))
    pieces = [(piece, number < len(part)) for part in parts for number, piece in enumerate(part, 1)]
    shares = [0, *accumulate(len(piece) for piece, _goes_on in pieces)]
    times_us = [row.start_us + (row.end_us - row.start_us) * share // shares[-1] for share in shares] if pieces else []
    return [
        row._replace(
            start_us=times_us[index],
            end_us=times_us[index + 1],
            text=piece,
            begins_turn=row.begins_turn and index == 0,
            mark=row.mark if index == 0 else "",
            goes_on=goes_on,
        )
        for index, (piece, goes_on) in enumerate(pieces)
    ]


def _spread(rows: Sequence[_TalkRow], first_us: int, last_us: int) -> list[tuple[_TalkRow, int, int, int, int]]:
    """(row, start, end, span's start and end): on whole milliseconds, ascending, inside the span, none faster than anybody
    speaks (if they fit at all)."""
    needed_us = [len(row.text) * FASTEST_US_PER_CHARACTER for row in rows]
    if sum(needed_us) > last_us - first_us:
        room_us, whole = max(last_us - first_us, 1), sum(needed_us)
        needed_us = [need_us * room_us // whole for need_us in needed_us]
    starts_us, at_us = [], first_us
    for row, need_us in zip(rows, needed_us, strict=True):
        starts_us.append(max(at_us, _down(row.start_us)))
        at_us = starts_us[-1] + need_us
    latest_us = last_us
    for index in range(len(rows) - 1, -1, -1):
        latest_us -= needed_us[index]
        starts_us[index] = max(first_us, _down(min(starts_us[index], latest_us)))
        latest_us = starts_us[index]
    return [
        (row, start_us, max(start_us, min(_down(row.end_us), next_us)), first_us, last_us)
        for row, start_us, next_us in zip(rows, starts_us, [*starts_us, last_us][1:], strict=True)
    ]


def _down(at_us: int) -> int:
    return at_us // US_PER_MS * US_PER_MS


def _up(at_us: int) -> int:
    return -(-at_us // US_PER_MS) * US_PER_MS
