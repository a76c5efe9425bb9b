"""Danish speech in channels that have to do with each other as they do in recordings that went wrong: all of it is heard.

The judge is the clip itself: what is loud in it, by the mean square of 100 ms, must be heard, and be loud in the mix.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.made_media import make_video
from tests.recording.sound.sounding import part_of, recording_of, write_flac
from tests.sampling import sampled
from tests.speech.clip import RATE, tale
from vbn_video.decisions import PLAIN_MIX, ChannelMix, MixSpan
from vbn_video.evidence import Recording, Sidecar
from vbn_video.listen.measure import measure
from vbn_video.listen.participant_tracks import detect_participant_turns
from vbn_video.listen.single_channels import find_mix
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.plan.sound.channel_mix import join_speech
from vbn_video.recording.sound.samples import RecordingSound, read_sound

S = 1_000_000
SPOKEN_S = ((0.50, 2.91), (3.91, 5.67))
LOUD = 10 ** (-40 / 20)


def twice() -> NDArray[np.float32]:
    """The clip, and again."""
    return np.concatenate([tale(), tale()])


def noise(rms: float, length: int) -> NDArray[np.float32]:
    """Noise of the whole band, louder than the speech."""
    return np.random.default_rng(3).normal(0, rms, length).astype(np.float32)


def made(kind: str) -> NDArray[np.float32]:
    """Samples x channels."""
    said, silent = twice(), np.zeros(len(twice()), np.float32)
    half = np.where(np.arange(len(said)) < len(said) // 2, np.float32(1), np.float32(-1))
    hum = 0.3 * np.sin(2 * np.pi * 50 / RATE * np.arange(len(said))).astype(np.float32)
    channels = {
        "half inverted": (said, half * said),
        "all inverted": (said, -said),
        "inverted and quieter": (said, -0.7 * said),
        "inverted under a hum that is not": (said + hum, hum - said),
        "left only": (said, silent),
        "right only": (silent, said),
        "late by 7 ms": (said, np.roll(said, RATE * 7 // 1000)),
        "inverted and late": (said, -np.roll(said, 2)),
        "noise in the other": (0.5 * said, noise(0.25, len(said))),
        "centre only": (silent, silent, said, silent, silent, silent),
        "behind only": (silent, silent, silent, silent, said, silent),
        "effects only": (silent, silent, silent, said, silent, silent),
        "centre inverted": (said, said, -said, silent, silent, silent),
    }
    return np.stack(channels[kind], axis=1)


KINDS = [
    "half inverted",
    "left only",
    "noise in the other",
    "inverted under a hum that is not",
    "behind only",
    "all inverted",
    "inverted and quieter",
    "right only",
    "late by 7 ms",
    "inverted and late",
    "centre only",
    "effects only",
    "centre inverted",
]


@pytest.mark.parametrize("kind", sampled(KINDS, [0, 2, 4]))
def test_what_is_said_in_any_channel_is_heard_and_stands_in_the_mix(tmp_path: Path, kind: str) -> None:
    sound = made(kind)
    write_flac(tmp_path / "a.flac", sound, RATE)
    recording = recording_of(part_of(tmp_path / "a.flac", len(sound) * S // RATE))
    mix, alone = find_mix(recording, tmp_path, lambda _event: None)
    spans = measure(recording, tmp_path, lambda _event: None, mix).speech
    heard = join_speech(spans, alone)
    said = twice()
    mono = np.concatenate(list(read_sound(recording, tmp_path, RATE, mix=mix)))
    left, right = np.concatenate(list(read_sound(recording, tmp_path, RATE, 2, mix=mix))).T
    for at in range(0, len(said) - RATE // 10, RATE // 10):
        block = slice(at, at + RATE // 10)
        middle_us = (at + RATE // 20) * S // RATE
        spoken = any(first + 0.15 < middle_us / S % 6.17 < last - 0.15 for first, last in SPOKEN_S)
        if spoken and np.sqrt(np.mean(said[block] ** 2)) > LOUD:
            assert any(span.start_us <= middle_us < span.end_us for span in heard), f"{middle_us / S} s is not heard"
            for name, mixed in (("mono", mono), ("one loudspeaker", (left + right) / 2)):
                share = np.sum(mixed[block] * said[block]) / np.sum(said[block] ** 2)
                assert abs(share) > 0.25, f"{name}: at {middle_us / S} s the speech is not in the mix"


def test_channels_that_are_alike_are_mixed_as_they_are_and_none_is_listened_to_alone(tmp_path: Path) -> None:
    write_flac(tmp_path / "a.flac", np.stack([tale(), 0.5 * tale()], axis=1), RATE)
    recording = recording_of(part_of(tmp_path / "a.flac", 6_170_000))
    assert find_mix(recording, tmp_path, lambda _event: None) == (PLAIN_MIX, ())


def test_a_part_of_several_is_mixed_on_the_recordings_clock(tmp_path: Path) -> None:
    write_flac(tmp_path / "a.flac", tale(), RATE)
    write_flac(tmp_path / "b.flac", np.stack([tale(), -tale()], axis=1), RATE)
    parts = (part_of(tmp_path / "a.flac", 6_170_000), part_of(tmp_path / "b.flac", 6_170_000))
    mix, _alone = find_mix(recording_of(*parts), tmp_path, lambda _event: None)
    assert mix == ChannelMix((MixSpan(6_170_000, 12_340_000, inverted=(1,)),))


def test_each_part_is_listened_to_once_a_channel_and_once_mixed_and_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second part's mix is what it is as the only part, moved; the count is of the samples that the detector gets."""
    sound = np.stack([0.5 * tale(), noise(0.25, len(tale()))], axis=1)
    write_flac(tmp_path / "a.flac", sound, RATE)
    part = part_of(tmp_path / "a.flac", 6_170_000)
    heard: list[int] = []
    feed = SpeechDetector.feed

    def counted(detector: SpeechDetector, samples: NDArray[np.float32]) -> None:
        heard.append(len(samples))
        feed(detector, samples)

    monkeypatch.setattr(SpeechDetector, "feed", counted)
    alone, said = find_mix(recording_of(part), tmp_path, lambda _event: None)
    once = sum(heard)
    both, said_twice = find_mix(recording_of(part, part), tmp_path, lambda _event: None)
    assert sum(heard) - once == pytest.approx(2 * once, rel=0.01)
    assert alone.spans and both.spans == (
        *alone.spans,
        *(replace(s, start_us=s.start_us + 6_170_000, end_us=s.end_us + 6_170_000) for s in alone.spans),
    )
    assert len(said_twice) == 2 * len(said)


