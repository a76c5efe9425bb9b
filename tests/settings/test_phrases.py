"""Phrases as editors write them, and what is said of those that can't be understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbn_video.errors import InputError
from vbn_video.settings.choices import PHRASE_KINDS
from vbn_video.settings.lists.phrase_files import find_phrase_table, load_phrases, phrases_hash
from vbn_video.settings.phrase_table import parse_phrases
from vbn_video.settings.preset_files import load_preset, presets_there


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("vbn_video.settings.preset_files.user_folder", lambda: tmp_path / "egen")
    return tmp_path


def wordings(phrase: str) -> set[str]:
    (parsed,) = parse_phrases(f"greeting = ['{phrase}']", "x.toml").phrases
    return {" … ".join(" ".join(run) for run in wording) for wording in parsed.wordings}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Godmorgen", {"godmorgen"}),
        ("tak for nu/aften", {"tak for nu", "tak for aften"}),
        ("holder … pause", {"holder … pause"}),
        ("holder ... pause", {"holder … pause"}),
        ("vi (lige) begynder", {"vi lige begynder", "vi begynder"}),
        ("går (vi bare/lige) i gang", {"går i gang", "går vi bare i gang", "går vi lige i gang"}),
        ("(hjertelig) velkommen (til)", {"velkommen"}),
        ("hej (… igen)", {"hej", "hej … igen"}),
        ("(så) hej … (vi) begynder", {"hej … begynder"}),
    ],
)
def test_a_phrase_is_every_way_to_say_it_without_those_that_hold_a_shorter_one(phrase: str, expected: set[str]) -> None:
    assert wordings(phrase) == expected


def test_a_question_mark_at_the_end_makes_a_weak_sign() -> None:
    plain, weak = parse_phrases('greeting = ["hej", "hej ?"]', "x.toml").phrases
    assert weak.wordings == plain.wordings
    assert weak.strength < plain.strength == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('greeting = ["hej"]\ngoodbye = ["farvel"', r"line 2.*TOML"),
        ('greeting = ["hej"]\ngodbye = ["farvel"]', r"line 2.*godbye.*Did you mean goodbye"),
        ('goodbye = "farvel"', r"line 1.*goodbye must be a list"),
        ("goodbye = [1]", r"line 1.*goodbye must be a list"),
        ('greeting = [\n  "hej",\n  "hej ((igen))",\n]', r"line 3.*inside"),
        ('greeting = [\n  "hej",\n  "hej (igen",\n]', r"line 3.*bracket"),
        ('greeting = ["hej igen)"]', r"line 1.*bracket"),
        ('greeting = ["hej () igen"]', r"line 1.*bracket"),
        ('greeting = ["(hej)"]', r"line 1.*no word"),
        ('greeting = [""]', r"line 1.*no word"),
        ('greeting = ["… …"]', r"line 1.*no word"),
        ('greeting = ["hej // igen"]', r"line 1.*// is no word"),
        ('greeting = ["hej? igen"]', r"line 1.*\? is no word"),
        ('greeting = ["a/b/c/d a/b/c/d a/b/c/d a/b/c/d"]', r"line 1.*256"),
    ],
)
def test_what_can_not_be_understood_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        parse_phrases(text, "x.toml")
    assert caught.value.exit_code == 2


def test_the_shipped_table_has_phrases_of_every_kind() -> None:
    table = load_phrases(["moede"])
    assert {phrase.kind for phrase in table.phrases} == set(PHRASE_KINDS)


def test_a_table_of_ones_own_is_added_and_lies_beside_the_preset(here: Path) -> None:
    own = here / "mine" / "vores.toml"
    own.parent.mkdir()
    own.write_text('greeting = ["halløj"]', encoding="utf-8")
    (here / "mine" / "min.toml").write_text('[trim]\nphrases = ["moede", "vores.toml"]\n', encoding="utf-8")
    names = load_preset(str(here / "mine" / "min.toml")).preset.trim.phrases
    assert names == ("moede", str(own))
    assert load_phrases(names).phrases[-1].text == "halløj"
    before = phrases_hash(names)
    own.write_text('greeting = ["halløjsa"]', encoding="utf-8")
    assert phrases_hash(names) != before


def test_a_table_that_is_not_there_is_named_with_those_that_are(here: Path) -> None:
    with pytest.raises(InputError, match=r"moedet.*moede.*Did you mean moede"):
        load_phrases(["moedet"])
    with pytest.raises(InputError, match="mangler"):
        load_phrases(["mangler.toml"])
    (here / "forkert.toml").write_bytes('greeting = ["halløj"]'.encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        load_phrases(["forkert.toml"])


def test_a_table_among_the_presets_is_no_preset_and_its_place_is_named(here: Path) -> None:
    lost = here / "presets" / "vores.toml"
    lost.parent.mkdir()
    lost.write_text('greeting = ["halløj"]', encoding="utf-8")
    assert lost not in [preset.path for preset in presets_there()]
    for read in (lambda: find_phrase_table("vores"), lambda: load_preset("vores")):
        with pytest.raises(InputError, match=str(here / "presets" / "phrases")):
            read()
