"""A caption profile by its name, or from a person's own TOML file."""

from __future__ import annotations

from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.settings.profiles import PROFILES, CaptionProfile, parse_profile
from vbn_video.settings.toml_lines import at_line


def load_profile(name: str) -> CaptionProfile:
    """The shipped profile of that name, or the one in that file.

    Raises:
        InputError: the file is not there, cannot be read or is no profile: a line for everything that is wrong.
    """
    if name in PROFILES:
        return PROFILES[name]
    path = Path(name).expanduser()
    parsed = parse_profile(_text(path), path.stem)
    if parsed.profile is None:
        problems = "\n".join(f"{at_line(path, problem.line)}: {problem.sentence}" for problem in parsed.problems)
        raise InputError("{problems}", problems=problems, path=path)
    return parsed.profile


def profile_text(name: str) -> str:
    """What the profile is made from, for a fingerprint: its name, or the text of its file."""
    return name if name in PROFILES else _text(Path(name).expanduser())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        sentence = _("The caption profile {path} can't be read: {why}.")
        raise InputError(sentence, path=path, why=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise InputError(_("The caption profile {path} is not UTF-8 text. Save it as UTF-8 and try again."), path=path) from error
