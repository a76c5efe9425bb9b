from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.made_evidence import Evidence, made_evidence, made_meeting, made_part
from tests.sampling import sampled
from vbn_video.decisions import EditPlan
from vbn_video.errors import InputError
from vbn_video.evidence import Part, SpeechSpan, Word
from vbn_video.plan.cut.cut_points import CutPoints
from vbn_video.plan.cut.trim import NO_SPEECH, plan_trim
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.sides.utterance_levels import measure_utterances
from vbn_video.settings.preset import Trim
from vbn_video.timeline import Timeline

S = 1_000_000
SURE = Trim().sure


def trimmed(evidence: Evidence, trim: Trim | None = None, start_s: float | None = None, end_s: float | None = None) -> EditPlan:
    return plan_trim(
        evidence.recording,
        CutPoints.of(evidence.recording, evidence.levels, evidence.speech, evidence.words, evidence.packets),
        MeetingEvidence(evidence.recording.duration_us, evidence.words, evidence.speech, evidence.levels),
        trim=trim or Trim(),
        start_us=None if start_s is None else round(start_s * S),
        end_us=None if end_s is None else round(end_s * S),
    )


@pytest.mark.parametrize("seed", sampled(list(range(60)), range(0, 60, 5)))
def test_quiet_small_talk_is_cut_or_the_side_is_not_sure(seed: int) -> None:
    """With nothing but the loudness to tell."""
    said, start_s, end_s = made_meeting(seed, minutes=(3, 10, 40)[seed % 3])
    evidence = made_evidence(said, (3, 10, 40)[seed % 3] * 60)
    plan = trimmed(evidence)
    first, last = plan.kept[0], plan.kept[-1]
    assert first.start_side.confidence < SURE or start_s - 1.6 <= first.start_us / S <= start_s
    assert last.end_side.confidence < SURE or end_s <= last.end_us / S <= end_s + 3.1


def test_a_meeting_without_small_talk_says_that_speech_begins_it() -> None:
    evidence = made_evidence([(20, 40, -18), (41, 80, -19), (82, 100, -18)], 120)
    (kept,) = trimmed(evidence).kept
    assert (kept.start_side.reason, kept.end_side.reason) == ("first speech", "last speech")
    assert 18.5 <= kept.start_us / S <= 19.5
    assert 101.5 <= kept.end_us / S <= 102.5


def test_an_utterance_is_as_loud_as_the_quietest_of_its_loudest_quarter() -> None:
    levels = replace(made_evidence([], 1).levels, loudness_lufs=np.array([-30.0, -20.0, -28.0, -22.0, -25.0]))
    (utterance,) = measure_utterances([SpeechSpan(0, 500_000)], levels)
    assert utterance.loudness_lufs == -22


def test_a_recording_that_begins_and_ends_in_speech_is_kept_whole() -> None:
    evidence = made_evidence([(0.2, 30, -18), (31, 59.9, -18)], 60)
    (kept,) = trimmed(evidence).kept
    assert (kept.start_us, kept.end_us) == (0, 60 * S)
    assert (kept.start_side.reason, kept.end_side.reason) == ("start of the recording", "end of the recording")


def test_sound_without_speech_keeps_all_with_no_confidence() -> None:
    (kept,) = trimmed(made_evidence([], 30)).kept
    assert (kept.start_us, kept.end_us) == (0, 30 * S)
    assert kept.start_side.reason == kept.end_side.reason == NO_SPEECH
    assert kept.start_side.confidence == kept.end_side.confidence == 0


def test_a_short_recording_with_one_long_rest_loses_none_of_its_speech() -> None:
    (kept,) = trimmed(made_evidence([(1, 3, -18), (40, 42, -18)], 60)).kept
    assert kept.start_us <= 1 * S
    assert kept.end_us >= 42 * S


def test_a_loud_shout_long_before_the_meeting_is_not_the_meeting() -> None:
    evidence = made_evidence([(5, 7, -17), (60, 120, -18), (121, 300, -18)], 310)
    (kept,) = trimmed(evidence).kept
    assert 58 * S <= kept.start_us <= 60 * S or kept.start_side.confidence < SURE


