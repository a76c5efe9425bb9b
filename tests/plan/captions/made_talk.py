"""Talk to be captioned: words at a pace, on a recording of which some is kept."""

from __future__ import annotations

from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side
from vbn_video.evidence import Word
from vbn_video.timeline import PartClock, Timeline

S = 1_000_000
SIDE = Side("made", 1.0)


def timeline_of(*kept_s: tuple[float, float], intro_s: float = 4.0, outro_s: float = 6.0) -> Timeline:
    spans = tuple(KeptSpan(round(start * S), round(end * S), SIDE, SIDE) for start, end in kept_s)
    return Timeline((PartClock(0, 10_000 * S, 0),), EditPlan(spans, round(intro_s * S), round(outro_s * S)))


def speak(text: str, start_s: float = 1.0, characters_a_second: float = 14, rest_s: float = 0.4) -> list[Word]:
    """Words at an even pace, with a rest after each sentence."""
    words, at_s = [], start_s
    for text_of_word in text.split():
        end_s = at_s + (len(text_of_word) + 1) / characters_a_second
        words.append(Word(round(at_s * S), round(end_s * S), text_of_word, 0.9))
        at_s = end_s + (rest_s if text_of_word[-1] in ".?!" else 0)
    return words


def text_of(cues: tuple[Cue, ...]) -> str:
    return " ".join(line for cue in cues for line in cue.lines)
