"""Music and applause: what is heard while nobody speaks, louder than the room.

    frame      music                        applause
    tones      stay for two frames          none: flat and not periodic
    loudness   over the room                over the room, and crackling: many bursts of a few ms
    lasts      3 s or more                  1.5 s to a minute

What sounds so in most frames of a second and a half is it. The room's own noise is the quietest tenth of the recording, whatever
it is like; a noise that sets in later and stays is no applause either.
"""

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Levels, SoundEvent, SoundScene
from vbn_video.listen.sound_frames import SoundFrames
from vbn_video.listen.speech_spans import FRAME_US

NO_SPEECH = 0.35
"""Below it the speech detector hears no voice."""
ROOM_SHARE = 10
"""Per cent of the recording that are taken for the room alone."""
OVER_ROOM_LU = 6.0
LOUDEST_ROOM_LUFS = -45.0
"""Where even the quietest tenth is louder, there is no moment of the room alone in the recording."""

TONES_STAY, TONES_FLAT = 0.55, 0.15
NOISE_STAYS, NOISE_FLAT, NOISE_PERIODIC = 0.4, 0.2, 0.6
CRACKLE_LU = 1.0
"""Standard deviation of the loudness of 10 ms within a second and a half: 0.3 to 0.5 for noise that is as wide as a clap's."""

AROUND_FRAMES = 47
MOST = 0.6
JOINED_US = 1_500_000
MUSIC_US, APPLAUSE_US, LONGEST_APPLAUSE_US = 3 * US_PER_S, 1_500_000, 60 * US_PER_S


def find_sounds(frames: SoundFrames, probabilities: NDArray[np.float32], levels: Levels) -> SoundScene:
    """Music and applause, in order, on the recording clock.

    `probabilities` are the speech detector's, one a frame.
    """
    count = len(probabilities)
    if count < AROUND_FRAMES:
        return SoundScene()
    loudness, crackle = _loudness(levels, count)
    audible = np.isfinite(loudness)
    room = min(float(np.percentile(loudness[audible], ROOM_SHARE)), LOUDEST_ROOM_LUFS) if audible.any() else 0.0
    beside_speech = (probabilities < NO_SPEECH) & (loudness > room + OVER_ROOM_LU)
    tones = beside_speech & (frames.steadiness > TONES_STAY) & (frames.flatness < TONES_FLAT)
    noise = beside_speech & (frames.steadiness < NOISE_STAYS) & (frames.flatness > NOISE_FLAT)
    claps = noise & (frames.periodicity < NOISE_PERIODIC) & (crackle > CRACKLE_LU)
    music = [SoundEvent(start, end, "music") for start, end in _spans(tones, beside_speech) if end - start >= MUSIC_US]
    applause = [
        SoundEvent(start, end, "applause")
        for start, end in _spans(claps, beside_speech)
        if APPLAUSE_US <= end - start <= LONGEST_APPLAUSE_US
    ]
    return SoundScene(tuple(sorted([*music, *applause], key=lambda event: (event.start_us, event.end_us))))


def _loudness(levels: Levels, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The loudness of each frame, in LUFS, and how much that of its hops strays within a second and a half."""
    hops = np.arange(count + 1) * FRAME_US // levels.hop_us
    powers = 10 ** (levels.hop_lufs.astype(np.float64) / 10)
    known = np.maximum(levels.hop_lufs.astype(np.float64), -100.0)
    reach = AROUND_FRAMES * FRAME_US // levels.hop_us // 2
    first, last = np.clip(hops[:-1] - reach, 0, len(known)), np.clip(hops[1:] + reach, 0, len(known))
    with np.errstate(divide="ignore", invalid="ignore"):
        loudness = 10 * np.log10(_means(powers, np.minimum(hops[:-1], len(powers)), np.minimum(hops[1:], len(powers))))
        spread = _means(known**2, first, last) - _means(known, first, last) ** 2
    return np.nan_to_num(loudness, nan=-np.inf, neginf=-np.inf), np.sqrt(np.maximum(np.nan_to_num(spread), 0))


def _means(values: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float64]:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray((sums[last] - sums[first]) / (last - first))


def _spans(sounding: NDArray[np.bool_], allowed: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """[start, end) of where most of the frames around sound so, with short gaps closed; from and to a frame that is allowed."""
    share = np.convolve(sounding, np.ones(AROUND_FRAMES) / AROUND_FRAMES, "same") >= MOST
    edges = np.flatnonzero(np.diff(share.astype(np.int8), prepend=0, append=0))
    joined: list[tuple[int, int]] = []
    for rises, falls in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        first, last = _grown(rises, falls, allowed)
        if joined and (first - joined[-1][1]) * FRAME_US < JOINED_US:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return [(first * FRAME_US, last * FRAME_US) for first, last in joined]


def _grown(first: int, last: int, allowed: NDArray[np.bool_]) -> tuple[int, int]:
    """The span out to the frames that the window blurred: where frames are allowed, by half a window at most."""
    reach = AROUND_FRAMES // 2
    before, after = allowed[max(first - reach, 0) : first][::-1], allowed[last : last + reach]
    return first - _leading(before), last + _leading(after)


def _leading(allowed: NDArray[np.bool_]) -> int:
    """How many are allowed before the first that is not."""
    return len(allowed) if allowed.all() else int(allowed.argmin())
