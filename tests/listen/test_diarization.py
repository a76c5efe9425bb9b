"""Who speaks, from the best of what lies beside a recording; what is wrong with it is told."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.recording.sound.sounding import NO_PICTURE, NOBODY
from vbn_video.events import Event, Notice
from vbn_video.evidence import Part, Recording, Sidecar, SidecarKind, Speakers, SpeakerTurn
from vbn_video.listen.diarization import find_speakers

S = 1_000_000


def cue(start: str, end: str, text: str) -> str:
    return f"1\n00:{start} --> 00:{end}\n{text}\n\n"


TRANSCRIPT = "WEBVTT\n\n" + cue("00:01.500", "00:02.000", "Anne Holm: Godmorgen.") + cue("00:03.000", "00:04.250", "Bo: Hej.")
SHOWN = json.dumps({"timeline": [{"ts": "00:00:02.000", "users": [{"username": "Carl"}]}]})


class Meeting:
    """Two parts of 10 s; the first one's file begins at 0.5 s on its own clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        parts = (Part("a.mp4", NOBODY, 500_000, 10 * S, 0, NO_PICTURE, 1), Part("b.mp4", NOBODY, 0, 10 * S, 0, NO_PICTURE, 1))
        self.recording = Recording("zoom-cloud", "møde", parts)
        self.told: list[Event] = []

    def add(self, kind: SidecarKind, file: str, content: str | bytes, part: int | None = 0) -> None:
        data = content.encode() if isinstance(content, str) else content
        (self.folder / file).write_bytes(data)
        self.recording = replace(self.recording, sidecars=(*self.recording.sidecars, Sidecar(kind, file, part)))

    def speakers(self) -> Speakers:
        return find_speakers(self.recording, self.folder, self.told.append)

    @property
    def warnings(self) -> list[str]:
        return [event.text for event in self.told if isinstance(event, Notice) and event.level == "warning"]

    @property
    def notices(self) -> list[str]:
        return [event.text for event in self.told if isinstance(event, Notice) and event.level == "info"]


@pytest.fixture
def meeting(tmp_path: Path) -> Meeting:
    return Meeting(tmp_path)


def test_where_nothing_lies_beside_the_recording_nobody_is_known(meeting: Meeting) -> None:
    assert (meeting.speakers(), meeting.told) == (Speakers(), [])


def test_each_cue_of_a_transcript_is_a_turn_on_the_recordings_clock(meeting: Meeting) -> None:
    meeting.add("transcript", "a.transcript.vtt", TRANSCRIPT)
    meeting.add("transcript", "b.transcript.vtt", TRANSCRIPT, part=1)
    assert meeting.speakers() == Speakers(
        (
            SpeakerTurn(1 * S, 1_500_000, "Anne Holm"),
            SpeakerTurn(2_500_000, 3_750_000, "Bo"),
            SpeakerTurn(11_500_000, 12 * S, "Anne Holm"),
            SpeakerTurn(13 * S, 14_250_000, "Bo"),
        ),
        "transcript",
    )
    assert meeting.notices == ["Who speaks is taken from Zoom's transcript."]


def test_a_cue_in_whole_seconds_lasts_until_the_next_one_at_most_a_second_longer(meeting: Meeting) -> None:
    first, second = cue("00:02.000", "00:02.000", "Anne: Hej."), cue("00:03.000", "00:04.000", "Bo: Hej.")
    cues = first + second + cue("00:08.000", "00:09.000", "Bo: Ja.")
    meeting.add("transcript", "b.transcript.vtt", "WEBVTT\n\n" + cues, part=1)
    turns = meeting.speakers().turns
    assert [(turn.start_us // S, turn.end_us // S) for turn in turns] == [(12, 13), (13, 15), (18, 20)]


def test_a_transcript_goes_before_the_active_speaker(meeting: Meeting) -> None:
    meeting.add("timeline", "a.timeline.json", SHOWN)
    assert meeting.speakers() == Speakers((SpeakerTurn(1_500_000, 10 * S, "Carl"),), "active speaker")
    meeting.add("transcript", "a.transcript.vtt", TRANSCRIPT)
    assert meeting.speakers().source == "transcript"


def test_an_older_machines_letters_are_read(meeting: Meeting) -> None:
    meeting.add("transcript", "a.transcript.vtt", TRANSCRIPT.replace("Anne", "Åse").encode("cp1252"))
    assert meeting.speakers().turns[0].name == "Åse Holm"


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        ("WEBVTT\n", "a.transcript.vtt holds no text."),
        (
            TRANSCRIPT + "9\n00:00:09 ->\nBo: Væk.\n",
            "a.transcript.vtt: 1 caption can't be read, on line 11; it is left out.",
        ),
        (
            TRANSCRIPT * 6 + cue("30:00.000", "30:01.000", "Bo: Sent."),
            "a.transcript.vtt: 1 caption lies after the recording's end; it is left out.",
        ),
        (
            TRANSCRIPT + cue("30:00.000", "30:01.000", "Bo: Sent."),
            "a.transcript.vtt goes on after the recording's end: it belongs to another recording and is not used.",
        ),
    ],
)
def test_what_is_wrong_with_a_transcript_is_told(meeting: Meeting, content: str, warning: str) -> None:
    meeting.add("transcript", "a.transcript.vtt", content)
    meeting.speakers()
    assert meeting.warnings == [warning]


def test_a_sidecar_of_no_part_or_that_is_gone_is_not_used(meeting: Meeting) -> None:
    meeting.add("transcript", "transcript.vtt", TRANSCRIPT, part=None)
    meeting.add("timeline", "a.timeline.json", SHOWN)
    (meeting.folder / "a.timeline.json").unlink()
    assert meeting.speakers() == Speakers()
    assert [warning.partition(" ")[0] for warning in meeting.warnings] == ["transcript.vtt", "a.timeline.json"]


def test_a_second_transcript_of_a_part_is_not_used(meeting: Meeting) -> None:
    meeting.add("transcript", "a.transcript.vtt", TRANSCRIPT)
    meeting.add("transcript", "kopi af a.transcript.vtt", TRANSCRIPT)
    assert len(meeting.speakers().turns) == 2
    assert meeting.warnings == ["kopi af a.transcript.vtt is one too many for its part of the recording: it is not used."]


def test_a_list_of_speakers_that_is_no_list_is_told(meeting: Meeting) -> None:
    meeting.add("timeline", "a.timeline.json", "{")
    assert meeting.speakers() == Speakers()
    assert meeting.warnings == ["a.timeline.json can't be read as Zoom's list of speakers: what is broken is left out."]
