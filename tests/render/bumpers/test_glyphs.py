"""Which characters a font has, and texts that use no others."""

import pytest

from vbn_video.render.bumpers.bumper_templates import SHIPPED_FONTS
from vbn_video.render.bumpers.glyphs import read_characters, replace_missing
from vbn_video.settings.choices import shipped_folder

FONTS = [shipped_folder("intros") / "fonts" / name for name in SHIPPED_FONTS.values()]


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_the_shipped_fonts_have_what_danish_and_its_neighbours_need(font):
    assert {ord(letter) for letter in "æøåÆØÅéÉüöäßðþłşčžñ–—…»«„“”’§€½&<>\"'/\\:;!?1234567890"} <= read_characters(font)
    assert ord("😀") not in read_characters(font)


@pytest.mark.parametrize(
    ("text", "shown", "dropped"),
    [
        ("Vækst & turisme", "Vækst & turisme", ""),
        ("Godt nytår 😀🎉 2021", "Godt nytår 2021", "😀🎉"),
        ("👩‍👩‍👧 familie", "familie", "👩👧"),
        ("eﬃcient ①", "efficient 1", ""),
        ("Ｆｕｌｄ bredde", "Fuld bredde", ""),
        ("A\u030angstro\u0308m", "Ångström", ""),
        ("to\tlinjer\n her", "to linjer her", ""),
        ("", "", ""),
        ("会議", "", "会議"),
    ],
)
def test_what_a_font_lacks_is_made_plainer_or_left_out(text, shown, dropped):
    assert replace_missing(text, read_characters(FONTS[0])) == (shown, dropped)
