"""AAC in parts: the same sound as in one piece, with joins that nobody hears."""

import io
import itertools
import re
import weakref
from functools import cache

import numpy as np
import pytest

from tests.made_media import speechlike
from tests.render.sound.coded_sound import decoded
from tests.sampling import sampled
from tests.speech.clip import tale
from vbn_video.render.sound.aac import (
    FRAME,
    PRIMING,
    AacPackets,
    AacSettings,
    AacWindow,
    audio_specific_config,
    encode,
    find_join,
    quietest_join,
    read_window,
)
from vbn_video.render.sound.aac_parts import (
    AROUND_PACKETS,
    MOST_THREADS,
    PART_PACKETS,
    PartEncoding,
    divide_into_parts,
    encode_part,
    write_parts,
)

RATE = 32_000
MONO = AacSettings(RATE, 1, 96_000)
STEREO = AacSettings(RATE, 2, 192_000)
EDGE = PART_PACKETS * FRAME
SAMPLES = 3 * EDGE + 12_345
LONG = AacWindow(0, 1)


def planes(*channels):
    return np.stack([channel[:SAMPLES] for channel in channels]).astype(np.float32)


def speech():
    return np.resize(np.concatenate([np.repeat(tale(), 2), 0.3 * speechlike(((0, 9),), 10)]), SAMPLES)


def music():
    at_s = np.arange(SAMPLES) / RATE
    tones = sum(np.sin(2 * np.pi * hz * at_s) / number for number, hz in enumerate((110, 220.5, 331, 663, 1320, 2640, 5300), 1))
    beats = np.random.default_rng(2).normal(0, 0.3, SAMPLES) * np.exp(-20 * (at_s % 0.4))
    return 0.1 * tones * (1 + 0.5 * np.sin(2 * at_s)) + beats


