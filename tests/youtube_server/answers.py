"""What the server says: answers, and refusals in Google's documented error JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

# reason: (status, domain, message), from the API's error reference
REASONS: dict[str, tuple[int, str, str]] = {
    "accessNotConfigured": (
        403,
        "usageLimits",
        "YouTube Data API v3 has not been used in this project before or it is disabled.",
    ),
    "authError": (401, "global", "Invalid Credentials"),
    "backendError": (503, "global", "Backend Error"),
    "badRequest": (400, "global", "Bad Request"),
    "captionExists": (
        409,
        "youtube.caption",
        "The specified video already has a caption track with the given language and name.",
    ),
    "captionNotFound": (404, "youtube.caption", "The caption track could not be found."),
    "channelNotFound": (404, "youtube.channel", "The channel could not be found."),
    "conditionNotMet": (412, "global", "Precondition Failed"),
    "contentRequired": (400, "youtube.caption", "The request does not contain the caption track contents."),
    "forbidden": (403, "youtube.common", "Access forbidden. The request may not be properly authorized."),
    "idInvalid": (400, "youtube.common", "The request specifies too many ids."),
    "incompatibleParameters": (400, "youtube.parameter", "Incompatible parameters specified in the request."),
    "insufficientPermissions": (403, "global", "Insufficient Permission"),
    "internalError": (500, "global", "Internal Error"),
    "invalidCategoryId": (400, "youtube.video", "The request metadata specifies an invalid category ID."),
    "invalidContentRange": (400, "global", "Failed to parse Content-Range header."),
    "invalidDescription": (400, "youtube.video", "The request metadata specifies an invalid video description."),
    "invalidImage": (400, "youtube.thumbnail", "The provided image content is invalid."),
    "invalidMetadata": (400, "youtube.caption", "The request contains invalid metadata values."),
    "invalidPageToken": (400, "youtube.parameter", "The request specifies an invalid page token."),
    "invalidParameter": (400, "global", "Invalid value for a parameter."),
    "invalidPlaylistSnippet": (400, "youtube.playlist", "The request provides an invalid playlist snippet."),
    "invalidPrivacyStatus": (400, "youtube.video", "The request metadata specifies an invalid privacy status."),
    "invalidPublishAt": (400, "youtube.video", "The request metadata specifies an invalid scheduled publishing time."),
    "invalidTags": (400, "youtube.video", "The request metadata specifies invalid video keywords."),
    "invalidTitle": (400, "youtube.video", "The request metadata specifies an invalid or empty video title."),
    "invalidVideoMetadata": (400, "youtube.video", "The request metadata is invalid."),
    "keyInvalid": (400, "usageLimits", "API key not valid."),
    "lengthRequired": (411, "global", "Length Required"),
    "mediaBodyRequired": (400, "global", "The request does not include the media body."),
    "mediaTooLarge": (400, "global", "Media is too large. Limit: 2097152"),
    "missingRequiredParameter": (400, "youtube.parameter", "The request is missing a required parameter."),
    "notFound": (404, "global", "Not Found"),
    "parseError": (400, "global", "Parse Error"),
    "playlistItemNotFound": (404, "youtube.playlistItem", "The playlist item could not be found."),
    "playlistNotFound": (404, "youtube.playlistItem", "The playlist identified with the request cannot be found."),
    "playlistOperationUnsupported": (403, "youtube.playlistItem", "The API does not support inserting into this playlist."),
    "quotaExceeded": (403, "youtube.quota", "The request cannot be completed because you have exceeded your quota."),
    "rateLimitExceeded": (403, "usageLimits", "Rate Limit Exceeded"),
    "required": (401, "global", "Login Required"),
    "sessionGone": (404, "global", "The upload session could not be found."),
    "unexpectedParameter": (400, "youtube.parameter", "The request specifies an unexpected parameter."),
    "unexpectedPart": (400, "youtube.part", "The request body holds a part that its parameter does not name."),
    "unknownPart": (400, "youtube.part", "The request names an unknown part."),
    "uploadLimitExceeded": (400, "youtube.video", "The user has exceeded the number of videos they may upload."),
    "uploadRateLimitExceeded": (429, "youtube.thumbnail", "The user has uploaded too many thumbnails recently."),
    "userRateLimitExceeded": (403, "usageLimits", "User Rate Limit Exceeded"),
    "videoNotFound": (404, "youtube.video", "The video that you are trying to reach cannot be found."),
    "wrongOffset": (416, "global", "The chunk does not begin where the stored bytes end."),
    "youtubeSignupRequired": (401, "youtube.header", "The user has no YouTube channel."),
}
STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
REALM = 'Bearer realm="https://accounts.google.com/"'


@dataclass
class Answer:
    """One answer: its status, headers and body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class RefusedError(Exception):
    """The work is refused; `wrong` says what the client did wrong ("" where the refusal is no fault of the client)."""

    reason: str
    wrong: str = ""
    message: str = ""
    status: int = 0
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self) -> Answer:
        """The refusal as Google writes it."""
        return refusal(self.reason, self.message, status=self.status, location=self.location, headers=self.headers)


def say(document: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """A document as JSON."""
    body = json.dumps(document, ensure_ascii=False, indent=2).encode()
    return Answer(status, body, {"Content-Type": "application/json; charset=UTF-8", **(headers or {})})


def refusal(
    reason: str, message: str = "", *, status: int = 0, location: str = "", headers: dict[str, str] | None = None
) -> Answer:
    """An error in the documented JSON; status and message default to those of the reason."""
    usual, domain, sentence = REASONS.get(reason, (400, "global", reason))
    status = status or usual
    detail = {"message": message or sentence, "domain": domain, "reason": reason}
    if location:
        detail |= {"location": location, "locationType": "parameter" if "." not in location else "other"}
    error = {"code": status, "message": message or sentence, "errors": [detail]}
    if domain in ("global", "usageLimits") and status in STATUS_NAMES:
        error["status"] = STATUS_NAMES[status]
    headers = dict(headers or {})
    if status == 401:
        headers.setdefault("WWW-Authenticate", f'{REALM}, error="invalid_token"')
    if reason == "insufficientPermissions":
        headers.setdefault("WWW-Authenticate", f'{REALM}, error="insufficient_scope"')
    return say({"error": error}, status=status, headers=headers)


def front_page(status: int, headers: dict[str, str] | None = None) -> Answer:
    """An error of Google's front end, which answers in HTML."""
    body = f"<!DOCTYPE html><title>Error {status} (Server Error)!!1</title><p><b>{status}.</b> That’s an error.".encode()
    return Answer(status, body, {"Content-Type": "text/html; charset=UTF-8", **(headers or {})})
