"""Fits `plan/review/doubts/doubt_weights.py`: how much each piece of evidence tells of a word being wrong.

    python -m tools.fit_doubt_weights      writes the table, and prints how well each meeting is judged by the others' weights

Logistic regression with a small ridge over the words of the made meetings in `tests/review/heard` that are there to be fitted;
the meetings that judge the doubts (`benchmarks.review_doubts`) are not read. `CONFUSED` are the pairs of words of which base
heard one where the other was said, in at least two meetings.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.review_doubts import JudgedMeeting, judged_meeting
from tests.review.heard.kept_reviews import kept_reviews
from vbn_video.plan.danish.tokens import plain, token
from vbn_video.plan.review.doubts.doubt_evidence import FEATURES, DoubtEvidence
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon

TABLE = Path(__file__).parent.parent / "vbn_video" / "plan" / "review" / "doubts" / "doubt_weights.py"
RIDGE = 3.0
ROUNDS = 30
SHOWN_WRONG = 0.62
"""Share of the shown words that are to be wrong in the meetings that were left out: the promise is a half."""
LEAST_MEETINGS, MOST_CONFUSED = 2, 3

Matrix = NDArray[np.float64]


def rows_of(meeting: JudgedMeeting) -> tuple[Matrix, Matrix]:
    """The evidence of each word that may be doubted, and whether it is wrong."""
    sources = meeting.sources
    evidence = DoubtEvidence(sources.heard, sources.alternatives, sources.knows, sources.index, sources.violations)
    starts_us = {word.cue: word.start_us for word in reversed(meeting.words)}
    rows, wrong = [], []
    for word, is_wrong in zip(meeting.words, meeting.wrong, strict=True):
        if word.probability is not None and any(map(str.isalpha, token(word.text).core)):
            of = evidence.of(word, starts_us[word.cue])
            rows.append([of[name] for name in FEATURES])
            wrong.append(float(is_wrong))
    return np.array(rows), np.array(wrong)


def fit(rows: Matrix, wrong: Matrix) -> Matrix:
    """The bias, and the weight of each feature: Newton's method, the features scaled to the same spread for the ridge."""
    spread = rows.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = np.column_stack([np.ones(len(rows)), rows / spread])
    weights = np.zeros(scaled.shape[1])
    ridge = np.diag([0.0, *[RIDGE] * rows.shape[1]])
    for _round in range(ROUNDS):
        share = 1 / (1 + np.exp(-scaled @ weights))
        curve = scaled.T @ (scaled * (share * (1 - share))[:, None]) + ridge
        weights += np.linalg.solve(curve, scaled.T @ (wrong - share) - ridge @ weights)
    return np.concatenate([weights[:1], weights[1:] / spread])


def judge(weights: Matrix, rows: Matrix) -> Matrix:
    """How probably each word is wrong."""
    return np.asarray(1 / (1 + np.exp(-weights[0] - rows @ weights[1:])))


def threshold(share: Matrix, wrong: Matrix) -> float:
    """The least probability of which, with all higher ones, `SHOWN_WRONG` are wrong; never under a half."""
    order = np.argsort(-share)
    hits = np.cumsum(wrong[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(hits >= SHOWN_WRONG)
    return max(float(share[order][enough[-1]]), 0.5)


def confused(meetings: Sequence[JudgedMeeting]) -> dict[str, tuple[str, ...]]:
    """What was said where a word was heard, the most frequent first."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for meeting in meetings:
        for word, is_wrong, said in zip(meeting.words, meeting.wrong, meeting.right, strict=True):
            if is_wrong and said and " " not in said:
                seen[plain(word.text), plain(said)][meeting.name] += 1
    often = {pair: sum(own.values()) for pair, own in seen.items() if len(own) >= LEAST_MEETINGS}
    found: dict[str, list[str]] = defaultdict(list)
    for heard, said in sorted(often, key=lambda pair: (-often[pair], pair)):
        found[heard].append(said)
    return {heard: tuple(said[:MOST_CONFUSED]) for heard, said in sorted(found.items())}


def main() -> None:
    """Fit, print and write."""
    meetings = [judged_meeting(kept, danish_lexicon()) for kept in kept_reviews("fitted")]
    data = [rows_of(meeting) for meeting in meetings]
    shares, wrongs = [], []
    for left_out, (rows, wrong) in enumerate(data):
        others = [one for place, one in enumerate(data) if place != left_out]
        weights = fit(np.concatenate([one[0] for one in others]), np.concatenate([one[1] for one in others]))
        shares.append(judge(weights, rows))
        wrongs.append(wrong)
    share, wrong = np.concatenate(shares), np.concatenate(wrongs)
    least = threshold(share, wrong)
    for low in np.arange(0, 1, 0.1):
        of = (share >= low) & (share < low + 0.1)
        print(f"  {low:.1f} to {low + 0.1:.1f}: {int(of.sum()):5d} words, {wrong[of].mean() if of.any() else 0:.2f} wrong")
    shown = share >= least
    print(
        f"  from {least:.2f}: {int(shown.sum())} shown, {wrong[shown].mean():.2f} wrong,"
        f" {wrong[shown].sum() / wrong.sum():.2f} of all"
    )
    rows = np.concatenate([one[0] for one in data])
    weights = fit(rows, wrong)
    write(weights, rows.mean(axis=0), least, confused(meetings))


def write(weights: Matrix, means: Matrix, least: float, pairs: dict[str, tuple[str, ...]]) -> None:
    """The table as a module."""
    lines = [
        '"""How much each piece of evidence tells of a word being wrong: written by `python -m tools.fit_doubt_weights`."""',
        "",
        f"LEAST_WRONG = {least:.2f}",
        '"""A word that is less probably wrong is not shown."""',
        f"BIAS = {weights[0]:.3f}",
        "WEIGHTS: dict[str, float] = {",
        *(f'    "{name}": {weight:.3f},' for name, weight in zip(FEATURES, weights[1:], strict=True)),
        "}",
        '"""What is added to the log odds for each unit of a feature of `doubt_evidence.py`."""',
        "MEANS: dict[str, float] = {",
        *(f'    "{name}": {mean:.3f},' for name, mean in zip(FEATURES, means, strict=True)),
        "}",
        '"""Of the words that the weights were fitted to: what is beyond them is a reason to doubt."""',
        "CONFUSED: dict[str, tuple[str, ...]] = {",
        *(f"    {_quoted(heard)}: ({' '.join(_quoted(one) + ',' for one in said)})," for heard, said in pairs.items()),
        "}",
        '"""What was said where base heard a word, in more than one meeting."""',
        "",
    ]
    TABLE.write_text("\n".join(lines), encoding="utf-8")


def _quoted(text: str) -> str:
    return f'"{text}"'


if __name__ == "__main__":
    main()
