"""What of the recording is kept: the meeting between its two sides, without its breaks, cut on frames and in the quiet.

Where the meeting begins, rests and ends is decided in `plan/meeting/`; here that becomes spans: a little is kept before the
first word and after the last one, cuts stand in the quietest place near, and what was asked for wins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from vbn_video.clock import US_PER_S, timecode, us
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.errors import InputError
from vbn_video.evidence import Levels, Recording, SpeechSpan, Word
from vbn_video.messages import _
from vbn_video.plan.cut.cut_points import CutPoints
from vbn_video.plan.meeting.break_card import CARD_US, card_text
from vbn_video.plan.meeting.decide import MeetingDecision, decide_meeting
from vbn_video.plan.meeting.meeting_breaks import DecidedBreak
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.sides.side_choice import SideChoice
from vbn_video.plan.meeting.sides.utterance_levels import SILENT_LUFS, measure_utterances, own_loudness_lufs
from vbn_video.settings.phrase_table import PhraseTable
from vbn_video.settings.preset import Trim
from vbn_video.settings.trimming.cut_weights import all_weights

NO_SPEECH = "no speech found"
MEETING, FIRST_SPEECH, LAST_SPEECH, BREAK = "meeting", "first speech", "last speech", "break"
UNSPOKEN = "sound without speech"
UNSPOKEN_US, UNSPOKEN_WITHIN_US = 2_000_000, 5_000_000
"""So much sound as loud as the meeting's own speech, within so long, is no silence, though nobody is heard to speak: a film,
music. Doors that slam now and then in a break are not."""
UNSPOKEN_CONFIDENCE = 0.6
AS_LOUD_LU = 6.0
"""What is no quieter than this below the meeting's own speech is as loud as it."""
RINGS_ON_BLOCKS = 4
"""In the momentary loudness, over 400 ms, a voice is still there after it has ended."""
IDR_LEAD_US = 1_500_000
"""Longest silence beyond `lead_s` before the first word, if the span then begins on an IDR picture."""
FAR_US = US_PER_S
"""So much of what others say is not kept for the sake of a rest to cut in: then the cut stands between two words."""
NO_PHRASES = PhraseTable()
Said = TypeVar("Said", Word, SpeechSpan)


@dataclass(frozen=True)
class Wishes:
    """What the preset asks for, and the phrases that it knows the meeting's course by."""

    trim: Trim
    phrases: PhraseTable
    language: str
    """The language of a break's card."""


def plan_trim(
    recording: Recording,
    cut_points: CutPoints,
    evidence: MeetingEvidence,
    *,
    trim: Trim,
    phrases: PhraseTable = NO_PHRASES,
    language: str = "da",
    start_us: int | None = None,
    end_us: int | None = None,
) -> EditPlan:
    """What of the recording is kept: the meeting, without the talk around it and the breaks inside it.

    Each span lies in one part, but for one whose last frame is held until the next part's first frame. It begins on a frame (or
    before its part's first one, which is held) and never inside a word; on an IDR picture where the silence allows, so that
    little must be encoded. `start_us` and `end_us` are what a person asked for on the recording clock: they win over the
    evidence, inside a word too, and are not moved. `language` is the one of a break's card.

    Raises:
        InputError: what was asked for leaves nothing.
    """
    asked_start_us = None if start_us is None else cut_points.asked_start(start_us)
    asked_end_us = None if end_us is None else cut_points.asked_end(end_us)
    first_us, last_us = cut_points.whole_span()
    window = (first_us if asked_start_us is None else asked_start_us, last_us if asked_end_us is None else asked_end_us)
    if window[0] >= window[1] or (start_us is not None and start_us >= last_us) or (end_us is not None and end_us <= first_us):
        raise InputError(
            _("Nothing is left between --start {start} and --end {end}: the recording lasts {duration}."),
            start=timecode(start_us or 0),
            end=timecode(recording.duration_us if end_us is None else end_us),
            duration=timecode(recording.duration_us),
        )
    asked_us = (asked_start_us, asked_end_us)
    kept = _kept(cut_points, _within(evidence, (first_us, last_us)), Wishes(trim, phrases, language), window, asked_us)
    if start_us is not None:
        kept[0] = replace(kept[0], start_us=window[0], start_side=Side("--start", 1.0))
    if end_us is not None:
        kept[-1] = replace(kept[-1], end_us=window[1], end_side=Side("--end", 1.0))
    return EditPlan(tuple(part for span in kept for part in cut_points.split_at_parts(span)))


