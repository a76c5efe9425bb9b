"""What a Danish person reads of wrong input has no English in it: words outside of quotes, names and commands are Danish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.running import started, vbn_video
from tests.test_danish_words import ALLOWED, QUOTED, WORD
from tests.test_locale import compiled  # noqa: F401
from vbn_video.settings.lexicon.danish_lexicon import Knows

DANISH = {"LC_ALL": "da_DK.UTF-8", "LANGUAGE": ""}
PATHS = re.compile(r"'[^']*'|»[^«]*«|\S*[/\\]\S*|\S+\.(?:toml|vtt|json|mp4)\b|\([^()]*\d\.\d[^()]*\)")
FAULTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "no value": ("x.toml", ("presets", "check", "x.toml")),
    "an unknown command": ("", ("publis",)),
    "an unknown option": ("", ("publish", "--titel", "x")),
    "a missing argument": ("", ("publish",)),
    "too many arguments": ("", ("status", "a", "b", "c")),
    "no time": ("", ("publish", "x.mp4", "--start", "om lidt")),
    "no date": ("", ("publish", "x.mp4", "--date", "i går")),
    "a wrong choice": ("", ("publish", "x.mp4", "--to", "vimeo")),
    "no recording": ("", ("inspect", "findes-ikke.mp4")),
    "no preset": ("", ("presets", "show", "findes-ikke")),
    "a set without a value": ("", ("presets", "show", "--set", "x")),
    "no captions": ("x.vtt", ("captions", "check", "x.vtt")),
    "a norm that is none": ("x.vtt", ("captions", "check", "x.vtt", "--profile", "x")),
    "the models": ("", ("models", "list")),
    "no model": ("", ("models", "download", "kaempe")),
}
SAID_BY_CLICK_FROM_ITS_IMPORT_ON = ("too many arguments",)
"""Click takes the word for a path when the command's module is imported, which in this process was before."""
NAMED = re.compile(
    r"(?<=^Brug: ).*$|(?:Der er|Modellerne er|Afsnittene er|Der kan stå):? [\w, -]+[.;]|kaempe"
    r"|^[\w/-]+ +[\d,]+ [GM]B|OpenRAIL|CC BY-NC 4.0|\[intro\] template",
    re.MULTILINE,
)
"""Commands, presets, models, sections and keys by their names."""
TOML = (
    "a =",
    "[intro",
    "[intro]\ntemplate = 1",
    'x = "a',
    "[trim]\nlead_s = -1",
    "[trim]\nlead_s = 1\nlead_s = 2",
    "[nix]\na = 1",
    "a = [1",
)


def foreign_words(text: str, knows: Knows) -> list[str]:
    allowed = {word.lower() for group in ALLOWED.values() for word in group}
    words = WORD.findall(QUOTED.sub(" ", PATHS.sub(" ", NAMED.sub(" ", text))))
    return [word for word in words if not knows(word.strip("'-")) and word.strip("'-").lower() not in allowed]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_input_is_answered_in_danish(fault: str, tmp_path: Path, knows: Knows) -> None:
    file, arguments = FAULTS[fault]
    if file:
        (tmp_path / file).write_text("x =\n", encoding="utf-8")
    run = started if fault in SAID_BY_CLICK_FROM_ITS_IMPORT_ON else vbn_video
    done = run(*arguments, cwd=tmp_path, **DANISH)
    assert foreign_words(done.err or done.out, knows) == [], done.err or done.out


@pytest.mark.parametrize("text", TOML)
def test_a_wrong_preset_is_answered_in_danish(text: str, tmp_path: Path, knows: Knows) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    done = vbn_video("presets", "check", "x.toml", cwd=tmp_path, **DANISH)
    assert done.code == 2 and foreign_words(done.err, knows) == [], done.err
