"""From where a poster may be taken."""

from __future__ import annotations

from dataclasses import replace

from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.evidence import Slide, SpeechSpan
from vbn_video.plan.cut.poster_moments import break_moments, intro_moment, pause_moments, poster_spans, titled_spans
from vbn_video.timeline import PartClock, Timeline

S = 1_000_000
SIDE = Side("by hand", 1.0)


def timeline(*kept_s: tuple[int, int], recorded_s: int = 100, intro_s: int = 4) -> Timeline:
    """A recording in one part of which these spans are kept."""
    kept = tuple(KeptSpan(start * S, end * S, SIDE, SIDE) for start, end in kept_s)
    return Timeline((PartClock(0, recorded_s * S, 0),), EditPlan(kept, intro_s * S, 6 * S))


def slides(*starts_s: int) -> tuple[Slide, ...]:
    return tuple(Slide(start * S, 1.0) for start in starts_s)


def test_the_slide_that_people_wait_before_and_the_breaks_are_left_out() -> None:
    """Waiting 0-20 (kept from 15), talk 20-40, break 40-70 (cut 45-68), talk 70-90, goodbye 90-100 (cut from 92)."""
    spans = poster_spans(slides(0, 20, 40, 70, 90), timeline((15, 45), (68, 92)))
    assert spans == ((9 * S, 29 * S), (36 * S, 56 * S))


def test_a_slide_that_is_mostly_kept_is_taken_on_both_sides_of_a_cut() -> None:
    assert poster_spans(slides(0), timeline((0, 40), (50, 100))) == ((4 * S, 44 * S), (44 * S, 94 * S))


def test_without_slides_or_where_none_is_mostly_kept_the_whole_talk_will_do() -> None:
    assert poster_spans((), timeline((10, 90))) == ((4 * S, 84 * S),)
    assert poster_spans(slides(0), timeline((10, 20))) == ((4 * S, 14 * S),)


def test_a_card_is_no_poster() -> None:
    plain = timeline((0, 40), (40, 50), (60, 100))
    start, amid, end = plain.plan.kept
    carded = replace(plain, plan=replace(plain.plan, kept=(start, replace(amid, card="Pause"), end)))
    assert poster_spans(slides(0), carded) == ((4 * S, 44 * S), (54 * S, 94 * S))
    assert poster_spans((), carded) == ((4 * S, 44 * S), (54 * S, 94 * S))


def test_a_slide_with_a_title_is_known_where_it_is_kept() -> None:
    titled = tuple(replace(slide, title=title) for slide, title in zip(slides(0, 20, 40), ("", "Samtalen", None), strict=True))
    assert titled_spans(titled, timeline((10, 25), (30, 90))) == ((14 * S, 19 * S), (19 * S, 29 * S))
    assert titled_spans((), timeline((10, 90))) == ()


def test_the_intro_shows_its_title_within_itself() -> None:
    plan = timeline((10, 90)).plan
    assert plan.intro_us / 2 < intro_moment(plan) < plan.intro_us


def speech(*spans_s: tuple[int, int]) -> tuple[SpeechSpan, ...]:
    return tuple(SpeechSpan(start * S, end * S) for start, end in spans_s)


def test_a_break_was_going_on_amid_what_was_cut_out() -> None:
    assert break_moments(timeline((10, 40), (60, 95)).plan) == (50 * S,)
    assert break_moments(timeline((0, 100)).plan) == ()


def test_only_long_pauses_of_the_talk_count() -> None:
    said = speech((0, 9), (22, 40), (52, 65), (77, 80), (84, 95), (99, 100))
    assert pause_moments(said, timeline((10, 95)).plan) == (46 * S, 71 * S)


def test_of_many_pauses_the_longest_count() -> None:
    said = speech(*((start, start + 1) for start in (0, 12, 24, 36, 48, 60, 72, 99)))
    moments = pause_moments(said, timeline((0, 100)).plan)
    assert len(moments) == 5
    assert 86 * S in moments


def test_without_speech_there_is_no_pause() -> None:
    assert pause_moments((), timeline((0, 100)).plan) == ()
