"""What YouTube does in its own time and by itself."""

from typing import Any

import pytest

from tests.youtube_server import YoutubeServer
from tests.youtube_server.raw import Raw


def uploads(raw: Raw) -> list[str]:
    playlist = raw.server.state.channel.uploads
    items = raw.api("GET", "playlistItems", part="contentDetails", playlistId=playlist, maxResults=50).json["items"]
    return [item["contentDetails"]["videoId"] for item in items]


def listed(raw: Raw, part: str) -> Any:
    return raw.api("GET", "videos", part=part, id=raw.server.state.video.id).json["items"][0]


def test_a_new_video_comes_late_into_the_uploads(server: YoutubeServer, raw: Raw) -> None:
    server.settings.uploads_lag = 2
    raw.session(10).put(0, 10)
    assert [len(uploads(raw)) for _ in range(3)] == [0, 0, 1]


def test_a_new_video_is_found_late_by_playlists(server: YoutubeServer, raw: Raw) -> None:
    server.settings.late_not_found = 2
    raw.session(10).put(0, 10)
    playlist = server.add_playlist("Temamøder")
    named = {"kind": "youtube#video", "videoId": server.state.video.id}
    body = {"snippet": {"playlistId": playlist.id, "resourceId": named}}
    replies = [raw.api("POST", "playlistItems", body, part="snippet") for _ in range(3)]
    assert [reply.status for reply in replies] == [404, 404, 200]
    assert replies[0].reason == "videoNotFound"
    assert (playlist.video_ids, server.violations) == ([server.state.video.id], [])


@pytest.mark.parametrize(
    ("end", "reason", "status"),
    [
        ("processed", "", {"uploadStatus": "processed"}),
        ("failed", "codec", {"uploadStatus": "failed", "failureReason": "codec"}),
        ("rejected", "duplicate", {"uploadStatus": "rejected", "rejectionReason": "duplicate"}),
    ],
)
def test_processing_goes_on_with_each_look(
    server: YoutubeServer, raw: Raw, end: str, reason: str, status: dict[str, str]
) -> None:
    server.settings.processing_polls, server.settings.processing_end, server.settings.processing_reason = 2, end, reason
    raw.session(10).put(0, 10)
    assert [listed(raw, "status")["status"]["uploadStatus"] for _ in range(2)] == ["uploaded", "uploaded"]
    found = listed(raw, "status,processingDetails")
    assert status.items() <= found["status"].items()
    ends = {"processed": "succeeded", "failed": "failed", "rejected": "terminated"}
    assert found["processingDetails"]["processingStatus"] == ends[end]


def test_a_channel_without_long_uploads_has_long_videos_rejected(raw: Raw) -> None:
    server = raw.server
    server.state.channel.long_uploads, server.settings.duration_s = "disallowed", 901.0
    raw.session(10).put(0, 10)
    listed(raw, "id")
    assert listed(raw, "status")["status"]["rejectionReason"] == "length"


def test_the_machines_own_captions_are_no_captions_and_in_nobodys_way(server: YoutubeServer, raw: Raw) -> None:
    server.settings.tracks_by_machine = True
    raw.session(10).put(0, 10)
    listed(raw, "id")
    (track,) = server.state.captions.values()
    assert (track.kind, listed(raw, "contentDetails")["contentDetails"]["caption"]) == ("asr", "false")
    assert raw.caption(server.state.video.id).status == 200
    assert raw.caption("", method="PUT", caption_id=track.id).status == 403
    assert len(server.state.captions) == 2


def test_parts_are_answered_as_they_are_asked_for(server: YoutubeServer, raw: Raw) -> None:
    server.add_video("Møde", tags=["vbn-0123456789ab"])
    assert set(listed(raw, "id")) == {"kind", "etag", "id"}
    assert set(listed(raw, "snippet,player")) == {"kind", "etag", "id", "snippet", "player"}
    assert listed(raw, "snippet")["snippet"]["tags"] == ["vbn-0123456789ab"]
    assert "localizations" not in listed(raw, "localizations")


