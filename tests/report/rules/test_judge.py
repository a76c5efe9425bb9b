"""Each rule finds what it is for, says where it is and what the limit is, and finds nothing in a video that is in order."""

from dataclasses import replace

import pytest

from tests.report.cases import CHAPTERS, CUES, DURATION_US, KEPT, SURE, WORDS, S, case
from vbn_video.cli.options.option_types import RecordingSpan
from vbn_video.decisions import ChannelMix, Chapter, Cue, CutCandidate, EditPlan, KeptSpan, MixSpan, Side, SilencedSpan, Support
from vbn_video.evidence import SpokenLanguage, Word
from vbn_video.formats.base import ParsedCaptions, Problem
from vbn_video.plan.cut.asked_cut import AskedCut, apply_cut
from vbn_video.plan.cut.doubtful_breaks import doubtful_breaks
from vbn_video.report.measure.measurements import DecodeFault, Interval
from vbn_video.report.rules.judge import judge, passed


def found(changed):
    """What the rules find, as (severity, rule)."""
    return [(finding.severity, finding.rule) for finding in judge(changed)]


def only(changed):
    """The one finding."""
    (finding,) = judge(changed)
    return finding


def with_cues(*cues):
    return case(captions=ParsedCaptions(tuple(sorted((*CUES[20:], *cues), key=lambda cue: cue.start_us))), words=())


def test_a_normal_meeting_has_no_finding():
    assert judge(case()) == ()
    assert passed(())


DANISH, ENGLISH, SWEDISH = {"da": 0.99}, {"en": 0.98}, {"sv": 0.97}


def spoken(first, second):
    """The meeting in windows of 30 s: what those sound like before the break, and what after it."""
    return tuple(
        SpokenLanguage(at_us, at_us + 30 * S, first if at_us < 400 * S else second) for at_us in range(60 * S, 780 * S, 30 * S)
    )


def test_a_meeting_in_another_language_is_held_back_and_told_what_to_do():
    finding = only(case(languages=spoken(ENGLISH, ENGLISH)))
    assert (finding.severity, finding.rule, finding.value, finding.limit) == ("look", "language", 100, 50)
    assert finding.start_us == (4 + 2) * S, "the first word, after the intro"
    assert finding.message.startswith("The meeting seems to be held in English (100 % of the words).")
    assert finding.message.endswith("publish with --despite-findings.")


def test_another_language_for_a_while_is_named_with_its_times_in_the_programme():
    short = case(languages=(*spoken(DANISH, DANISH)[:3], SpokenLanguage(150 * S, 180 * S, ENGLISH), *spoken(DANISH, DANISH)[4:]))
    finding = only(short)
    assert (finding.severity, finding.rule) == ("note", "language")
    assert "Somebody seems to speak English at 1:36–2:03 (5 % of the words)" in finding.message, (
        "of the words from 152.0 to 179.9 s, 56 s earlier"
    )


def test_what_is_cut_out_is_in_no_other_language():
    talk_in_the_break = (SpokenLanguage(360 * S, 480 * S, ENGLISH),)
    words_in_the_break = tuple(Word(at_us, at_us + S, "ord", 0.9) for at_us in range(361 * S, 479 * S, 2 * S))
    assert judge(case(languages=talk_in_the_break, words=(*WORDS[:110], *words_in_the_break, *WORDS[110:]))) == ()


def test_what_sounds_like_swedish_is_a_doubt_and_holds_nothing_back():
    finding = only(case(languages=spoken(SWEDISH, SWEDISH)))
    assert (finding.severity, finding.value) == ("note", 100)
    assert "sounds like Swedish" in finding.message and "can't tell" in finding.message


def test_what_needs_a_person_stands_first():
    changed = case(
        decoded={"true_peak_dbtp": -0.5, "faults": 1, "first_faults": (DecodeFault(S, "sound", "damaged"),)},
        chapters=CHAPTERS[:2],
    )
    severities = [finding.severity for finding in judge(changed)]
    assert severities == sorted(severities, key=("look", "note").index)
    assert not passed(judge(changed))


def test_notes_alone_hold_nothing_back():
    findings = judge(case(decoded={"true_peak_dbtp": -0.8}))
    assert findings and passed(findings)