def test_a_quiet_participant_inside_the_meeting_stays() -> None:
    evidence = made_evidence([(10, 60, -18), (62, 66, -34), (67, 120, -18)], 130)
    (kept,) = trimmed(evidence).kept
    assert kept.start_us < 10 * S
    assert kept.end_us > 120 * S


def test_a_break_is_cut_out_with_a_little_left_around_it() -> None:
    evidence = made_evidence([(10, 60, -18), (200, 300, -18)], 310)
    before, after = trimmed(evidence).kept
    assert 61 <= before.end_us / S <= 63
    assert 198.5 <= after.start_us / S <= 199.5
    assert before.end_side.reason == after.start_side.reason == "break"


def test_a_noise_in_a_break_does_not_save_the_break() -> None:
    evidence = made_evidence([(10, 60, -18), (100, 100.3, -45), (200, 300, -18)], 310)
    assert len(trimmed(evidence).kept) == 2


def test_a_break_stays_when_the_preset_says_so() -> None:
    evidence = made_evidence([(10, 60, -18), (200, 300, -18)], 310)
    assert len(trimmed(evidence, Trim(breaks="keep")).kept) == 1
    assert len(trimmed(evidence, Trim(break_s=150)).kept) == 1


def test_trimming_that_is_off_keeps_the_whole_recording() -> None:
    evidence = made_evidence([(10, 60, -18), (200, 300, -18)], 310)
    (kept,) = trimmed(evidence, Trim(enabled=False)).kept
    assert (kept.start_us, kept.end_us) == (0, 310 * S)


def test_what_was_asked_for_wins_even_inside_a_word() -> None:
    evidence = made_evidence([(10, 60, -18), (62, 100, -18)], 120)
    (kept,) = trimmed(evidence, start_s=20.1, end_s=80.3).kept
    assert (kept.start_us, kept.end_us) == (20_120_000, 80_320_000)  # the next pictures
    assert (kept.start_side.reason, kept.end_side.reason) == ("--start", "--end")
    assert (kept.start_side.confidence, kept.end_side.confidence) == (1, 1)


def test_a_start_that_is_asked_for_leaves_the_end_to_the_evidence() -> None:
    said, _start_s, end_s = made_meeting(4)
    evidence = made_evidence(said, 600)
    (kept,) = trimmed(evidence, start_s=0).kept
    assert kept.start_us == 0
    assert end_s <= kept.end_us / S <= end_s + 3


def test_an_end_before_the_meeting_leaves_what_was_asked_for() -> None:
    evidence = made_evidence([(10, 60, -18)], 120)
    (kept,) = trimmed(evidence, end_s=8).kept
    assert (kept.start_us, kept.end_us) == (0, 8 * S)
    assert kept.start_side.confidence == 0


@pytest.mark.parametrize(("start_s", "end_s"), [(30, 20), (200, None), (None, 0), (20, 20)])
def test_asking_for_nothing_is_an_error(start_s: float | None, end_s: float | None) -> None:
    with pytest.raises(InputError, match="Nothing is left"):
        trimmed(made_evidence([(10, 60, -18)], 120), start_s=start_s, end_s=end_s)


def test_a_slide_show_of_one_picture_in_two_seconds_keeps_words_whole() -> None:
    evidence = made_evidence([(10.5, 21.2, -18), (22.4, 59.3, -18)], 100, rate=Fraction(1, 2))
    (kept,) = trimmed(evidence).kept
    assert kept.start_us == 10 * S
    assert kept.end_us == 62 * S


def test_parts_are_kept_as_spans_of_their_own_without_the_moment_that_has_no_picture() -> None:
    evidence = made_evidence([(5, 29, -18), (32, 58, -18)], 0, made_part(30.02, picture_s=30), made_part(30))
    first, second = trimmed(evidence).kept
    assert (first.end_us, second.start_us) == (30 * S, 30_020_000)
    assert (first.end_side.reason, second.start_side.reason) == ("part ends", "next part begins")


