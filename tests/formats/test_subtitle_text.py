"""Captions are read from whatever file people have."""

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import Cue
from vbn_video.formats.srt import write_srt
from vbn_video.formats.subtitle_text import parse_subtitles
from vbn_video.formats.ttml import write_ttml
from vbn_video.formats.vtt import write_vtt

S = 1_000_000
CUES = (Cue(1 * S, 3 * S, ("Vi ses på Æbleø",)), Cue(4 * S, 6 * S, ("kl. 8.30 &", "ikke før.")))


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
    parsed = parse_subtitles(data, suffix)
    assert parsed.problems == ()
    assert parsed.cues == CUES


def test_who_speaks_in_an_ass_file_is_known() -> None:
    subs = pysubs2.SSAFile()
    subs.events = [pysubs2.SSAEvent(1000, 2000, "Hej", name="Bo"), pysubs2.SSAEvent(0, 9, "note", type="Comment")]
    (cue,) = parse_subtitles(subs.to_string("ass").encode(), ".ass").cues
    assert (cue.lines, cue.speakers) == (("Hej",), ("Bo",))


@pytest.mark.parametrize("data", [b"", b"Kaere alle, velkommen.", b"\x00\x01\x02\xff\xfe", b'{"a": 1}', b"<tt></tt>"])
def test_what_is_no_file_of_captions_has_none(data: bytes) -> None:
    parsed = parse_subtitles(data, ".txt")
    assert parsed.cues == ()
    assert len(parsed.problems) <= 1


@given(st.binary(max_size=300), st.sampled_from([".vtt", ".srt", ".ass", ".sub", ""]))
def test_no_bytes_make_the_reader_fail(data: bytes, suffix: str) -> None:
    parse_subtitles(data, suffix)
