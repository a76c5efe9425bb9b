"""Corrections as records: a new transcription keeps them, another cut too."""

from __future__ import annotations

from dataclasses import replace

from tests.plan.spoken import spoken
from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side
from vbn_video.plan.captions.edited.realignment import words_in_programme
from vbn_video.plan.review.correction_records import CorrectionRecord, corrections_in, reapply
from vbn_video.plan.review.cue_splices import apply_splices
from vbn_video.settings.profiles import PROFILES
from vbn_video.timeline import Timeline

S = 1_000_000
WEB = PROFILES["dansk-web"]
SIDE = Side("made", 1.0)
CUT_US = 10 * S
WORDS = spoken("Møllerne i nordurs drejer. Ja, nordurs.", 12 * S)
TIMELINE = Timeline((), EditPlan((KeptSpan(CUT_US, 60 * S, SIDE, SIDE),), intro_us=4 * S))
HEARD = words_in_programme(WORDS, TIMELINE)
FIRST = Cue(HEARD[0].start_us, HEARD[3].end_us, ("Møllerne i nordurs drejer.",))
SECOND = Cue(HEARD[4].start_us, HEARD[5].end_us, ("Ja, nordurs.",))


def of(text: str, before: Cue = FIRST) -> tuple[CorrectionRecord, ...]:
    return corrections_in(before, replace(before, lines=(text,)), HEARD, TIMELINE)


def test_a_correction_is_known_by_the_moment_of_the_recording_at_which_it_was_heard() -> None:
    assert of("Møllerne i Norddjurs drejer.") == (CorrectionRecord(WORDS[2].start_us, "nordurs", "Norddjurs"),)


def test_punctuation_and_words_put_in_are_no_corrections() -> None:
    assert of("Møllerne, i nordurs, drejer!") == ()
    assert of("Møllerne i store nordurs drejer.") == ()


def test_in_captions_made_anew_each_correction_is_made_where_it_was_and_keeps_the_punctuation_there() -> None:
    records = (*of("Møllerne i Norddjurs drejer."), *of("Ja, Norddjurs.", SECOND))
    anew = (FIRST, replace(SECOND, lines=("Ja, Nordurs!",)))
    done = reapply(records, anew, HEARD, TIMELINE, WEB)
    assert [cue.lines for cue in apply_splices(anew, done.splices)] == [("Møllerne i Norddjurs drejer.",), ("Ja, Norddjurs!",)]
    assert (done.made, done.left_over) == (records, ())


def test_of_the_same_word_twice_only_the_one_at_that_moment_is_put_right() -> None:
    done = reapply(of("Ja, Norddjurs.", SECOND), (FIRST, SECOND), HEARD, TIMELINE, WEB)
    assert [cue.lines for cue in apply_splices((FIRST, SECOND), done.splices)] == [FIRST.lines, ("Ja, Norddjurs.",)]


def test_a_correction_of_a_correction_leads_to_what_was_right_in_the_end() -> None:
    right = replace(FIRST, lines=("Møllerne i Nordjurs drejer.",))
    records = (*of("Møllerne i Nordjurs drejer."), *of("Møllerne i Norddjurs drejer.", right))
    done = reapply(records, (FIRST,), HEARD, TIMELINE, WEB)
    assert apply_splices((FIRST,), done.splices)[0].lines == ("Møllerne i Norddjurs drejer.",)


def test_what_is_heard_rightly_now_needs_nothing_and_what_is_heard_otherwise_is_left_over() -> None:
    records = of("Møllerne i Norddjurs drejer.")
    now = (replace(FIRST, lines=("Møllerne i Norddjurs drejer.",)),)
    assert reapply(records, now, HEARD, TIMELINE, WEB).left_over == ()
    otherwise = (replace(FIRST, lines=("Møllerne i Randers drejer.",)),)
    done = reapply(records, otherwise, HEARD, TIMELINE, WEB)
    assert (done.splices, done.left_over) == ((), records)


def test_what_was_cut_keeps_its_correction_and_is_not_left_over() -> None:
    records = of("Møllerne i Norddjurs drejer.")
    later = Timeline((), EditPlan((KeptSpan(30 * S, 60 * S, SIDE, SIDE),)))
    done = reapply(records, (), (), later, WEB)
    assert (done.splices, done.made, done.left_over) == ((), (), ())


def test_a_word_that_was_added_to_stands_there_already() -> None:
    (record,) = of("Møllerne i Norddjurs drejer.")
    longer = (CorrectionRecord(record.at_us, "nordurs", "nordurs DAG2"),)
    now = (replace(FIRST, lines=("Møllerne i nordurs DAG2 drejer.",)),)
    done = reapply(longer, now, HEARD, TIMELINE, WEB)
    assert (done.splices, done.made, done.left_over) == ((), (), ())
    again = reapply(longer, (FIRST,), HEARD, TIMELINE, WEB)
    assert apply_splices((FIRST,), again.splices) == now
