"""What belongs to a video beside itself: captions, thumbnail, playlist. Each is done once, and anew when it has changed.

    mark intended_entry(hash) in the ledger ──► the act ──► mark done(hash)

An act that would make a second thing (a track, a place in a playlist) looks what is there before it is done again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vbn_video.errors import InputError
from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry, Mark
from vbn_video.publish.youtube.api.calls import LATE_TRIES, RefusedError
from vbn_video.publish.youtube.channel.session import ChannelSession
from vbn_video.publish.youtube.channel.video_facts import Facts, facts_of
from vbn_video.publish.youtube.texts.thumbnail import thumbnail
from vbn_video.publish.youtube.transport.responses import Refused
from vbn_video.publish.youtube.transport.retry import Retry

PLAYLIST_ID = re.compile(r"(PL|OL|FL|UU)[0-9A-Za-z_-]{10,}")
NOT_KNOWN_YET = 404  # a video that was just uploaded


@dataclass(frozen=True)
class Playlist:
    """The playlist that the preset names; without an id it is to be made."""

    id: str
    title: str


def run_once(
    channel: ChannelSession, entry: LedgerEntry, name: str, wanted: bytes, do: Callable[[bool], Facts | None]
) -> tuple[LedgerEntry, bool]:
    """Do a side act if it is not done for these bytes: (the entry with its mark, whether it was done now).

    `do` is told whether it may have been begun before, and hands back facts to note; None: refused, and said; the next run
    tries again.
    """
    sha256 = hashlib.sha256(wanted).hexdigest()
    before = entry.marks.get(name)
    if before == Mark(sha256, sha256):  # something else that was begun since then may have been done
        return entry, False
    entry = channel.put_mark(entry, name, Mark(sha256, before.done if before else ""))
    facts = do(before is not None)
    if facts is None:
        return entry, False
    return channel.put_mark(entry, name, Mark(sha256, sha256), facts), True


def send_captions(channel: ChannelSession, entry: LedgerEntry, language: str, vtt: bytes) -> tuple[LedgerEntry, bool]:
    """Let the video have this caption track, and one only of its language."""
    api = channel.api

    def look() -> dict[str, Any] | None:
        return next((track for track in api.captions(entry.id) if _is_ours(track, language)), None)

    def do(begun: bool) -> Facts:
        track_id = facts_of(entry).get("captions_id") if facts_of(entry).get("captions_language") == language else None
        if track_id and api.update_captions(track_id, vtt) is not None:
            return {}
        inserted: list[str] = []

        def make() -> dict[str, Any]:
            track = api.insert_captions(entry.id, language, vtt)
            inserted.append(track["id"])
            return track

        track = api.ensure(look, make, look_first=begun, late=(404, 409))
        if track["id"] not in inserted:
            api.update_captions(track["id"], vtt)
        return {"captions_id": track["id"], "captions_language": language}

    return run_once(channel, entry, "captions", language.encode() + b"\n" + vtt, do)


def _is_ours(track: Mapping[str, Any], language: str) -> bool:
    snippet = track.get("snippet", {})
    return bool(snippet.get("language") == language) and snippet.get("name", "") == "" and snippet.get("trackKind") != "ASR"


def send_thumbnail(channel: ChannelSession, entry: LedgerEntry, poster: bytes) -> tuple[LedgerEntry, bool]:
    """Let the poster stand for the video; a channel that may not is no fault."""

    def do(_begun: bool) -> Facts | None:
        jpeg, retry = thumbnail(poster), Retry(channel.clock, LATE_TRIES)
        while True:
            try:
                channel.api.set_thumbnail(entry.id, jpeg)
            except RefusedError as error:
                if error.refused.status != NOT_KNOWN_YET:
                    channel.emit(Notice(_refused_thumbnail(error.refused), "warning"))
                    return None
                retry.wait_or_give_up(str(error))
            else:
                return {}

    return run_once(channel, entry, "thumbnail", poster, do)


def _refused_thumbnail(refused: Refused) -> str:
    if refused.status == 403:
        return _(
            "YouTube takes no thumbnail of this channel: it is not verified. Verify it at youtube.com/verify; the next run sends"
            " the thumbnail. Until then YouTube chooses a picture."
        )
    why = " ".join(part for part in (str(refused.status), refused.reason) if part)
    sentence = _(
        "YouTube does not take the thumbnail now ({why}); the next run tries again. Till then YouTube chooses a picture."
    )
    return sentence.format(why=why)


def find_playlist(channel: ChannelSession) -> Playlist | None:
    """The playlist that the preset names, by its id or its exact title; None where it names none.

    Raises:
        InputError: the channel has no playlist of that id.
        MissingError, TargetError: the login can't be used, or YouTube can't be reached.
    """
    wanted = channel.settings.playlist.strip()
    if not wanted:
        return None
    found = next((playlist["id"] for playlist in channel.api.playlists() if playlist["snippet"]["title"] == wanted), "")
    if found or not PLAYLIST_ID.fullmatch(wanted):
        return Playlist(found, wanted)
    playlist = channel.api.playlist(wanted)
    if playlist is None or playlist["snippet"].get("channelId") != channel.info.id:
        raise InputError(
            _('[youtube] playlist = "{id}": the channel has no playlist of that id. Give its title, or an id from its address.'),
            id=wanted,
        )
    return Playlist(wanted, "")


def add_to_playlist(channel: ChannelSession, entry: LedgerEntry, playlist: Playlist) -> tuple[LedgerEntry, bool]:
    """Let the video be in the playlist, once; a playlist that is not there is made, private."""
    api = channel.api

    def made() -> str:
        found = find_playlist(channel)
        return found.id if found else ""

    def do(_begun: bool) -> Facts:
        playlist_id = playlist.id or api.ensure(lambda: made() or None, lambda: str(api.insert_playlist(playlist.title)["id"]))
        if not playlist.id:
            sentence = _("The playlist {title} was not there; it is made, private: {url}")
            url = f"https://www.youtube.com/playlist?list={playlist_id}"
            channel.emit(Notice(sentence.format(title=playlist.title, url=url)))

        def look() -> bool | None:
            return api.in_playlist(playlist_id, entry.id) or None

        def make() -> bool:
            api.insert_playlist_item(playlist_id, entry.id)
            return True

        api.ensure(look, make)
        return {"playlist": playlist.title or playlist.id}

    return run_once(channel, entry, "playlist", (playlist.title or playlist.id).encode(), do)
