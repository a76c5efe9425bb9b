"""What the ledger's entry of a video on YouTube remembers beside its state and its marks: every key, with what it is for."""

from collections.abc import Sequence
from typing import Any, TypedDict, cast

from vbn_video.publish.ledger import LedgerEntry
from vbn_video.publish.material import Material


class ShownNow(TypedDict):
    """What YouTube said of the video when it was last read."""

    privacy: str
    embeddable: bool


class Facts(TypedDict, total=False):
    """JSON values; which of them are there depends on how far the video has come."""

    # of the video, from the intention on
    recording: str
    """The key of the recording: the same on every machine."""
    timing: str
    """The fingerprint of the video's timing: captions and chapters of the same timing fit it."""
    duration_us: int
    seen_us: Sequence[Sequence[int]]
    heard_us: Sequence[Sequence[int]]
    """What of the recording is seen and heard in the video: (start, end) on the recording's clock."""
    chapters: Sequence[Sequence[Any]]
    """(start in microseconds, title) of each, as they were last told."""
    replaces: Sequence[str]
    """Ids of the videos that are hidden once this one is whole."""
    hidden: Sequence[str]
    """Those of them that other projects had published, and that are hidden now."""

    adopted: bool
    """It was found on the channel, not uploaded by this project."""
    yields_to: str
    """The id of the video that was there first, and for which this one is deleted."""
    settled: bool
    """No other machine's upload of the same recording can still turn up beside it."""

    # of an upload that is under way
    session: str
    """Its address; empty while there is none."""
    opened_at: str
    """When the service gave it, ISO 8601."""
    sha256: str
    size: int
    """Of the file whose bytes the session is for."""
    finishing_at: str
    """When its last byte may last have arrived, ISO 8601; empty while bytes are missing by the service's own word."""

    # of what was told
    metadata: dict[str, Any] | None
    """What we last wanted (`Metadata`): one side of the three when a person has changed something on YouTube."""
    telling: dict[str, Any] | None
    """What we want and may have told already: a run that was killed leaves it."""
    asked: dict[str, str]
    """What the preset said of who may see the video when it was last told."""
    page: str
    """The address of the meeting's page when the texts were last told; empty where there was none."""
    captions_id: str
    captions_language: str
    """The caption track, and the language that it is for."""
    playlist: str
    """The playlist that it was put into, as the preset names it."""

    # of what was seen
    shown: ShownNow
    processed: bool
    """YouTube has come to its end with the video."""
    captions_checked: str
    """The captions mark whose track was looked for."""
    kept_private: bool
    """YouTube keeps it private though it was told otherwise: nobody else changed that."""
    deleted: bool
    """Taken down for good."""


UPLOAD_FACTS = ("session", "opened_at", "finishing_at", "sha256", "size")
"""The facts that are dropped once the upload is done or abandoned."""


def facts_of(entry: LedgerEntry) -> Facts:
    """The entry's facts."""
    return cast(Facts, entry.facts)


def timing_fits(entry: LedgerEntry, material: Material) -> bool:
    """Whether captions and chapters of the material fit the entry's video."""
    return bool(facts_of(entry).get("timing") == material.timing)
