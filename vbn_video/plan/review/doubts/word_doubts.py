"""Which places of the captions are probably wrong: few, and only those that are worth a look.

captions' words, what was heard ─doubt_evidence─► numbers ─doubt_weights─► how probably wrong ─► neighbours joined ─► Doubt
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from math import exp

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Violation
from vbn_video.evidence import Word
from vbn_video.heard_otherwise import HeardOtherwise
from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.plan.danish.tokens import plain, token
from vbn_video.plan.review.doubts.caption_words import CaptionWord
from vbn_video.plan.review.doubts.doubt_evidence import DoubtEvidence
from vbn_video.plan.review.doubts.doubt_weights import BIAS, LEAST_WRONG, MEANS, WEIGHTS
from vbn_video.settings.lexicon.danish_lexicon import Knows
from vbn_video.timeline import Timeline

TELLING = 0.25
"""So much a piece of evidence must add to the log odds, beyond what it adds on average, to be named as a reason."""
MOST_WORDS = 5
"""Words of one doubt: more are not taken in at a glance."""
ROUNDED_TO_US = US_PER_S
"""How coarsely a key tells the time, so that it outlives a word being timed anew."""


@dataclass(frozen=True)
class Candidate:
    """What may stand there instead."""

    text: str
    source: str
    """`second hearing`, `beam`, `glossary` or `spelling`."""


@dataclass(frozen=True)
class Doubt:
    """Neighbouring words of one caption that are probably wrong; times on the programme clock."""

    key: str
    """The same after a reload, an edit elsewhere, and when the captions are made anew from the same words."""
    cue: int
    """Index of the caption."""
    first: int
    """Index of the first word in it, over both lines."""
    count: int
    text: str
    start_us: int
    end_us: int
    wrong: float
    """How probably it is wrong."""
    reasons: tuple[str, ...]
    """Stable English keys, the weightiest first: those of `doubt_evidence.FEATURES`."""
    candidates: tuple[Candidate, ...] = ()
    """The best first; filled by `candidates.find_candidates` for those that are shown."""


@dataclass(frozen=True)
class DoubtSources:
    """All that tells of a meeting's words, beside the captions themselves; times on the programme clock."""

    heard: Sequence[Word]
    """From `words_in_programme`."""
    timeline: Timeline
    knows: Knows | None
    """None without a lexicon: then the other evidence tells alone."""
    index: GlossaryIndex
    alternatives: Sequence[HeardOtherwise] = ()
    """From `alternatives_in_programme`."""
    violations: Sequence[Violation] = ()


def find_doubts(words: Sequence[CaptionWord], sources: DoubtSources, *, settled: Container[str] = ()) -> tuple[Doubt, ...]:
    """The doubts, the most probably wrong first; those whose key is in `settled` a person has decided."""
    evidence = DoubtEvidence(sources.heard, sources.alternatives, sources.knows, sources.index, sources.violations)
    doubtful = []
    for _cue, own in groupby(words, key=lambda word: word.cue):
        in_cue = list(own)
        for word in in_cue:
            if word.probability is not None and any(map(str.isalpha, token(word.text).core)):
                of = evidence.of(word, in_cue[0].start_us)
                if (wrong := wrongness(of)) >= LEAST_WRONG:
                    doubtful.append((word, wrong, of))
    times: Counter[str] = Counter()
    found = []
    for run in _runs(doubtful):
        doubt = _doubt(run, sources.timeline)
        times[doubt.key] += 1
        if times[doubt.key] > 1:
            doubt = replace(doubt, key=f"{doubt.key}-{times[doubt.key]}")
        found.append(doubt)
    return tuple(sorted((one for one in found if one.key not in settled), key=lambda one: (-one.wrong, one.start_us)))


def wrongness(evidence: Mapping[str, float]) -> float:
    """How probably a word is wrong of which that is known."""
    return 1 / (1 + exp(-BIAS - sum(WEIGHTS[name] * value for name, value in evidence.items())))


Weighed = tuple[CaptionWord, float, Mapping[str, float]]
"""A word, how probably it is wrong, and what tells so."""


def _runs(doubtful: Iterable[Weighed]) -> Iterator[list[Weighed]]:
    """Doubtful words that stand side by side in a caption, together."""
    run: list[Weighed] = []
    for weighed in doubtful:
        word, before = weighed[0], run[-1][0] if run else None
        beside = before and (word.cue, word.place) == (before.cue, before.place + 1)
        if run and not (beside and len(run) < MOST_WORDS):
            yield run
            run = []
        run.append(weighed)
    if run:
        yield run


def _doubt(run: Sequence[Weighed], timeline: Timeline) -> Doubt:
    first, last = run[0][0], run[-1][0]
    word, wrong, evidence = max(run, key=lambda one: one[1])
    said = " ".join(plain(heard.text) for one in run for heard in one[0].heard)
    at_us = timeline.recording_from_programme((first.start_us + first.end_us) // 2) or 0
    return Doubt(
        key=f"{round(at_us / ROUNDED_TO_US)}-{sha256(said.encode()).hexdigest()[:8]}",
        cue=word.cue,
        first=first.place,
        count=len(run),
        text=" ".join(one[0].text for one in run),
        start_us=first.start_us,
        end_us=last.end_us,
        wrong=round(wrong, 3),
        reasons=_reasons(evidence),
    )


def _reasons(evidence: Mapping[str, float]) -> tuple[str, ...]:
    added = {name: WEIGHTS[name] * (value - MEANS[name]) for name, value in evidence.items()}
    telling = sorted((name for name in added if added[name] >= TELLING), key=lambda name: -added[name])
    return tuple(telling) or ("probability",)
