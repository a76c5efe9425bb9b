"""What a run is thought to take, held against what runs were measured to take on two cores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.plan.made_evidence import made_packets, made_part, made_recording
from vbn_video.evidence import Packets, Recording
from vbn_video.pipeline import STEP_NAMES
from vbn_video.runs.expected.estimate import Estimate, estimate, whole_plan
from vbn_video.settings.preset import Preset

MEASURED_S = {"ingest": 3, "listen": 16, "transcribe": 206, "render": 14}
"""An hour's meeting in 1280x720, copied, with base on two cores: 47 minutes of it speech."""
SPEECH_US = 47 * 60_000_000
PRESET = Preset()


def evidence(seconds: float, packet_bytes: int = 2000, **picture: object) -> tuple[Recording, Packets]:
    recording = made_recording(made_part(seconds, **picture))  # type: ignore[arg-type]
    packets = made_packets(recording, gop=250)
    return recording, replace(packets, size=np.full(len(packets.time_us), packet_bytes, np.int64))


def of(found: tuple[Recording, Packets], preset: Preset = PRESET, **changed: object) -> Estimate:
    asked = {"due": STEP_NAMES, "targets": ("website",), "cores": 2, "speech_us": SPEECH_US, **changed}
    return estimate(*found, whole_plan(*found, preset), preset, **asked)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def hour() -> tuple[Recording, Packets]:
    return evidence(3600)


def test_an_hour_that_is_copied_takes_what_was_measured(hour: tuple[Recording, Packets]) -> None:
    steps_s = of(hour).steps_s
    for step, measured_s in MEASURED_S.items():
        assert 0.7 < steps_s[step] / measured_s < 1.4, step
    assert sum(steps_s[step] for step in ("look", "plan", "caption", "bumper", "publish")) < 30
    assert 240 < of(hour).seconds < 420


def test_what_cannot_be_copied_is_encoded_and_that_takes_its_time_and_room(hour: tuple[Recording, Packets]) -> None:
    other = evidence(3600, codec="hevc", uncopiable="hevc")
    assert of(other).steps_s["render"] > 20 * of(hour).steps_s["render"]
    assert of(other).steps_s["transcribe"] == of(hour).steps_s["transcribe"]
    assert of(other).project_bytes > 1.5 * of(other).media_bytes, "what is encoded lies beside the video until that is whole"


def test_a_copied_video_takes_the_room_of_its_packets_and_its_sound(hour: tuple[Recording, Packets]) -> None:
    packets_bytes = 3600 * 25 * 2000
    sound_bytes = 3610 * 96_000 // 8  # one channel
    assert of(hour).media_bytes == pytest.approx(packets_bytes + sound_bytes, rel=0.1)


def test_only_what_is_due_counts(hour: tuple[Recording, Packets]) -> None:
    due = ("caption", "bumper", "render", "check", "publish")
    left = of(hour, due=due)
    assert tuple(left.steps_s) == due and left.seconds < 0.5 * of(hour).seconds
    published = of(hour, due=("publish",))
    assert (published.project_bytes, tuple(published.steps_s)) == (0, ("publish",))
    assert of(hour, targets=("youtube",)).media_bytes == 0


def test_without_a_word_of_speech_known_most_of_the_meeting_is_taken_for_speech(hour: tuple[Recording, Packets]) -> None:
    assert of(hour).steps_s["transcribe"] == pytest.approx(of(hour, speech_us=None).steps_s["transcribe"], rel=0.1)


def test_more_cores_hear_and_encode_faster_and_listen_no_faster(hour: tuple[Recording, Packets]) -> None:
    eight = of(hour, cores=8).steps_s
    assert eight["transcribe"] < 0.3 * of(hour).steps_s["transcribe"] and eight["listen"] == of(hour).steps_s["listen"]


@pytest.mark.parametrize(
    ("faster", "slower"),
    [
        ({"model": "base"}, {"model": "large-v3"}),
        ({"model": "base"}, {"model": "hviske-v3"}),
        ({"quality": "draft"}, {"quality": "good"}),
        ({"quality": "good"}, {"quality": "best"}),
        ({"engine": "faster-whisper"}, {"engine": "openai-whisper"}),
    ],
)
def test_what_thinks_longer_takes_longer(hour: tuple[Recording, Packets], faster: dict[str, str], slower: dict[str, str]) -> None:
    takes_s = [of(hour, Preset.model_validate({"captions": way})).steps_s["transcribe"] for way in (faster, slower)]
    assert 1.3 * takes_s[0] < takes_s[1]


@pytest.mark.parametrize(("seconds", "times"), [(1, 60), (30, 2), (60, 3)])
def test_a_longer_recording_takes_longer_and_more_room(seconds: int, times: int) -> None:
    short, long = of(evidence(seconds), speech_us=None), of(evidence(seconds * times), speech_us=None)
    assert short.seconds < long.seconds < times * short.seconds
    assert short.project_bytes < long.project_bytes


def test_the_times_that_a_person_named_are_what_is_kept() -> None:
    found = evidence(600)
    plan = whole_plan(*found, PRESET, start_us=60_010_000, end_us=120_000_000)
    assert (plan.kept[0].start_us, plan.kept[0].end_us) == (60_040_000, 120_000_000), "from the next picture on"
    assert whole_plan(*found, PRESET, start_us=900_000_000).kept[0].end_us == 600_000_000
