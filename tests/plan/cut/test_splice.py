from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.made_evidence import made_packets, made_part, made_recording
from vbn_video.decisions import EditPlan, KeptSpan, Side, SplicePlan, SpliceSpan
from vbn_video.evidence import Packets, Part, Recording
from vbn_video.plan.cut.gops import Gops
from vbn_video.plan.cut.splice import ENCODER_START_FRAMES, LONGEST_BEHIND_ONE, copied_share, idr_numbers, plan_splice

S = 1_000_000
SIDE = Side("made", 1.0)
COPY, TO_IDR = "as it was recorded", "from the cut to the next IDR picture"
REFERRING = "the cut lies among pictures that refer to later ones"


def kept(*spans_s: tuple[float, float]) -> tuple[KeptSpan, ...]:
    return tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in spans_s)


def told(splice: SplicePlan) -> list[tuple[float, float, str, int, str]]:
    return [(span.start_us / S, span.end_us / S, span.how, span.frames, span.why) for span in splice.spans]


def spliced(*spans_s: tuple[float, float], gop: int = 250, pyramid: int = 1) -> list[tuple[float, float, str, int, str]]:
    """What is told of 25 pictures a second, without bumpers."""
    recording = made_recording(made_part(120))
    return told(plan_splice(recording, made_packets(recording, gop, pyramid), EditPlan(kept(*spans_s))))


def test_from_the_cut_to_the_next_idr_picture_is_encoded_and_the_rest_copied() -> None:
    assert spliced((3, 57.2)) == [(0, 7, "encode", 175, TO_IDR), (7, 54.2, "copy", 1180, COPY)]


def test_a_cut_at_an_idr_picture_needs_no_encoder() -> None:
    assert spliced((10, 57.2)) == [(0, 47.2, "copy", 1180, COPY)]


def test_pictures_that_refer_to_ones_behind_the_cut_are_encoded() -> None:
    # Behind the IDR picture every four are decoded last one first: of 0, 1 … 12 | 13 14 15 16 a copy ends at 13 pictures.
    assert spliced((10, 20.6), pyramid=4) == [
        (0, 10.52, "copy", 263, COPY),
        (10.52, 10.6, "encode", 2, REFERRING),
    ]
    assert spliced((10, 20.52), pyramid=4) == [(0, 10.52, "copy", 263, COPY)]


def test_a_copy_too_short_for_an_encoder_to_be_started_again_is_encoded_with_its_neighbours() -> None:
    assert spliced((9, 10.6), pyramid=4) == [(0, 1.6, "encode", 40, f"{TO_IDR}; too short to pay; {REFERRING}")]
    assert [how for _start, _end, how, *_ in spliced((9, 11.88), pyramid=4)] == ["encode", "copy", "encode"]
    assert [how for _start, _end, how, *_ in spliced((9, 10.2))] == ["encode", "copy"], "nothing is encoded behind it"


def test_no_kept_span_ends_with_an_idr_picture_alone() -> None:
    # A copy could end at 13 or at 9 pictures behind the IDR picture's own; 14 pictures are kept.
    assert spliced((10, 20.56), pyramid=4) == [(0, 10.36, "copy", 259, COPY), (10.36, 10.56, "encode", 5, REFERRING)]
    # The last picture that is kept is an IDR picture, and so is the second last in a stream of nothing else.
    assert spliced((10, 20.04)) == [(0, 9.96, "copy", 249, COPY), (9.96, 10.04, "encode", 2, "too short to pay")]
    assert spliced((10, 12), gop=1) == [(0, 1.92, "copy", 48, COPY), (1.92, 2, "encode", 2, "too short to pay")]
    # Of the last GOP only the IDR picture could be copied.
    assert spliced((10, 20.12), pyramid=4) == [
        (0, 10, "copy", 250, COPY),
        (10, 10.12, "encode", 3, f"too short to pay; {REFERRING}"),
    ]


def test_nothing_follows_the_recordings_last_picture_so_it_may_be_an_idr_picture() -> None:
    recording = made_recording(made_part(60.04))
    (span,) = plan_splice(recording, made_packets(recording, 250), EditPlan(kept((0, 60.04)))).spans
    assert (span.how, span.frames) == ("copy", 1501)


