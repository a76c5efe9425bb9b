"""The cut as an OpenTimelineIO file: back as it was, and from editing programs with all that they know and we don't."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.made_evidence import made_part, made_recording
from vbn_video.decisions import CutCandidate, EditPlan, KeptSpan, Side, SilencedSpan, Support
from vbn_video.errors import InputError
from vbn_video.plan.cut.edit_text import EDITOR
from vbn_video.runs.otio.otio_reader import read_otio
from vbn_video.runs.otio.otio_writer import otio_text

otio = pytest.importorskip("opentimelineio")
schema, opentime = otio.schema, otio.opentime

S = 1_000_000
RECORDING = made_recording(made_part(100, Fraction(25)))
FILE = RECORDING.parts[0].file
UNSURE = Side("greeting", 0.6, (Support("greeting", 11 * S, 2.5, "Godmorgen"),), (CutCandidate(10 * S, 0.6, "| Godmorgen"),))


def written(plan: EditPlan, recording=RECORDING, chapters=()) -> str:
    return otio_text(plan, recording, Path("/møder"), "Løn", chapters)


sides = st.builds(Side, st.sampled_from(["greeting", "editor"]), st.sampled_from([0.25, 1.0])) | st.just(UNSURE)


@st.composite
def plans(draw: st.DrawFn) -> EditPlan:
    """Of a recording of two parts of 50 s and 40 s at 29.97 frames a second; times on no frame, to the microsecond."""
    edges = sorted(draw(st.lists(st.integers(0, 450), min_size=2, max_size=8, unique=True)))
    spans = [(a * 200_000 + 7, b * 200_000 - 13) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    spans = [span for span in spans if not span[0] < 50 * S < span[1]] or [(1 * S, 3 * S)]
    cards = draw(st.lists(st.sampled_from(["", "Pause – 12 minutter"]), min_size=len(spans), max_size=len(spans)))
    kept = tuple(KeptSpan(*span, draw(sides), draw(sides), card) for span, card in zip(spans, cards, strict=True))
    quiet = sorted(draw(st.lists(st.integers(0, 89), max_size=3, unique=True)))
    return EditPlan(kept, 4_004_000, 6 * S, tuple(SilencedSpan(at * S + 1, at * S + 700_003) for at in quiet))


@given(plan=plans())
def test_a_plan_comes_back_with_every_value(plan: EditPlan) -> None:
    first, second = made_part(50, Fraction(30000, 1001)), made_part(40, Fraction(30000, 1001))
    recording = made_recording(replace(first, file="a/æ 1.mp4"), replace(second, file="b/æ 1.mp4"))
    taken = read_otio(written(plan, recording, [(plan.kept[0].start_us, "Velkomst")]), recording, "x.otio")
    assert taken.plan == plan
    assert taken.left == ()


def time(at_s: float, rate: float = 25) -> object:
    return opentime.RationalTime(at_s * rate, rate)


def span(start_s: float, end_s: float, rate: float = 25) -> object:
    return opentime.TimeRange(time(start_s, rate), time(end_s - start_s, rate))


def clip(start_s: float, end_s: float, name: str = "klip", file: str = FILE, rate: float = 25, begins_s: float = 0) -> object:
    media = schema.ExternalReference(f"file:///C:/m%C3%B8der/{file}", span(begins_s, begins_s + 100, rate))
    return schema.Clip(name, media, span(begins_s + start_s, begins_s + end_s, rate))


def track(*children: object, kind: str = "Video", name: str = "V1") -> object:
    made = schema.Track(name, kind=kind)
    made.extend(list(children))
    return made


def taken_of(*tracks: object):
    timeline = schema.Timeline("andetsteds")
    timeline.tracks.extend(list(tracks))
    return read_otio(timeline.to_json_string(), RECORDING, "x.otio")


def kept_s(plan: EditPlan) -> list[tuple[float, float]]:
    return [(round(one.start_us / S, 3), round(one.end_us / S, 3)) for one in plan.kept]


def test_what_an_editor_moved_is_the_editors_and_the_rest_stays() -> None:
    plan = EditPlan((KeptSpan(10 * S, 60 * S, UNSURE, UNSURE, ""),), 4 * S, 6 * S)
    timeline = otio.adapters.read_from_string(written(plan), "otio_json")
    for one in timeline.tracks:
        one[0].source_range = span(10, 50)
    taken = read_otio(timeline.to_json_string(), RECORDING, "x.otio")
    assert taken.plan.kept == (KeptSpan(10 * S, 50 * S, UNSURE, EDITOR),)


@pytest.mark.parametrize("rate", [25, 30000 / 1001, 30, 1000])
def test_clips_of_any_rate_and_with_a_timecode_of_the_medias_own_are_kept(rate: float) -> None:
    taken = taken_of(track(clip(2, 10, rate=rate, begins_s=3600), clip(20, 30, rate=rate)))
    assert kept_s(taken.plan) == [(2, 10), (20, 30)]
    assert taken.left == ()
    assert taken.plan.kept[0].start_side == EDITOR


def test_sound_that_is_taken_away_is_silenced() -> None:
    sound = track(clip(2, 5), schema.Gap(source_range=span(0, 1)), clip(6, 10), kind="Audio", name="A1")
    taken = taken_of(track(clip(2, 10)), sound)
    assert taken.plan.silenced == (SilencedSpan(5 * S, 6 * S),)
    assert taken.left == ()


def test_what_can_not_be_taken_is_named_one_by_one() -> None:
    fast = clip(10, 20, "hurtigt")
    fast.effects.append(schema.LinearTimeWarp(time_scalar=2.0))
    still = clip(22, 23, "frosset")
    still.effects.append(schema.FreezeFrame())
    blurred = clip(40, 45, "sløret")
    blurred.effects.append(schema.Effect("Slør", effect_name="blur"))
    off = clip(46, 47, "slukket")
    off.enabled = False
    inner = schema.Stack("indre", children=[track(clip(50, 60, "inderst"), name="V1")], source_range=span(2, 5))
    picture = track(
        clip(0, 5, "start"),
        schema.Transition(name="Kryds", transition_type="SMPTE_Dissolve", in_offset=time(0.5), out_offset=time(0.5)),
        fast,
        still,
        schema.Gap(source_range=span(0, 2)),
        clip(0, 3, "reklame", file="reklame.mp4"),
        blurred,
        off,
        inner,
        clip(30, 32, "tilbage"),
        clip(95, 120, "for langt"),
    )
    titles = track(clip(1, 2, "titel"), name="V2")
    timeline_marker = schema.Marker("husk", span(1, 1))
    picture.markers.append(timeline_marker)
    taken = taken_of(picture, titles)
    assert kept_s(taken.plan) == [(0, 5), (10, 30), (30, 32), (40, 45), (52, 55), (95, 100)]
    expected = [
        "“Kryds”",
        "“hurtigt” at 0:05 of the track “V1” has 200 % speed",
        "“frosset”",
        "gap of 0:02",
        "“reklame”",
        "“Slør”",
    ]
    expected += ["“slukket”", "“for langt” at", "“titel”", "“tilbage” at", "“husk”"]
    assert [sum(word in sentence for sentence in taken.left) for word in expected] == [1] * len(expected)
    assert len(taken.left) == len(expected)


@pytest.mark.parametrize("text", ["", "[]", "7", "{", '{"OTIO_SCHEMA": "Timeline.1"}', "[" * 5000, '{"OTIO_SCHEMA": "Foo.1"}'])
def test_what_is_no_timeline_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError, match=r"x\.otio"):
        read_otio(text, RECORDING, "x.otio")


def test_a_timeline_of_other_media_is_refused() -> None:
    with pytest.raises(InputError, match="shows nothing of this recording"):
        taken_of(track(clip(0, 5, file="andet.mp4")))
