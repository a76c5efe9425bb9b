"""Word lists as files: where they are looked for, and what is said when one is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbn_video.errors import InputError
from vbn_video.settings.lists.glossary_files import find_glossary, glossary_hash, load_glossary
from vbn_video.settings.preset_files import load_preset, presets_there


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("vbn_video.settings.preset_files.user_folder", lambda: tmp_path / "egen")
    return tmp_path


def lay(path: Path, text: str = 'words = ["Grenaa"]\n') -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_list_knows_the_networks_places() -> None:
    words = load_glossary(["vbn"]).words
    assert {"Virtuel Business Netværk", "VBN", "Norddjurs", "Syddjurs", "Grenaa", "Auning", "Ebeltoft", "Rønde"} <= set(words)


def test_a_list_of_ones_own_is_found_before_the_shipped_one(here: Path) -> None:
    own = lay(here / "egen" / "glossary" / "vbn.toml")
    assert find_glossary("vbn") == own
    beside = lay(here / "presets" / "glossary" / "vbn.toml")
    assert find_glossary("vbn") == beside


def test_several_lists_are_one_glossary(here: Path) -> None:
    lay(here / "mine ord æøå.toml", 'words = ["Fjordens Bageri"]')
    assert load_glossary(["vbn", "mine ord æøå.toml"]).words[-1] == "Fjordens Bageri"
    assert load_glossary([]).words == ()


def test_a_list_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"vbm.*vbn") as caught:
        load_glossary(["vbm"])
    assert caught.value.exit_code == 2
    with pytest.raises(InputError, match="mangler"):
        load_glossary(["mangler.toml"])


def test_a_fault_in_a_list_names_file_and_line(here: Path) -> None:
    path = lay(here / "ord.toml", 'words = ["Grenaa"]\nheard = []\n')
    with pytest.raises(InputError, match="line 2") as caught:
        load_glossary(["ord.toml"])
    assert caught.value.path == str(path)
    path.write_bytes('words = ["Rønde"]'.encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        load_glossary(["ord.toml"])


def test_a_path_in_a_preset_is_relative_to_the_preset(here: Path) -> None:
    lay(here / "deres" / "ord.toml", 'words = ["Fjordens Bageri"]')
    preset = lay(here / "deres" / "mit.toml", '[captions]\nglossary = ["vbn", "ord.toml"]\n')
    glossary = load_preset(str(preset)).preset.captions.glossary
    assert glossary == ("vbn", str(here / "deres" / "ord.toml"))
    assert load_glossary(glossary).words[-1] == "Fjordens Bageri"


def test_another_content_is_another_hash(here: Path) -> None:
    path = lay(here / "ord.toml")
    before = glossary_hash(["vbn", "ord.toml"])
    assert before == glossary_hash(["vbn", "ord.toml"])
    path.write_text('words = ["Auning"]', encoding="utf-8")
    assert glossary_hash(["vbn", "ord.toml"]) != before


def test_word_lists_are_no_presets(here: Path) -> None:
    lay(here / "presets" / "glossary" / "vores.toml")
    assert not {"vbn", "vores"} & {listed.name for listed in presets_there()}
