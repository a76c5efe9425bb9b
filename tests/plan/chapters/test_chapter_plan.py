from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.chapters.made_talk_plan import NINE, SIDE, S, phrase, plan, said, seen, timeline_of, titles
from vbn_video.decisions import Chapter, EditPlan, KeptSpan
from vbn_video.evidence import Mark, MeetingMarks, Voices, VoiceTurn, Word
from vbn_video.plan.chapters.chapter_evidence import ChapterCandidate, ChapterEvidence
from vbn_video.plan.chapters.chapter_plan import ChapterWording
from vbn_video.plan.chapters.chapter_rules import check_chapters
from vbn_video.plan.danish.person_names import name_key
from vbn_video.settings.preset import ChapterSettings
from vbn_video.timeline import PartClock, Timeline

TALK = said(
    (10, "Godmorgen og velkommen til mødet."),
    (40, "Øh, og så skal vi tale om den vanskelige samtale. Den er svær."),
    (70, "Hvad siger loven?"),
    (73, "Den siger meget."),
)
FILLING = "Her er der noget at sige om det."


def test_rests_make_chapters_titled_by_what_is_said_that_comes_now() -> None:
    assert seen(plan(TALK, timeline_of((9, 100)))) == [
        (0, "Indledning"),
        (35, "Den vanskelige samtale"),
        (65, "Hvad siger loven?"),
    ]


def test_points_of_the_agenda_win_over_everything_else_and_one_that_nothing_tells_of_is_told() -> None:
    agenda = (("09:00", "Velkommen"), ("09:00:40", "Den vanskelige samtale"), ("+0:01:10", "Loven"), (None, "Eventuelt"))
    planned = plan(TALK, timeline_of((9, 100)), *agenda)
    assert seen(planned) == [(0, "Velkommen"), (35, "Den vanskelige samtale"), (65, "Loven")]
    assert planned.unused == ("Eventuelt",)


def test_an_item_that_began_before_the_recording_or_the_cut_begins_with_what_is_kept_of_it() -> None:
    agenda = (("08:45", "Kaffe"), ("08:58", "Velkommen"), ("09:10", "Pause"), ("09:20", "Loven"), ("09:40", "Farvel"))
    assert seen(plan([], timeline_of((60, 600), (1100, 3000)), *agenda)) == [
        (0, "Velkommen"),
        (4 + 540, "Pause"),
        (4 + 540 + 100, "Loven"),
        (4 + 540 + 1300, "Farvel"),
    ]
    cut = plan([], timeline_of((60, 600), (1300, 3000)), *agenda)
    assert titles(cut) == ["Velkommen", "Loven", "Farvel"]
    assert cut.unused == (), "what was cut away misses nothing"


def test_the_time_of_day_is_found_in_the_second_part_and_in_the_gap_before_it() -> None:
    ten = NINE.replace(hour=10)
    parts = (PartClock(0, 1800 * S, 0, NINE), PartClock(1800 * S, 1800 * S, 0, ten))
    agenda = (("09:00", "A"), ("09:45", "B"), ("10:10", "C"))
    assert seen(plan([], timeline_of((0, 1800), (1800, 3600), parts=parts), *agenda)) == [(0, "A"), (1804, "B"), (2404, "C")]


def test_a_recording_whose_time_of_day_is_not_known_takes_only_times_into_it() -> None:
    timeline = timeline_of((0, 3600), parts=(PartClock(0, 3600 * S, 0),))
    agenda = (("09:00", "A"), ("+0:00:00", "B"), ("+0:10:00", "C"), ("+1:00:00", "D"), ("+0:30:00", "E"))
    assert titles(plan([], timeline, *agenda)) == ["B", "C", "E"]


def test_a_programme_under_twenty_seconds_or_with_too_few_signs_has_no_chapters() -> None:
    assert titles(plan(TALK, timeline_of((9, 18)))) == []
    assert titles(plan(said((10, "Kun en sætning.")), timeline_of((9, 100)))) == []
    assert titles(plan(TALK, timeline_of((9, 100)), settings=ChapterSettings(enabled=False))) == []


SLIDES = [(0, "VELKOMMEN"), (130, "De fem faser"), (300, "De fem faser (2/2)"), (420, "3. Lyt først"), (600, "https://vbn.dk")]
LONG_TALK = said(
    (5, "Godmorgen og velkommen."),
    *((20 + n * 4, FILLING) for n in range(27)),
    (133, "Der er fem faser i sådan en."),
    *((140 + n * 4, FILLING) for n in range(138)),
)


