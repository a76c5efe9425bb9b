import unicodedata

import pysubs2
import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.base import decode
from vbn_video.formats.cue_markup import escape
from vbn_video.formats.srt import parse_srt, write_srt
from vbn_video.formats.vtt import parse_chapters, parse_vtt, retime, write_chapters, write_vtt

S = 1_000_000
CUES = (
    Cue(1 * S, 2_500_000, ("Velkommen til Æbeltoft & omegn,", "hvor 1 < 2 --> og «så» videre.")),
    Cue(3_600 * S + 1000, 3_602 * S, ("– Ja!",)),
)
VTT = """WEBVTT

NOTE Language: da

00:00:01.000 --> 00:00:02.500
Velkommen til Æbeltoft &amp; omegn,
hvor 1 &lt; 2 --&gt; og «så» videre.

01:00:00.001 --> 01:00:02.000
– Ja!
"""
SRT = """1
00:00:01,000 --> 00:00:02,500
Velkommen til Æbeltoft & omegn,
hvor 1 < 2 → og «så» videre.

2
01:00:00,001 --> 01:00:02,000
– Ja!
"""


def test_captions_are_written_like_this() -> None:
    assert write_vtt(CUES) == VTT
    assert write_srt(CUES) == SRT


def test_no_captions_are_still_a_valid_file() -> None:
    assert write_vtt(()) == "WEBVTT\n\nNOTE Language: da\n"
    assert parse_vtt(write_vtt(())).cues == parse_vtt(write_vtt(())).problems == ()
    assert write_srt(()) == ""


def test_what_was_written_is_read_back() -> None:
    assert parse_vtt(VTT).cues == CUES
    assert parse_vtt(VTT).lines == (5, 9)
    assert parse_srt(SRT).cues[1] == CUES[1]


@pytest.mark.parametrize(("kind", "text"), [("vtt", VTT), ("srt", SRT)])
def test_pysubs2_reads_the_same_times_and_words(kind: str, text: str) -> None:
    events = pysubs2.SSAFile.from_string(text, format_=kind).events
    assert [(event.start, event.end) for event in events] == [(1000, 2500), (3_600_001, 3_602_000)]
    assert events[1].plaintext == "– Ja!"
    assert events[0].plaintext.splitlines()[0].replace("&amp;", "&") == CUES[0].lines[0]


def test_webvtt_py_reads_the_same_times_and_words() -> None:
    captions = webvtt.from_string(VTT).captions
    assert [(caption.start_in_seconds, caption.end_in_seconds) for caption in captions] == [(1, 2), (3600, 3602)]
    assert [caption.lines for caption in captions] == [[escape(line) for line in cue.lines] for cue in CUES]


def test_who_speaks_stands_as_a_voice_over_the_lines_that_they_say() -> None:
    cues = (
        Cue(S, 2 * S, ("Velkommen,", "alle sammen."), ("Anne Holm", "Anne Holm")),
        Cue(3 * S, 4 * S, ("- Må jeg <spørge>?", "- Ja."), ("Bo & Co > x", "Anne Holm")),
        Cue(5 * S, 6 * S, ("- Hvem?", "- Mig."), ("", "Bo")),
    )
    text = write_vtt(cues)
    assert text.split("\n\n", 2)[2] == (
        "00:00:01.000 --> 00:00:02.000\n<v Anne Holm>Velkommen,\nalle sammen.</v>\n\n"
        "00:00:03.000 --> 00:00:04.000\n<v Bo &amp; Co &gt; x>- Må jeg &lt;spørge&gt;?</v>\n<v Anne Holm>- Ja.</v>\n\n"
        "00:00:05.000 --> 00:00:06.000\n- Hvem?\n<v Bo>- Mig.</v>\n"
    )
    assert parse_vtt(text).cues == cues
    voices = [caption.voice for caption in webvtt.from_string(text).captions]
    assert voices[0] == "Anne Holm"


