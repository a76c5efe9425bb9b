"""Zoom's transcripts and captions as text: names, times, and everything that can be wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.recording.zoom.zoom_captions import ZoomCue, parse_transcript

TRANSCRIPT = """WEBVTT

1
00:00:07.210 --> 00:00:08.590
Anne Holm: Vi samler op til sidst.

2
00:00:14.620 --> 00:01:17.020
Bo Lund: Tak til alle jer,
der var med: i dag.
"""
CAPTIONS = (
    "WEBVTT\r\n\r\n00:00:07.000 --> 00:00:08.000\r\nVi samler op: til sidst.\r\n\r\n01:00:14.000 --> 01:00:17.000\r\nTak.\r\n"
)


def named(*texts: str) -> list[tuple[str | None, str]]:
    blocks = [f"{index + 1}\n00:00:{index:02}.500 --> 00:00:{index + 1:02}.000\n{text}\n" for index, text in enumerate(texts)]
    return [(cue.name, cue.text) for cue in parse_transcript("\n".join(["WEBVTT\n", *blocks])).cues]


def test_a_transcript_has_names_times_and_text() -> None:
    found = parse_transcript(TRANSCRIPT)
    assert found.cues == (
        ZoomCue(7_210_000, 8_590_000, "Vi samler op til sidst.", "Anne Holm"),
        ZoomCue(14_620_000, 77_020_000, "Tak til alle jer, der var med: i dag.", "Bo Lund"),
    )
    assert (found.broken_lines, found.whole_seconds) == ((), False)


def test_captions_have_no_names_and_whole_seconds() -> None:
    found = parse_transcript(CAPTIONS, named=False)
    assert [(cue.start_us, cue.text, cue.name) for cue in found.cues] == [
        (7_000_000, "Vi samler op: til sidst.", None),
        (3_614_000_000, "Tak.", None),
    ]
    assert found.whole_seconds


@pytest.mark.parametrize("text", [TRANSCRIPT.replace("\n", "\r\n"), "\ufeff" + TRANSCRIPT, TRANSCRIPT.replace("\n", "\r")])
def test_line_ends_and_marks_of_other_editors_change_nothing(text: str) -> None:
    assert parse_transcript(text) == parse_transcript(TRANSCRIPT)


@pytest.mark.parametrize(
    "broken",
    [
        "2\n00:00:1x.000 --> 00:00:12.000\nBo: Væk.",
        "00:00:12.000 --> 00:00:11.000\nBo: Væk.",
        "2\n-00:00:12.000 --> 00:00:11.000\nBo: Væk.",
        "Bo: Væk.",
        "2\n00:00:10.000 ->",
    ],
)
def test_a_broken_cue_in_the_middle_is_left_out_and_its_line_is_known(broken: str) -> None:
    first, second = TRANSCRIPT.split("\n\n2\n")
    found = parse_transcript(f"{first}\n\n{broken}\n\n3\n{second}")
    assert [cue.name for cue in found.cues] == ["Anne Holm", "Bo Lund"]
    assert found.broken_lines == (7,)


def test_an_empty_file_has_nothing_in_it() -> None:
    assert parse_transcript("").cues == parse_transcript("WEBVTT\n").cues == ()
    assert parse_transcript("WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n\n").cues == ()


def test_a_name_may_hold_markup() -> None:
    assert named("Anne <3: Hej.", "Bo --> Carl: Hej.", "Bo & Co: Hej.", "Bo &amp; Co: Hej.") == [
        ("Anne <3", "Hej."),
        ("Bo --> Carl", "Hej."),
        ("Bo & Co", "Hej."),
        ("Bo & Co", "Hej."),
    ]


def test_a_name_with_a_colon_is_whole_when_it_stands_often_and_never_without() -> None:
    assert named("Anne: HR: Et.", "Anne: HR: To.", "Anne: HR: Tre.", "Bo: Husk: fire.", "Bo: Fem.") == [
        ("Anne: HR", "Et."),
        ("Anne: HR", "To."),
        ("Anne: HR", "Tre."),
        ("Bo", "Husk: fire."),
        ("Bo", "Fem."),
    ]


def test_a_name_of_two_hundred_characters_is_a_name() -> None:
    assert named("x" * 200 + ": Hej.") == [("x" * 200, "Hej.")]


def test_a_text_without_names_keeps_its_colons() -> None:
    assert named("Her er det:", "Husk: madpakken.", "Så er det nu.", "Tak for i dag.") == [
        (None, "Her er det:"),
        (None, "Husk: madpakken."),
        (None, "Så er det nu."),
        (None, "Tak for i dag."),
    ]


def test_a_name_that_stands_often_is_one_though_most_cues_have_none() -> None:
    assert named("Bo: Et.", "Bo: To.", "Bo: Tre.", *["Uden navn."] * 9)[:3] == [("Bo", "Et."), ("Bo", "To."), ("Bo", "Tre.")]


def test_a_name_alone_says_nothing() -> None:
    assert named("Bo: Et.", "Bo:", "Anne: To.") == [("Bo", "Et."), ("Anne", "To.")]


def test_a_line_of_spaces_ends_no_cue() -> None:
    found = parse_transcript(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nBo: Velkommen.\n \nVi begynder nu.\n\t\n\nNOTE x\n \ny\n"
    )
    assert [(cue.name, cue.text) for cue in found.cues] == [("Bo", "Velkommen. Vi begynder nu.")]
    assert found.broken_lines == ()
    parted = (
        "WEBVTT\n1\n00:01.000 --> 00:02.000\nBo: Et.\n \n2\n00:03.000 --> 00:04.000\nBo: To.\n00:05.000 --> 00:06.000\nBo: 3\n"
    )
    found = parse_transcript(parted)
    assert ([cue.text for cue in found.cues], found.broken_lines) == (["Et.", "To.", "3"], ())


def test_text_that_is_in_no_cue_is_known_by_its_line() -> None:
    found = parse_transcript("WEBVTT\nKind: captions\nBo: Hej.\n\nBo: Nå.\n00:01.000 --> 00:02.000\nBo: Et.\n\nNOTER: to\n")
    assert ([cue.text for cue in found.cues], found.broken_lines) == (["Et."], (3, 5, 9))


def test_a_transcript_of_teams_is_read_with_its_voices_and_its_times() -> None:
    found = parse_transcript(
        "WEBVTT\n\n0:0:6.90 --> 0:0:6.500\n<v Anne Holm>Husk: hej.</v>\n\n0:0:58.570 --> 0:1:3.20\n<v Bo &amp; Co>Ja.</v>\n"
    )
    assert [(cue.start_us, cue.end_us, cue.name, cue.text) for cue in found.cues] == [
        (6_090_000, 6_500_000, "Anne Holm", "Husk: hej."),
        (58_570_000, 63_020_000, "Bo & Co", "Ja."),
    ]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    found = parse_transcript("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nAnne: Hej.\n\n" + text)
    assert all(cue.start_us <= cue.end_us and cue.text for cue in found.cues)
