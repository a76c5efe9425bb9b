"""Fits the weights of `settings/trimming/cut_weights.py` and the calibration of `plan/meeting/sides/side_choice.py`.

    python -m tools.fit_cut_weights            prints both, to be rounded into the two files, and what they reach

Maximum likelihood of the true words under the conditional logit, over the known made meetings as they are written and as they
were heard; held near the weights that stand in the table, and to their signs. How sure a side is, is calibrated by folds: on
sentences that the weights were not fitted to.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.meetings.sentences import Half
from tests.plan.made_evidence import made_evidence, made_meeting
from tests.plan.meeting.varied_evidence import varied
from vbn_video.plan.meeting.decide import side_of
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence
from vbn_video.plan.meeting.phrase_marks import find_phrases
from vbn_video.plan.meeting.sides.side_candidates import SAME_US, Which
from vbn_video.plan.meeting.sides.spoken_sentences import Spoken
from vbn_video.plan.meeting.sides.utterance_levels import without_murmurs
from vbn_video.settings.phrase_table import PhraseTable, parse_phrases
from vbn_video.settings.preset import Trim
from vbn_video.settings.trimming.cut_weights import CUT_WEIGHTS

VARIANTS, STEPS, RATE = 8, 200, 0.08
FITTED: tuple[Half, ...] = ("known", "second", "third")
"""How sure a side is, is calibrated on the sentences of each that the weights were fitted without."""
AGAINST = (
    "_greeting_outside",
    "_beginning_outside",
    "_agenda_outside",
    "_goodbye_outside",
    "_thanks_outside",
    "_meeting_outside",
    "_inside",
    "_long_outside",
)
"""What speaks against a place; all else speaks for it."""
UNKNOWN_PHRASES = 0.3
"""Share of what people say at the turning points that no table knows: so it is fitted as if the table lacked so much."""
SURE, SURE_RIGHT = Trim().sure, 0.95
"""Of what is called sure by default, so much must be right by folds: else all are called less sure."""
HELD = 0.15
"""How strongly a weight is held to that of the table, in units of its likelihood."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Instance:
    """One side of one meeting, as numbers."""

    group: str
    which: Which
    values: Floats
    """(candidates, weights)."""
    right: NDArray[np.bool_]
    same: tuple[NDArray[np.int64], NDArray[np.int64]]
    """The range of candidates that are one choice with each."""
    share: float
    """How much it counts."""


def instance(
    group: str,
    which: Which,
    evidence: MeetingEvidence,
    table: PhraseTable,
    *,
    is_right: Callable[[int], bool],
    share: float = 1.0,
    seed: int = 0,
) -> Instance:
    """The side of that evidence with its right places."""
    names = [name for name in CUT_WEIGHTS if name.startswith(which)]
    evidence = without_murmurs(evidence)
    found = find_phrases(evidence.words, table) if evidence.words else ()
    rnd = random.Random(f"{group} {seed}")
    lost = UNKNOWN_PHRASES if seed else 0.0
    phrases = [mark for mark in found if mark.kind == "small_talk" or rnd.random() >= lost]
    places, clues = side_of(which, evidence, phrases, Spoken.of(evidence), table)
    values = np.zeros((places.count, len(names)))
    for clue in clues:
        for part in clue.parts:
            values[part.first : part.first + len(part.values), names.index(part.weight)] += part.values
    right = np.array([is_right(int(at_us)) for at_us in places.at_us], np.bool_)
    return Instance(group, which, values, right, places.same(), share)


def quiet_meetings() -> list[tuple[str, MeetingEvidence, int, int]]:
    """Meetings with quiet small talk and no words that tell, as the tests of trimming have them."""
    made = []
    for seed in range(24):
        said, start_s, end_s = made_meeting(seed, minutes=(3, 10, 40)[seed % 3])
        found = made_evidence(said, (3, 10, 40)[seed % 3] * 60)
        evidence = MeetingEvidence(found.recording.duration_us, found.words, found.speech, found.levels)
        made.append((f"quiet {seed}", evidence, round(start_s * 1e6), round(end_s * 1e6)))
    for seed in range(6):
        start_s, length_s = 40 + 10 * seed, 1 + 0.5 * seed
        said = [(5.0, 5 + length_s, -17.0), (start_s, start_s + 60, -18.0), (start_s + 61, start_s + 240, -18.0)]
        found = made_evidence(said, start_s + 250)
        evidence = MeetingEvidence(found.recording.duration_us, found.words, found.speech, found.levels)
        made.append((f"quiet shout {seed}", evidence, round(start_s * 1e6), round((start_s + 240) * 1e6)))
    return made


def _near(true_us: int, at_us: int) -> bool:
    return abs(at_us - true_us) <= SAME_US


