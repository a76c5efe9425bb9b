"""What YouTube refuses is refused here, with its reason, and noted; what is allowed is not."""

from typing import Any

import pytest

from tests.youtube_server import YoutubeServer
from tests.youtube_server.raw import VIDEO, VTT, Raw
from tests.youtube_server.validation import iso_duration, tags_length

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\5\0\0\0\2\xd0\x08\2\0\0\0"


def with_(part: str, **values: Any) -> dict[str, Any]:
    """The usual resource with other values in a part."""
    return {**VIDEO, part: {**VIDEO[part], **values}}


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (with_("snippet", title=""), "invalidTitle"),
        (with_("snippet", title="  "), "invalidTitle"),
        (with_("snippet", title="ø" * 101), "invalidTitle"),
        (with_("snippet", title="a < b"), "invalidTitle"),
        (with_("snippet", title="a\nb"), "invalidTitle"),
        (with_("snippet", title=7), "badRequest"),
        (with_("snippet", titel="x"), "badRequest"),
        (with_("snippet", description="ø" * 2501), "invalidDescription"),
        (with_("snippet", description="<b>"), "invalidDescription"),
        (with_("snippet", description="a\0b"), "invalidDescription"),
        (with_("snippet", tags=["x" * 501]), "invalidTags"),
        (with_("snippet", tags=["x" * 250, "y" * 248, "z"]), "invalidTags"),
        (with_("snippet", tags=["x" * 400, "y " + "z" * 96]), "invalidTags"),
        (with_("snippet", tags=[""]), "invalidTags"),
        (with_("snippet", tags="et"), "badRequest"),
        (with_("snippet", categoryId="99"), "invalidCategoryId"),
        (with_("snippet", categoryId=27), "badRequest"),
        (with_("snippet", defaultLanguage="dansk!"), "invalidVideoMetadata"),
        (with_("status", privacyStatus="hidden"), "invalidPrivacyStatus"),
        (with_("status", privacyStatus="unlisted", publishAt="2099-01-01T00:00:00Z"), "invalidPublishAt"),
        (with_("status", publishAt="2099-01-01 00:00"), "invalidPublishAt"),
        (with_("status", license="gpl"), "invalidVideoMetadata"),
        (with_("status", embeddable="true"), "badRequest"),
        ({**VIDEO, "localizations": {}}, "unexpectedPart"),
        ({**VIDEO, "titel": "x"}, "badRequest"),
    ],
)
def test_a_video_that_youtube_would_refuse_opens_no_session(
    server: YoutubeServer, raw: Raw, resource: dict[str, Any], reason: str
) -> None:
    reply = raw.open(100, resource)
    assert (reply.status, reply.reason) == (400, reason)
    assert (len(server.violations), server.state.sessions) == (1, {})


@pytest.mark.parametrize(
    "resource",
    [
        with_("snippet", title="ø" * 100, description="ø" * 2500, tags=["x" * 250, "y" * 249]),
        with_("snippet", tags=["x" * 400, "y " + "z" * 95], defaultLanguage="da", defaultAudioLanguage="da-DK"),
        with_("snippet", publishedAt="2020-01-01T00:00:00Z", channelId="UCx", localized={}),
        with_(
            "status", publishAt="2099-01-01T00:00:00Z", license="creativeCommon", embeddable=False, selfDeclaredMadeForKids=False
        ),
    ],
)
def test_a_video_at_its_limits_is_taken(server: YoutubeServer, raw: Raw, resource: dict[str, Any]) -> None:
    assert raw.open(100, resource).status == 200
    assert server.violations == []


def test_tags_are_counted_as_youtube_does() -> None:
    assert [tags_length(tags) for tags in ([], ["ab"], ["ab", "c"], ["a b", "c"])] == [0, 2, 4, 7]


@pytest.mark.parametrize(("seconds", "text"), [(0, "P0D"), (59.6, "PT1M"), (3601, "PT1H1S"), (90000, "P1DT1H")])
def test_a_duration_is_written_in_whole_seconds(seconds: float, text: str) -> None:
    assert iso_duration(seconds) == text


