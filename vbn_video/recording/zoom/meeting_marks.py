"""What Zoom wrote down of the meeting's course, on the recording's clock: the chat, and the chapter marks inside its videos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vbn_video.clock import US_PER_S, player_time
from vbn_video.decisions import EditPlan
from vbn_video.errors import MissingError, RecordingError
from vbn_video.events import Emit, Notice
from vbn_video.evidence import ChatLine, Mark, MarkKind, MeetingMarks, Recording, Sidecar, SidecarKind
from vbn_video.formats.base import decode
from vbn_video.messages import _
from vbn_video.reasons import system_reason
from vbn_video.recording.media import open_media
from vbn_video.recording.video_names import readable
from vbn_video.recording.zoom.chat import Chat, parse_chat
from vbn_video.timeline import Timeline
from vbn_video.untrusted.own_files import read_file
from vbn_video.untrusted.visible_text import without_acting

MARK_KINDS: tuple[SidecarKind, ...] = ("chat",)
PAUSED_US = 30 * US_PER_S
"""A chat that goes on so much longer than its recording tells of a pause: that many seconds a client may be off."""
TITLES: dict[str, MarkKind] = {
    "sharing started": "sharing started",
    "sharing stopped": "sharing stopped",
    "recording paused": "paused",
    "recording resumed": "resumed",
    "paused": "paused",
    "resumed": "resumed",
}
"""By what Zoom calls a chapter, in small letters; any other title is a chapter's own."""


def read_marks(recording: Recording, root: Path, emit: Emit) -> MeetingMarks:
    """The marks and the chat, both ascending; what can't be used is left out, and a notice says it.

    Of the chat nothing is kept that was not for everybody, and nobody's name: senders are numbered as they first appear.
    """
    clock = Timeline.of(recording, EditPlan(()))
    marks = tuple(sorted(_chapter_marks(recording, root, clock, emit), key=lambda mark: mark.at_us))
    written: list[tuple[int, str, str]] = []
    ahead_us = 0
    for sidecar, chat in _chats(recording, root, emit):
        if chat.local:
            times_us = _on_the_wall(chat, recording, clock)
            if times_us is None:
                sentence = _("{file} has times of day, but when the recording began is not known: it is not used.")
                emit(Notice(sentence.format(file=sidecar.file), "warning"))
                continue
        else:
            part = 0 if sidecar.part is None and len(recording.parts) == 1 else sidecar.part
            if part is None:
                sentence = _("{file} does not say to which part of the recording it belongs: it is not used.")
                emit(Notice(sentence.format(file=sidecar.file), "warning"))
                continue
            part_ahead_us = max(chat.last_us - recording.parts[part].duration_us, 0)
            pause_us = part_ahead_us if part_ahead_us >= PAUSED_US else 0
            ahead_us += pause_us
            times_us = _since_the_beginning(chat, recording, part, pause_us, marks)
            _report_pause(sidecar.file, pause_us, marks, emit)
        messages = zip(times_us, chat.messages, strict=True)
        written += [(at_us, one.sender, one.text) for at_us, one in messages if 0 <= at_us < recording.duration_us]
    numbers: dict[str, int] = {}
    lines = [
        ChatLine(at_us, text, numbers.setdefault(sender, len(numbers)))
        for at_us, sender, text in dict.fromkeys(sorted(written, key=lambda one: one[0]))
    ]
    return MeetingMarks(marks, tuple(lines), ahead_us)


def _chats(recording: Recording, root: Path, emit: Emit) -> Iterator[tuple[Sidecar, Chat]]:
    for sidecar in recording.sidecars:
        if sidecar.kind != "chat":
            continue
        try:
            chat = parse_chat(decode(read_file(root / sidecar.file)))
        except OSError as error:
            emit(Notice(_("{file} can't be read: {why}.").format(file=sidecar.file, why=system_reason(error)), "warning"))
            continue
        except MissingError as error:
            emit(Notice(error.message, "warning"))
            continue
        if chat.broken and not chat.messages:
            emit(Notice(_("{file} can't be read as a chat from Zoom: it is not used.").format(file=sidecar.file), "warning"))
        yield sidecar, chat


def _since_the_beginning(chat: Chat, recording: Recording, part: int, pause_us: int, marks: tuple[Mark, ...]) -> list[int]:
    """The recording times of a chat that goes on through a pause, in which the recording rests.

    Where no mark tells of the pause, only what is written after the recording's length is surely behind it.
    """
    start_us, duration_us = recording.part_starts_us[part], recording.parts[part].duration_us
    paused = [mark.at_us - start_us for mark in marks if mark.kind == "paused" and 0 <= mark.at_us - start_us < duration_us]
    times_us = [message.at for message in chat.messages if isinstance(message.at, int)]
    if len(paused) == 1:
        behind_us = [at_us if at_us < paused[0] else max(at_us - pause_us, paused[0]) for at_us in times_us]
    else:
        behind_us = [at_us if at_us < duration_us else at_us - pause_us for at_us in times_us]
    return [start_us + min(at_us, duration_us - 1) for at_us in behind_us]


def _on_the_wall(chat: Chat, recording: Recording, clock: Timeline) -> list[int] | None:
    """The recording times of times of day; None where the recording's own is not known."""
    began = recording.began or next((part.began for part in recording.parts if part.began), None)
    if began is None:
        return None
    times_us = []
    for message in chat.messages:
        assert not isinstance(message.at, int)
        at_us = clock.recording_from_time_of_day(message.at, began)
        if at_us is None:
            return None
        times_us.append(at_us)
    return times_us


def _report_pause(file: str, pause_us: int, marks: tuple[Mark, ...], emit: Emit) -> None:
    if pause_us and sum(mark.kind == "paused" for mark in marks) != 1:
        sentence = _(
            "{file} goes on {time} longer than the recording, which was paused for so long; where is not known, so that times of "
            "the agenda after the pause may be off."
        )
        emit(Notice(sentence.format(file=file, time=player_time(pause_us)), "warning"))


def _chapter_marks(recording: Recording, root: Path, clock: Timeline, emit: Emit) -> Iterator[Mark]:
    """The chapters inside the recorded files, which Zoom calls by what happened there."""
    for part, recorded in enumerate(recording.parts):
        try:
            with open_media(root / recorded.file) as container:
                chapters = container.chapters()
        except RecordingError as error:
            emit(Notice(error.message, "warning"))
            continue
        for chapter in chapters:
            title = " ".join(without_acting(readable(str(chapter.get("metadata", {}).get("title", ""))), " ").split())
            at_us = clock.recording_from_source(part, round(chapter["start"] * (chapter["time_base"] or 0) * US_PER_S))
            start_us = recording.part_starts_us[part]
            if title and start_us <= at_us < start_us + recorded.duration_us:
                kind = TITLES.get(title.lower(), "chapter")
                yield Mark(at_us, kind, title if kind == "chapter" else "")
