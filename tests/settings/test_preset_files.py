"""Presets as files: the search order, extending, single values overruled, and what is said when something is wrong."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from pathlib import Path

import pytest
from pydantic import BaseModel

from vbn_video.errors import InputError
from vbn_video.settings import preset_files
from vbn_video.settings.choices import shipped_folder
from vbn_video.settings.preset import Preset
from vbn_video.settings.preset_faults import schema
from vbn_video.settings.preset_files import find_preset, load_preset, new_preset, presets_there
from vbn_video.settings.toml_lines import key_lines

SHIPPED = ("kort", "temamoede", "virksomhedsbesoeg")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, and a folder of the person's own, both empty."""
    (tmp_path / "her").mkdir()
    monkeypatch.chdir(tmp_path / "her")
    monkeypatch.setattr(preset_files, "user_folder", lambda: tmp_path / "mine presets æ")
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def fault(text: str, path: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_preset(str(write(path, text)))
    assert caught.value.path == str(path)
    return caught.value.message


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("cut_breaks = true", '[trim] cut_breaks is not there any more. Write breaks = "cut", "keep" or "card" instead.'),
        ("rest_s = 2.0", "[trim] rest_s is not there any more. Take it out: where the meeting begins is decided by all"),
        ("small_talk_lu = 5", "[trim] small_talk_lu is not there any more. Take it out: how much quieter"),
        ("weights = { start_greting = 5.0 }", "[trim] weights has no start_greting. The names stand in the guide's table of"),
        ("weights = { start_greting = 5.0 }", "Did you mean start_greeting?"),
        ('weights = { start_rest = "fem" }', 'start_rest = "fem" is not allowed. It must be a number from -100 to 100.'),
        ("weights = { start_rest = nan }", "It must be a number from -100 to 100."),
        ("weights = { start_rest = 1e308 }", "It must be a number from -100 to 100."),
        ("weights = 5", "It must be a section with keys of its own."),
        ('breaks = "away"', '[trim] breaks = "away" is not allowed. It must be one of "cut", "keep", "card".'),
        ("sure = 1.5", "[trim] sure = 1.5 is not allowed. It must be a number from 0 to 1."),
    ],
)
def test_what_is_wrong_about_the_trimming_is_said_with_its_line(line: str, sentence: str, tmp_path: Path) -> None:
    said = fault(f'extends = "temamoede"\n\n[trim]\ntail_s = 1.0\n{line}\n', tmp_path / "vores.toml")
    assert sentence in said
    assert "vores.toml, line 5: " in said


