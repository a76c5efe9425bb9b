"""Publishing to YouTube as a person meets it: first time, again, with something changed, replaced, taken down."""

import hashlib
import json
import os
import stat

import pytest

from tests.publish.made_meeting import CHAPTERS, CUES, DURATION_US, timed
from tests.publish.youtube.studio import VIDEO, Studio
from tests.youtube_server import Fault
from vbn_video.errors import InputError, MissingError, TargetError
from vbn_video.publish import ledger
from vbn_video.publish.youtube.sync import publication_sync as target
from vbn_video.publish.youtube.texts.chapter_lines import parse_chapter_lines
from vbn_video.publish.youtube.texts.our_tags import content_tag, our_tags, shown_tag

LONG = "PL0123456789abcdefghij"


def test_the_first_time_there_is_one_private_video_with_all_that_belongs_to_it(studio: Studio) -> None:
    studio.settings = {"playlist": "Temamøder"}
    publication = studio.publish(page="https://eksempel.dk/hr/")
    video = studio.server.state.video
    assert (publication.target, publication.id, publication.state) == ("youtube", video.id, "published")
    assert publication.url == f"https://www.youtube.com/watch?v={video.id}"
    assert video.content == VIDEO and video.sha256 == hashlib.sha256(VIDEO).hexdigest()
    assert (video.title, video.privacy) == ("HR og den vanskelige samtale", "private")
    assert "https://eksempel.dk/hr/" in video.description
    assert parse_chapter_lines(video.description, DURATION_US) == tuple(
        type(chapter)(chapter.start_us // 1_000_000 * 1_000_000, chapter.title) for chapter in CHAPTERS
    )
    channel_id = studio.server.state.channel.id
    ours = content_tag(studio.material.content, channel_id), shown_tag(studio.material.recording, channel_id)
    assert our_tags({"snippet": video.snippet}) == ours
    (track,) = studio.server.state.captions_of(video.id)
    assert (track.language, track.content) == ("da", studio.material.timed.captions_vtt)
    assert video.thumbnail
    (playlist,) = studio.server.state.playlists.values()
    assert (playlist.title, playlist.privacy, playlist.video_ids) == ("Temamøder", "private", [video.id])
    assert "made, private" in studio.said


def test_a_second_run_only_reads(studio: Studio) -> None:
    studio.settings = {"playlist": "Temamøder"}
    studio.publish()
    studio.server.forget_requests()
    assert studio.publish().state == "unchanged"
    assert studio.server.writes == []
    assert set(studio.server.names()) <= {"token", "channels.list", "playlistItems.list", "videos.list"}


def test_a_corrected_word_sends_only_the_captions(studio: Studio) -> None:
    studio.publish()
    studio.server.forget_requests()
    first = CUES[0].__class__(CUES[0].start_us, CUES[0].end_us, ("Godmorgen, og velkommen til mødet.",))
    studio.change(timed=timed((first, *CUES[1:])))
    assert studio.publish().state == "updated"
    assert [seen.name for seen in studio.server.writes] == ["captions.update"]
    (track,) = studio.server.state.captions.values()
    assert "velkommen til mødet" in track.content.decode()
    assert "Sent to YouTube: captions." in studio.said


def test_a_changed_title_sends_only_the_texts(studio: Studio) -> None:
    studio.publish()
    studio.server.forget_requests()
    studio.retitle("En ny titel")
    assert studio.publish().state == "updated"
    assert [seen.name for seen in studio.server.writes] == ["videos.update"]
    assert studio.server.state.video.title == "En ny titel"


def test_who_can_see_it_is_settled_when_the_captions_are_there(studio: Studio) -> None:
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    assert studio.server.state.video.privacy == "unlisted"
    names = studio.server.names()
    assert names.index("captions.insert") < names.index("videos.update")
    assert studio.server.requests[names.index("videos.insert.open")].json["status"]["privacyStatus"] == "private"


def test_what_was_made_public_on_the_command_line_stays_public_when_a_word_is_corrected(studio: Studio) -> None:
    studio.publish(public=True)
    assert studio.server.state.video.privacy == "public"
    studio.change(timed=timed(CUES[:-1]))
    studio.publish()
    assert studio.server.state.video.privacy == "public"


def test_a_preset_that_says_otherwise_than_before_is_followed(studio: Studio) -> None:
    studio.publish(public=True)
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    assert studio.server.state.video.privacy == "unlisted"


def test_what_a_person_changed_in_youtube_studio_is_kept_and_said(studio: Studio) -> None:
    studio.publish()
    video = studio.server.state.video
    video.snippet["description"] = "Skrevet i YouTube Studio"
    video.status["privacyStatus"] = "unlisted"
    studio.retitle("En ny titel")
    studio.publish()
    assert (video.title, video.description, video.privacy) == ("En ny titel", "Skrevet i YouTube Studio", "unlisted")
    assert "description" in studio.said and "that is kept" in studio.said


def test_somebody_who_changes_it_at_the_same_moment_is_not_overwritten(studio: Studio) -> None:
    studio.publish()
    video = studio.server.state.video
    studio.retitle("En ny titel")

    def meanwhile(seen: object, phase: str) -> None:
        if getattr(seen, "name", "") == "videos.update" and phase == "received" and "Studio" not in video.description:
            video.snippet["description"] = "Skrevet i YouTube Studio"

    studio.server.on_request = meanwhile
    studio.publish()
    assert (video.title, video.description) == ("En ny titel", "Skrevet i YouTube Studio")


def test_another_video_is_not_published_without_being_asked_for(studio: Studio) -> None:
    studio.publish()
    studio.cut_anew()
    studio.retitle("En ny titel")
    publication = studio.publish()
    video = studio.server.state.video
    assert (publication.id, video.title, video.content) == (video.id, "En ny titel", VIDEO)
    assert "--replace" in studio.said
    assert "captions.update" not in studio.server.names()


def test_replacing_uploads_the_new_video_and_hides_the_old_one(studio: Studio) -> None:
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    old = studio.server.state.video
    studio.cut_anew()
    studio.publish(anew=True)
    new = next(video for video in studio.server.state.videos.values() if video is not old)
    assert (old.privacy, new.privacy) == ("private", "unlisted")
    assert [entry.state for entry in studio.ledger.entries] == ["replaced", "uploaded"]
    studio.server.forget_requests()
    assert studio.publish().state == "unchanged"
    assert studio.server.writes == []


def test_the_replaced_video_is_shown_again_only_if_a_person_says_so(studio: Studio) -> None:
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    old, first = studio.server.state.video, studio.material
    studio.cut_anew()
    studio.publish(anew=True)
    studio.made = first
    with pytest.raises(InputError, match=r"was made private.*--public"):
        studio.publish(anew=True)
    assert [video.privacy for video in studio.server.state.uploaded] == ["private", "unlisted"]
    studio.publish(anew=True, public=True)
    assert old.privacy == "public"
    assert [video.privacy for video in studio.server.state.uploaded] == ["public", "private"]


def test_a_withdrawn_video_is_published_again_as_the_same_but_seen_only_if_a_person_says_so(studio: Studio) -> None:
    studio.settings = {"privacy": "unlisted"}
    studio.publish()
    (publication,) = studio.withdraw()
    assert (publication.state, studio.server.state.video.privacy) == ("withdrawn", "private")
    assert studio.entry.state == "withdrawn"
    assert studio.withdraw() == ()
    for _run in range(2):
        studio.publish()
        assert studio.server.state.video.privacy == "private"
    assert "stays private on YouTube" in studio.said
    studio.publish(public=True)
    assert studio.server.state.video.privacy == "public"
    assert len(studio.server.state.uploaded) == 1


def test_withdrawing_with_delete_deletes_and_publishing_again_uploads(studio: Studio) -> None:
    studio.publish()
    studio.withdraw(delete=True)
    assert studio.server.state.videos == {}
    studio.publish()
    assert studio.server.state.video.content == VIDEO
    assert len(studio.server.state.uploaded) == 2


def test_a_video_that_somebody_deleted_is_not_put_back_unasked(studio: Studio) -> None:
    studio.publish()
    studio.server.state.videos.clear()
    with pytest.raises(TargetError, match="no longer on the channel"):
        studio.publish()
    studio.publish(anew=True)
    assert studio.server.state.video.content == VIDEO


def test_a_ledger_that_is_lost_does_no_harm(studio: Studio) -> None:
    studio.publish()
    (studio.folder / "ledger.json").unlink()
    studio.publish()
    assert len(studio.server.state.uploaded) == 1
    assert len(studio.server.state.captions) == 1


def test_a_thumbnail_that_the_channel_may_not_have_is_a_warning_and_tried_again(studio: Studio) -> None:
    studio.server.state.channel.verified = False
    assert studio.publish().state == "published"
    assert "youtube.com/verify" in studio.said
    studio.server.state.channel.verified = True
    assert studio.publish().state == "updated"
    assert studio.server.state.video.thumbnail


def test_the_login_for_another_channel_uploads_nothing(studio: Studio) -> None:
    studio.settings = {"channel": "@en_anden"}
    with pytest.raises(MissingError, match=r"names @en_anden.*vbn-video auth youtube"):
        studio.publish()
    assert studio.server.state.uploaded == []


@pytest.mark.parametrize("named", ["@voresnetvaerk", "@VoresNetvaerk", "Vores netværk"])
def test_a_channel_is_known_by_its_id_its_handle_and_its_title(studio: Studio, named: str) -> None:
    studio.settings = {"channel": named}
    studio.publish()
    studio.settings = {"channel": studio.server.state.channel.id}
    assert studio.publish().state == "unchanged"


def test_a_playlist_id_that_is_none_is_refused_before_anything_is_sent(studio: Studio) -> None:
    studio.settings = {"playlist": LONG}
    with pytest.raises(InputError, match=LONG):
        studio.publish()
    assert studio.server.writes == []


def test_a_playlist_is_found_by_its_id_and_by_its_title(studio: Studio) -> None:
    by_title, by_id = studio.server.add_playlist("Temamøder"), studio.server.add_playlist("Andre")
    studio.settings = {"playlist": "Temamøder"}
    studio.publish()
    studio.settings = {"playlist": by_id.id}
    studio.publish()
    assert [playlist.video_ids for playlist in (by_title, by_id)] == [[studio.entry.id]] * 2
    assert len(studio.server.state.playlists) == 2


def test_a_channel_that_is_not_verified_is_not_sent_an_hour(studio: Studio) -> None:
    studio.server.state.channel.long_uploads = "disallowed"
    studio.change(duration_us=3_600_000_000)
    with pytest.raises(TargetError, match="not verified"):
        studio.publish()
    assert studio.server.writes == []


def test_slow_processing_is_said_and_is_no_failure(studio: Studio) -> None:
    studio.server.settings.processing_polls = 1000
    assert studio.publish().state == "published"
    assert "still processing" in studio.said
    assert 360 <= sum(studio.waits_s) <= 450


def test_a_video_that_youtube_rejects_is_told_with_the_reason(studio: Studio) -> None:
    studio.server.settings.processing_end, studio.server.settings.processing_reason = "rejected", "duplicate"
    with pytest.raises(TargetError, match="duplicate"):
        studio.publish()


def test_a_length_that_differs_is_said(studio: Studio) -> None:
    studio.server.settings.duration_s = 60.0
    studio.publish()
    assert "lasts 60 seconds on YouTube, and 124 here" in studio.said


def test_quota_that_is_used_up_ends_with_the_time_of_the_reset_and_loses_nothing(studio: Studio) -> None:
    studio.server.settings.quota_units = 60
    with pytest.raises(TargetError, match="renewed at 20"):
        studio.publish()
    assert len(studio.server.state.uploaded) == 1
    studio.server.settings.quota_units = 10_000
    studio.publish()
    assert len(studio.server.state.uploaded) == 1
    assert len(studio.server.state.captions) == 1


def test_a_video_that_was_made_private_can_still_be_deleted(studio: Studio) -> None:
    studio.publish()
    studio.withdraw()
    (publication,) = studio.withdraw(delete=True)
    assert publication.id and studio.server.state.videos == {}
    assert studio.withdraw(delete=True) == ()


def test_a_video_whose_inner_texts_changed_midway_is_uploaded_whole(studio: Studio) -> None:
    studio.server.faults.add(Fault("videos.insert.bytes", "status", reason="forbidden"))
    with pytest.raises(TargetError):
        studio.publish()
    assert studio.entry.state == "session"
    other = VIDEO[:-999]
    studio.material.video.write_bytes(other)  # the same content, another container
    studio.publish()
    assert studio.server.state.video.content == other


def test_nothing_is_asked_that_could_not_be_noted(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, private: bool) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger, "write_atomically", full)
    with pytest.raises(MissingError, match="disk is full"):
        studio.publish()
    assert studio.server.writes == []


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_while_an_upload_is_under_way_only_its_owner_can_read_the_ledger(studio: Studio) -> None:
    ledger = studio.folder / "ledger.json"
    studio.server.faults.add(Fault("videos.insert.bytes", "status", reason="forbidden"))
    with pytest.raises(TargetError):
        studio.publish()
    assert "upload_id" in ledger.read_text() and stat.S_IMODE(ledger.stat().st_mode) == 0o600
    studio.publish()
    assert "upload_id" not in ledger.read_text() and stat.S_IMODE(ledger.stat().st_mode) != 0o600


