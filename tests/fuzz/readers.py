"""The table of readers: a valid sample of each format, what reads it, and the errors that it may raise. A new one is one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.plan.made_evidence import made_part, made_recording
from vbn_video.codec import to_json
from vbn_video.decisions import CaptionNotes, Chapter, Cue, EditPlan, KeptSpan, Side, Support, TextChange, Unavoidable, Violation
from vbn_video.errors import InputError, MissingError, RecordingError, VbnError
from vbn_video.evidence import (
    DroppedWords,
    Recording,
    Sidecar,
    Slide,
    SoundEvent,
    SoundScene,
    Speakers,
    SpeakerTurn,
    Speech,
    SpeechSpan,
    Transcript,
    Voices,
    VoiceTurn,
    Word,
)
from vbn_video.formats.base import CaptionDocument, decode
from vbn_video.formats.edited_vtt import EditedVtt
from vbn_video.formats.format_registry import FORMATS, parse_captions
from vbn_video.formats.vtt import parse_chapters, parse_vtt, retime, write_chapters, write_vtt
from vbn_video.plan.chapters.chapter_evidence import ChapterCandidate, ChapterEvidence
from vbn_video.plan.cut.edit_text import parse_edit
from vbn_video.plan.review.correction_records import CorrectionRecord
from vbn_video.plan.review.cue_splices import CueSplice
from vbn_video.project import FileState, Project, read_value
from vbn_video.publish.ledger import Ledger, LedgerEntry, Mark
from vbn_video.publish.website.entry import FileMark, MeetingEntry, VideoMark, read_entry
from vbn_video.publish.youtube.auth.consent import read_client
from vbn_video.publish.youtube.auth.token_file import read_token_file, save_login
from vbn_video.recording.zoom.active_speakers import parse_timeline
from vbn_video.recording.zoom.local import CONF, find_local_parts, refuse_unconverted
from vbn_video.recording.zoom.sidecar_texts import read_active_speakers, read_zoom_text
from vbn_video.recording.zoom.zoom_captions import parse_transcript
from vbn_video.render.bumpers.bumper_templates import find_template
from vbn_video.report.measure.measurements import DecodedFacts
from vbn_video.review.captions.captions_journal import CaptionsJournal, JournalLine
from vbn_video.settings.lists.glossary_files import load_glossary
from vbn_video.settings.meeting_file import read_meeting, settle_meeting
from vbn_video.settings.preset import Youtube
from vbn_video.settings.preset_files import load_preset, presets_there
from vbn_video.settings.profile_files import load_profile
from vbn_video.speech.checkpoint import Checkpoint, HeardStretch
from vbn_video.speech.models.store import ModelRecord, read_record
from vbn_video.steps.record import Record, RecordContent, StepRecord

S = 1_000_000
INTRO = """# Intro til Æbleø
[background]
colour = "#0b3b44"
shade = 0.2
[field]
slide_s = 0.6
[letters]
title_size = 0.1
[fade]
in_s = 0.3
"""
RECORDING = made_recording(made_part(60))
CUES = (Cue(S, 3 * S, ("Vi ses på Æbleø",), ("Anne",)), Cue(4 * S, 6 * S, ("kl. 8.30 &", "ikke før."), ("Bo", "Anne")))
PLAN = EditPlan((KeptSpan(S, 50 * S, Side("first speech", 0.9), Side("editor", 1.0)),), S, 2 * S)
CHAPTER_EVIDENCE = ChapterEvidence((ChapterCandidate(0, "Æ", "agenda", (Support("agenda", 0, 5.0, "æ"),), chosen=True),))
WORD = Word(S, 2 * S, "Æbleø,", 0.93, "Anne")


@dataclass(frozen=True)
class Reader:
    """What reads files of one format."""

    name: str
    sample: bytes
    read: Callable[[bytes, Path], object]
    """Of these bytes, and a path that it may write them to."""
    refusals: tuple[type[VbnError], ...] = ()
    """The errors that it may raise."""


def _file(name: str, sample: bytes, read: Callable[[Path], object], *refusals: type[VbnError]) -> Reader:
    """A reader that is given a path."""

    def written(data: bytes, path: Path) -> object:
        path = path.parent / name
        path.write_bytes(data)
        return read(path)

    return Reader(name, sample, written, refusals)


def _value(name: str, kind: Any, value: object) -> Reader:
    """A file of the project that holds one value; what was read can be written again."""
    return _file(name, to_json(kind, value).encode(), lambda path: to_json(kind, read_value(path, kind)), InputError)


def _captions(suffix: str, sample: str) -> Reader:
    """A file of captions; what was read can be written in every format."""

    def read(data: bytes, _path: Path) -> None:
        document = CaptionDocument(parse_captions(data, suffix).cues, (Chapter(0, "Velkommen"),))
        for form in FORMATS:
            form.write(document).encode()

    return Reader(f"captions{suffix}", sample.encode(), read)


def _vtt(data: bytes, _path: Path) -> None:
    text = decode(data)
    parsed = parse_vtt(text)
    retime(text, [(cue,) for _line, cue in parsed.all_cues]).encode()
    edited = EditedVtt.of(text)
    count = len(edited.cues)
    assert edited.cues == parsed.cues
    edited.splice([(0, min(count, 2), edited.cues[1:2]), (0, min(count, 1), ())]).text.encode()


def _sidecars(kind: str, name: str, sample: str, read: Callable[[Recording, Path], object]) -> Reader:
    recording = Recording("zoom-cloud", "x", RECORDING.parts, (Sidecar(kind, name, 0),))  # type: ignore[arg-type]
    return _file(name, sample.encode(), lambda path: read(recording, path.parent), InputError)


def _quiet(_event: object) -> None:
    pass


def _conf(path: Path) -> None:
    refuse_unconverted(path.parent, ["video1.mp4"])
    find_local_parts(path.parent, ["video1.mp4", "video2.mp4"])


def _meeting(path: Path) -> None:
    own = path.with_name("own.toml")
    own.write_bytes(path.read_bytes())
    overrides = {"title": "Æ", "date": date(2024, 1, 2), "speakers": ("Bo",)}
    settle_meeting(own, RECORDING, None, overrides, {}, _quiet)
    read_meeting(own).model_dump_json()


def _preset(path: Path) -> None:
    load_preset(str(path)).preset.model_dump_json()


def _login(path: Path) -> None:
    save_login(path.with_name("again.json"), read_token_file(path, _quiet))


def _journal(path: Path) -> None:
    journal = CaptionsJournal(path)
    journal.load("9a02")
    journal.append(JOURNAL)
    journal.confirm(JOURNAL)
    assert journal.state.settled >= {"et"}


def _checkpoint(path: Path) -> None:
    checkpoint = Checkpoint(path, "3f1c")
    checkpoint.add((HeardStretch(90 * S, 91 * S, (WORD,)),))


def _steps(path: Path) -> None:
    record = Record.of(Project(path.parent))
    record.save()


ZOOM = """WEBVTT

