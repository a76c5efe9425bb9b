"""Values as JSON, and back."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from vbn_video.codec import from_json, from_values, to_json, to_values
from vbn_video.decisions import Cue

CUE = Cue(1_250_000, 3_000_001, ("Vi ses på Æbleø",), ("Bo",))


def test_times_are_seconds_under_plain_names_and_come_back_to_the_microsecond() -> None:
    assert to_values(Cue, CUE) == {"start": 1.25, "end": 3.000001, "lines": ["Vi ses på Æbleø"], "speakers": ["Bo"]}
    assert from_values(Cue, to_values(Cue, CUE)) == CUE


def test_the_text_holds_the_same_values() -> None:
    assert json.loads(to_json(Cue, CUE)) == to_values(Cue, CUE)
    assert from_json(Cue, to_json(Cue, CUE)) == CUE


@pytest.mark.parametrize("values", [None, [], {"start": 1.0}, {"start": "x", "end": 2.0, "lines": []}])
def test_what_is_no_such_value_is_refused(values: object) -> None:
    with pytest.raises(ValidationError):
        from_values(Cue, values)
