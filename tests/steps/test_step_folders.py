"""A step that writes a folder of files: each of them is put in place, and goes, as any other output."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.steps.test_runner import House, killed_at
from vbn_video.events import Emit
from vbn_video.steps.record import Record
from vbn_video.steps.step import Inputs, Outcome


def write(inputs: Inputs, emit: Emit) -> Outcome:
    """One file for each letter of the input."""
    for number, letter in enumerate(inputs.files["read.txt"].read_text(encoding="utf-8")):
        (inputs.out["stills"] / f"{number}.txt").write_text(letter, encoding="utf-8")
    return Outcome()


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.put("read.txt", "abc")
    house.run(writes=(), folders=("stills",), run=write, preset_keys=())
    return house


def shown(house: House) -> dict[str, str]:
    folder = house.project.path("stills")
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_the_files_of_a_folder_are_made_anew_with_its_inputs_and_those_that_are_too_many_go(house: House) -> None:
    assert shown(house) == {"0.txt": "a", "1.txt": "b", "2.txt": "c"}
    assert house.run().cached
    house.put("read.txt", "xy")
    assert not house.run().cached
    assert shown(house) == {"0.txt": "x", "1.txt": "y"}
    assert house.run().cached


def test_a_file_of_the_folder_that_is_gone_or_damaged_is_made_anew(house: House) -> None:
    house.project.path("stills/1.txt").unlink()
    house.put("stills/2.txt", "damaged")
    assert not house.run().cached
    assert shown(house) == {"0.txt": "a", "1.txt": "b", "2.txt": "c"}


def test_what_somebody_else_has_put_into_the_folder_stays(house: House) -> None:
    house.put("stills/mine.txt", "mine")
    house.put("read.txt", "x")
    house.run()
    assert shown(house) == {"0.txt": "x", "mine.txt": "mine"}


def test_a_link_in_the_folders_place_is_taken_away_and_what_it_leads_to_stays(house: House, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    house.project.path("stills").rename(elsewhere)
    house.project.path("stills").symlink_to(elsewhere)
    house.put("read.txt", "x")
    house.run()
    assert shown(house) == {"0.txt": "x"} and not house.project.path("stills").is_symlink()
    assert (elsewhere / "0.txt").read_text(encoding="utf-8") == "a" and (elsewhere / "2.txt").exists()


@pytest.mark.parametrize("fatal_rename", [1, 2, 3, 4])
def test_a_run_killed_while_the_folder_is_put_in_place_is_finished_by_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch, fatal_rename: int
) -> None:
    house.put("read.txt", "xy")
    killed_at(fatal_rename, house, monkeypatch)
    house.run()
    assert shown(house) == {"0.txt": "x", "1.txt": "y"}
    assert house.run().cached


def test_a_lost_record_does_not_keep_the_folder_from_being_made_anew(house: House) -> None:
    Record.of(house.project).path.unlink()
    house.put("stills/0.txt", "of another run")
    assert not house.run().cached
    assert shown(house) == {"0.txt": "a", "1.txt": "b", "2.txt": "c"}
    assert house.run().cached
