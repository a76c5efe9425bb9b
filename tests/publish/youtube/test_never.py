"""What must never happen: a second video, a video that others see unasked, a person's words gone unsaid, a run without an end."""

import datetime as dt
import json

import pytest

from tests.publish.made_meeting import CUES, timed
from tests.publish.youtube.studio import VIDEO, Studio
from tests.youtube_server import Fault, Seen
from vbn_video.errors import InputError, TargetError
from vbn_video.publish.youtube.transport.http_session import may_have_token

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


def interrupted(studio: Studio, *faults: Fault) -> None:
    """A run that gives up at these faults."""
    for fault in faults:
        studio.server.faults.add(fault)
    with pytest.raises(TargetError):
        studio.publish()
    studio.server.faults.clear()


def test_the_hour_runs_from_when_the_last_byte_may_have_arrived_not_from_when_it_was_first_tried(studio: Studio) -> None:
    interrupted(studio, Fault("videos.insert.bytes", "status", reason="forbidden"))
    studio.later = 59 * MINUTE
    studio.server.settings.uploads_lag = 50
    interrupted(studio, Fault("videos.insert.bytes", "session_dies", worked=True))
    assert len(studio.server.state.uploaded) == 1
    studio.later = 62 * MINUTE
    with pytest.raises(TargetError, match="an hour"):
        studio.publish()
    studio.server.settings.uploads_lag = 0
    studio.server.state.video.lag = 0
    studio.publish()
    assert len(studio.server.state.uploaded) == 1


def unanswered() -> tuple[Fault, ...]:
    """All bytes arrive, and then nothing is answered any more."""
    return (
        Fault("videos.insert.bytes", "cut_after"),
        Fault("videos.insert.ask", "status", status=503, times=1000),
    )


def test_an_upload_that_became_a_video_is_found_though_the_project_has_another_one_by_now(studio: Studio) -> None:
    interrupted(studio, *unanswered())
    studio.later = 2 * HOUR
    interrupted(studio, Fault("videos.insert.ask", "status", status=503, times=1000))
    studio.cut_anew()
    studio.publish()
    assert len(studio.server.state.uploaded) == 1
    assert "--replace" in studio.said


def test_an_upload_that_became_a_video_can_be_withdrawn(studio: Studio) -> None:
    interrupted(studio, *unanswered())
    studio.later = 2 * HOUR
    interrupted(studio, Fault("videos.insert.ask", "status", status=503, times=1000))
    (publication,) = studio.withdraw(delete=True)
    assert publication.id and studio.server.state.videos == {}


@pytest.mark.parametrize("kind", ["by_parts", "restless"])
def test_texts_are_sent_whatever_the_etags_are_like(studio: Studio, kind: str) -> None:
    studio.server.settings.etag = kind
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    assert studio.server.state.video.privacy == "unlisted"
    assert sum(studio.waits_s) < 140  # until the list must have it


@pytest.mark.parametrize("reason", ["uploadRateLimitExceeded", "invalidImage", "forbidden"])
def test_a_thumbnail_stops_nothing(studio: Studio, reason: str) -> None:
    studio.settings = {"privacy": "unlisted"}
    studio.server.faults.add(Fault("thumbnails.set", "status", reason=reason, times=1000))
    assert studio.publish().state == "published"
    assert studio.server.state.video.privacy == "unlisted"
    assert "thumbnail" in studio.said
    assert studio.server.counts()["thumbnails.set"] == 1


def test_another_channels_playlist_is_refused_before_anything_is_sent(studio: Studio) -> None:
    foreign = studio.server.add_playlist("Andres", channel=studio.server.add_channel("Andre"), privacy="public")
    studio.settings = {"playlist": foreign.id}
    with pytest.raises(InputError, match="has no playlist of that id"):
        studio.publish()
    assert studio.server.writes == []


def test_a_playlist_whose_title_looks_like_an_id_is_found_by_its_title(studio: Studio) -> None:
    playlist = studio.server.add_playlist("PLAYLISTE2024")
    studio.settings = {"playlist": "PLAYLISTE2024"}
    studio.publish()
    assert playlist.video_ids == [studio.entry.id]


def test_the_old_video_stays_until_youtube_shows_the_new_one(studio: Studio) -> None:
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    old = studio.server.state.video
    studio.cut_anew()
    studio.server.settings.processing_end, studio.server.settings.processing_reason = "rejected", "duplicate"
    with pytest.raises(TargetError, match="duplicate"):
        studio.publish(anew=True)
    assert old.privacy == "unlisted"
    studio.server.settings.processing_end = "processed"
    studio.publish(anew=True)
    assert [video.privacy for video in studio.server.state.uploaded if video.upload_status == "processed"] == [
        "private",
        "unlisted",
    ]