def test_a_decode_error_is_named_with_its_place_and_stream():
    finding = only(case(decoded={"faults": 3, "first_faults": (DecodeFault(187 * S, "picture", "damaged"),)}))
    assert (finding.severity, finding.rule, finding.start_us, finding.value, finding.limit) == (
        "look",
        "decode error",
        187 * S,
        3,
        0,
    )
    assert "3 (0 allowed), the first at 3:07 (picture: its data are damaged)" in finding.message


def test_a_cut_off_file_is_found():
    assert found(case(container={"whole": False})) == [("look", "cut off")]


def test_an_index_behind_the_pictures_is_found():
    assert found(case(container={"index_in_front": False})) == [("look", "index")]


def test_a_video_shorter_than_its_plan_is_found():
    finding = only(case(container={"picture_end_us": DURATION_US - S}, decoded={"sound_end_us": DURATION_US - S}))
    assert (finding.severity, finding.rule) == ("look", "duration")
    assert "10:09.00 long, planned were 10:10.00 (limit 50 ms apart)" in finding.message


def test_one_picture_more_or_less_is_no_other_length():
    assert found(case(container={"picture_us": 100_000, "picture_end_us": DURATION_US - 90_000})) == []


def test_sound_that_ends_before_the_picture_is_found_where_it_ends():
    finding = only(case(decoded={"sound_end_us": DURATION_US - 3 * S}))
    assert (finding.rule, finding.start_us, finding.value, finding.limit) == ("sound and picture", DURATION_US - 3 * S, 3, 0.05)


def test_sound_that_begins_after_the_picture_is_found():
    finding = only(case(decoded={"sound_start_us": 200_000}))
    assert (finding.severity, finding.rule, finding.start_us) == ("look", "sound and picture", 0)


def test_a_video_without_sound_is_found():
    nothing = {"sound_start_us": None, "sound_end_us": None, "integrated_lufs": None, "true_peak_dbtp": None}
    assert found(case(decoded=nothing)) == [("look", "sound")]


@pytest.mark.parametrize(("pictures", "rules"), [(15_250 - 152, []), (15_250 - 200, [("look", "pictures")])])
def test_lost_pictures_are_found_when_they_are_more_than_one_in_a_hundred(pictures, rules):
    assert found(case(container={"pictures": pictures})) == rules


@pytest.mark.parametrize(
    ("lufs", "rules"),
    [
        (-16.9, []),
        (-17.4, [("note", "loudness")]),
        (-14.5, [("note", "loudness")]),
        (-19.5, [("look", "loudness")]),
        (-12.0, [("look", "loudness")]),
    ],
)
def test_loudness_is_held_to_the_preset(lufs, rules):
    assert found(case(decoded={"integrated_lufs": lufs})) == rules


def test_too_loud_and_too_quiet_are_said_with_number_and_limit():
    assert "too quiet: −19.5 LUFS, −16 ± 1" in only(case(decoded={"integrated_lufs": -19.5})).message
    assert "too loud: −12 LUFS, −16 ± 1" in only(case(decoded={"integrated_lufs": -12})).message


@pytest.mark.parametrize(("peak", "rules"), [(-1.0, []), (-0.6, [("note", "true peak")]), (0.4, [("look", "true peak")])])
def test_true_peak_is_held_to_the_preset(peak, rules):
    assert found(case(decoded={"true_peak_dbtp": peak})) == rules


@pytest.mark.parametrize(
    ("kind", "rule", "lasts_s", "severity"),
    [
        ("black", "black", 1.5, None),
        ("black", "black", 3, "note"),
        ("black", "black", 12, "look"),
        ("silent", "silence", 15, None),
        ("silent", "silence", 25, "note"),
        ("silent", "silence", 95, "look"),
        ("frozen", "frozen", 290, None),
        ("frozen", "frozen", 310, "note"),
    ],
)
def test_a_stretch_is_nothing_a_note_or_to_be_looked_at_by_its_length(kind, rule, lasts_s, severity):
    interval = Interval(100 * S, round((100 + lasts_s) * S))
    assert found(case(decoded={kind: (interval,)})) == ([(severity, rule)] if severity else [])


def test_silence_that_was_asked_for_is_no_fault():
    silence = Interval(100 * S, 195 * S)
    plan = case().plan
    shift_us = plan.kept[0].start_us - plan.intro_us
    asked = SilencedSpan(silence.start_us + shift_us, silence.end_us + shift_us)
    assert found(case(decoded={"silent": (silence,)})) == [("look", "silence")]
    assert found(replace(case(decoded={"silent": (silence,)}), plan=replace(plan, silenced=(asked,)))) == []


