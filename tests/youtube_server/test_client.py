"""google-api-python-client and google-auth find here what they find at Google."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import google.auth.exceptions
import google.auth.transport.requests
import pytest
import requests
from google_auth_oauthlib.flow import InstalledAppFlow
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaFileUpload, MediaInMemoryUpload
from PIL import Image

from tests.youtube_server import FORCE_SSL, Fault, YoutubeServer
from tests.youtube_server.client import credentials, youtube
from tests.youtube_server.raw import GRAIN, VIDEO, VTT


@pytest.fixture
def server() -> Iterator[YoutubeServer]:
    with YoutubeServer(prefix="/rehearsal", duration_s=3723.4) as server:
        yield server
        assert server.violations == []


@pytest.fixture
def api(server: YoutubeServer, tmp_path: Path) -> Iterator[Any]:
    with youtube(server, tmp_path / "token.json") as api:
        yield api


def jpeg(width: int = 1280, height: int = 720) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#0b3b44").save(file, "JPEG")
    return file.getvalue()


def sent(api: Any, path: Path, body: Any = VIDEO) -> Any:
    """A video uploaded in chunks of 1 MiB."""
    media = MediaFileUpload(str(path), "video/mp4", chunksize=4 * GRAIN, resumable=True)
    request, done = api.videos().insert(part="snippet,status", body=body, media_body=media, notifySubscribers=False), None
    while done is None:
        _progress, done = request.next_chunk()
    return done


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "møde.mp4"
    path.write_bytes(os.urandom(3 * (1 << 20) + 5))
    return path


def refused(call: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as caught:
        call.execute()
    return caught.value.status_code, caught.value.error_details[0]["reason"]


def test_a_whole_publication(server: YoutubeServer, api: Any, film: Path) -> None:
    (channel,) = api.channels().list(part="id,snippet,contentDetails,status", mine=True).execute()["items"]
    uploads = channel["contentDetails"]["relatedPlaylists"]["uploads"]
    assert (channel["snippet"]["customUrl"], channel["status"]["longUploadsStatus"]) == ("@voresnetvaerk", "allowed")
    video = sent(api, film)["id"]
    assert server.state.video.content == film.read_bytes()
    assert not server.state.video.notified
    media = MediaInMemoryUpload(VTT, "text/vtt")
    body = {"snippet": {"videoId": video, "language": "da", "name": "Dansk"}}
    track = api.captions().insert(part="snippet", body=body, media_body=media).execute()
    assert track["snippet"]["status"] == "serving"
    assert refused(api.captions().insert(part="snippet", body=body, media_body=media)) == (409, "captionExists")
    other = MediaInMemoryUpload(VTT + b"\n00:02.000 --> 00:04.000\n\xc3\xa6\r\n\n", "text/vtt")
    api.captions().update(part="snippet", body={"id": track["id"]}, media_body=other).execute()
    assert api.captions().download(id=track["id"]).execute() == other.getbytes(0, other.size())
    assert [found["id"] for found in api.captions().list(part="snippet", videoId=video).execute()["items"]] == [track["id"]]
    picture = jpeg()
    api.thumbnails().set(videoId=video, media_body=MediaInMemoryUpload(picture, "image/jpeg")).execute()
    assert (server.state.video.thumbnail, server.state.notes) == (picture, [])
    body = {"snippet": {"title": "Temamøder"}, "status": {"privacyStatus": "private"}}
    playlist = api.playlists().insert(part="snippet,status", body=body).execute()["id"]
    assert [found["id"] for found in api.playlists().list(part="snippet", mine=True).execute()["items"]] == [playlist]
    body = {"snippet": {"playlistId": playlist, "resourceId": {"kind": "youtube#video", "videoId": video}}}
    item = api.playlistItems().insert(part="snippet", body=body).execute()
    api.playlistItems().insert(part="snippet", body=body).execute()
    assert server.state.playlists[playlist].video_ids == [video, video]
    api.playlistItems().delete(id=item["id"]).execute()
    listed = api.playlistItems().list(part="contentDetails", playlistId=playlist, videoId=video).execute()
    assert [found["contentDetails"]["videoId"] for found in listed["items"]] == [video]
    listed = api.playlistItems().list(part="snippet,status", playlistId=uploads, maxResults=50).execute()
    assert [found["snippet"]["resourceId"]["videoId"] for found in listed["items"]] == [video]
    (found,) = api.videos().list(part="status,contentDetails,processingDetails", id=video).execute()["items"]
    assert (found["status"]["uploadStatus"], found["processingDetails"]["processingStatus"]) == ("uploaded", "processing")
    (found,) = api.videos().list(part="status,contentDetails,processingDetails", id=video).execute()["items"]
    assert (found["status"]["uploadStatus"], found["processingDetails"]["processingStatus"]) == ("processed", "succeeded")
    assert (found["contentDetails"]["duration"], found["contentDetails"]["caption"]) == ("PT1H2M3S", "true")
    api.captions().delete(id=track["id"]).execute()
    api.videos().delete(id=video).execute()
    assert (server.state.videos, server.state.captions, len(server.state.uploaded)) == ({}, {}, 1)
    assert (server.quota.inserts_today, server.quota.units_today) == (1, 400 + 400 + 450 + 200 + 3 * 50 + 2 * 50 + 3 * 50 + 1 * 6)


def test_a_chunk_stored_in_part_is_noticed_by_the_client(server: YoutubeServer, api: Any, film: Path) -> None:
    server.faults.add(Fault("videos.insert.bytes", "partial", nth=2, stored=GRAIN))
    sent(api, film)
    assert server.state.video.content == film.read_bytes()
    assert [seen.headers["content-range"].split("-")[0] for seen in server.requests if seen.name == "videos.insert.bytes"] == [
        f"bytes {first * GRAIN}" for first in (0, 4, 5, 9)
    ]


def test_an_update_takes_away_what_it_leaves_out_unless_the_etag_is_no_longer_the_videos(server: YoutubeServer, api: Any) -> None:
    video = server.add_video("Før", description="En tekst", tags=["et", "to ord"], defaultLanguage="da")
    old = api.videos().list(part="snippet", id=video.id).execute()["items"][0]
    assert old["snippet"]["tags"] == ["et", "to ord"]
    body = {"id": video.id, "snippet": {"title": " Efter ", "categoryId": "27"}}
    request = api.videos().update(part="snippet", body=body)
    request.headers["If-Match"] = old["etag"]
    assert "tags" not in request.execute()["snippet"]
    assert video.snippet == {"title": "Efter", "description": "", "categoryId": "27"}
    assert video.privacy == "private"  # status was not in part
    assert refused(request) == (412, "conditionNotMet")


def test_lists_have_pages(server: YoutubeServer, api: Any) -> None:
    ids = [server.add_video(f"Møde {number}").id for number in range(120)]
    request, found = api.playlistItems().list(part="contentDetails", playlistId=server.state.channel.uploads, maxResults=50), []
    while request:
        page = request.execute()
        assert page["pageInfo"] == {"totalResults": 120, "resultsPerPage": 50}
        found += [item["contentDetails"]["videoId"] for item in page["items"]]
        request = api.playlistItems().list_next(request, page)
    assert found == ids[::-1]
    assert server.counts()["playlistItems.list"] == 3


def test_an_unverified_channel_may_set_no_thumbnail(server: YoutubeServer, api: Any) -> None:
    server.state.channel.verified = False
    media = MediaInMemoryUpload(jpeg(), "image/jpeg")
    assert refused(api.thumbnails().set(videoId=server.add_video().id, media_body=media)) == (403, "forbidden")


def test_a_thumbnail_of_another_size_is_noted(server: YoutubeServer, api: Any) -> None:
    video = server.add_video()
    api.thumbnails().set(videoId=video.id, media_body=MediaInMemoryUpload(jpeg(640, 480), "image/jpeg")).execute()
    assert server.state.notes == [f"the thumbnail of {video.id} is 640x480 jpeg, not 1280x720 JPEG"]


def test_both_quotas_run_out_and_come_back_at_midnight_pacific_time(server: YoutubeServer, api: Any, film: Path) -> None:
    now = 1_795_000_000.0
    server.clock = lambda: now
    server.oauth.accesses[api._http.credentials.token].expires_at = now + 2 * 86400
    server.settings.quota_inserts, server.settings.quota_units = 1, 401
    video = sent(api, film)["id"]
    with pytest.raises(HttpError, match="quota"):
        sent(api, film)
    media = MediaInMemoryUpload(VTT, "text/vtt")
    insert = api.captions().insert(
        part="snippet", body={"snippet": {"videoId": video, "language": "da", "name": ""}}, media_body=media
    )
    insert.execute()
    api.videos().list(part="id", id=video).execute()
    assert refused(api.videos().list(part="id", id=video)) == (403, "quotaExceeded")
    server.clock = lambda: now + 86400
    assert refused(insert) == (409, "captionExists")


def test_the_channel_has_a_limit_of_its_own(server: YoutubeServer, api: Any, film: Path) -> None:
    server.settings.upload_limit = 1
    sent(api, film)
    with pytest.raises(HttpError) as caught:
        sent(api, film)
    assert (caught.value.status_code, caught.value.error_details[0]["reason"]) == (400, "uploadLimitExceeded")


def test_an_expired_token_is_renewed_at_the_servers_own_address(server: YoutubeServer, tmp_path: Path) -> None:
    with youtube(server, tmp_path / "token.json", expired=True) as api:
        api.channels().list(part="id", mine=True).execute()
        assert server.names() == ["token", "channels.list"]
        server.oauth.expire_all()
        api.channels().list(part="id", mine=True).execute()  # google-auth-httplib2 renews after a 401
    assert [(seen.name, seen.status) for seen in server.requests[2:]] == [
        ("channels.list", 401),
        ("token", 200),
        ("channels.list", 200),
    ]


@pytest.mark.parametrize("how", ["revoked", "aged"])
def test_a_login_that_was_withdrawn_or_has_aged_gives_invalid_grant(server: YoutubeServer, tmp_path: Path, how: str) -> None:
    login = credentials(server, tmp_path / "token.json", expired=True, revoked=how == "revoked")
    if how == "aged":
        server.settings.refresh_life_s = 0.0
    with pytest.raises(google.auth.exceptions.RefreshError, match="invalid_grant") as caught:
        login.refresh(google.auth.transport.requests.Request())
    assert not caught.value.retryable


def test_a_login_may_get_a_new_refresh_token_with_each_refresh(server: YoutubeServer, tmp_path: Path) -> None:
    server.settings.rotates = True
    login = credentials(server, tmp_path / "token.json", expired=True)
    first = login.refresh_token
    login.refresh(google.auth.transport.requests.Request())
    assert login.refresh_token != first
    login.refresh(google.auth.transport.requests.Request())


def flow(server: YoutubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, str]:
    """An installed application's flow, and the address that the person is sent back to."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    server.write_client_secret(tmp_path / "client.json")
    scopes = [FORCE_SSL, "https://www.googleapis.com/auth/youtube.readonly"]
    login = InstalledAppFlow.from_client_secrets_file(str(tmp_path / "client.json"), scopes, redirect_uri="http://127.0.0.1:9/")
    address, _state = login.authorization_url(access_type="offline", prompt="consent")
    assert "code_challenge=" in address
    return login, requests.get(address, allow_redirects=False, timeout=10).headers["Location"]


