"""One video of a recording, whoever publishes it: two machines at once, a lost project, an old copy, another clock."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.publish.made_meeting import CUES, hash_of, timed
from tests.publish.youtube.studio import VIDEO, Studio
from tests.publish.youtube.virtual_time import VirtualTime
from tests.sampling import sampled
from tests.youtube_server import Fault, Seen, YoutubeServer
from tests.youtube_server.state import Video
from vbn_video.errors import InputError, MissingError, TargetError
from vbn_video.publish.youtube.channel.video_facts import facts_of
from vbn_video.publish.youtube.transport.retry import Clock, ServiceTime

DAYS = (-30, 30)


def other_machine(studio: Studio, name: str = "den anden") -> Studio:
    """A second project of the same recording, encoded by another machine: other bytes, an empty ledger."""
    folder = studio.folder / name
    folder.mkdir()
    shutil.copy(studio.folder / "token.json", folder)
    other = Studio(studio.server, folder, settings=dict(studio.settings))
    video = folder / "a.mp4"
    video.write_bytes(VIDEO[:-4096] + b"\1" * 4096)
    other.made = replace(
        studio.material, video=video, content=hash_of(f"content of {name}"), project=folder, other_project=studio.folder
    )
    return other


def old_copy(studio: Studio, name: str = "gammel kopi") -> Studio:
    """The project as a backup has it now."""
    shutil.copytree(studio.folder, studio.folder.with_name(name))
    return Studio(studio.server, studio.folder.with_name(name), settings=dict(studio.settings), made=studio.made)


def copy_from_the_middle(studio: Studio) -> Studio:
    """The project as a backup has it from when the video was there and was told nothing yet."""
    studio.server.faults.add(Fault("captions.insert", "status", reason="forbidden"))
    with pytest.raises(TargetError):
        studio.publish()
    studio.server.faults.clear()
    return old_copy(studio)


def stopped_while_it_yields(studio: Studio) -> Studio:
    """The other machine, which published while this one did; this one was stopped before it could delete its own video."""
    other = other_machine(studio)

    def meanwhile(seen: Seen, phase: str) -> None:
        if (seen.name, phase) == ("videos.insert.open", "received"):
            studio.server.on_request = None
            other.publish()

    studio.server.on_request = meanwhile
    studio.server.faults.add(Fault("videos.delete", "status", reason="forbidden"))
    with pytest.raises(TargetError):
        studio.publish()
    studio.server.faults.clear()
    return other


@pytest.fixture
def studio(server: YoutubeServer, tmp_path: Path) -> Studio:
    (tmp_path / "projekt").mkdir()
    server.write_token_file(tmp_path / "projekt" / "token.json")
    return Studio(server, tmp_path / "projekt", settings={"privacy": "unlisted"})


def standing(studio: Studio) -> list[Video]:
    return list(studio.server.state.videos.values())


def test_what_another_machine_published_is_left_as_it_stands_and_said(studio: Studio) -> None:
    first = studio.publish()
    other = other_machine(studio)
    other.retitle("Et gæt på en titel")
    studio.server.forget_requests()
    for _run in range(2):
        publication = other.publish()
        assert (publication.id, publication.url, publication.state) == (first.id, first.url, "unchanged")
    assert studio.server.writes == []
    for word in ("HR og den vanskelige samtale", first.url, str(studio.folder), "--replace", "--as NAME"):
        assert word in other.said


def test_replacing_takes_over_what_another_machine_published(studio: Studio) -> None:
    studio.publish()
    (old,) = standing(studio)
    other = other_machine(studio)
    other.publish(anew=True)
    (_old, new) = standing(studio)
    assert (old.privacy, new.privacy) == ("private", "unlisted")
    other.server.forget_requests()
    assert other.publish().state == "unchanged"
    assert other.server.writes == []
    assert studio.publish().id == new.id
    assert "already on YouTube" in studio.said and old.privacy == "private"


def test_a_lost_ledger_adopts_the_very_video_and_changes_nothing_that_stands(studio: Studio) -> None:
    studio.publish()
    (video,) = standing(studio)
    video.status["privacyStatus"] = "private"
    video.snippet["title"] = "Rettet i YouTube Studio"
    (studio.folder / "ledger.json").unlink()
    studio.publish()
    assert [one.id for one in studio.server.state.uploaded] == [video.id]
    assert (video.title, video.privacy) == ("Rettet i YouTube Studio", "private")


def test_captions_that_were_corrected_in_a_lost_project_are_not_overwritten_without_a_word(studio: Studio) -> None:
    as_heard = studio.material.timed
    studio.change(timed=timed(CUES[:-1]))
    studio.publish()
    corrected = studio.material.timed.captions_vtt
    (studio.folder / "ledger.json").unlink()
    studio.change(timed=as_heard)
    for _run in range(2):
        assert studio.publish().state == "unchanged"
        (track,) = studio.server.state.captions.values()
        assert track.content == corrected
    assert "stay as they are there" in studio.said and "--replace" in studio.said
    studio.change(timed=timed(CUES[:-2]))
    studio.publish()
    (track,) = studio.server.state.captions.values()
    assert track.content == studio.material.timed.captions_vtt


def test_replacing_sends_all_anew_beside_the_very_video_that_is_there(studio: Studio) -> None:
    studio.publish()
    (studio.folder / "ledger.json").unlink()
    studio.change(timed=timed(CUES[:-1]))
    studio.publish(anew=True)
    (video,) = studio.server.state.uploaded
    (track,) = studio.server.state.captions.values()
    assert (video.privacy, track.content) == ("unlisted", studio.material.timed.captions_vtt)


def test_the_tag_of_earlier_versions_is_understood(studio: Studio) -> None:
    studio.publish()
    (video,) = standing(studio)
    video.snippet["tags"] = [tag for tag in video.tags if not tag.startswith("vbn-r-")]
    (studio.folder / "ledger.json").unlink()
    studio.publish()
    assert len(studio.server.state.uploaded) == 1
    assert any(tag.startswith("vbn-r-") for tag in video.tags)


def test_two_videos_of_one_recording_only_by_a_name_for_each(studio: Studio) -> None:
    studio.publish()
    second = other_machine(studio)
    second.change(recording=hash_of("the same recording, named"))
    assert second.publish().state == "published"
    assert second.publish().state == studio.publish().state == "unchanged"
    assert len(standing(studio)) == 2
    assert "videos of this recording" not in studio.said + second.said


def test_every_run_that_finds_two_says_so_with_both_links(studio: Studio) -> None:
    studio.publish()
    (video,) = standing(studio)
    double = studio.server.add_video("En dublet", tags=list(video.tags))
    for _run in range(2):
        studio.heard.clear()
        studio.publish()
        assert video.id in studio.said and double.id in studio.said
    assert (video.privacy, double.title) == ("unlisted", "En dublet")


# --- who sees it ---------------------------------------------------------------------------------------------------------


def test_a_video_that_was_made_private_is_not_shown_again_by_an_old_copy(studio: Studio) -> None:
    studio.publish()
    copy = old_copy(studio)
    studio.withdraw()
    (video,) = standing(studio)
    copy.settings["privacy"] = "public"
    copy.retitle("En ny titel")
    copy.publish()
    assert (video.title, video.privacy) == ("En ny titel", "private")
    assert "only by --public" in copy.said
    copy.publish(public=True)
    assert video.privacy == "public"


def test_a_copy_from_the_middle_of_an_upload_does_not_show_what_was_withdrawn_since(studio: Studio) -> None:
    copy = copy_from_the_middle(studio)
    studio.publish()
    studio.withdraw()
    (video,) = standing(studio)
    copy.publish()
    assert video.privacy == "private"


def test_a_copy_from_the_middle_of_an_upload_does_not_show_what_stood_private_for_a_week(studio: Studio) -> None:
    copy = copy_from_the_middle(studio)
    now = studio.server.clock()
    studio.server.clock = lambda: now + 8 * 86400.0
    studio.server.oauth.expire_all()
    copy.publish()
    (video,) = standing(studio)
    assert video.privacy == "private"
    assert "only by --public" in copy.said


def test_a_replaced_video_stays_private_whatever_an_old_copy_is_asked_for(studio: Studio) -> None:
    studio.publish()
    copy = old_copy(studio)
    studio.cut_anew()
    studio.publish(anew=True)
    old, new = studio.server.state.uploaded
    copy.publish()
    assert "already on YouTube" in copy.said and new.id in copy.said
    with pytest.raises(InputError, match=r"was made private.*--public"):
        copy.publish(anew=True)
    assert (old.privacy, new.privacy) == ("private", "unlisted")


@pytest.mark.parametrize(
    ("stands", "asked"), [("private", "unlisted"), ("private", "public"), ("unlisted", "public"), ("private", "at a time")]
)
def test_a_preset_that_is_changed_later_lets_no_more_people_see_it(studio: Studio, stands: str, asked: str) -> None:
    studio.settings["privacy"] = stands
    studio.publish()
    studio.settings["privacy"] = "private" if asked == "at a time" else asked
    if asked == "at a time":
        studio.settings["publish_at"] = "2099-01-01 09:00"
    for _run in range(2):
        studio.publish()
        (video,) = standing(studio)
        assert video.privacy == stands and "publishAt" not in video.status
    assert ("only in YouTube Studio" if asked == "at a time" else "only by --public") in studio.said
    assert "T08:00:00Z" not in studio.said


def test_a_withdrawal_that_was_broken_off_is_finished_before_another_video_is_published(studio: Studio) -> None:
    studio.publish()
    studio.server.faults.add(Fault("videos.update", "status", reason="forbidden"))
    with pytest.raises(TargetError):
        studio.withdraw()
    studio.server.faults.clear()
    assert studio.entry.state == "withdrawing"
    studio.cut_anew()
    studio.publish()
    assert [video.privacy for video in standing(studio)] == ["private", "unlisted"]
    assert studio.ledger.entries[0].state == "withdrawn"


def test_a_video_that_was_taken_down_and_shown_again_in_studio_is_the_recordings_one(studio: Studio) -> None:
    studio.publish()
    studio.withdraw()
    (video,) = standing(studio)
    video.status["privacyStatus"] = "unlisted"
    studio.cut_anew()
    assert studio.publish().id == video.id
    assert standing(studio) == [video] and "already on YouTube" in studio.said
    studio.publish(anew=True)
    assert [one.privacy for one in standing(studio)] == ["private", "unlisted"]


def test_what_is_hidden_is_what_people_see_now_not_what_they_saw_then(studio: Studio) -> None:
    studio.settings["privacy"] = "private"
    studio.publish()
    first = studio.material
    studio.cut_anew()
    studio.publish(anew=True)
    _old, new = standing(studio)
    new.status["privacyStatus"] = "public"
    studio.made = first
    with pytest.raises(InputError, match=r"was made private.*--public"):
        studio.publish(anew=True)
    assert new.privacy == "public"
    studio.change(content=hash_of("a third cut"), timing=hash_of("a third cut"))
    studio.publish(anew=True)
    assert "people now see neither" in studio.said


def test_replacing_after_an_adoption_sends_texts_and_captions_too(studio: Studio) -> None:
    studio.publish()
    (video,) = standing(studio)
    video.snippet["title"] = "Som det stod"
    (studio.folder / "ledger.json").unlink()
    studio.change(timed=timed(CUES[:-1]))
    studio.publish()
    assert video.title == "Som det stod"
    studio.publish(anew=True)
    (track,) = studio.server.state.captions.values()
    assert (video.title, track.content) == (studio.material.meeting.title, studio.material.timed.captions_vtt)
    studio.server.forget_requests()
    studio.publish(anew=True)
    assert studio.server.writes == []


def test_withdrawn_while_it_waited_to_be_listed_is_no_dead_end(studio: Studio) -> None:
    studio.server.settings.uploads_lag = 1000
    with pytest.raises(TargetError, match="does not list"):
        studio.publish()
    studio.withdraw()
    studio.publish()
    (video,) = standing(studio)
    assert video.privacy == "private"
    video.lag = 0
    studio.publish(public=True)
    assert video.privacy == "public"


def test_a_video_that_people_see_by_now_is_not_deleted_by_an_earlier_decision(studio: Studio) -> None:
    stopped_while_it_yields(studio)
    own = next(video for video in standing(studio) if video.id == studio.entry.id)
    own.status["privacyStatus"] = "public"
    studio.publish()
    assert own in standing(studio) and len(standing(studio)) == 2


# --- the wrong clock, the wrong channel ------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", DAYS)
def test_a_clock_that_is_wrong_by_a_month_makes_no_second_video_and_waits_for_nothing(studio: Studio, days: int) -> None:
    studio.later = dt.timedelta(days=days)
    studio.server.faults.add(Fault("videos.insert.bytes", "cut_after"))
    studio.server.faults.add(Fault("videos.insert.ask", "status", status=503, times=1000))
    with pytest.raises(TargetError):
        studio.publish()
    studio.server.faults.clear()
    studio.later = dt.timedelta()
    studio.publish()
    assert len(studio.server.state.uploaded) == 1


@pytest.mark.parametrize("days", DAYS)
def test_when_it_becomes_public_goes_by_the_services_clock(studio: Studio, days: int) -> None:
    studio.later = dt.timedelta(days=days)
    past = dt.datetime.fromtimestamp(studio.server.clock(), dt.UTC) - dt.timedelta(hours=1)
    studio.settings = {"publish_at": past.isoformat()}
    with pytest.raises(InputError, match="is past"):
        studio.publish()
    assert studio.server.writes == []


def test_a_time_to_come_in_an_old_ledger_is_not_waited_for(studio: Studio) -> None:
    studio.server.faults.add(Fault("videos.insert.bytes", "status", reason="forbidden"))
    with pytest.raises(TargetError):
        studio.publish()
    studio.server.faults.clear()
    ledger, entry = studio.ledger, studio.entry
    next(iter(studio.server.state.sessions.values())).gone = 404
    to_come = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    ledger.put(replace(entry, facts={**entry.facts, "finishing_at": to_come.isoformat()}))
    assert studio.publish().state == "published"


def test_the_services_time_goes_on_between_its_answers() -> None:
    elapsed = iter((0.0, 5.0))
    time = ServiceTime(Clock(elapsed_s=lambda: next(elapsed)))
    time.hear("Tue, 01 Dec 2026 08:00:00 GMT")
    for nothing in (None, "", "in the morning"):
        time.hear(nothing)
    assert time.now() == dt.datetime(2026, 12, 1, 8, 0, 5, tzinfo=dt.UTC)


def test_another_channel_than_the_ledgers_is_asked_about(studio: Studio) -> None:
    first = studio.publish()
    second = studio.server.add_channel("En anden kanal")
    studio.server.write_token_file(studio.folder / "token.json", channel=second)
    studio.server.forget_requests()
    with pytest.raises(MissingError, match="published on another channel") as error:
        studio.publish()
    assert first.url in error.value.message and second.id in error.value.message
    assert studio.server.writes == []
    studio.settings["channel"] = second.id
    assert studio.publish().state == "published"


# --- two at once -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Race:
    """Two publishers of one recording."""

    starts_s: float
    """How much later the second begins."""
    sends_s: tuple[float, float]
    """How long the upload of each takes."""
    lag_s: float
    """How long a new video is not listed."""
    same: bool
    """Whether both have the very same video."""

    def __str__(self) -> str:
        return f"{self.starts_s:g}+{self.sends_s[0]:g}/{self.sends_s[1]:g} lag {self.lag_s:g}{' same' * self.same}"


RACES = [
    Race(starts_s, sends_s, lag_s, same)
    for same in (False, True)
    for lag_s in (0.0, 60.0, 118.0)
    for sends_s in itertools.product((1.0, 20.0, 90.0), repeat=2)
    for starts_s in (0.0, 0.4, 15.0, 80.0)
]
"""Every order of looks and uploads of the two, and every place of the other's upload among the looks that come after."""