def test_slides_of_new_titles_make_chapters_in_danish_capitals_without_numbers_and_continuations() -> None:
    planned = plan(LONG_TALK, timeline_of((0, 700)), slides=SLIDES)
    assert titles(planned) == ["Velkommen", "De fem faser", "Lyt først"]
    assert [round(start) for start, _title in seen(planned)] == pytest.approx([0, 134, 424], abs=3)
    assert [one.source for one in planned.evidence.candidates if one.chosen] == ["slide"] * 3


def test_slides_that_nobody_could_read_are_no_chapters_by_themselves_but_the_evidence_stays() -> None:
    planned = plan(LONG_TALK, timeline_of((0, 700)), slides=[(at_s, "") for at_s, _title in SLIDES])
    assert titles(planned) == []
    kinds = [piece.kind for one in planned.evidence.candidates for piece in one.support]
    assert kinds.count("slide") == len(SLIDES)


def test_a_point_without_a_time_begins_where_a_slide_of_that_title_comes_up_or_where_it_is_said() -> None:
    words = said(
        (5, "Godmorgen og velkommen. I dag skal vi høre om de fem faser, om loven og funktionæren og om gode råd."),
        *((20 + n * 4, FILLING) for n in range(27)),
        (133, "Der er fem ting i sådan en."),
        *((140 + n * 4, FILLING) for n in range(65)),
        (410, "Så til lovgen og funktonæren. Den er ny."),
        *((420 + n * 4, FILLING) for n in range(68)),
    )
    agenda = ((None, "Velkomst"), (None, "De fem faser"), (None, "Loven og funktionæren"), (None, "Grill"))
    planned = plan(words, timeline_of((0, 700)), *agenda, slides=[(0, ""), (130, "De fern faser")])
    assert titles(planned) == ["Velkomst", "De fem faser", "Loven og funktionæren"]
    assert [round(start) for start, _title in seen(planned)] == pytest.approx([0, 134, 414], abs=3)
    assert planned.unused == ("Grill",)
    assert {one.source for one in planned.evidence.candidates if one.chosen} == {"agenda"}


def test_a_point_with_a_time_begins_where_it_is_announced_and_not_on_the_minute() -> None:
    words = said(
        (5, "Godmorgen og velkommen."),
        *((20 + n * 4, FILLING) for n in range(70)),
        (331, "Så går vi videre til de fem faser. Den første er svær."),
        *((340 + n * 4, FILLING) for n in range(160)),
    )
    agenda = (("09:00", "Velkomst"), ("09:05", "De fem faser"), ("09:10", "Spørgsmål"))
    planned = plan(words, timeline_of((0, 1000)), *agenda, marks=[phrase(words, "Så går vi videre til", "transition")])
    assert seen(planned) == [(0, "Velkomst"), (335, "De fem faser"), (604, "Spørgsmål")]


def test_the_signs_of_one_moment_are_one_chapter_with_all_its_support_and_the_most_trusted_title() -> None:
    words = said(
        *((5 + n * 4, FILLING) for n in range(29)), (130, "Så går vi videre til det svære."), (140, FILLING), (300, FILLING)
    )
    marks = [phrase(words, "Så går vi videre til", "transition")]
    planned = plan(words, timeline_of((0, 700)), slides=[(0, "Velkommen"), (133, "De fem faser")], marks=marks)
    (phases,) = [one for one in planned.evidence.candidates if one.title == "De fem faser"]
    assert [piece.kind for piece in phases.support] == ["transition", "slide title", "pause"]
    assert phases.start_us == 134 * S
    without_slide = plan(words, timeline_of((0, 700)), marks=marks)
    assert "Det svære" in [one.title for one in without_slide.evidence.candidates]


