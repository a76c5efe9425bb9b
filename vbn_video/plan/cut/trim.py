"""Where the meeting begins and ends in its recording, and which breaks inside it are cut out.

What is said before and after a meeting is quieter than it and far between. So each utterance gets a weight: its length,
counted positive as loud as the meeting's own speech, negative when quieter by more than `small_talk_lu`; a rest costs the more
the longer it is. The meeting is the run of utterances with the greatest sum (Kadane's algorithm), and the sum that the next
best run outside it lacks says how sure that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp

import numpy as np

from vbn_video.clock import US_PER_S, timecode, us
from vbn_video.decisions import EditPlan, KeptSpan, Side
from vbn_video.errors import InputError
from vbn_video.evidence import Levels, Recording, SpeechSpan
from vbn_video.messages import _
from vbn_video.plan.cut.cut_points import CutPoints
from vbn_video.settings.preset import Trim

NO_SPEECH = "no speech found"
FIRST_SPEECH, LAST_SPEECH, BREAK = "first speech", "last speech", "break"
FREE_REST_S = 5.0
"""A rest that costs nothing: people breathe, click and look for the next slide."""
REST_COST_S = 20.0
"""What a rest of `rest_s` costs: the length of loud speech beyond it that is needed to count it in …"""
REST_COST_SHARE = 0.15
"""… but no more than this share of all loud speech, so that a short recording is not cut to pieces."""
MURMUR_S = 0.5
"""Speech shorter than this and quieter than twice `small_talk_lu` below the meeting's own is a noise in a break."""
UNSPOKEN = "sound without speech"
UNSPOKEN_US, UNSPOKEN_WITHIN_US = 2_000_000, 5_000_000
"""So much sound as loud as the meeting's own speech, within so long, is no silence, though nobody is heard to speak: a film,
music. Doors that slam now and then in a break are not."""
UNSPOKEN_CONFIDENCE = 0.6
RINGS_ON_BLOCKS = 4
"""In the momentary loudness, over 400 ms, a voice is still there after it has ended."""
SILENT_LUFS = -120.0
IDR_LEAD_US = 1_500_000
"""Longest silence beyond `lead_s` before the first word, if the span then begins on an IDR picture."""
SURE = 0.95


@dataclass(frozen=True)
class Utterance:
    """One stretch of speech and how loud it is."""

    start_us: int
    end_us: int
    loudness_lufs: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.end_us - self.start_us) / US_PER_S


@dataclass(frozen=True)
class MeetingRun:
    """The utterances that are the meeting, in order, and the reason for each of its two ends."""

    utterances: tuple[Utterance, ...]
    start_side: Side
    end_side: Side


def plan_trim(
    recording: Recording,
    cut_points: CutPoints,
    speech: Sequence[SpeechSpan],
    *,
    trim: Trim,
    start_us: int | None = None,
    end_us: int | None = None,
) -> EditPlan:
    """What of the recording is kept: the meeting, without the talk around it and the long breaks inside it.

    Each span lies in one part, but for one whose last frame is held until the next part's first frame. It begins on a frame (or
    before its part's first one, which is held) and never inside a word; on an IDR picture where the silence allows, so that
    little must be encoded. `start_us` and `end_us` are what a person asked for on the recording clock: they win over the
    evidence, inside a word too, and are not moved.

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
    utterances = [u for u in measure_utterances(speech, cut_points.levels) if u.end_us > window[0] and u.start_us < window[1]]
    kept = _kept(cut_points, utterances, trim, window)
    kept[0] = replace(kept[0], start_side=Side("--start", 1.0)) if start_us is not None else kept[0]
    kept[-1] = replace(kept[-1], end_side=Side("--end", 1.0)) if end_us is not None else kept[-1]
    if start_us is not None:
        kept[0] = replace(kept[0], start_us=window[0])
    if end_us is not None:
        kept[-1] = replace(kept[-1], end_us=window[1])
    return EditPlan(tuple(part for span in kept for part in cut_points.split_at_parts(span)))


def measure_utterances(speech: Sequence[SpeechSpan], levels: Levels) -> list[Utterance]:
    """Each speech span with the 75th percentile of its loudness, which rests inside it do not lower; by ascending start."""
    loudness = np.maximum(levels.loudness_lufs, SILENT_LUFS)
    utterances = []
    for span in sorted(speech, key=lambda span: span.start_us):
        blocks = loudness[span.start_us // levels.block_us : -(-span.end_us // levels.block_us)]
        utterances.append(Utterance(span.start_us, span.end_us, float(np.percentile(blocks, 75)) if len(blocks) else SILENT_LUFS))
    return utterances


def own_loudness_lufs(utterances: Sequence[Utterance]) -> float:
    """How loud the recording's speech usually is: half of all its seconds are louder."""
    ordered = sorted(utterances, key=lambda utterance: utterance.loudness_lufs)
    half_s, so_far_s = sum(utterance.seconds for utterance in ordered) / 2, 0.0
    for utterance in ordered:
        so_far_s += utterance.seconds
        if so_far_s >= half_s:
            return utterance.loudness_lufs
    return SILENT_LUFS


