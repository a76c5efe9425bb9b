"""Where the meeting begins and ends, and which breaks are in it: decided from all its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vbn_video.evidence import ChatLine, Word
from vbn_video.plan.meeting.meeting_breaks import BreakFacts, DecidedBreak, find_breaks
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import PhraseMark, find_phrases
from vbn_video.plan.meeting.sides.clues import Clue, SideFacts
from vbn_video.plan.meeting.sides.farewells import find_farewells
from vbn_video.plan.meeting.sides.side_candidates import SideCandidates, Which, find_candidates
from vbn_video.plan.meeting.sides.side_choice import SideChoice, choose
from vbn_video.plan.meeting.sides.side_evidence import clues_of
from vbn_video.plan.meeting.sides.spoken_sentences import Spoken
from vbn_video.plan.meeting.sides.utterance_levels import without_murmurs
from vbn_video.settings.phrase_table import PhraseTable

CHAT_KINDS = {"start": ("greeting",), "end": ("goodbye", "thanks")}


@dataclass(frozen=True)
class MeetingDecision:
    """The meeting in its recording."""

    start: SideChoice
    end: SideChoice
    breaks: tuple[DecidedBreak, ...]


def decide_meeting(
    evidence: MeetingEvidence,
    table: PhraseTable,
    weights: Mapping[str, float],
    break_us: int,
    asked_us: tuple[int | None, int | None] = (None, None),
) -> MeetingDecision | None:
    """The likeliest beginning and end, and the breaks between them; None where nothing is said at all, or within what is asked.

    `weights` has every name of the table; `break_us` is how long a silence must be to be a break by itself. A side of `asked_us`
    stands where a person wants it; the other one is decided as if nobody had asked, but that it lies beyond.
    Never inside a word. Missing evidence says nothing, and is no fault. Takes O(n log n) of what is said.
    """
    evidence = without_murmurs(evidence)
    spoken = Spoken.of(evidence)
    if not spoken.said.texts:
        return None
    phrases = find_phrases(evidence.words, table) if evidence.words else ()
    chosen = _both_sides(evidence, phrases, spoken, (table, weights), asked_us)
    if chosen is None:
        return None
    start, end = chosen
    facts = BreakFacts(evidence, phrases, spoken.said, weights)
    return MeetingDecision(start, end, find_breaks(facts, (start.at_us, end.at_us), break_us))


def side_of(
    which: Which, evidence: MeetingEvidence, phrases: Sequence[PhraseMark], spoken: Spoken, table: PhraseTable
) -> tuple[SideCandidates, list[Clue]]:
    """The candidates of one side, and all that is known of them."""
    edges = [mark.start_us if which == "start" else mark.end_us for mark in phrases]
    places = find_candidates(which, spoken.said, edges, evidence.duration_us)
    farewells = find_farewells(spoken.sentences, phrases) if which == "end" else ()
    places = replace(places, farewells_us=tuple((one.ends_us[0], one.ends_us[-1]) for one in farewells))
    chat = _telling_lines(evidence.marks.chat, table, CHAT_KINDS[which])
    return places, clues_of(SideFacts(places, evidence, phrases, spoken, chat, farewells))


def _both_sides(
    evidence: MeetingEvidence,
    phrases: Sequence[PhraseMark],
    spoken: Spoken,
    wording: tuple[PhraseTable, Mapping[str, float]],
    asked_us: tuple[int | None, int | None],
) -> tuple[SideChoice, SideChoice] | None:
    """Both sides, those that are asked for first, then the surer one where they would cross."""
    table, weights = wording
    starts, start_clues = side_of("start", evidence, phrases, spoken, table)
    ends, end_clues = side_of("end", evidence, phrases, spoken, table)
    start = choose(starts, start_clues, weights, spoken.said, limit_us=asked_us[1])
    end = choose(ends, end_clues, weights, spoken.said, limit_us=asked_us[0])
    if start is None or end is None:
        return None
    if asked_us != (None, None):
        asked_start_us, asked_end_us = asked_us
        return (
            start if asked_start_us is None else replace(start, at_us=asked_start_us),
            end if asked_end_us is None else replace(end, at_us=asked_end_us),
        )
    if start.at_us < end.at_us:
        return start, end
    if start.confidence >= end.confidence:
        again = choose(ends, end_clues, weights, spoken.said, limit_us=start.at_us)
        return (start, again) if again else None
    first = choose(starts, start_clues, weights, spoken.said, limit_us=end.at_us)
    return (first, end) if first else None


def _telling_lines(chat: Sequence[ChatLine], table: PhraseTable, kinds: Sequence[str]) -> list[ChatLine]:
    """The lines of the chat that hold a phrase of one of the kinds."""
    return [line for line in chat if any(mark.kind in kinds for mark in find_phrases(_as_words(line), table))]


def _as_words(line: ChatLine) -> tuple[Word, ...]:
    step_us = 300_000
    return tuple(
        Word(line.at_us + number * step_us, line.at_us + (number + 1) * step_us, text, 1.0)
        for number, text in enumerate(line.text.split())
    )
