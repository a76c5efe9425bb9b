"""Whole publications of made meetings whose true cuts, slides and speech are known."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.running import CORPUS, needs_corpus, vbn_video

pytestmark = [needs_corpus, pytest.mark.long]

MEETINGS = {
    "local": ["--seed", "3"],
    "cloud": ["--style", "cloud", "--size", "640x360", "--seed", "2"],
    "two parts": ["--parts", "2", "--size", "640x360", "--seed", "4"],
    "cloud, two parts and a pause": ["--style", "cloud", "--parts", "2", "--pause", "1.5", "--size", "640x360", "--seed", "6"],
    "1920x1040": ["--size", "1920x1040", "--fps", "10", "--seed", "5"],
    "30 pictures a second": ["--fps", "30", "--size", "640x360", "--seed", "7"],
}


def make(folder: Path, options: list[str]) -> tuple[Path, dict[str, Any]]:
    script = CORPUS / "tools" / "make_meeting.py"
    made = subprocess.run(
        [sys.executable, str(script), str(folder), "--minutes", "3", *options],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return Path(made.stdout.strip()), json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", MEETINGS)
def test_a_made_meeting_is_published(name: str, tmp_path: Path) -> None:
    recording, truth = make(tmp_path / "lavet møde", MEETINGS[name])
    where = ("--media-dir", _folder(tmp_path / "medie mappe"), "--set", "trim.break_s=45", "--json")
    done = vbn_video("publish", recording, *where)
    if done.code == 6:  # its sentences are chance ones: that no goodbye is said is a reason to ask
        done = vbn_video("publish", recording, *where, "--despite-findings")
    assert done.code == 0, done.err
    document = done.document
    kept = document["programme"]["kept"]
    assert truth["start"] - 3 < kept[0][0] <= truth["start"], "the meeting's first word is kept, the small talk is not"
    assert truth["end"] <= kept[-1][1] < truth["end"] + 4
    _no_word_is_cut(kept, truth["speech"])
    if truth["pause"]:
        assert len(kept) >= 2, "the break is cut out"
    assert document["captions"]["cues"] >= 10
    assert {finding["rule"] for finding in document["report"]["findings"] if finding["severity"] == "look"} <= {"unsure cut"}
    assert Path(document["publications"][0]["path"]).is_file()


def _no_word_is_cut(kept: list[list[float]], utterances: list[dict[str, Any]]) -> None:
    joined = {end for (_, end), (start, _) in pairwise(kept) if end == start}  # one part's end is the next one's beginning
    for side in (time for span in kept for time in span if time not in joined):
        inside = [spoken for spoken in utterances if spoken["start"] + 0.15 < side < spoken["end"] - 0.15]
        assert not inside, f"a cut at {side} s lies inside {inside}"


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
