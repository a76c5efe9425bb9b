"""The active-speaker view's sidecar as text."""

import json
from typing import Any

import pytest

from vbn_video.evidence import SpeakerTurn
from vbn_video.recording.zoom.active_speakers import ActiveSpeakers, parse_timeline

S = 1_000_000


def entry(stamp: str, *names: str) -> dict[str, Any]:
    return {"ts": stamp, "users": [{"username": name, "zoom_userid": "x", "multiple_people": False} for name in names]}


def parsed(*entries: object, end_s: int = 100, key: str = "timeline") -> ActiveSpeakers | None:
    return parse_timeline(json.dumps({key: entries}), end_s * S)


def test_a_stamp_holds_until_the_next_and_the_last_until_the_end() -> None:
    assert parsed(entry("00:00:05.120", "Anne"), entry("00:00:10.000"), entry("00:01:10.000", "Bo")) == ActiveSpeakers(
        (SpeakerTurn(5_120_000, 10 * S, "Anne"), SpeakerTurn(70 * S, 100 * S, "Bo"))
    )


def test_two_at_once_have_a_turn_each_and_going_on_is_one_turn() -> None:
    found = parsed(entry("00:00:01.000", "Anne"), entry("00:00:02.000", "Anne", "Bo"), entry("00:00:03.000", "Anne"), end_s=4)
    assert found == ActiveSpeakers((SpeakerTurn(1 * S, 4 * S, "Anne"), SpeakerTurn(2 * S, 3 * S, "Bo")))


def test_zooms_second_look_is_taken_where_there_is_one() -> None:
    both = {"timeline": [entry("00:00:01.000", "Anne")], "timeline_refine": [entry("00:00:02.000", "Bo")]}
    found = parse_timeline(json.dumps(both), 3 * S)
    assert found is not None and [turn.name for turn in found.turns] == ["Bo"]


def test_broken_entries_are_left_out_and_counted() -> None:
    found = parsed(entry("00:00:01.000", "Anne"), entry("snart", "Bo"), None, {"ts": "00:00:02.000", "users": "Bo"}, end_s=9)
    assert found == ActiveSpeakers((SpeakerTurn(1 * S, 2 * S, "Anne"),), broken=2)


def test_a_stamp_after_the_end_makes_no_turn() -> None:
    assert parsed(entry("00:05:00.000", "Anne")) == ActiveSpeakers(())


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"timeline": 3}', '{"andet": []}'])
def test_what_is_no_timeline_is_none(text: str) -> None:
    assert parse_timeline(text, S) is None


def test_an_empty_timeline_has_no_turns() -> None:
    assert parse_timeline('{"timeline": []}', S) == ActiveSpeakers(())