def _within(evidence: MeetingEvidence, window: tuple[int, int]) -> MeetingEvidence:
    """The evidence without what is said outside of the window; what is said across its edge is what is said inside."""
    return replace(
        evidence,
        words=tuple(_inside(word, window) for word in evidence.words if word.end_us > window[0] and word.start_us < window[1]),
        speech=tuple(_inside(span, window) for span in evidence.speech if span.end_us > window[0] and span.start_us < window[1]),
    )


def _inside(said: Said, window: tuple[int, int]) -> Said:
    return replace(said, start_us=max(said.start_us, window[0]), end_us=min(said.end_us, window[1]))


def _kept(
    cut_points: CutPoints,
    evidence: MeetingEvidence,
    wishes: Wishes,
    window: tuple[int, int],
    asked_us: tuple[int | None, int | None],
) -> list[KeptSpan]:
    """The kept spans between the two ends that may at most be kept, of which a person asked for some; at least one."""
    trim = wishes.trim
    decided = None
    if trim.enabled:
        break_us = window[1] if trim.breaks == "keep" else us(trim.break_s)
        weights, inside = all_weights(trim.weights), _within(evidence, window)
        decided = decide_meeting(evidence, wishes.phrases, weights, break_us, asked_us)
        # a word that a model stretched across what is asked for is said inside of it
        decided = decided or decide_meeting(inside, wishes.phrases, weights, break_us)
        evidence = inside
    if decided is None:
        side = Side("trimming is off", 1.0) if not trim.enabled else Side(NO_SPEECH, 0.0)
        return [KeptSpan(*window, side, side)]
    kept = [_meeting_span(cut_points, evidence, decided, trim, window)]
    for pause in decided.breaks if trim.breaks != "keep" else ():
        kept = _without_break(cut_points, evidence, kept, pause, wishes)
    return kept


def _meeting_span(
    cut_points: CutPoints, evidence: MeetingEvidence, decided: MeetingDecision, trim: Trim, window: tuple[int, int]
) -> KeptSpan:
    """From a little before the first word to a little after the last one, with the reason for each side."""
    spoken_us = [(word.start_us, word.end_us) for word in evidence.words] + [(s.start_us, s.end_us) for s in evidence.speech]
    whole = cut_points.whole_span()

    def start_for(first_us: int) -> int:
        before_us = max((end_us for _start_us, end_us in spoken_us if end_us <= first_us), default=whole[0])
        return max(_start(cut_points, first_us, trim, before_us), window[0])

    def end_for(last_us: int) -> int:
        after_us = min((start_us for start_us, _end_us in spoken_us if start_us >= last_us), default=whole[1])
        return min(_end(cut_points, last_us, trim, after_us), window[1])

    start_us, end_us = start_for(decided.start.at_us), end_for(decided.end.at_us)
    start_side = _side(decided.start, FIRST_SPEECH, "start of the recording" if start_us <= whole[0] else "", start_for)
    end_side = _side(decided.end, LAST_SPEECH, "end of the recording" if end_us >= whole[1] else "", end_for)
    start_side = _reason_for_cut(cut_points.levels, evidence.speech, start_side, (whole[0], start_us))
    end_side = _reason_for_cut(cut_points.levels, evidence.speech, end_side, (end_us, whole[1]))
    return KeptSpan(start_us, end_us, start_side, end_side)


def _side(choice: SideChoice, unspoken: str, edge: str, cut_for: Callable[[int], int]) -> Side:
    """A side with its reason: the recording's edge, that nobody speaks outside, or that the meeting begins or ends there."""
    reason = edge or (unspoken if choice.outermost else MEETING)
    candidates = tuple(replace(candidate, cut_us=cut_for(candidate.at_us)) for candidate in choice.candidates)
    return Side(reason, choice.confidence, choice.support, candidates)