def bursts_at_the_joins():
    """Noise that comes and goes every few milliseconds within a second of each edge between two parts, speech elsewhere."""
    sound = speech()
    noise = np.random.default_rng(3).normal(0, 0.3, SAMPLES) * (np.arange(SAMPLES) // 700 % 3 == 0)
    for edge in range(EDGE, SAMPLES, EDGE):
        sound[edge - RATE : edge + RATE] = noise[edge - RATE : edge + RATE]
    return sound


SOUNDS = {
    "speech": lambda: (planes(speech()), MONO),
    "music": lambda: (planes(music()), MONO),
    "bursts of noise at the joins": lambda: (planes(bursts_at_the_joins()), MONO),
    "two different channels": lambda: (planes(speech(), 0.5 * speech() + 0.2 * music()), STEREO),
    "bursts in one channel": lambda: (planes(speech(), bursts_at_the_joins()), STEREO),
}


@cache
def made(name):
    """(samples, settings) of one of the sounds: made when a test first asks, not when the tests are collected."""
    return SOUNDS[name]()


def sound_from(sound):
    """The sound as a programme that gives it in pieces of awkward lengths, silent after its end."""

    def read(first, last):
        padded = np.pad(sound[:, first:last], ((0, 0), (0, max(0, last - max(first, sound.shape[1])))))
        for at in range(0, padded.shape[1], 77_777):
            yield padded[:, at : at + 77_777]

    return read


def in_parts(sound, settings, reuse=None):
    """(packets, which of them came from which part)."""
    parts = divide_into_parts(sound.shape[1])
    out = io.BytesIO()
    encoding = PartEncoding(parts, settings, sound_from(sound), reuse.__getitem__ if reuse else lambda index: None)
    sizes, joined = write_parts(encoding, out, lambda share: None)
    ends = np.cumsum(sizes)
    assert ends[-1] == len(out.getvalue())
    return [out.getvalue()[end - size : end] for end, size in zip(ends, sizes, strict=True)], joined


def in_one_piece(sound, settings):
    return encode(np.pad(sound, ((0, 0), (0, -sound.shape[1] % FRAME))), settings)


@cache
def parted(name):
    """One of the sounds in parts, coded once for all tests of a worker."""
    return in_parts(*made(name))


@cache
def whole_of(name):
    return in_one_piece(*made(name))


def made_of(packets, joined):
    """What a later run takes over."""
    return [AacPackets(part.first, tuple(packets[part.first : part.first + part.packets]), part.before) for part in joined]


@pytest.mark.parametrize("name", sampled(list(SOUNDS), [0, 4]))
def test_around_a_join_the_sound_differs_from_a_one_piece_encode_no_more_than_elsewhere(name):
    (sound, settings), (packets, joined), whole = made(name), parted(name), whole_of(name)
    assert len(packets) == len(whole)
    assert len(joined) == 3
    apart = decoded(packets, audio_specific_config(settings)) - decoded(whole, audio_specific_config(settings))
    by_frame = np.sqrt(np.mean(apart.reshape(len(apart), -1, FRAME) ** 2, axis=(0, 2)))
    near = np.zeros(len(by_frame), bool)
    for part in joined[1:]:
        near[part.first - 2 : part.first + 3] = True
    assert by_frame[near].max() <= max(np.percentile(by_frame[~near], 99), 1e-6)
    coded = decoded(whole, audio_specific_config(settings))[:, PRIMING : PRIMING + sound.shape[1]] - sound
    assert np.sqrt(np.mean(apart**2)) <= np.sqrt(np.mean(coded**2))


@pytest.mark.parametrize("name", sampled(list(SOUNDS), [0, 1, 4]))
def test_both_encoders_had_the_same_window_before_a_join(name):
    packets, joined = parted(name)
    for part in joined[1:]:
        assert read_window(packets[part.first - 1]) == part.before


def test_the_sound_stays_in_its_place():
    sound, settings = planes(0.1 * np.random.default_rng(5).normal(0, 1, SAMPLES)), MONO
    packets, joined = in_parts(sound, settings)
    heard = decoded(packets, audio_specific_config(settings))[0, PRIMING:]
    for at in [5 * RATE, *(part.first * FRAME for part in joined[1:]), SAMPLES - 5000]:
        piece = sound[0, at : at + 4000]
        found = np.correlate(heard[at - 500 : at + 4500], piece, "valid")
        assert int(np.argmax(found)) == 500


def test_every_packet_tells_its_window():
    assert all(read_window(packet) for packet in parted("music")[0])


def test_the_same_sound_gives_the_same_bytes():
    assert in_parts(*made("music"))[0] == parted("music")[0]


def test_parts_overlap_around_their_edges_and_cover_everything():
    parts = divide_into_parts(SAMPLES)
    assert parts[0].first == parts[0].first_sample == 0
    assert parts[-1].end == -(-SAMPLES // FRAME) + 1
    assert parts[-1].last_sample == -(-SAMPLES // FRAME) * FRAME
    for left, right in itertools.pairwise(parts):
        assert left.end - right.first == 2 * AROUND_PACKETS
        assert right.first_sample < right.first * FRAME


@pytest.mark.parametrize("samples", [1, FRAME, FRAME + 1, EDGE, EDGE + EDGE // 2, EDGE + EDGE // 2 + FRAME])
def test_short_sounds_have_as_many_packets_as_they_need(samples):
    sound = 0.1 * np.random.default_rng(1).normal(0, 1, (1, samples)).astype(np.float32)
    packets, _joined = in_parts(sound, MONO)
    assert len(packets) == -(-samples // FRAME) + 1
    assert decoded(packets, audio_specific_config(MONO)).shape[1] >= PRIMING + samples


def test_what_was_made_before_is_taken_over_and_nothing_is_heard_for_it():
    (_sound, settings), (packets, joined) = made("speech"), parted("speech")
    parts = divide_into_parts(SAMPLES)
    encoding = PartEncoding(
        parts, settings, lambda first, last: pytest.fail("something was heard"), made_of(packets, joined).__getitem__
    )
    out = io.BytesIO()
    _sizes, again = write_parts(encoding, out, lambda share: None)
    assert out.getvalue() == b"".join(packets)
    assert again == joined


def test_a_changed_beginning_costs_one_part():
    (sound, settings), (packets, joined) = made("speech"), parted("speech")
    changed = sound.copy()
    changed[:, : 5 * RATE] *= 0.2
    begun, heard = [], []

    def read(first, last):
        begun.append(first)
        for piece in sound_from(changed)(first, last):
            heard.append(piece.shape[1])
            yield piece

    parts = divide_into_parts(SAMPLES)
    out = io.BytesIO()
    kept = [None, *made_of(packets, joined)[1:]]
    write_parts(PartEncoding(parts, settings, read, kept.__getitem__), out, lambda share: None)
    assert begun == [0]
    assert sum(heard[:-1]) < parts[0].last_sample <= sum(heard)
    assert out.getvalue().endswith(b"".join(packets[joined[1].first :]))
    assert len(out.getvalue()) != len(b"".join(packets)) or out.getvalue() != b"".join(packets)


def test_what_was_made_before_and_does_not_fit_is_made_anew():
    (sound, settings), (packets, joined) = made("speech"), parted("speech")
    parts = made_of(packets, joined)
    unfit = AacPackets(parts[1].first, parts[1].data[:1], AacWindow(2, 0))
    again, _joined = in_parts(sound, settings, [parts[0], unfit, parts[2]])
    assert again == packets


@pytest.mark.parametrize("missing", sampled([{1}, {2}, {0, 2}, {1, 2}], [2]))
def test_what_is_missing_between_parts_that_were_made_before_is_made_as_it_was(missing):
    (sound, settings), (packets, joined) = made("speech"), parted("speech")
    kept = [None if index in missing else part for index, part in enumerate(made_of(packets, joined))]
    assert in_parts(sound, settings, kept) == (packets, joined)


def test_parts_that_are_taken_over_are_held_a_few_at_a_time():
    parts = divide_into_parts(40 * EDGE)
    begins = [*(part.first for part in parts), parts[-1].end]
    (packet,) = coded(0, [0]).data
    alive, most_alive = set(), []

    def reuse(index):
        first, end = begins[index : index + 2]
        reused = AacPackets(first, (packet,) * (end - first), LONG if first else None)
        alive.add(index)
        weakref.finalize(reused, alive.discard, index)
        most_alive.append(len(alive))
        return reused

    encoding = PartEncoding(parts, MONO, lambda first, last: pytest.fail("something was heard"), reuse)
    sizes, joined = write_parts(encoding, io.BytesIO(), lambda share: None)
    assert (len(joined), len(sizes)) == (40, parts[-1].end)
    assert max(most_alive) <= MOST_THREADS + 2


@pytest.mark.parametrize("settings", [MONO, STEREO])
def test_windows_are_read_from_the_packets(settings):
    """A sudden sound in silence makes short windows, with one on the way there and one back; else they are long."""
    sound = np.zeros((settings.channels, 40 * FRAME), np.float32)
    sound[:, 20 * FRAME + 300 :] = 0.3 * np.random.default_rng(1).normal(0, 1, 20 * FRAME - 300)
    sound += 1e-3 * np.random.default_rng(2).normal(0, 1, sound.shape[1]).astype(np.float32)
    sequences = [window.sequence for window in map(read_window, encode(sound, settings)[1:]) if window]
    assert re.fullmatch("0+12+30+", "".join(map(str, sequences[4:])))  # the beginning is sudden too


def test_two_channels_may_have_windows_of_their_own_and_a_packet_may_begin_without_sound():
    assert read_window(bytes([0b0010_0000, 0xFF, 0b0101_0000, 0])) == AacWindow(2, 1, apart=True)
    assert read_window(bytes([0b1100_0000, 0, 0, 0])) is None


def coded(first, windows, power=None):
    """Packets of one channel with these window sequences."""
    data = tuple(
        (sequence << 14 | (sequence == 0) << 13).to_bytes(4, "big") + bytes([first % 251, number])
        for number, sequence in enumerate(windows)
    )
    return AacPackets(first, data, None, None if power is None else np.array(power, np.float32))


def test_a_join_is_where_the_windows_agree_long_ones_before_quiet_ones():
    left = coded(0, [0, 2, 2, 2, 0, 0], [9, 9, 0, 9, 9, 5])
    right = coded(1, [0, 2, 0, 0, 0, 0])
    assert find_join(left, right) == 5
    assert find_join(coded(0, [0, 2, 2, 0]), coded(1, [0, 2, 1, 2, 2])) == 3
    assert find_join(coded(0, [2, 2, 2, 2]), coded(1, [0, 0, 0, 0])) is None
    assert quietest_join(coded(0, [2, 2, 2, 2], [4, 3, 1, 2]), coded(1, [0, 0, 0, 0])) == 4


@pytest.mark.parametrize("name", sampled(list(SOUNDS), [0, 1, 4]))
def test_a_part_is_encoded_with_the_windows_that_an_encoder_of_the_whole_sound_chooses(name):
    """It is primed, and hears beyond its end."""
    sound, settings = made(name)
    part = divide_into_parts(SAMPLES)[1]
    alone = encode_part(sound[:, part.first_sample : part.last_sample], part, settings)
    whole = whole_of(name)[part.first - 1 : part.end]
    assert (alone.first, alone.end) == (part.first, part.end)
    assert [alone.before, *map(read_window, alone.data)] == [read_window(packet) for packet in whole]
