"""Where a span may begin and end."""

from dataclasses import replace

from tests.plan.made_evidence import Evidence, made_evidence, made_part
from vbn_video.evidence import Word
from vbn_video.plan.cut.cut_points import CutPoints

S = 1_000_000


def cut_points_of(evidence: Evidence) -> CutPoints:
    return CutPoints.of(evidence.recording, evidence.levels, evidence.speech, evidence.words, evidence.packets)


def test_no_end_lies_before_the_earliest_and_no_start_behind_the_latest_that_is_allowed() -> None:
    cut_points = cut_points_of(made_evidence([(2, 4, -18)], 10))
    assert cut_points.nearest_end(5 * S, earliest_us=6_010_000) == 6_040_000
    assert cut_points.nearest_start(6 * S, latest_us=5_030_000) == 5 * S
    assert cut_points.nearest_end(3 * S, earliest_us=3 * S) == 4 * S
    assert cut_points.nearest_end(9 * S, earliest_us=11 * S) == 10 * S


def test_a_word_that_goes_on_behind_the_speech_that_was_heard_is_speech_to_its_end() -> None:
    evidence = made_evidence([(2, 4, -18)], 10)
    words = (Word(3_900_000, 4_300_000, "nu", 0.9),)
    cut_points = cut_points_of(replace(evidence, words=words))
    assert [cut_points.is_in_speech(at_us) for at_us in (2_100_000, 4_200_000, 4_300_000)] == [True, True, False]


def test_a_start_on_a_parts_first_frame_does_not_move_into_the_part_before() -> None:
    evidence = made_evidence([(2, 4, -18)], 0, made_part(6), made_part(6), gop=50)
    evidence.packets.damaged[160] = True
    assert cut_points_of(evidence).copiable_start(6 * S, earliest_us=0) == 6 * S
    assert cut_points_of(evidence).copiable_start(0, earliest_us=0) == 0
