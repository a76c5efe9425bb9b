"""The programme's sound as AAC: cut at the sample, brought to the target loudness, held under the true-peak limit.

    levels ── plan_sound ─► gain, curve ─┐
    recording ── kept spans ── fades ────┴─► AAC in parts ─► packets in a file
    bumpers ── measured, own gain and curve ──┘

What `listen` measured is all that has to be known: no sound is measured a second time but the bumpers'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.decisions import KeptSpan, Side
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Levels
from vbn_video.messages import _, number
from vbn_video.plan.cut.programme_format import measured_sound_form
from vbn_video.plan.sound.gain import MOST_GAIN_DB, SoundPlan, audible_kept, plan_sound
from vbn_video.recording.media import open_container
from vbn_video.recording.sound.channels import Planes
from vbn_video.recording.sound.loudness_meter import BLOCK_US, LoudnessMeter
from vbn_video.recording.sound.samples import read_samples
from vbn_video.render.programme import Programme, samples_in
from vbn_video.render.sound.aac import PRIMING, AacPackets, AacSettings, audio_specific_config
from vbn_video.render.sound.aac_parts import JoinedPart, PartEncoding, divide_into_parts, write_parts
from vbn_video.render.sound.programme_sound import ProgrammeSound, apply_gain
from vbn_video.settings.preset import Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


CODING = 1
"""Raised when the same sound would be coded otherwise: then parts that were made before are not taken over."""
SILENT = 1e-4
MISSED_LU = 0.5
"""A talk that comes out this much too quiet is reported; a smaller miss is within what is promised."""
WHOLE = Side("bumper", 1.0)

Reuse = Callable[[str], AacPackets | None]
"""Gives, by a part's key, its packets in the previous render; None where it was not in it."""


@dataclass(frozen=True)
class EncodedPart:
    """Some of the packets, and the key by which a later render finds them."""

    key: str
    """A hash over all that these packets depend on, but for where they are joined."""
    joined: JoinedPart


@dataclass(frozen=True)
class EncodedSound:
    """The whole programme's sound as AAC-LC, one packet after the other in a file."""

    path: Path
    sizes: NDArray[np.int64]
    """Bytes of each packet."""
    configuration: bytes
    """The AudioSpecificConfig."""
    priming: int
    """Samples that are decoded before the first one of the programme."""
    samples: int
    """Samples of the programme (a channel); the last packet holds more."""
    rate_hz: int
    channels: int
    bitrate: int
    """Bits a second, all channels together."""
    parts: tuple[EncodedPart, ...]
    """How the packets came to be, in order."""


def encode_sound(
    programme: Programme, sound: Sound, out: Path, progress: Callable[[float], None], emit: Emit, *, reuse: Reuse | None = None
) -> EncodedSound:
    """Write the AAC packets of the whole programme to `out`, exactly as long as the programme.

    `progress` is called with the share that is done, 0 to 1. `reuse` is asked for each part when its turn comes.

    Raises:
        RecordingError: the sound can't be read.
        OSError: with ENOSPC: the disk is full.
    """
    import numpy as np

    fmt = programme.fmt
    settings = AacSettings(fmt.sound_rate_hz, fmt.sound_channels, sound.bitrate_kbit * 1000 * fmt.sound_channels)
    plan = plan_sound(levels_in_format(programme, progress), audible_kept(programme.plan), sound)
    _report_missed_loudness(plan, sound, emit)
    heard = ProgrammeSound(programme, plan, _read_bumper_sounds(programme, sound))
    parts = divide_into_parts(heard.samples)
    keys = [_key(settings, part.first, part.end, heard.fingerprint(part.first_sample, part.last_sample)) for part in parts]

    def reuse_part(index: int) -> AacPackets | None:
        return reuse(keys[index]) if reuse else None

    with out.open("wb") as file:
        sizes, joined = write_parts(PartEncoding(parts, settings, heard.read, reuse_part), file, progress)
    return EncodedSound(
        path=out,
        sizes=np.array(sizes, np.int64),
        configuration=audio_specific_config(settings),
        priming=PRIMING,
        samples=heard.samples,
        rate_hz=settings.rate_hz,
        channels=settings.channels,
        bitrate=settings.bitrate,
        parts=tuple(EncodedPart(key, place) for key, place in zip(keys, joined, strict=True)),
    )


