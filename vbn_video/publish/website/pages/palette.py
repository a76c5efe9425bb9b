"""The page's colours in light and dark, all of them from those of the preset; whatever these are, the page can be read.

Source of the limits: WCAG 2.1, 1.4.3 (text 4.5 to 1) and 1.4.11 (marks 3 to 1).
"""

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass

from vbn_video.settings.preset import Colours, contrast

TEXT, MARK = 4.5, 3.0
STEPS = 64
BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True)
class Palette:
    """The style's variables by their names, as `#rrggbb`."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


def palette_of(colours: Colours) -> Palette:
    """The preset's colours for a light page, and others of their hues for a dark one; a preset that is dark is dark in both."""
    own = colours.model_dump()
    light = {**own, **_derived(own, heading=colours.fjord)}
    if contrast(colours.sand, BLACK) < contrast(colours.ink, BLACK):
        return Palette(light, light)
    sand, paper = _toned(colours.fjord, 0.085, 0.38), _toned(colours.fjord, 0.118, 0.37)
    texts = {
        "ink": _toned(colours.fjord, 0.925, 0.16),
        "mute": _toned(colours.fjord, 0.68, 0.09),
        "link": _readable(_toned(colours.link, 0.66, 0.52), (sand, paper), TEXT),
    }
    dark = {"fjord": colours.fjord, "raps": colours.raps, "sand": sand, "paper": paper, **texts}
    return Palette(light, {**dark, **_derived(dark, heading=texts["link"])})


def _derived(colours: Mapping[str, str], heading: str) -> dict[str, str]:
    paper = colours["paper"]
    grounds = (_mixed(paper, colours["link"], share / 100) for share in range(12, -1, -1))
    now = next(ground for ground in grounds if all(contrast(colours[text], ground) >= TEXT for text in ("ink", "mute", "link")))
    accent = colours["raps"] if contrast(colours["raps"], paper) >= MARK else heading
    return {
        "on-fjord": max(WHITE, BLACK, key=lambda text: contrast(text, colours["fjord"])),
        "heading": heading,
        "edge": _mixed(colours["sand"], colours["ink"], 0.13),
        "now": now,
        "now-bar": accent,
    }


def _mixed(one: str, other: str, share: float) -> str:
    """`one` with a share of `other`, 0 to 1."""
    parts = zip(_rgb(one), _rgb(other), strict=True)
    return _hex(tuple(first + (second - first) * share for first, second in parts))


def _toned(colour: str, lightness: float, most_saturation: float) -> str:
    """A colour's hue, as light as this and no stronger than that (HSL, 0 to 1)."""
    hue, _, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    return _hex(colorsys.hls_to_rgb(hue, lightness, min(saturation, most_saturation)))


def _readable(colour: str, grounds: tuple[str, ...], least: float) -> str:
    """The colour, with as much white as it needs to stand out from every ground."""
    lighter = (_mixed(colour, WHITE, step / STEPS) for step in range(STEPS + 1))
    return next(found for found in lighter if all(contrast(found, ground) >= least for ground in grounds))


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
