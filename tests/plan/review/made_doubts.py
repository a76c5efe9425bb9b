"""Captions over words that were heard, and what a queue of doubts is made from."""

from __future__ import annotations

from collections.abc import Sequence

from vbn_video.decisions import Cue, EditPlan, KeptSpan, Side
from vbn_video.evidence import Word
from vbn_video.heard_otherwise import HeardOtherwise, HearingSource
from vbn_video.plan.captions.edited.realignment import words_in_programme
from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.plan.danish.tokens import word_set
from vbn_video.plan.review.doubts.word_doubts import DoubtSources
from vbn_video.settings.glossary import Glossary, GlossaryEntry
from vbn_video.timeline import PartClock, Timeline

S = 1_000_000
INTRO_US = 4 * S
WORDS_IN_A_CUE = 5
DANISH = word_set("vi sælger biler i odense men ikke mange og det er en god dag hvad synes du om den store bank")


def knows(word: str) -> bool:
    """A small lexicon."""
    return word.strip(".,?»«").lower() in DANISH


def heard(*said: tuple[str, float] | str) -> tuple[Word, ...]:
    """Words on the recording's clock, one a second, each with its probability; 0.95 where none is given."""
    pairs = [(one, 0.95) if isinstance(one, str) else one for one in said]
    return tuple(Word(at * S, at * S + 900_000, text, probability) for at, (text, probability) in enumerate(pairs))


def timeline_of(length_us: int = 600 * S, start_us: int = 0) -> Timeline:
    """A programme that keeps the recording from there on."""
    side = Side("all", 1.0)
    return Timeline((PartClock(0, length_us, 0),), EditPlan((KeptSpan(start_us, length_us, side, side),), INTRO_US, 0))


def cues_of(words: Sequence[Word]) -> tuple[Cue, ...]:
    """Captions of these words, on the programme's clock, as they were heard."""
    runs = [words[at : at + WORDS_IN_A_CUE] for at in range(0, len(words), WORDS_IN_A_CUE)]
    return tuple(Cue(run[0].start_us, run[-1].end_us, (" ".join(word.text for word in run),)) for run in runs)


def sources_of(
    words: Sequence[Word], *terms: str, alternatives: Sequence[HeardOtherwise] = (), start_us: int = 0
) -> DoubtSources:
    """Words of the recording in a programme; `alternatives` on the programme's clock."""
    timeline = timeline_of(start_us=start_us)
    index = GlossaryIndex(Glossary(tuple(GlossaryEntry(term) for term in terms)))
    return DoubtSources(words_in_programme(words, timeline), timeline, knows, index, alternatives)


def otherwise(word: Word, text: str, source: HearingSource, probability: float = 0.4) -> HeardOtherwise:
    """A word of the programme that was heard otherwise."""
    return HeardOtherwise(word.start_us, word.end_us, text, word.text, source, probability)