def test_a_video_that_is_too_large_is_refused_before_anything_is_sent(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "LARGEST_BYTES", len(VIDEO) - 1)
    with pytest.raises(TargetError, match="256 at most"):
        studio.publish()
    assert studio.server.writes == []


def test_no_secret_stands_in_ledger_or_in_what_is_said(studio: Studio) -> None:
    studio.publish()
    login = json.loads((studio.folder / "token.json").read_text())
    written = (studio.folder / "ledger.json").read_text() + studio.said
    for secret in ("token", "refresh_token", "client_secret"):
        assert login[secret] and login[secret] not in written
    assert "upload_id" not in written


def test_a_video_that_youtube_keeps_private_is_said_with_where_to_look(studio: Studio) -> None:
    studio.settings = {"privacy": "public"}
    studio.keep_private()
    studio.publish()
    assert "YouTube Studio shows why" in studio.said


def test_the_chapters_of_the_video_that_stays_are_those_that_were_told_last(studio: Studio) -> None:
    studio.publish()
    renamed = (CHAPTERS[0].__class__(0, "Et andet første kapitel"), *CHAPTERS[1:])
    studio.change(timed=timed(chapters=renamed))
    studio.publish()
    studio.cut_anew()
    studio.publish()
    assert "0:00 Et andet første kapitel" in studio.server.state.video.description


def test_every_setting_arrives_and_the_time_when_it_becomes_public_comes_last(studio: Studio) -> None:
    studio.settings = {
        "publish_at": "2099-12-01 09:00",
        "license": "creativeCommon",
        "category": 28,
        "tags": ("hr", "ledelse"),
        "embeddable": False,
        "made_for_kids": True,
        "notify_subscribers": True,
    }
    studio.publish()
    video = studio.server.state.video
    assert video.status["publishAt"].startswith("2099-12-01T08:00:00") and video.privacy == "private"
    assert (video.status["license"], video.status["embeddable"], video.notified) == ("creativeCommon", False, True)
    assert video.status["selfDeclaredMadeForKids"] is True
    assert video.snippet["categoryId"] == "28" and {"hr", "ledelse"} < set(video.tags)
    opened = next(seen for seen in studio.server.requests if seen.name == "videos.insert.open")
    assert "publishAt" not in opened.json["status"]
