"""What YouTube refuses of a video's texts and status, by the documented limits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from tests.youtube_server.answers import RefusedError

READ_ONLY = {"publishedAt", "channelId", "channelTitle", "thumbnails", "liveBroadcastContent", "localized"}
SNIPPET = {
    "title": str,
    "description": str,
    "tags": list,
    "categoryId": str,
    "defaultLanguage": str,
    "defaultAudioLanguage": str,
}
STATUS_READ_ONLY = {"uploadStatus", "failureReason", "rejectionReason", "madeForKids"}
STATUS = {
    "privacyStatus": str,
    "publishAt": str,
    "license": str,
    "embeddable": bool,
    "publicStatsViewable": bool,
    "selfDeclaredMadeForKids": bool,
    "containsSyntheticMedia": bool,
}
CATEGORIES = {
    "1",
    "2",
    "10",
    "15",
    "17",
    "19",
    "20",
    "22",
    "23",
    "24",
    "25",
    "26",
    "27",
    "28",
    "29",
}  # those that can be assigned
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
TITLE_CHARACTERS = 100
DESCRIPTION_BYTES = 5000
TAGS_CHARACTERS = 500


def typed(given: Any, known: Mapping[str, type], read_only: set[str], where: str) -> dict[str, Any]:
    """The fields that may be set; what is read-only is passed over, as the service does.

    Raises:
        RefusedError: an unknown field, or a value of another type.
    """
    if not isinstance(given, dict):
        raise RefusedError("badRequest", f"{where} is no object")
    for name, value in given.items():
        if name not in known and name not in read_only:
            sentence = f"Invalid JSON payload received. Unknown name \"{name}\" at '{where}': Cannot find field."
            raise RefusedError("badRequest", f"unknown field {where}.{name}", sentence)
        if name in known and not isinstance(value, known[name]):
            raise RefusedError("badRequest", f"{where}.{name} is {value!r}, no {known[name].__name__}")
    return {name: value for name, value in given.items() if name in known}


def tags_length(tags: list[str]) -> int:
    """Characters as YouTube counts them: commas between, and two for the quotes around a tag with a space."""
    return sum(len(tag) + (2 if " " in tag else 0) for tag in tags) + max(len(tags) - 1, 0)


def video_snippet(given: Any) -> dict[str, Any]:
    """A video's snippet as it will be stored: title and description without blanks at their ends.

    Raises:
        RefusedError: it breaks a limit.
    """
    snippet = typed(given, SNIPPET, READ_ONLY, "video.snippet")
    title, description = snippet.get("title", "").strip(), snippet.get("description", "").rstrip()
    tags = snippet.get("tags", [])
    _title(title)
    if len(description.encode()) > DESCRIPTION_BYTES:
        wrong = f"the description has {len(description.encode())} bytes"
        raise RefusedError("invalidDescription", wrong, location="body.snippet.description")
    if re.search("[<>]", description) or CONTROL.search(description):
        raise RefusedError("invalidDescription", "the description has < or > or a control character")
    if not all(isinstance(tag, str) and tag.strip() and not re.search("[<>]", tag) for tag in tags):
        raise RefusedError("invalidTags", f"a tag is empty, no text, or has < or >: {tags}", location="body.snippet.tags")
    if tags_length(tags) > TAGS_CHARACTERS:
        raise RefusedError("invalidTags", f"the tags count {tags_length(tags)} characters", location="body.snippet.tags")
    if "categoryId" in snippet and snippet["categoryId"] not in CATEGORIES:
        raise RefusedError("invalidCategoryId", f"category {snippet['categoryId']}", location="body.snippet.categoryId")
    for name in ("defaultLanguage", "defaultAudioLanguage"):
        if name in snippet and not LANGUAGE.fullmatch(snippet[name]):
            raise RefusedError("invalidVideoMetadata", f"{name} = {snippet[name]!r} is no language")
    return {**snippet, "title": title, "description": description}


def _title(title: str) -> None:
    wrong = ""
    if not title:
        wrong = "the title is empty"
    elif len(title) > TITLE_CHARACTERS:
        wrong = f"the title has {len(title)} characters"
    elif re.search("[<>\n\t]", title) or CONTROL.search(title):
        wrong = "the title has < or > or a control character"
    if wrong:
        raise RefusedError("invalidTitle", wrong, location="body.snippet.title")


def video_status(given: Any, now: float) -> tuple[dict[str, Any], list[str]]:
    """A video's status as it will be stored, with what is allowed but wrong.

    Raises:
        RefusedError: a value that is none, or a publishing time for what is not private.
    """
    status = typed(given, STATUS, STATUS_READ_ONLY, "video.status")
    wrong = []
    if "privacyStatus" not in status:  # since 2 November 2026
        wrong.append("no privacyStatus: the video is public")
        status["privacyStatus"] = "public"
    if status["privacyStatus"] not in ("private", "unlisted", "public"):
        raise RefusedError("invalidPrivacyStatus", f"privacyStatus {status['privacyStatus']}")
    if status.get("license", "youtube") not in ("youtube", "creativeCommon"):
        raise RefusedError("invalidVideoMetadata", f"license {status['license']}")
    if status.get("publishAt"):
        if status["privacyStatus"] != "private":
            raise RefusedError("invalidPublishAt", "publishAt for a video that is not private")
        if moment(status["publishAt"]) <= now:
            wrong.append(f"publishAt {status['publishAt']} is past: the video is public at once")
    else:
        status.pop("publishAt", None)
    return {"license": "youtube", "embeddable": True, "publicStatsViewable": True, **status}, wrong


def moment(text: str) -> float:
    """The seconds since 1970 of an RFC 3339 time with its zone.

    Raises:
        RefusedError: it is none.
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        raise RefusedError("invalidPublishAt", f"publishAt = {text!r} is no RFC 3339 time with its zone")
    return dt.datetime.fromisoformat(text).timestamp()


def rfc3339(seconds: float) -> str:
    """Seconds since 1970 as the service writes times."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_duration(seconds: float) -> str:
    """`PT1H2M3S`, whole seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if number)
    day = f"{days}D" if days else ""
    return f"P{day}T{clock}" if clock else f"P{days}D"