def test_captions_at_the_top_say_so_and_those_at_the_bottom_nothing() -> None:
    timing = [line for line in write_vtt(CUES, position="top").splitlines() if "-->" in line]
    assert timing[0] == "00:00:01.000 --> 00:00:02.500 line:0"
    assert "line:" not in write_vtt(CUES)
    assert parse_vtt(write_vtt(CUES, position="top")).cues == CUES
    assert retime("WEBVTT\n", [], CUES[1:], "top").splitlines()[-2] == "01:00:00.001 --> 01:00:02.000 line:0"


def test_voices_as_other_editors_write_them_are_known() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Bo>Hej\n<i>med</i> jer\n\n00:03.000 --> 00:04.000\n"
        "<v Bo>Ja.</v> Nej.\n<v\tEva   Lund>Nå.\n\n00:05.000 --> 00:06.000\n<v>Uden navn\n- bare en streg\n"
    )
    assert [(cue.lines, cue.speakers) for cue in parse_vtt(text).cues] == [
        (("Hej", "med jer"), ("Bo", "Bo")),
        (("Ja. Nej.", "Nå."), ("Bo", "Eva Lund")),
        (("Uden navn", "- bare en streg"), ()),
    ]


def test_chapters_last_until_the_next_one() -> None:
    chapters = [Chapter(0, "Velkommen"), Chapter(12 * S, "A & B"), Chapter(40 * S, "Slut")]
    text = write_chapters(chapters, 60 * S)
    assert text == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:12.000\nVelkommen\n\n00:00:12.000 --> 00:00:40.000\nA &amp; B\n\n"
        "00:00:40.000 --> 00:01:00.000\nSlut\n"
    )
    assert parse_chapters(text).chapters == tuple(chapters)
    assert write_chapters([], 60 * S) == "WEBVTT\n"


@pytest.mark.parametrize("title", ["To\n\nlinjer", "To\nlinjer", " To\t linjer\n"])
def test_a_chapters_title_is_on_one_line_however_it_was_written(title: str) -> None:
    parsed = parse_chapters(write_chapters([Chapter(0, title), Chapter(5 * S, "Slut")], 10 * S))
    assert ([chapter.title for chapter in parsed.chapters], parsed.problems) == (["To linjer", "Slut"], ())


