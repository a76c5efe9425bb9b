"""Each piece of evidence and what it says of every place where a side could be.

    evidence ──► Clue(kind, at, text, parts)      a part: the weight's name, and a value for each candidate that it touches
                     greeting at depth 40 s
    candidates   ···········o·····o··o····o·····
    at                            █                the phrase begins right here
    soon                 ▁  ▂    ▅                 … soon after here
    outside                          ▆    ▅ ▄      … it would be cut

A score is the sum over all clues of weight times value, so what is missing says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vbn_video.clock import US_PER_S
from vbn_video.evidence import ChatLine, VoiceTurn
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import PhraseMark
from vbn_video.plan.meeting.sides.said import Said
from vbn_video.plan.meeting.sides.side_candidates import REST_US, SENTENCE_ENDS, SideCandidates
from vbn_video.plan.meeting.sides.utterance_levels import measure_utterances, own_loudness_lufs
from vbn_video.plan.meeting.turns import Turns

Floats = NDArray[np.float64]

HERE_S = 0.35
"""A phrase that begins within this of a candidate begins there: words' times are that exact."""
SOON_S, SOON_REACH_S = 4.0, 20.0
OUTSIDE_S, OUTSIDE_REACH_S = 90.0, 360.0
"""What was said so long before counts e times less; an hour's first words say nothing of its last ones."""
RETURNED_S = 20.0
RETURNED_BY_OTHERS_S, BRIEF_S = 1.4, 0.9
"""A goodbye in so short a sentence is given back by somebody: in another voice, or behind another goodbye …"""
ANSWERED_US = 6 * US_PER_S
"""… that has ended no longer ago than this."""
HALF_LIKE = 0.65
LEAD_IN_US = 1_500_000
"""A phrase that begins (or ends) a sentence but for so much of it begins (or ends) it."""
INSIDE_S, INSIDE_REACH_S = 20.0, 80.0
DIFFER_S = 60.0
WINDOW_S = 30.0
"""How far turns and loudness are looked at on each side of a place."""
LONGEST_REST_S = 6.0
"""A longer rest says no more: people also leave the room in the middle of a meeting."""
QUIET_FROM_LU, QUIET_LU = 3.0, 10.0
"""An utterance so much quieter than the recording's own speech begins to count as quiet, and is wholly so."""
BOUNDARY = {"start": ("greeting", "beginning", "agenda"), "end": ("goodbye", "thanks")}
WITHIN = {
    "start": ("questions", "transition", "thanks", "return"),
    "end": ("questions", "transition", "agenda", "beginning", "return"),
}
"""Phrases that belong inside a meeting."""


@dataclass(frozen=True)
class Part:
    """One weight and its values for the candidates [first, first + len(values))."""

    weight: str
    first: int
    values: Floats


@dataclass(frozen=True)
class Clue:
    """One piece of evidence."""

    kind: str
    """The key of `Support`."""
    at_us: int
    text: str
    parts: tuple[Part, ...]
    candidate: int = -1
    """The candidate that there is only because of this clue; -1 where there is none."""


@dataclass(frozen=True)
class SideFacts:
    """All that is known around one side, and its candidates."""

    candidates: SideCandidates
    evidence: MeetingEvidence
    phrases: Sequence[PhraseMark]
    said: Said
    voices: NDArray[np.int64]
    """The voice that says each row of `said`; -1 where it is not known."""
    chat: Sequence[ChatLine] = field(default=())
    """The lines that greet (of an end side: say goodbye)."""


def clues_of(facts: SideFacts) -> list[Clue]:
    """Every clue about one side; those that say nothing of any candidate are left out."""
    found = [
        *_phrase_clues(facts),
        *_turn_clues(facts),
        *_slide_clues(facts),
        *_mark_clues(facts),
        *_sound_clues(facts),
        *_form_clues(facts.candidates),
    ]
    return [clue for clue in found if clue.parts]


def _clue(kind: str, at_us: int, text: str, *parts: Part | None, candidate: int = -1) -> Clue:
    return Clue(kind, at_us, text, tuple(part for part in parts if part is not None), candidate)


