"""Make the file of names anew: say, mix and hear the meetings, once without and once with the slides' names in the prompt.

    PYTHONPATH=. python -m tests.meetings.named.hear_named FOLDER [MODEL]

FOLDER keeps what was said; it needs what `tests/meetings/hear_meetings.py` does. Heard as a user's run hears, at the quality
`good`; MODEL is base unless another one is named, which must be installed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.meetings.hear_meetings import MixedSound
from tests.meetings.mixing import RATE_HZ, mix
from tests.meetings.named.kept_named import HeardNames, SaidLine, pack_names
from tests.meetings.named.named_meetings import NamedMeeting, named_meetings
from tests.meetings.spoken import Speaking
from tests.speech.hearing import hear
from vbn_video.evidence import Slide, Transcript
from vbn_video.listen.speech_spans import SpeechDetector
from vbn_video.plan.slide_words.slide_names import SlideTerm, slide_terms
from vbn_video.recording.sound.loudness_meter import LoudnessMeter
from vbn_video.settings.glossary import Glossary, GlossaryEntry
from vbn_video.settings.lexicon.danish_lexicon import Knows, danish_lexicon
from vbn_video.settings.meeting import Meeting
from vbn_video.speech.checkpoint import Checkpoint
from vbn_video.speech.engines.engine import Engine
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.prompt import compose_prompt

SHOWN_BEFORE_US = 500_000
"""So long before the first sentence that is said of it a slide comes up."""


def prompt_of(terms: Sequence[SlideTerm]) -> str:
    """The terms that are no part of another, as the model is told the words of a glossary."""
    texts = [term.text for term in terms]
    whole = [text for text in texts if not any(text != other and f" {text} " in f" {other} " for other in texts)]
    return compose_prompt(Meeting(), Glossary(tuple(GlossaryEntry(text) for text in whole)))


def hear_names(meeting: NamedMeeting, speaking: Speaking, engine: Engine, knows: Knows, folder: Path) -> HeardNames:
    """One meeting by the product's meter, its detector of speech, and its model."""
    mixed = mix(meeting.script, speaking)
    meter, detector = LoudnessMeter(RATE_HZ, 1), SpeechDetector()
    meter.feed(mixed.sound[None])
    detector.feed(mixed.sound)
    levels, speech = meter.finish(), detector.finish()
    source = MixedSound(mixed.sound)
    starts_us = [
        next(span[0] for span, line in zip(mixed.voice_us, meeting.lines, strict=True) if line.slide == number)
        for number in range(len(meeting.slides))
    ]
    slides = tuple(
        Slide(max(start_us - SHOWN_BEFORE_US, 0) if number else 0, 1.0, text=text)
        for number, (start_us, text) in enumerate(zip(starts_us, meeting.slides, strict=True))
    )
    prompt = prompt_of(slide_terms(slides, source.duration_us, knows))

    def transcript(prompt: str) -> Transcript:
        path = folder / f"{meeting.name}.jsonl"
        path.unlink(missing_ok=True)
        heard = hear(source, speech, levels, engine, knows=knows, checkpoint=Checkpoint(path, meeting.name, prompt))
        path.unlink()
        return Transcript(heard.words, engine.name, dropped=heard.dropped)

    said = zip(mixed.voice_us, meeting.lines, strict=True)
    return HeardNames(
        meeting.name,
        source.duration_us,
        slides,
        tuple(SaidLine(*span, line.text, line.names) for span, line in said),
        speech,
        transcript(""),
        prompt,
        transcript(prompt),
    )


def main(arguments: list[str]) -> None:
    """Hear all of them, and pack the file."""
    folder, model = Path(arguments[0]), (arguments[1:] or ["base"])[0]
    knows = danish_lexicon()
    if knows is None:
        sys.exit("The names of a slide are told by a Danish lexicon, and there is none on this machine.")
    speaking, engine = Speaking(folder), load_engine("faster-whisper", model)
    pack_names(model, [hear_names(meeting, speaking, engine, knows, folder) for meeting in named_meetings()])


if __name__ == "__main__":
    main(sys.argv[1:])