def test_questions_and_what_comes_after_a_break_have_neutral_titles_each_once() -> None:
    words = said(
        *((5 + n * 5, FILLING) for n in range(50)),
        (260, "Er der nogen spørgsmål til det?"),
        *((270 + n * 5, FILLING) for n in range(20)),
        (600, "Velkommen tilbage efter pausen."),
        *((606 + n * 5, FILLING) for n in range(80)),
        (1010, "Er der flere spørgsmål nu?"),
        *((1020 + n * 5, FILLING) for n in range(40)),
    )
    marks = [
        phrase(words, "Er der nogen spørgsmål", "questions"),
        phrase(words, "Velkommen tilbage", "return"),
        phrase(words, "Er der flere spørgsmål", "questions"),
    ]
    planned = plan(words, timeline_of((0, 380), (590, 1300)), marks=marks)
    assert titles(planned)[1:] == ["Spørgsmål", "Efter pausen", "Flere spørgsmål"]


def test_after_an_agenda_that_is_read_the_first_point_begins_and_a_greeting_in_mid_talk_opens_nothing() -> None:
    words = said(
        (5, "Godmorgen og velkommen."),
        *((10 + n * 4, FILLING) for n in range(15)),
        (70, "I dag skal vi høre om gode råd, de fem faser og loven."),
        *((76 + n * 4, FILLING) for n in range(50)),
        (300, "Så går vi videre til de fem faser."),
        *((310 + n * 4, FILLING) for n in range(60)),
        (600, "Hjertelig velkommen."),
        *((610 + n * 4, FILLING) for n in range(60)),
        (900, "Så går vi videre til loven."),
        *((910 + n * 4, FILLING) for n in range(60)),
    )
    marks = [
        phrase(words, "Godmorgen og velkommen.", "greeting"),
        phrase(words, "Hjertelig velkommen.", "greeting"),
        *(phrase(words[at:], "Så går vi videre til", "transition") for at in range(len(words)) if words[at].text == "Så"),
    ]
    agenda = ((None, "Gode råd"), (None, "De fem faser"), (None, "Loven"))
    assert seen(plan(words, timeline_of((0, 1200)), *agenda, marks=marks)) == [
        (0, "Velkommen"),
        (80, "Gode råd"),
        (304, "De fem faser"),
        (904, "Loven"),
    ]
    welcomed = ((None, "Velkomst"), (None, "De fem faser"), (None, "Loven"))
    assert titles(plan(words, timeline_of((200, 1200)), *welcomed, marks=marks[1:])) == ["Velkomst", "De fem faser", "Loven"]


def test_a_time_of_the_agenda_behind_a_pause_of_zoom_is_where_the_recording_has_it() -> None:
    paused = MeetingMarks(marks=(Mark(600 * S, "paused"),), chat_ahead_us=300 * S)
    agenda = (("09:00", "Velkomst"), ("09:20", "Loven"), ("09:30", "Gode råd"))
    planned = plan([], timeline_of((0, 3000)), *agenda, zoom=paused)
    assert seen(planned) == [(0, "Velkomst"), (4 + 900, "Loven"), (4 + 1500, "Gode råd")]


def test_another_main_speaker_begins_a_chapter() -> None:
    turns = [VoiceTurn(n * 20 * S, (n * 20 + 19) * S, 0 if n < 15 else 1) for n in range(45)]
    planned = plan(said(*((n * 20.0, FILLING) for n in range(45))), timeline_of((0, 900)), voices=Voices(tuple(turns), "sound"))
    (speaker,) = [one for one in planned.evidence.candidates if one.source == "speaker"]
    assert (speaker.start_us, speaker.title) == (304 * S, "Oplæg")


def test_nothing_that_was_cut_out_covered_or_silenced_gives_a_title() -> None:
    words = said(
        *((5 + n * 4, FILLING) for n in range(23)),
        (100, "Så går vi videre til den hemmelige sag."),
        *((110 + n * 4, FILLING) for n in range(23)),
        (210, "Så går vi videre til den anden sag."),
        *((220 + n * 4, FILLING) for n in range(120)),
    )
    marks = [
        phrase(words, "Så går vi videre til", "transition"),
        phrase(words[words.index(phrase_word(words, 210)) :], "Så går vi videre til", "transition"),
    ]
    slides = [(0, "Velkommen"), (92, "En privat sag"), (98, "Efter"), (400, "Gode råd")]

    def all_titles(timeline: Timeline) -> str:
        evidence = plan(words, timeline, marks=marks, slides=slides).evidence
        return repr(evidence).lower()

    assert "hemmelige" in all_titles(timeline_of((0, 700)))
    assert "hemmelige" not in (cut := all_titles(timeline_of((0, 91), (109, 700))))
    assert "privat" not in cut
    assert "hemmelige" not in all_titles(timeline_of((0, 700), silenced_s=[(101, 102.5)]))
    card = KeptSpan(91 * S, 109 * S, SIDE, SIDE, card="Pause")
    spans = (KeptSpan(0, 91 * S, SIDE, SIDE), card, KeptSpan(109 * S, 700 * S, SIDE, SIDE))
    covered = all_titles(Timeline((PartClock(0, 3600 * S, 0, NINE),), EditPlan(spans, 4 * S, 6 * S)))
    assert "hemmelige" not in covered
    assert "privat" not in covered


