"""What YouTube is told of a video, as one value, and that value in the API's resources and in the ledger.

    Metadata ──insert_body()──────────► body of videos.insert
    Metadata ──update_body()───► body of videos.update, laid over what videos.list gave
    Metadata ◄──from_resource()─────── what videos.list gave

`videos.update` deletes what a part that is sent leaves out, so its body holds all that was there and may be written. A video
without `privacyStatus` is public, so that stands in every body. Source: https://developers.google.com/youtube/v3/docs/videos.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from vbn_video.codec import from_values, to_values
from vbn_video.publish.youtube.texts.our_tags import our_tags, without_ours

WRITABLE = {
    "snippet": ("title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage"),
    "status": (
        "privacyStatus",
        "publishAt",
        "license",
        "embeddable",
        "publicStatsViewable",
        "selfDeclaredMadeForKids",
        "containsSyntheticMedia",
    ),
}
"""All that `videos.update` takes of each part; the rest is YouTube's own to say."""


@dataclass(frozen=True)
class Metadata:
    """All that is told of a video beside its pictures and sound; our own tags are not in it."""

    title: str
    description: str
    tags: tuple[str, ...]
    category: str
    """YouTube's number of the category, as text."""
    language: str
    """Of the meeting: the language of the texts and of what is said."""
    privacy: Literal["private", "unlisted", "public"]
    publish_at: str
    """When a private video becomes public, RFC 3339 in UTC (`2026-12-01T08:00:00Z`); empty = it does not by itself."""
    license: str
    embeddable: bool
    made_for_kids: bool


def insert_body(metadata: Metadata, tags: Sequence[str]) -> dict[str, Any]:
    """The body of `videos.insert`: the metadata, and the tags of ours by which the video is recognised."""
    return _fields(metadata, tags)


def from_resource(video: Mapping[str, Any]) -> Metadata:
    """What a video of `videos.list` says of itself, without our own tags."""
    snippet, status = video.get("snippet", {}), video.get("status", {})
    return Metadata(
        title=snippet.get("title", ""),
        description=snippet.get("description", ""),
        tags=without_ours(snippet.get("tags", ())),
        category=snippet.get("categoryId", ""),
        language=snippet.get("defaultLanguage") or snippet.get("defaultAudioLanguage", ""),
        privacy=status.get("privacyStatus", "private"),
        publish_at=_utc_text(status.get("publishAt", "")),
        license=status.get("license", "youtube"),
        embeddable=status.get("embeddable", True),
        made_for_kids=status.get("selfDeclaredMadeForKids", status.get("madeForKids", False)),
    )


def update_body(video: Mapping[str, Any], metadata: Metadata, tags: Sequence[str]) -> dict[str, Any]:
    """The body of `videos.update`: what `videos.list` gave and may be written, with what differs in `metadata` laid over it."""
    ours, theirs = _fields(metadata, tags), _fields(from_resource(video), tags)
    body: dict[str, Any] = {"id": video["id"]}
    for part, names in WRITABLE.items():
        there = {name: video[part][name] for name in names if name in video.get(part, {})}
        changed = {name: value for name, value in ours[part].items() if name not in there or value != theirs[part].get(name)}
        body[part] = {**there, **changed}
    body["snippet"]["tags"] = ours["snippet"]["tags"]
    if "publishAt" not in ours["status"]:
        body["status"].pop("publishAt", None)
    return body


def is_up_to_date(video: Mapping[str, Any], metadata: Metadata, tags: Sequence[str]) -> bool:
    """Whether a video of `videos.list` already says just this and carries these tags of ours: nothing has to be sent."""
    return set(our_tags(video)) == set(tags) and from_resource(video) == metadata


def to_fact(metadata: Metadata) -> dict[str, Any]:
    """The metadata as the ledger's facts hold it (JSON values)."""
    fact: dict[str, Any] = to_values(Metadata, metadata)
    return fact


def from_fact(fact: object) -> Metadata | None:
    """The metadata that `to_fact` wrote; None where the ledger holds none, or none that can be understood."""
    try:
        return from_values(Metadata, fact)
    except ValidationError:
        return None


def _fields(metadata: Metadata, tags: Sequence[str]) -> dict[str, Any]:
    """The metadata by the API's names; a language that is not known and a time that is not set are left out."""
    language = {"defaultLanguage": metadata.language, "defaultAudioLanguage": metadata.language} if metadata.language else {}
    scheduled = metadata.publish_at and metadata.privacy == "private"
    return {
        "snippet": {
            "title": metadata.title,
            "description": metadata.description,
            "tags": [*metadata.tags, *tags],
            "categoryId": metadata.category,
            **language,
        },
        "status": {
            "privacyStatus": metadata.privacy,
            **({"publishAt": metadata.publish_at} if scheduled else {}),
            "license": metadata.license,
            "embeddable": metadata.embeddable,
            "selfDeclaredMadeForKids": metadata.made_for_kids,
        },
    }


def utc_text(time: dt.datetime) -> str:
    """A time with a zone as RFC 3339 in UTC, to the second: `2026-12-01T08:00:00Z`."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _utc_text(text: str) -> str:
    """A time of the API in the one way that `publish_at` is written; what is no time with a zone stays as it is."""
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return utc_text(time) if time.tzinfo else text