def find_meeting(utterances: Sequence[Utterance], trim: Trim) -> MeetingRun:
    """The run of utterances that is the meeting; `utterances` ascend and are not empty."""
    own_lufs = own_loudness_lufs(utterances)
    weights = [u.seconds * _likeness(u.loudness_lufs - own_lufs, trim.small_talk_lu) for u in utterances]
    loud_s = sum(weight for weight in weights if weight > 0)
    costs = [_rest_cost((b.start_us - a.end_us) / US_PER_S, trim.rest_s, loud_s) for a, b in pairwise(utterances)]
    first, last = _best_run(weights, costs)
    before = [(weights[index], costs[index]) for index in range(first - 1, -1, -1)]
    after = [(weights[index], costs[index - 1]) for index in range(last + 1, len(weights))]
    inside_s = max(sum(weights[first : last + 1]), 1e-9)
    return MeetingRun(
        tuple(utterances[first : last + 1]),
        Side("small talk before", _sureness(before, inside_s)) if before else Side(FIRST_SPEECH, SURE),
        Side("small talk after", _sureness(after, inside_s)) if after else Side(LAST_SPEECH, SURE),
    )


def _kept(cut_points: CutPoints, utterances: Sequence[Utterance], trim: Trim, window: tuple[int, int]) -> list[KeptSpan]:
    """The kept spans between the two ends that may at most be kept; at least one."""
    if not trim.enabled or not utterances:
        side = Side("trimming is off", 1.0) if not trim.enabled else Side(NO_SPEECH, 0.0)
        return [KeptSpan(*window, side, side)]
    meeting = find_meeting(utterances, trim)
    first, last = meeting.utterances[0], meeting.utterances[-1]
    before_us = max((u.end_us for u in utterances if u.end_us <= first.start_us), default=window[0])
    after_us = min((u.start_us for u in utterances if u.start_us >= last.end_us), default=window[1])
    start_us = _start(cut_points, first.start_us, trim, before_us)
    end_us = _end(cut_points, last.end_us, trim, after_us)
    whole = cut_points.whole_span()
    start_side = Side("start of the recording", SURE) if start_us <= whole[0] else meeting.start_side
    end_side = Side("end of the recording", SURE) if end_us >= whole[1] else meeting.end_side
    own_lufs = own_loudness_lufs(utterances)

    def reason_for_cut(side: Side, from_us: int, until_us: int) -> Side:
        """The reason for which [from, until) is cut: never that nobody speaks alone, where something else is loud."""
        says_quiet = side.reason in (FIRST_SPEECH, LAST_SPEECH, BREAK)
        if says_quiet and _is_loud(cut_points.levels, utterances, (from_us, until_us), own_lufs - trim.small_talk_lu):
            return Side(UNSPOKEN, min(side.confidence, UNSPOKEN_CONFIDENCE))
        return side

    start_side = reason_for_cut(start_side, whole[0], start_us)
    end_side = reason_for_cut(end_side, end_us, whole[1])
    kept = [KeptSpan(max(start_us, window[0]), min(end_us, window[1]), start_side, end_side)]
    for left, right in _breaks(meeting.utterances, own_lufs, trim):
        side = Side(BREAK, round(min(SURE, 0.5 + (right.start_us - left.end_us) / us(4 * trim.break_s)), 2))
        leave_us = _end(cut_points, left.end_us, trim, right.start_us)
        return_us = _start(cut_points, right.start_us, trim, left.end_us)
        if kept[-1].start_us < cut_points.with_frame(kept[-1].start_us, leave_us) == leave_us < return_us < kept[-1].end_us:
            open_span, side = kept.pop(), reason_for_cut(side, leave_us, return_us)
            kept.append(KeptSpan(open_span.start_us, leave_us, open_span.start_side, side))
            kept.append(KeptSpan(return_us, open_span.end_us, side, open_span.end_side))
    return kept