def _between(
    places: SideCandidates, weight: str, first_s: float, last_s: float, decay: tuple[float, float, float]
) -> Part | None:
    """A part for the candidates with first <= depth < last: `strength` falling with the distance from `from_s` by `tau_s`."""
    low, high = np.searchsorted(places.depth_s, (first_s, last_s))
    if low >= high:
        return None
    strength, from_s, tau_s = decay
    values = strength * np.exp(-np.abs(places.depth_s[low:high] - from_s) / tau_s)
    return Part(f"{places.which}_{weight}", int(low), values)


def _dense(places: SideCandidates, weight: str, values: Floats) -> Part | None:
    return Part(f"{places.which}_{weight}", 0, values) if np.any(values) else None


def _outside(places: SideCandidates, weight: str, inner_s: float, strength: float, tau_s: float = OUTSIDE_S) -> Part | None:
    return _between(places, weight, inner_s - 0.1, inner_s + OUTSIDE_REACH_S, (strength, inner_s, tau_s))


def _phrase_clues(facts: SideFacts) -> Iterator[Clue]:
    places, which = facts.candidates, facts.candidates.which
    only = {int(at_us): int(index) for index, at_us in enumerate(places.at_us) if places.phrase_only[index]}
    for mark in facts.phrases:
        sentence = _sentence_of(facts.said, mark)
        outer_s, inner_s = places.depths_of(_span_of(facts, mark, sentence))
        edge_us = mark.start_us if which == "start" else mark.end_us
        value = _value(mark)
        parts: tuple[Part | None, ...] = ()
        if value and which == "end" and mark.kind in BOUNDARY[which] and _is_returned(facts, sentence):
            parts = (
                _between(places, "returned", outer_s - HERE_S, outer_s + HERE_S, (value, outer_s, 1e9)),
                _outside(places, "returned_outside", inner_s, value, RETURNED_S),
            )
        elif value and mark.kind in BOUNDARY[which]:
            soon_s = (outer_s - SOON_REACH_S, outer_s - HERE_S)
            parts = (
                _between(places, mark.kind, outer_s - HERE_S, outer_s + HERE_S, (value, outer_s, 1e9)),
                _between(places, f"{mark.kind}_soon", *soon_s, (value, outer_s, SOON_S)),
                _outside(places, f"{mark.kind}_outside", inner_s, value),
            )
        elif value and mark.kind == "small_talk":
            inside_s = (outer_s - INSIDE_REACH_S, outer_s + 0.1)
            parts = (
                _outside(places, "small_talk_outside", inner_s, value),
                _between(places, "small_talk_inside", *inside_s, (value, outer_s, INSIDE_S)),
            )
        elif value and mark.kind in WITHIN[which]:
            parts = (_outside(places, "meeting_outside", inner_s, value),)
        yield _clue(mark.kind.replace("_", " "), edge_us, mark.text, *parts, candidate=only.get(edge_us, -1))


def _value(mark: PhraseMark) -> float:
    """How much a phrase tells: what is only half like it is mostly chance."""
    return max(0.0, (mark.likeness - HALF_LIKE) / (1 - HALF_LIKE)) * mark.strength


def _sentence_of(said: Said, mark: PhraseMark) -> tuple[int, int]:
    """(first, last) row of what is said without a rest or a full stop around a phrase."""
    first = max(int(np.searchsorted(said.start_us, mark.start_us, side="right")) - 1, 0)
    last = max(int(np.searchsorted(said.start_us, mark.end_us)) - 1, first)
    while first > 0 and said.start_us[first] - said.end_us[first - 1] < REST_US and not _stops(said.texts[first - 1]):
        first -= 1
    while last + 1 < len(said.texts) and said.start_us[last + 1] - said.end_us[last] < REST_US and not _stops(said.texts[last]):
        last += 1
    return first, last