1
00:00:07.210 --> 00:00:08.590
Anne Holm: Vi samler op til sidst.

2
00:00:09.000 --> 00:00:12.000
Bo Lund: Ja. &amp; så: videre
"""
TIMELINE = """{"timeline": [{"ts": "00:00:05.120", "users": [{"username": "Anne Holm", "email": "", "zoom_userid": "x"}]},
 {"ts": "00:00:09.120", "users": [{"username": "Bo", "multiple_people": false}, {"username": "Anne Holm"}]}],
 "timeline_refine": []}"""
ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut,\
 ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,20,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,2,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:03.00,Default,Anne,0,0,0,,{\\i1}Vi ses{\\i0} på\\NÆbleø
"""
TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" xml:lang="da">
<head><metadata/></head>
<body begin="0s"><div><p begin="00:00:01.000" end="00:00:03.000">Vi ses<br/>på <span>Æbleø</span></p>
<p begin="4s" end="6.5s">kl. 8.30 &amp; ikke før.</p></div></body></tt>
"""
SAMI = """<SAMI><HEAD><TITLE>x</TITLE></HEAD><BODY>
<SYNC Start=1000><P Class=DACC>Vi ses<br>på Æbleø
<SYNC Start=3000><P Class=DACC>&nbsp;
</BODY></SAMI>
"""
PYSUBS2_JSON = """{"info": {"Title": "x"}, "styles": {}, "events": [
 {"start": 1000, "end": 3000, "style": "Default", "text": "Vi ses", "name": "Anne", "type": "Dialogue"}]}
"""
PRESET = """# Til prøver.
extends = "temamoede"

[trim]
lead_s = 1.5

[captions]
model = "base"
glossary = ["./ord.toml"]

[website]
media_dir = "../site"

[publish]
to = ["website"]

[youtube]
tags = ["et", "to"]
"""
MEETING = """# Mødet
title = "Den vanskelige samtale"
theme = "Temamøde"
date = 2020-12-08
speakers = ["Anne Holm", "Bo Lund"]
description = \"\"\"
To linjer
om mødet\"\"\"
language = "da"
timezone = "Europe/Copenhagen"

