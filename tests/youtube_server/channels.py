"""channels.list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.youtube_server.answers import Answer, RefusedError, say
from tests.youtube_server.pages import listing, one_filter, pictures, resource
from tests.youtube_server.request import Request
from tests.youtube_server.state import Channel, etag

if TYPE_CHECKING:
    from tests.youtube_server.service import Service

PARTS = frozenset(("id", "snippet", "contentDetails", "statistics", "status", "brandingSettings", "localizations"))


def list_(service: Service, request: Request) -> Answer:
    """channels.list: the login's own, or by id, or by handle."""
    by = one_filter(request, "mine", "id", "forHandle")
    if by == "mine":
        if request.one("mine") != "true":
            raise RefusedError("invalidParameter", f"mine={request.one('mine')}", location="mine")
        found = [] if service.settings.no_channel else [request.channel]
    elif by == "id":
        found = [channel for channel in service.state.channels.values() if channel.id in request.all("id")]
    else:
        handle = "@" + request.one("forHandle").lstrip("@").lower()
        found = [channel for channel in service.state.channels.values() if channel.custom_url == handle]
    items = [shown(service, channel, request.parts, own=channel is request.channel) for channel in found]
    answer = listing("channel", items, per_page=5)
    if not items:  # as the real one: no list at all
        del answer["items"]
    return say(answer)


def shown(service: Service, channel: Channel, asked: list[str], *, own: bool) -> dict[str, Any]:
    """A channel's resource."""
    videos = sum(1 for _ in service.state.of_channel(channel))
    status = {"privacyStatus": "public", "isLinked": True, "longUploadsStatus": "longUploadsUnspecified", "madeForKids": False}
    if own:
        status["longUploadsStatus"] = channel.long_uploads
    parts = {
        "snippet": lambda: {
            "title": channel.title,
            "description": "",
            "customUrl": channel.custom_url,
            "publishedAt": "2020-03-01T09:00:00Z",
            "thumbnails": pictures(channel.id),
            "localized": {"title": channel.title, "description": ""},
            "country": "DK",
        },
        "contentDetails": lambda: {"relatedPlaylists": {"likes": "LL", "uploads": channel.uploads}},
        "statistics": lambda: {
            "viewCount": "0",
            "subscriberCount": "0",
            "hiddenSubscriberCount": False,
            "videoCount": str(videos),
        },
        "status": lambda: status,
        "brandingSettings": lambda: {"channel": {"title": channel.title}},
        "localizations": lambda: None,
    }
    return resource("channel", channel.id, etag([channel.id, channel.title, status]), parts, asked)