def fit(instances: Sequence[Instance], which: Which) -> dict[str, float]:
    """The weights of one side."""
    names = [name for name in CUT_WEIGHTS if name.startswith(which)]
    start = np.array([CUT_WEIGHTS[name] for name in names])
    against = np.array([name.endswith(AGAINST) for name in names])
    used = [i for i in instances if i.which == which and i.right.any()]
    values = np.concatenate([i.values for i in used])
    right = np.concatenate([i.right for i in used])
    begins = np.append(0, np.cumsum([len(i.values) for i in used]))[:-1]
    rows = np.repeat(np.arange(len(used)), [len(i.values) for i in used])
    shares = np.array([i.share for i in used])
    weights, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        scores = values @ weights
        scores -= np.maximum.reduceat(scores, begins)[rows]
        all_of = np.exp(scores)
        true_of = np.where(right, all_of, 0)
        p_all = all_of / np.add.reduceat(all_of, begins)[rows]
        p_true = true_of / np.add.reduceat(true_of, begins)[rows]
        slope = ((p_true - p_all) * shares[rows]) @ values / shares.sum() - HELD * (weights - start) / len(used) ** 0.5
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        step_size = RATE * (1 if step < STEPS / 2 else 0.2)
        weights = weights + step_size * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = np.where(against, np.minimum(weights, 0), np.maximum(weights, 0))
    return dict(zip(names, weights.tolist(), strict=True))


def outcome(item: Instance, weights: dict[str, float]) -> tuple[float, bool]:
    """(probability of the choice, whether it is right)."""
    names = [name for name in CUT_WEIGHTS if name.startswith(item.which)]
    scores = item.values @ np.array([weights[name] for name in names])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    until, (first, last) = np.append(0, np.cumsum(shares)), item.same
    mass = until[last] - until[first]
    middle = int(np.argmax(mass))
    chosen = int(first[middle]) + int(np.argmax(shares[first[middle] : last[middle]]))
    return float(mass[chosen]), bool(item.right[chosen])


def calibrate(outcomes: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """(slope, offset) of the straight line in log odds from the probability to how often it is right."""
    mass = np.clip([m for m, _r in outcomes], 1e-4, 1 - 1e-4)
    right = np.array([r for _m, r in outcomes], float)
    odds = np.log(mass / (1 - mass))
    line = np.array([1.0, 0.0])
    features = np.stack([odds, np.ones_like(odds)], axis=1)
    for _step in range(100):
        p = 1 / (1 + np.exp(-features @ line))
        slope = features.T @ (right - p) - np.array([1.0, 1.0]) * (line - np.array([1.0, 0.0]))
        curve = (features * (p * (1 - p))[:, None]).T @ features + np.eye(2)
        line = line + np.linalg.solve(curve, slope)
    return float(max(line[0], 0.1)), float(line[1])


def _sure(outcomes: Sequence[tuple[float, bool]], slope: float, offset: float) -> list[bool]:
    """Of those that are called sure by a preset that says nothing of it, whether they are right."""
    least = np.log(SURE / (1 - SURE))
    return [right for mass, right in outcomes if slope * np.log(mass / (1 - mass + 1e-12)) + offset >= least]


def report(outcomes: Sequence[tuple[Instance, float, bool]]) -> None:
    """Prints how many sides of each group are right, where not all are."""
    for which in ("start", "end"):
        for group in sorted({i.group for i, _m, _r in outcomes}):
            of_group = [(m, r) for i, m, r in outcomes if i.group == group and i.which == which]
            right = sum(r for _m, r in of_group)
            if right < len(of_group):
                print(
                    f"    {which} {group}: {right} of {len(of_group)}",
                    " ".join(f"{m:.2f}{'' if r else '!'}" for m, r in of_group),
                )


def main() -> None:
    """Fit, calibrate by folds, print."""
    from tests.meetings.kept import heard_meetings, kept_meetings

    path = Path(__file__).parent.parent / "presets" / "phrases" / "moede.toml"
    table = parse_phrases(path.read_text(encoding="utf-8"), path.name)
    instances = []
    for meeting in (meeting for half in FITTED for meeting in (*kept_meetings(half), *heard_meetings(half))):
        for seed in range(VARIANTS):
            evidence = varied(meeting.evidence, seed)
            for which, is_right in (("start", meeting.truth.begins_at), ("end", meeting.truth.ends_at)):
                instances.append(instance(meeting.name, which, evidence, table, is_right=is_right, seed=seed))
    for name, evidence, start_us, end_us in quiet_meetings():
        for which, true_us in (("start", start_us), ("end", end_us)):
            instances.append(instance(name, which, evidence, table, is_right=partial(_near, true_us), share=3.0))
    unreachable = [i for i in instances if not i.right.any()]
    print(f"{len(instances)} sides, {len(unreachable)} whose true word is no candidate")
    outcomes: list[tuple[Instance, float, bool]] = []
    for half in FITTED:
        others = [i for i in instances if not i.group.startswith(half)]
        weights = {**fit(others, "start"), **fit(others, "end")}
        outcomes += [(i, *outcome(i, weights)) for i in instances if i.group.startswith(half)]
    for which in ("start", "end"):
        of_side = [(m, r) for i, m, r in outcomes if i.which == which and not i.group.startswith("quiet")]
        print(which, "right by folds", np.mean([r for _m, r in of_side]).round(3), "of", len(of_side))
    found = [(m, r) for i, m, r in outcomes if not i.group.startswith("quiet")]
    slope, offset = calibrate(found)
    while np.mean(sure := _sure(found, slope, offset)) < SURE_RIGHT:
        offset -= 0.01
    print(f"SLOPE, OFFSET = {slope:.2f}, {offset:.2f}")
    print(f"sure by folds: {len(sure)}, right {np.mean(sure):.3f}")
    report(outcomes)
    weights = {**fit(instances, "start"), **fit(instances, "end")}
    for name, value in weights.items():
        print(f'        "{name}": {value:.1f},')
    print("right:", np.mean([outcome(i, weights)[1] for i in instances]).round(3))


if __name__ == "__main__":
    main()
