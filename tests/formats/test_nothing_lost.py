"""In every format: each word of a damaged file is in a caption, or a problem names a line from which on it could not be read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vbn_video.formats.format_registry import parse_captions

VTT = """WEBVTT
Kind: captions

NOTE en note

id-1
00:00:01.000 --> 00:00:03.000 line:0
ord1 <i>ord2</i> ord3
<v Anne>ord4 ord5</v>

00:00:04.000 --> 00:00:06.000
ord6
\t
ord7 &amp; ord8

3
00:00:07.000 --> 00:00:09.000
- ord9
- ord10
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
{\\an8}ord1 <i>ord2</i> ord3
ord4 ord5

2
00:00:04,000 --> 00:00:06,000
ord6
\t
ord7 & ord8

3
00:00:07,000 --> 00:00:09,000
- ord9
- ord10
"""
TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25">
<body><div>
<p begin="1s" dur="2s">ord1 <span>ord2</span> ord3<br/>
ord4 ord5</p>
<p begin="00:00:04:00" end="00:00:06:12">ord6</p>
<div begin="1s" timeContainer="seq">
<p begin="6s" dur="1s">ord7 &amp; ord8</p>
<p dur="2s"><span begin="0s" end="1s">ord9</span>
<span begin="1s">ord10</span></p>
</div>
</div></body>
</tt>
"""
ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:03.00,Default,Anne,0,0,0,,ord1 {\\i1}ord2{\\i0} ord3\\Nord4 ord5
Dialogue: 0,0:00:04.00,0:00:06.00,Default,,0,0,0,,ord6\\Nord7 & ord8
Dialogue: 0,0:00:07.00,0:00:09.00,Default,,0,0,0,,- ord9\\N- ord10
"""
MICRODVD = "{1}{1}25\n{25}{75}ord1 {y:i}ord2 ord3|ord4 ord5\n{100}{150}ord6|ord7 & ord8\n{175}{225}- ord9|- ord10\n"
MPL2 = "[10][30]ord1 /ord2 ord3|ord4 ord5\n[40][60]ord6|ord7 & ord8\n[70][90]- ord9|- ord10\n"
TMP = "00:00:01:ord1 <i>ord2</i> ord3|ord4 ord5\n00:00:04:ord6|ord7 & ord8\n00:00:07:- ord9|- ord10\n"
SAMI = """<SAMI>
<BODY>
<SYNC Start=1000><P>ord1 <i>ord2</i> ord3<br>ord4 ord5
<SYNC Start=4000><P>ord6<br>
ord7 &amp; ord8
<SYNC Start=7000><P>- ord9<br>- ord10
</BODY></SAMI>
"""
FORMATS = {"vtt": VTT, "srt": SRT, "ttml": TTML, "ass": ASS, "microdvd": MICRODVD, "mpl2": MPL2, "tmp": TMP, "sami": SAMI}
SUFFIXES = {"microdvd": ".sub", "mpl2": ".mpl", "tmp": ".txt", "sami": ".smi"}
WORD = re.compile(r"ord\d+")
STRAY = [
    "\n",
    " \n",
    "\t\n",
    "<",
    ">",
    "-->",
    "ord11",
    "\nord12\n",
    "\n\nord13\n\n",
    "&",
    "{",
    "}",
    ":",
    "00:00:02.000",
    "</p>",
    "\r",
]

changes = st.lists(
    st.tuples(st.sampled_from(["delete", "insert", "without a line", "twice"]), st.floats(0, 1), st.sampled_from(STRAY)),
    max_size=3,
)


def damaged(text: str, made: list[tuple[str, float, str]]) -> str:
    for kind, where, stray in made:
        at = int(where * (len(text) - 1))
        lines = text.split("\n")
        row = int(where * (len(lines) - 1))
        if kind == "delete":
            text = text[:at] + text[at + 1 :]
        elif kind == "insert":
            text = text[:at] + stray + text[at:]
        else:
            text = "\n".join([*lines[:row], *([lines[row]] * 2 if kind == "twice" else []), *lines[row + 1 :]])
    return text


def seen_by_nobody(kind: str, text: str) -> str:
    """The text without what its format keeps for other things than captions: its words are those that must be somewhere."""
    if kind == "vtt":  # the first line, notes, names of cues, settings, names of classes
        text = re.sub(r"\AWEBVTT[ \t].*|(?m:^\s*NOTE(?:\s.*)?(?:\n.+)*)|(?m:^.*\n(?=.*-->))", hidden, text)
        return re.sub(r"(?m:-->.*$)|<[a-z]+\.[^\s<>]*|(?m:^[\w -]+[:=].*$)|(?s:<[^<>]*-->)", hidden, text)
    if kind == "ttml":
        return re.sub(r"(?s:<[^<>]*>|<!--.*?-->)", hidden, text)
    if kind == "ass":  # a caption's style and effect, braces, all that is no caption
        text = re.sub(r"(?m)^(\s*Dialogue:(?:[^,\n]*,){3})[^,\n]*(,(?:[^,\n]*,){4})[^,\n]*,", r"\1\2,", text)
        text = re.sub(r"(?m)^\s*(?:[;!]|Comment:|Style:|Format:).*$|^\W{,3}\[[^\]\n]*\]|^[^,\n]*:[^,\n]*$", hidden, text)
        return re.sub(r"\{[^{}\\]*\}|\{\\\S*\}", hidden, text)
    return re.sub(r"\{[^{}\\]*\}|\{\\\S*\}|<[^<>]*>", hidden, text)


def hidden(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def lost(kind: str, text: str) -> list[tuple[int, str]]:
    """(line, word) of every word that is in no caption, where no problem is named on a line from which it follows."""
    parsed = parse_captions(text.encode(), SUFFIXES.get(kind, f".{kind}"))
    said = " ".join(part for _line, cue in parsed.all_cues for part in (*cue.lines, *cue.speakers))
    named = [problem.line for problem in parsed.problems]
    written = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks, lines = written.split("\n"), seen_by_nobody(kind, written).split("\n")
    found = []
    for number, line in enumerate(lines, 1):
        first = number
        while first > 1 and blocks[first - 2] and kind in ("vtt", "srt"):
            first -= 1
        before = 1 if kind in ("ttml", "sami") or not parsed.cues else first
        for word in WORD.findall(line):
            if said.count(word) < 1 and not any(before <= problem <= number for problem in named):
                found.append((number, word))
    return found


@pytest.mark.parametrize("kind", FORMATS)
def test_an_undamaged_file_says_all_its_words(kind: str) -> None:
    parsed = parse_captions(FORMATS[kind].encode(), SUFFIXES.get(kind, f".{kind}"))
    assert parsed.problems == ()
    assert WORD.findall(" ".join(line for cue in parsed.cues for line in cue.lines)) == [
        f"ord{number}" for number in range(1, 11)
    ]
    assert lost(kind, FORMATS[kind]) == []


@pytest.mark.parametrize("kind", FORMATS)
@given(changes)
def test_no_word_of_a_damaged_file_is_lost_without_a_line_that_says_so(kind: str, made: list[tuple[str, float, str]]) -> None:
    text = damaged(FORMATS[kind], made)
    assert lost(kind, text) == [], text


@pytest.mark.long
@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=1_000)
@given(changes)
def test_no_word_is_lost_in_many_damaged_files(kind: str, made: list[tuple[str, float, str]]) -> None:
    assert lost(kind, damaged(FORMATS[kind], made)) == []