def test_the_first_picture_of_a_damaged_gop_at_the_cut_is_encoded_with_the_one_before() -> None:
    recording = made_recording(made_part(60))
    packets = made_packets(recording, 250)
    packets.damaged[510] = True
    assert told(plan_splice(recording, packets, EditPlan(kept((0, 20.04))))) == [
        (0, 19.96, "copy", 499, COPY),
        (19.96, 20.04, "encode", 2, "too short to pay; a damaged picture"),
    ]


def test_what_is_encoded_for_a_fault_does_not_blame_the_cut_behind_it() -> None:
    recording = made_recording(made_part(120))
    packets = made_packets(recording, 250, 4)
    packets.damaged[510] = True
    (copied, encoded) = told(plan_splice(recording, packets, EditPlan(kept((10, 30.12)))))
    assert copied[2:4] == ("copy", 250)
    assert encoded[2:] == ("encode", 253, f"a damaged picture; too short to pay; {REFERRING}")


def test_a_single_picture_between_the_cut_and_an_idr_picture_is_encoded_with_a_short_gop() -> None:
    assert spliced((3.96, 20), gop=LONGEST_BEHIND_ONE) == [
        (0, 2.04, "encode", 51, f"{TO_IDR}; too short to pay"),
        (2.04, 16.04, "copy", 350, COPY),
    ]
    assert spliced((2.0, 20), gop=LONGEST_BEHIND_ONE + 1) == [(0, 0.04, "encode", 1, TO_IDR), (0.04, 18, "copy", 449, COPY)]


def test_single_encoded_pictures_are_told_from_the_stretch_behind_by_their_idr_number() -> None:
    recording, one = made_recording(made_part(60)), 0.04
    singles = kept((1, 1 + one), (2, 2 + one), (3, 3 + one), (4, 5), (10, 20), (21, 21 + one))
    splice = plan_splice(recording, made_packets(recording, 250, 1), EditPlan(singles, 0, 4 * S))
    hows = [(span.how, span.frames) for span in splice.spans]
    assert hows == [*[("encode", 1)] * 3, ("encode", 25), ("copy", 250), ("encode", 1), ("encode", 100)]
    assert idr_numbers(splice) == (1, 0, 1, 0, 0, 1, 0)


def test_a_span_inside_one_gop_is_encoded_whole() -> None:
    assert spliced((11, 19)) == [(0, 8, "encode", 200, TO_IDR)]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("damaged", "a damaged picture"),
        ("hidden", "pictures hidden by an edit list"),
        ("late", "pictures out of order"),
        ("early", "pictures out of order"),
    ],
)
def test_a_gop_with_a_fault_is_encoded_and_its_neighbours_are_copied(fault: str, why: str) -> None:
    recording = made_recording(made_part(60))
    packets = made_packets(recording, 250)
    if fault == "damaged":
        packets.damaged[600] = True
    elif fault == "hidden":
        packets.position[600:] += 2
    else:
        packets.position[600] = 1600 if fault == "late" else -1  # decoded behind a later IDR picture, or before its own
    splice = plan_splice(recording, packets, EditPlan(kept((0, 60))))
    assert told(splice) == [(0, 20, "copy", 500, COPY), (20, 30, "encode", 250, why), (30, 60, "copy", 750, COPY)]


def test_packets_hidden_between_two_gops_part_two_copies() -> None:
    recording = made_recording(made_part(60))
    packets = made_packets(recording, 250)
    packets.position[500:] += 3
    splice = plan_splice(recording, packets, EditPlan(kept((0, 60))))
    assert told(splice) == [(0, 20, "copy", 500, COPY), (20, 60, "copy", 1000, COPY)]


