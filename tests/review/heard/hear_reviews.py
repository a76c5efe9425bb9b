"""Make the kept meetings anew: say, mix and hear them as a user's run hears a recording, at the quality `good`.

    PYTHONPATH=. python -m tests.review.heard.hear_reviews FOLDER [judged|fitted]

FOLDER keeps what was said and heard: what is there is not made again. It needs what `tests/meetings/hear_meetings.py` does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.meetings.hear_meetings import MixedSound
from tests.meetings.mixing import RATE_HZ, mix
from tests.meetings.spoken import Speaking
from tests.review.heard.kept_reviews import KeptReview, SpokenLine, pack_reviews
from tests.review.heard.review_meetings import USES, ReviewMeeting, review_meetings
from tests.speech.hearing import hear
from vbn_video.evidence import Transcript
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.recording.sound.loudness_meter import LoudnessMeter
from vbn_video.settings.lexicon.danish_lexicon import Knows, danish_lexicon
from vbn_video.speech.checkpoint import Checkpoint
from vbn_video.speech.engines.engine import Engine
from vbn_video.speech.engines.registry import load_engine


def hear_review(meeting: ReviewMeeting, speaking: Speaking, engine: Engine, knows: Knows, folder: Path) -> KeptReview:
    """One meeting by the product's meter, its detector of speech, and its model."""
    mixed = mix(meeting.script, speaking)
    meter, detector = LoudnessMeter(RATE_HZ, 1), SpeechDetector()
    meter.feed(mixed.sound[None])
    detector.feed(mixed.sound)
    source = MixedSound(mixed.sound)
    checkpoint = Checkpoint(folder / f"{meeting.name}.jsonl", meeting.name)
    heard = hear(source, detector.finish(), meter.finish(), engine, knows=knows, checkpoint=checkpoint)
    return KeptReview(
        meeting.name,
        source.duration_us,
        tuple(SpokenLine(*span, text) for span, text in zip(mixed.voice_us, meeting.lines, strict=True)),
        meeting.names,
        Transcript(heard.words, engine.name, dropped=heard.dropped, alternatives=heard.alternatives),
    )


def main(arguments: list[str]) -> None:
    """Hear those that are asked for, and pack each set's file."""
    folder = Path(arguments[0])
    knows = danish_lexicon()
    if knows is None:
        sys.exit("A second hearing is asked for by a Danish lexicon, and there is none on this machine.")
    speaking, engine = Speaking(folder), load_engine("faster-whisper", "base")
    for use in USES:
        if use in arguments[1:] or not arguments[1:]:
            pack_reviews(use, [hear_review(meeting, speaking, engine, knows, folder) for meeting in review_meetings(use)])


if __name__ == "__main__":
    main(sys.argv[1:])
