from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side
from vbn_video.evidence import Word
from vbn_video.plan.captions import check_cues, compile_captions
from vbn_video.plan.profiles import PROFILES
from vbn_video.timeline import PartClock, Timeline

S = 1_000_000
WEB = PROFILES["dansk-web"]
SIDE = Side("made", 1.0)
HARD_RULES = {"characters a line", "lines", "reading speed", "minimum time", "maximum time", "gap"}


def timeline_of(*kept_s: tuple[float, float], intro_s: float = 4.0, outro_s: float = 6.0) -> Timeline:
    spans = tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in kept_s)
    return Timeline((PartClock(0, 10_000 * S, 0),), EditPlan(spans, round(intro_s * S), round(outro_s * S)))


def speak(text: str, start_s: float = 1.0, characters_a_second: float = 14, rest_s: float = 0.4) -> list[Word]:
    """Words at an even pace, with a rest after each sentence."""
    words, at_s = [], start_s
    for text_of_word in text.split():
        end_s = at_s + (len(text_of_word) + 1) / characters_a_second
        words.append(Word(round(at_s * S), round(end_s * S), text_of_word, 0.9))
        at_s = end_s + (rest_s if text_of_word[-1] in ".?!" else 0)
    return words


def text_of(cues: tuple[Cue, ...]) -> str:
    return " ".join(line for cue in cues for line in cue.lines)


TALK = (
    "Godmorgen og velkommen til Tema Djursland. I dag skal vi tale om den vanskelige samtale, og vi har fået besøg af Anne "
    "Sørensen, som er chefkonsulent i Norddjurs Kommune. Vi begynder kl. 9 og slutter ca. 10.30, men der er tid til spørgsmål "
    "undervejs. Den 1. juni åbner puljen, og I kan søge op til 20.000 kr. pr. virksomhed. Tak for i dag."
)


def test_a_talk_becomes_cues_that_break_no_rule_and_hold_every_word() -> None:
    captions = compile_captions(speak(TALK), timeline_of((0, 60)), WEB)
    assert captions.offences == ()
    assert text_of(captions.cues) == TALK
    assert [cue.lines for cue in captions.cues] == [
        ("Godmorgen og velkommen", "til Tema Djursland."),
        ("I dag skal vi tale", "om den vanskelige samtale,"),
        ("og vi har fået besøg af Anne Sørensen,", "som er chefkonsulent i Norddjurs Kommune."),
        ("Vi begynder kl. 9 og slutter ca. 10.30,", "men der er tid til spørgsmål undervejs."),
        ("Den 1. juni åbner puljen, og I kan søge op", "til 20.000 kr. pr. virksomhed."),
        ("Tak for i dag.",),
    ]


