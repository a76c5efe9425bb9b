import json
from dataclasses import replace

import pytest

from tests.plan.made_evidence import made_evidence, made_part
from vbn_video.codec import to_json
from vbn_video.decisions import CutCandidate, EditPlan, KeptSpan, Side, SilencedSpan, Support
from vbn_video.plan.cut.cut_points import CutPoints
from vbn_video.plan.cut.edit_text import parse_edit, settle_edit

S = 1_000_000
FIRST, LAST = Side("first speech", 0.95), Side("last speech", 0.9)
WRITTEN = EditPlan((KeptSpan(10 * S, 60 * S, FIRST, LAST),), 4 * S, 6 * S)
EDITOR = Side("editor", 1.0)


def test_what_we_wrote_is_read_back() -> None:
    assert parse_edit(to_json(EditPlan, WRITTEN), 100 * S, WRITTEN).kept == WRITTEN.kept


def test_a_changed_time_is_the_editors_and_the_other_side_stays() -> None:
    text = to_json(EditPlan, WRITTEN).replace('"end": 60.0', '"end": 55.5')
    assert '"end": 55.5' in text
    (kept,) = parse_edit(text, 100 * S, WRITTEN).kept
    assert (kept.end_us, kept.start_side, kept.end_side) == (55_500_000, FIRST, EDITOR)


def test_an_editors_own_reason_is_kept() -> None:
    side = {"reason": "Anne siger velkommen", "confidence": 0.8}
    text = json.dumps({"kept": [{"start": 12, "end": 60, "start_side": side}]})
    (kept,) = parse_edit(text, 100 * S, WRITTEN).kept
    assert (kept.start_side, kept.end_side) == (Side("Anne siger velkommen", 0.8), LAST)


@pytest.mark.parametrize("confidence", [0, 1])
def test_an_editor_may_be_quite_sure_or_not_at_all(confidence: int) -> None:
    side = {"reason": "Anne siger velkommen", "confidence": confidence}
    edited = parse_edit(json.dumps({"kept": [{"start": 12, "end": 60, "start_side": side}]}), 100 * S)
    assert edited.problems == ()
    assert edited.kept[0].start_side.confidence == confidence


def test_times_may_be_written_as_a_clock_and_sides_left_out() -> None:
    text = '{"kept": [{"start": "0:12", "end": "00:01:05.25"}, {"start": "1:10", "end": 90}]}'
    kept = parse_edit(text, 100 * S).kept
    assert [(span.start_us, span.end_us) for span in kept] == [(12 * S, 65_250_000), (70 * S, 90 * S)]
    assert {span.start_side for span in kept} == {EDITOR}
    (late,) = parse_edit('{"kept": [{"start": 7000, "end": "2:00:01"}]}', 8000 * S).kept
    assert late.end_us == 7201 * S


