"""The files in which is kept what was said in each meeting, and what base heard of it."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.review.heard.review_meetings import Use
from vbn_video.codec import from_json, to_json
from vbn_video.evidence import Transcript

FOLDER = Path(__file__).parents[2] / "data" / "review"


@dataclass(frozen=True)
class SpokenLine:
    """One sentence, and when its voice is heard."""

    start_us: int
    end_us: int
    text: str


@dataclass(frozen=True)
class KeptReview:
    """One meeting: what was said and heard."""

    name: str
    duration_us: int
    said: tuple[SpokenLine, ...]
    names: tuple[str, ...]
    """Those of the meeting's glossary."""
    heard: Transcript


@dataclass(frozen=True)
class KeptReviews:
    """All meetings of one set."""

    meetings: tuple[KeptReview, ...]


def kept_file(use: Use) -> Path:
    """Where they are kept."""
    return FOLDER / f"{use}.json.gz"


def pack_reviews(use: Use, meetings: Sequence[KeptReview]) -> None:
    """Write the file."""
    FOLDER.mkdir(exist_ok=True)
    table = to_json(KeptReviews, KeptReviews(tuple(replace(one, heard=_rounded(one.heard)) for one in meetings)))
    kept_file(use).write_bytes(gzip.compress(table.encode(), 9, mtime=0))


def kept_reviews(use: Use) -> tuple[KeptReview, ...]:
    """Read it."""
    return from_json(KeptReviews, gzip.decompress(kept_file(use).read_bytes())).meetings


def _rounded(heard: Transcript) -> Transcript:
    words = (replace(word, probability=round(word.probability, 3)) for word in heard.words)
    return replace(heard, words=tuple(words), languages=())
