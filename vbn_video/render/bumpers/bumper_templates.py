"""Bumper templates: `intros/NAME.toml`, by which an editor says what intro and outro look like, without code.

A template names a background (a colour, a picture or a film), colours and letters, and if wanted a lighter field cut by a
slanting line, a logo, fades. The words come from the preset. Every key has a default, so that a template may be two lines.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vbn_video.errors import InputError
from vbn_video.messages import _, did_you_mean
from vbn_video.reasons import system_reason
from vbn_video.settings.choices import find_named, is_file, shipped_folder
from vbn_video.settings.preset import HexColour
from vbn_video.settings.toml_lines import Key, TomlError, at_line, key_lines, line_of, parse_toml

SUFFIX = ".toml"
Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, le=10)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Background(_Section):
    """What lies behind everything: a film wins over a picture, a picture over the colour."""

    colour: HexColour = "#0b3b44"
    picture: str = ""
    """A picture file, relative to the template; cut to fill the frame."""
    film: str = ""
    """A film, relative to the template; cut to fill the frame, begun anew where it is shorter than the bumper."""
    shade: Share = 0.0
    """How much darker a picture or film is made, so that words can be read on it."""


class SlantedField(_Section):
    """A field at the right of a slanting line, which slides in; in an upright frame it lies below the line."""

    colour: HexColour = "#12515c"
    line_colour: HexColour = "#f2b705"
    line_width: Share = 0.0125
    """Share of the frame's height."""
    top: Share = 0.785
    """Where the line meets the upper edge, as a share of the width."""
    bottom: Share = 0.626
    """Where it meets the lower edge."""
    slide_s: Seconds = 0.6


class Letters(_Section):
    """Fonts (empty = the shipped Atkinson Hyperlegible Next; otherwise a TTF or OTF, relative to the template) and colours."""

    regular: str = ""
    bold: str = ""
    heavy: str = ""
    title_size: Annotated[float, Field(ge=0.03, le=0.3)] = 88 / 720
    """Share of the frame's height, for a title that is short enough."""
    title: HexColour = "#ffffff"
    kicker: HexColour = "#f2b705"
    foot: HexColour = "#ffffff"
    network: HexColour = "#ffffff"


class Logo(_Section):
    """A logo in the place of the network's name."""

    picture: str = ""
    """A PNG with transparency, relative to the template."""
    height: Share = 0.12


class Fade(_Section):
    """From black at the beginning, to black at the end."""

    in_s: Seconds = 0.0
    out_s: Seconds = 0.0


class BumperLook(_Section):
    """Everything that a template may say; one attribute a section of the TOML."""

    background: Background = Background()
    field: SlantedField | None = None
    letters: Letters = Letters()
    logo: Logo = Logo()
    fade: Fade = Fade()
    card: Background | None = None
    """What lies behind the card of a break, where it is not the bumper's background; of a film, its first frame."""


SECTIONS: dict[str, type[BaseModel]] = {
    "background": Background,
    "field": SlantedField,
    "letters": Letters,
    "logo": Logo,
    "fade": Fade,
    "card": Background,
}
SHIPPED_FONTS = {
    "regular": "AtkinsonHyperlegibleNext-Regular.ttf",
    "bold": "AtkinsonHyperlegibleNext-SemiBold.ttf",
    "heavy": "AtkinsonHyperlegibleNext-Title.ttf",
}


@dataclass(frozen=True)
class Template:
    """A template and where it lies."""

    path: Path
    look: BumperLook

    def file(self, name: str) -> Path:
        """A file that the template names, which lies beside it."""
        return self.path.parent / name

    def font(self, weight: str) -> Path:
        """The font file for `regular`, `bold` or `heavy`."""
        own = getattr(self.look.letters, weight)
        return self.file(own) if own else shipped_folder("intros") / "fonts" / SHIPPED_FONTS[weight]

    def files(self) -> tuple[Path, ...]:
        """Everything that a bumper of this template is made from."""
        card = self.look.card or Background()
        named = (self.look.background.picture, self.look.background.film, self.look.logo.picture, card.picture, card.film)
        return (self.path, *(self.file(name) for name in named if name), *(self.font(weight) for weight in SHIPPED_FONTS))

    def fingerprint(self) -> str:
        """SHA-256 over the template and all its files.

        Raises:
            InputError: one of them can't be read any more.
        """
        whole = hashlib.sha256()
        for path in self.files():
            try:
                with path.open("rb") as file:
                    whole.update(hashlib.file_digest(file, "sha256").digest())
            except OSError as error:
                sentence = _("{path}, which the bumper template names, can't be read: {why}.")
                raise InputError(sentence, path=path, why=system_reason(error)) from error
        return whole.hexdigest()