def test_the_etag_changes_with_what_a_person_changes_and_with_nothing_else(server: YoutubeServer, raw: Raw) -> None:
    raw.session(10).put(0, 10)
    first = listed(raw, "id,status")["etag"]
    assert listed(raw, "status")["etag"] == first  # processed meanwhile
    server.state.video.snippet["title"] = "En anden titel"
    assert listed(raw, "status")["etag"] != first


def test_a_channel_is_found_by_id_and_handle(server: YoutubeServer, raw: Raw) -> None:
    other = server.add_channel("En anden", "@enanden")
    assert raw.api("GET", "channels", part="id", id=other.id).json["items"][0]["id"] == other.id
    found = raw.api("GET", "channels", part="status", forHandle="EnAnden").json["items"][0]
    assert (found["id"], found["status"]["longUploadsStatus"]) == (other.id, "longUploadsUnspecified")
    assert "items" not in raw.api("GET", "channels", part="id", id="UCx").json


def test_playlists_are_seen_by_their_owner_or_if_they_are_not_private(server: YoutubeServer, raw: Raw) -> None:
    other = server.add_channel("En anden", "@enanden")
    ours, theirs = server.add_playlist("Vores"), server.add_playlist("Deres", channel=other)
    public = server.add_playlist("Alles", channel=other, privacy="public")
    ids = ",".join((ours.id, theirs.id, public.id, server.state.channel.uploads))
    found = raw.api("GET", "playlists", part="id,status", id=ids).json["items"]
    assert {item["id"] for item in found} == {ours.id, public.id, server.state.channel.uploads}
    mine = raw.api("GET", "playlists", part="snippet", mine="true").json["items"]
    assert [item["snippet"]["title"] for item in mine] == ["Vores"]
    theirs_found = raw.api("GET", "playlists", part="id", channelId=other.id).json["items"]
    assert [item["id"] for item in theirs_found] == [public.id]


def test_a_caption_body_may_have_either_line_end(server: YoutubeServer, raw: Raw) -> None:
    video = server.add_video()
    content = b"WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\n--x\r\n\r\n"
    for name, newline in (("a", b"\n"), ("b", b"\r\n")):
        assert raw.caption(video.id, content, newline=newline, name=name).status == 200
    assert [track.content for track in server.state.captions.values()] == [content, content]


def test_a_draft_is_made_visible_without_sending_it_again(server: YoutubeServer, raw: Raw) -> None:
    track = raw.caption(server.add_video().id, isDraft=True).json
    assert track["snippet"]["isDraft"]
    body = {"id": track["id"], "snippet": {"isDraft": False}}
    assert not raw.api("PUT", "captions", body, part="snippet").json["snippet"]["isDraft"]
    assert server.state.captions[track["id"]].replaced == 0


def test_requests_are_counted_by_whether_they_can_change_anything(server: YoutubeServer, raw: Raw) -> None:
    upload = raw.session(10)
    upload.ask()
    upload.put(0, 10)
    uploads(raw)
    assert [seen.name for seen in server.writes] == ["videos.insert.open", "videos.insert.bytes"]
    assert server.requests[0].json["snippet"]["title"].startswith("HR")
    server.forget_requests()
    uploads(raw)
    assert server.writes == []


def test_what_a_person_deletes_is_gone_from_everywhere(server: YoutubeServer, raw: Raw) -> None:
    video, playlist = server.add_video(), server.add_playlist("Temamøder")
    raw.caption(video.id)
    named = {"playlistId": playlist.id, "resourceId": {"kind": "youtube#video", "videoId": video.id}}
    raw.api("POST", "playlistItems", {"snippet": named}, part="snippet")
    server.delete_video(video)
    assert raw.api("GET", "playlistItems", part="snippet", playlistId=playlist.id).json["items"] == []
    assert (server.state.captions, server.state.thumbnails, uploads(raw)) == ({}, {}, [])


def test_the_date_is_that_of_the_servers_clock(server: YoutubeServer, raw: Raw) -> None:
    server.clock = lambda: 1_700_000_000.0
    assert raw.api("GET", "channels", part="id", mine="true").headers["date"] == "Tue, 14 Nov 2023 22:13:20 GMT"