def test_a_picture_that_stands_still_for_over_twenty_minutes_must_be_looked_at():
    long = case(plan={"kept": (KeptSpan(0, 3000 * S, SURE, SURE),)}, decoded={"frozen": (Interval(100 * S, 1400 * S),)})
    assert ("look", "frozen") in found(long)


def test_a_card_stands_still_and_silent_as_it_should():
    kept = (
        KeptSpan(0, 100 * S, SURE, SURE),
        KeptSpan(100 * S, 1500 * S, SURE, SURE, "Pause"),
        KeptSpan(1600 * S, 3000 * S, SURE, SURE),
    )
    shown = Interval(104 * S, 1504 * S)  # behind an intro of 4 s
    still = case(plan={"kept": kept}, decoded={"frozen": (shown,), "silent": (shown,)})
    assert not {"frozen", "silence"} & {rule for _severity, rule in found(still)}
    without = tuple(replace(span, card="") for span in kept)
    assert {"frozen", "silence"} <= {rule for _severity, rule in found(replace(still, plan=replace(still.plan, kept=without)))}


def test_several_stretches_are_one_finding_that_names_the_longest_first():
    finding = only(
        case(decoded={"black": (Interval(60 * S, 63 * S), Interval(200 * S, 206 * S), Interval(300 * S, 300 * S + 1))})
    )
    assert finding.start_us == 200 * S
    assert "6 s from 3:20, and also at 1:00 (limit 2 s)" in finding.message


def test_bumpers_may_be_black_and_silent():
    ends = (Interval(0, 4 * S + 500_000), Interval(DURATION_US - 7 * S, DURATION_US))
    assert found(case(decoded={"black": ends, "silent": ends})) == []


@pytest.mark.parametrize(("kind", "rule"), [("black", "black"), ("silent", "silence")])
def test_most_of_a_short_talk_black_or_silent_must_be_looked_at(kind, rule):
    plan = EditPlan((KeptSpan(0, 9 * S, SURE, SURE),))
    short = replace(
        case(decoded={kind: (Interval(0, 8 * S),)}), plan=plan, words=(), chapters=(), captions=ParsedCaptions(CUES[:1])
    )
    finding = next(finding for finding in judge(short) if finding.rule == rule)
    assert (finding.severity, round(finding.value, 2), finding.limit) == ("look", 0.89, 0.5)
    assert "for 8 s from 0:00, 89 % of the talk (limit 50 %)" in finding.message


def test_sound_that_goes_on_after_the_recordings_picture_has_ended_is_found():
    finding = only(case(part={"picture_end_us": 700 * S}))
    assert (finding.severity, finding.rule, finding.value, finding.limit) == ("look", "no picture", 80, 5)
    assert "zoom_0.mp4 has sound but no picture for 80 s from 8:44" in finding.message


def test_sound_that_begins_before_the_recordings_picture_is_found():
    finding = only(case(part={"picture_start_us": 90 * S}))
    assert (finding.severity, finding.rule, finding.value, finding.limit) == ("look", "no picture", 30, 5)
    assert "zoom_0.mp4 has sound but no picture for 30 s from 0:04" in finding.message


@pytest.mark.parametrize(("lost_us", "severity"), [(140_000, None), (400_000, "note"), (30 * S, "look")])
def test_an_end_of_the_sound_that_is_lost_is_found(lost_us, severity):
    changed = case(part={"sound_end_us": 700 * S, "sound_declared_us": 700 * S + lost_us})
    assert found(changed) == ([(severity, "lost sound")] if severity else [])


def test_where_channels_are_not_mixed_as_they_are_is_said():
    mix = ChannelMix((MixSpan(0, 30 * S, only=1), MixSpan(100 * S, 200 * S, inverted=(1,)), MixSpan(210 * S, 300 * S, only=0)))
    notes = [finding for finding in judge(replace(case(), mix=mix)) if finding.rule == "channels"]
    assert [finding.message.split(":")[0] for finding in notes] == [
        "The channels of the sound cancel each other at 1",
        "Only channel 1 of the sound is used at 3",
    ], "what is not kept is not spoken of"
    assert [finding.start_us for finding in notes] == [44 * S, 154 * S]


