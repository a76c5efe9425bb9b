from pathlib import Path

import pytest

from vbn_video.errors import InputError
from vbn_video.settings.preset_files import load_preset
from vbn_video.settings.profile_files import load_profile
from vbn_video.settings.profiles import PROFILES


def test_a_shipped_profile_is_found_by_its_name() -> None:
    assert load_profile("dansk-tv").profile == PROFILES["dansk-tv"]


def test_a_profile_of_ones_own_is_read_and_named_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "vores æøå.toml"
    path.write_text("\ufeffline_hard = 40\n", encoding="utf-8")
    profile = load_profile(str(path)).profile
    assert (profile.name, profile.line_hard) == ("vores æøå", 40)


def test_the_fingerprint_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "vores.toml"
    path.write_text("line_hard = 40\n", encoding="utf-8")
    before = load_profile(str(path)).text
    path.write_text("line_hard = 41\n", encoding="utf-8")
    assert load_profile(str(path)).text != before
    assert load_profile("dansk-web").text == "dansk-web"


def test_what_is_wrong_in_a_profile_is_said_with_its_file_and_line_and_the_presets(tmp_path: Path) -> None:
    (tmp_path / "vores.toml").write_text("\nline_hard = 400\n", encoding="utf-8")
    preset = tmp_path / "preset.toml"
    preset.write_text('[captions]\nprofile = "vores.toml"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_preset(str(preset))
    assert caught.value.message.startswith(
        f"{preset}, line 2: this caption profile can't be used. {tmp_path / 'vores.toml'}, line 2: line_hard = 400"
    )


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00"])
def test_a_profile_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "vores.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=r"vores\.toml"):
        load_profile(str(path))