def test_any_span_of_a_mix_has_the_samples_of_the_whole(tmp_path: Path) -> None:
    sound = made("half inverted")
    write_flac(tmp_path / "a.flac", sound, RATE)
    recording = recording_of(part_of(tmp_path / "a.flac", len(sound) * S // RATE))
    mix = ChannelMix((MixSpan(2 * S, 4 * S, only=0), MixSpan(4 * S, 5 * S, inverted=(1,))))
    whole = np.concatenate(list(read_sound(recording, tmp_path, RATE, mix=mix)))
    with RecordingSound(recording, tmp_path, RATE, mix=mix) as reader:
        for first_s, last_s in ((1.995, 2.004), (0, 4.2), (3.9, 12)):
            first, last = round(first_s * RATE), round(last_s * RATE)
            assert np.array_equal(reader.samples(round(first_s * S), round(last_s * S)), whole[first:last])
    steps = np.abs(np.diff(whole))
    assert steps.max() < 1.5 * np.abs(np.diff(twice())).max(), "no click where the mix changes"


def test_a_participant_whose_channels_cancel_each_other_speaks_all_the_same(tmp_path: Path) -> None:
    write_flac(tmp_path / "video.flac", tale(), RATE)
    turns = []
    for sign in (1, -1):
        own = tmp_path / "Audio Record" / "audioAnneHansen11234567890.m4a"
        make_video(own, picture=None, sound=np.stack([tale(), sign * tale()], axis=1), channels=2, sound_rate=RATE)
        recording: Recording = replace(
            recording_of(part_of(tmp_path / "video.flac", 6_170_000)),
            sidecars=(Sidecar("participant", f"Audio Record/{own.name}", 0),),
        )
        turns.append(detect_participant_turns(recording, tmp_path, lambda _event: None))
    assert turns[0] == turns[1] != ()