def test_what_stands_before_the_first_idr_picture_is_encoded() -> None:
    recording = made_recording(made_part(60))
    packets = made_packets(recording, 250)
    packets.idr[0] = False
    first, second = plan_splice(recording, packets, EditPlan(kept((0, 60)))).spans
    assert (first.how, first.frames, first.why) == ("encode", 250, "before the recording's first IDR picture")
    assert (second.how, second.first, second.frames) == ("copy", 250, 1250)


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        ({"uncopiable": "coded as hevc"}, "coded as hevc"),
        ({"rotation": 180}, "rotated"),
        ({"width": 640, "height": 360}, "fitted: 640x360 into 1280x720"),
        ({"sample_aspect": Fraction(4, 3)}, "fitted: pixels of 4:3 into 1:1"),
        ({"colour_space": "bt709"}, "fitted: other colours"),
        ({"parameter_sets_sha256": "another"}, "other parameter sets"),
        ({"sample_aspect": Fraction(0)}, COPY),
    ],
)
def test_a_part_that_is_not_like_the_programme_is_encoded_and_says_why(picture: dict[str, object], why: str) -> None:
    recording = made_recording(made_part(60), made_part(40, **picture))
    splice = plan_splice(recording, made_packets(recording, 250), EditPlan(kept((0, 60), (60, 100))))
    assert told(splice)[0] == (0, 60, "copy", 1500, COPY)
    assert splice.spans[1:] == (SpliceSpan(60 * S, 100 * S, "copy" if why == COPY else "encode", why, 1000, 1, 1500),)


@pytest.mark.parametrize(("taken", "how", "why"), [(29, "copy", COPY), (30, "encode", "no parameter set number is free")])
def test_parameter_sets_that_leave_fewer_than_two_numbers_are_not_copied(taken: int, how: str, why: str) -> None:
    recording = made_recording(made_part(60, parameter_sets=tuple(range(taken))))
    (span,) = plan_splice(recording, made_packets(recording, 250), EditPlan(kept((0, 60)))).spans
    assert (span.how, span.why) == (how, why)


def test_parts_that_are_encoded_anyhow_take_no_number_from_those_that_are_copied() -> None:
    crowded = {"parameter_sets": tuple(range(31)), "parameter_sets_sha256": "another"}
    recording = made_recording(made_part(60), made_part(40, **crowded))
    splice = plan_splice(recording, made_packets(recording, 250), EditPlan(kept((0, 60), (60, 100))))
    assert [(span.how, span.why) for span in splice.spans] == [("copy", COPY), ("encode", "other parameter sets")]


