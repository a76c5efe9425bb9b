"""Who speaks, from made sound of each participant whose turns are known."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.made_media import make_video, speechlike
from tests.recording.sound.sounding import part_of, recording_of
from vbn_video.events import Notice
from vbn_video.evidence import Recording, Sidecar, SpeakerTurn
from vbn_video.listen.participant_tracks import detect_participant_turns, detect_turns

RATE = 16_000
Spans = Sequence[tuple[float, float]]


def made(folder: Path, people: dict[str, Spans], seconds: float = 12, bleed: float = 0.0) -> Recording:
    """A meeting of one part, with a file for each participant; `bleed` of the others' sound is in each one's."""
    voices = {name: speechlike(spans, seconds, RATE, seed) for seed, (name, spans) in enumerate(people.items())}
    make_video(folder / "video1607414110.mp4", seconds=seconds, sound=sum(voices.values()), sound_rate=RATE)
    sidecars = []
    for name, voice in voices.items():
        others = sum((other for whose, other in voices.items() if whose != name), np.zeros_like(voice))
        file = f"Audio Record/audio{name}1607414110.m4a"
        heard = np.clip(voice + bleed * others, -1, 1).astype(np.float32)
        make_video(folder / file, seconds=seconds, sound=heard, sound_rate=RATE, picture=None)
        sidecars.append(Sidecar("participant", file, 0))
    recording = recording_of(part_of(folder / "video1607414110.mp4", round(seconds * 1e6)))
    return replace(recording, sidecars=tuple(sidecars))


def rounded(turns: Sequence[SpeakerTurn]) -> list[tuple[str, float, float]]:
    return [(turn.name, round(turn.start_us / 1e6, 1), round(turn.end_us / 1e6, 1)) for turn in turns]


@pytest.mark.parametrize("bleed", [0.0, 0.15])
def test_each_ones_turns_are_found_though_their_microphones_hear_each_other(tmp_path: Path, bleed: float) -> None:
    people = {"AnneHolm1": [(1, 3), (7, 8.5)], "Bo2": [(4, 6)]}
    turns = rounded(detect_participant_turns(made(tmp_path, people, bleed=bleed), tmp_path, lambda event: None))
    assert [name for name, _start, _end in turns] == ["Anne Holm", "Bo", "Anne Holm"]
    assert [(start, end) for _name, start, end in turns] == [
        pytest.approx((1, 3), abs=0.21),
        pytest.approx((4, 6), abs=0.21),
        pytest.approx((7, 8.5), abs=0.21),
    ]


def test_two_who_speak_at_once_both_have_their_turn(tmp_path: Path) -> None:
    turns = detect_participant_turns(made(tmp_path, {"Anne1": [(1, 5)], "Bo2": [(3, 7)]}), tmp_path, lambda event: None)
    assert [(name, start, end) for name, start, end in rounded(turns)] == [
        ("Anne", pytest.approx(1, abs=0.21), pytest.approx(5, abs=0.21)),
        ("Bo", pytest.approx(3, abs=0.21), pytest.approx(7, abs=0.21)),
    ]


def test_a_participants_sound_lies_on_the_clock_of_its_part(tmp_path: Path) -> None:
    recording = made(tmp_path, {"Anne1": [(1, 3)]}, seconds=5)
    twice = replace(recording, parts=recording.parts * 2, sidecars=(replace(recording.sidecars[0], part=1),))
    assert rounded(detect_participant_turns(twice, tmp_path, lambda event: None)) == [
        ("Anne", pytest.approx(6, abs=0.21), pytest.approx(8, abs=0.21))
    ]


def test_files_that_can_not_be_used_are_counted_but_not_named(tmp_path: Path) -> None:
    recording = made(tmp_path, {"Anne1": [(1, 3)]}, seconds=4)
    (tmp_path / "Audio Record" / "audioBo2.m4a").write_bytes(b"ikke lyd")
    broken = (Sidecar("participant", "Audio Record/audioBo2.m4a", 0), Sidecar("participant", recording.sidecars[0].file, None))
    told: list[object] = []
    turns = detect_participant_turns(replace(recording, sidecars=(*recording.sidecars, *broken)), tmp_path, told.append)
    assert [turn.name for turn in turns] == ["Anne"]
    (notice,) = [event for event in told if isinstance(event, Notice)]
    assert notice.text.startswith("2 sound files") and "Bo" not in notice.text


def level(*runs: tuple[int, float]) -> NDArray[np.float32]:
    return np.concatenate([np.full(blocks, db, np.float32) for blocks, db in runs])


def test_a_short_noise_is_no_turn_and_a_short_rest_ends_none() -> None:
    anne = level((50, -70), (2, -20), (40, -70), (10, -20), (3, -70), (10, -20), (50, -70))
    assert rounded(detect_turns(["Anne"], [anne])) == [("Anne", 9.2, 11.5)]


def test_one_who_never_rests_and_one_who_never_speaks() -> None:
    anne, bo = level((100, -25)), level((100, -120))
    assert rounded(detect_turns(["Anne", "Bo"], [anne, bo])) == [("Anne", 0.0, 10.0)]
    assert detect_turns([], []) == ()