def _without_break(
    cut_points: CutPoints, evidence: MeetingEvidence, kept: list[KeptSpan], pause: DecidedBreak, wishes: Wishes
) -> list[KeptSpan]:
    """The spans with the break cut out of the last one, where a frame is left on each side; with a card in its place."""
    trim = wishes.trim
    leave_us = _end(cut_points, pause.start_us, trim, pause.end_us)
    return_us = _start(cut_points, pause.end_us, trim, pause.start_us)
    last = kept[-1]
    if not last.start_us < cut_points.with_frame(last.start_us, leave_us) == leave_us < return_us < last.end_us:
        return kept
    side = _reason_for_cut(
        cut_points.levels, evidence.speech, Side(BREAK, pause.confidence, pause.support), (leave_us, return_us)
    )
    spans = [KeptSpan(last.start_us, leave_us, last.start_side, side), KeptSpan(return_us, last.end_us, side, last.end_side)]
    card_us = (cut_points.next_start(leave_us), cut_points.asked_end(leave_us + CARD_US))
    if trim.breaks == "card" and card_us[0] < card_us[1] < return_us:
        spans.insert(1, KeptSpan(*card_us, side, side, card_text(return_us - leave_us, wishes.language)))
    return [*kept[:-1], *spans]


def _reason_for_cut(levels: Levels, speech: Sequence[SpeechSpan], side: Side, cut_us: tuple[int, int]) -> Side:
    """The reason for which [from, until) is cut: never that nobody speaks alone, where something else is loud."""
    says_quiet = side.reason in (FIRST_SPEECH, LAST_SPEECH, BREAK)
    if says_quiet and cut_us[0] < cut_us[1] and _is_loud(levels, speech, cut_us):
        return replace(side, reason=UNSPOKEN, confidence=min(side.confidence, UNSPOKEN_CONFIDENCE))
    return side


def _is_loud(levels: Levels, speech: Sequence[SpeechSpan], span_us: tuple[int, int]) -> bool:
    """Whether a span is somewhere as loud as the speech for long enough, though nobody is heard to speak there."""
    utterances = measure_utterances(speech, levels)
    least_lufs = own_loudness_lufs(utterances) - AS_LOUD_LU if utterances else SILENT_LUFS
    first, last = -(-span_us[0] // levels.block_us), span_us[1] // levels.block_us
    loud = levels.loudness_lufs[first:last] > least_lufs
    for utterance in utterances:
        begins = max(utterance.start_us // levels.block_us - first, 0)
        loud[begins : max(-(-utterance.end_us // levels.block_us) + RINGS_ON_BLOCKS - first, 0)] = False
    within = UNSPOKEN_WITHIN_US // levels.block_us
    until = np.concatenate([np.zeros(within, np.int64), np.cumsum(loud)])
    return bool(np.any(until[within:] - until[:-within] >= UNSPOKEN_US // levels.block_us))


def _start(cut_points: CutPoints, speech_us: int, trim: Trim, before_us: int) -> int:
    """Where to begin before the speech at `speech_us`, when others have spoken until `before_us`."""
    first_us, _last_us = cut_points.whole_span()
    if speech_us - us(trim.lead_s) <= first_us and before_us <= first_us:
        return first_us
    wanted_us = cut_points.quietest(speech_us - us(trim.lead_s), max(before_us, speech_us - us(1.5 * trim.lead_s)), speech_us)
    earliest_us = max(before_us, speech_us - us(trim.lead_s) - IDR_LEAD_US)
    start_us = cut_points.nearest_start(wanted_us, speech_us)
    if start_us < before_us - FAR_US:
        return cut_points.start_between(before_us, speech_us, wanted_us)
    return cut_points.copiable_start(start_us, earliest_us)


def _end(cut_points: CutPoints, speech_us: int, trim: Trim, after_us: int) -> int:
    """Where to end after the speech that ends at `speech_us`, when others speak from `after_us`."""
    _first_us, last_us = cut_points.whole_span()
    if speech_us + us(trim.tail_s) >= last_us and after_us >= last_us:
        return last_us
    wanted_us = cut_points.quietest(speech_us + us(trim.tail_s), speech_us, min(after_us, speech_us + us(1.5 * trim.tail_s)))
    end_us = cut_points.nearest_end(wanted_us, speech_us)
    if end_us > after_us + FAR_US:
        return cut_points.end_between(speech_us, after_us, wanted_us)
    return cut_points.copiable_end(end_us)
