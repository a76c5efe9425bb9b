"""Where the files lie that ship with the program: presets and bumper templates, plain files that people may look into."""

from __future__ import annotations

from pathlib import Path


def shipped_folder(name: str) -> Path:
    """The folder `presets` or `intros`: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "shipped" / name
    return installed if installed.is_dir() else package.parent / name
