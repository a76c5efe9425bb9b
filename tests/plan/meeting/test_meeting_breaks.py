"""The breaks inside a meeting: what is cut, kept or shown as a card, by what is said and shown there."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest

from tests.plan.made_evidence import made_evidence
from tests.plan.spoken import spoken
from vbn_video.decisions import EditPlan
from vbn_video.evidence import Slide, Word
from vbn_video.plan.cut.cut_points import CutPoints
from vbn_video.plan.cut.trim import plan_trim
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.settings.lists.phrase_files import load_phrases
from vbn_video.settings.preset import Trim

S = 1_000_000
TABLE = load_phrases(("moede",))
WHOLE_S = 300
TALK = ("Vi har set på tallene for den nye butik i byen.", "Det går fremad i år for de fleste af os.")
BEGINS, ENDS = "Godmorgen og velkommen til mødet.", "Tak for i dag og på gensyn alle sammen."
LEAVES, RETURNS = "Nu holder vi pause i fem minutter.", "Så er vi tilbage efter pausen."
CHAT = ("Er kaffen klar derovre?", "Ja, den er.", "Skal du have mælk?")

Said = list[tuple[float, str]]
"""(at s, what)."""


def talk(first_s: float, last_s: float, every_s: float = 5.0) -> Said:
    count = int((last_s - first_s) / every_s)
    return [(first_s + number * every_s, TALK[number % 2]) for number in range(count)]


def planned(said: Said, trim: Trim | None = None, slides_s: tuple[float, ...] = (0,), quiet: tuple[str, ...] = ()) -> EditPlan:
    """The plan of a meeting in which that is said, at -18 LUFS or, what is `quiet`, at -34."""
    words: list[Word] = []
    uttered = []
    for at_s, text in sorted(said):
        spelled = spoken(text, round(at_s * S))
        words += spelled
        uttered.append((spelled[0].start_us / S, spelled[-1].end_us / S, -34.0 if text in quiet else -18.0))
    made = made_evidence(uttered, WHOLE_S, rate=Fraction(5))
    cut_points = CutPoints.of(made.recording, made.levels, made.speech, words, made.packets)
    slides = tuple(Slide(round(at_s * S), 0.5) for at_s in slides_s)
    evidence = MeetingEvidence(made.recording.duration_us, tuple(words), made.speech, made.levels, slides)
    return plan_trim(made.recording, cut_points, evidence, trim=trim or Trim(), phrases=TABLE)


def times_s(plan: EditPlan) -> list[tuple[int, int]]:
    return [(round(span.start_us / S), round(span.end_us / S)) for span in plan.kept]


WITH_BREAK = [(10, BEGINS), *talk(14, 90), (92, LEAVES), (200, RETURNS), *talk(204, 270), (275, ENDS)]
CHATTED = [*WITH_BREAK, *((at_s, CHAT[at_s % 3]) for at_s in range(100, 195, 4))]


def test_a_break_that_words_announce_and_end_is_cut_though_there_is_talk_in_it() -> None:
    before, after = planned(CHATTED).kept
    assert 94 <= before.end_us / S <= 98
    assert 198 <= after.start_us / S <= 200
    assert before.end_side.reason == after.start_side.reason == "break"
    assert {"announced", "return"} <= {piece.kind for piece in before.end_side.support if piece.weight > 0}


@pytest.mark.parametrize("left_out", [LEAVES, pytest.param(RETURNS, marks=pytest.mark.long)])
def test_talk_that_nobody_announces_as_a_break_or_ends_as_one_is_kept(left_out: str) -> None:
    said = [(at_s, TALK[0] if text == left_out else text) for at_s, text in CHATTED]
    assert len(planned(said).kept) == 1


def test_a_break_is_kept_cut_or_shown_as_a_card_as_the_preset_says() -> None:
    (whole,) = planned(WITH_BREAK, Trim(breaks="keep")).kept
    before, after = planned(WITH_BREAK).kept
    first, card, last = planned(WITH_BREAK, Trim(breaks="card")).kept
    assert (first, last) == (before, after)
    assert (whole.start_us, whole.end_us) == (before.start_us, after.end_us)
    assert card.card == "Pause – 2 minutter"
    assert card.start_us == before.end_us and card.end_us == before.end_us + 4 * S
    assert card.start_side == card.end_side == before.end_side


@pytest.mark.parametrize("breaks", ["cut", pytest.param("card", marks=pytest.mark.long)])
def test_a_silent_film_whose_pictures_change_is_no_break(breaks: str) -> None:
    said = [(10, BEGINS), *talk(14, 90), *talk(204, 270), (275, ENDS)]
    still, film = ((0.0, 88.0, 202.0), (0.0, 88.0, *range(100, 195, 20), 202.0))
    assert len(planned(said, Trim(breaks=breaks), still).kept) > 1
    assert len(planned(said, Trim(breaks=breaks), film).kept) == 1


def test_quiet_questions_from_the_floor_stay() -> None:
    asked = ("Hvad koster det egentlig for en lille forretning?", "Og hvornår kan man så begynde på det?")
    questions = [(120 + number * 25, asked[number % 2]) for number in range(4)]
    answers = [(128 + number * 25, TALK[0]) for number in range(4)]
    said = [(10, BEGINS), *talk(14, 115), *questions, *answers, *talk(220, 270), (275, ENDS)]
    (kept,) = planned(said, quiet=asked).kept
    assert kept.start_us / S <= 10
    assert kept.end_us / S >= 277


def test_a_meeting_of_one_minute_is_kept_whole() -> None:
    said = [(4, BEGINS), *talk(8, 48), (52, ENDS)]
    plan = planned(said)
    assert plan.kept[0].start_us / S <= 4
    assert plan.kept[-1].end_us / S >= 54


def test_four_times_as_much_talk_takes_no_more_than_six_times_the_work() -> None:
    assert work_of(8) <= 6 * work_of(2)


def work_of(minutes: int) -> int:
    """How many calls Python makes for the plan of so long a meeting, without a break in it."""
    said = [(10, BEGINS), *talk(14, minutes * 60, 4.0)]
    words = [word for at_s, text in said for word in spoken(text, round(at_s * S))]
    made = made_evidence([(words[0].start_us / S, words[-1].end_us / S, -18.0)], minutes * 60 + 10, rate=Fraction(5))
    evidence = MeetingEvidence(made.recording.duration_us, tuple(words), made.speech, made.levels)
    cut_points = CutPoints.of(made.recording, made.levels, made.speech, words, made.packets)
    calls = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        plan_trim(made.recording, cut_points, evidence, trim=Trim(), phrases=TABLE)
    finally:
        sys.setprofile(before)
    return calls