class Racer:
    """One publisher in virtual time."""

    def __init__(self, studio: Studio, time: VirtualTime, name: str, sends_s: float) -> None:
        self.studio, self.time, self.name, self.sends_s = studio, time, name, sends_s

    def publish(self) -> None:
        studio, time = self.studio, self.time
        with studio.opened(Clock(sleep=self.sleep, now=self.now, elapsed_s=lambda: time.now_s, chance=lambda: 1.0)) as channel:
            connection = channel.api.connection
            send = connection._send

            def slow(method: str, url: str, *words: object) -> object:
                self.sleep(self.sends_s if method == "PUT" and "upload_id" in url else 0.2)
                return send(method, url, *words)  # type: ignore[arg-type]

            connection._send = slow  # type: ignore[method-assign,assignment]
            studio.publish_on(channel)

    def sleep(self, seconds: float) -> None:
        self.time.sleep(self.name, seconds)

    def now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.time.clock(), dt.UTC)


@dataclass
class Watch:
    """What must not be seen at any moment."""

    server: YoutubeServer
    wrong: list[str]

    def __call__(self, seen: Seen, phase: str) -> None:
        if phase != "worked":
            return
        visible = [video.id for video in self.server.state.videos.values() if video.privacy != "private"]
        if len(visible) > 1:
            self.wrong.append(f"{seen.name}: {visible} are seen at once")
        if seen.name == "videos.delete" and any(
            video.privacy != "private" for video in self.server.state.uploaded[-2:] if video.id not in self.server.state.videos
        ):
            self.wrong.append("a video that people could see was deleted")


