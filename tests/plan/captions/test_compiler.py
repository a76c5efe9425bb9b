from dataclasses import replace

import pytest

from tests.plan.captions.made_talk import S, speak, text_of, timeline_of
from vbn_video.decisions import Unavoidable
from vbn_video.evidence import Word
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.settings.profiles import PROFILES

WEB = PROFILES["dansk-web"]
HARD_RULES = {"characters a line", "lines", "reading speed", "minimum time", "maximum time", "gap"}


TALK = (
    "Godmorgen og velkommen til Tema Djursland. I dag skal vi tale om den vanskelige samtale, og vi har fået besøg af Anne "
    "Sørensen, som er chefkonsulent i Norddjurs Kommune. Vi begynder kl. 9 og slutter ca. 10.30, men der er tid til spørgsmål "
    "undervejs. Den 1. juni åbner puljen, og I kan søge op til 20.000 kr. pr. virksomhed. Tak for i dag."
)


def test_a_talk_becomes_cues_that_break_no_rule_and_hold_every_word() -> None:
    captions = compile_captions(speak(TALK), timeline_of((0, 60)), WEB)
    assert captions.violations == ()
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
    assert captions.violations
    assert {violation.rule for violation in captions.violations} <= HARD_RULES
    assert all(found.unavoidable and found.unavoidable.is_too_much_text for found in captions.violations)
    assert text_of(captions.cues) == TALK