def _span_of(facts: SideFacts, mark: PhraseMark, sentence: tuple[int, int]) -> tuple[int, int]:
    """The phrase with what of its sentence stands outside of it, if that is short: "Rigtig hjertelig | velkommen"."""
    start_us, end_us = int(facts.said.start_us[sentence[0]]), int(facts.said.end_us[sentence[1]])
    if facts.candidates.which == "start" and 0 <= mark.start_us - start_us <= LEAD_IN_US:
        return start_us, mark.end_us
    if facts.candidates.which == "end" and 0 <= end_us - mark.end_us <= LEAD_IN_US:
        return mark.start_us, end_us
    return mark.start_us, mark.end_us


def _is_returned(facts: SideFacts, sentence: tuple[int, int]) -> bool:
    """Whether a goodbye is one that somebody else gives back: short, and in another voice, or behind another."""
    first, last = sentence
    length_s = (facts.said.end_us[last] - facts.said.start_us[first]) / US_PER_S
    voice, before = facts.voices[first], facts.voices[first - 1] if first else -1
    if voice >= 0 and before >= 0 and voice != before and length_s < RETURNED_BY_OTHERS_S:
        return True
    start_us = int(facts.said.start_us[first])
    return length_s < BRIEF_S and any(
        mark.kind in BOUNDARY["end"] and mark.end_us <= start_us < mark.end_us + ANSWERED_US for mark in facts.phrases
    )


def _stops(text: str) -> bool:
    return text.endswith(SENTENCE_ENDS)


def _turn_clues(facts: SideFacts) -> Iterator[Clue]:
    """Whether one voice leads inside and many outside, whether turns last longer inside, whether another voice takes over."""
    places = facts.candidates
    spoken = Turns(facts.evidence.voices, facts.evidence.words).turns
    if not spoken or not places.count:
        return
    depths = np.array([places.depths_of((turn.start_us, turn.end_us)) for turn in spoken])
    voices = np.array([turn.voice for turn in spoken])
    order = np.argsort(depths[:, 0], kind="stable")
    depths, voices = depths[order], voices[order]
    here = places.depth_s
    edges = np.stack([here - WINDOW_S, here, here + WINDOW_S])
    by_voice = np.stack([_spoken_until(depths[voices == voice], edges) for voice in np.unique(voices)])
    talk = np.diff(by_voice, axis=1)
    total = talk.sum(axis=0)
    known = np.all(total >= 3.0, axis=0)
    leading = talk.max(axis=0) / np.maximum(total, 1e-9)
    lengths = np.minimum(depths[:, 1] - depths[:, 0], WINDOW_S)
    mean_turn = np.diff(_spoken_until(depths, edges, lengths), axis=0) / np.maximum(total, 1e-9)
    gain = (mean_turn[1] - mean_turn[0]) / np.maximum(mean_turn[1] + mean_turn[0], 1e-9)
    parts = [_dense(places, "longer_turns", np.where(known, gain, 0.0))]
    if facts.evidence.voices.turns:
        parts.append(_dense(places, "one_speaks", np.where(known, leading[1] - leading[0], 0.0)))
        parts.append(_dense(places, "other_voice", _takes_over(facts)))
        parts.append(_dense(places, "voices_differ", _voices_differ(depths, voices, here)))
    yield _clue("one speaker", 0, "", *parts)


def _spoken_until(spans_s: Floats, at_s: Floats, rates: Floats | None = None) -> Floats:
    """How much of the spans (rows of start and end, ascending by start) lies before each moment; a second counts its rate."""
    if not len(spans_s):
        return np.zeros_like(at_s)
    rate = np.ones(len(spans_s)) if rates is None else rates
    starts, ends = spans_s[:, 0], np.sort(spans_s[:, 1])
    by_end = np.argsort(spans_s[:, 1], kind="stable")
    begun = np.searchsorted(starts, at_s, side="right")
    over = np.searchsorted(ends, at_s, side="right")
    rate_begun, rate_over = np.append(0, np.cumsum(rate)), np.append(0, np.cumsum(rate[by_end]))
    start_sum, end_sum = np.append(0, np.cumsum(rate * starts)), np.append(0, np.cumsum((rate * spans_s[:, 1])[by_end]))
    spoken: Floats = at_s * (rate_begun[begun] - rate_over[over]) - start_sum[begun] + end_sum[over]
    return spoken