@pytest.mark.parametrize("part", ["snippet,status", "snippet"])
def test_without_a_privacy_the_video_is_public_and_that_is_noted(server: YoutubeServer, raw: Raw, part: str) -> None:
    resource = {"snippet": VIDEO["snippet"]}
    location = raw.open(10, resource, part=part).headers["location"]
    raw.send("PUT", location.removeprefix(server.origin), b"0123456789")
    assert server.state.video.privacy == "public"
    assert "the video is public" in server.violations[0]


def test_a_publishing_time_that_is_past_makes_public_at_once_and_that_is_noted(server: YoutubeServer, raw: Raw) -> None:
    raw.session(10, with_("status", publishAt="2020-01-01T00:00:00Z")).put(0, 10)
    assert "is past" in server.violations[0]
    status = raw.api("GET", "videos", part="status", id=server.state.video.id).json["items"][0]["status"]
    assert (status["privacyStatus"], "publishAt" in status) == ("public", False)


def test_a_publishing_time_comes(server: YoutubeServer, raw: Raw) -> None:
    video = server.add_video(publishAt="2027-01-01T00:00:00Z")
    now = server.clock()
    assert raw.api("GET", "videos", part="status", id=video.id).json["items"][0]["status"]["privacyStatus"] == "private"
    raw.access.expires_at = now * 2
    server.clock = lambda: now * 1.5
    assert raw.api("GET", "videos", part="status", id=video.id).json["items"][0]["status"]["privacyStatus"] == "public"


@pytest.mark.parametrize(
    ("method", "path", "query", "reason"),
    [
        ("GET", "videos", {"id": "x"}, "missingRequiredParameter"),
        ("GET", "videos", {"part": "snippets", "id": "x"}, "unknownPart"),
        ("GET", "videos", {"part": "id"}, "missingRequiredParameter"),
        ("GET", "videos", {"part": "id", "id": ",".join(f"v{number}" for number in range(51))}, "idInvalid"),
        ("GET", "videos", {"part": "id", "id": "x", "chart": "mostPopular"}, "incompatibleParameters"),
        ("GET", "channels", {"part": "id"}, "missingRequiredParameter"),
        ("GET", "channels", {"part": "id", "mine": "true", "id": "x"}, "incompatibleParameters"),
        ("GET", "channels", {"part": "id", "mine": "false"}, "invalidParameter"),
        ("GET", "channels", {"part": "id", "mine": "true", "colour": "red"}, "unexpectedParameter"),
        ("GET", "channels", {"part": "id", "mine": "true", "alt": "xml"}, "invalidParameter"),
        ("GET", "playlists", {"part": "id", "mine": "true", "maxResults": "51"}, "invalidParameter"),
        ("GET", "playlists", {"part": "id", "mine": "true", "pageToken": "x"}, "invalidPageToken"),
        ("GET", "playlistItems", {"part": "id"}, "missingRequiredParameter"),
        ("GET", "playlistItems", {"part": "id", "playlistId": "PLx"}, "playlistNotFound"),
        ("GET", "captions", {"part": "id"}, "missingRequiredParameter"),
        ("GET", "captions", {"part": "id", "videoId": "x"}, "videoNotFound"),
        ("GET", "captions/x", {}, "captionNotFound"),
        ("DELETE", "captions", {"id": "x"}, "captionNotFound"),
        ("DELETE", "videos", {"id": "x"}, "videoNotFound"),
        ("DELETE", "playlistItems", {"id": "x"}, "playlistItemNotFound"),
        ("GET", "search", {"part": "id"}, "notFound"),
        ("PATCH", "videos", {"part": "id"}, "notFound"),
    ],
)
def test_a_question_that_is_no_question_is_refused_and_noted(
    server: YoutubeServer, raw: Raw, method: str, path: str, query: dict[str, Any], reason: str
) -> None:
    reply = raw.api(method, path, **query)
    assert reply.status in (400, 404)
    assert reply.reason == reason
    assert len(server.violations) == 1


