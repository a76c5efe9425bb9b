"""Where the files that ship with the toolkit lie: `presets/` and `intros/`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parent


def shipped_folder(name: Literal["presets", "intros"]) -> Path:
    """The shipped folder: inside the installed package, or at the top of a checkout."""
    installed = PACKAGE / "shipped" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
