"""The rules of [youtube] that no type can say, and what a person reads when they are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbn_video.errors import InputError
from vbn_video.settings import preset_files
from vbn_video.settings.choices import shipped_folder
from vbn_video.settings.preset import DESCRIPTION, Youtube
from vbn_video.settings.preset_files import load_preset, new_preset


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(preset_files, "user_folder", lambda: tmp_path / "mine")
    return tmp_path


@pytest.mark.parametrize(
    "root",
    [
        "https://youtube.googleapis.com/",
        "https://youtube.googleapis.com",
        "http://127.0.0.1:8080/",
        "http://localhost:8080/proeve",
        "http://[::1]:8080/",
    ],
)
def test_these_addresses_nobody_else_can_listen_to(root: str) -> None:
    assert Youtube(api_root=root).api_root == root


@pytest.mark.parametrize(
    "root",
    [
        "",
        "http://youtube.googleapis.com/",
        "http://127.0.0.1.eksempel.dk/",
        "http://localhost@eksempel.dk/",
        "http://192.168.1.4:8080/",
        "ftp://127.0.0.1/",
        "https://",
        "https://a b/",
        "youtube.googleapis.com",
    ],
)
def test_other_addresses_are_refused(root: str) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Youtube(api_root=root)


@pytest.mark.parametrize("text", ["2026-12-01 09:00", "2026-12-01T09:00", "2026-12-01 09:00:00+01:00", "2026-12-01"])
def test_these_are_times(text: str) -> None:
    assert Youtube(publish_at=text).publish_at == text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            '[youtube]\ntags = ["hr"]\npublish_at = "på tirsdag"\n',
            3,
            ['publish_at = "på tirsdag" is no time', "2026-12-01 09:00"],
        ),
        ('[youtube]\npublish_at = "2026-12-01 09:00"\nprivacy = "unlisted"\n', 2, ['only with privacy = "private"']),
        ('[youtube]\n\napi_root = "http://eksempel.dk/"\n', 3, ["https://", "127.0.0.1"]),
        ('[youtube]\nprivacy = "publik"\n', 2, ['"private", "unlisted", "public"', 'Did you mean "public"?']),
        ('[youtube]\nlicense = "cc-by"\n', 2, ['"youtube", "creativeCommon"']),
        ('[youtube]\ntags = "hr"\n', 2, ["a list in square brackets"]),
        ("[youtube]\npublish_at = 2026-12-01T09:00:00\n", 2, ["a text in quotes"]),
        ('[youtube]\ndescription = """\na\nb\n"""\nkategori = 27\n', 6, ["no key kategori", "Did you mean category?"]),
        ('[website]\nplayer = "vimeo"\n', 2, ['"file", "youtube"']),
    ],
)
def test_what_is_wrong_is_said_with_its_own_line(here: Path, text: str, line: int, words: list[str]) -> None:
    path = here / "forkert.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_preset(str(path))
    assert caught.value.message.startswith(f"{path}, line {line}: ")
    assert [word for word in words if word not in caught.value.message] == []


def test_a_rule_over_two_keys_names_the_place_of_the_one_to_mend(here: Path) -> None:
    path = here / "tid.toml"
    path.write_text('[youtube]\n\npublish_at = "2026-12-01 09:00"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_preset(str(path), ["youtube.privacy=unlisted"])
    assert caught.value.message.startswith(f"{path}, line 3: ")


def test_the_description_stands_in_the_preset_as_it_will_read() -> None:
    assert f'\ndescription = """\n{DESCRIPTION}"""\n' in (shipped_folder("presets") / "temamoede.toml").read_text(
        encoding="utf-8"
    )


def test_a_new_preset_holds_the_description_to_be_uncommented(here: Path) -> None:
    path = new_preset("vores")
    text = path.read_text(encoding="utf-8")
    commented = "".join(f"#{line}\n" for line in f'description = """\n{DESCRIPTION}"""'.splitlines())
    assert commented in text
    own = f'description = """\n{DESCRIPTION}"""\n'.replace("Vært", "Mødeleder")
    path.write_text(text.replace(commented, own), encoding="utf-8")
    assert load_preset("vores").preset.youtube.description == DESCRIPTION.replace("Vært", "Mødeleder")


def test_a_description_whose_lines_are_still_commented_out_is_refused() -> None:
    path = new_preset("vores")
    text = path.read_text(encoding="utf-8").replace('#description = """', 'description = """')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"vores\.toml, line \d+: description has a # in front of its lines"):
        load_preset("vores")


def test_a_hashtag_is_no_comment() -> None:
    assert Youtube(description="{{ description }}\n\n#netværk #djursland\n#{{ theme }}")
