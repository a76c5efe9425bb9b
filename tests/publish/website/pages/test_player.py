"""A page that embeds the video on YouTube: what stands in its folder, and what happens when the player is switched."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.publish.html_rules import broken_rules
from tests.publish.made_meeting import CHAPTERS, CUES, DURATION_US, MEETING, hash_of, material, poster, timed
from tests.publish.website.conftest import MadeSite
from vbn_video.errors import TargetError
from vbn_video.publish.material import Material
from vbn_video.publish.publication import Publication, YoutubeVideo
from vbn_video.publish.website.entry import VideoMark
from vbn_video.publish.website.pages.html import PageLayout, Poster, meeting_page
from vbn_video.settings.preset import Website

SLUG = "2020-12-08-hr-og-den-vanskelige-samtale"
ID = "dQw4w9-gX_Q"
WATCH = f"https://www.youtube.com/watch?v={ID}"


def on_youtube(made: Material, video_id: str = ID) -> YoutubeVideo:
    return YoutubeVideo(video_id, f"https://www.youtube.com/watch?v={video_id}", made.content, made.timing)


def embed(place: MadeSite, made: Material, video: YoutubeVideo | None = None, *, anew: bool = False) -> Publication:
    return place.publish(made, anew=anew, youtube=video or on_youtube(made), player="youtube")


def names(place: MadeSite) -> set[str]:
    return {name.removeprefix(f"{SLUG}/") for name in place.files() if name.startswith(f"{SLUG}/")}


def page(place: MadeSite) -> str:
    return (place.media / SLUG / "index.html").read_text(encoding="utf-8")


def entry(place: MadeSite) -> dict[str, object]:
    read: dict[str, object] = json.loads((place.media / SLUG / "entry.json").read_bytes())
    return read


@pytest.fixture
def made(tmp_path: Path) -> Material:
    return material(tmp_path / "made")


@pytest.fixture
def cut(tmp_path: Path) -> Material:
    """The same meeting, cut to its first half minute."""
    texts = timed(CUES[:9], CHAPTERS[:2])
    return material(tmp_path / "made", video=b"cut" * 99, timing=hash_of("cut"), duration_us=40_000_000, timed=texts)


def test_the_folder_holds_everything_but_a_video(place: MadeSite, made: Material) -> None:
    assert embed(place, made).state == "published"
    small = {"index.html", "entry.json", "captions.da.vtt", "captions.da.srt", "chapters.vtt"}
    assert {name for name in names(place) if not name.startswith("poster-")} == small
    video = entry(place)["video"]
    assert video == {
        "file": "", "content": made.content, "size": 0, "timing": made.timing, "duration": 124, "youtube": ID
    }  # fmt: skip
    assert place.ledger.entries[-1].facts["youtube"] == ID
    assert not place.notices


def test_embedding_again_touches_nothing(place: MadeSite, made: Material) -> None:
    embed(place, made)
    before = place.files()
    ledger = (place.project / "ledger.json").stat().st_mtime_ns
    assert embed(place, made).state == "unchanged"
    assert (place.files(), (place.project / "ledger.json").stat().st_mtime_ns) == (before, ledger)


def test_every_time_is_a_link_to_that_time_on_youtube(place: MadeSite, made: Material) -> None:
    embed(place, made)
    links = re.findall(r'href="([^"]+)" data-time="([^"]+)"', page(place))
    assert len(links) > len(CHAPTERS)
    for address, time in links:
        assert address == f"{WATCH}&amp;t={int(float(time))}s"
    assert f'<li><a href="{WATCH}">Se på YouTube</a></li>' in page(place)
    assert "Hent video" not in page(place) and "<video" not in page(place) and ".mp4" not in page(place)
    assert 'href="captions.da.vtt" download' in page(place)


def test_the_frame_shows_danish_captions_and_is_not_there_yet(place: MadeSite, made: Material) -> None:
    embed(place, made)
    [frame] = re.findall(r'data-frame="([^"]+)"', page(place))
    address, _, asked = frame.replace("&amp;", "&").partition("?")
    assert address == f"https://www.youtube-nocookie.com/embed/{ID}"
    assert {"cc_load_policy=1", "cc_lang_pref=da", "hl=da", "enablejsapi=1"} <= set(asked.split("&"))
    assert "<iframe" not in page(place)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_is_valid_html_and_promises_captions(language: str) -> None:
    video = VideoMark("", "c", 0, "t", DURATION_US, "a&b")
    layout = PageLayout.of(Website.model_validate({"language": language, "player": "youtube"}))
    html = meeting_page(MEETING, video, Poster("poster-1.jpg", poster()), timed(), layout).decode()
    assert broken_rules(html) == []
    assert "watch?v=a%26b" in html and f"hl={language}" in html
    assert ("med danske undertekster" if language == "da" else "with Danish captions") in html


def test_a_page_that_plays_the_file_asks_for_no_script_of_the_other_player(place: MadeSite, made: Material) -> None:
    place.publish(made, youtube=on_youtube(made))
    assert "youtube" not in page(place), "the preset asks for the file"
    assert place.publish(made, player="youtube").state == "unchanged", "without a video on YouTube it is the file too"


def test_switching_to_youtube_takes_the_file_away_and_back_it_is_sent_again(place: MadeSite, made: Material) -> None:
    place.publish(made)
    with_file = place.files()
    assert embed(place, made).state == "updated"
    assert not [name for name in names(place) if name.endswith(".mp4")]
    assert "video-" not in json.dumps(entry(place)["files"])
    assert place.publish(made).state == "updated"
    assert place.files() == with_file
    assert not place.notices
    assert "youtube" not in place.ledger.entries[-1].facts


def test_a_video_on_youtube_that_can_no_longer_be_shown_gives_way_to_the_file(place: MadeSite, made: Material) -> None:
    embed(place, made)
    assert place.publish(made, player="youtube", youtube=None).state == "updated"
    assert f"video-{made.content[:12]}.mp4" in names(place) and "youtube" not in page(place)


def test_another_video_on_youtube_changes_the_page(place: MadeSite, made: Material) -> None:
    embed(place, made)
    assert embed(place, made, on_youtube(made, "another-one")).state == "updated"
    assert "another-one" in page(place) and ID not in page(place)


def test_an_earlier_picture_on_youtube_gets_the_new_texts_and_that_is_said(
    place: MadeSite, made: Material, tmp_path: Path
) -> None:
    embed(place, made)
    new = material(tmp_path / "made", video=b"with another intro", title="Ny titel")
    assert embed(place, new, on_youtube(made)).state == "updated"
    assert "Ny titel" in page(place) and "--to youtube --to website --replace" in place.notices
    assert embed(place, new, on_youtube(made)).state == "unchanged"
    assert embed(place, new, on_youtube(new, "new"), anew=True).state == "updated"
    assert not place.notices and [entry.state for entry in place.ledger.entries] == ["replaced", "published"]


def test_another_cut_on_youtube_keeps_the_texts_that_fit_it(place: MadeSite, made: Material, cut: Material) -> None:
    embed(place, made)
    embed(place, cut, on_youtube(made))
    assert "cut otherwise than the one on YouTube" in place.notices
    assert (place.media / SLUG / "captions.da.vtt").read_bytes() == made.timed.captions_vtt
    assert "De fem faser" in page(place) and "2 min." in page(place)
    (place.media / SLUG / "chapters.vtt").unlink()
    with pytest.raises(TargetError, match="--replace"):
        embed(place, cut, on_youtube(made))


def test_texts_of_the_files_page_serve_the_same_cut_on_youtube(place: MadeSite, made: Material, cut: Material) -> None:
    place.publish(made)
    embed(place, cut, on_youtube(made))
    assert "De fem faser" in page(place) and ID in page(place) and entry(place)["video"]["duration"] == 124  # type: ignore[index]


def test_a_cut_on_youtube_that_no_text_fits_is_not_embedded_and_that_is_said(
    place: MadeSite, made: Material, cut: Material
) -> None:
    embed(place, cut, on_youtube(made))
    assert "youtube" not in page(place) and f"video-{cut.content[:12]}.mp4" in names(place)
    assert f"YouTube ({WATCH}) is cut otherwise" in place.notices


def test_a_page_with_a_video_on_youtube_is_withdrawn_whole(place: MadeSite, made: Material) -> None:
    embed(place, made)
    place.withdraw()
    assert not (place.media / SLUG).exists()
    assert embed(place, replace(made)).id == SLUG
