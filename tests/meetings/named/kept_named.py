"""The file in which is kept what a model heard of the meetings with names, once without and once with the names in its prompt."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.meetings.fixtures import FOLDER
from vbn_video.codec import from_json, to_json
from vbn_video.evidence import Slide, SpeechSpan, Transcript


@dataclass(frozen=True)
class SaidLine:
    """One sentence, when its voice is heard, and the names of the slides in it."""

    start_us: int
    end_us: int
    text: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class HeardNames:
    """One meeting: what was shown, said and heard."""

    name: str
    duration_us: int
    slides: tuple[Slide, ...]
    said: tuple[SaidLine, ...]
    speech: tuple[SpeechSpan, ...]
    heard: Transcript
    prompt: str
    prompted: Transcript
    """As it was heard with that prompt."""


@dataclass(frozen=True)
class HeardNamesTable:
    """All meetings, by one model."""

    meetings: tuple[HeardNames, ...]


def models_heard() -> tuple[str, ...]:
    """Those of which a file is kept."""
    return tuple(sorted(path.name.removeprefix("names_").removesuffix(".json.gz") for path in FOLDER.glob("names_*.json.gz")))


def kept_file(model: str) -> Path:
    """Where it is kept."""
    return FOLDER / f"names_{model}.json.gz"


def pack_names(model: str, meetings: Sequence[HeardNames]) -> None:
    """Write the file."""
    rounded = (replace(one, heard=_rounded(one.heard), prompted=_rounded(one.prompted)) for one in meetings)
    table = to_json(HeardNamesTable, HeardNamesTable(tuple(rounded)))
    kept_file(model).write_bytes(gzip.compress(table.encode(), 9, mtime=0))


def heard_names(model: str) -> tuple[HeardNames, ...]:
    """Read it."""
    return from_json(HeardNamesTable, gzip.decompress(kept_file(model).read_bytes())).meetings


def _rounded(heard: Transcript) -> Transcript:
    words = (replace(word, probability=round(word.probability, 2)) for word in heard.words)
    return replace(heard, words=tuple(words), languages=())
