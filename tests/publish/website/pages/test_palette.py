"""The page's colours, whatever those of the preset are: told from each other, in light and dark."""

from hypothesis import given, reject
from hypothesis import strategies as st
from pydantic import ValidationError

from vbn_video.publish.website.pages.assets import load_assets
from vbn_video.publish.website.pages.palette import palette_of
from vbn_video.settings.preset import Colours

OWN = {"fjord": "#5a1030", "raps": "#66d9c2", "sand": "#fdf5f8", "ink": "#24060f", "mute": "#6a4652", "link": "#8a1a4c"}


def between(low: int, high: int) -> st.SearchStrategy[str]:
    """A colour whose parts lie between these, of 255."""
    return st.tuples(*[st.integers(low, high)] * 3).map(lambda parts: "#{:02x}{:02x}{:02x}".format(*parts))


def colours(text: st.SearchStrategy[str], ground: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    grounds = dict.fromkeys(("sand", "paper"), ground)
    return st.fixed_dictionaries({**dict.fromkeys(("fjord", "ink", "mute", "link"), text), **grounds, "raps": between(0, 255)})


OWN_COLOURS = st.one_of(colours(between(0, 110), between(215, 255)), colours(between(170, 255), between(0, 60)))
TEXTS = ("ink", "mute", "link", "heading")


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@given(OWN_COLOURS)
def test_every_text_can_be_read_and_every_mark_be_seen(own: dict[str, str]) -> None:
    try:
        palette = palette_of(Colours.model_validate(own))
    except ValidationError:
        reject()
    for found in (palette.light, palette.dark):
        assert min(contrast(found[text], found[ground]) for text in TEXTS for ground in ("sand", "paper")) >= 4.5
        assert min(contrast(found[text], found["now"]) for text in ("ink", "mute", "link")) >= 4.5
        assert contrast(found["on-fjord"], found["fjord"]) >= 4.5
        assert contrast(found["now-bar"], found["paper"]) >= 3


def test_the_presets_own_colours_reach_icon_mark_and_dark_mode() -> None:
    plain, own = Colours(), Colours.model_validate(OWN)
    one, other = palette_of(plain), palette_of(own)
    assert {name for name in one.light if one.light[name] == other.light[name]} == {"paper", "on-fjord"}
    assert {name for name in one.dark if one.dark[name] == other.dark[name]} == {"on-fjord"}
    assets = load_assets(own)
    icon, style = (assets.files[name].decode() for name in (assets.icon, assets.style))
    assert OWN["fjord"] in icon and OWN["raps"] in icon
    assert not [colour for colour in plain.model_dump().values() if colour in style and colour != "#ffffff"]


def test_a_dark_preset_is_dark_in_both() -> None:
    dark = {"sand": "#101010", "paper": "#181818", "ink": "#eeeeee", "mute": "#bbbbbb", "link": "#88ccff", "fjord": "#ffd0a0"}
    palette = palette_of(Colours.model_validate({**dark, "raps": "#803000"}))
    assert palette.light == palette.dark and palette.light["on-fjord"] == "#000000"
