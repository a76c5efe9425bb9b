"""The files in which the evidence of the made meetings is kept: for each set its JSON, and the levels beside it."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.meetings.evidence_of_script import levels_of_hops
from tests.meetings.scripts import Script
from tests.meetings.sentences import Half
from tests.meetings.truth import Truth
from vbn_video.codec import from_json, to_json
from vbn_video.evidence import MeetingMarks, Slide, SoundScene, SpeechSpan, Voices, Word
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence

FOLDER = Path(__file__).parent.parent / "data" / "meetings"
QUIETEST_LUFS = -120
HOP_US = 10_000
KEPT = [field.name for field in fields(MeetingEvidence) if field.name != "levels"]


@dataclass(frozen=True)
class HeardMeeting:
    """A script with what was heard of it."""

    script: Script
    evidence: MeetingEvidence
    truth: Truth


@dataclass(frozen=True)
class KeptMeeting:
    """One made meeting, as it is kept."""

    name: str
    kind: str
    seed: int
    evidence: MeetingEvidence
    truth: Truth


@dataclass(frozen=True)
class EvidenceRow:
    """A meeting's evidence but for its levels, and its truth."""

    name: str
    kind: str
    seed: int
    duration_us: int
    words: tuple[Word, ...]
    speech: tuple[SpeechSpan, ...]
    slides: tuple[Slide, ...]
    voices: Voices
    sounds: SoundScene
    marks: MeetingMarks
    truth: Truth
    planned_start_us: int | None = None
    planned_end_us: int | None = None


@dataclass(frozen=True)
class EvidenceTable:
    """All meetings of a set."""

    meetings: tuple[EvidenceRow, ...]


def pack(half: Half, heard: Sequence[HeardMeeting]) -> None:
    """Write a set's two files; levels are kept as whole LUFS of each hop."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = to_json(EvidenceTable, EvidenceTable(tuple(map(_row, heard))))
    (FOLDER / f"{half}.json.gz").write_bytes(gzip.compress(table.encode(), 9, mtime=0))
    hops = b"".join(_steps(one.evidence) for one in heard)
    (FOLDER / f"{half}_levels.xz").write_bytes(lzma.compress(hops, preset=9 | lzma.PRESET_EXTREME))


def unpack(half: Half) -> tuple[KeptMeeting, ...]:
    """All meetings of a set, each with its levels."""
    table = from_json(EvidenceTable, gzip.decompress((FOLDER / f"{half}.json.gz").read_bytes()))
    hops = np.frombuffer(lzma.decompress((FOLDER / f"{half}_levels.xz").read_bytes()), np.int8)
    meetings, first = [], 0
    for row in table.meetings:
        last = first + row.duration_us // HOP_US
        levels = levels_of_hops(np.cumsum(hops[first:last], dtype=np.int8).astype(np.float32))
        evidence = MeetingEvidence(levels=levels, **{name: getattr(row, name) for name in KEPT})
        meetings.append(KeptMeeting(row.name, row.kind, row.seed, evidence, row.truth))
        first = last
    return tuple(meetings)


def _row(one: HeardMeeting) -> EvidenceRow:
    kept = {name: getattr(one.evidence, name) for name in KEPT}
    kept["words"] = tuple(replace(word, probability=round(word.probability, 2)) for word in one.evidence.words)
    return EvidenceRow(one.script.name, one.script.kind, one.script.seed, truth=one.truth, **kept)


def _steps(evidence: MeetingEvidence) -> bytes:
    """From each hop to the next, in whole LUFS, the first from 0; int8 goes round."""
    assert evidence.levels
    hops: NDArray[np.float32] = np.full(evidence.duration_us // HOP_US, QUIETEST_LUFS, np.float32)
    known = evidence.levels.hop_lufs[: len(hops)]
    hops[: len(known)] = np.maximum(np.round(known), QUIETEST_LUFS)
    return np.diff(hops.astype(np.int8), prepend=np.int8(0)).astype(np.int8).tobytes()
