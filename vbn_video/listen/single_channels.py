"""How a recording's channels are to be mixed, by what is in each of them; what is heard in one of them alone is heard.

A part's sound is read once more for each question: not at all for one channel; once, for how the channels have to do with each
other, where they are alike, as most are; where they are not, as in true stereo, twice more, to listen to each and to their mix.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from vbn_video.clock import US_PER_S, seconds
from vbn_video.decisions import ChannelMix, MixSpan
from vbn_video.events import Emit, Progress
from vbn_video.evidence import Recording, SpeechSpan
from vbn_video.listen import speech_spans
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.plan.sound.channel_mix import ChannelPowers, hear_lost_speech, join_speech, plan_mix
from vbn_video.recording.sound.channels import Planes
from vbn_video.recording.sound.samples import Resampler, part_samples, read_channels, read_downmix_gains, read_sound

BLOCKS_A_SECOND = 10
BAND_HZ = 200, 4000
"""Where speech is; hum and rumble, which may well be alike in channels that cancel each other else, are not."""


def find_mix(recording: Recording, root: Path, emit: Emit) -> tuple[ChannelMix, tuple[SpeechSpan, ...]]:
    """(how the channels are to be mixed, the speech heard in single channels), on the recording clock.

    No channel is listened to by itself where all are alike, but for their signs.
    """
    spans: list[MixSpan] = []
    speech: list[SpeechSpan] = []
    for index, part in enumerate(recording.parts):
        if part.sound is None or part.sound.channels < 2:
            continue
        powers = _read_powers(recording, root, index, emit)
        planned = plan_mix(powers)
        if not powers.are_alike():
            by_channel = _hear_channels(recording, root, index, emit)
            mixed = _hear_mix(recording, root, index, ChannelMix(planned), emit)
            start_us = recording.part_starts_us[index]
            planned = hear_lost_speech(planned, mixed, by_channel, (start_us, start_us + part.duration_us))
            speech += join_speech(*by_channel)
        spans += planned
    return ChannelMix(tuple(spans)), tuple(speech)


def _read_powers(recording: Recording, root: Path, index: int, emit: Emit) -> ChannelPowers:
    part, start_us = recording.parts[index], recording.part_starts_us[index]
    assert part.sound is not None
    rate_hz, channels = part.sound.rate_hz, part.sound.channels
    block = rate_hz // BLOCKS_A_SECOND
    found = [_covariances(planes, block, rate_hz) for planes in _whole_blocks(recording, root, index, block, emit)]
    covariance = np.concatenate([np.zeros((0, channels, channels)), *found])
    edges_us = start_us + np.arange(len(covariance) + 1) * block * US_PER_S // rate_hz
    edges_us[-1] = start_us + part.duration_us
    return ChannelPowers(edges_us, covariance, read_downmix_gains(root, part))


def _covariances(planes: Planes, block: int, rate_hz: int) -> np.ndarray:
    """Blocks x channels x channels: mean products within the band of speech."""
    blocks = planes.reshape(len(planes), -1, block).transpose(1, 0, 2)
    spectrum = np.fft.rfft(blocks * np.hanning(block).astype(np.float32))
    first, last = (round(hz * block / rate_hz) for hz in BAND_HZ)
    band = spectrum[:, :, first : last + 1].astype(np.complex128)
    weight = 2 / (block * block * 0.375)  # Parseval's theorem; the window's mean square is 3/8
    covariances: np.ndarray = np.einsum("bck,bdk->bcd", band, band.conj()).real * weight
    return covariances


def _whole_blocks(recording: Recording, root: Path, index: int, block: int, emit: Emit) -> Iterator[Planes]:
    """The part's channels in pieces of whole blocks, the last one filled with silence."""
    waiting = None
    for planes in _with_progress(recording, read_channels(recording, root, index), index, emit):
        waiting = planes if waiting is None else np.concatenate([waiting, planes], axis=1)
        if waiting.shape[1] >= BLOCKS_A_SECOND * block:
            full = waiting.shape[1] // block * block
            yield waiting[:, :full]
            waiting = waiting[:, full:]
    if waiting is not None and waiting.shape[1]:
        yield np.pad(waiting, ((0, 0), (0, -waiting.shape[1] % block)))


def _hear_channels(recording: Recording, root: Path, index: int, emit: Emit) -> list[tuple[SpeechSpan, ...]]:
    """The speech in each channel of a part."""
    sound, start_us = recording.parts[index].sound, recording.part_starts_us[index]
    assert sound is not None
    ears = [(Resampler(sound.rate_hz, speech_spans.RATE_HZ), SpeechDetector()) for _ in range(sound.channels)]
    for planes in _with_progress(recording, read_channels(recording, root, index), index, emit):
        for number, (resampler, detector) in enumerate(ears):
            detector.feed(resampler.feed(planes[number : number + 1])[0])
    for resampler, detector in ears:
        detector.feed(resampler.flush()[0])
    return [_moved(detector.finish(), start_us) for _resampler, detector in ears]


def _hear_mix(recording: Recording, root: Path, index: int, mix: ChannelMix, emit: Emit) -> tuple[SpeechSpan, ...]:
    """The speech in the mix of a part."""
    detector, start_us = SpeechDetector(), recording.part_starts_us[index]
    first, last = part_samples(recording, speech_spans.RATE_HZ)[index]
    for block in read_sound(recording, root, speech_spans.RATE_HZ, span=(first, last), mix=mix):
        detector.feed(block)
        first += len(block)
        emit(Progress(first / speech_spans.RATE_HZ, seconds(recording.duration_us)))
    return _moved(detector.finish(), start_us)


def _moved(spans: Sequence[SpeechSpan], by_us: int) -> tuple[SpeechSpan, ...]:
    return tuple(SpeechSpan(span.start_us + by_us, span.end_us + by_us) for span in spans)


def _with_progress(recording: Recording, pieces: Iterator[Planes], index: int, emit: Emit) -> Iterator[Planes]:
    """The same pieces; progress is told in seconds of the recording."""
    part, whole_s = recording.parts[index], seconds(recording.duration_us)
    done_s = seconds(recording.part_starts_us[index])
    for planes in pieces:
        yield planes
        done_s += planes.shape[1] / (part.sound.rate_hz if part.sound else 1)
        emit(Progress(min(done_s, whole_s), whole_s))