def test_bumpers_and_parts_are_stretches_of_their_own() -> None:
    recording = made_recording(made_part(60), made_part(40, Fraction(30)))
    plan = EditPlan(kept((10, 20), (30, 60), (60, 70)), 4 * S, 6 * S)
    splice = plan_splice(recording, made_packets(recording, 250), plan)
    assert [(span.start_us // S, span.end_us // S, span.how, span.frames, span.part, span.first) for span in splice.spans] == [
        (0, 4, "encode", 100, None, None),
        (4, 14, "copy", 250, 0, 250),
        (14, 44, "copy", 750, 0, 750),
        (44, 54, "copy", 300, 1, 1500),
        (54, 60, "encode", 150, None, None),
    ]
    assert copied_share(splice) == 1
    assert splice.spans[0].why == "bumper"


def test_a_span_over_a_part_border_says_how_long_a_picture_is_held() -> None:
    recording = made_recording(made_part(60, picture_s=57), made_part(40))
    first, second = plan_splice(recording, made_packets(recording, 250), EditPlan(kept((50, 70)))).spans
    assert (first.start_us, first.end_us, first.frames, first.part) == (0, 10 * S, 175, 0)
    assert (second.start_us, second.end_us, second.frames, second.part) == (10 * S, 20 * S, 250, 1)
    assert first.why == f"{COPY}; the last one is held for 3.0 s of sound without picture"
    assert second.why == COPY


def test_pictures_that_begin_late_are_copied_and_the_first_one_says_how_long_it_is_held() -> None:
    recording = made_recording(made_part(60, picture_from_s=4))
    (only,) = plan_splice(recording, made_packets(recording, 250), EditPlan(kept((1, 60)))).spans
    assert (only.start_us, only.end_us, only.frames, only.how) == (0, 59 * S, 56 * 25, "copy")
    assert only.why == f"{COPY}; the first one is held for 3.0 s of sound without picture"


@pytest.mark.parametrize("part", [made_part(60, picture_from_s=1.04), made_part(60, picture_s=58.96)])
def test_a_moment_too_short_to_be_heard_is_not_told_as_held(part: Part) -> None:
    recording = made_recording(part)
    (only,) = plan_splice(recording, made_packets(recording, 250), EditPlan(kept((1, 59)))).spans[-1:]
    assert only.why.split("; ")[-1] == COPY


# The laws, on streams as encoders make them.


@st.composite
def gop(draw: st.DrawFn) -> list[int]:
    """Where each picture of a GOP, as shown, stands in decoding order: anchors with pyramids of B pictures before them."""
    decoded = [0]

    def pyramid(shown: list[int], following: list[int]) -> None:
        if shown:
            middle = len(shown) // 2
            following.append(shown[middle])
            pyramid(shown[:middle], following)
            pyramid(shown[middle + 1 :], following)

    for length in draw(st.lists(st.sampled_from((1, 1, 2, 3, 4, 8)), max_size=12)):
        shown = list(range(len(decoded), len(decoded) + length))
        order = [shown[-1]]
        pyramid(shown[:-1], order)
        decoded += [len(decoded) + order.index(row) for row in shown]
    return decoded


@st.composite
def streams(draw: st.DrawFn) -> tuple[Recording, Packets]:
    """Up to three parts of pictures, with hidden packets and damage here and there; the first ones maybe without an IDR."""
    parts: list[Part] = []
    rows: list[tuple[int, int, bool, bool]] = []
    for part in range(draw(st.integers(1, 3))):
        at, count = 0, 0
        for number, decoded in enumerate(draw(st.lists(gop(), min_size=1, max_size=8))):
            hole = draw(st.sampled_from([None] * 6 + list(range(len(decoded)))))
            faulty = draw(st.integers(-8 * len(decoded), len(decoded) - 1))
            begins = number > 0 or draw(st.booleans())
            for row, position in enumerate(decoded):
                shift = 1 if hole is not None and position >= hole else 0
                rows.append((part, at + position + shift, begins and row == 0, row == faulty))
            at += len(decoded) + (hole is not None)
            count += len(decoded)
        shape = draw(st.sampled_from([{}, {}, {}, {"uncopiable": "interlaced"}, {"width": 640}]))
        parts.append(made_part(count / 25, **shape))
    recording = made_recording(*parts)
    packets = made_packets(recording)
    part, position, idr, damaged = (np.array(column) for column in zip(*rows, strict=True))
    assert np.array_equal(part, packets.part)
    return recording, replace(packets, position=position, idr=idr, damaged=damaged)


@given(stream=streams(), data=st.data())
def test_every_kept_picture_comes_to_be_once_and_is_copied_only_where_that_can_be(
    stream: tuple[Recording, Packets], data: st.DataObject
) -> None:
    recording, packets = stream
    count = len(packets.time_us)
    cuts = sorted(data.draw(st.lists(st.integers(0, count), min_size=2, max_size=6, unique=True)))
    times_us = [*packets.time_us.tolist(), recording.duration_us]
    spans = tuple(KeptSpan(times_us[a], times_us[b], SIDE, SIDE) for a, b in list(pairwise(cuts))[::2])
    plan = EditPlan(spans, data.draw(st.sampled_from([0, 4 * S])), data.draw(st.sampled_from([0, 6 * S])))
    splice = plan_splice(recording, packets, plan)
    assert splice == plan_splice(recording, packets, plan)
    _the_whole_programme_is_tiled(splice, packets, plan)
    _copies_can_be_decoded(splice, recording, packets)
    _nothing_worth_it_is_encoded(splice, packets, Gops.of(recording, packets))
    _no_idr_picture_stands_alone_in_front_of_another(splice, packets, plan)


def _the_whole_programme_is_tiled(splice: SplicePlan, packets: Packets, plan: EditPlan) -> None:
    edges = [0, *(span.end_us for span in splice.spans)]
    assert [span.start_us for span in splice.spans] == edges[:-1]
    assert edges[-1] == plan.duration_us
    made = [span for span in splice.spans if span.part is None]
    assert [span.end_us - span.start_us for span in made] == [us for us in (plan.intro_us, plan.outro_us) if us]
    rows: list[int] = []
    at_us = plan.intro_us
    first_times_us = set()
    for kept_span in plan.kept:
        here = np.flatnonzero((packets.time_us >= kept_span.start_us) & (packets.time_us < kept_span.end_us))
        rows += here.tolist()
        first_times_us |= set((packets.time_us[here] - kept_span.start_us + at_us).tolist())
        at_us += kept_span.end_us - kept_span.start_us
    spans = [span for span in splice.spans if span.first is not None]
    assert [row for span in spans for row in range(span.first, span.first + span.frames)] == rows
    assert {span.start_us for span in spans} <= first_times_us
    for span in spans:
        assert set(packets.part[span.first : span.first + span.frames].tolist()) == {span.part}
        assert span.frames > 0
    joins_us = set(np.cumsum([plan.intro_us, *(kept_span.end_us - kept_span.start_us for kept_span in plan.kept)]).tolist())
    for one, other in pairwise(spans):
        assert one.how != other.how or one.how == "copy" or one.part != other.part or one.end_us in joins_us


def _copies_can_be_decoded(splice: SplicePlan, recording: Recording, packets: Packets) -> None:
    for span in splice.spans:
        if span.how == "copy":
            rows = slice(span.first, span.first + span.frames)
            assert packets.idr[span.first]
            assert recording.parts[span.part].picture.uncopiable is None
            assert sorted(packets.position[rows]) == [packets.position[span.first] + number for number in range(span.frames)]
            assert not packets.damaged[rows].any()


def _nothing_worth_it_is_encoded(splice: SplicePlan, packets: Packets, gops: Gops) -> None:
    """A GOP in front of a last picture may be cut into, lest that one stands alone: then less is left to copy."""
    whole = [gop for gop in zip(gops.starts.tolist(), gops.ends.tolist(), gops.faults.tolist(), strict=True) if not gop[2]]
    for span in splice.spans:
        if span.how == "encode" and span.part is not None and not span.why.startswith(("interlaced", "fitted")):
            first, end = span.first, span.first + span.frames
            run = last = 0
            for gop_start, gop_end, _fault in whole:
                if gop_start == first + 1 and gop_end - gop_start <= LONGEST_BEHIND_ONE:
                    continue
                behind_is_one = gop_end == end - 1 or (gop_end == end and gops.ends_alone(end))
                if first <= gop_start and gop_end <= end and not behind_is_one:
                    run, last = (run if gop_start == last else 0) + gop_end - gop_start, gop_end
                    assert run < ENCODER_START_FRAMES
                if gop_start < first < gop_end and span.why == REFERRING:
                    position = packets.position[gop_start:end]
                    longer = [*range(first + 1 - gop_start, end - 1 - gop_start), end - gop_start]
                    assert all(position[:length].max() - position[0] >= length for length in longer)
            if first in gops.copiable_starts:
                position = packets.position[first:end]
                assert all(position[:length].max() - position[0] >= length for length in range(2, span.frames - 1))


def _no_idr_picture_stands_alone_in_front_of_another(splice: SplicePlan, packets: Packets, plan: EditPlan) -> None:
    """But for kept spans of one picture, and a single one between a cut or a damaged GOP and a copy."""
    edges_us = np.cumsum([plan.intro_us, *(kept_span.end_us - kept_span.start_us for kept_span in plan.kept)])
    spans = [span for span in splice.spans if span.part is not None]
    runs: dict[tuple[int, int], list[SpliceSpan]] = {}
    for span in spans:
        runs.setdefault((int(np.searchsorted(edges_us, span.start_us, side="right")), span.part), []).append(span)
    for run in runs.values():
        final = run[-1]
        end = final.first + final.frames
        if sum(span.frames for span in run) > 1:
            assert final.how == "copy" or final.frames > 1
            assert final.how == "encode" or not packets.idr[end - 1] or end == len(packets.part)
        for one, other in pairwise(run):
            if one.how == "copy" and other.how == "encode" and packets.idr[one.first + one.frames - 1]:
                assert packets.idr[other.first], "only a GOP of one picture ends so"
        if len(run) > 1 and run[0].how == "encode" and run[0].frames == 1:
            rows = packets.idr[run[1].first + 1 : run[1].first + run[1].frames]
            assert (int(np.argmax(rows)) + 1 if rows.any() else run[1].frames) > LONGEST_BEHIND_ONE