def test_each_cue_begins_with_its_first_word() -> None:
    words = speak(TALK)
    starts_us = {word.start_us // 1000 * 1000 + 4 * S for word in words}
    cues = compile_captions(words, timeline_of((0, 60)), WEB).cues
    assert {cue.start_us for cue in cues} <= starts_us


def test_a_cue_stays_in_the_silence_after_it_until_it_has_been_read() -> None:
    (cue,) = compile_captions(speak("Ja.", characters_a_second=20), timeline_of((0, 60)), WEB).cues
    assert cue.end_us - cue.start_us == 2 * S


def test_no_cue_reaches_into_the_outro_or_over_a_cut() -> None:
    words = speak("Det her er sagt lige før et klip", 1.0) + speak("og det her lige efter det.", 20.0)
    cut_us = words[6].end_us
    timeline = timeline_of((0, cut_us / S), (20.0, 22.2))
    first, second = compile_captions(words, timeline, WEB).cues
    join_us = timeline.joins_us[1]
    assert first.end_us <= join_us <= second.start_us
    assert second.end_us <= timeline.joins_us[2]


def test_a_word_that_is_cut_away_by_half_is_left_out() -> None:
    words = [Word(1 * S, 2 * S, "væk", 0.9), Word(3 * S, 4 * S, "her", 0.9), Word(5 * S, 6 * S, "borte", 0.9)]
    assert text_of(compile_captions(words, timeline_of((1.6, 5.4)), WEB).cues) == "her"
    assert text_of(compile_captions(words, timeline_of((1.4, 5.6)), WEB).cues) == "væk her borte"


def test_speech_too_fast_to_read_is_listed_with_its_proof() -> None:
    captions = compile_captions(speak(TALK, characters_a_second=30, rest_s=0), timeline_of((0, 60)), WEB)
    assert captions.offences
    assert {offence.rule for offence in captions.offences} <= HARD_RULES
    assert all("divisions of these words" in offence.proof for offence in captions.offences)
    assert text_of(captions.cues) == TALK


def test_a_word_longer_than_a_line_is_broken_at_a_joint() -> None:
    long_word = "Speciallægepraksisplanlægningsstabiliseringsperiodeudvalgsmøde"
    (cue,) = compile_captions(speak(long_word, characters_a_second=10), timeline_of((0, 60)), WEB).cues
    assert cue.lines == ("Speciallægepraksisplanlægnings-", "stabiliseringsperiodeudvalgsmøde")


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_makes_legal_cues_of_calm_speech(name: str) -> None:
    captions = compile_captions(speak(TALK, characters_a_second=11, rest_s=2), timeline_of((0, 90)), PROFILES[name])
    assert captions.offences == ()
    assert text_of(captions.cues) == TALK


@pytest.mark.parametrize(
    ("cue", "rule", "value"),
    [
        (Cue(0, 5 * S, ("x" * 43,)), "characters a line", 43),
        (Cue(0, 5 * S, ("a", "b", "c")), "lines", 3),
        (Cue(0, 2 * S, ("x" * 35,)), "reading speed", 17.5),
        (Cue(0, 1_100_000, ("a",)), "minimum time", 1.1),
        (Cue(0, 7_100_000, ("a",)), "maximum time", 7.1),
    ],
)
def test_each_broken_rule_is_found(cue: Cue, rule: str, value: float) -> None:
    (offence,) = check_cues([cue], WEB)
    assert (offence.rule, offence.value) == (rule, value)


def test_cues_that_stand_too_close_or_overlap_break_the_gap() -> None:
    cues = [Cue(0, 2 * S, ("a",)), Cue(2_100_000, 4 * S, ("b",)), Cue(3_900_000, 6 * S, ("c",))]
    assert [(offence.rule, offence.value) for offence in check_cues(cues, WEB)] == [("gap", 0.1), ("gap", -0.1)]


def test_a_cue_at_the_very_limits_breaks_nothing() -> None:
    assert check_cues([Cue(0, 5 * S, ("x" * 42, "x" * 42 + "x"[:0])), Cue(5_120_000, 6_320_000, ("x" * 20,))], WEB) == ()


letters = st.text(alphabet="abcdefghijklmnoprstuvyæøå.,?-§1", min_size=1, max_size=60)
streams = st.lists(st.tuples(letters, st.integers(0, 1_500_000), st.integers(0, 1_200_000)), max_size=60)


@settings(max_examples=300, deadline=None)
@given(stream=streams, cut_us=st.integers(1, 40 * S), name=st.sampled_from(sorted(PROFILES)))
def test_any_words_are_all_there_once_and_in_order_and_no_rule_is_broken_in_silence(
    stream: list[tuple[str, int, int]], cut_us: int, name: str
) -> None:
    profile, words, at_us = PROFILES[name], [], 0
    for text, rest_us, length_us in stream:
        words.append(Word(at_us + rest_us, at_us + rest_us + length_us, text, 0.5))
        at_us += rest_us + length_us
    timeline = timeline_of((0, cut_us / S), (cut_us / S + 5, cut_us / S + 60))
    captions = compile_captions(words, timeline, profile)
    cues = captions.cues
    assert captions.offences == tuple(
        replace(offence, proof=listed.proof) for offence, listed in zip(check_cues(cues, profile), captions.offences, strict=True)
    )
    assert all(cue.start_us < cue.end_us and cue.start_us % 1000 == cue.end_us % 1000 == 0 for cue in cues)
    assert all(first.end_us <= second.start_us for first, second in pairwise(cues))
    assert not {offence.rule for offence in captions.offences} & {"characters a line", "lines", "maximum time"}
    kept = [
        word.text
        for word in words
        if 2 * sum(end - start for start, end in timeline.programme_spans(word.start_us, word.end_us))
        >= word.end_us - word.start_us
        and (word.end_us > word.start_us or timeline.programme_from_recording(word.start_us) is not None)
    ]
    assert text_of(cues).replace("-", "").replace(" ", "") == "".join(kept).replace("-", "")
    assert compile_captions(words, timeline, profile) == captions
