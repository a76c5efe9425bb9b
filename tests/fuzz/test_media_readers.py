"""No damaged medium makes a reader stumble, be slow or fill the memory: it is read, or a sentence says why not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.fuzz.byte_mutations import broken
from tests.fuzz.media_readers import MEDIA_READERS, MediaReader
from tests.fuzz.outcomes import outcome

FEW, MANY = 50, 2_000

each_reader = pytest.mark.parametrize("reader", MEDIA_READERS, ids=lambda reader: reader.name)


@each_reader
def test_the_samples_themselves_are_read(reader: MediaReader, tmp_path: Path) -> None:
    for sample in reader.samples():
        reader.read(sample, tmp_path / "file")


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
@each_reader
def test_a_broken_medium_is_understood_or_refused_in_a_sentence(reader: MediaReader, count: int, tmp_path: Path) -> None:
    faults = Counter[str]()
    for data in broken(reader.samples(), reader.name, count // reader.cost, reader.broken_bytes):
        faults[outcome(reader.read, reader.refusals, data, tmp_path / "file") or ""] += 1
    assert faults == {"": count // reader.cost}