@pytest.mark.parametrize(
    ("lines", "line", "sentence"),
    [
        (['{"kept": [', '{"start": 1, "end" 2}]}'], 2, "not JSON any more"),
        (["[]"], 1, "must hold what is kept"),
        (['{"intro": 4,', '"kept": []}'], 1, "must hold what is kept"),
        (['{"kept": [', "7]}"], 2, "A span is written"),
        (['{"kept": [', '{"start": 1,', '"ned": 2,', '"end": 9}]}'], 3, "“ned” is not known here; allowed are start, end,"),
        (['{"kept": [', '{"start": 1}]}'], 2, "“end” must be a time"),
        (['{"kept": [', '{"start": true,', '"end": 9}]}'], 2, "“start” must be a time"),
        (['{"kept": [', '{"start": 1,', '"end": "ni"}]}'], 3, "“end” must be a time"),
        (['{"kept": [', '{"start": 1,', '"end": NaN}]}'], 3, "not JSON any more: the value is missing"),
        (['{"kept": [', '{"start": 1,', '"end": 1e999}]}'], 3, "not JSON any more: a number is too large"),
        (['{"kept": ["1e999",', '{"start": 1,', '"end": ' + "9" * 5000 + "}]}"], 3, "not JSON any more: a number is too large"),
        (['{"kept": [', "[" * 5000], 2, "not JSON any more: too much stands within each other in it"),
        (['{"kept": [', '{"start": 1,', '"end": 1e308}]}'], 3, "“end” must be a time"),
        (['{"kept": [', '{"start": 1,', '"end": "' + "9" * 5000 + ':00:00"}]}'], 3, "“end” must be a time"),
        (['{"kept": [', '{"start": 1,', r'"\ud800": 1}]}'], 3, "not JSON any more"),
        (['{"kept": [', '{"start": -1,', '"end": 5}]}'], 2, "lies outside the recording, which lasts 00:01:40.000"),
        (['{"kept": [', '{"start": 9,', '"end": 5}]}'], 3, "ends before it begins"),
        (['{"kept": [', '{"start": 1, "end": 5},', '{"start": 4, "end": 9}]}'], 3, "begins before the one above"),
        (
            ['{"kept": [{"start": 1, "end": 5}, {"start": 6, "end": 9},', '{"start": 8, "end": 10}]}'],
            2,
            "begins before the one above",
        ),
        (['{"kept": [{"start": 1, "end": 5,', '"end_side": {"reason": "x", "confidence": 2}}]}'], 2, "confidence from 0 to 1"),
        (['{"kept": [', '{"start": 5,', '"end": 5}]}'], 3, "The span is empty"),
        (['{"kept": [{"start": 1, "end": 5,', '"card": 7}]}'], 2, "“card” is what is written"),
        (['{"kept": [{"start": 1, "end": 5,', '"end_side": {"reason": "x", "confidence": 1, "support": 7}}]}'], 2, "leave them"),
        (['{"kept": [{"start": 1, "end": 5}],', '"silenced": 7}'], 2, "What is silenced is a list"),
        (['{"kept": [{"start": 1, "end": 5}], "silenced": [', "2]}"], 2, "A span is written"),
        (['{"kept": [{"start": 1, "end": 5}], "silenced": [', '{"start": 3}]}'], 2, "“end” must be a time"),
        (['{"kept": [{"start": 1, "end": 5}], "silenced": [', '{"start": 3, "end": 2}]}'], 2, "ends before it begins"),
        (['{"kept": [{"start": 1, "end": 5}], "silenced": [', '{"start": 3, "end": 3}]}'], 2, "The span is empty"),
        (['{"kept": [{"start": 1, "end": 5}], "silenced": [', '{"start": 3, "end": 102}]}'], 2, "lies outside the recording"),
        (
            ['{"kept": [{"start": 1, "end": 5}], "silenced": [{"start": 3, "end": 4},', '{"start": 3.5, "end": 5}]}'],
            2,
            "begins before the one above",
        ),
        (['{"kept": [{"start": 1, "end": 5}], "silenced": [', '{"start": 3, "end": 4, "card": ""}]}'], 2, "are start, end."),
        (['{"kept": [{"start": 1, "end": 5}],', '"outtro": 3}'], 2, "allowed are kept, intro, outro"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(lines: list[str], line: int, sentence: str) -> None:
    (problem,) = parse_edit("\n".join(lines), 100 * S).problems
    assert problem.line == line
    assert sentence in problem.sentence


@pytest.fixture
def cut_points() -> CutPoints:
    evidence = made_evidence([(5, 50, -18)], 0, made_part(30), made_part(30.02, picture_s=30))
    return CutPoints.of(evidence.recording, evidence.levels, evidence.speech, evidence.words, evidence.packets)


def span(start_s: float, end_s: float) -> KeptSpan:
    return KeptSpan(round(start_s * S), round(end_s * S), EDITOR, EDITOR)


def times_s(kept: tuple[KeptSpan, ...]) -> list[tuple[float, float]]:
    return [(span.start_us / S, span.end_us / S) for span in kept]


def test_a_list_of_spans_that_stands_twice_is_named_by_its_second_line() -> None:
    for text in (
        '{"kept": [{"start": 12, "end": 60}],\n "kept": [{"start": 70, "end": 80}]}',
        '{"kept": [{"start": 12, "end": 60, \n "end": 90}]}',
    ):
        (problem,) = parse_edit(text, 100 * S).problems
        assert (problem.line, "a second time" in problem.sentence) == (2, True)


def test_edited_ends_are_put_on_pictures_and_split_at_parts(cut_points: CutPoints) -> None:
    settled = settle_edit([span(10.01, 45.333)], cut_points, None, None)
    assert times_s(settled) == [(10.04, 30), (30, 45.36)]
    assert [kept.end_side.reason for kept in settled] == ["part ends", "editor"]


def test_an_edit_is_not_moved_to_idr_pictures() -> None:
    evidence = made_evidence([(5, 50, -18)], 60, gop=50, pyramid=8)
    cut_points = CutPoints.of(evidence.recording, evidence.levels, evidence.speech, evidence.words, evidence.packets)
    assert times_s(settle_edit([span(2.2, 55.52)], cut_points, None, None)) == [(2.2, 55.52)]


def test_a_settled_edit_stays_as_it_is(cut_points: CutPoints) -> None:
    settled = settle_edit([span(10.01, 20.55), (span(20.55, 59.999))], cut_points, None, None)
    assert settle_edit(settled, cut_points, None, None) == settled


def test_start_and_end_that_are_asked_for_win_over_the_edit(cut_points: CutPoints) -> None:
    spans = [span(5, 10), span(15, 20), span(25, 28)]
    assert times_s(settle_edit(spans, cut_points, 12 * S, 18 * S)) == [(12, 18)]
    assert times_s(settle_edit(spans, cut_points, 0, None)) == [(0, 10), (15, 20), (25, 28)]
    assert times_s(settle_edit(spans, cut_points, None, 29 * S)) == [(5, 10), (15, 20), (25, 29)]
    assert settle_edit(spans, cut_points, 12 * S, None)[0].start_side == Side("--start", 1.0)


def test_a_span_without_a_picture_keeps_nothing(cut_points: CutPoints) -> None:
    assert settle_edit([span(10.001, 10.002)], cut_points, None, None) == ()


SUPPORTED = Side(
    "greeting",
    0.62,
    (Support("greeting", 11 * S, 2.5, "Godmorgen og velkommen"),),
    (CutCandidate(10 * S, 0.62, "mute | Godmorgen og"), CutCandidate(2 * S, 0.3, "| kan I høre mig")),
)


def test_a_side_whose_time_stands_keeps_what_spoke_for_it() -> None:
    written = EditPlan((KeptSpan(10 * S, 60 * S, SUPPORTED, LAST),))
    bare = {"reason": "greeting", "confidence": 0.62}
    moved_end = json.dumps({"kept": [{"start": 10, "end": 55, "start_side": bare}]})
    assert parse_edit(moved_end, 100 * S, written).kept[0].start_side == SUPPORTED
    assert parse_edit(to_json(EditPlan, written), 100 * S).kept[0].start_side == SUPPORTED
    moved_start = to_json(EditPlan, written).replace('"start": 10.0', '"start": 8.5')
    assert parse_edit(moved_start, 100 * S, written).kept[0].start_side == EDITOR


def test_a_card_and_silenced_spans_are_read() -> None:
    text = '{"kept": [{"start": 1, "end": 9, "card": "Pause – 12 minutter"}], "silenced": [{"start": "0:02", "end": 2.5}]}'
    parsed = parse_edit(text, 100 * S)
    assert parsed.kept[0].card == "Pause – 12 minutter"
    assert parsed.silenced == (SilencedSpan(2 * S, 2_500_000),)
    assert parse_edit('{"kept": [{"start": 1, "end": 9}]}', 100 * S).silenced == ()


def test_a_card_stays_on_a_span_that_is_put_on_pictures(cut_points: CutPoints) -> None:
    assert [kept.card for kept in settle_edit([replace(span(10, 45), card="Pause")], cut_points, None, None)] == [
        "Pause",
        "Pause",
    ]