def test_a_file_from_another_editor_is_understood() -> None:
    text = (
        "\ufeffWEBVTT - from somewhere\r\nKind: captions\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nfirst\r\n"
        "00:01.000 --> 00:02,5 align:start position:10%\r\n<v Bo Jensen>Hej</v> <i>du</i> &amp; jeg\r\n\r\n"
        "NOTE a thought\r\n\r\n2\r\n00:03.000 --> 00:04.000\r\nto<00:03.500><c> tre</c>\r\n3\r\n00:05.000 --> 00:06.000\r\n4 & 5"
    )
    parsed = parse_vtt(text)
    assert parsed.problems == ()
    assert [cue.lines for cue in parsed.cues] == [("Hej du & jeg",), ("to tre",), ("4 & 5",)]
    assert [(cue.start_us, cue.end_us) for cue in parsed.cues] == [(S, 2_500_000), (3 * S, 4 * S), (5 * S, 6 * S)]


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("00:99.000 --> 01:40.000\nx", "minutes and seconds go to 59"),
        ("00:xx.000 --> 01:40.000\nx", "cannot be read"),
        ("00:10.000 --> 00:09.000\nx", "ends before it begins"),
        ("-00:10.000 --> 00:09.000\nx", "below zero"),
        ("00:10.000 --> 00:10.000\nx", "ends before it begins"),
        ("00:00.500 --> 00:09.000\nx", "begins before the one above"),
        ("words without a time", "belongs to no caption"),
        ("STYLE is what we talk about", "belongs to no caption"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line_and_the_rest_is_kept(block: str, sentence: str) -> None:
    parsed = parse_vtt(f"WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n{block}\n\n00:20.000 --> 00:21.000\nb\n")
    assert [cue.lines for cue in parsed.cues] == [("a",), ("b",)]
    (problem,) = parsed.problems
    assert problem.line == 6
    assert sentence in problem.sentence


def test_a_caption_whose_times_alone_are_impossible_is_kept_beside_what_is_wrong() -> None:
    parsed = parse_vtt("WEBVTT\n\n00:05.000 --> 00:05.000\na\n\n-00:01.000 --> 00:02.000\nb\n\n00:06.000 --> 00:07.000\nc\n")
    assert [(line, cue.start_us, cue.lines) for line, cue in parsed.all_cues] == [
        (3, 5 * S, ("a",)), (6, -1 * S, ("b",)), (9, 6 * S, ("c",)),
    ]  # fmt: skip
    assert [problem.line for problem in parsed.problems] == [3, 6]


def test_overlapping_captions_and_lines_of_200_characters_are_read() -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:09.000\n{'x' * 200}\n\n00:02.000 --> 00:03.000\nb\n"
    assert [(cue.start_us, len(cue.lines[0])) for cue in parse_vtt(text).cues] == [(S, 200), (2 * S, 1)]
    assert parse_vtt(text).problems == ()


def test_a_file_that_is_no_webvtt_says_so() -> None:
    parsed = parse_vtt("1\n00:01.000 --> 00:02.000\na\n")
    assert [problem.line for problem in parsed.problems] == [1]
    assert len(parsed.cues) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_in_any_usual_encoding_is_read(encoding: str) -> None:
    assert decode("WEBVTT æøåÆØÅé".encode(encoding)) == "WEBVTT æøåÆØÅé"


def test_a_caption_that_a_cut_divides_stands_twice_and_keeps_its_settings_and_tags() -> None:
    text = "WEBVTT\n\nid 1\n00:01.000 --> 00:04.000 line:0\n<i>et to</i>\n\n00:05.000 --> 00:06.000\ntre\n"
    places = [(Cue(S, 2 * S, ("et",)), Cue(3 * S, 4 * S, ("to",))), (Cue(5 * S, 6 * S, ("tre",)),)]
    assert retime(text, places) == (
        "WEBVTT\n\nid 1\n00:00:01.000 --> 00:00:02.000 line:0\n<i>et</i>\n\n"
        "00:00:03.000 --> 00:00:04.000 line:0\n<i>to</i>\n\n"
        "00:00:05.000 --> 00:00:06.000\ntre\n"
    )


def test_new_times_leave_tags_settings_and_notes_as_they_were() -> None:
    text = (
        "WEBVTT\nX: y\n\nNOTE keep me\n\nid 1\n00:01.000 --> 00:02.000 line:0\n<i>a</i>\n\n00:03.000 --> 00:04.000\nb\n\n"
        "NOTE and me\n\n00:05.000 --> 00:06.000\nc\n"
    )
    places = [(Cue(11 * S, 12 * S, ("a",)),), (), (Cue(15 * S, 16 * S, ("c",)),)]
    assert retime(text, places, [Cue(13 * S, 14 * S, ("new & old",))]) == (
        "WEBVTT\nX: y\n\nNOTE keep me\n\nid 1\n00:00:11.000 --> 00:00:12.000 line:0\n<i>a</i>\n\nNOTE and me\n\n"
        "00:00:13.000 --> 00:00:14.000\nnew &amp; old\n\n00:00:15.000 --> 00:00:16.000\nc\n"
    )


texts = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=20)
names = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=12)
cue_lists = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(1, 10_000), st.lists(st.tuples(texts, names), min_size=1, max_size=2)),
    max_size=8,
)


@given(cue_lists)
def test_any_captions_come_back_as_they_were(raw: list[tuple[int, int, list[tuple[str, str]]]]) -> None:
    cues, at_ms = [], 0
    for rest_ms, length_ms, said in raw:
        lines, speakers = zip(*said, strict=True)
        known = speakers if any(speakers) else ()
        cues.append(Cue((at_ms + rest_ms) * 1000, (at_ms + rest_ms + length_ms) * 1000, lines, known))
        at_ms += rest_ms + length_ms
    parsed = parse_vtt(write_vtt(cues))
    assert parsed.problems == ()
    assert parsed.cues == tuple(cues)
    assert retime(write_vtt(cues), [(cue,) for cue in cues]) == write_vtt(cues)


