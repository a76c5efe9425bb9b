"""What Zoom wrote down of a meeting, on the recording's clock; private words and names nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.made_media import make_video
from tests.made_texts import CHAPTER, in_latin_1
from tests.recording.sound.sounding import NO_PICTURE, NOBODY
from vbn_video.codec import from_json, to_json
from vbn_video.events import Event, Notice
from vbn_video.evidence import Mark, MeetingMarks, Part, Recording, Sidecar
from vbn_video.recording.zoom.meeting_marks import read_marks

S = 1_000_000
NINE = datetime(2024, 1, 24, 9, 0, 0, tzinfo=UTC)


class Meeting:
    """Two parts of 60 s, of which the second was begun two minutes after the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        made = make_video(folder / "a.mp4", 1.0, (64, 48), speech=None)
        (folder / "b.mp4").write_bytes(made.read_bytes())
        first, second = (
            Part(name, NOBODY, 0, 60 * S, 0, NO_PICTURE, 1, began=NINE.replace(minute=minute))
            for name, minute in (("a.mp4", 0), ("b.mp4", 2))
        )
        self.recording = Recording("zoom-cloud", "møde", (first, second), began=NINE)
        self.told: list[Event] = []

    def chapters(self, *marks: tuple[float, str]) -> None:
        """Put chapters into the first part."""
        path = self.folder / "a.mp4"
        with av.open(str(path)) as source, av.open(str(self.folder / "new.mp4"), "w") as out:
            (stream,) = source.streams.video
            copy = out.add_stream_from_template(stream)
            clock = {"end": 60_000, "time_base": Fraction(1, 1000)}
            out.set_chapters(
                [
                    {"id": number, "start": round(at_s * 1000), "metadata": {"title": title}, **clock}
                    for number, (at_s, title) in enumerate(marks)
                ]
            )
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = copy
                    out.mux(packet)
        (self.folder / "new.mp4").replace(path)

    def chat(self, text: str | bytes, part: int | None = None, file: str = "chat.txt") -> None:
        (self.folder / file).write_bytes(text.encode() if isinstance(text, str) else text)
        self.recording = replace(self.recording, sidecars=(*self.recording.sidecars, Sidecar("chat", file, part)))

    def marks(self) -> MeetingMarks:
        self.told.clear()
        return read_marks(self.recording, self.folder, self.told.append)

    @property
    def written(self) -> list[tuple[float, str, int]]:
        return [(line.at_us / S, line.text, line.sender) for line in self.marks().chat]

    @property
    def warnings(self) -> list[str]:
        return [event.text for event in self.told if isinstance(event, Notice) and event.level == "warning"]


@pytest.fixture
def meeting(tmp_path: Path) -> Meeting:
    return Meeting(tmp_path)


def test_nothing_beside_a_recording_tells_nothing(meeting: Meeting) -> None:
    assert meeting.marks() == MeetingMarks()
    assert meeting.told == []


def test_a_chapter_in_an_older_encoding_is_read_as_it_was_meant(meeting: Meeting) -> None:
    in_latin_1(meeting.folder / "b.mp4", meeting.folder / "a.mp4")
    assert from_json(MeetingMarks, to_json(MeetingMarks, meeting.marks())).marks == (Mark(0, "chapter", CHAPTER),)


def test_a_chat_from_the_cloud_counts_from_its_parts_beginning(meeting: Meeting) -> None:
    meeting.chat("00:00:10\tAnne:\tGodmorgen\r\n00:00:20\tBo:\tHej\r\n", 0, "a.chat.txt")
    meeting.chat("00:00:05\tBo:\tFarvel\r\n", 1, "b.chat.txt")
    assert meeting.written == [(10, "Godmorgen", 0), (20, "Hej", 1), (65, "Farvel", 1)]
    assert meeting.warnings == []


def test_a_chat_with_times_of_day_lies_where_the_parts_were_recorded(meeting: Meeting) -> None:
    meeting.chat(
        "09:00:10 From Anne to Everyone:\n\tGodmorgen\n"
        "09:01:30 From Bo to Everyone:\n\tI pausen\n"
        "09:02:05 Fra Bo til Alle:\n\tHej\n"
    )
    assert meeting.written == [(10, "Godmorgen", 0), (60, "I pausen", 1), (65, "Hej", 1)]


