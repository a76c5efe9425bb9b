"""Everything that is to be heard in a recording, in one pass over its sound: loudness, true peaks, speech, what it is like."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import seconds
from vbn_video.decisions import PLAIN_MIX, ChannelMix
from vbn_video.events import Emit, Progress
from vbn_video.evidence import Levels, Recording, SpeechSpan
from vbn_video.listen import speech_spans
from vbn_video.listen.sound_frames import FrameMeter, SoundFrames
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.plan.cut.programme_format import measured_sound_form
from vbn_video.recording.sound.loudness_meter import LoudnessMeter
from vbn_video.recording.sound.samples import Resampler, read_sound


@dataclass(frozen=True)
class Heard:
    """What one pass over a recording's sound found, on the recording clock."""

    levels: Levels
    speech: tuple[SpeechSpan, ...]
    probabilities: NDArray[np.float32]
    """How likely it is, in each frame of 32 ms, that somebody speaks."""
    frames: SoundFrames
    """What the sound is like in each of these frames."""


def measure(recording: Recording, root: Path, emit: Emit, mix: ChannelMix = PLAIN_MIX) -> Heard:
    """Loudness, true peaks, speech spans, and what the sound is like, of the whole recording.

    Loudness is measured in as many channels and at the rate that the programme will have: two equal channels are 3 LU louder than
    one (BS.1770-4), and the limiter must know each peak.
    """
    rate_hz, channels = measured_sound_form(recording)
    meter = LoudnessMeter(rate_hz, channels)
    detector, frame_meter = SpeechDetector(), FrameMeter()
    resampler = Resampler(rate_hz, speech_spans.RATE_HZ)

    def hear(samples: NDArray[np.float32]) -> None:
        detector.feed(samples)
        frame_meter.feed(samples)

    done = 0
    for block in read_sound(recording, root, rate_hz, channels, mix=mix, emit=emit):
        planes = np.atleast_2d(block.T)
        meter.feed(planes)
        hear(resampler.feed(planes.mean(axis=0, keepdims=True, dtype=np.float32))[0])
        done += len(block)
        emit(Progress(done / rate_hz, seconds(recording.duration_us)))
    hear(resampler.flush()[0])
    speech = detector.finish()
    return Heard(meter.finish(), speech, detector.probabilities, frame_meter.finish())
