"""playlists and their items; the uploads playlist is made of the channel's videos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.youtube_server import videos
from tests.youtube_server.answers import Answer, RefusedError, say
from tests.youtube_server.pages import listing, one_filter, paged, pictures, resource
from tests.youtube_server.request import Request
from tests.youtube_server.state import Channel, Item, Playlist, etag
from tests.youtube_server.validation import rfc3339, typed

if TYPE_CHECKING:
    from tests.youtube_server.service import Service

PARTS = frozenset(("id", "snippet", "status", "contentDetails", "player", "localizations"))
ITEM_PARTS = frozenset(("id", "snippet", "status", "contentDetails"))
SNIPPET = {"title": str, "description": str, "defaultLanguage": str, "tags": list}
ITEM_SNIPPET = {"playlistId": str, "resourceId": dict, "position": int}
READ_ONLY = {"publishedAt", "channelId", "channelTitle", "thumbnails", "localized"}
TITLE_CHARACTERS = 150


def list_(service: Service, request: Request) -> Answer:
    """playlists.list: the login's own, a channel's public ones, or by id."""
    by = one_filter(request, "mine", "id", "channelId")
    everyone = list(reversed(service.state.playlists.values()))
    if by == "mine":
        found = [playlist for playlist in everyone if playlist.channel is request.channel]
    elif by == "id":
        found = [playlist for playlist in everyone if playlist.id in request.all("id")]
    else:
        found = [playlist for playlist in everyone if playlist.channel.id == request.one("channelId")]
    found = [playlist for playlist in found if playlist.channel is request.channel or playlist.privacy != "private"]
    if by == "id":
        channel = request.channel
        if channel.uploads in request.all("id"):  # the uploads playlist can be asked for, too
            found.append(Playlist(channel.uploads, channel, f"Uploads from {channel.title}", "", "public", 0.0))
        return say(listing("playlist", [shown(playlist, request.parts) for playlist in found]))
    return paged(request, "playlist", found, lambda playlist: shown(playlist, request.parts))


def shown(playlist: Playlist, asked: list[str]) -> dict[str, Any]:
    """A playlist's resource."""
    snippet = {
        "publishedAt": rfc3339(playlist.made_at),
        "channelId": playlist.channel.id,
        "title": playlist.title,
        "description": playlist.description,
        "thumbnails": pictures(playlist.id),
        "channelTitle": playlist.channel.title,
        "localized": {"title": playlist.title, "description": playlist.description},
    }
    parts = {
        "snippet": lambda: snippet,
        "status": lambda: {"privacyStatus": playlist.privacy},
        "contentDetails": lambda: {"itemCount": len(playlist.items)},
        "player": lambda: {"embedHtml": f'<iframe src="//www.youtube.com/embed/videoseries?list={playlist.id}"></iframe>'},
        "localizations": lambda: None,
    }
    tag = etag([playlist.id, snippet, playlist.privacy, playlist.video_ids])
    return resource("playlist", playlist.id, tag, parts, asked)


def insert(service: Service, request: Request) -> Answer:
    """playlists.insert."""
    given = request.document()
    snippet = typed(given.get("snippet", {}), SNIPPET, READ_ONLY, "playlist.snippet")
    status = typed(given.get("status", {}), {"privacyStatus": str}, {"podcastStatus"}, "playlist.status")
    title = snippet.get("title", "").strip()
    if not title or len(title) > TITLE_CHARACTERS or set("<>") & set(title):
        raise RefusedError("invalidPlaylistSnippet", f"the playlist's title {title!r}", location="body.snippet.title")
    if "privacyStatus" not in status or "status" not in request.parts:
        service.violate(request, "no privacyStatus: the playlist is public")
    privacy = status.get("privacyStatus", "public") if "status" in request.parts else "public"
    if privacy not in ("private", "unlisted", "public"):
        raise RefusedError("invalidPlaylistSnippet", f"privacyStatus {privacy}")
    playlist = service.add_playlist(title, channel=request.channel, privacy=privacy)
    playlist.description = snippet.get("description", "")
    return say(shown(playlist, request.parts))


