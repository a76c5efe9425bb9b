"""All clues about one side: phrases, turns, what is seen, written down and heard, and what the places themselves are like."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.plan.meeting.sides.clues import Clue, Floats, SideFacts, between, clue, dense, outside, spoken_until
from vbn_video.plan.meeting.sides.phrase_clues import phrase_clues
from vbn_video.plan.meeting.sides.side_candidates import SideCandidates
from vbn_video.plan.meeting.sides.talk_clues import talk_clues
from vbn_video.plan.meeting.sides.turn_clues import farewell_clues, turn_clues
from vbn_video.plan.meeting.sides.utterance_levels import measure_utterances, own_loudness_lufs

WINDOW_S = 30.0
"""How far turns and loudness are looked at on each side of a place."""

LONGEST_REST_S = 6.0
"""A longer rest says no more: people also leave the room in the middle of a meeting."""
QUIET_FROM_LU, QUIET_LU = 3.0, 10.0
"""An utterance so much quieter than the recording's own speech begins to count as quiet, and is wholly so."""


def clues_of(facts: SideFacts) -> list[Clue]:
    """Every clue about one side; those that say nothing of any candidate are left out."""
    found = [
        *phrase_clues(facts),
        *turn_clues(facts),
        *farewell_clues(facts),
        *talk_clues(facts),
        *_slide_clues(facts),
        *_mark_clues(facts),
        *_sound_clues(facts),
        *_form_clues(facts.candidates),
    ]
    return [clue for clue in found if clue.parts]


def _slide_clues(facts: SideFacts) -> Iterator[Clue]:
    places = facts.candidates
    changes = [slide for slide in facts.evidence.slides if slide.start_us > US_PER_S]
    ordered = changes if places.which == "start" else changes[::-1]
    for number, slide in enumerate(ordered):
        at_s = places.depth_of(slide.start_us)
        kind = ("first slide" if places.which == "start" else "last slide") if number == 0 else "slide"
        yield clue(
            kind,
            slide.start_us,
            slide.title or "",
            between(places, "slide", at_s - 30, at_s, (1.0, at_s, 8.0)),
            between(places, "slide", at_s, at_s + 15, (1.0, at_s, 4.0)),
        )


def _mark_clues(facts: SideFacts) -> Iterator[Clue]:
    places, evidence = facts.candidates, facts.evidence
    sharing, passing = ("sharing started", "joined") if places.which == "start" else ("sharing stopped", "left")
    for mark in evidence.marks.marks:
        at_s = places.depth_of(mark.at_us)
        if mark.kind == sharing:
            yield clue("sharing", mark.at_us, "", between(places, "sharing", at_s - 40, at_s + 40, (1.0, at_s, 12.0)))
        elif mark.kind == passing:
            yield clue(passing, mark.at_us, "", outside(places, f"{passing}_outside", at_s, 1.0, 60.0))
    planned_us = evidence.planned_start_us if places.which == "start" else evidence.planned_end_us
    if planned_us is not None and 0 <= planned_us <= evidence.duration_us:
        at_s = places.depth_of(planned_us)
        near = between(places, "planned", at_s - 300, at_s + 300, (1.0, at_s, 60.0))
        yield clue(f"planned {places.which}", planned_us, "", near)
    senders = set[int]()
    for line in facts.chat:
        if line.sender not in senders:
            senders.add(line.sender)
            at_s = places.depth_of(line.at_us)
            yield clue("chat", line.at_us, line.text, between(places, "chat", at_s - 120, at_s + 120, (1.0, at_s, 30.0)))


def _sound_clues(facts: SideFacts) -> Iterator[Clue]:
    places, evidence = facts.candidates, facts.evidence
    for event in evidence.sounds.events:
        _outer_s, inner_s = places.depths_of((event.start_us, event.end_us))
        wanted = "music" if places.which == "start" else "applause"
        if event.kind == wanted:
            yield clue(wanted, event.end_us, "", between(places, wanted, inner_s - 0.5, inner_s + 40, (1.0, inner_s, 10.0)))
    if not places.count:
        return
    speech = _speech_depths(facts)
    spoken = spoken_until(speech, places.depth_s)
    inside = spoken_until(speech, places.depth_s + WINDOW_S) - spoken
    outside_s = places.depth_s - places.depth_s[0]
    density = spoken / np.maximum(outside_s, 1.0)
    thin = np.clip(inside / WINDOW_S - density, 0, 1) * np.minimum(outside_s / 10, 1) * (spoken > 0.05)
    yield clue("thin talk", int(places.at_us[0]), "", dense(places, "thin_outside", thin))
    if evidence.levels is None or not evidence.speech or not len(evidence.levels.loudness_lufs):
        return
    utterances = measure_utterances(evidence.speech, evidence.levels)
    own_lufs = own_loudness_lufs(utterances)
    quiet = np.array([(own_lufs - u.loudness_lufs - QUIET_FROM_LU) / (QUIET_LU - QUIET_FROM_LU) for u in utterances])
    spans = np.array([places.depths_of((u.start_us, u.end_us)) for u in utterances])
    order = np.argsort(spans[:, 0], kind="stable")
    spans, quiet = spans[order], np.clip(quiet, 0, 1)[order]
    quiet_s = spoken_until(spans, np.stack([places.depth_s, places.depth_s + WINDOW_S / 2]), quiet)
    talk_s = spoken_until(spans, np.stack([places.depth_s, places.depth_s + WINDOW_S / 2]))
    before = quiet_s[0] / (talk_s[0] + 1.0)
    after = (quiet_s[1] - quiet_s[0]) / (talk_s[1] - talk_s[0] + 1.0)
    yield clue("quieter", 0, "", dense(places, "quiet_outside", before), dense(places, "quiet_inside", after))


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
        yield clue(kind, int(places.at_us[0]), "", dense(places, weight, values))
