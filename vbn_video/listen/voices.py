"""Who speaks how long, without names: from Zoom's own data where there is any, else by how the voices sound.

Speech is cut into pieces of about 1.3 s. Of each, the mean and the spread of its cepstra and its pitch are measured relative
to all speech of the recording: so loudness does not count, nor the room and the microphone that all have in common. What
scatters within pieces, by the sounds of speech, counts little; what remains tells voices apart well enough to say whether one
speaks or many do, not to know a person again.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Speakers, Voices, VoiceTurn
from vbn_video.listen.sound_frames import SoundFrames
from vbn_video.listen.speech_spans import FRAME_US, SPEECH_FROM, find_spans
from vbn_video.listen.voice_clusters import cluster

PIECE_FRAMES = 40
BORDER_FRAMES = 12
"""So far from where a piece should end is looked for the quietest frame."""
LEAST_FRAMES = 8
"""A piece with less voice tells nothing of who speaks: it is its neighbour's."""
LOUD = 5.0
"""How far below a piece's loudest frame one may lie, in the natural logarithm of power (22 dB): the rest is room."""
PERIODIC = 0.6
SHRINKAGE = 0.01
"""Share of the mean variance that is added to each: a covariance of few frames is too sure of its small directions."""
SPREAD_WEIGHT, PITCH_WEIGHT, PITCH_SPREAD = 0.6, 0.3, 0.15
"""How much a difference of spread, and of pitch (by the spread of its logarithm within a voice), counts beside the means'."""
SAME_TURN_US = 1_000_000
"""A shorter rest does not end a turn."""


def find_voices(frames: SoundFrames, probabilities: NDArray[np.float32], speakers: Speakers, end_us: int) -> Voices:
    """The turns of all voices, on the recording clock, none beyond `end_us`.

    `probabilities` are the speech detector's, one a frame; `speakers` what Zoom's files say.
    """
    if speakers.turns:
        return voices_of_speakers(speakers)
    pieces = _pieces(probabilities)
    spoken = [_spoken(frames, probabilities, first, last) for first, last in pieces]
    told = [index for index, chosen in enumerate(spoken) if len(chosen) >= LEAST_FRAMES]
    if not told:
        return Voices()
    points = _points(frames, [spoken[index] for index in told])
    weights = np.array([min(len(spoken[index]) / PIECE_FRAMES, 1.0) for index in told])
    starts, ends = (np.array([pieces[index][side] for index in told], float) for side in (0, 1))
    rests = np.maximum(np.concatenate([[0.0], starts[1:] - ends[:-1]]), 0) / LEAST_FRAMES
    labels = cluster(points, weights, rests)
    nearest = np.clip(np.searchsorted(told, np.arange(len(pieces))), 0, len(told) - 1)
    return Voices(_numbered([(*piece, int(labels[near])) for piece, near in zip(pieces, nearest, strict=True)], end_us), "sound")


def voices_of_speakers(speakers: Speakers) -> Voices:
    """The same turns with numbers in place of names, 0 for whom Zoom heard longest."""
    heard_us = Counter[str]()
    for turn in speakers.turns:
        heard_us[turn.name] += turn.end_us - turn.start_us
    numbers = {name: number for number, (name, _us) in enumerate(heard_us.most_common())}
    return Voices(tuple(VoiceTurn(turn.start_us, turn.end_us, numbers[turn.name]) for turn in speakers.turns), "zoom")


def _pieces(probabilities: NDArray[np.float32]) -> list[tuple[int, int]]:
    """[first, last) frames of pieces of speech, cut where it is least."""
    found: list[tuple[int, int]] = []
    for span in find_spans(probabilities.tolist(), len(probabilities) * FRAME_US):
        first, last = span.start_us // FRAME_US, -(-span.end_us // FRAME_US)
        count = max(round((last - first) / PIECE_FRAMES), 1)
        for number in range(1, count):
            middle = first + (last - first) // (count - number + 1)
            low, high = max(middle - BORDER_FRAMES, first + LEAST_FRAMES), min(middle + BORDER_FRAMES, last)
            border = low + int(probabilities[low:high].argmin()) if low < high else middle
            found.append((first, border))
            first = border
        found.append((first, last))
    return [(first, last) for first, last in found if first < last]


def _spoken(frames: SoundFrames, probabilities: NDArray[np.float32], first: int, last: int) -> NDArray[np.int64]:
    """The frames in [first, last) in which the voice is clear."""
    spoken = first + np.flatnonzero(probabilities[first:last] >= SPEECH_FROM)
    clear: NDArray[np.int64] = spoken[frames.level[spoken] >= frames.level[spoken].max(initial=-np.inf) - LOUD]
    return clear


def _points(frames: SoundFrames, pieces: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    """The pieces by the frames chosen of each, as points: what scatters within pieces is 1 wide in each direction.

    Means are freed of that scatter as in Hotelling's T²; spreads and pitch stand beside them.
    """
    cepstra = [frames.cepstra[chosen].astype(np.float64) for chosen in pieces]
    means, spreads = np.array([piece.mean(axis=0) for piece in cepstra]), np.array([piece.std(axis=0) for piece in cepstra])
    scatter = sum((piece - mean).T @ (piece - mean) for piece, mean in zip(cepstra, means, strict=True))
    covariance = scatter / sum(len(piece) - 1 for piece in cepstra)
    covariance += np.eye(len(covariance)) * (SHRINKAGE * np.trace(covariance) / len(covariance) + 1e-6)
    variances, directions = np.linalg.eigh(covariance)
    return np.column_stack(
        [
            means @ directions / np.sqrt(variances),
            SPREAD_WEIGHT * spreads / np.sqrt(np.diag(covariance)),
            PITCH_WEIGHT * _log_pitches(frames, pieces) / PITCH_SPREAD,
        ]
    )


def _log_pitches(frames: SoundFrames, pieces: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    """The logarithm of each piece's median pitch; that of the median piece where it has none."""
    voiced = [chosen[frames.periodicity[chosen] >= PERIODIC] for chosen in pieces]
    found = np.array([np.median(np.log(frames.pitch_hz[some])) if len(some) > LEAST_FRAMES // 2 else np.nan for some in voiced])
    known = found[~np.isnan(found)]
    return np.where(np.isnan(found), np.median(known) if len(known) else 0.0, found)


def _numbered(pieces: list[tuple[int, int, int]], end_us: int) -> tuple[VoiceTurn, ...]:
    """Turns of pieces (first frame, last frame, label), joined, the voices numbered by how long they are heard."""
    heard = Counter[int]()
    for first, last, label in pieces:
        heard[label] += last - first
    numbers = {label: number for number, (label, _frames) in enumerate(heard.most_common())}
    turns: list[VoiceTurn] = []
    for first, last, label in pieces:
        start_us, until_us, voice = first * FRAME_US, min(last * FRAME_US, end_us), numbers[label]
        if turns and turns[-1].voice == voice and start_us - turns[-1].end_us < SAME_TURN_US:
            turns[-1] = VoiceTurn(turns[-1].start_us, until_us, voice)
        elif start_us < until_us:
            turns.append(VoiceTurn(start_us, until_us, voice))
    return tuple(turns)
