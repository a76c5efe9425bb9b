"""Whether two files hold the same sound: what tells, and what tells nothing."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.made_media import make_video, speechlike
from tests.sampling import sampled
from vbn_video.recording import same_sound
from vbn_video.recording.find import FileReader
from vbn_video.recording.same_sound import compare_sound
from vbn_video.recording.views import Stretch, join_same_sound

SECONDS, RATE_HZ = 12.0, 32_000
Sound = NDArray[np.float32]
TIMES_S = np.arange(round(SECONDS * RATE_HZ)) / RATE_HZ


def bursts(seed: int) -> Sound:
    random = np.random.default_rng(seed)
    loudness = np.repeat(random.choice([0.01, 0.3], round(SECONDS * 5)), RATE_HZ // 5)
    return (random.normal(0, 0.3, len(loudness)) * loudness).astype(np.float32)


def tone(hz: float, level: float = 0.2) -> Sound:
    return (level * np.sin(2 * np.pi * hz * TIMES_S)).astype(np.float32)


def in_a_room(sound: Sound, seed: int) -> Sound:
    """As another microphone in the room hears it: with 0.2 s of echo of its own."""
    random = np.random.default_rng(seed)
    echo = random.normal(0, 1, RATE_HZ // 5) * np.exp(-np.arange(RATE_HZ // 5) / (0.07 * RATE_HZ))
    size = 1 << (len(sound) + len(echo)).bit_length()
    heard = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echo, size), size)[: len(sound)]
    return (0.5 * heard / np.abs(heard).max()).astype(np.float32)


TALK = speechlike([(0.5, 11.5)], SECONDS, RATE_HZ)
Pair = tuple[Sound, Sound]
SAME: dict[str, Pair] = {
    "the same": (TALK, TALK),
    "softer and turned over": (TALK, -0.3 * TALK),
    "with noise": (TALK, TALK + np.random.default_rng(4).normal(0, 0.005, len(TALK)).astype(np.float32)),
    "begun half a second later": (TALK, TALK[RATE_HZ // 2 :]),
    "in stereo, one side turned over": (TALK, np.stack([TALK, -TALK], axis=1)),
    "silent at first": (TALK, np.concatenate([np.zeros(2 * RATE_HZ, np.float32), TALK[2 * RATE_HZ :]])),
}
OTHER: dict[str, Pair] = {
    "two meetings": (bursts(1), bursts(2)),
    "two meetings with the same hum": (bursts(1) + tone(50), bursts(2) + tone(50)),
}
UNKNOWN: dict[str, Pair] = {
    "two microphones in one room": (in_a_room(TALK, 5), in_a_room(TALK, 6)),
    "silence": (0 * TALK, 0 * TALK),
    "one is silent": (TALK, 0 * TALK),
    "one tone": (tone(440), tone(440)),
    "hum": (tone(50), tone(50)),
    "too short": (TALK[: 5 * RATE_HZ], TALK[: 5 * RATE_HZ]),
}


@pytest.fixture
def compare(tmp_path: Path) -> Callable[[Pair], bool | None]:
    def compared(pair: Pair) -> bool | None:
        files = [
            make_video(tmp_path / name, sound=sound, picture=None, channels=sound.ndim, speech=None)
            for name, sound in zip(("one.m4a", "other.mkv"), pair, strict=True)
        ]
        return compare_sound(files[0], files[1], min(len(sound) for sound in pair) / RATE_HZ)

    return compared


@pytest.mark.parametrize("case", sampled(list(SAME), (4,)))
def test_one_sound_is_known_again_whatever_was_done_to_it(compare: Callable[[Pair], bool | None], case: str) -> None:
    assert compare(SAME[case]) is True


@pytest.mark.parametrize("case", sampled(list(OTHER), (1,)))
def test_two_meetings_are_told_apart(compare: Callable[[Pair], bool | None], case: str) -> None:
    assert compare(OTHER[case]) is False


@pytest.mark.parametrize("case", sampled(list(UNKNOWN), (0, 3)))
def test_what_does_not_tell_is_not_guessed(compare: Callable[[Pair], bool | None], case: str) -> None:
    assert compare(UNKNOWN[case]) is None


def test_a_file_that_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    whole = make_video(tmp_path / "a.m4a", sound=TALK, picture=None)
    broken = tmp_path / "b.mp4"
    broken.write_bytes(whole.read_bytes()[:2_000])
    assert compare_sound(whole, broken, SECONDS) is None
    assert compare_sound(whole, tmp_path / "borte.mp4", SECONDS) is None


def test_files_of_one_length_that_are_all_compared_are_each_decoded_in_the_same_few_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[Path] = []

    def read(file: Path, at_s: float, seconds: float) -> None:
        decoded.append(file)

    monkeypatch.setattr(same_sound, "open_container", nullcontext)
    monkeypatch.setattr(same_sound, "_read", read)
    monkeypatch.setattr(same_sound, "_fit", lambda piece, around, slack_s: (0.0, 0.0))
    lengths_us = {f"{letter}.mp4": 3_605_000_000 + 40_000 * place for place, letter in enumerate("abcdefgh")}
    reader = FileReader(tmp_path)
    monkeypatch.setattr(reader, "length_us", lengths_us.get)
    stretches, unknown = join_same_sound([Stretch((file,)) for file in lengths_us], reader)
    assert len(stretches) == 8 and not unknown
    as_piece_and_as_surroundings = 2 * same_sound.ENOUGH
    assert max(decoded.count(file) for file in decoded) <= as_piece_and_as_surroundings