def keys_of(model: BaseModel, above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for name in type(model).model_fields:
        value = getattr(model, name)
        found |= keys_of(value, (*above, name)) if isinstance(value, BaseModel) else {(*above, name)}
    return found


def test_temamoede_names_every_key_and_has_the_defaults() -> None:
    path = shipped_folder("presets") / "temamoede.toml"
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    named = {key for key in key_lines(path.read_text(encoding="utf-8")) if key in keys_of(Preset())}
    assert named == keys_of(Preset())
    assert Preset.model_validate(words) == Preset() == load_preset().preset


@pytest.mark.parametrize("name", SHIPPED)
def test_every_key_of_a_shipped_preset_is_explained_by_a_comment_above_it(name: str) -> None:
    text = (shipped_folder("presets") / f"{name}.toml").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert [number for number in key_lines(text).values() if not lines[number - 2].startswith("# ")] == []


def test_the_shipped_presets_differ_where_their_names_say_so() -> None:
    visit, short = load_preset("virksomhedsbesoeg").preset, load_preset("kort").preset
    assert "Virksomhedsbesøg" in visit.intro.kicker
    assert visit.outro.foot == Preset().outro.foot
    assert (short.intro.seconds, short.outro.template) == (2.0, "")
    assert short.trim.tail_s < Preset().trim.tail_s


def test_a_preset_is_looked_for_here_then_in_the_own_folder_then_among_the_shipped(home: Path) -> None:
    assert find_preset("kort").parent == shipped_folder("presets")
    own = write(preset_files.user_folder() / "kort.toml", "")
    assert find_preset("kort") == own
    here = write(home / "her" / "presets" / "kort.toml", "")
    assert find_preset("kort") == here
    assert find_preset(str(own)) == own


def test_a_preset_may_take_over_the_next_one_of_its_own_name(home: Path) -> None:
    write(preset_files.user_folder() / "kort.toml", 'extends = "kort"\n[website]\nmedia_dir = "../web"\n')
    loaded = load_preset("kort")
    assert loaded.preset.intro.seconds == 2.0
    assert [path.name for path in loaded.files] == ["kort.toml", "kort.toml", "temamoede.toml"]
    assert Path(loaded.preset.website.media_dir) == preset_files.user_folder() / "../web"


def test_each_value_knows_where_it_stands(home: Path) -> None:
    path = write(home / "min.toml", 'extends = "kort"\n\n[trim]\n\nlead_s = 3\n[website.colours]\nink = "#000000"\n')
    loaded = load_preset(str(path), ["trim.tail_s=9"], {"website.media_dir": "/web"})
    short = shipped_folder("presets") / "kort.toml"
    assert loaded.origins["trim.lead_s"] == f"{path}:5"
    assert loaded.origins["website.colours.ink"] == f"{path}:7"
    assert loaded.origins["trim.tail_s"] == "--set trim.tail_s"
    assert loaded.origins["website.media_dir"] == "--media-dir"
    assert loaded.origins["intro.seconds"].startswith(f"{short}:")
    assert "trim" not in loaded.origins


def test_a_value_that_no_file_names_has_no_origin(home: Path) -> None:
    assert load_preset(str(write(home / "tom.toml", ""))).origins == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("trim.enabled=false", False),
        ("trim.lead_s = 2", 2.0),
        ("captions.model=small", "small"),
        ("intro.title=2024", "2024"),
        ('intro.foot=["a", "b = c"]', ("a", "b = c")),
        ("website.network=Ærlig = snak", "Ærlig = snak"),
        ("website.colours.ink=#010203", "#010203"),
        ("intro.sound=C:\\lyd\\ding.wav", "C:\\lyd\\ding.wav"),
    ],
)
def test_a_single_value_is_overruled_as_toml_or_as_a_plain_word(text: str, value: object) -> None:
    found: object = load_preset(sets=[text]).preset
    for name in text.partition("=")[0].strip().split("."):
        found = getattr(found, name)
    assert found == value


@pytest.mark.parametrize("text", ["trim", "trim=1", "=1", "trim.=1", ".lead_s=1"])
def test_a_set_that_is_no_assignment_shows_how_to_write_it(text: str) -> None:
    with pytest.raises(InputError, match=r"section\.key=value"):
        load_preset(sets=[text])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[trim]\n\nlead = 1\n", 3, ["[trim] has no key lead.", "lead_s, tail_s", "Did you mean lead_s?"]),
        ("\n[trimm]\nlead_s = 1\n", 2, ["no section [trimm]", "publish, trim, intro", "Did you mean [trim]?"]),
        ("[captions]\nloudness_lufs = -20\n", 2, ["has no key loudness_lufs", "Did you mean [sound] loudness_lufs?"]),
        ('[trim]\nlead_s = "en"\n', 2, ['[trim] lead_s = "en"', "a number from 0"]),
        ("[trim]\nbreak_s = 0\n", 2, ["break_s = 0", "a number above 0"]),
        ("[intro]\nseconds = 90\n", 2, ["a number above 0 to 60"]),
        ("[chapters]\nat_most = 1.5\n", 2, ["a whole number from 3 to 100"]),
        ('[trim]\nenabled = "måske"\n', 2, ["true or false"]),
        ('[captions]\nprofile = "dansk-veb"\n', 2, ['"dansk-web", "dansk-tv", "netflix-da"', 'Did you mean "dansk-web"?']),
        ('[publish]\nto = ["webside"]\n', 2, ['a list in square brackets', 'Did you mean "website"?']),
        ("[intro]\ntitle = 5\n", 2, ["a text in quotes"]),
        ('[intro]\nfoot = [\n "a",\n 5,\n]\n', 2, ["foot = 5", "a text in quotes"]),
        ('[website.colours]\nink = "blå"\n', 2, ["[website.colours] ink", 'a colour such as "#0b3b44"']),
        ('[website.colours]\nlink = "#f2b705"\n', 1, ["link on sand has a contrast of"]),
        ("trim = 3\n", 1, ["a section with keys of its own"]),
        ("[trim]\nlead_s = \n", 2, ["not TOML", "key = value"]),
        ("extends = 5\n", 1, ["the name of a preset"]),
        ('extends = "temamode"\n', 1, ["There is no preset temamode", "Did you mean temamoede?"]),
    ],
)  # fmt: skip
def test_what_is_wrong_names_file_line_what_is_allowed_and_the_nearest_word(
    home: Path, text: str, line: int, words: list[str]
) -> None:
    path = home / "forkert.toml"
    message = fault(text, path)
    assert message.startswith(f"{path}, line {line}: ")
    assert [word for word in words if word not in message] == []


