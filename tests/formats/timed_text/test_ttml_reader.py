"""TTML as others write it: times on any element, in parallel or one after another, and nothing lost without its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.formats.timed_text.ttml_reader import is_ttml, parse_ttml

S = 1_000_000
HEAD = '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25">'


def said(body: str) -> list[tuple[float, float, str]]:
    """(start, end, lines) of a document whose body that is, in seconds; there is nothing wrong with it."""
    parsed = parse_ttml(f"{HEAD}<body>{body}</body></tt>")
    assert parsed.problems == ()
    return [(cue.start_us / S, cue.end_us / S, "|".join(cue.lines)) for cue in parsed.cues]


def wrong(body: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in parse_ttml(f"{HEAD}<body>{body}</body></tt>").problems]


@pytest.mark.parametrize(
    ("body", "cues"),
    [
        ('<div><p begin="00:00:01:00" end="00:00:03:12">a</p></div>', [(1, 3.48, "a")]),
        ('<div><p begin="00:00:01.000" dur="00:00:02.000">a</p><p begin="4s" dur="2s">b</p></div>', [(1, 3, "a"), (4, 6, "b")]),
        ('<div><p begin="1s" dur="5s" end="3s">a</p></div>', [(1, 3, "a")]),
        ('<div begin="10s" end="20s"><p begin="1s" end="3s">a</p><p begin="5s">b</p></div>', [(11, 13, "a"), (15, 20, "b")]),
        ('<div begin="10s" dur="2s"><p begin="1s" end="30s">a</p></div>', [(11, 12, "a")]),
        ('<div begin="10s" end="12s"><p>a</p></div>', [(10, 12, "a")]),
        ('<p end="2s">a</p>', [(0, 2, "a")]),
    ],
)
def test_times_count_from_the_element_around_and_end_with_it(body: str, cues: list[tuple[float, float, str]]) -> None:
    assert said(body) == cues


def test_a_p_shows_what_its_spans_show_at_each_moment() -> None:
    spans = '<span begin="1s" end="3s">a</span><br/><span begin="4s" end="6s">b</span>'
    assert said(f'<div><p begin="0s" end="10s">{spans}</p></div>') == [(1, 3, "a"), (4, 6, "b")]
    assert said('<p begin="1s" end="6s">a <span begin="2s">b</span><br/><span begin="1s" end="4s">c</span></p>') == [
        (1, 2, "a"), (2, 3, "a|c"), (3, 5, "a b|c"), (5, 6, "a b"),
    ]  # fmt: skip
    assert said('<p begin="1s" end="6s"><span begin="0s"><span begin="1s" end="2s">a</span> b</span></p>') == [
        (1, 2, "b"), (2, 3, "a b"), (3, 6, "b"),
    ]  # fmt: skip
    assert said('<p begin="1s" end="3s">a<br/><span begin="0.5s" end="1s">b</span>c</p>') == [
        (1, 1.5, "a|c"), (1.5, 2, "a|bc"), (2, 3, "a|c"),
    ]  # fmt: skip


def test_in_a_sequence_each_begins_when_the_one_before_it_ends() -> None:
    assert said('<div timeContainer="seq"><p dur="2s">a</p><p begin="1s" dur="2s">b</p><p end="4s">c</p></div>') == [
        (0, 2, "a"), (3, 5, "b"), (5, 9, "c"),
    ]  # fmt: skip
    assert said('<p begin="1s" timeContainer="seq"><span dur="1s">a</span> <span dur="2s">b</span></p>') == [
        (1, 2, "a"),
        (2, 4, "b"),
    ]
    groups = '<div><p begin="1s" end="3s">a</p><p end="2s">b</p></div><div><p dur="1s">c</p></div>'
    assert said(f'<div timeContainer="seq">{groups}</div>') == [(0, 2, "b"), (1, 3, "a"), (3, 4, "c")]


def test_captions_that_do_not_stand_in_order_come_in_order() -> None:
    assert said('<p begin="5s" end="6s">b</p><p begin="1s" end="2s">a</p>') == [(1, 2, "a"), (5, 6, "b")]


def test_spaces_and_lines_are_those_of_xml() -> None:
    assert said('<p end="1s">\n  a\n  b&#160;c <!-- d --> e<br/>\n f<metadata>g</metadata></p>') == [(0, 1, "a b\xa0c e|f")]
    assert said('<p end="1s" xml:space="preserve">a\n  b<span> c</span>\n<span>d</span></p>') == [(0, 1, "a|b c|d")]
    assert said('<p end="1s"><span>a</span> <span>b</span></p>') == [(0, 1, "a b")]


def test_who_speaks_is_known_by_the_agent_of_the_line_or_around_it() -> None:
    text = (
        '<tt:tt xmlns:tt="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><tt:head><tt:metadata>'
        '<ttm:agent xml:id="a" type="person"><ttm:name type="full">Anne  Holm</ttm:name></ttm:agent></tt:metadata></tt:head>'
        '<tt:body><tt:div ttm:agent="a"><tt:p end="1s">Hej<tt:br/><tt:span ttm:agent="b">Ja</tt:span></tt:p></tt:div>'
        "</tt:body></tt:tt>"
    )
    (cue,) = parse_ttml(text).cues
    assert (cue.lines, cue.speakers) == (("Hej", "Ja"), ("Anne Holm", ""))


@pytest.mark.parametrize("namespace", ["http://www.w3.org/2006/10/ttaf1", "http://www.w3.org/2006/04/ttaf1", ""])
def test_older_documents_are_read_too(namespace: str) -> None:
    parsed = parse_ttml(f'\n<tt xmlns="{namespace}"><body><div><p begin="1s" end="2s">a</p></div></body></tt>')
    assert ([cue.lines for cue in parsed.cues], parsed.problems, parsed.lines) == ([("a",)], (), (2,))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('<div>\n<p begin="1s">a</p></div>', "no end"),
        ('<div>\n<p begin="soon" end="2s">a</p></div>', 'begin="soon"'),
        ('<div>\n<p begin="00:00:01:25" end="2s">a</p></div>', "can't be read"),
        ('<div>\n<p begin="3s" end="2s">a</p></div>', "never shown"),
        ('<div end="1s">\n<p begin="3s" end="4s">a</p></div>', "never shown"),
        ('<div timeContainer="seq">\n<p timeContainer="seq" dur="1s">a</p></div>', "never shown"),
        ("<div>\na</div>", "no <p>"),
        ('<p end="1s">b\n<x xmlns="urn:x">a</x></p>', "<x> is no element"),
        ('<p end="1s">b</p>\n<<q>a', "damaged"),
        ('<p end="1s">b</p>\n&oe;', "damaged"),
    ],
)
def test_text_that_is_not_shown_is_named_by_its_line(body: str, sentence: str) -> None:
    ((line, found),) = wrong(body)
    assert (line, sentence in found) == (2, True), found


def test_a_caption_without_an_end_can_be_mended() -> None:
    parsed = parse_ttml(f'{HEAD}<body><p begin="1s">a</p>\n<p begin="4s" end="6s">b</p></body></tt>')
    assert [(cue.start_us, cue.lines) for _line, cue in parsed.all_cues] == [(S, ("a",)), (4 * S, ("b",))]


def test_an_entity_of_the_document_is_not_expanded() -> None:
    bomb = '<!DOCTYPE tt [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n' + HEAD + '<body><p end="1s">&b;</p></body></tt>'
    file = '<!DOCTYPE tt [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEAD + '<body><p end="1s">&a;</p></body></tt>'
    outside = '<!DOCTYPE tt SYSTEM "http://example.org/tt.dtd">' + HEAD + '<body><p end="1s">&a;</p></body></tt>'
    for text in (bomb, file, outside):
        parsed = parse_ttml(text)
        assert parsed.cues == ()
        assert "damaged" in parsed.problems[0].sentence
        assert len(parsed.problems) == 1


def test_what_grows_with_the_square_of_a_file_is_named_instead() -> None:
    spans = "".join(f'<span begin="{n}s">ordet</span>' for n in range(1_000))
    ((_line, sentence),) = wrong(f'<p end="9999s">{spans}</p>')
    assert "So many texts" in sentence
    spans = "".join(f'<span begin="{n}s" end="{n + 1}s">a{n}</span> <br/>' for n in range(1_000))
    assert len(said(f'<p end="9999s">{spans}</p>')) == 1_000
    deep = parse_ttml(f"{HEAD}<body>{'<div>' * 5_000}")
    assert "deep" in deep.problems[0].sentence


def test_a_document_is_known_by_its_beginning() -> None:
    assert is_ttml('\ufeff<?xml version="1.0"?>\n<!-- a --> b -->'.replace(" b -->", "") + HEAD)
    assert is_ttml("<tt:tt>") and is_ttml("<tt/>")
    assert not any(map(is_ttml, ["", "<tts>", "<html><tt>", "WEBVTT", "<!-- -->" * 400 + "<x"]))


@given(st.text(alphabet="<>/pdivspanbr =\"'0:.s&#;\n", max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    for body in (text, f"{HEAD}<body>{text}</body></tt>"):
        parsed = parse_ttml(body)
        assert all(cue.start_us < cue.end_us for cue in parsed.cues)
