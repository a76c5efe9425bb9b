"""What can be chosen by name, known without reading a preset: targets, what is meant where none is named, what is shipped."""

from pathlib import Path
from typing import Final, Literal

Target = Literal["website", "youtube"]
"""Where a video can be published to."""
WEBSITE: Final = "website"
YOUTUBE: Final = "youtube"
TARGETS: tuple[Target, ...] = (WEBSITE, YOUTUBE)

DEFAULT_PRESET = "temamoede"
DEFAULT_PROFILE = "dansk-web"


def shipped_folder(name: str) -> Path:
    """Where the files of `presets` or `intros` lie, which people may look into and copy.

    Inside an installed package, or at the top of a checkout.
    """
    package = Path(__file__).parents[1]
    installed = package / "shipped" / name
    return installed if installed.is_dir() else package.parent / name
