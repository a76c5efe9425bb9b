"""By what a project has the preset of its last run again, from whichever folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbn_video.cli.options.run_options import RunOptions, load, request_of
from vbn_video.cli.review.run_child import NOTHING_ASKED
from vbn_video.project import Project
from vbn_video.runs.opening import open_run
from vbn_video.runs.remembered_preset import ChosenPreset, remembered_preset
from vbn_video.settings.preset_files import load_preset


def chosen(folder: Path, preset: str, *sets: str, media_dir: str | None = None) -> ChosenPreset:
    options: RunOptions = {**NOTHING_ASKED, "recording": (folder / "møde.mp4",), "preset": preset}
    options |= {"set": sets, "media_dir": media_dir}
    found = request_of(options, load(options), "plan").chosen
    assert found is not None
    return found


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with presets of its own, in which the person stands."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "egen.toml").write_text('extends = "temamoede"\n[trim]\nlead_s = 3\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_shipped_preset_is_remembered_by_its_name(beside: Path) -> None:
    assert chosen(beside, "temamoede", "trim.lead_s=2") == ChosenPreset("temamoede", ("trim.lead_s=2",))


@pytest.mark.parametrize("name", ["egen", "presets/egen.toml"])
def test_a_preset_beside_the_person_is_had_again_from_another_folder(
    beside: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered = chosen(beside, name)
    (beside / "andetsteds").mkdir()
    monkeypatch.chdir(beside / "andetsteds")
    assert load_preset(remembered.name, remembered.overruled).preset.trim.lead_s == 3


def test_folders_that_the_command_line_names_are_the_same_from_another_folder(
    beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    website = load_preset(*as_remembered(chosen(beside, "egen", media_dir="ud/medier"))).preset.website
    assert website.media_dir == str(beside / "ud" / "medier")
    token = chosen(beside, "egen", "youtube.token_file=login.json")
    monkeypatch.chdir(beside.parent)
    assert load_preset(*as_remembered(token)).preset.youtube.token_file == str(beside / "login.json")


def as_remembered(remembered: ChosenPreset) -> tuple[str, tuple[str, ...]]:
    return remembered.name, remembered.overruled


def test_a_run_notes_its_preset_for_the_page_outside_the_project(beside: Path) -> None:
    (beside / "møde.mp4").write_bytes(b"0")
    options: RunOptions = {**NOTHING_ASKED, "recording": (beside / "møde.mp4",), "preset": "egen"}
    with open_run(request_of(options, load(options), "plan"), lambda _event: None):
        pass
    project = Project(beside / "møde.vbn")
    assert remembered_preset(project) == ChosenPreset(str(beside / "presets" / "egen.toml"))
    assert [path for path in project.folder.rglob("*") if path.is_file() and b"egen.toml" in path.read_bytes()] == []