def find_template(name: str) -> Template:
    """The template that a preset names: a path to a TOML file, or a name in `./intros/` or among the shipped ones.

    Raises:
        InputError: there is none, a file that it names is not there, or a key or value is wrong (file, line, what is allowed).
    """
    for path in _places(name):
        if is_file(path):
            return read_template(path)
    known = sorted({path.stem for folder in _folders() if folder.is_dir() for path in folder.glob(f"*{SUFFIX}")})
    raise InputError(
        _("There is no bumper template {name}. There are: {known}. A template of your own is named by its path.{hint}"),
        name=name,
        known=", ".join(known),
        hint=did_you_mean(name, known),
    )


def read_template(path: Path) -> Template:
    """The template in a file; raises as `find_template`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        sentence = _("The bumper template {path} can't be read: {why}.")
        raise InputError(sentence, path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(_("The bumper template {path} is not UTF-8 text. Save it as UTF-8 and try again."), path=path) from error
    try:
        words = parse_toml(text)
    except TomlError as error:
        raise InputError(
            _("{place}: this is no valid TOML: {why}."), place=at_line(path, error.line), why=error.why, path=path
        ) from error
    try:
        template = Template(path, BumperLook.model_validate(words))
    except ValidationError as error:
        raise InputError("{faults}", faults="\n".join(_faults(error, path, text)), path=path) from error
    lines = key_lines(text)
    for section, key in (*((place, kind) for place in ("background", "card") for kind in ("picture", "film")), *_MORE_FILES):
        named = getattr(getattr(template.look, section), key, "")
        if named and not is_file(template.file(named)):
            place = at_line(path, line_of((section, key), lines) or 1)
            raise InputError(_("{place}: there is no file {file} beside the template."), place=place, file=named, path=path)
    return template


_MORE_FILES = (("logo", "picture"), *(("letters", weight) for weight in SHIPPED_FONTS))


def _folders() -> tuple[Path, ...]:
    return Path("intros"), shipped_folder("intros")


def _places(name: str) -> Iterator[Path]:
    if name.endswith(SUFFIX) or len(Path(name).parts) > 1:
        yield Path(name)
    else:
        yield from find_named(_folders(), f"{name}{SUFFIX}")


def _faults(error: ValidationError, path: Path, text: str) -> Iterator[str]:
    """One line for each thing that is wrong: where, and what is allowed there."""
    lines = key_lines(text)
    for fault in error.errors():
        key: Key = tuple(str(name) for name in fault["loc"])
        place = at_line(path, line_of(key, lines) or 1)
        if fault["type"] == "extra_forbidden":
            allowed = _allowed(key[:-1])
            sentence = _("{place}: {key} is not known here; allowed are {allowed}.{hint}")
            yield sentence.format(place=place, key=key[-1], allowed=", ".join(allowed), hint=did_you_mean(key[-1], allowed))
        else:
            yield _("{place}: {key} must be {wanted}.").format(place=place, key=key[-1], wanted=_wanted(fault))


def _wanted(fault: Any) -> str:
    """What a value should have been."""
    limits = {name: fault.get("ctx", {}).get(name) for name in ("ge", "le")}
    if limits["ge"] is not None:
        return _("{limit} or more").format(limit=limits["ge"])
    if limits["le"] is not None:
        return _("{limit} or less").format(limit=limits["le"])
    words = {
        "string_pattern_mismatch": _('a colour such as "#0b3b44"'),
        "string_type": _("a text in quotes"),
        "float_type": _("a number"),
        "float_parsing": _("a number"),
        "model_type": _("a section of its own, [ … ]"),
        "model_attributes_type": _("a section of its own, [ … ]"),
    }
    return words.get(fault["type"], str(fault["msg"]))


def _allowed(section: Key) -> list[str]:
    """The keys that a section may have."""
    return list(SECTIONS[section[0]].model_fields) if section else list(BumperLook.model_fields)