def test_a_recording_without_speech_must_be_looked_at():
    nobody = Side("no speech found", 0.0)
    changed = case(
        plan={"kept": (KeptSpan(60 * S, 660 * S, nobody, nobody),)}, words=(), captions=ParsedCaptions(()), chapters=CHAPTERS
    )
    assert found(changed) == [("look", "speech")]
    assert "--despite-findings" in only(changed).message


def test_a_side_that_is_not_sure_must_be_looked_at_and_names_the_places_where_it_could_be():
    greeting = Support("greeting", 61 * S, 2.0, "Godmorgen og velkommen")
    slide = Support("first slide", 65 * S, 0.5)
    places = (
        CutCandidate(61 * S, 0.6, "på mute | Godmorgen og", (greeting,), 60 * S),
        CutCandidate(134_300_000, 0.3, "der. | Så er vi"),
    )
    start = Side("meeting", 0.6, (greeting, slide), places)
    kept = (replace(KEPT[0], start_side=start), replace(KEPT[1], end_side=Side("last speech", 0.79)))
    begins, ends = judge(case(plan={"kept": kept}))
    assert (begins.severity, begins.rule, begins.start_us, begins.value, begins.limit) == ("look", "unsure cut", 4 * S, 0.6, 0.8)
    assert "greeting at 1:01: “Godmorgen og velkommen”; first slide 4 s after" in begins.message
    assert "1:01 “på mute | Godmorgen og” (60 %): --start 1:00" in begins.message
    assert "2:14 “der. | Så er vi” (30 %): --start 2:14.3" in begins.message
    assert (ends.severity, ends.rule, ends.start_us) == ("look", "unsure cut", DURATION_US - 6 * S - 1)
    assert "if it is right, run again with --end 13:00," in ends.message
    assert judge(case(plan={"kept": kept}, sure=0.5)) == ()


@pytest.mark.parametrize("card", ["", "Pause – 2 minutter"])
def test_a_doubtful_break_is_one_finding_with_the_words_around_it_and_the_options_that_cut_and_keep_it(card):
    announced = Support("announced", 355 * S, 2.0, "så holder vi pause")
    unsure = Side("break", 0.55, (announced, Support("slide", 362 * S, 0.5)))
    cards = (KeptSpan(360 * S, 364 * S, unsure, unsure, card),) if card else ()
    kept = (replace(KEPT[0], end_side=unsure), *cards, replace(KEPT[1], start_side=unsure))
    said = ((358, "holder"), (359, "pause"), (400, "kaffe"), (481, "Velkommen"), (482, "tilbage"))
    words = tuple(Word(at_s * S, at_s * S + 900_000, text, 0.9) for at_s, text in said)
    (doubt,) = (finding for finding in judge(case(plan={"kept": kept}, words=words)) if finding.rule == "unsure cut")
    assert (doubt.severity, doubt.value, doubt.limit) == ("look", 0.55, 0.8)
    assert doubt.start_us == 4 * S + (300 + bool(card) * 4) * S, "where the meeting goes on, there the join is seen"
    for told in (
        "6:00-8:00",
        "a break is announced at 5:55: “så holder vi pause”",
        "slide 2 s after",
        "“holder pause | Velkommen",
    ):
        assert told in doubt.message
    assert "with --cut 6:00-8:00 if it is one, or with --keep 6:00-8:00 to keep it" in doubt.message
    assert "kaffe" not in doubt.message, "what is cut is not quoted where it could be kept"


@pytest.mark.parametrize("option", ["cuts", "keeps"])
def test_the_options_of_a_doubtful_break_leave_no_doubt(option):
    unsure = Side("break", 0.55)
    kept = (
        KeptSpan(60 * S, 360 * S + 33_367, SURE, unsure),
        KeptSpan(360 * S + 33_367, 364 * S, unsure, unsure, "Pause"),
        KeptSpan(480 * S + 66_733, 780 * S, unsure, SURE),
    )
    plan = EditPlan(kept, 4 * S, 6 * S)
    (doubtful,) = doubtful_breaks(plan, (), 0.8)
    typed = {"cuts": doubtful.cut_option, "keeps": doubtful.keep_option}[option].split()[1]
    asked = AskedCut(**{option: (RecordingSpan().convert(typed, None, None),)})
    settled = apply_cut(plan, asked, 900 * S)
    assert doubtful_breaks(settled, (), 0.8) == ()
    wanted = [(s.start_us, s.end_us, s.card) for s in kept] if option == "cuts" else [(60 * S, 780 * S, "")]
    assert [(span.start_us, span.end_us, span.card) for span in settled.kept] == wanted


