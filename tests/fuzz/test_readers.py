"""What somebody else wrote makes no reader stumble, be slow or fill the memory: it is read, or a sentence says why not."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from tests.fuzz.mutations import LONG_BYTES, long_ones, mutated
from tests.fuzz.outcomes import outcome
from tests.fuzz.readers import READERS, Reader
from tests.sampling import sampled

FEW, MANY = 50, 2_000
KNOWN = (
    ("chapters.vtt", b"<v "),
    ("captions.ttml", b"<span>a</span>"),
    ("transcript of Zoom", b": "),
    ("preset.toml", b"a."),
    ("captions.json", b"{"),
)

each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "presets").mkdir()
    monkeypatch.chdir(tmp_path)


@each_reader
def test_the_sample_itself_is_read(reader: Reader, tmp_path: Path) -> None:
    reader.read(reader.sample, tmp_path / "file")


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
@each_reader
def test_a_broken_file_is_understood_or_refused_in_a_sentence(reader: Reader, count: int, tmp_path: Path) -> None:
    faults = Counter[str]()
    for data in mutated(reader.sample, reader.name, count):
        faults[outcome(reader.read, reader.refusals, data, tmp_path / "file") or ""] += 1
    assert faults == {"": count}


@pytest.mark.parametrize(("name", "piece"), sampled(KNOWN, quick=(2, 3)))
def test_what_once_took_minutes_or_gigabytes_is_read_soon(name: str, piece: bytes, tmp_path: Path) -> None:
    (reader,) = (reader for reader in READERS if reader.name == name)
    sample = reader.sample
    middle = sample.find(b"\n", len(sample) // 2) + 1 or len(sample) // 2
    data = sample[:middle] + piece * (LONG_BYTES // len(piece)) + sample[middle:]
    assert outcome(reader.read, reader.refusals, data, tmp_path / "file") is None


@pytest.mark.long
@each_reader
def test_three_hundred_kilobytes_of_the_same_are_read_soon(reader: Reader, tmp_path: Path) -> None:
    faults = {
        piece: fault
        for piece, data in long_ones(reader.sample)
        if (fault := outcome(reader.read, reader.refusals, data, tmp_path / "file"))
    }
    assert faults == {}


def test_the_same_seed_breaks_a_file_in_the_same_ways() -> None:
    sample = READERS[0].sample
    assert [*mutated(sample, "a", FEW)] == [*islice(mutated(sample, "a", MANY), FEW)]
    assert len({*mutated(sample, "a", FEW)}) > FEW * 0.9
