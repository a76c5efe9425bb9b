"""A caption profile by its name, or from a person's own TOML file."""

from dataclasses import dataclass
from pathlib import Path

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.reasons import system_reason
from vbn_video.settings.choices import user_path
from vbn_video.settings.profiles import PROFILES, CaptionProfile, parse_profile
from vbn_video.settings.toml_lines import at_line
from vbn_video.untrusted.own_files import read_file


@dataclass(frozen=True)
class LoadedProfile:
    """A caption profile, and what it was made from."""

    profile: CaptionProfile
    text: str
    """Its name, or the text of its file: the same text makes the same profile."""


def load_profile(name: str) -> LoadedProfile:
    """The shipped profile of that name, or the one in that file.

    Raises:
        InputError: the file is not there, cannot be read or is no profile: a line for everything that is wrong.
    """
    if name in PROFILES:
        return LoadedProfile(PROFILES[name], name)
    path = user_path(name)
    text = _text(path)
    parsed = parse_profile(text, path.stem)
    if parsed.profile is None:
        problems = "\n".join(f"{at_line(path, problem.line)}: {problem.sentence}" for problem in parsed.problems)
        raise InputError("{problems}", problems=problems, path=path)
    return LoadedProfile(parsed.profile, text)


def _text(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8-sig")
    except OSError as error:
        sentence = _("The caption profile {path} can't be read: {why}.")
        raise InputError(sentence, path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(_("The caption profile {path} is not UTF-8 text. Save it as UTF-8 and try again."), path=path) from error
