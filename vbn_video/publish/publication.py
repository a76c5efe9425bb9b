"""What came of publishing to one target, and what one target must know of the other."""

from dataclasses import dataclass
from typing import Literal

State = Literal["published", "updated", "unchanged", "withdrawn"]


@dataclass(frozen=True)
class Publication:
    """One video at one target, as it stands after the run: a line of the `--json` document, the link for the newsletter."""

    target: str
    """`website` or `youtube`."""
    id: str
    """The target's own key of it: the website's slug, the video's id on YouTube."""
    url: str
    """The link for people; where the media folder has no address of its own, the page's `file:` address."""
    path: str | None
    """Absolute path of the page, where the target is a folder."""
    state: State


@dataclass(frozen=True)
class YoutubeVideo:
    """A video on YouTube that a page may embed: it is there, whoever has the link may see it, and other pages may show it."""

    id: str
    url: str
    """The link for people."""
    content: str
    """Its video content."""
    timing: str
    """The fingerprint of its timing: captions and chapters of the same timing fit it."""
