"""Fits `plan/meeting/talk/word_table.py`: which words, and which two in a row, are said in which part of a meeting and around it.

    python -m tools.fit_talk_words             writes the table, and prints how often one sentence tells where it was said

Multinomial logistic regression over the words of single sentences, as they sound; each sentence counts once as it is written and
twice with every fourth word misheard. The sentences of `tools/talk_sentences` were written for this, and share no four words in
a row with what is said around the made meetings that judge the cut.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.meetings.evidence_of_script import mishear
from vbn_video.plan.meeting.talk.sentence_talk import PARTS, UNKNOWN, SentenceTalk, talk_keys

SENTENCES = Path(__file__).parent / "talk_sentences"
TABLE = Path(__file__).parent.parent / "vbn_video" / "plan" / "meeting" / "talk" / "word_table.py"
PART_OF = {
    "before": "before",
    "opening": "opening",
    "early": "within",
    "body": "within",
    "closing": "closing",
    "answers": "after",
    "after": "after",
}
MISHEARD, TIMES = 0.25, 2
LEAST_SAID = 8
"""A word, or two in a row, counts that is in so many sentences, those with misheard words among them."""
HELD, STEPS, RATE = 3.0, 300, 0.05
"""How strongly the weights are held to 0, in sentences."""
FOLDS = 5
HEAD = '''"""For each word, as it sounds, and for two in a row: how much it tells of the parts of a meeting, in hundredths.

Made by `tools/fit_talk_words.py`. The columns: before it, its opening, within it, its closing, after it. The first row holds for
every sentence.
"""

WORD_TABLE = """
'''
Floats = NDArray[np.float64]


def read_sentences(folder: Path = SENTENCES) -> list[tuple[str, str]]:
    """(part of the meeting, sentence), in the order of the files."""
    found, section = [], ""
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif line and not line.startswith("#"):
                found.append((PART_OF[section], line))
    return found


def fit(said: Sequence[tuple[str, str]]) -> dict[str, tuple[float, ...]]:
    """The weights of each word, and under `UNKNOWN` what holds for every sentence."""
    rnd = random.Random(1)
    heard = [*said, *((part, _misheard(text, rnd)) for _ in range(TIMES) for part, text in said)]
    keys = [talk_keys(text.split()) for _part, text in heard]
    counts = Counter(key for one in keys for key in one)
    words = sorted(key for key, count in counts.items() if count >= LEAST_SAID)
    numbers = {key: number for number, key in enumerate(words)}
    rows = [[numbers[key] for key in one if key in numbers] for one in keys]
    width = max(map(len, rows))
    index = np.full((len(rows), width), len(words))
    for at, row in enumerate(rows):
        index[at, : len(row)] = row
    scale = 1 / np.sqrt(np.maximum([len(row) for row in rows], 1))[:, None]
    true = np.eye(len(PARTS))[[PARTS.index(part) for part, _text in heard]]
    shares = true @ (1 / true.mean(axis=0) / len(PARTS))[:, None]
    weights, level = np.zeros((len(words), len(PARTS))), np.zeros(len(PARTS))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.vstack([weights, np.zeros(len(PARTS))])[index].sum(axis=1) * scale + level
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        wrong = (likely / likely.sum(axis=1, keepdims=True) - true) * shares
        spread = [np.bincount(index.ravel(), np.repeat(column, width), len(words) + 1)[:-1] for column in (wrong * scale).T]
        slope = np.stack(spread, axis=1) / len(rows) + HELD / 4 * weights / len(rows)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights - 2 * RATE * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        level = level - 0.5 * wrong.mean(axis=0)
    table = {key: tuple(map(float, row)) for key, row in zip(words, weights, strict=True)}
    return {UNKNOWN: tuple(map(float, level)), **table}


def _misheard(text: str, rnd: random.Random) -> str:
    return " ".join(mishear(word, rnd) if rnd.random() < MISHEARD else word for word in text.split())


def _folded(said: Sequence[tuple[str, str]]) -> Floats:
    """How often a sentence of each part (rows) is taken for each (columns), by weights fitted without it."""
    found = np.zeros((len(PARTS), len(PARTS)))
    for fold in range(FOLDS):
        talk = SentenceTalk(fit([one for number, one in enumerate(said) if number % FOLDS != fold]))
        tried = [one for number, one in enumerate(said) if number % FOLDS == fold]
        scores = talk.scores([text.split() for _part, text in tried])
        for (part, _text), row in zip(tried, scores, strict=True):
            found[PARTS.index(part), int(np.argmax(row))] += 1
    shares: Floats = found / found.sum(axis=1, keepdims=True)
    return shares


def main() -> None:
    """Write the table, print the figures."""
    said = read_sentences()
    table = fit(said)
    lines = (f"{key} {' '.join(str(round(100 * weight)) for weight in row)}" for key, row in table.items())
    TABLE.write_text(f'{HEAD}{chr(10).join(lines)}\n"""\n', encoding="utf-8")
    print(f"{len(said)} sentences, {len(table) - 1} words; taken for:", *PARTS)
    for part, row in zip(PARTS, _folded(said), strict=True):
        print(f"  {part:8}", " ".join(f"{share:7.2f}" for share in row))


if __name__ == "__main__":
    main()