def items_list(service: Service, request: Request) -> Answer:
    """playlistItems.list: a playlist in its order (the uploads: newest first), or where in it a video stands."""
    if "id" in request.query:
        one_filter(request, "id", "playlistId")
        found = [
            (playlist, item)
            for playlist in service.state.playlists.values()
            for item in playlist.items
            if item.id in request.all("id")
        ]
        return say(listing("playlistItem", [item_shown(service, entry[0], entry[1], request.parts) for entry in found]))
    if "playlistId" not in request.query:
        raise RefusedError("missingRequiredParameter", "no playlistId", "No filter selected.")
    playlist = _playlist(service, request, request.one("playlistId"), seen=True)
    entries = [(playlist, item) for item in playlist.items]
    if "videoId" in request.query:
        entries = [entry for entry in entries if entry[1].video_id == request.one("videoId")]
    return paged(request, "playlistItem", entries, lambda entry: item_shown(service, entry[0], entry[1], request.parts))


def _playlist(service: Service, request: Request, playlist_id: str, *, seen: bool) -> Playlist:
    for channel in service.state.channels.values():
        if playlist_id == channel.uploads:
            return _uploads(service, channel, own=channel is request.channel, seen=seen)
    playlist = service.state.playlists.get(playlist_id)
    if playlist is None or (playlist.privacy == "private" and playlist.channel is not request.channel):
        raise RefusedError("playlistNotFound", f"no playlist {playlist_id!r}", location="playlistId")
    return playlist


def _uploads(service: Service, channel: Channel, *, own: bool, seen: bool) -> Playlist:
    items = []
    for video in service.state.of_channel(channel):
        if video.lag > 0:
            video.lag -= 1 if seen else 0
        elif service.clock() < video.listed_at:
            continue
        elif own or video.privacy == "public":
            items.append(Item(f"{channel.uploads}.{video.id}", video.id, video.published_at))
    return Playlist(channel.uploads, channel, f"Uploads from {channel.title}", "", "public", 0.0, items)


def item_shown(service: Service, playlist: Playlist, item: Item, asked: list[str]) -> dict[str, Any]:
    """A playlist item's resource."""
    video = service.state.videos[item.video_id]
    published = {} if video.privacy == "private" else {"videoPublishedAt": rfc3339(video.published_at)}
    snippet = {
        "publishedAt": rfc3339(item.added_at),
        "channelId": playlist.channel.id,
        "channelTitle": playlist.channel.title,
        "title": video.title,
        "description": video.description,
        "thumbnails": pictures(video.id),
        "playlistId": playlist.id,
        "position": next(place for place, other in enumerate(playlist.items) if other is item),
        "resourceId": {"kind": "youtube#video", "videoId": video.id},
        "videoOwnerChannelId": video.channel.id,
        "videoOwnerChannelTitle": video.channel.title,
    }
    parts = {
        "snippet": lambda: snippet,
        "status": lambda: {"privacyStatus": video.privacy},
        "contentDetails": lambda: {"videoId": video.id, **published},
    }
    return resource("playlistItem", item.id, etag([item.id, snippet, video.privacy]), parts, asked)


def items_insert(service: Service, request: Request) -> Answer:
    """playlistItems.insert: once more, if it stands there already."""
    snippet = typed(request.document().get("snippet", {}), ITEM_SNIPPET, {"title", "publishedAt"}, "playlistItem.snippet")
    named = snippet.get("resourceId", {})
    if named.get("kind") != "youtube#video" or not named.get("videoId"):
        raise RefusedError("badRequest", f"snippet.resourceId {named}", location="body.snippet.resourceId")
    playlist = _playlist(service, request, snippet.get("playlistId", ""), seen=False)
    if playlist.id == playlist.channel.uploads:
        raise RefusedError("playlistOperationUnsupported", "an insert into the uploads playlist")
    if playlist.channel is not request.channel:
        raise RefusedError("forbidden", f"the playlist {playlist.id} is another channel's")
    video = videos.mine(service, request, named["videoId"], late=True)
    item = Item(service.state.new_id("UEw", 68), video.id, service.clock())
    playlist.items.insert(min(snippet.get("position", len(playlist.items)), len(playlist.items)), item)
    return say(item_shown(service, playlist, item, request.parts))


def items_delete(service: Service, request: Request) -> Answer:
    """playlistItems.delete."""
    for playlist in service.state.playlists.values():
        for item in playlist.items:
            if item.id == request.one("id") and playlist.channel is request.channel:
                playlist.items.remove(item)
                return Answer(204)
    raise RefusedError("playlistItemNotFound", f"no playlist item {request.one('id')!r}")
