"""What came of publishing to one target: a line of the `--json` document and the link for the newsletter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["published", "updated", "unchanged", "withdrawn"]


@dataclass(frozen=True)
class Publication:
    """One video at one target, as it stands after the run."""

    target: str
    """`website` or `youtube`."""
    id: str
    """By what the target knows it: the website's slug, the video's id on YouTube."""
    url: str
    """The link for people; where the media folder has no address of its own, the page's `file:` address."""
    path: str | None
    """Absolute path of the page, where the target is a folder."""
    state: State
