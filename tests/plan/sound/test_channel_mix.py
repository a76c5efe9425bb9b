"""What is audible in any channel is audible in the mix, whatever the channels have to do with each other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from vbn_video.decisions import MixSpan
from vbn_video.evidence import SpeechSpan
from vbn_video.plan.sound.channel_mix import ChannelPowers, hear_lost_speech, join_speech, plan_mix

RATE, BLOCK, S = 8_000, 800, 1_000_000
STEREO = np.eye(2)
SURROUND = np.array([[1, 0, 0.7071, 0, 0.7071, 0], [0, 1, 0.7071, 0, 0, 0.7071]]) / 2.4142  # FL FR FC LFE BL BR
SECONDS = 4
SETTLED_S = 0.6
MOST_CANCELLED_DB = 4.6
"""4 dB cost nothing, and for 24 dB in the 40 blocks of a piece (0.6 each) it is not worth while to mix otherwise and back."""


def voice(seed: int, seconds: float = SECONDS) -> NDArray[np.float64]:
    """Noise in syllables, 0.1 RMS where it is loud: no two seeds have anything in common."""
    at_s = np.arange(round(seconds * RATE)) / RATE
    return np.random.default_rng(seed).normal(0, 0.1, len(at_s)) * (0.55 + 0.45 * np.sin(2 * np.pi * 3 * at_s + seed))


def related(kind: str, db: float, seed: int) -> NDArray[np.float64]:
    said = voice(1)
    sound = {
        "copy": said,
        "inverted": -said,
        "delayed": np.roll(said, 40),
        "delayed negative": -np.roll(said, 3),
        "own": voice(seed),
        "nearly": -said + 0.2 * voice(seed),
        "dead": 0 * said,
    }[kind]
    return sound * 10 ** (db / 20)


def powers_of(channels: NDArray[np.float64], gains: NDArray[np.float64] = STEREO) -> ChannelPowers:
    blocks = channels.reshape(len(channels), -1, BLOCK).transpose(1, 0, 2)
    edges_us = np.arange(len(blocks) + 1, dtype=np.int64) * (BLOCK * S // RATE)
    return ChannelPowers(edges_us, blocks @ blocks.transpose(0, 2, 1) / BLOCK, gains)


def mixed(channels: NDArray[np.float64], gains: NDArray[np.float64], mix: tuple[MixSpan, ...]) -> NDArray[np.float64]:
    """The mean of left and right, by a hand of the test's own."""
    mono = gains.mean(axis=0)
    out = mono @ channels
    for span in mix:
        here = slice(span.start_us * RATE // S, span.end_us * RATE // S)
        signs = np.array([-1 if number in span.inverted else 1 for number in range(len(channels))])
        out[here] = channels[span.only, here] if span.only is not None else (mono * signs) @ channels[:, here]
    return out


def rms_db(sound: NDArray[np.float64]) -> float:
    return float(10 * np.log10(np.mean(sound**2) + 1e-12))


KINDS = st.sampled_from(["copy", "inverted", "delayed", "delayed negative", "own", "nearly", "dead"])
RELATION = st.tuples(KINDS, st.floats(-20, 0))


@given(
    others=st.lists(st.lists(RELATION, min_size=5, max_size=5), min_size=1, max_size=4),
    surround=st.booleans(),
    place=st.sampled_from([0, 1, 2, 4, 5]),
)
def test_what_is_audible_in_a_channel_is_audible_in_the_mix(
    others: list[list[tuple[str, float]]], surround: bool, place: int
) -> None:
    count, gains = (6, SURROUND) if surround else (2, STEREO)
    pieces = []
    for number, relations in enumerate(others):
        channels = [related(kind, db, 100 * number + index + 2) for index, (kind, db) in enumerate(relations)][: count - 1]
        if surround:
            channels[2 if place < 3 else 3] *= 0
        channels.insert(place % count, voice(1))
        pieces.append(np.stack(channels))
    sound = np.concatenate(pieces, axis=1)
    mix = plan_mix(powers_of(sound, gains))
    assert all(span.start_us < span.end_us for span in mix)
    assert all(before.end_us <= after.start_us for before, after in pairwise(mix))
    heard = mixed(sound, gains, mix)
    most_lost_db = MOST_CANCELLED_DB - 20 * np.log10(gains.mean(axis=0)[place % count])  # less than a plain mix of it alone
    for number in range(len(others)):
        inner = slice(round((number * SECONDS + SETTLED_S) * RATE), round(((number + 1) * SECONDS - SETTLED_S) * RATE))
        loudest_db = max(rms_db(channel[inner]) for channel in sound)
        assert rms_db(heard[inner]) > loudest_db - most_lost_db


@pytest.mark.parametrize(
    ("right", "ways"),
    [
        ("copy", []),
        ("delayed", []),
        ("own", []),
        ("inverted", [MixSpan(0, 8 * S, inverted=(1,))]),
        ("nearly", [MixSpan(0, 8 * S, inverted=(1,))]),
        ("dead", [MixSpan(0, 8 * S, only=0)]),
    ],
)
def test_a_mix_is_changed_only_where_it_must_be(right: str, ways: list[MixSpan]) -> None:
    channels = np.concatenate([np.stack([voice(1), related(right, 0, 7)])] * 2, axis=1)
    assert list(plan_mix(powers_of(channels))) == ways


def test_the_half_that_is_inverted_is_turned_and_the_other_is_not() -> None:
    halves = [np.stack([voice(1), sign * voice(1)]) for sign in (1, -1)]
    (span,) = plan_mix(powers_of(np.concatenate(halves, axis=1)))
    assert span.inverted == (1,)
    assert (span.start_us, span.end_us) == (pytest.approx(SECONDS * S, abs=100_000), 2 * SECONDS * S)


def test_a_silent_recording_is_mixed_as_it_is() -> None:
    assert plan_mix(powers_of(np.zeros((2, 8 * RATE)))) == ()
    assert plan_mix(powers_of(np.zeros((2, 0)))) == ()


def test_hum_that_is_alike_in_both_channels_is_another_matter_than_speech_that_is_not() -> None:
    """The powers are those of the band of speech: what the hum does is not asked."""
    assert not powers_of(np.stack([voice(1), voice(2)])).are_alike()
    assert powers_of(np.stack([voice(1), -0.3 * voice(1)])).are_alike()
    assert powers_of(np.stack([voice(1), 0 * voice(1)])).are_alike()


def spans(*seconds: tuple[float, float]) -> tuple[SpeechSpan, ...]:
    return tuple(SpeechSpan(round(first * S), round(last * S)) for first, last in seconds)


def test_speech_that_the_mix_drowns_is_heard_from_its_channel_alone_and_the_noise_stays_away() -> None:
    lost = spans((10, 14), (20, 25))
    assert hear_lost_speech((), spans((40, 50)), [lost, ()], (0, 60 * S)) == (MixSpan(0, round(32.5 * S), only=0),)
    assert hear_lost_speech((), (), [(), lost], (0, 60 * S)) == (MixSpan(0, 60 * S, only=1),)


def test_two_who_are_drowned_in_turn_are_each_heard_from_their_channel() -> None:
    found = hear_lost_speech((), (), [spans((10, 14)), spans((20, 25))], (0, 60 * S))
    assert found == (MixSpan(0, 17 * S, only=0), MixSpan(17 * S, 60 * S, only=1))


def test_speech_that_the_mix_has_too_changes_nothing() -> None:
    turned = (MixSpan(0, 5 * S, inverted=(1,)),)
    assert hear_lost_speech(turned, spans((10.1, 13.8)), [spans((10, 14)), spans((10.3, 14.2))], (0, 60 * S)) == turned


def test_a_channel_alone_is_laid_over_what_was_planned() -> None:
    turned = (MixSpan(0, 60 * S, inverted=(1,)),)
    found = hear_lost_speech(turned, spans((0, 8), (40, 60)), [spans((10, 14)), ()], (0, 60 * S))
    assert found == (
        MixSpan(0, 9 * S, inverted=(1,)),
        MixSpan(9 * S, 27 * S, only=0),
        MixSpan(27 * S, 60 * S, inverted=(1,)),
    )


def test_what_is_lost_in_one_part_changes_no_other_part() -> None:
    mixed = spans((10, 60), (150, 190), (260, 290))
    found = hear_lost_speech((), mixed, [(), spans((110, 115), (195, 198))], (100 * S, 200 * S))
    assert found == (MixSpan(100 * S, round(132.5 * S), only=1), MixSpan(round(192.5 * S), 200 * S, only=1))


RESTS_AND_SPEECH = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 30)), max_size=6)


