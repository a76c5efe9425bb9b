"""Caption profiles: the numbers that captions keep, those that are shipped, and a person's own, read from TOML text.

Sources of the shipped ones: Subtitle Edit's profile "Danish professional", the *Retningslinjer for undertekstning i Danmark* of
2019, Netflix's Danish guide (its gap of two frames at 25 a second).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from vbn_video.clock import US_PER_S
from vbn_video.messages import _, did_you_mean
from vbn_video.settings.choices import DEFAULT_PROFILE
from vbn_video.settings.toml_lines import TomlError, key_lines, parse_toml

EXTENDS = "extends"


@dataclass(frozen=True)
class CaptionProfile:
    """The limits of captions: characters without the line break, characters a second, microseconds."""

    name: str
    line_aim: int
    line_hard: int
    lines: int
    """1 or 2."""
    speed_aim: float
    speed_warn: float
    """From here on a caption is brisk: allowed, and worth a look."""
    speed_hard: float
    shortest_us: int
    usual_us: int
    """Preferred minimum time on screen, in µs."""
    longest_us: int
    gap_us: int


PROFILES: Mapping[str, CaptionProfile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            CaptionProfile(DEFAULT_PROFILE, 40, 42, 2, 12, 15, 17, 1_200_000, 2_000_000, 7_000_000, 120_000),
            CaptionProfile("dansk-tv", 40, 40, 2, 10, 12, 15, 2_000_000, 2_500_000, 8_000_000, 120_000),
            CaptionProfile("netflix-da", 42, 42, 2, 13, 15, 17, 830_000, 1_500_000, 7_000_000, 80_000),
        )
    }
)


@dataclass(frozen=True)
class ProfileProblem:
    """What is wrong in a profile's text, and on which line of it (counted from 1)."""

    line: int
    sentence: str


@dataclass(frozen=True)
class ParsedProfile:
    """The profile, or None and what is wrong."""

    profile: CaptionProfile | None
    problems: tuple[ProfileProblem, ...] = ()


@dataclass(frozen=True)
class _Key:
    """One key of a profile's file: the field that it sets, its limits, and how many of the field's units one of it is."""

    field: str
    least: float
    most: float
    whole: bool = False
    unit: int = 1


KEYS: Mapping[str, _Key] = MappingProxyType(
    {
        "line_aim": _Key("line_aim", 20, 80, whole=True),
        "line_hard": _Key("line_hard", 20, 80, whole=True),
        "lines": _Key("lines", 1, 2, whole=True),
        "speed_aim": _Key("speed_aim", 5, 40),
        "speed_warn": _Key("speed_warn", 5, 40),
        "speed_hard": _Key("speed_hard", 5, 40),
        "shortest_s": _Key("shortest_us", 0.5, 5, unit=US_PER_S),
        "usual_s": _Key("usual_us", 0.5, 8, unit=US_PER_S),
        "longest_s": _Key("longest_us", 3, 20, unit=US_PER_S),
        "gap_s": _Key("gap_us", 0.04, 1, unit=US_PER_S),
    }
)
"""What may stand in a profile's file. A gap is at least one frame at 25 a second: captions are never chained."""
ASCENDING = (("line_aim", "line_hard"), ("speed_aim", "speed_warn", "speed_hard"), ("shortest_s", "usual_s", "longest_s"))


def parse_profile(text: str, name: str) -> ParsedProfile:
    """A person's own profile: the keys of `KEYS`, each one optional; the others are those of `extends`, else of `dansk-web`."""
    try:
        values = parse_toml(text)
    except TomlError as error:
        sentence = _("this is not TOML ({why}). A line is key = value, for example line_hard = 42.").format(why=error.why)
        return ParsedProfile(None, (ProfileProblem(error.line, sentence),))
    lines = key_lines(text)
    if problems := [ProfileProblem(lines[key,], sentence) for key, sentence in _problems(values)]:
        return ParsedProfile(None, tuple(sorted(problems, key=lambda problem: problem.line)))
    base = PROFILES[values.pop(EXTENDS, DEFAULT_PROFILE)]
    profile = _with(replace(base, name=name), values)
    problems = [ProfileProblem(max(lines.get((key,), 1) for key in keys), sentence) for keys, sentence in _disorder(profile)]
    return ParsedProfile(None if problems else profile, tuple(problems))


def _with(profile: CaptionProfile, values: Mapping[str, Any]) -> CaptionProfile:
    changes: dict[str, Any] = {KEYS[key].field: _in_units(KEYS[key], value) for key, value in values.items()}
    return replace(profile, **changes)


def _problems(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, what is wrong with it) for every key that is invalid on its own."""
    for key, value in values.items():
        if key == EXTENDS:
            if not isinstance(value, str) or value not in PROFILES:
                sentence = _('extends = "{value}" is no profile. It must be one of {names}.')
                yield key, sentence.format(value=value, names=", ".join(PROFILES)) + did_you_mean(str(value), PROFILES)
        elif key not in KEYS:
            sentence = _("a profile has no key {name}. It may have {there}.").format(name=key, there=", ".join([EXTENDS, *KEYS]))
            yield key, sentence + did_you_mean(key, KEYS)
        elif not _fits(KEYS[key], value):
            sentence = _("{name} = {value} is not allowed. It must be a number from {least} to {most}.")
            if KEYS[key].whole:
                sentence = _("{name} = {value} is not allowed. It must be a whole number from {least} to {most}.")
            yield key, sentence.format(name=key, value=value, least=f"{KEYS[key].least:g}", most=f"{KEYS[key].most:g}")


def _fits(key: _Key, value: object) -> bool:
    kinds = int if key.whole else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool) and key.least <= value <= key.most


def _in_units(key: _Key, value: float) -> float:
    return value if key.unit == 1 else round(value * 1000) * (key.unit // 1000)  # files of captions have milliseconds


def _disorder(profile: CaptionProfile) -> Iterator[tuple[tuple[str, ...], str]]:
    """(keys, what is wrong) where an aim lies behind its limit, whichever file each number is from."""
    numbers = {field.name: getattr(profile, field.name) for field in fields(profile)}
    for keys in ASCENDING:
        values = [numbers[KEYS[key].field] / KEYS[key].unit for key in keys]
        if values != sorted(values):
            shown = ", ".join(f"{key} = {value:g}" for key, value in zip(keys, values, strict=True))
            yield keys, _("{shown}: each of these must be at least as large as the one before it.").format(shown=shown)
