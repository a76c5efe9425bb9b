"""Who speaks, from the sound of each participant: louder than the others, and than the participant's own noise floor.

    Anne  ▁▁▅▇▆▅▇▂▁▁▁▁▁▁▁        ── Anne ──
    Bo    ▁▁▂▃▂▂▃▁▁▅▇▆▅▂▁                     ── Bo ──      (what Bo's microphone hears of Anne is no turn)

Each file is read once, block by block; what is kept of it is one number for 100 ms.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S, seconds
from vbn_video.errors import RecordingError
from vbn_video.events import Emit, Notice, Progress
from vbn_video.evidence import Part, Recording, SpeakerTurn
from vbn_video.messages import ngettext
from vbn_video.recording.probe import probe_sound
from vbn_video.recording.sound.samples import read_sound
from vbn_video.recording.zoom.participant_files import participant_key, participant_name

RATE_HZ = 16_000
BLOCK_US = 100_000
BLOCK_SAMPLES = RATE_HZ * BLOCK_US // US_PER_S
SILENCE_DB = -120.0

BEGINS_DB, GOES_ON_DB = 12.0, 6.0
"""How far above its own noise floor a voice begins, and goes on."""
UNDER_LOUDEST_DB = 9.0
"""What is further below the loudest participant is that one's voice in another's microphone."""
SPEECH_RANGE_DB = 30.0
"""The noise floor lies at least this far below a voice's loudest: one who never rests has no quiet to be measured."""
FAINTEST_DB = -55.0
REST_US = 300_000
"""A shorter rest does not end a turn."""
SHORTEST_US = 300_000


def detect_participant_turns(recording: Recording, root: Path, emit: Emit) -> tuple[SpeakerTurn, ...]:
    """The turns of all participants who have a sound file of their own, ascending; they overlap where two speak at once."""
    people = _people(recording, root, emit)
    levels = []
    for index, (_name, sound) in enumerate(people):
        levels.append(_levels(sound, root))
        emit(Progress(seconds(recording.duration_us) * (index + 1) / len(people), seconds(recording.duration_us)))
    return detect_turns([name for name, _sound in people], levels)


def detect_turns(names: Sequence[str], levels: Sequence[NDArray[np.float32]]) -> tuple[SpeakerTurn, ...]:
    """The turns from each one's level (dBFS) in blocks of 100 ms, all of the same number."""
    if not names:
        return ()
    loudest = np.max(levels, axis=0)
    turns = [
        SpeakerTurn(first * BLOCK_US, last * BLOCK_US, name)
        for name, level in zip(names, levels, strict=True)
        for first, last in _spoken(level, loudest)
    ]
    return tuple(sorted(turns, key=lambda turn: (turn.start_us, turn.end_us, turn.name)))


def _spoken(level: NDArray[np.float32], loudest: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Runs of blocks [first, last) in which one speaks: begun by loud blocks, gone on through those not quite as loud."""
    heard = level[level > SILENCE_DB]
    if not len(heard):
        return []
    quiet, loud = np.percentile(heard, (20, 95))
    floor = max(min(quiet, loud - SPEECH_RANGE_DB), FAINTEST_DB - BEGINS_DB)
    own = level > loudest - UNDER_LOUDEST_DB
    begins, goes_on = own & (level >= floor + BEGINS_DB), own & (level >= floor + GOES_ON_DB)
    runs: list[list[int]] = []
    at = 0
    for on, group in groupby(goes_on.tolist()):
        first, at = at, at + len(list(group))
        if not on:
            continue
        if runs and (first - runs[-1][1]) * BLOCK_US <= REST_US:
            runs[-1][1] = at
        else:
            runs.append([first, at])
    return [(first, last) for first, last in runs if begins[first:last].any() and (last - first) * BLOCK_US >= SHORTEST_US]


def _people(recording: Recording, root: Path, emit: Emit) -> list[tuple[str, Recording]]:
    """(name, the recording with nothing but this one's sound) of every participant."""
    people: dict[str, tuple[str, list[Part]]] = {}
    unused = 0
    for sidecar in recording.sidecars:
        if sidecar.kind != "participant":
            continue
        try:
            sound_index, sound = probe_sound(root / sidecar.file)
        except RecordingError:
            sound_index, sound = None, None
        if sidecar.part is None or sound is None:
            unused += 1
            continue
        key = participant_key(sidecar.file, recording.parts[sidecar.part].file)
        _name, parts = people.setdefault(key, (participant_name(sidecar.file), [_silent(part) for part in recording.parts]))
        parts[sidecar.part] = replace(recording.parts[sidecar.part], file=sidecar.file, sound_index=sound_index, sound=sound)
    if unused:
        sentence = ngettext(
            "{count} sound file of a participant can't be used: no sound, or of no part of the recording.",
            "{count} sound files of participants can't be used: no sound, or of no part of the recording.",
            unused,
        )
        emit(Notice(sentence.format(count=unused), "warning"))
    return [(name, replace(recording, parts=tuple(parts))) for name, parts in people.values()]


def _silent(part: Part) -> Part:
    return replace(part, sound_index=None, sound=None)


def _levels(recording: Recording, root: Path) -> NDArray[np.float32]:
    """The level of each 100 ms, in dBFS; the last block may be shorter."""
    channels = max((min(part.sound.channels, 2) for part in recording.parts if part.sound), default=1)
    pieces = [_level_of_blocks(block) for block in read_sound(recording, root, RATE_HZ, channels, block_s=30)]
    return np.concatenate([*pieces, np.zeros(0, np.float32)])


def _level_of_blocks(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the channels' powers: that of their mean is nothing where they cancel each other."""
    powers = samples.astype(np.float64) ** 2 if samples.ndim == 1 else np.mean(samples.astype(np.float64) ** 2, axis=1)
    power = np.pad(powers, (0, -len(powers) % BLOCK_SAMPLES)).reshape(-1, BLOCK_SAMPLES).mean(axis=1)
    level: NDArray[np.float32] = (10 * np.log10(np.maximum(power, 10 ** (SILENCE_DB / 10)))).astype(np.float32)
    return level
