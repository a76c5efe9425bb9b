"""The tags by which a video of ours is known again, whoever published it and whatever has become of the ledger.

    vbn-<12 hex>     the video content          the very same video
    vbn-r-<12 hex>   the recording              one of its videos, from whatever project, machine or encoder; it is the one shown
    vbn-w-<12 hex>   the recording              … that was taken down, or replaced: it stays private until a person says otherwise

The digits are a hash that the channel is part of, so that a video that somebody copies to another channel is not taken for ours.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

CONTENT_PREFIX, SHOWN_PREFIX, HIDDEN_PREFIX = "vbn-", "vbn-r-", "vbn-w-"
DIGITS = 12
OUR_TAG = re.compile(rf"vbn-([rw]-)?[0-9a-f]{{{DIGITS}}}")
TAG_CHARACTERS = len(CONTENT_PREFIX) + DIGITS + len(",") + len(SHOWN_PREFIX) + DIGITS
"""What both tags of a video take of those that YouTube allows."""


def content_tag(content: str, channel_id: str) -> str:
    """Of a video content."""
    return CONTENT_PREFIX + _digits(f"{content} {channel_id}")


def shown_tag(recording: str, channel_id: str) -> str:
    """Of the video of a recording (`Material.recording`) that people are to see."""
    return SHOWN_PREFIX + _digits(f"recording {recording} {channel_id}")


def hidden_tag(recording: str, channel_id: str) -> str:
    """Of a video of a recording that was taken down or replaced."""
    return HIDDEN_PREFIX + shown_tag(recording, channel_id).removeprefix(SHOWN_PREFIX)


def our_tags(video: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of a video of `videos.list` that are ours."""
    return tuple(tag for tag in video.get("snippet", {}).get("tags", ()) if OUR_TAG.fullmatch(tag))


def without_ours(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags that say something to people."""
    return tuple(tag for tag in tags if not OUR_TAG.fullmatch(tag))


def as_hidden(tags: Iterable[str]) -> tuple[str, ...]:
    """Our tags of a video, once it is taken down."""
    return tuple(HIDDEN_PREFIX + tag.removeprefix(SHOWN_PREFIX) if tag.startswith(SHOWN_PREFIX) else tag for tag in tags)


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
