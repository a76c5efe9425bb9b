"""The formats: each is one line of a list, no two stand in each other's way, and any file of captions is read."""

from __future__ import annotations

from collections import Counter

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import Chapter, Cue
from vbn_video.formats import srt, ttml, vtt
from vbn_video.formats.base import CaptionDocument
from vbn_video.formats.format_registry import FORMATS, PROJECT_FILES, format_for, parse_captions
from vbn_video.formats.srt import write_srt
from vbn_video.formats.ttml import write_ttml
from vbn_video.formats.vtt import write_vtt

S = 1_000_000
CUES = (Cue(1 * S, 3 * S, ("Vi ses på Æbleø",)), Cue(4 * S, 6 * S, ("kl. 8.30 &", "ikke før.")))
DOCUMENT = CaptionDocument((Cue(S, 3 * S, ("Velkommen til Æbeltoft.",)),), (Chapter(0, "Velkommen"),))


def test_a_project_has_one_file_of_each_format() -> None:
    assert PROJECT_FILES == (
        "captions.da.vtt",
        "captions.da.srt",
        "captions.da.ttml",
        "transcript.da.txt",
        "transcript.da.html",
    )


def test_no_ending_means_two_formats() -> None:
    counts = Counter(suffix for form in FORMATS for suffix in form.suffixes)
    assert [
        suffix for suffix, times in counts.items() if times > 1 or not suffix.startswith(".") or suffix != suffix.lower()
    ] == []


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.project_file)
def test_every_format_says_what_was_said_and_reads_back_what_it_can_read(form) -> None:
    text = form.write(DOCUMENT)
    assert "Velkommen til Æbeltoft." in text
    if form.parse:
        assert form.parse(text).cues == DOCUMENT.cues
        assert form.recognises(text)


def test_a_format_is_asked_for_by_its_ending() -> None:
    assert [format_for(suffix) for suffix in (".vtt", ".SRT", ".ttml", ".xml")] == [
        vtt.FORMAT,
        srt.FORMAT,
        ttml.FORMAT,
        ttml.FORMAT,
    ]
    assert format_for(".txt") is None, "a transcript has no times: nobody gets one in the place of captions"


def foreign(kind: str) -> bytes:
    return pysubs2.SSAFile.from_string(write_srt(CUES), format_="srt").to_string(kind).encode()


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".vtt", write_vtt(CUES).encode()),
        (".srt", write_srt(CUES).encode()),
        (".ttml", write_ttml(CUES).encode()),
        (".ass", foreign("ass")),
        (".ssa", foreign("ssa")),
        (".json", foreign("json")),
        (".txt", write_srt(CUES).encode("cp1252")),
        (".srt", write_srt(CUES).replace("\n", "\r\n").encode("utf-16")),
        (".srt", write_vtt(CUES).encode("utf-8-sig")),
    ],
    ids=str,
)
def test_the_captions_are_the_same_in_every_format_and_encoding(suffix: str, data: bytes) -> None:
    parsed = parse_captions(data, suffix)
    assert parsed.problems == ()
    assert parsed.cues == CUES


def test_who_speaks_in_an_ass_file_is_known() -> None:
    subs = pysubs2.SSAFile()
    subs.events = [pysubs2.SSAEvent(1000, 2000, "Hej", name="Bo"), pysubs2.SSAEvent(0, 9, "note", type="Comment")]
    (cue,) = parse_captions(subs.to_string("ass").encode(), ".ass").cues
    assert (cue.lines, cue.speakers) == (("Hej",), ("Bo",))


@pytest.mark.parametrize("data", [b"", b"Kaere alle, velkommen.", b"\x00\x01\x02\xff\xfe", b'{"a": 1}', b"<tt></tt>"])
def test_what_is_no_file_of_captions_has_none(data: bytes) -> None:
    parsed = parse_captions(data, ".txt")
    assert parsed.cues == ()
    assert len(parsed.problems) <= 1


@given(st.binary(max_size=300), st.sampled_from([".vtt", ".srt", ".ass", ".sub", ""]))
def test_no_bytes_make_the_reader_fail(data: bytes, suffix: str) -> None:
    parse_captions(data, suffix)