def test_a_video_that_youtube_could_not_use_is_uploaded_anew_when_asked_for(studio: Studio) -> None:
    studio.server.settings.processing_end, studio.server.settings.processing_reason = "failed", "uploadAborted"
    for _run in range(2):
        with pytest.raises(TargetError, match="uploadAborted"):
            studio.publish()
    assert len(studio.server.state.uploaded) == 1
    studio.server.settings.processing_end = "processed"
    studio.publish(anew=True)
    assert [video.upload_status for video in studio.server.state.uploaded] == ["failed", "processed"]


def test_what_a_person_wrote_and_we_overwrite_is_said_in_full(studio: Studio) -> None:
    studio.publish()
    studio.server.state.video.snippet["title"] = "Skrevet i Studio"
    studio.retitle("En ny titel")
    studio.publish()
    assert studio.server.state.video.title == "En ny titel"
    assert "Theirs was: Skrevet i Studio" in studio.said


def test_a_time_that_a_person_chose_and_we_overwrite_is_said_as_clocks_show_it(studio: Studio) -> None:
    studio.settings = {"publish_at": "2099-12-01 09:00"}
    studio.publish()
    studio.server.state.video.status["publishAt"] = "2099-12-02T10:00:00Z"
    studio.settings = {"publish_at": "2099-12-03 09:00"}
    studio.publish()
    theirs = dt.datetime(2099, 12, 2, 10, tzinfo=dt.UTC).astimezone()
    assert f"Theirs was: {theirs:%Y-%m-%d %H:%M}\n" in studio.said


def test_nobody_is_blamed_for_what_youtube_keeps_private(studio: Studio) -> None:
    studio.settings = {"privacy": "public"}
    studio.keep_private()
    studio.publish()
    assert studio.entry.facts["shown"]["privacy"] == "private"
    studio.heard.clear()
    studio.publish()
    assert "somebody has changed" not in studio.said


def test_nothing_is_called_private_that_was_not_made_so(studio: Studio) -> None:
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    video = studio.server.state.video
    late = Late(studio, video.id, times=2)
    studio.server.on_request = late
    studio.withdraw()
    assert video.privacy == "private"


class Late:
    """A list of videos that leaves one out, some times."""

    def __init__(self, studio: Studio, video_id: str, times: int) -> None:
        self.studio, self.video_id, self.times = studio, video_id, times

    def __call__(self, seen: Seen, phase: str) -> None:
        videos = self.studio.server.state.videos
        if seen.name == "videos.list" and phase == "received" and self.times:
            self.times -= 1
            self.hidden = videos.pop(self.video_id)
        elif seen.name == "videos.list" and phase == "worked" and hasattr(self, "hidden"):
            videos[self.video_id] = self.hidden


def test_a_replacement_that_was_killed_is_finished_not_undone(studio: Studio) -> None:
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    old, first = studio.server.state.video, studio.material
    studio.cut_anew()
    with pytest.raises(KeyboardInterrupt):
        studio.publish_until("unlisted on the new one", anew=True)
    assert [video.privacy for video in studio.server.state.uploaded] == ["unlisted", "unlisted"]
    studio.made = first
    studio.publish()
    assert [video.privacy for video in studio.server.state.uploaded] == ["private", "unlisted"]
    assert studio.entry.id != old.id


def test_a_track_of_one_language_never_holds_another(studio: Studio) -> None:
    studio.publish()
    studio.change(meeting=studio.material.meeting.model_copy(update={"language": "en"}), timed=timed(CUES[:-1]))
    studio.publish()
    tracks = {track.language: track.content for track in studio.server.state.captions.values()}
    assert set(tracks) == {"da", "en"}
    assert tracks["en"] == studio.material.timed.captions_vtt != tracks["da"]


def test_late_captions_do_not_empty_the_days_quota(studio: Studio) -> None:
    studio.server.faults.add(Fault("captions.insert", "status", reason="videoNotFound", times=1000))
    with pytest.raises(TargetError):
        studio.publish()
    assert studio.server.counts()["captions.insert"] <= 6
    studio.server.faults.clear()
    studio.publish()
    assert len(studio.server.state.captions) == len(studio.server.state.uploaded) == 1