def test_what_does_not_lie_below_the_root_is_not_there(raw: Raw) -> None:
    with YoutubeServer(prefix="/rehearsal") as server:
        other = Raw(server)
        assert other.send("GET", "/youtube/v3/channels", part="id", mine="true").status == 404
        assert other.send("GET", "/rehearsal/token").status == 404
        assert len(server.violations) == 2


def test_an_id_that_never_was_is_noted_but_not_one_that_was(server: YoutubeServer, raw: Raw) -> None:
    gone = server.add_video()
    server.delete_video(gone)
    assert raw.api("GET", "videos", part="id", id=gone.id).json["items"] == []
    assert raw.api("DELETE", "videos", id=gone.id).status == 404
    assert server.violations == []
    assert raw.api("GET", "videos", part="id", id="x").json["items"] == []
    assert len(server.violations) == 1


@pytest.mark.parametrize(
    ("body", "part", "reason"),
    [
        ({"snippet": {"title": "x"}}, "snippet", "invalidVideoMetadata"),
        ({"snippet": {"categoryId": "27"}}, "snippet", "invalidTitle"),
        ({}, "snippet", "invalidTitle"),
        ({"snippet": {"title": "x", "categoryId": "27"}, "status": {}}, "snippet", "unexpectedPart"),
        ({"statistics": {}}, "statistics", "unexpectedPart"),
    ],
)
def test_an_update_that_says_too_little_or_too_much_changes_nothing(
    server: YoutubeServer, raw: Raw, body: dict[str, Any], part: str, reason: str
) -> None:
    video = server.add_video("Før")
    reply = raw.api("PUT", "videos", {"id": video.id, **body}, part=part)
    assert (reply.status, reply.reason, video.title) == (400, reason, "Før")
    assert len(server.violations) == 1


def test_an_update_of_the_status_without_a_privacy_makes_public_and_is_noted(server: YoutubeServer, raw: Raw) -> None:
    video = server.add_video("Før", license="creativeCommon")
    raw.api("PUT", "videos", {"id": video.id, "status": {"embeddable": False}}, part="status")
    assert (video.privacy, video.status["license"], video.title) == ("public", "youtube", "Før")
    assert len(server.violations) == 1


@pytest.mark.parametrize(
    ("content", "good"),
    [
        (VTT, True),
        (b"\xef\xbb\xbf" + VTT, True),
        (b"1\r\n00:00:00,000 --> 00:00:02,000\r\nVelkommen\r\n", True),
        (b"WEBVTT\n\n", False),
        (b"WEBVTTish\n\n00:00.000 --> 00:02.000\nx\n", False),
        (VTT.replace(b"V", b"\xe6"), False),
        (b"Velkommen", False),
    ],
)
def test_captions_that_are_none_fail_as_on_youtube_and_are_noted(
    server: YoutubeServer, raw: Raw, content: bytes, good: bool
) -> None:
    video = server.add_video()
    reply = raw.caption(video.id, content)
    assert (reply.status, reply.json["snippet"]["status"]) == (200, "serving" if good else "failed")
    assert bool(server.violations) != good
    caption = raw.api("GET", "videos", part="contentDetails", id=video.id).json["items"][0]["contentDetails"]["caption"]
    assert caption == ("true" if good else "false")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"content": b""}, "contentRequired"),
        ({"language": ""}, "invalidMetadata"),
        ({"name": "x" * 151}, "invalidMetadata"),
        ({"name": None}, "badRequest"),
        ({"isdraft": True}, "badRequest"),
    ],
)
def test_captions_without_what_they_need_are_refused(
    server: YoutubeServer, raw: Raw, values: dict[str, Any], reason: str
) -> None:
    reply = raw.caption(server.add_video().id, **values)
    assert (reply.status, reply.reason, server.state.captions) == (400, reason, {})
    assert len(server.violations) == 1