@given(st.text(alphabet="0:.->1 \n\rWEBVTNO<a&;", max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for parsed in (parse_vtt(text), parse_srt(text)):
        assert all(cue.start_us < cue.end_us for cue in parsed.cues)
        assert len(parsed.lines) == len(parsed.cues)


SPACE_LINE = (
    "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nVelkommen til mødet.\n \nVi begynder nu.\n\n"
    "2\n00:00:05.000 --> 00:00:07.000\n \nRegnskabet først.\n"
)


def test_a_line_of_spaces_ends_no_caption() -> None:
    for text in (SPACE_LINE, SPACE_LINE.replace("\n \n", "\n\t\n"), SPACE_LINE.replace("\n", "\r\n")):
        parsed = parse_vtt(text)
        assert parsed.problems == ()
        assert [(cue.start_us, cue.lines) for cue in parsed.cues] == [
            (S, ("Velkommen til mødet.", "Vi begynder nu.")),
            (5 * S, ("Regnskabet først.",)),
        ]
    assert parse_srt(SPACE_LINE.removeprefix("WEBVTT\n\n").replace(".000", ",000")).cues == parse_vtt(SPACE_LINE).cues
    assert retime(SPACE_LINE, [(cue,) for cue in parse_vtt(SPACE_LINE).cues]) == SPACE_LINE


def test_captions_that_lines_of_spaces_part_are_still_captions() -> None:
    text = "WEBVTT\n \n1\n00:01.000 --> 00:02.000\na\n \n2\n00:03.000 --> 00:04.000\nb\n\t\n00:05.000 --> 00:06.000\nc\n"
    parsed = parse_vtt(text)
    assert (parsed.problems, [cue.lines for cue in parsed.cues]) == ((), [("a",), ("b",), ("c",)])


@pytest.mark.parametrize(
    ("line", "words", "speaker"),
    [
        ("<i.fremhaevet Velkommen til mødet!</i>", "Velkommen til mødet!", ""),
        ("<i.fremhaevet Velkommen til mødet!", "Velkommen til mødet!", ""),
        ("<b Velkommen til mødet!>", "Velkommen til mødet!", ""),
        ("Velkommen <c.gul til</c> mødet!", "Velkommen  til mødet!", ""),
        ("<v Anne>Velkommen <i til mødet!</v>", "Velkommen  til mødet!", "Anne"),
        ("Velkommen til mødet!</i", "Velkommen til mødet!", ""),
        ("<v Anne Velkommen til mødet!</v>", "Anne Velkommen til mødet!", ""),
        ("<lang da Velkommen til mødet!</lang>", "da Velkommen til mødet!", ""),
        ("Velkommen til mødet, 1 < 2", "Velkommen til mødet, 1 < 2", ""),
        ("Velkommen til <mødet>!", "Velkommen til <mødet>!", ""),
    ],
)
def test_no_word_goes_with_a_tag_that_is_none_and_its_line_is_named(line: str, words: str, speaker: str) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\nHej.\n{line}\n\n00:03.000 --> 00:04.000\nTak.\n"
    parsed = parse_vtt(text)
    assert [problem.line for problem in parsed.problems] == [5]
    assert [(cue.lines[-1].strip(), cue.speakers[-1:]) for cue in parsed.cues] == [
        (words, (speaker,) if speaker else ()),
        ("Tak.", ()),
    ]


@pytest.mark.parametrize(
    "tag", ["i", "c.gul.stor", "b", "u", "ruby", "lang da-DK", 'font color="#ffff00"', "v Anne & Bo", "v.høj"]
)
def test_a_tag_that_is_one_is_no_fault(tag: str) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n<{tag}>Hej<00:01.500> du</{tag.split(maxsplit=1)[0].split('.', maxsplit=1)[0]}>\n"
    assert (parse_vtt(text).problems, parse_vtt(text).cues[0].lines) == ((), ("Hej du",))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        *((line, line) for line in ("Vi er < 5", "a <3 b", "<s>Vi</s> ses", "<I>Vi</I> ses", "<U>Vi</U>", "Vi<br>ses")),
        *((line, line) for line in ("<span>Vi</span> ses", "Skriv til <anne@vbn.dk>")),
        ("Vi <i ses", "Vi  ses"),
        ("Vi ses</i", "Vi ses"),
    ],
)
def test_a_fault_that_costs_no_word_says_so(line: str, said: str) -> None:
    parsed = parse_vtt(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{line}\n")
    assert parsed.cues[0].lines == (said,)
    assert {(problem.line, problem.words_kept) for problem in parsed.problems} == {(4, True)}


@pytest.mark.parametrize(
    "block",
    [
        "Hej alle.",
        "00:03.000 -> 00:04.000\nHej",
        "00:03.000 --> 00:04.000 Hej\na",
        "00:09 --> x\nHej",
        "00:03.000 --> 00:04.000\n<i.vigtig",
    ],
)
def test_a_fault_that_may_cost_words_says_so(block: str) -> None:
    parsed = parse_vtt(f"WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n{block}\n")
    assert [problem.words_kept for problem in parsed.problems] == [False]


@pytest.mark.parametrize(
    "block", ["NOTE lavet af Anne", "NOTE\nlavet af: Anne\nog Bo", "STYLE\n::cue { color: red }", "REGION\nid:a"]
)
def test_a_note_a_style_or_a_region_right_under_the_header_is_no_fault(block: str) -> None:
    for between in ("", "\n"):
        parsed = parse_vtt(f"WEBVTT\n{block}\n{between}00:01.000 --> 00:02.000\na\n")
        assert ([cue.lines for cue in parsed.cues], parsed.problems) == ([("a",)], ())


def test_what_stands_where_nothing_is_said_is_named_by_its_line() -> None:
    parsed = parse_vtt("WEBVTT\nKind: captions\nHej alle.\n\nNOTE x\ny\n00:01.000 --> 00:02.000 line:0 Hej igen\na\n")
    assert [problem.line for problem in parsed.problems] == [3, 7]
    assert [cue.lines for cue in parsed.cues] == [("a",)]
    assert parse_vtt("WEBVTT\n1\n00:01.000 --> 00:02.000 align: start\na\n").problems == ()
    parsed = parse_srt("1\n00:00:01,000 --> 00:00:02,000\nHej\n\nmed dig\n00:00:03,000 --> 00:00:04,000\nDu\n\nNOTE x\n")
    assert [problem.line for problem in parsed.problems] == [5, 9]
    assert [cue.lines for cue in parsed.cues] == [("Hej",), ("Du",)]


def test_the_times_of_teams_are_read() -> None:
    """As its transcripts have them: `0:0:6.90 --> 0:0:6.500` shows that a fraction is a number of milliseconds."""
    parsed = parse_vtt("WEBVTT\n\n0:0:0.570 --> 0:0:3.20\n<v Anne Holm>Hej.</v>\n\n0:0:6.90 --> 0:0:6.500\n<v Bo>Ja.</v>\n")
    assert parsed.problems == ()
    assert [(cue.start_us, cue.end_us, cue.lines, cue.speakers) for cue in parsed.cues] == [
        (570_000, 3_020_000, ("Hej.",), ("Anne Holm",)),
        (6_090_000, 6_500_000, ("Ja.",), ("Bo",)),
    ]
    assert parse_vtt("WEBVTT\n\n00:01.5 --> 00:02.90\na\n").cues[0].end_us == 2_900_000


def test_letters_in_decomposed_form_are_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Åse på Ærø")
    assert {decode(decomposed.encode(encoding)) for encoding in ("utf-8", "utf-8-sig", "utf-16")} == {"Åse på Ærø"}
