"""What is known beside the captions is read again only where it has changed: a correction is not kept waiting for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests.review.asking import Asking
from tests.steps.planned_project import PlannedProject
from vbn_video.errors import MissingError
from vbn_video.project import Project
from vbn_video.review.captions import captions_evidence
from vbn_video.review.captions.captions_evidence import EvidenceReader
from vbn_video.steps.record import Record


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read, in order."""
    names: list[str] = []
    read = captions_evidence.read_value

    def noting(path: Path, kind: type[Any]) -> Any:
        names.append(path.name)
        return read(path, kind)

    monkeypatch.setattr(captions_evidence, "read_value", noting)
    return names


def test_a_correction_reads_nothing_that_was_read_when_the_page_was_opened(
    captioned: PlannedProject, tab: Asking, read_files: list[str]
) -> None:
    shown = tab.get("captions")
    assert "words.json" in read_files
    read_files.clear()
    typed = {"kind": "text", "cue": 0, "text": "Velkommen alle"}
    done = tab.send("captions/edit", typed, shown.revision)
    assert done.status == 200
    assert Record.of(Project(captioned.project.folder)).content.edited  # the record is another one since
    assert tab.send("captions/edit", typed | {"cue": 1}, done.revision).status == 200
    assert read_files == []


def test_it_is_the_same_as_long_as_its_files_say_the_same(captioned: PlannedProject) -> None:
    reader = EvidenceReader(captioned.project)
    before = reader.read()
    record = Record.of(captioned.project)
    record.save(edited={"captions.da.vtt": "caption"})
    after = reader.read()
    assert after.heard is before.heard
    assert after.is_edited
    assert reader.read() is after


def test_what_was_heard_anew_is_read_anew(captioned: PlannedProject, read_files: list[str]) -> None:
    reader = EvidenceReader(captioned.project)
    before = reader.read()
    heard = captioned.project.path("words.json")
    heard.write_text(heard.read_text(encoding="utf-8").replace("Velkommen", "Farvel", 1), encoding="utf-8")
    os.utime(heard, ns=(1, 1))
    read_files.clear()
    after = reader.read()
    assert [word.text for word in (before.heard[0], after.heard[0])] == ["Velkommen", "Farvel"]
    assert after.heard[1:] == before.heard[1:]
    assert read_files == ["words.json"]


def test_what_can_not_be_read_is_not_known_and_is_once_it_can(captioned: PlannedProject) -> None:
    reader = EvidenceReader(captioned.project)
    heard = captioned.project.path("words.json")
    text = heard.read_text(encoding="utf-8")
    heard.write_text("{", encoding="utf-8")
    assert reader.read().heard == ()
    heard.write_text(text, encoding="utf-8")
    assert reader.read().heard


@pytest.mark.parametrize("file", ["words.json", "steps.json"])
def test_a_disk_that_refuses_once_is_asked_again_and_nothing_is_taken_for_granted(
    captioned: PlannedProject, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    Record.of(captioned.project).save(edited={"captions.da.vtt": "caption"})
    reader = EvidenceReader(captioned.project)
    refused = mock.Mock(side_effect=MissingError("the disk refuses"))
    with monkeypatch.context() as disk, pytest.raises(MissingError):
        disk.setattr(captions_evidence, "read_value", refused) if file == "words.json" else disk.setattr(Record, "of", refused)
        reader.read()
    assert reader.read().is_edited
    assert reader.read().heard


def test_captions_of_a_record_that_can_not_be_read_are_a_persons(captioned: PlannedProject) -> None:
    captioned.project.path("steps.json").write_text("{", encoding="utf-8")
    assert EvidenceReader(captioned.project).read().is_edited
