"""What pysubs2 reads, and what it passes over without a word: named here, with its line."""

import pytest

from vbn_video.formats.format_registry import parse_captions

ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,En note
Dialogue: 0,0:00:04.00,0:00:06.00,Default,Bo,0,0,0,,Ja,\\Nnej {for nu}{\\i1}og{\\i0} så
Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\\an8 Hej}
"""
MICRODVD = "{1}{1}25\n{25}{75}Hej|du\n{100}{150}Ja\n"
MPL2 = "[10][30]Hej|du\n[40][60]Ja\n"
TMP = "00:00:01:Hej|du\n00:00:04:Ja\n"
SAMI = (
    "<SAMI>\n<HEAD><TITLE>En film</TITLE></HEAD>\n<BODY>\n<SYNC Start=1000><P>Hej<br>du\n<SYNC Start=3000><P>Ja\n</BODY></SAMI>\n"
)


def test_captions_of_ssa_come_in_order_with_the_lines_they_stand_on() -> None:
    parsed = parse_captions(ASS.encode(), ".ass")
    assert parsed.problems == ()
    assert [(line, cue.lines, cue.speakers) for line, cue in zip(parsed.lines, parsed.cues, strict=True)] == [
        (12, ("{\\an8 Hej}",), ()),
        (11, ("Ja,", "nej og så"), ("Bo", "Bo")),
    ]


@pytest.mark.parametrize(
    ("changed", "into", "line"),
    [
        ("Dialogue: 0,0:00:01", "Dialog: 0,0:00:01", 12),
        ("[Events]", "[Aegisub Project Garbage]", 11),
        ("Default,,0,0,0,,{", "{", 12),
        (", Effect, Text", ", Text", 9),
        ("{\\an8 Hej}", "{\\an8 Hej}\nmed dig", 13),
    ],
)
def test_what_became_no_caption_of_ssa_is_named(changed: str, into: str, line: int) -> None:
    assert changed in ASS
    parsed = parse_captions(ASS.replace(changed, into).encode(), ".ass")
    assert line in [problem.line for problem in parsed.problems]


@pytest.mark.parametrize("opened", ["<!--", "<head>", "<style>"])
def test_what_hides_the_rest_of_a_sami_file_is_named(opened: str) -> None:
    parsed = parse_captions(SAMI.replace("<SYNC Start=3000>", f"{opened}<SYNC Start=3000>").encode(), ".smi")
    assert 5 in [problem.line for problem in parsed.problems]


@pytest.mark.parametrize("text", [MICRODVD, MPL2, TMP, SAMI], ids=["microdvd", "mpl2", "tmp", "sami"])
def test_a_line_that_became_no_caption_is_named_in_every_format(text: str) -> None:
    parsed = parse_captions(text.encode(), ".sub")
    assert (parsed.problems, [cue.lines for cue in parsed.cues]) == ((), [("Hej", "du"), ("Ja",)])
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if "Hej" in line or "Ja" in line]
    assert parsed.lines == tuple(numbers)
    before, after = text.split("\n", 1)
    parsed = parse_captions(f"{before}\nvelkommen til\n{after}".encode(), ".sub")
    assert [problem.line for problem in parsed.problems] == [2]


@pytest.mark.parametrize(
    "text",
    [
        *("", "\n\n", "WEBVTT\n", "WEBVTT\n\nNOTE hej\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "{1}{1}25\n", "<tt/>", "Hej"),
        *('{"info": {}, "styles": {}, "events": []}', '{"info": {}, "styles": {}, "events": [{"x": 1}]}'),
    ],
)
@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".ttml", ".sub"])
def test_a_file_without_a_caption_says_so(text: str, suffix: str) -> None:
    parsed = parse_captions(text.encode(), suffix)
    assert parsed.cues == ()
    assert parsed.problems != ()
    assert all(problem.line >= 1 for problem in parsed.problems)