def test_sound_that_outlasts_its_picture_with_speech_in_it_is_kept() -> None:
    evidence = made_evidence([(5, 29.9, -18), (32, 58, -18)], 0, made_part(30, picture_s=29.7), made_part(30))
    first, second = trimmed(evidence).kept
    assert first.end_us == second.start_us == 30 * S


def test_speech_before_the_first_picture_is_kept() -> None:
    evidence = made_evidence([(0.7, 12, -18)], 0, made_part(20, picture_from_s=4))
    (kept,) = trimmed(evidence).kept
    assert (kept.start_us, kept.start_side.reason) == (0, "start of the recording")
    (later,) = trimmed(made_evidence([(2.5, 12, -18)], 0, made_part(20, picture_from_s=4))).kept
    assert 0 < later.start_us <= 2_500_000, "not all of what has no picture is kept, but what is said in it"
    assert (4 * S - later.start_us) % 40_000 == 0, "the pictures go on in their own step"


@pytest.mark.parametrize(("asked_s", "start_us"), [(0, 0), (1.5, 1_520_000), (4, 4 * S), (4.5, 4_520_000)])
def test_a_start_before_the_first_picture_stays_where_it_was_asked_for(asked_s: float, start_us: int) -> None:
    evidence = made_evidence([(5, 12, -18)], 0, made_part(20, picture_from_s=4))
    assert trimmed(evidence, start_s=asked_s).kept[0].start_us == start_us


def test_an_end_before_the_first_picture_goes_to_it() -> None:
    evidence = made_evidence([(0.5, 1.5, -18)], 0, made_part(20, picture_from_s=4))
    assert [(kept.start_us, kept.end_us) for kept in trimmed(evidence, end_s=2).kept] == [(0, 4_040_000)]