@pytest.mark.parametrize(
    ("fields", "query", "body"),
    [
        ({"Content-Type": "text/vtt"}, {"uploadType": "media"}, VTT),
        ({"Content-Type": "text/vtt"}, {"uploadType": "multipart"}, VTT),
        ({"Content-Type": "multipart/related; boundary=x"}, {"uploadType": "multipart"}, b"--x\r\n\r\n{}\r\n--x--"),
        ({"Content-Type": "multipart/related; boundary=x"}, {"uploadType": "multipart"}, b"--x\nA: b\n--x\nA: b\n--x--"),
    ],
)
def test_a_caption_upload_of_another_form_is_refused(
    server: YoutubeServer, raw: Raw, fields: dict[str, str], query: dict[str, str], body: bytes
) -> None:
    assert raw.media("POST", "captions", body, fields, part="snippet", **query).status == 400
    assert len(server.violations) == 1


@pytest.mark.parametrize(
    ("picture", "kind", "status", "reason"),
    [
        (b"", "image/jpeg", 400, "mediaBodyRequired"),
        (b"GIF89a", "image/gif", 400, "invalidImage"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", 400, "invalidImage"),
        (PNG, "image/jpeg", 400, "invalidImage"),
        (PNG + bytes(2 << 20), "image/png", 400, "mediaTooLarge"),
    ],
)
def test_a_thumbnail_that_is_no_picture_or_too_large_is_refused(
    server: YoutubeServer, raw: Raw, picture: bytes, kind: str, status: int, reason: str
) -> None:
    reply = raw.media(
        "POST", "thumbnails/set", picture, {"Content-Type": kind}, videoId=server.add_video().id, uploadType="media"
    )
    assert (reply.status, reply.reason) == (status, reason)
    assert len(server.violations) == 1


def test_a_png_is_taken_and_noted(server: YoutubeServer, raw: Raw) -> None:
    video = server.add_video()
    assert raw.media("POST", "thumbnails/set", PNG, {"Content-Type": "image/png"}, videoId=video.id).status == 200
    assert server.state.notes == [f"the thumbnail of {video.id} is 1280x720 png, not 1280x720 JPEG"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"snippet": {"title": ""}, "status": {"privacyStatus": "private"}}, 400),
        ({"snippet": {"title": "x" * 151}, "status": {"privacyStatus": "private"}}, 400),
        ({"snippet": {"title": "x"}, "status": {"privacyStatus": "hidden"}}, 400),
        ({"snippet": {"title": "x"}}, 200),
    ],
)
def test_a_playlist_without_title_or_privacy_is_noted(server: YoutubeServer, raw: Raw, body: dict[str, Any], status: int) -> None:
    assert raw.api("POST", "playlists", body, part="snippet,status").status == status
    assert len(server.violations) == 1


@pytest.mark.parametrize("where", ["uploads", "nowhere", "another's"])
def test_a_place_in_a_playlist_that_is_not_ours_is_refused(server: YoutubeServer, raw: Raw, where: str) -> None:
    others = server.add_playlist("x", channel=server.add_channel("En anden", "@enanden"), privacy="public")
    playlist = {"uploads": server.state.channel.uploads, "nowhere": "PLx", "another's": others.id}[where]
    body = {"snippet": {"playlistId": playlist, "resourceId": {"kind": "youtube#video", "videoId": server.add_video().id}}}
    assert raw.api("POST", "playlistItems", body, part="snippet").status in (403, 404)
    assert len(server.violations) == 1


def test_another_channels_video_is_not_ours_to_change_or_to_see(server: YoutubeServer, raw: Raw) -> None:
    video = server.add_video(channel=server.add_channel("En anden", "@enanden"))
    assert raw.api("GET", "videos", part="id", id=video.id).json["items"] == []
    assert raw.api("DELETE", "videos", id=video.id).status == 403
    assert raw.caption(video.id).status == 403
    assert len(server.violations) == 2