def _voices_differ(depths: Floats, voices: NDArray[np.int64], here_s: Floats) -> Floats:
    """How much better two shares of the voices, one outside of a place and one inside, explain who talks there than one for both.

    The logarithm of the likelihood ratio of the two multinomials, a second of talk counting a tenth: 0 where they are alike.
    """
    edges = np.stack([here_s - DIFFER_S, here_s, here_s + DIFFER_S])
    talk = np.diff(np.stack([_spoken_until(depths[voices == voice], edges) for voice in np.unique(voices)]), axis=1)
    talk = np.maximum(talk, 0.0)

    def fit(seconds: Floats) -> Floats:
        whole = np.maximum(seconds.sum(axis=0), 1e-9)
        found: Floats = (seconds * np.log(np.maximum(seconds, 1e-9) / whole)).sum(axis=0)
        return found

    return np.maximum(fit(talk[:, 0]) + fit(talk[:, 1]) - fit(talk.sum(axis=1)), 0.0) / 10


def _takes_over(facts: SideFacts) -> Floats:
    """1 where another voice speaks inside of a place than outside of it."""
    places, voices = facts.candidates, facts.voices
    step = -1 if places.which == "start" else 1
    inner = voices[places.unit]
    outer = voices[np.clip(places.unit + step, 0, len(voices) - 1)]
    return np.where((inner >= 0) & (outer >= 0) & (inner != outer), 1.0, 0.0)


def voices_of(said: Said, turns: Sequence[VoiceTurn]) -> NDArray[np.int64]:
    """The voice that says each row, by the turn that holds its middle; -1 where none does."""
    if not turns or not len(said.start_us):
        return np.full(len(said.start_us), -1)
    ordered = sorted(turns, key=lambda turn: turn.start_us)
    starts, ends = (np.array([getattr(turn, name) for turn in ordered]) for name in ("start_us", "end_us"))
    numbers = np.array([turn.voice for turn in ordered])
    middle = (said.start_us + said.end_us) // 2
    place = np.searchsorted(starts, middle, side="right") - 1
    return np.where((place >= 0) & (middle < ends[np.maximum(place, 0)] + 200_000), numbers[np.maximum(place, 0)], -1)


def _slide_clues(facts: SideFacts) -> Iterator[Clue]:
    places = facts.candidates
    changes = [slide for slide in facts.evidence.slides if slide.start_us > US_PER_S]
    ordered = changes if places.which == "start" else changes[::-1]
    for number, slide in enumerate(ordered):
        at_s = places.depth_of(slide.start_us)
        kind = ("first slide" if places.which == "start" else "last slide") if number == 0 else "slide"
        yield _clue(
            kind,
            slide.start_us,
            slide.title or "",
            _between(places, "slide", at_s - 30, at_s, (1.0, at_s, 8.0)),
            _between(places, "slide", at_s, at_s + 15, (1.0, at_s, 4.0)),
        )


def _mark_clues(facts: SideFacts) -> Iterator[Clue]:
    places, evidence = facts.candidates, facts.evidence
    sharing, outside = ("sharing started", "joined") if places.which == "start" else ("sharing stopped", "left")
    for mark in evidence.marks.marks:
        at_s = places.depth_of(mark.at_us)
        if mark.kind == sharing:
            yield _clue("sharing", mark.at_us, "", _between(places, "sharing", at_s - 40, at_s + 40, (1.0, at_s, 12.0)))
        elif mark.kind == outside:
            yield _clue(outside, mark.at_us, "", _outside(places, f"{outside}_outside", at_s, 1.0, 60.0))
    planned_us = evidence.planned_start_us if places.which == "start" else evidence.planned_end_us
    if planned_us is not None and 0 <= planned_us <= evidence.duration_us:
        at_s = places.depth_of(planned_us)
        near = _between(places, "planned", at_s - 300, at_s + 300, (1.0, at_s, 60.0))
        yield _clue(f"planned {places.which}", planned_us, "", near)
    senders = set[int]()
    for line in facts.chat:
        if line.sender not in senders:
            senders.add(line.sender)
            at_s = places.depth_of(line.at_us)
            yield _clue("chat", line.at_us, line.text, _between(places, "chat", at_s - 120, at_s + 120, (1.0, at_s, 30.0)))


