from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.decisions import Chapter, EditPlan, KeptSpan, Side
from vbn_video.evidence import Word
from vbn_video.plan.chapters.chapter_plan import check_chapters, plan_chapters, short_title
from vbn_video.settings.meeting import AgendaItem
from vbn_video.settings.preset import ChapterSettings
from vbn_video.timeline import PartClock, Timeline

S = 1_000_000
SIDE = Side("made", 1.0)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NINE = datetime(2024, 1, 24, 9, 0, tzinfo=COPENHAGEN)


def timeline_of(*kept_s: tuple[float, float], parts: tuple[PartClock, ...] | None = None) -> Timeline:
    spans = tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in kept_s)
    return Timeline(parts or (PartClock(0, 3600 * S, 0, NINE),), EditPlan(spans, 4 * S, 6 * S))


def said(*sentences: tuple[float, str]) -> list[Word]:
    """Each sentence from its second on, four words a second."""
    return [
        Word(round((at_s + n / 4) * S), round((at_s + n / 4 + 0.2) * S), word, 0.9)
        for at_s, sentence in sentences
        for n, word in enumerate(sentence.split())
    ]


def planned(
    words: list[Word], timeline: Timeline, *agenda: tuple[str | None, str], settings: ChapterSettings | None = None
) -> list[tuple[float, str]]:
    items = [AgendaItem(title=title, time=time) for time, title in agenda]
    chapters = plan_chapters(words, timeline, settings or ChapterSettings(), items, "Europe/Copenhagen")
    assert check_chapters(chapters, timeline.duration_us) == ()
    return [(chapter.start_us / S, chapter.title) for chapter in chapters]


TALK = said(
    (10, "Godmorgen og velkommen til mødet."),
    (40, "Øh, og så skal vi tale om den vanskelige samtale. Den er svær."),
    (70, "Hvad siger loven?"),
    (73, "Den siger meget."),
)


def test_pauses_make_chapters_titled_by_the_words_that_follow() -> None:
    assert planned(TALK, timeline_of((9, 100))) == [
        (0, "Godmorgen og velkommen til mødet"),
        (35, "Skal vi tale om den vanskelige samtale"),
        (65, "Hvad siger loven?"),
    ]


def test_times_of_the_agenda_come_before_pauses() -> None:
    agenda = (("09:00", "Velkommen"), ("09:00:40", "Den vanskelige samtale"), ("+0:01:10", "Loven"), (None, "Eventuelt"))
    assert planned(TALK, timeline_of((9, 100)), *agenda) == [(0, "Velkommen"), (35, "Den vanskelige samtale"), (65, "Loven")]


def test_an_item_that_began_before_the_recording_or_the_cut_begins_with_what_is_kept_of_it() -> None:
    agenda = (("08:45", "Kaffe"), ("08:58", "Velkommen"), ("09:10", "Pause"), ("09:20", "Loven"), ("09:40", "Farvel"))
    timeline = timeline_of((60, 600), (1100, 3000))
    assert planned([], timeline, *agenda) == [
        (0, "Velkommen"),
        (4 + 540, "Pause"),
        (4 + 540 + 100, "Loven"),
        (4 + 540 + 1300, "Farvel"),
    ]
    cut = timeline_of((60, 600), (1300, 3000))
    assert [title for _start, title in planned([], cut, *agenda)] == ["Velkommen", "Loven", "Farvel"]


def test_the_time_of_day_is_found_in_the_second_part_and_in_the_gap_before_it() -> None:
    ten = NINE.replace(hour=10)
    parts = (PartClock(0, 1800 * S, 0, NINE), PartClock(1800 * S, 1800 * S, 0, ten))
    agenda = (("09:00", "A"), ("09:45", "B"), ("10:10", "C"))
    assert planned([], timeline_of((0, 1800), (1800, 3600), parts=parts), *agenda) == [(0, "A"), (1804, "B"), (2404, "C")]


