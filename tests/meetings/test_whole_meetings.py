"""Some made meetings go whole through the steps up to the plan: their sound, and their slides as pictures."""

from pathlib import Path

import pytest

from tests.meetings.fixtures import KeptMeeting
from tests.meetings.kept import heard_meetings
from tests.meetings.whole_meeting import sound_file, write_recording
from tests.running import vbn_video
from vbn_video.decisions import EditPlan
from vbn_video.evidence import Speech, Transcript
from vbn_video.project import read_value
from vbn_video.settings.preset import Trim

WHOLE = [meeting for half in ("known", "second") for meeting in heard_meetings(half) if sound_file(meeting.name).exists()]  # type: ignore[arg-type]
OF_SPEECH = 0.95
NEAR_US, ANSWERS_US = 1_000_000, 6_000_000


@pytest.mark.long
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("meeting", WHOLE, ids=lambda meeting: meeting.name)
def test_a_whole_meeting_is_planned_the_same_way_each_time(
    meeting: KeptMeeting, times: int, tmp_path: Path, needs_base: None
) -> None:
    recording = tmp_path / "møde.mp4"
    write_recording(recording, meeting)
    plans = []
    for place in ("en", "to")[:times]:
        (tmp_path / place).mkdir()
        done = vbn_video("run", recording, "--until", "plan", "--workspace", tmp_path / place, "--title", "Møde")
        assert done.code == 0, done.err
        plans.append((tmp_path / place / "møde.vbn" / "edit.json").read_text(encoding="utf-8"))
    assert plans == plans[:1] * times
    project = tmp_path / "en" / "møde.vbn"
    spoken_us = sum(span.end_us - span.start_us for span in read_value(project / "speech.json", Speech).speech)
    kept_spoken_us = sum(span.end_us - span.start_us for span in meeting.evidence.speech)
    assert OF_SPEECH < spoken_us / kept_spoken_us < 1 / OF_SPEECH
    assert read_value(project / "words.json", Transcript).words
    plan = read_value(project / "edit.json", EditPlan)
    first, last = plan.kept[0].start_side, plan.kept[-1].end_side
    assert first.confidence < Trim().sure or meeting.truth.begins_at(first.candidates[0].at_us)
    if last.confidence >= Trim().sure:  # an answer to the goodbye may be the last that is heard
        assert -NEAR_US <= last.candidates[0].at_us - meeting.truth.last_us <= ANSWERS_US
    assert plan.kept[0].start_us < meeting.truth.last_us
    assert plan.kept[-1].end_us > meeting.truth.first_us
