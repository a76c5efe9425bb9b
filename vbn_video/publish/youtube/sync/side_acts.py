"""What belongs to a video beside itself: captions, thumbnail, playlist. Each is done once, and anew when it has changed.

    SIDE_ACTS ──plan_side_acts──► SideAct … (before the upload) ──run_once──► the ledger's entry

    run_once:  mark intended(hash) in the ledger ──► perform ──► mark done(hash)

To add one: a function (channel, entry, material) → `SideAct`, or None where it is not wanted, and its line in `SIDE_ACTS`. An act
that would make a second thing (a track, a place in a playlist) looks what is there before it makes it (`Api.ensure`).
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vbn_video.errors import InputError
from vbn_video.events import Notice
from vbn_video.formats.base import decode
from vbn_video.formats.vtt import parse_vtt
from vbn_video.messages import _
from vbn_video.publish.ledger import LedgerEntry, Mark
from vbn_video.publish.material import Material
from vbn_video.publish.youtube.api.calls import LATE_ATTEMPTS, RefusedError
from vbn_video.publish.youtube.channel.session import ChannelSession
from vbn_video.publish.youtube.channel.video_facts import Facts, facts_of, timing_fits
from vbn_video.publish.youtube.texts.thumbnail import thumbnail
from vbn_video.publish.youtube.transport.responses import Refused
from vbn_video.publish.youtube.transport.retry import Retry

PLAYLIST_ID = re.compile(r"(PL|OL|FL|UU)[0-9A-Za-z_-]{10,}")
NOT_KNOWN_YET = 404  # a video that was just uploaded


@dataclass(frozen=True)
class SideAct:
    """One thing to be done beside the upload."""

    name: str
    """Of its mark in the ledger."""
    label: str
    """As a sentence names it."""
    wanted: bytes
    """It is done anew when these have changed."""
    perform: Callable[[LedgerEntry, bool], Facts | None]
    """Does it for the entry's video; True: it may have been begun before. Gives facts to note; None: refused, and said."""


@dataclass(frozen=True)
class Playlist:
    """The playlist that the preset names; without an id it is to be made."""

    id: str
    title: str


def plan_side_acts(channel: ChannelSession, entry: LedgerEntry, material: Material) -> tuple[SideAct, ...]:
    """The side acts that are wanted for the entry's video, in their order.

    Raises:
        InputError: the channel has no playlist of the id that the preset names.
        MissingError, TargetError: the login can't be used, or YouTube can't be reached.
    """
    return tuple(act for plan in SIDE_ACTS if (act := plan(channel, entry, material)))


def hash_of_act(act: SideAct) -> str:
    """SHA-256, in hex, of what the act is to bring about."""
    return hashlib.sha256(act.wanted).hexdigest()


def run_once(channel: ChannelSession, entry: LedgerEntry, act: SideAct) -> tuple[LedgerEntry, bool]:
    """Do a side act if it is not done for the bytes it wants: (the entry with its mark, whether it was done now)."""
    sha256 = hash_of_act(act)
    before = entry.marks.get(act.name)
    if before == Mark(sha256, sha256):  # something else that was begun since then may have been done
        return entry, False
    entry = channel.put_mark(entry, act.name, Mark(sha256, before.done if before else ""))
    facts = act.perform(entry, before is not None)
    if facts is None:
        return entry, False
    return channel.put_mark(entry, act.name, Mark(sha256, sha256), facts), True


def plan_captions(channel: ChannelSession, entry: LedgerEntry, material: Material) -> SideAct | None:
    """Let the video have this caption track, and one only of its language."""
    api, language, vtt = channel.api, material.meeting.language, material.timed.captions_vtt
    if not (channel.settings.captions and timing_fits(entry, material) and parse_vtt(decode(vtt)).cues):
        return None

    def perform(entry: LedgerEntry, begun: bool) -> Facts:
        track_id = facts_of(entry).get("captions_id") if facts_of(entry).get("captions_language") == language else None
        if track_id and api.update_captions(track_id, vtt) is not None:
            return {}
        inserted: list[str] = []

        def look() -> dict[str, Any] | None:
            return next((track for track in api.list_captions(entry.id) if _is_ours(track, language)), None)

        def make() -> dict[str, Any]:
            track = api.insert_captions(entry.id, language, vtt)
            inserted.append(track["id"])
            return track

        track = api.ensure(look, make, look_first=begun, late=(404, 409))
        if track["id"] not in inserted:
            api.update_captions(track["id"], vtt)
        return {"captions_id": track["id"], "captions_language": language}

    return SideAct("captions", _("captions"), language.encode() + b"\n" + vtt, perform)


def _is_ours(track: Mapping[str, Any], language: str) -> bool:
    snippet = track.get("snippet", {})
    return bool(snippet.get("language") == language) and snippet.get("name", "") == "" and snippet.get("trackKind") != "ASR"


def plan_thumbnail(channel: ChannelSession, entry: LedgerEntry, material: Material) -> SideAct | None:
    """Let the poster stand for the video; a channel that may not is no fault."""
    if not (channel.settings.thumbnail and timing_fits(entry, material)):
        return None

    def perform(entry: LedgerEntry, _begun: bool) -> Facts | None:
        jpeg, retry = thumbnail(material.poster), Retry(channel.clock, LATE_ATTEMPTS)
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

    return SideAct("thumbnail", _("thumbnail"), material.poster, perform)


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


def plan_playlist(channel: ChannelSession, entry: LedgerEntry, _material: Material) -> SideAct | None:
    """Let the video be in the playlist, once; a playlist that is not there is made, private."""
    api, named = channel.api, channel.settings.playlist.strip()
    if not named or facts_of(entry).get("playlist") == named:
        return None
    playlist = _find_playlist(channel, named)

    def perform(entry: LedgerEntry, _begun: bool) -> Facts:
        playlist_id = playlist.id or api.ensure(
            lambda: _find_playlist(channel, named).id or None, lambda: str(api.insert_playlist(playlist.title)["id"])
        )
        if not playlist.id:
            sentence = _("The playlist {title} was not there; it is made, private: {url}")
            url = f"https://www.youtube.com/playlist?list={playlist_id}"
            channel.emit(Notice(sentence.format(title=playlist.title, url=url)))

        def look() -> bool | None:
            return api.is_in_playlist(playlist_id, entry.id) or None

        def make() -> bool:
            api.insert_playlist_item(playlist_id, entry.id)
            return True

        api.ensure(look, make)
        return {"playlist": named}

    return SideAct("playlist", _("playlist"), named.encode(), perform)


def _find_playlist(channel: ChannelSession, named: str) -> Playlist:
    """The playlist of that exact title, or of that id.

    Raises:
        InputError: the channel has no playlist of that id.
    """
    found = next((playlist["id"] for playlist in channel.api.list_playlists() if playlist["snippet"]["title"] == named), "")
    if found or not PLAYLIST_ID.fullmatch(named):
        return Playlist(found, named)
    playlist = channel.api.get_playlist(named)
    if playlist is None or playlist["snippet"].get("channelId") != channel.info.id:
        raise InputError(
            _('[youtube] playlist = "{id}": the channel has no playlist of that id. Give its title, or an id from its address.'),
            id=named,
        )
    return Playlist(named, "")


SIDE_ACTS = (plan_captions, plan_thumbnail, plan_playlist)
"""Every side act, in the order in which they are done."""