def test_the_flow_of_an_installed_application_with_pkce(
    server: YoutubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.settings.consent_scopes, server.settings.refresh_life_s = (FORCE_SSL,), 7 * 86400.0
    other = server.add_channel("En anden", "@enanden")
    server.settings.consent_channel = other.id
    login, address = flow(server, tmp_path, monkeypatch)
    assert address.startswith("http://127.0.0.1:9/?state=")
    answer = login.fetch_token(authorization_response=address)
    assert answer["scope"] == [FORCE_SSL]
    assert 6 * 86400 < answer["refresh_token_expires_in"] <= 7 * 86400
    fields = {"Authorization": f"Bearer {login.credentials.token}"}
    where = f"{server.root}youtube/v3/channels?part=id&mine=true"
    assert requests.get(where, headers=fields, timeout=10).json()["items"][0]["id"] == other.id
    assert (
        requests.post(f"{server.origin}/revoke", data={"token": login.credentials.refresh_token}, timeout=10).status_code == 200
    )
    assert requests.get(where, headers=fields, timeout=10).status_code == 401


@pytest.mark.parametrize("settings", [{"consent": "deny"}, {"consent_scopes": ()}])
def test_a_person_who_says_no_is_sent_back_without_a_code(
    server: YoutubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> None:
    for name, value in settings.items():
        setattr(server.settings, name, value)
    _login, address = flow(server, tmp_path, monkeypatch)
    assert "error=access_denied" in address
    assert "code=" not in address
