"""The ledger remembers what was published where, and is never half written."""

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from vbn_video.errors import InputError, MissingError
from vbn_video.publish.ledger import Ledger, LedgerEntry, Mark

FIRST = LedgerEntry(
    "website",
    "/srv/media",
    "a" * 64,
    "intended",
    "2020-12-08-hr",
    marks={"page": Mark("x")},
    facts={"files": ["a"], "recording": "r"},
)


def test_what_was_put_is_read_back_by_the_next_run(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.json").put(FIRST)
    assert Ledger(tmp_path / "ledger.json").entries == (FIRST,)


def test_no_two_entries_share_target_place_and_content(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.json")
    ledger.put(FIRST)
    ledger.put(replace(FIRST, state="published"))
    assert [entry.state for entry in ledger.entries] == ["published"]
    ledger.put(replace(FIRST, place="/srv/other"), replace(FIRST, content="b" * 64))
    assert len(ledger.entries) == 3


def test_the_latest_entry_of_a_place_is_the_last_one_put(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.json")
    ledger.put(FIRST)
    ledger.put(replace(FIRST, content="b" * 64))
    ledger.put(replace(FIRST, state="published"))
    latest = ledger.latest("website", "/srv/media", "r")
    assert latest is not None and latest.content == "a" * 64
    assert ledger.latest("website", "/srv/other", "r") is None
    assert ledger.find("website", "/srv/media", "r", "b" * 64) == replace(FIRST, content="b" * 64)


def test_what_was_replaced_or_withdrawn_no_longer_stands(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.json")
    ledger.put(replace(FIRST, state="replaced"), replace(FIRST, content="b" * 64, state="withdrawn"))
    assert ledger.standing("website") == ()
    ledger.put(replace(FIRST, content="c" * 64, state="withdrawing"))
    assert [entry.content[0] for entry in ledger.standing("website")] == ["c"]


def test_putting_what_is_there_already_does_not_touch_the_file(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.json")
    ledger.put(FIRST)
    os.utime(ledger.path, (1, 1))
    ledger.put(FIRST)
    assert ledger.path.stat().st_mtime == 1


def test_a_full_disk_is_a_sentence_and_nothing_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path / "ledger.json")
    ledger.put(FIRST)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MissingError, match="full"):
        ledger.put(replace(FIRST, state="published"))
    monkeypatch.undo()
    assert ledger.entries == Ledger(ledger.path).entries == (FIRST,)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.json"]


@pytest.mark.parametrize("text", ["", "{", '{"entries": [{"target": "website"}]}', "[]"])
def test_a_spoiled_ledger_is_named_and_left(text: str, tmp_path: Path) -> None:
    (tmp_path / "ledger.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"ledger\.json"):
        Ledger(tmp_path / "ledger.json")
    assert (tmp_path / "ledger.json").read_text(encoding="utf-8") == text


def test_the_file_is_json_that_a_person_can_read(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.json").put(FIRST)
    document = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
    assert document["entries"][0]["id"] == "2020-12-08-hr"
    assert document["entries"][0]["marks"] == {"page": {"intended": "x", "done": ""}}


def test_what_was_published_of_one_recording_is_not_the_others(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.json")
    next_week = replace(FIRST, facts={"recording": "next week"})
    ledger.put(replace(FIRST, state="published"), next_week)
    assert ledger.latest("website", "/srv/media", "r") == replace(FIRST, state="published")
    assert ledger.standing("website", "next week") == (next_week,)
    assert len(ledger.standing("website")) == 2