[[agenda]]
title = "Velkommen"
time = "09:15"

[[agenda]]
title = "Oplæg"
time = 09:30:00

[[links]]
title = "Slides"
url = "https://example.org/slides.pdf"
"""
PROFILE = 'extends = "dansk-web"\nline_hard = 42\nspeed_hard = 20.5\nlongest_s = 7\n'
GLOSSARY = 'words = [\n  "Norddjurs",\n  "Grenaa",\n]\n\n[[word]]\nright = "Rønde"\nheard = ["runde"]\nunlike = ["Rønne"]\n'
EDIT = """{"kept": [
  {"start": 1.5, "end": "0:00:20", "start_side": {"reason": "editor", "confidence": 1.0}},
  {"start": 25, "end": 50.25}
 ],
 "intro": 4.0, "outro": 3.0}
"""
CLIENT = """{"installed": {"client_id": "1.apps.googleusercontent.com", "project_id": "x", "client_secret": "GOCSPX-x",
 "auth_uri": "https://accounts.google.com/o/oauth2/auth", "token_uri": "https://oauth2.googleapis.com/token",
 "redirect_uris": ["http://localhost"]}}
"""
LOGIN = """{"token": "ya29.x", "refresh_token": "1//x", "token_uri": "https://oauth2.googleapis.com/token", "client_id": "1.x",
 "client_secret": "s", "scopes": ["https://www.googleapis.com/auth/youtube.force-ssl"], "expiry": "2024-01-24T10:00:00Z",
 "logged_in_at": "2024-01-24T09:00:00Z", "refresh_token_expires_in": 604799, "universe_domain": "googleapis.com"}
