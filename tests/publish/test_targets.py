"""Website and YouTube in one run: each names the other, in whichever order they come to be."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.publish.youtube.studio import Studio
from tests.youtube_server import YoutubeServer
from vbn_video.publish import targets
from vbn_video.publish.publication import Publication
from vbn_video.publish.youtube.channel.session import open_session
from vbn_video.publish.youtube.sync.target_metadata import PublicationRequest
from vbn_video.publish.youtube.texts.visibility import Visibility
from vbn_video.settings.preset import Preset, Website

PAGE = "https://eksempel.dk/video/2020-12-08-hr-og-den-vanskelige-samtale/"
BOTH = ("website", "youtube")


@dataclass
class Both:
    """A project with both targets."""

    studio: Studio
    site: Path
    player: str = "file"

    def publish(self, *to: str, base_url: str = "https://eksempel.dk/video", anew: bool = False) -> tuple[Publication, ...]:
        website = Website.model_validate({"media_dir": str(self.site), "base_url": base_url, "player": self.player})
        preset = Preset(website=website, youtube=self.studio.youtube)
        studio = self.studio
        return targets.publish_to(
            to,
            studio.material,
            studio.ledger,
            preset,
            studio.heard.append,
            asked=PublicationRequest(visibility=Visibility.of(preset.youtube), replace=anew),
        )

    @property
    def page(self) -> str:
        (page,) = self.site.glob("2020*/index.html")
        return page.read_text(encoding="utf-8")

    @property
    def videos(self) -> list[Path]:
        return list(self.site.glob("2020*/*.mp4"))


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    (tmp_path / "site").mkdir()
    with YoutubeServer(duration_s=124.0) as server:
        server.write_token_file(tmp_path / "token.json")
        studio = Studio(server, tmp_path)
        monkeypatch.setattr(targets, "open_session", partial(open_session, clock=studio.clock))
        yield Both(studio, tmp_path / "site")
    assert server.violations == []


def test_the_description_links_the_page_that_plays_the_file(both: Both) -> None:
    publications = both.publish(*BOTH)
    assert [publication.target for publication in publications] == ["website", "youtube"]
    assert PAGE in both.studio.server.state.video.description
    assert len(both.videos) == 1
    assert both.studio.server.counts()["videos.update"] == 0


def test_what_came_of_it_is_listed_in_the_order_in_which_it_was_asked_for(both: Both) -> None:
    assert [publication.target for publication in both.publish("youtube", "website")] == ["youtube", "website"]


def test_the_page_plays_the_video_on_youtube_and_the_description_links_the_page(both: Both) -> None:
    both.player, both.studio.settings = "youtube", {"privacy": "unlisted"}
    both.publish(*BOTH)
    video = both.studio.server.state.video
    assert video.id in both.page and both.videos == []
    assert PAGE in video.description
    both.studio.server.forget_requests()
    assert {publication.state for publication in both.publish(*BOTH)} == {"unchanged"}
    assert both.studio.server.writes == []


def test_a_page_that_comes_later_is_linked_at_the_next_run(both: Both) -> None:
    both.publish("youtube")
    assert "eksempel.dk/video" not in both.studio.server.state.video.description
    both.publish("website")
    assert f"written before the page {PAGE} was there" in both.studio.said
    both.publish("youtube")
    assert PAGE in both.studio.server.state.video.description
    both.studio.heard.clear()
    both.publish("website")
    assert both.studio.said == ""


def test_a_page_without_an_address_of_its_own_is_not_linked(both: Both) -> None:
    both.publish(*BOTH, base_url="")
    assert "file:" not in both.studio.server.state.video.description


@pytest.mark.parametrize(
    ("settings", "why"), [({"privacy": "private"}, "private there"), ({"privacy": "unlisted", "embeddable": False}, "embedded")]
)
def test_a_page_whose_video_others_can_not_see_on_youtube_plays_the_file(
    both: Both, settings: dict[str, object], why: str
) -> None:
    both.player, both.studio.settings = "youtube", settings
    both.publish(*BOTH)
    assert len(both.videos) == 1
    assert why in both.studio.said


def test_a_page_alone_plays_the_file_until_the_video_is_on_youtube(both: Both) -> None:
    both.player, both.studio.settings = "youtube", {"privacy": "unlisted"}
    both.publish("website")
    assert len(both.videos) == 1 and "not on YouTube yet" in both.studio.said
    both.publish(*BOTH)
    assert both.videos == [] and both.studio.server.state.video.id in both.page


def test_replacing_replaces_in_both_places(both: Both) -> None:
    both.player, both.studio.settings = "youtube", {"privacy": "unlisted"}
    both.publish(*BOTH)
    old = both.studio.server.state.video
    both.studio.cut_anew()
    both.publish(*BOTH, anew=True)
    new = next(video for video in both.studio.server.state.videos.values() if video is not old)
    assert new.id in both.page and old.id not in both.page
    assert (old.privacy, new.privacy) == ("private", "unlisted")
    assert len(both.studio.server.state.uploaded) == 2


def spans(*seconds: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((start_s * 1_000_000, end_s * 1_000_000) for start_s, end_s in seconds)


WHOLE, CUT = spans((0, 60)), spans((0, 20), (30, 60))


def named_as_still_shown(both: Both, *to: str, anew: bool = False) -> set[str]:
    """Publish; the targets of which it is said that they still show ten seconds that are cut or silenced now."""
    both.studio.heard.clear()
    both.publish(*to, anew=anew)
    said = [line for line in both.studio.said.splitlines() if "still shows" in line]
    assert all("0:20-0:30 of the recording" in line for line in said)
    return {target for target in BOTH if any(f"--to {target} --replace" in line for line in said)}


def test_what_is_cut_now_is_named_wherever_it_is_still_published_until_it_has_gone_there(both: Both) -> None:
    both.studio.change(seen_us=WHOLE, heard_us=WHOLE)
    assert named_as_still_shown(both, *BOTH) == set()
    old_file, old_video = both.videos[0].name, both.studio.server.state.video
    both.studio.cut_anew()
    both.studio.change(seen_us=CUT, heard_us=CUT)
    assert named_as_still_shown(both, *BOTH) == {"website", "youtube"}
    assert named_as_still_shown(both, "website", anew=True) == {"youtube"}
    assert [video.name for video in both.videos] != [old_file] and len(both.videos) == 1
    assert named_as_still_shown(both, *BOTH, anew=True) == set()
    assert old_video.privacy == "private"
    both.studio.change(content=both.studio.material.content[::-1], timing="whole again", seen_us=WHOLE, heard_us=WHOLE)
    assert named_as_still_shown(both, "website") == set()


@pytest.mark.parametrize("to", BOTH)
def test_what_is_silenced_now_is_named_too_though_every_time_is_as_before(both: Both, to: str) -> None:
    both.studio.change(seen_us=WHOLE, heard_us=WHOLE)
    both.publish(to)
    timing = both.studio.material.timing
    both.studio.cut_anew()
    both.studio.change(timing=timing, seen_us=WHOLE, heard_us=CUT)
    assert named_as_still_shown(both, to) == {to}
    assert named_as_still_shown(both, to) == {to}
    assert named_as_still_shown(both, to, anew=True) == set()


def test_a_page_that_plays_the_video_on_youtube_is_named_with_it(both: Both) -> None:
    both.player, both.studio.settings = "youtube", {"privacy": "unlisted"}
    both.studio.change(seen_us=WHOLE, heard_us=WHOLE)
    both.publish(*BOTH)
    both.studio.cut_anew()
    both.studio.change(seen_us=CUT, heard_us=CUT)
    assert named_as_still_shown(both, *BOTH) == set(BOTH)
    assert named_as_still_shown(both, *BOTH, anew=True) == set()
