"""Who speaks outside of a place and who inside: one or many, the same voices or others, the host."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from vbn_video.plan.meeting.sides.clues import Clue, Floats, SideFacts, between, clue, dense, spoken_until
from vbn_video.plan.meeting.sides.phrase_clues import HERE_S, phrase_value, sentence_of
from vbn_video.plan.meeting.talk.sentence_talk import PARTS
from vbn_video.plan.meeting.turns import Turns

DIFFER_S, NEAR_S = 60.0, 12.0
WINDOW_S = 30.0
"""How far turns and loudness are looked at on each side of a place."""
LEADS = ("greeting", "beginning", "agenda", "transition", "questions", "break", "return", "thanks")
"""Phrases of who leads a meeting."""
LEADS_LIKELY = 0.6
"""What is so likely an opening or a closing by its words is said by who leads it too."""


def turn_clues(facts: SideFacts) -> Iterator[Clue]:
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
    by_voice = np.stack([spoken_until(depths[voices == voice], edges) for voice in np.unique(voices)])
    talk = np.diff(by_voice, axis=1)
    total = talk.sum(axis=0)
    known = np.all(total >= 3.0, axis=0)
    leading = talk.max(axis=0) / np.maximum(total, 1e-9)
    lengths = np.minimum(depths[:, 1] - depths[:, 0], WINDOW_S)
    mean_turn = np.diff(spoken_until(depths, edges, lengths), axis=0) / np.maximum(total, 1e-9)
    gain = (mean_turn[1] - mean_turn[0]) / np.maximum(mean_turn[1] + mean_turn[0], 1e-9)
    parts = [dense(places, "longer_turns", np.where(known, gain, 0.0))]
    if facts.evidence.voices.turns:
        parts.append(dense(places, "one_speaks", np.where(known, leading[1] - leading[0], 0.0)))
        parts.append(dense(places, "voices_differ", _voices_differ(depths, voices, here)))
        parts.append(dense(places, "host", _host_begins(facts)))
        parts.append(dense(places, "many_outside", _more_outside(depths, voices, here)))
    yield clue("one speaker", 0, "", *parts)


def farewell_clues(facts: SideFacts) -> Iterator[Clue]:
    """One clue for each goodbye that is answered: at the goodbye itself, and at the answers to it."""
    places = facts.candidates
    for farewell in facts.farewells:
        value = 1 - 0.5**farewell.answers
        first_s = places.depth_of(farewell.ends_us[0])
        last_s = places.depth_of(farewell.ends_us[-1])
        yield clue(
            "answered",
            farewell.ends_us[0],
            "",
            between(places, "answered", first_s - HERE_S, first_s + HERE_S, (value, first_s, 1e9)),
            between(places, "among_answers", last_s - HERE_S, first_s - HERE_S, (value, first_s, 1e9)),
        )


def _voices_differ(depths: Floats, voices: NDArray[np.int64], here_s: Floats) -> Floats:
    """How much better two shares of the voices, one outside of a place and one inside, explain who talks there than one for both.

    The logarithm of the likelihood ratio of the two multinomials, a second of talk counting a tenth: 0 where they are alike.
    """
    edges = np.stack([here_s - DIFFER_S, here_s, here_s + DIFFER_S])
    talk = np.diff(np.stack([spoken_until(depths[voices == voice], edges) for voice in np.unique(voices)]), axis=1)
    talk = np.maximum(talk, 0.0)

    def fit(seconds: Floats) -> Floats:
        whole = np.maximum(seconds.sum(axis=0), 1e-9)
        found: Floats = (seconds * np.log(np.maximum(seconds, 1e-9) / whole)).sum(axis=0)
        return found

    return np.maximum(fit(talk[:, 0]) + fit(talk[:, 1]) - fit(talk.sum(axis=1)), 0.0) / 10


def _more_outside(depths: Floats, voices: NDArray[np.int64], here_s: Floats) -> Floats:
    """How many more voices are heard just outside of a place than just inside: each of half a second and more counts a third."""
    edges = np.stack([here_s - NEAR_S, here_s, here_s + NEAR_S])
    talk = np.diff(np.stack([spoken_until(depths[voices == voice], edges) for voice in np.unique(voices)]), axis=1)
    heard = np.clip(talk / 0.5, 0, 1).sum(axis=0)
    more: Floats = np.clip((heard[0] - heard[1]) / 3, -1, 1)
    return more


def _host_begins(facts: SideFacts) -> Floats:
    """1 where the host speaks inside of a place and another voice outside: the host is who says most that leads a meeting."""
    places, voices = facts.candidates, facts.spoken.voices
    votes: dict[int, float] = {}
    for mark in facts.phrases:
        if mark.kind in LEADS and (value := phrase_value(mark)):
            voice = int(voices[sentence_of(facts.spoken.said, mark)[0]])
            votes[voice] = votes.get(voice, 0.0) + value
    if facts.evidence.words:
        leads = np.exp(facts.spoken.talk[:, [PARTS.index("opening"), PARTS.index("closing")]]).max(axis=1)
        for sentence, likely in zip(facts.spoken.sentences, leads, strict=True):
            if likely > LEADS_LIKELY:
                votes[sentence.voice] = votes.get(sentence.voice, 0.0) + float(likely)
    votes.pop(-1, None)
    if not votes:
        return np.zeros(places.count)
    host = max(votes, key=lambda voice: votes[voice])
    step = -1 if places.which == "start" else 1
    outer_row = places.unit + step
    outer = np.where((outer_row >= 0) & (outer_row < len(voices)), voices[np.clip(outer_row, 0, len(voices) - 1)], -2)
    return np.where((voices[places.unit] == host) & (outer != host), 1.0, 0.0)
