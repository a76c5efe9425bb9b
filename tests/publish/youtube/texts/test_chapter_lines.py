"""Chapters in a description: written by YouTube's rules, and read back as strictly."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.publish.made_meeting import CHAPTERS, DURATION_US
from vbn_video.clock import US_PER_S
from vbn_video.decisions import Chapter
from vbn_video.publish.youtube.texts.chapter_lines import chapter_lines, has_times, parse_chapter_lines, plain_times

HOUR_US = 3600 * US_PER_S
TITLES = st.text() | st.sampled_from(["Velkommen", "Kl. 9:15 <pause>", " ", "10:30", "Se https://x.dk/?t=1:30", "a\nb", "\u200b"])
ANY_CHAPTERS = st.lists(st.builds(Chapter, st.integers(0, 13 * HOUR_US), TITLES), max_size=40)
GOOD_CHAPTERS = st.lists(st.integers(10 * US_PER_S, 900 * US_PER_S), min_size=3, max_size=30).map(
    lambda lengths: ([Chapter(sum(lengths[:index]), f"Nr. {index}") for index in range(len(lengths))], sum(lengths))
)


def seconds_of(*chapters: tuple[int, str]) -> tuple[Chapter, ...]:
    return tuple(Chapter(at_s * US_PER_S, title) for at_s, title in chapters)


def test_the_lines_are_as_youtube_shows_times() -> None:
    chapters = seconds_of((0, "Velkommen"), (65, "Oplæg"), (605, "Spørgsmål"), (3725, "Farvel"))
    assert chapter_lines(chapters, 2 * HOUR_US) == "0:00 Velkommen\n1:05 Oplæg\n10:05 Spørgsmål\n1:02:05 Farvel"


def test_the_made_meeting_has_its_five_chapters() -> None:
    found = parse_chapter_lines(chapter_lines(CHAPTERS, DURATION_US), DURATION_US)
    assert [chapter.title for chapter in found] == [chapter.title for chapter in CHAPTERS]


@given(GOOD_CHAPTERS)
def test_good_chapters_are_all_there_and_are_read_again(made: tuple[list[Chapter], int]) -> None:
    chapters, duration_us = made
    found = parse_chapter_lines("Tekst.\n\nKapitler\n" + chapter_lines(chapters, duration_us), duration_us)
    assert [(chapter.start_us // US_PER_S, chapter.title) for chapter in chapters] == [
        (chapter.start_us // US_PER_S, chapter.title) for chapter in found
    ]


@given(ANY_CHAPTERS, st.integers(0, 12 * HOUR_US))
@example([Chapter(0, "9:15"), Chapter(10 * US_PER_S, "<"), Chapter(20 * US_PER_S, "c")], 30 * US_PER_S)
def test_whatever_the_chapters_are_the_lines_are_read_or_there_are_none(chapters: list[Chapter], duration_us: int) -> None:
    lines = chapter_lines(chapters, duration_us)
    assert len(parse_chapter_lines(lines, duration_us)) == (len(lines.split("\n")) if lines else 0)
    assert "<" not in lines and ">" not in lines


@pytest.mark.parametrize(
    "chapters",
    [
        (),
        seconds_of((0, "En"), (30, "To")),
        seconds_of((1, "En"), (30, "To"), (60, "Tre")),
        seconds_of((0, "En"), (5, "To"), (60, "Tre")),
        seconds_of((0, "En"), (30, "To"), (295, "Tre")),
        seconds_of((0, " "), (30, "To"), (60, "Tre"), (90, "Fire")),
    ],
)
def test_fewer_than_three_good_ones_are_none(chapters: tuple[Chapter, ...]) -> None:
    assert chapter_lines(chapters, 300 * US_PER_S) == ""


def test_a_chapter_that_youtube_would_stumble_at_is_left_out_of_enough_others() -> None:
    chapters = seconds_of((0, "En"), (4, "For kort"), (30, ""), (60, "To"), (90, "Tre"))
    assert chapter_lines(chapters, 300 * US_PER_S) == "0:00 En\n1:00 To\n1:30 Tre"


@pytest.mark.parametrize(
    "text",
    [
        "0:00 A\n0:10 B\n0:20 C",
        "00:00 A\n00:10 B\n00:20 C",
        "Før 9.15 og 1:100.\n\n0:00 A\n0:10 B\nimellem\n0:20 C\n\nhttps://x.dk/?t=9:15 bagefter",
    ],
)
def test_a_right_list_is_read_whatever_stands_around_it(text: str) -> None:
    assert parse_chapter_lines(text, 30 * US_PER_S) == seconds_of((0, "A"), (10, "B"), (20, "C"))


@pytest.mark.parametrize(
    "text",
    [
        "0:01 A\n0:12 B\n0:24 C",
        "0:00 A\n0:10 B",
        "0:00 A\n0:10 B\n0:19 C",
        "0:00 A\n0:20 B\n0:10 C",
        "0:00 A\n0:10 B\n0:20 C\n0:25 D",
        "0:00 A\n0:10 B\n0:20",
        "0:00 A\n0:10  B\n0:20 C",
        "0:00 A\n• 0:10 B\n0:20 C",
        "0:00 A\n[0:10] B\n0:20 C",
        "0:00 A\n0:10-0:20 B\n0:20 C",
        "0:00 A\n0:10 B\n0:99 C",
        "0:00 A\n0:10 B\n0:20 C\n75:00 D",
        "Kl. 9:15.\n0:00 A\n0:10 B\n0:20 C",
        "0:00 A\n0:10 B kl. 9:15\n0:20 C",
        "Kapitler: 0:00 A\n0:10 B\n0:20 C\n0:30 D",
    ],
)
def test_one_bad_line_drops_the_list(text: str) -> None:
    assert parse_chapter_lines(text, 2 * HOUR_US) == ()


def test_the_last_chapter_must_be_long_enough_too() -> None:
    text = "0:00 A\n0:10 B\n0:20 C"
    assert parse_chapter_lines(text, 30 * US_PER_S) != ()
    assert parse_chapter_lines(text, 30 * US_PER_S - 1) == ()


@given(st.text() | st.from_regex(r"[0-9:. ]{1,20}"))
def test_plain_times_are_no_times(text: str) -> None:
    assert not has_times(plain_times(text))
    assert len(plain_times(text).encode()) == len(text.encode())


def test_only_times_are_written_plain() -> None:
    text = "Kl. 9:15 og 10:30:00: mål 1:100, https://x.dk/?t=9:15 – Joh 3:16"
    assert plain_times(text) == "Kl. 9.15 og 10.30.00: mål 1:100, https://x.dk/?t=9:15 – Joh 3.16"
