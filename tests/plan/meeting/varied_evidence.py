"""Evidence of a meeting as it could have been heard otherwise: words misheard and missing, whole kinds of evidence missing."""

from __future__ import annotations

import random
from dataclasses import replace

from vbn_video.evidence import Word
from vbn_video.plan.meeting.meeting_evidence import NO_MARKS, NO_SOUNDS, NO_VOICES, MeetingEvidence

MISSING, MISHEARD = 0.06, 0.12
"""Share of the words."""
LACKING = 0.25
"""How often each kind of evidence is missing as a whole."""
OTHER_LETTERS = {
    "a": "e",
    "e": "a",
    "i": "e",
    "o": "å",
    "u": "o",
    "d": "t",
    "t": "d",
    "g": "k",
    "k": "g",
    "b": "p",
    "p": "b",
    "v": "f",
}


def varied(evidence: MeetingEvidence, seed: int) -> MeetingEvidence:
    """The evidence as another model or machine could have found it; seed 0 leaves it as it is."""
    if seed == 0:
        return evidence
    rnd = random.Random(seed)
    words = tuple(_misheard(word, rnd) for word in evidence.words if rnd.random() > MISSING)
    return replace(
        evidence,
        words=words,
        levels=None if rnd.random() < LACKING else evidence.levels,
        slides=() if rnd.random() < LACKING else evidence.slides,
        voices=NO_VOICES if rnd.random() < LACKING else evidence.voices,
        sounds=NO_SOUNDS if rnd.random() < LACKING else evidence.sounds,
        marks=NO_MARKS if rnd.random() < LACKING else evidence.marks,
        planned_start_us=None if rnd.random() < LACKING else evidence.planned_start_us,
        planned_end_us=None if rnd.random() < LACKING else evidence.planned_end_us,
    )


def _misheard(word: Word, rnd: random.Random) -> Word:
    if rnd.random() >= MISHEARD or len(word.text) < 3:
        return word
    place = rnd.randrange(len(word.text))
    letter = word.text[place]
    other = OTHER_LETTERS.get(letter, "")
    return replace(word, text=word.text[:place] + other + word.text[place + 1 :])
