"""What can be chosen by name, known without reading a preset: targets, what is meant where none is named, what is shipped."""

import contextlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal, get_args

Target = Literal["website", "youtube"]
"""Where a video can be published to."""
WEBSITE: Final = "website"
YOUTUBE: Final = "youtube"
TARGETS: tuple[Target, ...] = (WEBSITE, YOUTUBE)
View = Literal["shared_screen_with_speaker", "shared_screen_with_gallery", "shared_screen", "active_speaker", "gallery"]
"""What one of several recordings of the same time can show, by the names of Zoom's API."""
VIEWS: tuple[View, ...] = get_args(View)
PhraseKind = Literal[
    "greeting",
    "beginning",
    "agenda",
    "break",
    "return",
    "questions",
    "thanks",
    "goodbye",
    "reply",
    "small_talk",
    "transition",
]
PHRASE_KINDS: tuple[PhraseKind, ...] = get_args(PhraseKind)
"""What a phrase does in a meeting: the keys of a table of phrases."""

EDITED_FILES = ("edit.json", "chapters.vtt", "captions.da.vtt")
"""The files of a project that people edit and a step makes; `meeting.toml` is people's alone."""

DEFAULT_PRESET = "temamoede"
DEFAULT_PROFILE = "dansk-web"


def user_path(name: str) -> Path:
    """The path that a person means: `~/` is the home folder; what only looks like somebody's home stays as it is."""
    with contextlib.suppress(RuntimeError):  # no such person
        return Path(name).expanduser()
    return Path(name)


def is_file(path: Path) -> bool:
    """Whether there is a file of that name; one that no system could hold (too long, with a NUL) is not there."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def find_named(folders: Iterable[Path], file: str) -> list[Path]:
    """The files of that name in the folders, in whichever form its letters are composed there."""
    forms = dict.fromkeys((file, *(unicodedata.normalize(form, file) for form in ("NFC", "NFD"))))
    found = (next((path for form in forms if is_file(path := folder / form)), None) for folder in folders)
    return [path for path in found if path]


def shipped_folder(name: str) -> Path:
    """Where the files of `presets` or `intros` lie, which people may look into and copy.

    Inside an installed package, or at the top of a checkout.
    """
    package = Path(__file__).parents[1]
    installed = package / "shipped" / name
    return installed if installed.is_dir() else package.parent / name