def test_everything_that_is_wrong_is_said_at_once(home: Path) -> None:
    message = fault("[trim]\nlead = 1\ntail_s = -1\n", home / "to fejl.toml")
    assert sorted(line.split(": ")[0].rpartition(" ")[2] for line in message.splitlines()) == ["2", "3"]


def test_a_fault_is_found_in_the_file_where_it_stands(home: Path) -> None:
    base = write(home / "presets" / "base.toml", "[trim]\nlead_s = -1\n")
    path = write(home / "presets" / "top.toml", 'extends = "base.toml"\n[trim]\ntail_s = 1\n')
    with pytest.raises(InputError) as caught:
        load_preset(str(path))
    assert caught.value.message.startswith(f"{base}, line 2: ")


def test_presets_that_extend_each_other_in_a_circle_are_refused(home: Path) -> None:
    write(home / "her" / "presets" / "a.toml", 'extends = "b"\n')
    write(home / "her" / "presets" / "b.toml", '\nextends = "a"\n')
    with pytest.raises(InputError, match=r"b\.toml, line 2: .*circle: a → b → a"):
        load_preset("a")


def test_an_unknown_name_lists_the_presets_there_are() -> None:
    with pytest.raises(InputError, match=r"There are: kort, temamoede, virksomhedsbesoeg\. Did you mean kort\?"):
        load_preset("krot")


@pytest.mark.parametrize("data", [b"\xff\xfe[\x00t\x00", "ø".encode("latin-1")])
def test_a_preset_in_another_encoding_is_refused_with_a_sentence(home: Path, data: bytes) -> None:
    (home / "x.toml").write_bytes(data)
    with pytest.raises(InputError, match="UTF-8"):
        load_preset(str(home / "x.toml"))


def test_a_mark_of_utf8_at_the_beginning_is_no_fault(home: Path) -> None:
    path = write(home / "x.toml", "\ufeff[trim]\nlead_s = 4\n")
    assert load_preset(str(path)).preset.trim.lead_s == 4.0


def test_paths_in_a_preset_are_relative_to_its_folder_and_names_are_left_alone(home: Path) -> None:
    intro = '[intro]\ntemplate = "djursland"\nsound = "ding.wav"\n'
    text = intro + '[outro]\ntemplate = "mine/outro.toml"\n[captions]\nmodel = "org/model"\n'
    preset = load_preset(str(write(home / "d" / "x.toml", text))).preset
    assert preset.intro.template == "djursland"
    assert preset.captions.model == "org/model"
    assert Path(preset.intro.sound) == home / "d" / "ding.wav"
    assert Path(preset.outro.template) == home / "d" / "mine" / "outro.toml"


def test_a_new_preset_is_like_temamoede_until_a_line_is_uncommented(home: Path) -> None:
    path = new_preset("vores")
    assert path == preset_files.user_folder() / "vores.toml"
    assert load_preset("vores").preset == Preset()
    text = path.read_text(encoding="utf-8")
    assert "#lead_s = 1.0" in text
    path.write_text(text.replace("#lead_s = 1.0", "lead_s = 7.0"), encoding="utf-8")
    assert load_preset("vores").preset.trim.lead_s == 7.0