def test_public_that_is_asked_for_now_is_done_though_the_ledger_is_lost(studio: Studio) -> None:
    studio.publish()
    (studio.folder / "ledger.json").unlink()
    studio.publish(public=True)
    assert studio.server.state.video.privacy == "public"
    assert "somebody has changed who may see" not in studio.said


def test_a_public_video_that_is_replaced_by_a_private_one_is_said(studio: Studio) -> None:
    studio.publish(public=True)
    studio.cut_anew()
    studio.publish(anew=True)
    assert [video.privacy for video in studio.server.state.uploaded] == ["private", "private"]
    assert "The earlier video was public and the new one is private" in studio.said


def test_captions_are_looked_for_though_the_run_that_sent_them_was_killed(studio: Studio) -> None:
    with pytest.raises(KeyboardInterrupt):
        studio.publish_until("captions are noted")
    (track,) = studio.server.state.captions.values()
    track.failure = "invalidFormat"
    studio.publish()
    assert "could not use the captions (invalidFormat)" in studio.said


def test_what_was_replaced_can_be_deleted_too(studio: Studio) -> None:
    studio.publish()
    studio.cut_anew()
    studio.publish(anew=True)
    assert len(studio.withdraw(delete=True)) == 2
    assert studio.server.state.videos == {}


ELSEWHERE = [
    "",
    "/upload/youtube/v3/videos?upload_id=x",
    "//www.googleapis.com/",
    "http://www.googleapis.com/",
    "ftp://www.googleapis.com/",
    "https://evil.example/",
    "https://gateway.example/",
    "https://googleapis.com.evil.example/",
    "https://evilgoogleapis.com/",
    "https://evil.example/googleapis.com/",
    "https://www.googleapis.com@evil.example/",
    "https://www.googleapis.com:443@evil.example/",
    "https://evil.example#.googleapis.com/",
    "https://evil.example?.googleapis.com/",
    "https://evil.example\\.googleapis.com/",
    "https://www.googleapis.com\\@evil.example/",
    "https://www.googleapis.com:8443/",
    "https://www.googleapis.com:443:443/",
    "https://www.googleap\u0456s.com/",
    "https://evil.example\uff0fwww.googleapis.com/",
    "https://www\u3002googleapis.com/",
    "https://xn--googleapis.com.evil.example/",
    "https://www.googleapis.com/\r\nHost: evil.example",
    "https://www.googleapis.com/\n",
    " https://www.googleapis.com/",
    "https://\nwww.googleapis.com/",
    "http://127.0.0.1:8080/upload",
    "http://127.0.0.1:80@evil.example/",
    "http://127.0.0.1.evil.example/",
    "http://localhost.evil.example/",
    "http://[::1].evil.example/",
    "http://[::ffff:10.0.0.1]/",
    "http://0x7f.1/",
    "http://2130706433/",
]
"""Addresses that are not Google's, however they look."""


def test_a_session_elsewhere_gets_no_token(studio: Studio) -> None:
    google = "https://youtube.googleapis.com/"
    assert may_have_token("https://www.googleapis.com/upload/youtube/v3/videos?upload_id=x", google)
    for address in ELSEWHERE:
        assert not may_have_token(address, google), address
        assert not may_have_token(address, "https://gateway.example/"), address
    assert may_have_token("http://127.0.0.1:8080/upload?upload_id=x", studio.server.root)
    assert may_have_token("http://[::1]:8080/upload?upload_id=x", studio.server.root)
    for address in ELSEWHERE:
        assert not may_have_token(address, studio.server.root) or "//127.0.0.1" in address, address


def test_a_ledger_that_names_a_session_elsewhere_is_not_followed(studio: Studio) -> None:
    interrupted(studio, Fault("videos.insert.bytes", "status", reason="forbidden"))
    path = studio.folder / "ledger.json"
    document = json.loads(path.read_text())
    document["entries"][0]["facts"]["session"] = "http://evil.example/upload"
    document["entries"][0]["facts"]["finishing_at"] = ""
    path.write_text(json.dumps(document))
    studio.publish()
    assert studio.server.state.video.content == VIDEO


def test_giving_up_counts_what_the_tries_took(studio: Studio) -> None:
    stalled_s = 180.0
    ticks = iter(range(10_000))
    studio.elapsed_s = lambda: next(ticks) * stalled_s
    studio.server.faults.add(Fault("channels.list", "status", status=503, times=1000))
    with pytest.raises(TargetError):
        studio.publish()
    assert studio.server.counts()["channels.list"] <= 6
