"""Colours in which the page could not be read are refused with the preset, not found by a visitor."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from vbn_video.errors import InputError
from vbn_video.settings.preset import Colours, contrast
from vbn_video.settings.preset_files import load_preset


@pytest.mark.parametrize(
    ("one", "other", "measured"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#16211f", "#f7f5ef", 15.2),
        ("#4d5b58", "#f7f5ef", 6.5),
        ("#0a5f6d", "#f7f5ef", 6.7),
        ("#ffffff", "#0b3b44", 12.2),
        ("#f2b705", "#0b3b44", 6.7),
    ],
)
def test_contrast_is_what_others_measure(one: str, other: str, measured: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(measured, abs=0.06)


@pytest.mark.parametrize("colours", [{"mute": "#aaaaaa"}, {"sand": "#20303a"}, {"fjord": "#7cc7d6"}, {"raps": "#0f4a55"}])
def test_colours_too_close_to_each_other_are_refused(colours: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="contrast"):
        Colours(**colours)


def test_another_house_style_is_welcome() -> None:
    Colours(fjord="#4a1d5e", raps="#ffd166", sand="#fffaf0", ink="#201326", mute="#5b4a63", link="#5a2a72")


def test_the_person_is_told_where_and_how_much(tmp_path: Path) -> None:
    preset = tmp_path / "grå.toml"
    preset.write_text('extends = "temamoede"\n\n[website.colours]\nmute = "#999999"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"grå\.toml.*mute on sand has a contrast of 2\.6 to 1 and needs 4\.5"):
        load_preset(str(preset))
