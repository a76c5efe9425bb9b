"""The website's folder and address, said on the page: looked at, kept in a preset of the person's own, used from then on."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.review.places.conftest import Answer, Desk
from vbn_video.review.documents.website_setting import keep, with_values
from vbn_video.runs.remembered_preset import ChosenPreset, remember_preset
from vbn_video.settings.preset_files import load_preset, user_folder


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "indstillinger"))
    monkeypatch.chdir(tmp_path)
    return user_folder()


def said(desk: Desk, folder: str = "", address: str = "") -> Answer:
    return desk.send("website", {"folder": folder, "address": address}, revision="")


def shown(desk: Desk) -> tuple[dict[str, str], str]:
    """(what is known of the website, what is in the way of publishing there)."""
    document = desk.get("publication").body
    return document["website"], document["targets"][0]["problem"]


def test_a_folder_that_is_said_once_is_used_from_then_on_and_in_other_meetings(desk: Desk, tmp_path: Path) -> None:
    assert shown(desk) == ({"folder": "", "address": ""}, "It has not been said yet which folder is the website's.")
    site = tmp_path / "hjemmeside ø" / "møder"
    site.parent.mkdir()
    assert said(desk, f" {site} ", "example.org/møder").status == 200
    assert site.is_dir()
    assert shown(desk) == ({"folder": str(site), "address": "https://example.org/møder"}, "")
    website = load_preset().preset.website
    assert (website.media_dir, website.base_url) == (str(site), "https://example.org/møder")


def test_all_else_of_the_preset_stays_the_shipped_one(desk: Desk, tmp_path: Path) -> None:
    before = load_preset().preset
    said(desk, str(tmp_path / "site"))
    after = load_preset().preset
    assert after.model_copy(update={"website": before.website}) == before
    assert after.website.network == before.website.network


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [("medier/møder", "Write the whole path"), ("/findes/ikke/møder", "/findes/ikke/møder"), ("/dev/null", "/dev/null")],
)
def test_a_folder_that_is_none_is_said_and_nothing_is_kept(desk: Desk, own_folder: Path, folder: str, sentence: str) -> None:
    refused = said(desk, folder)
    assert refused.status in (400, 409)
    assert sentence in refused.body["error"]["message"]
    assert not own_folder.exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_can_not_be_written_to_is_said(desk: Desk, tmp_path: Path, own_folder: Path) -> None:
    closed = tmp_path / "lukket"
    closed.mkdir(0o500)
    assert said(desk, str(closed)).status == 409
    assert not own_folder.exists()


def test_an_address_that_is_none_is_said(desk: Desk, own_folder: Path) -> None:
    refused = said(desk, address="ikke en adresse")
    assert refused.body["error"]["message"] == "“ikke en adresse” is no address. Write it as https://example.org/meetings/"
    assert not own_folder.exists()


def test_no_sentence_names_an_option_of_the_command_line(desk: Desk) -> None:
    for answered in (said(desk, "x"), said(desk, "/findes/ikke/x"), said(desk, address="<b>")):
        assert "--" not in answered.body["error"]["message"]
    assert "--" not in shown(desk)[1]


VALUES = {"media_dir": "/ny ø", "base_url": "https://example.org/"}
OWN = """# Vores eget.
extends = "temamoede"

[website]  # her
network = "Norddjurs"  # os selv
media_dir = "gammel"  # på "D:" # det nye drev

[captions]
profile = "danish"
"""


def test_a_preset_of_ones_own_keeps_its_comments_and_order() -> None:
    written = OWN.replace('"gammel"', '"/ny ø"').replace("nye drev\n", 'nye drev\nbase_url = "https://example.org/"\n')
    assert with_values(OWN, VALUES) == written
    assert with_values(OWN.replace("\n", "\r\n"), VALUES) == written.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('website = {network = "x"}\n', 'website = {network = "x", media_dir = "/ny ø", base_url = "https://example.org/"}\n'),
        (
            "website.network = 'x'\n",
            'website.network = \'x\'\nwebsite.media_dir = "/ny ø"\nwebsite.base_url = "https://example.org/"\n',
        ),
        ('website.media_dir = """\nx"""\n', 'website.media_dir = "/ny ø"\nwebsite.base_url = "https://example.org/"\n'),
        ("", '[website]\nmedia_dir = "/ny ø"\nbase_url = "https://example.org/"\n'),
    ],
)
def test_a_section_that_is_written_in_another_way_is_added_to_in_that_way(text: str, written: str) -> None:
    assert (with_values(text, VALUES) or "").replace('"x",m', '"x", m').replace('ø",b', 'ø", b') == written


def test_two_who_say_something_at_once_are_both_kept(own_folder: Path) -> None:
    loaded = load_preset()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: keep(loaded, {f"key{at}": "v"}), range(24)))
    written = (own_folder / "temamoede.toml").read_text(encoding="utf-8")
    assert [at for at in range(24) if f"key{at} = " not in written] == []


def test_a_preset_that_can_not_be_used_is_said_and_no_other_is_written(desk: Desk, tmp_path: Path, own_folder: Path) -> None:
    remember_preset(desk.made.project, ChosenPreset(str(tmp_path / "væk.toml")))
    refused = said(desk, str(tmp_path / "site"))
    assert refused.status == 400
    assert "væk.toml" in refused.body["error"]["message"]
    assert not own_folder.exists()


@pytest.mark.parametrize("text", ["website = 3\n", "[[website]]\n", "="])
def test_what_is_written_in_another_way_is_left_as_it_is(text: str) -> None:
    assert with_values(text, {"media_dir": "/ny"}) is None


def test_windows_paths_and_quotes_are_read_back_as_they_were_said(tmp_path: Path) -> None:
    path = 'C:\\Users\\Åse "A"\\møder'
    own = tmp_path / "presets" / "eget.toml"
    own.parent.mkdir()
    own.write_text('extends = "temamoede"\n', encoding="utf-8")
    assert keep(load_preset(str(own)), {"media_dir": path}) == own
    assert load_preset(str(own)).preset.website.media_dir.endswith(path.replace("\\", os.sep) if os.sep == "\\" else path)