@given(
    said_s=st.lists(st.tuples(st.floats(0, 90), st.floats(1, 30)), min_size=1, max_size=6),
    film_s=st.tuples(st.floats(0, 300), st.floats(0, 60)),
    film_lufs=st.sampled_from([-18.0, -22.0, -60.0]),
)
def test_what_is_cut_and_is_as_loud_as_the_speech_is_never_told_as_silence(
    said_s: list[tuple[float, float]], film_s: tuple[float, float], film_lufs: float
) -> None:
    """By a count of the test's own: blocks that are loud, in any 5 s that are cut, further than 0.5 s from any speech."""
    said, at_s = [], 0.0
    for rest_s, length_s in said_s:
        said.append((round(at_s + rest_s, 1), round(at_s + rest_s + length_s, 1), -18.0))
        at_s = said[-1][1]
    evidence = made_evidence(said, at_s + 60)
    loudness = evidence.levels.loudness_lufs
    film = slice(round(film_s[0] * 10), round(sum(film_s) * 10))
    loudness[film] = np.maximum(loudness[film], film_lufs)
    plan = trimmed(evidence)
    quiet = {"first speech", "last speech", "break"}
    edges = [(0, None), *((kept.end_us, kept.end_side) for kept in plan.kept)]
    starts = [*((kept.start_us, kept.start_side) for kept in plan.kept), (evidence.recording.duration_us, None)]
    for (from_us, end_side), (until_us, start_side) in zip(edges, starts, strict=True):
        sides = [side for side in (end_side, start_side) if side]
        assert from_us >= until_us or all(side.reason for side in sides)
        loud = [
            loudness[block] > -25 and not any(begin * 10 - 5 < block < end * 10 + 5 for begin, end, _lufs in said)
            for block in range(from_us // 100_000 + 1, min(until_us // 100_000, len(loudness)))
        ]
        if any(sum(loud[first : first + 50]) >= 21 for first in range(len(loud))):
            assert not quiet & {side.reason for side in sides}
            assert all(side.confidence <= 0.6 for side in sides if side.reason == "sound without speech")


@pytest.mark.parametrize(
    ("loud_blocks", "reason"),
    [
        ([range(at, at + 7) for at in (3100, 4400, 6000, 8000, 9900)], "break"),
        ([range(5000, 5019)], "break"),
        ([range(5000, 5020)], "sound without speech"),
        ([range(5000, 5010), range(5030, 5040)], "sound without speech"),
        ([range(5000, 5010), range(5045, 5055)], "break"),
    ],
)
def test_doors_that_slam_in_a_break_are_no_film(loud_blocks: list[range], reason: str) -> None:
    evidence = made_evidence([(10, 300, -18), (1200, 1500, -18)], 1530)
    for blocks in loud_blocks:
        evidence.levels.loudness_lufs[blocks.start : blocks.stop] = -17
    before, after = trimmed(evidence).kept
    assert (before.end_side.reason, after.start_side.reason) == (reason, reason)


def test_a_break_before_the_first_picture_stays_where_nothing_could_be_shown_before_it() -> None:
    evidence = made_evidence([(0.5, 60, -18), (600, 700, -18)], 0, made_part(720, picture_from_s=650))
    (kept,) = trimmed(evidence).kept
    assert kept.start_us == 0


@pytest.mark.parametrize(("gap_s", "lufs", "start_us"), [(0.4, -30, 0), (0.4, -62, 400_000), (0.08, -30, 80_000), (0.6, -62, 0)])
def test_a_moment_of_sound_without_picture_is_kept_if_it_is_heard_or_long(gap_s: float, lufs: float, start_us: int) -> None:
    evidence = made_evidence([], 0, made_part(20, picture_from_s=gap_s))
    evidence.levels.hop_lufs[: round(gap_s * 100)] = lufs
    assert trimmed(evidence).kept[0].start_us == start_us


@given(
    first=st.tuples(st.floats(0, 6), st.floats(0, 6), st.floats(0, 6)),
    second=st.tuples(st.floats(0, 6), st.floats(0, 6), st.floats(0, 6)),
    said_s=st.lists(st.tuples(st.floats(0, 8), st.floats(0.2, 6)), min_size=1, max_size=8),
    rate=st.sampled_from([Fraction(25), Fraction(30000, 1001), Fraction(1, 2)]),
)
def test_nothing_said_between_the_ends_is_lost_at_an_edge_where_picture_and_sound_differ(
    first: tuple[float, float, float],
    second: tuple[float, float, float],
    said_s: list[tuple[float, float]],
    rate: Fraction,
) -> None:
    """Of two parts whose sound lasts longer than their pictures, or whose pictures begin later or last longer."""
    parts = [
        made_part(4 + late + more, rate, picture_s=4 + late + shown, picture_from_s=late) for late, more, shown in (first, second)
    ]
    said, at_s = [], 0.0
    for rest_s, length_s in said_s:
        said.append((round(at_s + rest_s, 3), round(at_s + rest_s + length_s, 3), -18.0))
        at_s = said[-1][1]
    whole_s = sum(part.duration_us for part in parts) / S
    said = [(begin_s, min(end_s, whole_s), lufs) for begin_s, end_s, lufs in said if begin_s < whole_s - 0.1]
    evidence = made_evidence(said, 0, *parts)
    plan = trimmed(evidence)
    for kept in plan.kept:
        assert np.any((evidence.pictures_us >= kept.start_us) & (evidence.pictures_us < kept.end_us))
        part = max(start_us for start_us in evidence.recording.part_starts_us if start_us <= kept.start_us)
        frames_us = evidence.pictures_us[evidence.pictures_us >= part]
        assert kept.start_us in frames_us or part <= kept.start_us < frames_us[0]
    for span in evidence.speech:
        kept_us = sum(max(0, min(kept.end_us, span.end_us) - max(kept.start_us, span.start_us)) for kept in plan.kept)
        assert kept_us == span.end_us - span.start_us


def test_a_word_that_a_model_stretched_over_a_rest_does_not_block_the_rest() -> None:
    evidence = made_evidence([(10, 60, -18), (80, 100, -18)], 110)
    words = (*evidence.words, Word(99_000_000, 109_000_000, "tak", 0.3))
    stretched = Evidence(evidence.recording, evidence.levels, evidence.speech, words, evidence.packets)
    assert trimmed(stretched).kept[-1].end_us <= 103 * S


SMALL_TALK_THEN_MEETING = [(4, 8, -31), (20, 60, -18), (61, 100, -18)]


@pytest.mark.parametrize(
    ("idr_every_s", "start_s"),
    [
        (6, 18),  # earlier: 2 s before the first word instead of 1
        (5.8, 18.96),  # 17.4 s is too early
        (19.2, 18.96),  # never later: the first word may have begun before it was heard
    ],
)
def test_a_start_moves_to_an_idr_picture_where_the_silence_allows(idr_every_s: float, start_s: float) -> None:
    (kept,) = trimmed(made_evidence(SMALL_TALK_THEN_MEETING, 120, gop=round(idr_every_s * 25))).kept
    assert kept.start_us == round(start_s * S)
    assert kept.start_side.reason == "meeting"


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_idr_pictures_move_the_cuts_of_a_meeting_by_little(seed: int) -> None:
    said, start_s, end_s = made_meeting(seed, minutes=3)
    evidence = made_evidence(said, 180, gop=25 * (2 + seed % 7), pyramid=1 + seed % 9)
    (kept,) = trimmed(evidence).kept
    assert start_s - 2.6 <= kept.start_us / S <= start_s - 0.3 or kept.start_side.confidence < SURE
    assert end_s <= kept.end_us / S <= end_s + 3.6 or kept.end_side.confidence < SURE


def test_a_start_moves_over_nobodys_speech() -> None:
    evidence = made_evidence([(4, 8, -31), (17.2, 18.5, -40), (20, 60, -18), (61, 100, -18)], 120, gop=6 * 25)
    assert trimmed(evidence).kept[0].start_us == 18_960_000
    evidence = made_evidence([(4, 8, -31), (17.2, 17.9, -40), (20, 60, -18), (61, 100, -18)], 120, gop=6 * 25)
    assert trimmed(evidence).kept[0].start_us == 18 * S


def test_a_start_does_not_move_to_an_idr_picture_from_which_nothing_can_be_copied() -> None:
    damaged = made_evidence(SMALL_TALK_THEN_MEETING, 120, gop=150)
    damaged.packets.damaged[500] = True
    interlaced = made_evidence(SMALL_TALK_THEN_MEETING, 0, made_part(120, uncopiable="interlaced pictures"), gop=150)
    turned = made_evidence(SMALL_TALK_THEN_MEETING, 0, made_part(120, rotation=90), gop=150)
    for evidence in (damaged, interlaced, turned):
        assert trimmed(evidence).kept[0].start_us == 18_960_000


def test_the_return_from_a_break_moves_to_an_idr_picture_too() -> None:
    _before, after = trimmed(made_evidence([(10, 60, -18), (200, 300, -18)], 310, gop=6 * 25)).kept
    assert (after.start_us, after.start_side.reason) == (198 * S, "break")


def test_a_start_does_not_move_into_the_part_before() -> None:
    def start_us(*parts: Part) -> int:
        return trimmed(made_evidence(SMALL_TALK_THEN_MEETING, 0, *parts, gop=150)).kept[0].start_us

    assert start_us(made_part(120)) == 18_000_000, "the IDR picture before"
    assert start_us(made_part(18.6), made_part(101.4)) == 18_600_000, "the part's own first picture"
    damaged = made_evidence(SMALL_TALK_THEN_MEETING, 0, made_part(18.6), made_part(101.4), gop=150)
    damaged.packets.damaged[470] = True
    assert trimmed(damaged).kept[0].start_us == 18_960_000, "none of the part's own"


def test_a_start_that_was_asked_for_is_not_moved() -> None:
    (kept,) = trimmed(made_evidence(SMALL_TALK_THEN_MEETING, 120, gop=150), start_s=18.2).kept
    assert kept.start_us == 18_200_000


def test_an_end_moves_to_where_no_picture_refers_to_a_later_one() -> None:
    straight = trimmed(made_evidence(SMALL_TALK_THEN_MEETING, 120, gop=500)).kept[-1].end_us
    assert straight == 101_960_000, "without B pictures a copy may end anywhere"
    pyramids = trimmed(made_evidence(SMALL_TALK_THEN_MEETING, 120, gop=500, pyramid=7)).kept[-1].end_us
    assert pyramids == 102_000_000, "1 + 7 times 7 pictures behind the IDR picture at 100 s"
    far = trimmed(made_evidence(SMALL_TALK_THEN_MEETING, 120, gop=500, pyramid=100)).kept[-1].end_us
    assert far == straight, "the nearest such place is 2 s away"
    asked = trimmed(made_evidence(SMALL_TALK_THEN_MEETING, 120, gop=500, pyramid=7), end_s=101.96).kept[-1].end_us
    assert asked == straight


@pytest.mark.parametrize(("murmur", "moved"), [((62.1, 62.3, -45), False), ((62.4, 62.6, -45), True)])
def test_an_end_moves_over_nobodys_murmur(murmur: tuple[float, float, float], moved: bool) -> None:
    evidence = made_evidence([(10, 60, -18), murmur, (200, 300, -18)], 310, gop=1558, pyramid=2000)
    before, _after = trimmed(evidence).kept
    assert before.end_us == (62_320_000 if moved else 61_960_000), "the first GOP ends at 62.32 s"


@pytest.mark.parametrize(("murmur", "start_us"), [((198.2, 198.5, -45), 198_960_000), ((197.5, 197.9, -45), 198_000_000)])
def test_a_return_from_a_break_moves_over_nobodys_murmur(murmur: tuple[float, float, float], start_us: int) -> None:
    _before, after = trimmed(made_evidence([(10, 60, -18), murmur, (200, 300, -18)], 310, gop=6 * 25)).kept
    assert after.start_us == start_us


@given(
    rests=st.lists(st.tuples(st.floats(0.1, 90), st.floats(0.2, 30), st.floats(-45, -12)), max_size=12),
    rate=st.sampled_from([Fraction(25), Fraction(30000, 1001), Fraction(1), Fraction(22500, 11303)]),
    cut_s=st.floats(0.5, 200),
    gop=st.sampled_from([None, 1, 10, 125]),
    pyramid=st.sampled_from([1, 4]),
)
def test_every_plan_ascends_begins_on_pictures_and_cuts_no_word_where_a_rest_beside_it_has_a_picture(
    rests: list[tuple[float, float, float]], rate: Fraction, cut_s: float, gop: int | None, pyramid: int
) -> None:
    said, at_s = [], 0.0
    for rest_s, length_s, lufs in rests:
        said.append((round(at_s + rest_s, 3), round(at_s + rest_s + length_s, 3), lufs))
        at_s = said[-1][1]
    parts = made_part(cut_s, rate), made_part(max(at_s - cut_s, 0) + 2, rate)
    evidence = made_evidence(said, 0, *parts, gop=gop, pyramid=pyramid)
    plan = trimmed(evidence)
    pictures = set(evidence.pictures_us.tolist())
    borders = {start_us for start_us in evidence.recording.part_starts_us} | {evidence.recording.duration_us}
    ends = (
        pictures
        | borders
        | {s + p.picture_end_us for s, p in zip(evidence.recording.part_starts_us, evidence.recording.parts, strict=True)}
    )
    timeline = Timeline.of(evidence.recording, plan)
    last_us = -1
    for kept in plan.kept:
        assert last_us <= kept.start_us < kept.end_us
        last_us = kept.end_us
        assert kept.start_us in pictures
        assert kept.end_us in ends
    heard = ((0, 0), *((word.start_us, word.end_us) for word in evidence.words), (evidence.recording.duration_us,) * 2)
    begins_us, ends_us = plan.kept[0].start_us, plan.kept[-1].end_us
    for (_, before_us), (start_us, end_us), (after_us, _) in zip(heard, heard[1:], heard[2:], strict=False):
        in_it = start_us < begins_us < end_us and begins_us != int(evidence.pictures_us[0])
        assert not in_it or not any(end_us <= one <= after_us for one in pictures), "a picture stands in the rest after it"
        assert not start_us < ends_us < end_us or not any(before_us <= one <= start_us for one in ends), "… before it"
    for time_us in evidence.pictures_us.tolist():
        shown_us = timeline.programme_from_recording(time_us)
        assert shown_us is None or timeline.recording_from_programme(shown_us) == time_us
    assert trimmed(evidence) == plan
    assert np.all(np.diff([k.start_us for k in plan.kept]) > 0)
