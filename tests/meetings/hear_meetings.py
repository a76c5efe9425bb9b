"""Make the fixtures anew: say, mix and hear the made meetings as the product hears a recording, and keep what was heard.

    PYTHONPATH=. python -m tests.meetings.hear_meetings FOLDER [known|second|third]

FOLDER keeps what was said and heard: what is there is not made again. Needs the program espeak-ng, the packages that
`tools/danish_voice.py` names, and what `tests/meetings/spoken.py` does.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.meetings.evidence_of_script import assemble, levels_of_hops
from tests.meetings.fixtures import HeardMeeting, pack
from tests.meetings.make_scripts import heard_scripts
from tests.meetings.mixing import RATE_HZ, Samples, mix
from tests.meetings.scripts import Script
from tests.meetings.sentences import HEARD
from tests.meetings.spoken import Speaking
from tests.meetings.whole_meeting import sound_file, write_opus
from vbn_video.clock import US_PER_S, us
from vbn_video.codec import from_json, to_json
from vbn_video.evidence import Levels, Speakers, SpeechSpan, Transcript, Word
from vbn_video.listen.sound_frames import FrameMeter
from vbn_video.listen.sound_scene import find_sounds
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.listen.voices import find_voices
from vbn_video.recording.sound.loudness_meter import LoudnessMeter
from vbn_video.speech.checkpoint import Checkpoint
from vbn_video.speech.engines.engine import DecodingOptions, Engine, Quality
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.hearing import Listener
from vbn_video.speech.transcription import transcribe, transcription_gain

HURRIED = Quality(first=DecodingOptions(beam=1), again=DecodingOptions(beam=2), least_log_probability=-2.5)
"""A small model in a hurry, which seldom doubts itself: more words are wrong than in an editor's own run."""


WHOLE = ("known-two breaks-1", "known-talk after the goodbyes-1")
"""Those whose sound is kept as well."""


@dataclass(frozen=True)
class MixedSound:
    """The sound of a meeting for the model to listen to."""

    sound: Samples

    @property
    def duration_us(self) -> int:
        return len(self.sound) * US_PER_S // RATE_HZ

    def samples(self, start_us: int, end_us: int) -> Samples:
        return self.sound[start_us * RATE_HZ // US_PER_S : end_us * RATE_HZ // US_PER_S]


@cache
def _engine() -> Engine:
    return load_engine("faster-whisper", "base")


def hear(script: Script, speaking: Speaking, folder: Path) -> HeardMeeting:
    """One meeting by the product's meter, its detector of speech, and its model; its words are kept in the folder."""
    mixed = mix(script, speaking)
    meter, detector, frame_meter = LoudnessMeter(RATE_HZ, 1), SpeechDetector(), FrameMeter()
    meter.feed(mixed.sound[None])
    detector.feed(mixed.sound)
    frame_meter.feed(mixed.sound)
    levels, speech, frames = meter.finish(), detector.finish(), frame_meter.finish()
    evidence, truth = assemble(
        script,
        mixed.laid,
        mixed.voice_us,
        words=_words(script, mixed.sound, speech, levels, folder),
        speech=speech,
        levels=levels_of_hops(levels.hop_lufs),
        voices=find_voices(frames, detector.probabilities, Speakers(), us(mixed.laid.duration_s)),
        sounds=find_sounds(frames, detector.probabilities, levels),
    )
    return HeardMeeting(script, evidence, truth)


def _words(script: Script, sound: Samples, speech: tuple[SpeechSpan, ...], levels: Levels, folder: Path) -> tuple[Word, ...]:
    path = folder / "heard" / f"{script.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        checkpoint = Checkpoint(path.with_suffix(".jsonl"), script.name)
        source = MixedSound(sound)
        listener = Listener(source, transcription_gain(levels), speech, _engine, HURRIED, checkpoint, lambda _event: None)
        heard = transcribe(listener, levels, None)
        path.write_text(to_json(Transcript, Transcript(heard.words, "base")), encoding="utf-8")
    return from_json(Transcript, path.read_text(encoding="utf-8")).words


def main(arguments: list[str]) -> None:
    """Hear those that are to be heard, and pack each set's fixture."""
    folder = Path(arguments[0])
    speaking = Speaking(folder)
    for half in HEARD:
        if half in arguments[1:] or not arguments[1:]:
            pack(half, [hear(script, speaking, folder) for script in heard_scripts(half)])
            for script in heard_scripts(half):
                if script.name in WHOLE:
                    write_opus(sound_file(script.name), mix(script, speaking).sound, RATE_HZ)


if __name__ == "__main__":
    main(sys.argv[1:])
