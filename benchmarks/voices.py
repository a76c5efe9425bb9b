"""Voices told apart by their sound: what it costs beside the speech detector, and how often it tells one from many.

usage: python -m benchmarks.voices [FOLDER...]

Each FOLDER holds sound files of one person; without any, the tests' two clips are the two people. Meetings of chat and of one who
speaks are laid out of them by chance; a window of 20 s is of one where he has over 90 % of it, of many where nobody has 60 %.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from vbn_video.evidence import Speakers
from vbn_video.listen.sound_frames import FrameMeter
from vbn_video.listen.speech_spans import RATE_HZ, SpeechDetector
from vbn_video.listen.voices import find_voices
from vbn_video.plan.meeting.turns import Turns

HOME = Path(__file__).parent.parent
WINDOW_US = 20_000_000
ONE, MANY, TOLD_ONE = 0.9, 0.6, 0.8

Samples = NDArray[np.float32]


def read(path: Path) -> Samples:
    """A sound file as mono at 16 kHz, at one loudness."""
    with av.open(str(path)) as file:
        resampler = av.AudioResampler("flt", "mono", RATE_HZ)
        frames = [made.to_ndarray()[0] for frame in file.decode(audio=0) for made in resampler.resample(frame)]
    sound = np.concatenate(frames).astype(np.float32)
    return sound * np.float32(0.05 / np.sqrt(np.mean(sound**2)))


def meeting(people: list[Samples], seed: int) -> tuple[Samples, list[int]]:
    """Two minutes of chat and two of one who speaks, and who speaks in each second."""
    random = np.random.default_rng(seed)
    sound, whose = [], []
    main = int(random.integers(len(people)))
    while len(whose) < 240:
        who, seconds = (int(random.integers(len(people))), int(random.integers(1, 5))) if len(whose) < 120 else (main, 10)
        voice = np.tile(people[who], 1 + 12 * RATE_HZ // len(people[who]))
        first = int(random.integers(0, len(voice) - seconds * RATE_HZ))
        sound.append(voice[first : first + seconds * RATE_HZ])
        whose += [who] * seconds
    joined = np.concatenate(sound)
    return joined + random.normal(0, 0.002, len(joined)).astype(np.float32), whose


def main() -> None:
    """Print the table."""
    folders = [Path(name) for name in sys.argv[1:]]
    files = [sorted(folder.iterdir()) for folder in folders] or [
        [HOME / "tests/data" / f"{name}.flac"] for name in ("tale", "english")
    ]
    people = [np.concatenate([read(path) for path in one]) for one in files]
    took = {"frames": 0.0, "detector": 0.0, "voices": 0.0}
    right: dict[str, list[bool]] = {"one": [], "many": []}
    for seed in range(4):
        sound, whose = meeting(people, seed)
        meter, detector = FrameMeter(), SpeechDetector()
        began = time.process_time()
        meter.feed(sound)
        frames = meter.finish()
        took["frames"] += time.process_time() - began
        began = time.process_time()
        detector.feed(sound)
        detector.finish()
        took["detector"] += time.process_time() - began
        began = time.process_time()
        turns = Turns(find_voices(frames, detector.probabilities, Speakers(), len(whose) * 1_000_000))
        took["voices"] += time.process_time() - began
        for first in range(0, len(whose) - 20, 10):
            share = np.bincount(whose[first : first + 20]).max() / 20
            talk = turns.within(first * 1_000_000, first * 1_000_000 + WINDOW_US)
            if talk is not None and talk.leading_share is not None and not MANY <= share <= ONE:
                right["one" if share > ONE else "many"].append((talk.leading_share > TOLD_ONE) == (share > ONE))
    hour = 3600 / (4 * 240)
    print("voices: processor time for an hour: " + ", ".join(f"{name} {value * hour:.1f} s" for name, value in took.items()))
    print(f"  {(took['frames'] + took['voices']) / took['detector']:.2f} of the speech detector's")
    for kind, told in right.items():
        print(f"  windows of {kind}: {sum(told)} of {len(told)} right")


if __name__ == "__main__":
    main()