def test_what_was_written_before_and_after_the_recording_is_left_out(meeting: Meeting) -> None:
    times = (("08:59:00", "Før"), ("09:00:10", "I"), ("10:00:00", "Efter"))
    meeting.chat("".join(f"{time} From Bo to Everyone:\n\t{text}\n" for time, text in times))
    assert meeting.written == [(10, "I", 0)]
    midnight = NINE.replace(hour=23, minute=59, second=30)
    first, second = meeting.recording.parts
    parts = (replace(first, began=midnight), replace(second, began=midnight + timedelta(minutes=2)))
    meeting.recording = replace(meeting.recording, began=midnight, parts=parts)
    meeting.chat("00:00:10 From Anne to Everyone:\n\tEfter midnat\n", file="chat2.txt")
    assert (40, "Efter midnat") in [(at_s, text) for at_s, text, _sender in meeting.written]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(meeting: Meeting, encoding: str) -> None:
    meeting.chat("00:00:10\tÅse:\tGodmorgen på øen\r\n".encode(encoding), 0)
    assert meeting.written == [(10, "Godmorgen på øen", 0)]


def test_neither_private_words_nor_names_are_kept_or_told(meeting: Meeting) -> None:
    private = "00:00:12\tÅse Navnesen to Bo Navnesen(Direct Message):\tHEMMELIGT\r\n"
    meeting.chat("00:00:10\tÅse Navnesen:\tGodmorgen\r\n" + private, 0, "a.txt")
    private = "09:02:05 From Bo Navnesen to Åse Navnesen(Direct Message):\n\tHEMMELIGT\n"
    meeting.chat(private + "09:02:06 From Bo Navnesen to Everyone: hej\n", file="b.txt")
    everything = to_json(MeetingMarks, meeting.marks()) + repr(meeting.told)
    assert "HEMMELIGT" not in everything
    assert "Navnesen" not in everything
    assert len(meeting.marks().chat) == 2


def test_chapters_in_a_video_from_zoom_say_when_a_screen_was_shared(meeting: Meeting) -> None:
    meeting.chapters((0.0, "Velkomst"), (0.2, "Sharing Started"), (0.6, "Sharing Stopped"), (70.0, "Efter slutningen"))
    assert meeting.marks().marks == (
        Mark(0, "chapter", "Velkomst"),
        Mark(200_000, "sharing started"),
        Mark(600_000, "sharing stopped"),
    )


def test_a_pause_is_told_by_a_chat_that_runs_ahead_of_the_recording(meeting: Meeting) -> None:
    meeting.chat("00:00:10\tAnne:\tGodmorgen\r\n00:05:55\tBo:\tFarvel\r\n", 0)
    marks = meeting.marks()
    assert marks.chat_ahead_us == 295 * S
    assert [(line.at_us, line.text) for line in marks.chat] == [(10 * S, "Godmorgen"), (60 * S - 1, "Farvel")]
    (warning,) = meeting.warnings
    assert "4:55" in warning


def test_where_a_mark_tells_of_the_pause_the_chat_is_put_right(meeting: Meeting) -> None:
    meeting.chapters((0.0, "Velkomst"), (0.4, "Recording Paused"), (0.5, "Recording Resumed"))
    meeting.chat("00:00:00\tAnne:\tGodmorgen\r\n00:03:00\tBo:\tI pausen\r\n00:05:20\tBo:\tHer\r\n00:05:50\tBo:\tFarvel\r\n", 0)
    marks = meeting.marks()
    assert [line.at_us for line in marks.chat] == [0, 400_000, 30 * S, 60 * S - 1]
    assert meeting.warnings == []


def test_a_chat_that_can_not_be_placed_is_told_and_stops_nothing(meeting: Meeting) -> None:
    meeting.chat("00:00:10\tAnne:\tGodmorgen\r\n")
    meeting.chat("ikke nogen chat", 0, "b.txt")
    (meeting.folder / "væk.txt").mkdir()
    meeting.recording = replace(meeting.recording, sidecars=(*meeting.recording.sidecars, Sidecar("chat", "væk.txt", 0)))
    assert meeting.marks() == MeetingMarks()
    assert len(meeting.warnings) == 3
    unknown = tuple(replace(part, began=None) for part in meeting.recording.parts)
    meeting.recording = replace(meeting.recording, began=None, parts=unknown, sidecars=())
    meeting.chat("09:00:10 From Anne to Everyone:\n\tGodmorgen\n", file="c.txt")
    assert meeting.marks() == MeetingMarks()
    assert len(meeting.warnings) == 1
