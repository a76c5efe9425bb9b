"""What was said at a turning point, and what that says of every place: here, soon, outside, and whether it was given back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.plan.meeting.phrase_marks import PhraseMark
from vbn_video.plan.meeting.sides.clues import Clue, Part, SideFacts, between, clue, outside
from vbn_video.plan.meeting.sides.said import Said
from vbn_video.plan.meeting.sides.side_candidates import REST_US, SENTENCE_ENDS

HERE_S = 0.35
"""A phrase that begins within this of a candidate begins there: words' times are that exact."""
SOON_S, SOON_REACH_S = 4.0, 20.0
RUN_REST_US, RUN_US = 4 * US_PER_S, 12 * US_PER_S
"""Who says goodbye goes on for no longer than this, and rests no longer between."""
SHORT_US = 1_400_000
"""An answer to a goodbye is no goodbye of the meeting when it is no longer."""
HALF_LIKE = 0.65
LEAD_IN_US = 3_500_000
"""A phrase that begins (or ends) a sentence but for so much of it begins (or ends) it."""
INSIDE_S, INSIDE_REACH_S = 20.0, 80.0
BOUNDARY = {"start": ("greeting", "beginning", "agenda"), "end": ("goodbye", "thanks")}
WITHIN = {
    "start": ("questions", "transition", "thanks", "return"),
    "end": ("questions", "transition", "agenda", "beginning", "return"),
}
"""Phrases that belong inside a meeting."""


def phrase_clues(facts: SideFacts) -> Iterator[Clue]:
    """One clue for each phrase that was said."""
    places, which = facts.candidates, facts.candidates.which
    only = {int(at_us): int(index) for index, at_us in enumerate(places.at_us) if places.phrase_only[index]}
    for mark in facts.phrases:
        sentence = sentence_of(facts.spoken.said, mark)
        outer_s, inner_s = places.depths_of(_span_of(facts, mark, sentence))
        edge_us = mark.start_us if which == "start" else mark.end_us
        value = phrase_value(mark)
        parts: tuple[Part | None, ...] = ()
        if value and mark.kind in BOUNDARY[which] and not _is_answer(facts, sentence):
            soon_s = (outer_s - SOON_REACH_S, outer_s - HERE_S)
            parts = (
                between(places, mark.kind, outer_s - HERE_S, outer_s + HERE_S, (value, outer_s, 1e9)),
                between(places, f"{mark.kind}_soon", *soon_s, (value, outer_s, SOON_S)),
                outside(places, f"{mark.kind}_outside", inner_s, value),
                _run_part(facts, sentence, value) if which == "end" else None,
            )
        elif value and mark.kind == "small_talk":
            inside_s = (outer_s - INSIDE_REACH_S, outer_s + 0.1)
            parts = (
                outside(places, "small_talk_outside", inner_s, value),
                between(places, "small_talk_inside", *inside_s, (value, outer_s, INSIDE_S)),
            )
        elif value and mark.kind in WITHIN[which]:
            parts = (outside(places, "meeting_outside", inner_s, value),)
        yield clue(mark.kind.replace("_", " "), edge_us, mark.text, *parts, candidate=only.get(edge_us, -1))


def _run_part(facts: SideFacts, sentence: tuple[int, int], value: float) -> Part | None:
    """A part for where the voice that says goodbye has ended, when another one is heard next."""
    said, voices, row = facts.spoken.said, facts.spoken.voices, sentence[1]
    voice, ended_us = voices[row], said.end_us[row]
    while (
        row + 1 < len(said.texts)
        and voices[row + 1] == voice
        and said.start_us[row + 1] - said.end_us[row] < RUN_REST_US
        and said.end_us[row + 1] - ended_us < RUN_US
    ):
        row += 1
    if voice < 0 or row + 1 >= len(said.texts) or voices[row + 1] in {-1, voice}:
        return None
    at_s = facts.candidates.depth_of(int(said.end_us[row]))
    return between(facts.candidates, "last_of_goodbyes", at_s - HERE_S, at_s + HERE_S, (value, at_s, 1e9))


def phrase_value(mark: PhraseMark) -> float:
    """How much a phrase tells: what is only half like it is mostly chance."""
    return max(0.0, (mark.likeness - HALF_LIKE) / (1 - HALF_LIKE)) * mark.strength


def sentence_of(said: Said, mark: PhraseMark) -> tuple[int, int]:
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
    start_us, end_us = int(facts.spoken.said.start_us[sentence[0]]), int(facts.spoken.said.end_us[sentence[1]])
    if facts.candidates.which == "start" and 0 <= mark.start_us - start_us <= LEAD_IN_US:
        return start_us, mark.end_us
    if facts.candidates.which == "end" and 0 <= end_us - mark.end_us <= LEAD_IN_US:
        return mark.start_us, end_us
    return mark.start_us, mark.end_us


def _is_answer(facts: SideFacts, sentence: tuple[int, int]) -> bool:
    """Whether a sentence is a short answer to a goodbye, which says nothing of where the meeting ends but that it is answered."""
    start_us, end_us = int(facts.spoken.said.start_us[sentence[0]]), int(facts.spoken.said.end_us[sentence[1]])
    answered = any(farewell.ends_us[0] < end_us <= farewell.ends_us[-1] for farewell in facts.farewells)
    return answered and end_us - start_us < SHORT_US


def _stops(text: str) -> bool:
    return text.endswith(SENTENCE_ENDS)