def _sound_clues(facts: SideFacts) -> Iterator[Clue]:
    places, evidence = facts.candidates, facts.evidence
    for event in evidence.sounds.events:
        _outer_s, inner_s = places.depths_of((event.start_us, event.end_us))
        wanted = "music" if places.which == "start" else "applause"
        if event.kind == wanted:
            yield _clue(wanted, event.end_us, "", _between(places, wanted, inner_s - 0.5, inner_s + 40, (1.0, inner_s, 10.0)))
    if not places.count:
        return
    speech = _speech_depths(facts)
    spoken = _spoken_until(speech, places.depth_s)
    inside = _spoken_until(speech, places.depth_s + WINDOW_S) - spoken
    density = spoken / np.maximum(places.depth_s, 1.0)
    thin = np.clip(inside / WINDOW_S - density, 0, 1) * np.minimum(places.depth_s / 10, 1) * (spoken > 0.05)
    yield _clue("thin talk", int(places.at_us[0]), "", _dense(places, "thin_outside", thin))
    if evidence.levels is None or not evidence.speech or not len(evidence.levels.loudness_lufs):
        return
    utterances = measure_utterances(evidence.speech, evidence.levels)
    own_lufs = own_loudness_lufs(utterances)
    quiet = np.array([(own_lufs - u.loudness_lufs - QUIET_FROM_LU) / (QUIET_LU - QUIET_FROM_LU) for u in utterances])
    spans = np.array([places.depths_of((u.start_us, u.end_us)) for u in utterances])
    order = np.argsort(spans[:, 0], kind="stable")
    spans, quiet = spans[order], np.clip(quiet, 0, 1)[order]
    quiet_s = _spoken_until(spans, np.stack([places.depth_s, places.depth_s + WINDOW_S / 2]), quiet)
    talk_s = _spoken_until(spans, np.stack([places.depth_s, places.depth_s + WINDOW_S / 2]))
    before = quiet_s[0] / (talk_s[0] + 1.0)
    after = (quiet_s[1] - quiet_s[0]) / (talk_s[1] - talk_s[0] + 1.0)
    yield _clue("quieter", 0, "", _dense(places, "quiet_outside", before), _dense(places, "quiet_inside", after))


def _speech_depths(facts: SideFacts) -> Floats:
    """Where somebody speaks, by speech spans or else by words: rows of outer and inner depth, ascending."""
    spans = facts.evidence.speech or facts.evidence.words
    rows = [facts.candidates.depths_of((span.start_us, span.end_us)) for span in spans]
    return np.array(sorted(rows)).reshape(-1, 2)


def _form_clues(places: SideCandidates) -> Iterator[Clue]:
    """What the place itself is like."""
    if not places.count:
        return
    outermost = np.zeros(places.count)
    outermost[0] = 1.0
    in_speech = outermost * (places.depth_s[0] < 0.4)
    rest = np.log1p(np.minimum(places.rest_s, LONGEST_REST_S)) / np.log(10)
    long = np.log2(1 + (places.depth_s - places.depth_s[0]) / 15)
    for kind, weight, values in (
        ("first words" if places.which == "start" else "last words", "nothing_outside", outermost),
        ("in speech", "in_speech", in_speech),
        ("sentence", "sentence", places.sentence.astype(np.float64)),
        ("rest", "rest", rest),
        ("long", "long_outside", long),
    ):
        yield _clue(kind, int(places.at_us[0]), "", _dense(places, weight, values))
