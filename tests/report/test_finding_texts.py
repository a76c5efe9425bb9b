"""The key phrases of the decisions in the person's language."""

import ast
from pathlib import Path

import pytest

import vbn_video
from vbn_video import messages
from vbn_video.plan.cut import gops, splice, trim
from vbn_video.report.finding_texts import in_words, reasons_in_words


@pytest.fixture
def marked():
    messages.install(lambda sentence: f"<{sentence}>", "da")
    yield
    messages.install(str)


@pytest.mark.parametrize(
    "reason",
    [
        splice.BUMPER,
        splice.COPIED,
        splice.TO_IDR,
        splice.BEFORE_IDR,
        splice.REFERRING,
        splice.SHORT,
        splice.ROTATED,
        splice.OTHER_COLOURS,
        splice.TONE_MAPPED,
        splice.SETS_TAKEN,
        splice.OTHER_SETS,
        *gops.FAULTS[1:],
    ],
)
def test_every_reason_of_a_splice_has_its_words(marked, reason):
    assert reasons_in_words(reason).startswith("<")


def test_reasons_keep_their_figures_and_stand_beside_each_other(marked):
    assert reasons_in_words("fitted: 640x360 into 1280x720; too short to pay") == (
        "<fitted: 640x360 into 1280x720>; <too short for copying to pay>"
    )
    assert reasons_in_words("fitted: pixels of 4:3 into 1:1") == "<fitted: pixels of 4:3 into 1:1>"
    assert reasons_in_words("10 bit") == "<10 bit>"
    held = "the last one is held for 1002.5 s of sound without picture"
    assert reasons_in_words(held) == "<the last one is held for 1\u202f002,5 s of sound without picture>"


def test_a_reason_that_is_not_known_stays_as_it_is(marked):
    assert reasons_in_words("4:2:2; FLV1 pictures") == "4:2:2; FLV1 pictures"


def reasons_of_sides() -> set[str]:
    """Every literal that a side is made of in the code, and every name in capitals for one."""
    found = set()
    for file in (Path(vbn_video.__file__).parent / "plan" / "cut").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Side", "_side"):
                found |= {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {reason for reason in found if reason and not reason.startswith("--")}


def test_every_reason_of_a_side_has_its_words(marked):
    reasons = reasons_of_sides() | {trim.MEETING, trim.FIRST_SPEECH, trim.LAST_SPEECH, trim.BREAK, trim.UNSPOKEN, trim.NO_SPEECH}
    assert {"editor", "part ends", "start of the recording"} <= reasons
    assert {reason for reason in reasons if not in_words(reason).startswith("<")} == set()