def test_a_new_preset_goes_beside_the_others_in_this_folder(home: Path) -> None:
    (home / "her" / "presets").mkdir()
    assert new_preset("vores") == home / "her" / "presets" / "vores.toml"


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a:b", ".x"])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        new_preset(name)


def test_a_new_preset_never_overwrites() -> None:
    path = new_preset("vores")
    path.write_text("[trim]\nlead_s = 7\n", encoding="utf-8")
    with pytest.raises(InputError):
        new_preset("vores")
    assert load_preset("vores").preset.trim.lead_s == 7.0


def test_the_list_shows_each_preset_with_its_first_line_and_says_which_are_hidden(home: Path) -> None:
    write(home / "her" / "presets" / "kort.toml", "# Vores korte.\n")
    listed = [(preset.name, preset.says.split(":")[0], preset.hidden) for preset in presets_there()]
    assert listed == [
        ("kort", "Vores korte.", False),
        ("kort", "Kort", True),
        ("temamoede", "Temamøde", False),
        ("virksomhedsbesoeg", "Virksomhedsbesøg", False),
    ]


def test_the_schema_describes_every_key() -> None:
    made = json.loads(json.dumps(schema()))
    assert "extends" in made["properties"]
    sections = {
        name: made["$defs"][words["$ref"].rpartition("/")[2]] for name, words in made["properties"].items() if "$ref" in words
    }
    assert set(sections) == set(Preset.model_fields)
    assert [
        key
        for words in sections.values()
        for key, value in words["properties"].items()
        if not {"description", "$ref"} & set(value)
    ] == []


def test_letters_in_decomposed_form_are_composed_but_not_those_of_a_path(home: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "År på Ærø")
    write(home / "her/presets" / f"{decomposed}.toml", f'[website]\nnetwork = "{decomposed}"\nmedia_dir = "{decomposed}"\n')
    website = load_preset("År på Ærø").preset.website
    assert website.network == "År på Ærø"
    assert website.media_dir == str(home / "her/presets" / decomposed)


@pytest.mark.parametrize("written", [r"C:\temp", r"C:\nyt", r"D:\film\bin"])
@pytest.mark.parametrize(
    "text", ['[website]\nmedia_dir = "{}"\n', '[captions]\nglossary = ["{}"]\n', '[captions]\nglossary = ["a.toml", "{}"]\n']
)
def test_a_windows_path_whose_backslashes_make_other_signs_is_refused(home: Path, text: str, written: str) -> None:
    said = fault(text.format(written), home / "x.toml")
    assert "x.toml, line 2" in said and f"'{written}'" in said


def test_a_number_with_a_decimal_comma_is_told_with_its_point(home: Path) -> None:
    with pytest.raises(InputError, match=r"--set trim\.tail_s.* Did you mean 2\.5\?"):
        load_preset("temamoede", ["trim.tail_s=2,5"])
    assert "Did you mean 2.5?" in fault('[trim]\ntail_s = "2,5"\n', home / "x.toml")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.eksempel.dk/video/", "https://www.eksempel.dk/video/"),
        ("eksempel.dk", "https://eksempel.dk"),
        ("blåbær.dk:8443/møder", "https://blåbær.dk:8443/møder"),
        ("https://eksempel.dk/video", "https://eksempel.dk/video"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        (" https://eksempel.dk/ ", "https://eksempel.dk/"),
        ("", ""),
    ],
)
def test_an_address_without_its_https_is_completed(written: str, address: str) -> None:
    assert load_preset("temamoede", (f'website.base_url="{written}"',)).preset.website.base_url == address


@pytest.mark.parametrize(
    "written",
    ["video", "htps://eksempel.dk", "ftp://eksempel.dk/", "//eksempel.dk", "/srv/video", "https://", "min side.dk", "a..dk"],
)
def test_what_is_no_address_is_refused_with_its_place(written: str, home: Path) -> None:
    said = fault(f'[website]\nbase_url = "{written}"\n', home / "x.toml")
    assert "x.toml, line 2" in said and "https://example.org/meetings/" in said