def test_an_agenda_with_too_few_usable_times_leaves_it_to_the_pauses() -> None:
    assert len(planned(TALK, timeline_of((9, 100)), ("09:00", "Velkommen"), ("23:00", "Sent"))) == 3


def test_a_recording_whose_time_of_day_is_not_known_takes_only_times_into_it() -> None:
    timeline = timeline_of((0, 3600), parts=(PartClock(0, 3600 * S, 0),))
    agenda = (("09:00", "A"), ("+0:00:00", "B"), ("+0:10:00", "C"), ("+1:00:00", "D"), ("+0:30:00", "E"))
    assert [title for _start, title in planned([], timeline, *agenda)] == ["B", "C", "E"]


def test_a_programme_under_twenty_seconds_or_with_too_few_pauses_has_no_chapters() -> None:
    assert planned(TALK, timeline_of((9, 18))) == []
    assert planned(said((10, "Kun en sætning.")), timeline_of((9, 100))) == []
    assert planned(TALK, timeline_of((9, 100)), settings=ChapterSettings(enabled=False)) == []


def test_the_longest_pauses_win_when_there_are_too_many() -> None:
    talk = said(*((n * 20 + n * n / 10, f"Nummer {n} er her.") for n in range(20)))
    titles = [title for _start, title in planned(talk, timeline_of((0, 600)), settings=ChapterSettings(at_most=4))]
    assert titles == ["Nummer 0 er her", "Nummer 17 er her", "Nummer 18 er her", "Nummer 19 er her"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("kort titel", "Kort titel"),
        ("x" * 60, "X" + "x" * 47 + "…"),
        (
            "og her er en temmelig lang sætning, som ikke kan stå på en linje",
            "Og her er en temmelig lang sætning, som ikke kan…",
        ),
    ],
)
def test_a_title_is_cut_at_a_word(text: str, title: str) -> None:
    assert short_title(text.split()) == title
    assert len(title) <= 49


@pytest.mark.parametrize(
    ("chapters", "said_of_it"),
    [
        ([Chapter(S, "a"), Chapter(20 * S, "b"), Chapter(40 * S, "c")], "begin at 0:00"),
        ([Chapter(0, "a"), Chapter(20 * S, "b")], "at least three"),
        ([Chapter(0, "a"), Chapter(9 * S, "b"), Chapter(40 * S, "c")], "shorter than 10 seconds"),
        ([Chapter(0, "a"), Chapter(20 * S, "b"), Chapter(95 * S, "c")], "Chapter 3"),
        ([Chapter(0, "a"), Chapter(50 * S, "b"), Chapter(20 * S, "c")], "not in order"),
        ([Chapter(0, "a"), Chapter(50 * S, " "), Chapter(70 * S, "c")], "no title"),
    ],
)
def test_each_broken_rule_has_its_sentence(chapters: list[Chapter], said_of_it: str) -> None:
    (sentence,) = check_chapters(chapters, 100 * S)
    assert said_of_it in sentence


@given(
    talk=st.lists(st.tuples(st.integers(0, 60_000_000), st.integers(1, 3_000_000)), max_size=40),
    intro_us=st.integers(0, 9 * S),
    at_most=st.integers(3, 8),
)
def test_whatever_is_said_the_chapters_keep_the_rules(talk: list[tuple[int, int]], intro_us: int, at_most: int) -> None:
    words, at_us = [], 0
    for rest_us, length_us in talk:
        words.append(Word(at_us + rest_us, at_us + rest_us + length_us, "ord,", 0.5))
        at_us += rest_us + length_us
    plan = EditPlan((KeptSpan(0, at_us + S, SIDE, SIDE),), intro_us, 0)
    timeline = Timeline((PartClock(0, at_us + S, 0),), plan)
    chapters = plan_chapters(words, timeline, ChapterSettings(at_most=at_most), (), "Europe/Copenhagen")
    assert check_chapters(chapters, timeline.duration_us) == ()
    assert len(chapters) <= at_most
