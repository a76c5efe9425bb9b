"""Everything that is to be heard in a recording, in one pass over its sound: loudness, true peaks, speech."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from vbn_video.codec import seconds
from vbn_video.events import Progress, Tell
from vbn_video.evidence import Levels, Recording, SpeechSpan
from vbn_video.listen import speech_spans
from vbn_video.listen.loudness import BLOCK_US, BLOCKS_A_SECOND, LoudnessMeter
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.recording.sound import Resampler, read_sound

LOWEST_RATE_HZ = 16_000
USUAL_RATE_HZ = 48_000


def measure(recording: Recording, root: Path, tell: Tell) -> tuple[Levels, tuple[SpeechSpan, ...]]:
    """Loudness, true peaks and speech spans of the whole recording, on the recording clock.

    Loudness is measured in as many channels (one or two) and, where it is a usual one, at the rate of the longest part's sound:
    the programme will have the same, and two equal channels are 3 LU louder than one (BS.1770-4).
    """
    rate_hz, channels = measured_form(recording)
    meter = LoudnessMeter(rate_hz, channels)
    detector = SpeechDetector()
    resampler = Resampler(rate_hz, speech_spans.RATE_HZ)
    done = 0
    for block in read_sound(recording, root, rate_hz, channels, tell=tell):
        planes = np.atleast_2d(block.T)
        meter.feed(planes)
        detector.feed(resampler.feed(planes.mean(axis=0, keepdims=True, dtype=np.float32))[0])
        done += len(block)
        tell(Progress(done / rate_hz, seconds(recording.duration_us)))
    detector.feed(resampler.rest()[0])
    loudness, peaks, integrated = meter.finish()
    return Levels(BLOCK_US, loudness, peaks, integrated), detector.finish()


def measured_form(recording: Recording) -> tuple[int, int]:
    """(rate, channels) to measure a recording in: those of the longest part that has sound."""
    sounds = [(part.duration_us, part.sound) for part in recording.parts if part.sound is not None]
    if not sounds:
        return LOWEST_RATE_HZ, 1
    sound = max(sounds, key=lambda pair: pair[0])[1]
    usual = sound.rate_hz >= LOWEST_RATE_HZ and sound.rate_hz % BLOCKS_A_SECOND == 0
    return (sound.rate_hz if usual else USUAL_RATE_HZ), min(sound.channels, 2)
