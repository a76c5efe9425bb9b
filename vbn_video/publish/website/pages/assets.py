"""What all pages share: letters, style, icon and scripts, in `vbn-video/` under names made from their content.

A page names the very style and script that it was made with; pages of other machines and versions keep theirs.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from vbn_video.publish.website.pages.palette import palette_of
from vbn_video.publish.website.slug import SHARED_FOLDER
from vbn_video.settings.preset import Colours

_FONT = "atkinson-hyperlegible-next.woff2"
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="{fjord}" d="M0 0h16v16H0z"/>'
    '<path fill="{raps}" d="M11 0h3L8 16H5z"/></svg>'
)


@dataclass(frozen=True)
class Assets:
    """The files and how the pages name them, relative to the media folder."""

    files: Mapping[str, bytes]
    style: str
    script: str
    youtube_script: str
    """For pages that embed a video from YouTube."""
    font: str
    icon: str


def load_assets(colours: Colours) -> Assets:
    """The shared files, in the preset's colours."""
    shipped = files("vbn_video.publish.website.pages") / "assets"
    font = (shipped / _FONT).read_bytes()
    script, youtube_script = (shipped / "page.js").read_bytes(), (shipped / "youtube-player.js").read_bytes()
    licence = (shipped / "OFL.txt").read_bytes()
    font_name = _named(_FONT, font)
    css = (shipped / "page.css").read_text(encoding="utf-8").replace(_FONT, font_name.rpartition("/")[2])
    style = f"{_variables(colours)}{css}".encode()
    icon = _ICON.format(fjord=colours.fjord, raps=colours.raps).encode()
    icon_name = _named("icon.svg", icon)
    style_name, script_name = _named("page.css", style), _named("page.js", script)
    youtube_name = _named("youtube-player.js", youtube_script)
    scripts = {script_name: script, youtube_name: youtube_script}
    shared = {font_name: font, _named("OFL.txt", licence): licence, style_name: style, icon_name: icon, **scripts}
    return Assets(shared, style_name, script_name, youtube_name, font_name, icon_name)


def _variables(colours: Colours) -> str:
    palette = palette_of(colours)
    light, dark = ("".join(f"--{name}: {value}; " for name, value in one.items()) for one in (palette.light, palette.dark))
    return f":root {{ {light}}}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}\n"


def _named(name: str, data: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{SHARED_FOLDER}/{stem}-{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