def test_a_proof_counts_the_characters_and_the_time_that_they_could_have() -> None:
    words = [
        Word(S + index * S // 10, S + (index + 1) * S // 10, text, 0.9)
        for index, text in enumerate(("x" * 30, "y" * 30, "z" * 20))
    ]
    first, *_others = compile_captions(words, timeline_of((0, 2.5)), WEB).violations
    assert first.unavoidable == Unavoidable(4_900_000, 5_500_000, 61, 1_278_000, 17)  # a wait for the next cue at its latest


def test_a_proof_of_words_that_could_be_read_but_stand_too_short_names_no_room() -> None:
    (violation,) = compile_captions([Word(S, 1_200_000, "ja", 0.9)], timeline_of((0, 1.5)), WEB).violations
    assert violation.rule == "minimum time"
    assert violation.unavoidable and not violation.unavoidable.is_too_much_text
    assert (violation.unavoidable.start_us, violation.unavoidable.end_us) == (5 * S, 5_200_000)


def test_a_sentence_whose_first_word_is_left_out_begins_with_a_capital_all_the_same() -> None:
    words = speak("Øh, det er jo helt umuligt at nå det hele på en eneste dag.", characters_a_second=20)
    (cue,) = compile_captions(words, timeline_of((0, 4.2)), WEB).cues
    assert cue.lines == ("Det er jo helt umuligt", "at nå det hele på en eneste dag.")


def test_a_cue_begins_with_a_slide_that_changes_just_before_it_where_the_cue_before_has_been_read() -> None:
    long = "Den nye erhvervspolitik gælder for alle virksomheder."
    words = [*speak("Ja.", 1.0), *speak(long, 2.42)]
    at_us = 2_360_000 + 4 * S
    cues = compile_captions(words, timeline_of((0, 60)), WEB, changes_us=[at_us]).cues
    assert [cue.start_us for cue in cues] == [5 * S, at_us]
    nearer_us = 2_430_000 + 4 * S
    cues = compile_captions(words, timeline_of((0, 60)), WEB, changes_us=[at_us, nearer_us]).cues
    assert cues[1].start_us == nearer_us


def test_a_word_longer_than_a_line_is_broken_at_a_joint() -> None:
    long_word = "Speciallægepraksisplanlægningsstabiliseringsperiodeudvalgsmøde"
    (cue,) = compile_captions(speak(long_word, characters_a_second=10), timeline_of((0, 60)), WEB).cues
    assert cue.lines == ("Speciallægepraksisplanlægnings-", "stabiliseringsperiodeudvalgsmøde")


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_makes_legal_cues_of_calm_speech(name: str) -> None:
    captions = compile_captions(speak(TALK, characters_a_second=11, rest_s=2), timeline_of((0, 90)), PROFILES[name])
    assert captions.violations == ()
    assert text_of(captions.cues) == TALK


def said_by(*turns: tuple[str | None, str], characters_a_second: float = 14, rest_s: float = 0.1) -> list[Word]:
    words: list[Word] = []
    for speaker, text in turns:
        start_s = words[-1].end_us / S + rest_s if words else 1.0
        words += [replace(word, speaker=speaker) for word in speak(text, start_s, characters_a_second, rest_s=0)]
    return words


QUICK = (("Anne", "Kommer du i morgen?"), ("Bo", "Ja, det gør jeg."), ("Anne", "Det er godt, så ses vi der."))


def test_two_speakers_in_one_cue_have_a_line_each_with_a_dash() -> None:
    captions = compile_captions(said_by(*QUICK), timeline_of((0, 60)), WEB, "dash")
    assert [cue.lines for cue in captions.cues] == [
        ("- Kommer du i morgen?", "- Ja, det gør jeg."),
        ("- Det er godt, så ses vi der.",),
    ]
    assert [cue.speakers for cue in captions.cues] == [("Anne", "Bo"), ("Anne",)]


def test_a_name_stands_on_the_first_line_of_a_new_speaker_and_not_again() -> None:
    turns = (("Anne", TALK[:150].rsplit(" ", 1)[0] + "."), ("Bo", "Tak for det, Anne."))
    captions = compile_captions(said_by(*turns), timeline_of((0, 60)), WEB, "name")
    marked = [(line, cue) for cue in captions.cues for line in cue.lines if ": " in line]
    assert [line.partition(": ")[0] for line, _cue in marked] == ["Anne", "Bo"]
    assert all(len(line) <= WEB.line_hard for cue in captions.cues for line in cue.lines)


def test_without_marks_no_cue_holds_two_speakers() -> None:
    captions = compile_captions(said_by(*QUICK), timeline_of((0, 60)), WEB, "none")
    assert [" ".join(cue.lines) for cue in captions.cues] == [text for _speaker, text in QUICK]


def test_a_name_too_long_for_the_line_is_the_first_name_alone() -> None:
    words = said_by(("Anne-Margrethe Søndergaard Mikkelsen", "Godmorgen."), ("Bo", "Godmorgen, Anne."))
    captions = compile_captions(words, timeline_of((0, 60)), WEB, "name")
    assert captions.cues[0].lines[0].startswith("Anne-Margrethe: Godmorgen.")


def test_a_long_word_after_a_mark_is_broken_so_that_both_fit() -> None:
    words = said_by(("Anne", "Ja."), ("Bo", "Speciallægepraksisplanlægningsudvalgsmøder"), characters_a_second=8)
    captions = compile_captions(words, timeline_of((0, 60)), WEB, "name")
    assert captions.violations == ()
    assert text_of(captions.cues).replace("- ", "").endswith("Bo: Speciallægepraksisplanlægningsudvalgsmøder")


def test_a_cue_ends_where_the_slide_changes_and_does_not_hang_over_it() -> None:
    words = speak("Det var så den første del, og nu kommer den næste del.", characters_a_second=10)
    at_us = words[6].start_us + 4 * S
    without = compile_captions(words, timeline_of((0, 60)), WEB)
    cues = compile_captions(words, timeline_of((0, 60)), WEB, changes_us=[at_us]).cues
    assert all(not cue.start_us < at_us < cue.end_us for cue in cues)
    assert any(cue.start_us < at_us < cue.end_us for cue in without.cues)


def test_a_cue_that_would_only_just_stand_over_a_change_ends_with_it() -> None:
    words = speak("Tak.")
    at_us = words[0].start_us + 4 * S + 1_500_000
    (cue,) = compile_captions(words, timeline_of((0, 60)), WEB, changes_us=[at_us]).cues
    assert cue.end_us == at_us


FAST = "Det er jo sådan set altså helt umuligt at nå det hele på en eneste dag."


def test_words_without_meaning_are_left_out_where_there_is_no_time_to_read_them_and_only_there() -> None:
    calm = compile_captions(speak(FAST), timeline_of((0, 60)), WEB)
    assert calm.changes == ()
    hurried = compile_captions(speak(FAST, characters_a_second=19), timeline_of((0, 4.9)), WEB)
    assert hurried.violations == ()
    assert [(change.rule, change.after) for change in hurried.changes] == [("condensed", "")] * len(hurried.changes)
    assert [cue.lines for cue in hurried.cues] == [("Det er sådan set altså helt umuligt", "at nå det hele på en eneste dag.")]
    assert hurried.changes
    left_out = [change.before for change in hurried.changes]
    assert set(left_out) <= {"jo", "sådan set", "altså"}
    assert sorted([*text_of(hurried.cues).split(), *" ".join(left_out).split()]) == sorted(FAST.split())


def test_what_was_left_out_is_said_on_the_recordings_clock() -> None:
    words = speak(FAST, start_s=21.0, characters_a_second=19)
    captions = compile_captions(words, timeline_of((20.0, 24.9)), WEB)
    times = {(word.start_us, word.end_us) for word in words}
    assert captions.changes
    assert {change.start_us for change in captions.changes} <= {start_us for start_us, _end_us in times}


def test_every_cue_begins_within_100_ms_of_its_first_word() -> None:
    words = speak(TALK, characters_a_second=18, rest_s=0.7)
    spoken_us = [word.start_us + 4 * S for word in words]
    captions = compile_captions(words, timeline_of((0, 60)), WEB)
    assert any(cue.start_us not in spoken_us for cue in captions.cues)
    assert all(min(abs(cue.start_us - at_us) for at_us in spoken_us) <= 100_000 for cue in captions.cues)