def _report_missed_loudness(plan: SoundPlan, sound: Sound, emit: Emit) -> None:
    """Say where the talk can't be made as loud as it should be, and why."""
    if MOST_GAIN_DB < sound.loudness_lufs - plan.recorded_lufs < inf:
        sentence = _("The recording is so quiet ({loudness:.0f} LUFS) that its sound is raised by {gain:.0f} dB only.")
        emit(Notice(sentence.format(loudness=plan.recorded_lufs, gain=MOST_GAIN_DB), "warning"))
    elif MISSED_LU < sound.loudness_lufs - plan.expected_lufs < inf:
        sentence = _("Short loud peaks stand over quiet speech: the sound becomes {loudness} LUFS loud, not {wanted}.")
        told = sentence.format(loudness=number(plan.expected_lufs, 1), wanted=number(sound.loudness_lufs, 1))
        emit(Notice(told, "warning"))


def levels_in_format(programme: Programme, progress: Callable[[float], None]) -> Levels:
    """The recording's levels in the rate and channels that the programme has: measured again if `listen` measured in others.

    That is so where the part of which most is kept is not the longest one, and has another rate or other channels. Then nothing
    is measured before the first kept sample, where the levels are those of silence, nor after the last. `progress` is called
    with 0 for each piece.
    """
    fmt, recording, kept = programme.fmt, programme.recording, programme.plan.kept
    if measured_sound_form(recording) == (fmt.sound_rate_hz, fmt.sound_channels):
        return programme.levels
    meter = LoudnessMeter(fmt.sound_rate_hz, fmt.sound_channels)
    blocks = max(kept[0].start_us // BLOCK_US - 1, 0)  # a block earlier: what is heard there rings in the first kept hops
    span = samples_in(fmt, blocks * BLOCK_US), samples_in(fmt, kept[-1].end_us)
    for piece in read_samples(recording, programme.root, span, fmt.sound_rate_hz, fmt.sound_channels, mix=programme.mix):
        meter.feed(piece)
        progress(0.0)
    return _shift_later(meter.finish(), blocks)


def _shift_later(levels: Levels, blocks: int) -> Levels:
    """The same levels, so many blocks later, with silence before them."""
    import numpy as np

    def later(values: NDArray[np.float32], lacking: int) -> NDArray[np.float32]:
        return np.pad(values, (lacking, 0), constant_values=-inf)

    hops = blocks * levels.block_us // levels.hop_us
    return replace(
        levels,
        loudness_lufs=later(levels.loudness_lufs, blocks),
        true_peak_dbtp=later(levels.true_peak_dbtp, blocks),
        hop_lufs=later(levels.hop_lufs, hops),
        hop_true_peak_dbtp=later(levels.hop_true_peak_dbtp, hops),
    )


def _key(settings: AacSettings, first: int, end: int, made_of: str) -> str:
    return hashlib.sha256(repr((CODING, settings, first, end, made_of)).encode()).hexdigest()


def _read_bumper_sounds(programme: Programme, sound: Sound) -> dict[str, Planes]:
    """The sound of each bumper, as loud as the talk will be; silence stays silence."""
    import numpy as np

    fmt, plan = programme.fmt, programme.plan
    lengths = {
        "intro": samples_in(fmt, plan.intro_us),
        "outro": samples_in(fmt, programme.duration_us) - samples_in(fmt, programme.timeline.talk_us[1]),
    }
    sounds = {}
    for name, path in (("intro", programme.intro), ("outro", programme.outro)):
        samples = np.zeros((fmt.sound_channels, lengths[name]), np.float32)
        if path is not None and lengths[name]:
            decode_sound(path, fmt.sound_rate_hz, samples)
        if np.abs(samples).max(initial=0) > SILENT:
            meter = LoudnessMeter(fmt.sound_rate_hz, fmt.sound_channels)
            meter.feed(samples)
            whole_us = max(plan.intro_us, plan.outro_us)
            bumper = plan_sound(meter.finish(), [KeptSpan(0, whole_us, WHOLE, WHOLE)], sound)
            samples = apply_gain(samples, 0, bumper, fmt.sound_rate_hz)
        sounds[name] = samples
    return sounds


def decode_sound(path: Path, rate_hz: int, into: Planes) -> None:
    """The sound of a short file (a bumper) at this rate, from its beginning on, into channels x samples."""
    import av

    at = 0
    with open_container(path) as file:
        resampler = av.AudioResampler("fltp", "mono" if len(into) == 1 else "stereo", rate_hz)
        for frame in [
            *(file.decode(audio=0) if file.streams.audio else ()),
            None,
        ]:  # at None the resampler gives what it still holds
            for converted in resampler.resample(frame):
                piece = converted.to_ndarray()[:, : into.shape[1] - at]
                into[:, at : at + piece.shape[1]] = piece
                at += piece.shape[1]