def phrase_word(words: list[Word], at_s: float) -> Word:
    return next(word for word in words if word.start_us == at_s * S)


def test_a_participants_name_is_no_title_but_one_of_the_meetings_own_people_may_be() -> None:
    words = said(
        *((5 + n * 4, FILLING) for n in range(23)),
        (100, "Så går vi videre til Kirsten Brandt."),
        *((110 + n * 4, FILLING) for n in range(70)),
    )
    marks = [phrase(words, "Så går vi videre til", "transition")]
    slides = [(0, "Velkommen"), (200, "Kirsten Brandt"), (300, "Gode råd")]

    def every_title(wording: ChapterWording) -> set[str]:
        return {
            one.title
            for one in plan(words, timeline_of((0, 420)), marks=marks, slides=slides, wording=wording).evidence.candidates
        }

    hidden = every_title(ChapterWording(hidden=frozenset(name_key("Kirsten Brandt"))))
    assert not any("Kirsten" in title for title in hidden)
    assert "Kirsten Brandt" in every_title(ChapterWording(known=("Kirsten Brandt",)))


def test_every_chapter_says_where_it_comes_from_and_a_persons_own_says_so() -> None:
    evidence = ChapterEvidence(
        (ChapterCandidate(0, "Velkommen", "agenda", chosen=True), ChapterCandidate(9 * S, "Loven", "slide"))
    )
    assert evidence.source(Chapter(0, "Velkommen")) == "agenda"
    assert evidence.source(Chapter(9 * S + 500, "Loven")) == "slide"
    assert evidence.source(Chapter(90 * S, "Loven")) == "editor"
    assert evidence.source(Chapter(9 * S, "Mit eget")) == "editor"


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


PHRASES = ["Så går vi videre til", "er der spørgsmål?", "velkommen tilbage", "og så de fem faser,", "Loven.", "øh", "JA", "…", ""]


@given(
    talk=st.lists(st.tuples(st.integers(0, 60_000_000), st.integers(0, 3_000_000), st.sampled_from(PHRASES)), max_size=30),
    shown=st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from(["", "LOVEN", "De fem faser", "12", "x" * 70, "a@b.dk"])), max_size=8
    ),
    agenda=st.lists(
        st.tuples(
            st.sampled_from([None, "+0:00:00", "+0:03:00", "23:00"]), st.sampled_from(["Loven", "De fem faser", " ", "x" * 80])
        ),
        max_size=5,
    ),
    kept=st.lists(st.integers(0, 900), min_size=2, max_size=6, unique=True).map(sorted),
    intro_us=st.integers(0, 9 * S),
    at_most=st.integers(3, 8),
)
def test_whatever_is_said_and_shown_the_chapters_keep_the_rules(
    talk: list[tuple[int, int, str]],
    shown: list[tuple[int, str]],
    agenda: list[tuple[str | None, str]],
    kept: list[int],
    intro_us: int,
    at_most: int,
) -> None:
    words, at_us = [], 0
    for rest_us, length_us, text in talk:
        words.append(Word(at_us + rest_us, at_us + rest_us + length_us, text, 0.9))
        at_us += rest_us + length_us
    spans = tuple(KeptSpan(start * S, end * S, SIDE, SIDE) for start, end in zip(kept[::2], kept[1::2], strict=False))
    timeline = Timeline(
        (PartClock(0, 900 * S, 0, datetime.fromisoformat("2024-01-24T09:00:00+01:00")),), EditPlan(spans, intro_us, 0)
    )
    slides = [(float(at_s), title) for at_s, title in sorted(shown, key=lambda one: one[0])]
    planned = plan(words, timeline, *agenda, slides=slides, settings=ChapterSettings(at_most=at_most))
    assert len(planned.chapters) <= at_most
