"""Trimming by what is really heard in made meetings whose true beginning, end and break are known."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import CORPUS, needs_corpus
from vbn_video.listen.measure import measure
from vbn_video.plan.cut.cut_points import CutPoints
from vbn_video.plan.cut.trim import plan_trim
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.recording.find import find_sources
from vbn_video.recording.understand import understand
from vbn_video.settings.preset import Trim

pytestmark = [needs_corpus, pytest.mark.long]


@pytest.mark.parametrize(
    "options",
    [
        ["--seed", "1"],
        ["--seed", "4", "--parts", "2"],
        ["--seed", "6", "--pause", "1.2", "--style", "cloud"],
        ["--seed", "10", "--minutes", "4"],
    ],
    ids=" ".join,
)
def test_the_meeting_is_found_where_it_truly_is(options: list[str], tmp_path: Path) -> None:
    script = str(CORPUS / "tools" / "make_meeting.py")
    size = ["--minutes", "3", "--size", "320x180", "--fps", "5"]
    made = subprocess.run(
        [sys.executable, script, str(tmp_path), *size, *options], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    sources = find_sources([Path(made.stdout.strip())])
    recording, packets = understand(sources, lambda event: None)
    measured = measure(recording, sources.root, lambda event: None)
    levels, speech = measured.levels, measured.speech
    cut_points = CutPoints.of(recording, levels, speech, (), packets)
    evidence = MeetingEvidence(recording.duration_us, speech=speech, levels=levels)
    kept = plan_trim(recording, cut_points, evidence, trim=Trim(break_s=45)).kept
    assert truth["start"] - 1.7 <= kept[0].start_us / 1e6 <= truth["start"]
    assert truth["end"] <= kept[-1].end_us / 1e6 <= truth["end"] + 3.2
    if any(voice["end"] <= truth["start"] for voice in truth["speech"]):
        assert kept[0].start_side.confidence >= Trim().sure, "quiet talk before it tells; where nobody talks, nothing does"
    if any(voice["start"] >= truth["end"] for voice in truth["speech"]):
        assert kept[-1].end_side.confidence >= Trim().sure
    breaks = [span for span in kept if span.end_side.reason == "break"]
    assert bool(breaks) == bool(truth["pause"])
    for voice in truth["speech"]:
        for edge in (edge_us / 1e6 for span in kept for edge_us in (span.start_us, span.end_us)):
            part_border = any(abs(edge - part["start"]) < 0.05 for part in truth["parts"])
            assert part_border or not voice["start"] + 0.1 < edge < voice["end"] - 0.1