@pytest.fixture
def raced(tmp_path: Path) -> Iterator[tuple[Studio, VirtualTime, Watch]]:
    time = VirtualTime()
    (tmp_path / "projekt").mkdir()
    with YoutubeServer(duration_s=124.0, access_life_s=10**9) as server:
        server.clock = time.clock
        server.write_token_file(tmp_path / "projekt" / "token.json")
        server.on_request = watch = Watch(server, [])
        yield Studio(server, tmp_path / "projekt", settings={"privacy": "unlisted"}), time, watch
    assert server.violations == []


@pytest.mark.parametrize("race", sampled(RACES, (0, 37, 77, 130, 215)), ids=str)
def test_two_that_publish_side_by_side_leave_one_video(raced: tuple[Studio, VirtualTime, Watch], race: Race) -> None:
    one, time, watch = raced
    other = other_machine(one)
    if race.same:
        other.change(content=one.material.content)
    one.server.settings.uploads_lag_s = race.lag_s
    racers = [Racer(one, time, "one", race.sends_s[0]), Racer(other, time, "other", race.sends_s[1])]
    stopped = time.run({racer.name: racer.publish for racer in racers}, {"one": 0.0, "other": race.starts_s})
    assert stopped == {} and watch.wrong == []
    (video,) = standing(one)
    assert video.privacy == "unlisted"
    assert len(one.server.state.captions) == 1
    time.now_s += 300.0
    for studio in (one, other):
        assert studio.publish().id == video.id
        assert [entry.id for entry in studio.ledger.standing("youtube")] in ([video.id], [])
    assert standing(one) == [video] and video.privacy == "unlisted"


def test_one_that_is_killed_while_it_yields_finishes_that(studio: Studio) -> None:
    other = stopped_while_it_yields(studio)
    assert len(standing(studio)) == 2 and facts_of(studio.entry)["yields_to"]
    assert studio.publish().id == other.entry.id
    assert [video.id for video in standing(studio)] == [other.entry.id]


def test_a_video_that_is_not_listed_yet_stays_private_and_the_next_run_goes_on(studio: Studio) -> None:
    studio.server.settings.uploads_lag = 1000
    with pytest.raises(TargetError, match="does not list the video"):
        studio.publish()
    (video,) = standing(studio)
    assert video.privacy == "private"
    video.lag = 0
    studio.publish()
    assert (len(studio.server.state.uploaded), video.privacy) == (1, "unlisted")


def test_a_corrected_word_of_the_other_machine_stays_its_own(studio: Studio) -> None:
    studio.publish()
    other = other_machine(studio)
    other.change(timed=timed(()))
    other.publish()
    (track,) = studio.server.state.captions.values()
    assert track.content == studio.material.timed.captions_vtt