def laid_out(from_s: int, until_s: int, lengths: list[tuple[int, int]]) -> tuple[SpeechSpan, ...]:
    """Rests and speech in turn, inside [from, until)."""
    edges = np.minimum(from_s + np.cumsum(np.array(lengths, int).ravel()), until_s).reshape(-1, 2).tolist()
    return spans(*((first, last) for first, last in edges if first < last))


@given(mixed=RESTS_AND_SPEECH, by_channel=st.lists(RESTS_AND_SPEECH, min_size=2, max_size=3), whole_part_turned=st.booleans())
def test_the_spans_of_a_part_lie_in_it_and_never_overlap(
    mixed: list[tuple[int, int]], by_channel: list[list[tuple[int, int]]], whole_part_turned: bool
) -> None:
    planned = (MixSpan(100 * S, 200 * S, inverted=(1,)),) if whole_part_turned else ()
    heard = [laid_out(100, 200, lengths) for lengths in by_channel]
    found = hear_lost_speech(planned, laid_out(0, 300, mixed), heard, (100 * S, 200 * S))
    assert all(100 * S <= span.start_us < span.end_us <= 200 * S for span in found)
    assert all(before.end_us <= after.start_us for before, after in pairwise(found))


def test_all_that_is_heard_anywhere_is_speech() -> None:
    assert join_speech(spans((1, 3), (5, 6)), spans((2, 4), (8, 9))) == spans((1, 4), (5, 6), (8, 9))
