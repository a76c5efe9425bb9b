"""Everything that is to be heard in a recording, in one pass over its sound: loudness, true peaks, speech."""

from pathlib import Path

import numpy as np

from vbn_video.clock import seconds
from vbn_video.decisions import PLAIN_MIX, ChannelMix
from vbn_video.events import Emit, Progress
from vbn_video.evidence import Levels, Recording, SpeechSpan
from vbn_video.listen import speech_spans
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.plan.cut.programme_format import measured_sound_form
from vbn_video.recording.sound.loudness_meter import LoudnessMeter
from vbn_video.recording.sound.samples import Resampler, read_sound


def measure(recording: Recording, root: Path, emit: Emit, mix: ChannelMix = PLAIN_MIX) -> tuple[Levels, tuple[SpeechSpan, ...]]:
    """Loudness, true peaks and speech spans of the whole recording, on the recording clock.

    Loudness is measured in as many channels and at the rate that the programme will have: two equal channels are 3 LU louder than
    one (BS.1770-4), and the limiter must know each peak.
    """
    rate_hz, channels = measured_sound_form(recording)
    meter = LoudnessMeter(rate_hz, channels)
    detector = SpeechDetector()
    resampler = Resampler(rate_hz, speech_spans.RATE_HZ)
    done = 0
    for block in read_sound(recording, root, rate_hz, channels, mix=mix, emit=emit):
        planes = np.atleast_2d(block.T)
        meter.feed(planes)
        detector.feed(resampler.feed(planes.mean(axis=0, keepdims=True, dtype=np.float32))[0])
        done += len(block)
        emit(Progress(done / rate_hz, seconds(recording.duration_us)))
    detector.feed(resampler.flush()[0])
    return meter.finish(), detector.finish()
