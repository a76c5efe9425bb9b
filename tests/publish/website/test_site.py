"""What stands in the media folder after a publication, and what the next one changes."""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.publish.html_rules import broken_rules
from tests.publish.made_meeting import CHAPTERS, CUES, MEETING, hash_of, material, poster, timed
from tests.publish.website.conftest import MadeSite
from vbn_video.errors import InputError, TargetError
from vbn_video.events import Progress
from vbn_video.publish.material import Storyboard
from vbn_video.settings.meeting import Link

SLUG = "2020-12-08-hr-og-den-vanskelige-samtale"


def small_files(place: MadeSite) -> set[str]:
    return {name.removeprefix(f"{SLUG}/") for name in place.files() if name.startswith(f"{SLUG}/")}


def mtimes(place: MadeSite) -> dict[str, int]:
    return {name: (place.media / name).stat().st_mtime_ns for name in place.files()}


def page(place: MadeSite, slug: str = SLUG) -> str:
    return (place.media / slug / "index.html").read_text(encoding="utf-8")


def catalogue(place: MadeSite) -> str:
    return (place.media / "index.html").read_text(encoding="utf-8")


def test_a_meeting_gets_a_folder_of_its_own_with_the_video_named_by_its_content(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    published = place.publish(made)
    assert published.state == "published" and published.id == SLUG and published.target == "website"
    assert published.path == str(place.media / SLUG / "index.html")
    assert published.url == (place.media / SLUG / "index.html").as_uri()
    video = f"video-{made.content[:12]}.mp4"
    assert (place.media / SLUG / video).read_bytes() == made.video.read_bytes()
    names = {"index.html", "entry.json", "captions.da.vtt", "captions.da.srt", "chapters.vtt", video}
    assert {name for name in small_files(place) if not name.startswith("poster-")} == names
    assert {name.split("/")[0] for name in place.files()} == {"index.html", "vbn-video", SLUG}
    assert MEETING.title in page(place) and f'href="{SLUG}/index.html"' in catalogue(place)


def test_with_a_base_address_the_link_is_that_of_the_web(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    assert place.publish(made, base_url="https://eksempel.dk/moeder").url == f"https://eksempel.dk/moeder/{SLUG}/"
    assert place.publish(made, base_url="https://eksempel.dk/moeder/").url == f"https://eksempel.dk/moeder/{SLUG}/"


def test_the_sending_of_the_video_is_told_in_bytes(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made", video=bytes(9 << 20))
    place.publish(made)
    sent = [event for event in place.said if isinstance(event, Progress)]
    assert [event.done for event in sent] == [4 << 20, 8 << 20, 9 << 20]
    assert {event.total for event in sent} == {9 << 20}


def test_publishing_again_touches_nothing(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    before, ledger = mtimes(place), (place.project / "ledger.json").stat().st_mtime_ns
    made.video.write_bytes(b"the video is not read again: its content is known")
    assert place.publish(made).state == "unchanged"
    assert mtimes(place) == before
    assert (place.project / "ledger.json").stat().st_mtime_ns == ledger
    assert not place.notices


def test_a_new_title_changes_page_and_catalogue_and_keeps_the_address(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    before = mtimes(place)
    again = place.publish(material(tmp_path / "made", title="Den nemme samtale"))
    assert (again.state, again.id) == ("updated", SLUG)
    assert "Den nemme samtale" in page(place) and "Den nemme samtale" in catalogue(place)
    assert MEETING.title not in catalogue(place)
    changed = {name for name, at in mtimes(place).items() if before.get(name) != at}
    assert changed == {"index.html", f"{SLUG}/index.html", f"{SLUG}/entry.json"}


def test_a_corrected_caption_changes_only_the_small_files(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    before = mtimes(place)
    cues = (replace(CUES[0], lines=("God morgen alle sammen.",)), *CUES[1:])
    assert place.publish(replace(made, timed=timed(cues))).state == "updated"
    assert "God morgen alle sammen." in page(place)
    changed = {name for name, at in mtimes(place).items() if before.get(name) != at}
    assert changed == {f"{SLUG}/{name}" for name in ("index.html", "entry.json", "captions.da.vtt", "captions.da.srt")}


def test_a_new_poster_takes_the_place_of_the_old_one(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    place.publish(replace(made, poster=poster("Et andet billede")))
    assert len([name for name in small_files(place) if name.startswith("poster-")]) == 1


BOARD = Storyboard.of(b"small pictures", b"WEBVTT\n\n00:00.000 --> 00:10.000\nstoryboard.jpg#xywh=0,0,160,90\n")


def boards(place: MadeSite) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (place.media / SLUG).glob("storyboard*")}


def test_the_storyboard_lies_beside_the_page_which_names_it_as_players_look_for_it(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(replace(made, timed=replace(made.timed, storyboard=BOARD)))
    image = next(name for name in boards(place) if name.endswith(".jpg"))
    assert boards(place)[image] == b"small pictures"
    assert f"{image}#xywh=0,0,160,90" in boards(place)["storyboard.vtt"].decode()
    (track,) = re.findall(r"<track[^>]*thumbnails[^>]*>", page(place))
    assert 'kind="metadata"' in track and 'src="storyboard.vtt"' in track
    assert broken_rules(page(place)) == []
    assert place.publish(replace(made, timed=replace(made.timed, storyboard=BOARD))).state == "unchanged"
    assert not place.notices


def test_a_storyboard_that_is_made_no_more_goes(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(replace(made, timed=replace(made.timed, storyboard=BOARD)))
    assert place.publish(made).state == "updated"
    assert boards(place) == {} and "thumbnails" not in page(place)


def test_a_video_that_stays_keeps_its_own_storyboard_and_replace_brings_the_new_one(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(replace(made, timed=replace(made.timed, storyboard=BOARD)))
    before = boards(place)
    other = Storyboard.of(b"of the new cut", b"WEBVTT\n")
    cut = material(tmp_path / "made", video=b"cut" * 99, timing=hash_of("cut"), timed=replace(timed(CUES[:9]), storyboard=other))
    place.publish(cut)
    assert boards(place) == before and "thumbnails" in page(place)
    place.publish(cut, anew=True)
    assert boards(place) == {other.file: b"of the new cut", "storyboard.vtt": b"WEBVTT\n"}


def test_another_video_is_not_sent_without_being_asked_for(place: MadeSite, tmp_path: Path) -> None:
    first = material(tmp_path / "made")
    place.publish(first)
    second = material(tmp_path / "made", video=b"with another intro" * 999, title="Ny titel")
    again = place.publish(second)
    assert again.state == "updated"
    assert "--replace" in place.notices
    assert f"video-{first.content[:12]}.mp4" in small_files(place)
    assert f"video-{second.content[:12]}.mp4" not in small_files(place)
    assert "Ny titel" in page(place)
    assert place.publish(second).state == "unchanged"
    assert "--replace" in place.notices


def test_a_video_that_stays_keeps_the_captions_that_fit_it(place: MadeSite, tmp_path: Path) -> None:
    first = material(tmp_path / "made")
    place.publish(first)
    cut = material(
        tmp_path / "made", video=b"cut" * 99, timing=hash_of("cut"), duration_us=60_000_000, timed=timed(CUES[:9], CHAPTERS[:2])
    )
    place.publish(cut)
    assert "cut otherwise" in place.notices
    assert (place.media / SLUG / "captions.da.vtt").read_bytes() == first.timed.captions_vtt
    assert "De fem faser" in page(place) and "2 min." in page(place)
    (place.media / SLUG / "chapters.vtt").unlink()
    with pytest.raises(TargetError, match="--replace"):
        place.publish(cut)


def test_with_replace_the_new_video_takes_the_place_of_the_old_one(place: MadeSite, tmp_path: Path) -> None:
    first = material(tmp_path / "made")
    place.publish(first)
    second = material(tmp_path / "made", video=b"cut" * 99, timing=hash_of("cut"), timed=timed(CUES[:9], CHAPTERS[:3]))
    assert place.publish(second, anew=True).state == "updated"
    videos = [name for name in small_files(place) if name.endswith(".mp4")]
    assert videos == [f"video-{second.content[:12]}.mp4"]
    assert "De fem faser" not in page(place)
    assert [entry.state for entry in place.ledger.entries] == ["replaced", "published"]
    assert place.publish(second).state == "unchanged"


def test_with_replace_the_inner_texts_of_the_same_video_are_published_too(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    published = place.media / SLUG / f"video-{made.content[:12]}.mp4"
    corrected = made.video.read_bytes()[:-8] + b"rettet!!"
    made.video.write_bytes(corrected)
    assert place.publish(made).state == "unchanged" and published.read_bytes() != corrected
    assert place.publish(made, anew=True).state == "updated" and published.read_bytes() == corrected
    assert place.publish(made, anew=True).state == "unchanged"


def test_what_somebody_deleted_is_put_back_and_said(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    whole = place.files()
    video = f"video-{made.content[:12]}.mp4"
    (place.media / SLUG / video).unlink()
    (place.media / SLUG / "captions.da.srt").write_text("noget andet", encoding="utf-8")
    assert place.publish(made).state == "updated"
    assert place.files() == whole
    assert video in place.notices and "captions.da.srt" in place.notices


def test_a_deleted_folder_comes_back_under_its_name(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    whole = place.files()
    for path in place.media.rglob("*"):
        if path.is_file():
            path.unlink()
    (place.media / SLUG).rmdir()
    assert place.publish(material(tmp_path / "made", title=MEETING.title)).id == SLUG
    assert place.files() == whole


def test_without_its_ledger_the_same_recording_is_found_and_not_published_twice(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    before = mtimes(place)
    again = place.other_machine("laptop 2").publish(material(tmp_path / "made", title=MEETING.title))
    assert (again.id, again.state) == (SLUG, "unchanged")
    assert mtimes(place) == before


def test_another_meeting_with_the_same_title_and_date_gets_a_number(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    other = place.other_machine("laptop 2").publish(material(tmp_path / "made", name="b"))
    assert other.id == f"{SLUG}-2"
    assert catalogue(place).count("<li>") == 2
    assert place.publish(material(tmp_path / "made")).state == "unchanged"


def test_a_strangers_folder_is_left_alone_and_another_name_taken(place: MadeSite, tmp_path: Path) -> None:
    (place.media / SLUG).mkdir()
    (place.media / SLUG / "index.html").write_text("<h1>Kommunens side</h1>", encoding="utf-8")
    assert place.publish(material(tmp_path / "made")).id == f"{SLUG}-2"
    assert place.files()[f"{SLUG}/index.html"] == b"<h1>Kommunens side</h1>"


def test_a_strangers_index_page_stops_everything_before_anything_is_written(place: MadeSite, tmp_path: Path) -> None:
    (place.media / "index.html").write_text("<h1>Kommunens side</h1>", encoding="utf-8")
    with pytest.raises(TargetError, match=r"index\.html is not from vbn-video"):
        place.publish(material(tmp_path / "made"))
    assert place.files() == {"index.html": b"<h1>Kommunens side</h1>"}
    assert not place.ledger.entries


def test_a_strangers_page_in_our_folder_is_not_overwritten(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    (place.media / SLUG / "index.html").write_text("<h1>Min egen</h1>", encoding="utf-8")
    with pytest.raises(TargetError, match="in the way"):
        place.publish(material(tmp_path / "made", title="Ny titel"))
    assert page(place) == "<h1>Min egen</h1>"


def test_a_strangers_file_under_a_name_that_is_needed_is_not_overwritten(place: MadeSite, tmp_path: Path) -> None:
    first = material(tmp_path / "made")
    place.publish(first)
    second = material(tmp_path / "made", video=b"another" * 99)
    in_the_way = place.media / SLUG / f"video-{second.content[:12]}.mp4"
    in_the_way.write_bytes(b"a stranger's")
    before = place.files()
    with pytest.raises(TargetError, match="in the way"):
        place.publish(second, anew=True)
    assert place.files() == before


def test_withdrawing_takes_everything_of_ours_and_nothing_else(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    place.other_machine("laptop 2").publish(material(tmp_path / "made", name="b", title="Turisme"))
    (place.media / SLUG / "slides.pdf").write_bytes(b"laid here by a person")
    (gone,) = place.withdraw()
    assert (gone.state, gone.id) == ("withdrawn", SLUG)
    assert small_files(place) == {"slides.pdf"}
    assert "slides.pdf" not in place.notices and SLUG in place.notices
    assert MEETING.title not in catalogue(place) and "Turisme" in catalogue(place)
    assert place.withdraw() == ()


def test_after_the_last_meeting_was_withdrawn_the_catalogue_says_that_there_are_none(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    place.withdraw()
    assert "Her er ingen møder endnu." in catalogue(place)
    assert not (place.media / SLUG).exists()


def test_what_was_withdrawn_is_published_again_under_its_name(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    whole = place.files()
    place.withdraw()
    again = place.publish(material(tmp_path / "made"))
    assert (again.state, again.id) == ("published", SLUG)
    assert place.files() == whole
    renamed = place.publish(material(tmp_path / "made", title="Noget helt andet"))
    place.withdraw()
    assert place.publish(material(tmp_path / "made", title="Noget tredje")).id == renamed.id == SLUG


def test_a_meeting_can_be_withdrawn_though_the_catalogue_has_become_a_strangers(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    (place.media / "index.html").write_text("<h1>Kommunens side</h1>", encoding="utf-8")
    assert [gone.state for gone in place.withdraw()] == ["withdrawn"]
    assert not (place.media / SLUG).exists()
    assert catalogue(place) == "<h1>Kommunens side</h1>" and "index.html" in place.notices


def test_a_withdrawn_name_that_another_meeting_has_taken_is_not_taken_back(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    place.withdraw()
    other = place.other_machine("laptop 2")
    assert other.publish(material(tmp_path / "made", name="b")).id == SLUG
    assert place.withdraw() == ()
    assert place.publish(material(tmp_path / "made")).id == f"{SLUG}-2"
    assert other.publish(material(tmp_path / "made", name="b")).state == "unchanged"


@pytest.mark.parametrize("spoiled", [b"", b"{", b"[]", b'{"generator": "another"}', b"\xff\xfe"])
def test_an_entry_that_can_not_be_read_is_left_out_and_said(spoiled: bytes, place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    (place.media / SLUG / "entry.json").write_bytes(spoiled)
    other = place.other_machine("laptop 2")
    other.publish(material(tmp_path / "made", name="b", title="Turisme"))
    assert "entry.json" in other.notices
    assert MEETING.title not in catalogue(place)
    assert place.publish(material(tmp_path / "made")).id == SLUG
    assert MEETING.title in catalogue(place) and "entry.json" not in place.notices


def test_what_lies_beside_the_meetings_is_not_read_as_one(place: MadeSite, tmp_path: Path) -> None:
    (place.media / "billeder").mkdir()
    (place.media / "referat.txt").write_text("hej", encoding="utf-8")
    place.publish(material(tmp_path / "made"))
    assert catalogue(place).count("<li>") == 1
    assert place.files()["referat.txt"] == b"hej"


@pytest.mark.parametrize("media_dir", ["", "  "])
def test_without_a_media_folder_the_line_to_add_is_said(media_dir: str, place: MadeSite, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\[website\]\nmedia_dir = "):
        place.publish(material(tmp_path / "made"), media_dir=media_dir)


def test_an_address_as_media_folder_is_said(place: MadeSite, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is an address"):
        place.publish(material(tmp_path / "made"), media_dir="sftp://eksempel.dk/moeder")


def test_a_media_folder_that_is_not_there_is_not_made(place: MadeSite, tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="is not there"):
        place.publish(material(tmp_path / "made"), media_dir=str(tmp_path / "Z drev"))
    assert not (tmp_path / "Z drev").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom rights bind")
def test_a_media_folder_without_the_right_to_write_is_said(place: MadeSite, tmp_path: Path) -> None:
    place.media.chmod(0o555)
    try:
        with pytest.raises(TargetError, match="right to write"):
            place.publish(material(tmp_path / "made"))
    finally:
        place.media.chmod(0o755)


@pytest.mark.parametrize("title", ['/ \\ : < > " & 😀', "Meget lang titel " * 20, "", "<script>alert(1)</script>", "{{ 7 * 7 }}"])
def test_any_title_is_published_and_shown_as_text(title: str, place: MadeSite, tmp_path: Path) -> None:
    published = place.publish(material(tmp_path / "made", title=title))
    assert "<script>alert" not in page(place, published.id)
    assert "49" not in page(place, published.id).partition("</h1>")[0].partition("<h1>")[2]
    assert place.publish(material(tmp_path / "made", title=title)).state == "unchanged"


def test_a_link_that_no_page_may_hold_is_left_out_and_said(place: MadeSite, tmp_path: Path) -> None:
    links = (Link(title="Farlig", url="javascript:alert(1)"), Link(title="God", url="https://eksempel.dk/?a=1&b=2"))
    place.publish(material(tmp_path / "made", links=links))
    assert "javascript:" not in page(place) and "Farlig" not in page(place)
    assert 'href="https://eksempel.dk/?a=1&amp;b=2"' in page(place)
    assert "javascript:alert(1)" in place.notices


def test_the_entry_says_what_is_ours_by_hash(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    entry = json.loads(place.files()[f"{SLUG}/entry.json"])
    assert entry["generator"] == "vbn-video" and entry["state"] == "published"
    assert set(entry["files"]) == small_files(place) - {"entry.json"}


def test_two_machines_that_publish_at_the_same_time_are_both_in_the_catalogue(
    place: MadeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vbn_video.publish.website import catalogue as catalogue_file

    other, pending = place.other_machine("laptop 2"), [material(tmp_path / "made", name="b", title="Turisme")]
    render = catalogue_file.catalogue_page

    def meanwhile(*values: object) -> bytes:
        made = render(*values)  # type: ignore[arg-type]
        if pending:
            other.publish(pending.pop())
        return made

    monkeypatch.setattr(catalogue_file, "catalogue_page", meanwhile)
    place.publish(material(tmp_path / "made"))
    assert "Turisme" in catalogue(place) and MEETING.title in catalogue(place)
