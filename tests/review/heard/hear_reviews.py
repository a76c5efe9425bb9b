"""Make the kept meetings anew: say, mix and hear them as a user's run hears a recording, at the quality `good`.

    PYTHONPATH=. python -m tests.review.heard.hear_reviews FOLDER [judged|fitted]

FOLDER keeps what was said and heard: what is there is not made again. It needs what `tests/meetings/hear_meetings.py` does.

A synthetic voice that never learnt Danish says some sentences so that base understands next to nothing of them. Those are
left out of what is kept, with their words, so that as many words are wrong as base has wrong of people: nobody is helped by a
doubt about a sentence that must be typed afresh.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.word_errors import HeardWord, Utterance, errors
from tests.meetings.hear_meetings import MixedSound
from tests.meetings.mixing import RATE_HZ, mix
from tests.meetings.spoken import Speaking
from tests.review.heard.kept_reviews import KeptReview, SpokenLine, pack_reviews
from tests.review.heard.review_meetings import USES, ReviewMeeting, review_meetings
from tests.speech.hearing import hear
from vbn_video.clock import US_PER_S
from vbn_video.evidence import Transcript, Word
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.plan.words.other_hearings import still_standing
from vbn_video.recording.sound.loudness_meter import LoudnessMeter
from vbn_video.settings.lexicon.danish_lexicon import Knows, danish_lexicon
from vbn_video.speech.checkpoint import Checkpoint
from vbn_video.speech.engines.engine import Engine
from vbn_video.speech.engines.registry import load_engine

MOST_WRONG = 0.6
"""Share of a sentence's words."""


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


def without_lost_sentences(kept: KeptReview) -> KeptReview:
    """The meeting without the sentences of which more than `MOST_WRONG` was heard wrong."""
    said = [Utterance(line.start_us / US_PER_S, line.end_us / US_PER_S, line.text) for line in kept.said]
    heard: list[list[Word]] = [[] for _line in said]
    for word in kept.heard.words:
        at_us = (word.start_us + word.end_us) // 2
        heard[min(range(len(said)), key=lambda place: _distance_us(kept.said[place], at_us))].append(word)
    understood: list[tuple[SpokenLine, list[Word]]] = []
    for line, utterance, words in zip(kept.said, said, heard, strict=True):
        texts = [HeardWord(utterance.start_s, utterance.end_s, word.text) for word in words]
        if words and errors(texts, [utterance]).rate <= MOST_WRONG:
            understood.append((line, words))
    words = sorted((word for _line, own in understood for word in own), key=lambda word: word.start_us)
    alternatives = still_standing(kept.heard.alternatives, words)
    heard_left = replace(kept.heard, words=tuple(words), alternatives=alternatives)
    return replace(kept, said=tuple(line for line, _words in understood), heard=heard_left)


def _distance_us(line: SpokenLine, at_us: int) -> int:
    return max(line.start_us - at_us, at_us - line.end_us, 0)


def main(arguments: list[str]) -> None:
    """Hear those that are asked for, and pack each set's file."""
    folder = Path(arguments[0])
    knows = danish_lexicon()
    if knows is None:
        sys.exit("A second hearing is asked for by a Danish lexicon, and there is none on this machine.")
    speaking, engine = Speaking(folder), load_engine("faster-whisper", "base")
    for use in USES:
        if use in arguments[1:] or not arguments[1:]:
            heard = (hear_review(meeting, speaking, engine, knows, folder) for meeting in review_meetings(use))
            pack_reviews(use, [without_lost_sentences(one) for one in heard])


if __name__ == "__main__":
    main(sys.argv[1:])