"""
STRETCH = HeardStretch(S, 7 * S, (WORD,), ("loop",))
HEARD = b'{"of": "3f1c", "prompt": ""}\n' + to_json(HeardStretch, STRETCH).replace("\n", "").encode() + b"\n"
JOURNAL = JournalLine(
    "edit",
    datetime(2024, 1, 24, 9, tzinfo=UTC),
    "9a02",
    "3f1c",
    (CueSplice(0, CUES[:1], ()),),
    "delete",
    corrections=(CorrectionRecord(S, "æbleø", "Æbleø"),),
    settled=("et",),
)
STATE = FileState("a" * 64, 1_000, 1_600_000_000_000_000_000)
STEPS = RecordContent(
    {"plan": StepRecord("f" * 64, {"edit.json": STATE}, {"edit": {"kept": []}, "cues": 3})},
    {"edit.json": "plan"},
    sources=("/x",),
)
ENTRY = MeetingEntry(
    "vbn-video",
    "published",
    "e" * 64,
    "Æbler",
    date=date(2024, 1, 24),
    video=VideoMark("v.mp4", "c" * 64, 1_000, "d" * 64, 60 * S),
    files={"index.html": FileMark(10, "b" * 64)},
)
LEDGER = (
    LedgerEntry(
        "website",
        "/srv/site",
        "c" * 64,
        "published",
        "moede",
        "http://x/",
        "/srv/site/moede",
        {"texts": Mark("a", "a")},
        {"of": {"x": 1}},
    ),
)


@dataclass(frozen=True)
class _Entries:
    entries: tuple[LedgerEntry, ...]


READERS: tuple[Reader, ...] = (
    Reader("retimed.vtt", write_vtt(CUES).encode() + b"\n00:07.000 --> 00:08.000 line:0\n<i>Ja</i> <v Bo>nej</v>\n", _vtt),
    Reader(
        "chapters.vtt",
        write_chapters((Chapter(0, "Velkommen"), Chapter(30 * S, "Oplæg")), 60 * S).encode(),
        lambda data, _path: write_chapters(parse_chapters(decode(data)).chapters, 90 * S).encode(),
    ),
    *(
        _captions(suffix, sample)
        for suffix, sample in (
            (".vtt", write_vtt(CUES)),
            (
                ".srt",
                "1\n00:00:01,000 --> 00:00:03,000\n{\\an8}<i>Vi ses</i> på\nÆbleø\n\n2\n00:00:04,000 --> 00:00:06,500\nJa.\n",
            ),
            (".ttml", TTML),
            (".ass", ASS),
            (".smi", SAMI),
            (".json", PYSUBS2_JSON),
            (".sub", "{25}{75}Vi ses på|Æbleø\n{100}{150}{y:i}kl. 8.30\n"),
            (".mpl", "[10][30]Vi ses på|Æbleø\n[40][60]/kl. 8.30\n"),
            (".txt", "00:00:01:Vi ses på|Æbleø\n00:00:04:kl. 8.30\n"),
            (".whisper", "[00:01.000 -> 00:03.000] Vi ses på Æbleø\n[00:04.000 -> 00:06.000] kl. 8.30\n"),
        )
    ),
    Reader("transcript of Zoom", ZOOM.encode(), lambda data, _path: parse_transcript(decode(data))),
    Reader("timeline of Zoom", TIMELINE.encode(), lambda data, _path: parse_timeline(decode(data), 60 * S)),
    _sidecars(
        "transcript", "GMT20240124-202901_Recording.transcript.vtt", ZOOM, lambda of, root: read_zoom_text(of, root, _quiet)
    ),
    _sidecars("captions", "GMT20240124-202901_Recording.cc.vtt", ZOOM, lambda of, root: read_zoom_text(of, root, _quiet)),
    _sidecars(
        "timeline",
        "timeline.json",
        TIMELINE,
        lambda of, root: to_json(tuple[SpeakerTurn, ...], read_active_speakers(of, root, _quiet)),
    ),
    _file(
        CONF,
        b'{"items": [{"video": "video1.mp4", "audio": "audio1.m4a", "process": 100}, {"video": "video2.mp4", "process": "100"}]}',
        _conf,
        RecordingError,
    ),
    _file(
        "intro.toml",
        INTRO.encode(),
        lambda path: find_template(str(path)).fingerprint(),
        InputError,
    ),
    _file("preset.toml", PRESET.encode(), _preset, InputError),
    _file("presets/listed.toml", PRESET.encode(), lambda path: presets_there()),
    _file("meeting.toml", MEETING.encode(), _meeting, InputError),
    _file("profile.toml", PROFILE.encode(), lambda path: load_profile(str(path)), InputError),
    _file("ord.toml", GLOSSARY.encode(), lambda path: load_glossary([str(path)]), InputError),
    Reader(
        "edit.json", EDIT.encode(), lambda data, _path: to_json(tuple[KeptSpan, ...], parse_edit(decode(data), 60 * S, PLAN).kept)
    ),
    _file(
        "ledger.json",
        to_json(_Entries, _Entries(LEDGER)).encode(),
        lambda path: Ledger(path).put(LEDGER[0]),
        InputError,
        MissingError,
    ),
    Reader("entry.json", ENTRY.text(), lambda data, _path: (entry := read_entry(data)) and entry.text()),
    _file("steps.json", to_json(RecordContent, STEPS).encode(), _steps),
    _file("heard.jsonl", HEARD, _checkpoint),
    _file("review.jsonl", to_json(JournalLine, JOURNAL).replace("\n", "").encode() + b"\n", _journal),
    _file(
        "verified.json",
        to_json(ModelRecord, ModelRecord("pinned", "main", {"model.bin": STATE})).encode(),
        lambda path: read_record(path.parent),
    ),
    _file("client.json", CLIENT.encode(), lambda path: read_client(path, Youtube()), InputError),
    _file("youtube-login.json", LOGIN.encode(), _login, MissingError),
    _value("recording.json", Recording, RECORDING),
    _value("speech.json", Speech, Speech((SpeechSpan(S, 2 * S),))),
    _value("slides.json", tuple[Slide, ...], (Slide(S, 0.5, "Æ"),)),
    _value("speakers.json", Speakers, Speakers((SpeakerTurn(S, 2 * S, "Anne"),), "transcript")),
    _value("sounds.json", SoundScene, SoundScene((SoundEvent(S, 2 * S, "music"),))),
    _value("voices.json", Voices, Voices((VoiceTurn(S, 2 * S, 0),), "sound")),
    _value("chapters.json", ChapterEvidence, CHAPTER_EVIDENCE),
    _value("words.json", Transcript, Transcript((WORD, WORD), "base", "x", "da", (DroppedWords((WORD,), "loop", "no speech"),))),
    _value("plan as written", EditPlan, PLAN),
    _value(
        "captions.changes.json",
        CaptionNotes,
        CaptionNotes(
            (TextChange(S, 2 * S, "number", "to", "2"),), (Violation(S, "gap", 1, 2, Unavoidable(S, 2 * S, 40, S, 17)),)
        ),
    ),
    _value("decoded", DecodedFacts, DecodedFacts(3, 0, (), 0, S, -16.0, -1.0)),
)
