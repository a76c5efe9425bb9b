"""`vbn-video presets` and `--dry-run`, as a person sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vbn_video.cli.main import program
from vbn_video.errors import InputError
from vbn_video.settings import preset_files
from vbn_video.settings.lists.glossary_files import find_glossary


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(preset_files, "user_folder", lambda: tmp_path / "mine")
    return tmp_path


def ask(*arguments: object) -> Result:
    return CliRunner().invoke(program(), ["presets", *map(str, arguments)])


def test_show_is_toml_with_the_place_of_each_value(here: Path) -> None:
    (here / "presets").mkdir()
    (here / "presets" / "vores.toml").write_text('extends = "kort"\n[website]\nnetwork = "Æ & Ø"\n', encoding="utf-8")
    shown = ask("show", "vores", "--set", "trim.tail_s=3").stdout
    rows = {line.split(" = ")[0]: line.split("# ") for line in shown.splitlines() if " = " in line}
    assert rows["network"] == ['network = "Æ & Ø"'.ljust(46), str(Path("presets", "vores.toml")) + ":3"]
    assert rows["tail_s"][1] == "--set trim.tail_s"
    assert "kort.toml:" in rows["lead_s"][1]
    (here / "again.toml").write_text(shown, encoding="utf-8")
    assert preset_files.load_preset("again.toml").preset == preset_files.load_preset("vores", ["trim.tail_s=3"]).preset


def test_a_value_that_nothing_sets_is_shown_as_the_default(here: Path) -> None:
    (here / "tom.toml").write_text("", encoding="utf-8")
    shown = [line for line in ask("show", "tom.toml").stdout.splitlines() if " = " in line or line.startswith('"""')]
    assert {line.rpartition("# ")[2] for line in shown if not line.endswith('"""')} == {"default"}


@pytest.mark.parametrize(
    "text",
    ["a\nb", "\na\n", 'han sagde: "ja"\n', 'ja "', '"""\n', "a\\nb\n\\", "\ttab\r\n", "  rykket ind\n\n\n# ikke en kommentar\n"],
)
def test_a_text_of_several_lines_is_shown_as_toml_that_gives_it_again(here: Path, text: str) -> None:
    (here / "en.toml").write_text(f"[youtube]\ndescription = {json.dumps(text)}\n", encoding="utf-8")
    (here / "again.toml").write_text(ask("show", "en.toml").stdout, encoding="utf-8")
    assert preset_files.load_preset("again.toml").preset.youtube.description == text


def test_the_description_is_shown_line_by_line_with_its_place_behind_it(here: Path) -> None:
    (here / "en.toml").write_text('[youtube]\ndescription = """\n{{ description }}\n\nHej "du"\n"""\n', encoding="utf-8")
    assert 'description = """\n{{ description }}\n\nHej "du"\n"""  # en.toml:2\n' in ask("show", "en.toml").stdout


def test_list_names_each_preset_and_what_it_is_for() -> None:
    listed = ask("list").stdout
    assert [line.split()[0] for line in listed.splitlines()[::2]] == ["kort", "temamoede", "virksomhedsbesoeg"]


def test_list_marks_a_broken_preset_and_takes_no_word_list_for_one(here: Path) -> None:
    (here / "presets").mkdir()
    (here / "presets/skaev.toml").write_text('extends = "kort"\n[trim]\nled_s = 1\n', encoding="utf-8")
    (here / "presets/uden.toml").write_text('extends = "findes ikke"\n', encoding="utf-8")
    (here / "presets/ordliste.toml").write_text('words = ["Grenaa"]\n', encoding="utf-8")
    listed = ask("list").stdout.splitlines()
    names = [line.split()[0] for line in listed if not line.startswith(" ")]
    assert names == ["skaev", "uden", "kort", "temamoede", "virksomhedsbesoeg", str(here / "presets/ordliste.toml")]
    assert "led_s" in listed[2] and "skaev.toml, line 3" in listed[2]
    assert "findes ikke" in listed[5] and "line 1" in listed[5]
    assert sum("can't be used" in line for line in listed) == 2
    assert "word list" in listed[-1] and str(here / "presets/glossary") in listed[-1]


def test_a_word_list_among_the_presets_is_told_where_it_belongs(here: Path) -> None:
    (here / "presets").mkdir()
    (here / "presets/ordliste.toml").write_text('words = ["Grenaa"]\n', encoding="utf-8")
    for found in (lambda: preset_files.load_preset("ordliste"), lambda: find_glossary("ordliste")):
        with pytest.raises(InputError, match="word list") as raised:
            found()
        assert str(here / "presets/glossary") in str(raised.value)
    with pytest.raises(InputError) as unknown:
        preset_files.find_preset("ordlist")
    assert "ordliste" not in str(unknown.value)


def test_a_preset_is_not_begun_among_the_shipped_ones_of_a_checkout(here: Path) -> None:
    (here / "presets").mkdir()
    (here / "vbn_video").mkdir()
    (here / "vbn_video/__init__.py").touch()
    assert str(here / "mine" / "vores.toml") in ask("new", "vores").stderr
    assert list((here / "presets").iterdir()) == []


def test_new_says_how_it_is_used_and_check_finds_it_right(here: Path) -> None:
    made = ask("new", "vores")
    assert str(here / "mine" / "vores.toml") in made.stderr
    assert "--preset vores" in made.stderr
    assert "right preset" in ask("check", "vores").stderr
    assert ask("check", here / "mine" / "vores.toml").exit_code == 0


def test_check_says_what_is_wrong(here: Path) -> None:
    (here / "x.toml").write_text("[trim]\nled_s = 1\n", encoding="utf-8")
    done = ask("check", "x.toml")
    assert isinstance(done.exception, InputError)
    assert "x.toml, line 2" in str(done.exception)


def test_check_looks_for_the_bumper_templates(here: Path) -> None:
    (here / "x.toml").write_text('[intro]\ntemplate = "djurslnd"\n', encoding="utf-8")
    done = ask("check", "x.toml")
    assert isinstance(done.exception, InputError)
    assert "no bumper template djurslnd" in str(done.exception) and "djursland" in str(done.exception)


@pytest.mark.parametrize("text", ["{{ titel }}", "{{ 1 / 0 }}", "{% include 'x' %}", "{{ 'a' * 10 ** 10 }}"])
def test_check_fills_the_texts_of_intro_and_outro(here: Path, text: str) -> None:
    (here / "x.toml").write_text(f'[outro]\nfoot = ["{{{{ network }}}}", "{text}"]\n', encoding="utf-8")
    done = ask("check", "x.toml")
    assert isinstance(done.exception, InputError)
    assert "outro.foot can't be filled" in str(done.exception)


def test_check_looks_into_the_templates_for_youtube(here: Path) -> None:
    (here / "x.toml").write_text('[youtube]\ntitle = "{{ titel }}"\n', encoding="utf-8")
    done = ask("check", "x.toml")
    assert isinstance(done.exception, InputError)
    assert "[youtube] title" in str(done.exception) and "titel is not known there" in str(done.exception)


def test_the_schema_is_json_on_standard_output() -> None:
    assert json.loads(ask("schema").stdout)["title"] == "vbn-video preset"
