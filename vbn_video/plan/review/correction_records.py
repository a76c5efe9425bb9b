"""A person's corrections apart from the captions: what was heard at which moment of the recording, and what is right.

    a cue before and after ──corrections_in──► records ──reapply, in captions that were made anew──► splices, what no longer fits

A record is known by the recording's clock, so that neither another cut nor another transcription takes it from its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Cue
from vbn_video.evidence import Word
from vbn_video.plan.captions.edited.realignment import time_words
from vbn_video.plan.danish.tokens import token
from vbn_video.plan.review.cue_edits import CueEdits, Replacement
from vbn_video.plan.review.cue_lines import words_of
from vbn_video.plan.review.cue_splices import CueSplice, apply_splices
from vbn_video.settings.profiles import CaptionProfile
from vbn_video.timeline import Timeline

NEAR_US = 2 * US_PER_S
"""How far from its moment a word may be heard by another model."""
MOST_WORDS = 6
"""What is longer was put otherwise, and is no word heard wrongly."""


@dataclass(frozen=True)
class CorrectionRecord:
    """What a person put right."""

    at_us: int
    """When the first of its words was heard, on the recording clock."""
    heard: str
    right: str


@dataclass(frozen=True)
class Reapplied:
    """Corrections in captions that were made anew."""

    splices: tuple[CueSplice, ...]
    """To be applied one after another."""
    made: tuple[CorrectionRecord, ...]
    left_over: tuple[CorrectionRecord, ...]
    """Those whose words are not heard there any more; what is right already is neither here nor there."""


def corrections_in(before: Cue, after: Cue, heard: Sequence[Word], timeline: Timeline) -> tuple[CorrectionRecord, ...]:
    """The words of a cue that stand otherwise now; what differs in its punctuation only is none."""
    old, new = words_of(before), words_of(after)
    timed = time_words(before, heard)
    records = []
    for kind, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "replace" or max(last - first, new_last - new_first) > MOST_WORDS:
            continue
        gone, come = old[first:last], new[new_first:new_last]
        at_us = timeline.recording_from_programme(timed[first].start_us)
        if at_us is not None and [token(word).core for word in gone] != [token(word).core for word in come]:
            records.append(CorrectionRecord(at_us, *_without_shared_marks(" ".join(gone), " ".join(come))))
    return tuple(records)


def reapply(
    records: Sequence[CorrectionRecord],
    cues: Sequence[Cue],
    heard: Sequence[Word],
    timeline: Timeline,
    profile: CaptionProfile,
) -> Reapplied:
    """The corrections, in the order in which they were made, in captions that know nothing of them.

    `heard` are the words of the programme; a moment that was cut keeps its correction for another cut, and is not left over.
    """
    splices: list[CueSplice] = []
    made, left = [], []
    cues = list(cues)
    for record in _chained(records):
        at_us = timeline.programme_from_recording(record.at_us)
        if at_us is None:
            continue
        place = _place_of(record.heard, at_us, cues, heard)
        stands = _place_of(record.right, at_us, cues, heard)
        if place is None or (stands and _is_within(place, stands)):
            if stands is None:
                left.append(record)
            continue
        text = _punctuated(record.right, words_of(cues[place.cue])[place.first : place.first + place.count])
        done = CueEdits(cues, heard, profile).replace([Replacement(place.cue, place.first, place.count, text)])
        cues = list(apply_splices(cues, done))
        splices += done
        made.append(record)
    return Reapplied(tuple(splices), tuple(made), tuple(left))


def _chained(records: Sequence[CorrectionRecord]) -> list[CorrectionRecord]:
    """Corrections of corrections as one each: from what was heard to what stands in the end."""
    chained: list[CorrectionRecord] = []
    for record in records:
        index = next((i for i, one in enumerate(chained) if _follows(record, one)), None)
        if index is None:
            chained.append(record)
        else:
            chained[index] = CorrectionRecord(chained[index].at_us, chained[index].heard, record.right)
    return [record for record in chained if record.heard != record.right]


def _follows(record: CorrectionRecord, earlier: CorrectionRecord) -> bool:
    return abs(record.at_us - earlier.at_us) <= NEAR_US and _plain(record.heard) == _plain(earlier.right)


def _place_of(text: str, at_us: int, cues: Sequence[Cue], heard: Sequence[Word]) -> Replacement | None:
    """The words nearest to that moment of the programme which are these, whatever their capitals and punctuation."""
    wanted = _plain(text)
    found: list[tuple[int, Replacement]] = []
    for index, cue in enumerate(cues):
        if cue.end_us < at_us - NEAR_US or cue.start_us > at_us + NEAR_US:
            continue
        plain = _plain(" ".join(cue.lines))
        for first in range(len(plain) - len(wanted) + 1):
            if plain[first : first + len(wanted)] == wanted:
                away_us = abs(time_words(cue, heard)[first].start_us - at_us)
                found.append((away_us, Replacement(index, first, len(wanted), text)))
    nearest = min(found, key=lambda one: one[0], default=None)
    return nearest[1] if nearest and nearest[0] <= NEAR_US else None


def _is_within(one: Replacement, other: Replacement) -> bool:
    """Whether the words are among the others: what was added to a word stands there already."""
    return one.cue == other.cue and other.first <= one.first and one.first + one.count <= other.first + other.count


def _without_shared_marks(heard: str, right: str) -> tuple[str, str]:
    """Both without the punctuation that stands around either."""
    (first, last), (right_first, right_last) = ((token(text.split()[0]), token(text.split()[-1])) for text in (heard, right))
    opening = first.opening if first.opening == right_first.opening else ""
    closing = last.closing if last.closing == right_last.closing else ""
    return heard.removeprefix(opening).removesuffix(closing), right.removeprefix(opening).removesuffix(closing)


def _plain(text: str) -> list[str]:
    return [token(word).core.casefold() for word in text.split()]


def _punctuated(right: str, there: Sequence[str]) -> str:
    """What is right, with the punctuation around the words that it stands for."""
    own, first, last = right.split(), token(there[0]), token(there[-1])
    before = "" if token(own[0]).opening else first.opening
    after = "" if token(own[-1]).closing else last.closing
    return f"{before}{right}{after}"