def _breaks(utterances: Sequence[Utterance], own_lufs: float, trim: Trim) -> list[tuple[Utterance, Utterance]]:
    """The pairs of utterances with a break between them."""
    if not trim.cut_breaks:
        return []
    noise_lufs = own_lufs - 2 * trim.small_talk_lu
    spoken = [u for u in utterances if u.seconds >= MURMUR_S or u.loudness_lufs >= noise_lufs]
    return [(left, right) for left, right in pairwise(spoken) if right.start_us - left.end_us >= us(trim.break_s)]


def _is_loud(levels: Levels, utterances: Sequence[Utterance], span_us: tuple[int, int], least_lufs: float) -> bool:
    """Whether a span is somewhere louder than that for long enough, though nobody is heard to speak there."""
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
    return cut_points.copiable_start(cut_points.nearest_start(wanted_us, speech_us), earliest_us)


def _end(cut_points: CutPoints, speech_us: int, trim: Trim, after_us: int) -> int:
    """Where to end after the speech that ends at `speech_us`, when others speak from `after_us`."""
    _first_us, last_us = cut_points.whole_span()
    if speech_us + us(trim.tail_s) >= last_us and after_us >= last_us:
        return last_us
    wanted_us = cut_points.quietest(speech_us + us(trim.tail_s), speech_us, min(after_us, speech_us + us(1.5 * trim.tail_s)))
    return cut_points.copiable_end(cut_points.nearest_end(wanted_us, speech_us))


def _likeness(louder_lu: float, small_talk_lu: float) -> float:
    """1 for speech as loud as the meeting's own, 0 at the small talk's limit, -1 as much quieter again."""
    return min(1.0, max(-1.0, 1 + louder_lu / small_talk_lu))


def _rest_cost(rest_s: float, long_s: float, loud_s: float) -> float:
    share = min(1.0, max(0.0, rest_s - FREE_REST_S) / max(long_s - FREE_REST_S, 1.0))
    return share * min(REST_COST_S, REST_COST_SHARE * loud_s)


def _best_run(weights: Sequence[float], costs: Sequence[float]) -> tuple[int, int]:
    """First and last index of the run with the greatest sum of weights less the costs between them."""
    best, best_run, running, begun = -np.inf, (0, 0), -np.inf, 0
    for index, weight in enumerate(weights):
        joined = running - costs[index - 1] if index else -np.inf
        if joined < 0:
            joined, begun = 0.0, index
        running = joined + weight
        if running > best:
            best, best_run = running, (begun, index)
    return best_run


def _sureness(outwards: Sequence[tuple[float, float]], inside_s: float) -> float:
    """How sure a side is, from the (weight, cost of the rest before it) of what was left out beyond it, nearest first."""
    gain, tempting = 0.0, -np.inf
    for weight, cost in outwards:
        gain += weight - cost
        tempting = max(tempting, gain)
    loud_share = sum(weight for weight, _cost in outwards if weight > 0) / inside_s
    return round((0.4 + 0.55 * (1 - exp(tempting / 4))) * (1 - min(0.5, loud_share)), 2)