def test_words_without_any_caption_must_be_looked_at():
    finding = only(case(captions=ParsedCaptions(())))
    assert (finding.severity, finding.rule) == ("look", "no caption")
    assert str(len(WORDS)) in finding.message


def test_speech_in_which_no_word_was_heard_must_be_looked_at():
    assert found(case(captions=ParsedCaptions(()), words=())) == [("look", "no caption")]


def test_a_run_of_words_without_a_caption_is_noted_where_it_is():
    gap = tuple(cue for cue in CUES if not 100 * S < cue.start_us < 120 * S)
    dense = tuple(replace(word, end_us=word.start_us + 1_500_000) for word in WORDS)
    finding = only(case(captions=ParsedCaptions(gap), words=dense))
    assert (finding.severity, finding.rule) == ("note", "no caption")
    assert 100 * S < finding.start_us < 110 * S


def test_words_that_were_cut_out_need_no_caption():
    cut_out = tuple(
        replace(word, start_us=word.start_us % (100 * S) + 370 * S, end_us=word.start_us % (100 * S) + 371 * S) for word in WORDS
    )
    nobody = Side("no speech found", 0.0)
    changed = case(
        captions=ParsedCaptions(()), words=cut_out, plan={"kept": (replace(KEPT[0], start_side=nobody, end_side=nobody), KEPT[1])}
    )
    assert found(changed) == [("look", "speech")]


def test_a_line_of_the_caption_file_that_cannot_be_read_must_be_looked_at():
    finding = only(case(captions=ParsedCaptions(CUES, (Problem(17, "the time is not understood"),))))
    assert (finding.severity, finding.message) == ("look", "captions.da.vtt, line 17: the time is not understood")


def test_a_caption_past_the_end_must_be_looked_at():
    late = Cue(DURATION_US - S, DURATION_US + 2 * S, ("Farvel og tak.",))
    finding = next(finding for finding in judge(with_cues(late)) if finding.severity == "look")
    assert (finding.rule, finding.start_us) == ("caption outside", DURATION_US - S)
    assert "at 10:09 stands outside the video (limit 10:10)" in finding.message


def test_an_empty_caption_must_be_looked_at():
    assert ("look", "empty caption") in found(with_cues(Cue(10 * S, 12 * S, (" ", ""))))


def test_captions_that_overlap_must_be_looked_at():
    both = with_cues(Cue(10 * S, 14 * S, ("Det første.",)), Cue(13 * S, 16 * S, ("Det andet.",)))
    finding = next(finding for finding in judge(both) if finding.severity == "look")
    assert (finding.rule, finding.start_us, finding.value) == ("overlap", 13 * S, 1)


def test_captions_that_break_the_norm_are_noted_once_a_rule_with_the_worst_place():
    fast = Cue(10 * S, 12 * S, ("Her står der alt for meget tekst,", "som ingen kan nå at læse."))
    faster = Cue(20 * S, 21 * S + 500_000, ("Her står der alt for meget tekst,", "som ingen kan nå at læse."))
    finding = only(with_cues(fast, faster))
    assert (finding.severity, finding.rule, finding.start_us, finding.limit) == ("note", "caption offence", 20 * S, 17)
    assert "2 captions break the rule “reading speed”, the worst at 0:20" in finding.message


def test_chapters_that_break_the_platforms_rules_are_noted():
    late = (replace(CHAPTERS[0], start_us=5 * S), *CHAPTERS[1:])
    assert found(case(chapters=late)) == [("note", "chapters")]
    close = (Chapter(0, "A"), Chapter(5 * S, "B"), Chapter(50 * S, "C"))
    assert found(case(chapters=close)) == [("note", "chapters")]


def test_no_chapters_are_no_finding():
    assert found(case(chapters=(), container={"chapters": 0})) == []


def test_captions_and_chapters_that_are_not_inside_the_file_are_noted():
    assert found(case(container={"chapters": 0, "subtitles": 0})) == [("note", "chapters inside"), ("note", "captions inside")]
