"""Two pages of one recording, and a page that another project made: what stays, what goes, what is said."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.publish.made_meeting import CUES, MEETING, hash_of, material, timed
from tests.publish.website.conftest import MadeSite
from tests.sampling import sampled
from vbn_video.errors import TargetError
from vbn_video.publish.material import Material
from vbn_video.publish.website.storage.drive import MediaFolder
from vbn_video.publish.website.storage.run_marks import RunMark

SLUG = "2020-12-08-hr-og-den-vanskelige-samtale"
OTHER = "2020-12-08-dialog"
BASE = "https://eksempel.dk/video/"


def pages(place: MadeSite) -> list[str]:
    return sorted(path.parent.name for path in place.media.glob("[!.]*/entry.json"))


def two_pages(place: MadeSite, folder: Path, *, first: str = SLUG) -> Material:
    """The recording `a` under two titles, as two machines left it that could not see each other; `first` was whole first."""
    made = material(folder)
    place.publish(made)
    aside = place.media.with_name("aside")
    shutil.move(place.media / SLUG, aside)
    place.other_machine("laptop 2").publish(material(folder, title="Dialog", video=b"another video" * 99))
    shutil.move(aside, place.media / SLUG)
    for slug in (SLUG, OTHER):
        path = place.media / slug / "entry.json"
        at = "2020-12-08T10:00:00Z" if slug == first else "2020-12-08T10:00:01Z"
        path.write_text(json.dumps({**json.loads(path.read_bytes()), "published_at": at}), encoding="utf-8")
    assert pages(place) == sorted((SLUG, OTHER))
    return made


@pytest.mark.parametrize("first", [SLUG, OTHER])
@pytest.mark.parametrize("who", sampled(["a", "b", "a third"], (2,)))
def test_of_two_pages_the_one_that_was_first_stays_whoever_finds_them(
    first: str, who: str, place: MadeSite, tmp_path: Path
) -> None:
    made = two_pages(place, tmp_path / "made", first=first)
    finder = {"a": place, "b": MadeSite(place.media, place.project.with_name("laptop 2"), place.website)}.get(
        who
    ) or place.other_machine("laptop 3")
    finder.publish(replace(made, content=hash_of(who)) if who == "a third" else made, base_url=BASE)
    assert pages(place) == [first]
    gone = OTHER if first == SLUG else SLUG
    assert f"{BASE}{first}/ was there first" in finder.notices and f"{BASE}{gone}/ is taken down" in finder.notices
    assert not (place.media / gone).exists() and not list(place.media.glob(".vbn-video-*"))
    assert gone not in (place.media / "index.html").read_text(encoding="utf-8")


def test_a_superfluous_page_leaves_what_others_laid_beside_it(place: MadeSite, tmp_path: Path) -> None:
    made = two_pages(place, tmp_path / "made")
    (place.media / OTHER / "slides.pdf").write_bytes(b"a person's")
    place.publish(made)
    assert [path.name for path in (place.media / OTHER).iterdir()] == ["slides.pdf"]


@pytest.mark.parametrize("taken", [False, True])
def test_a_strangers_file_that_comes_just_before_the_folder_is_hidden_is_shown_again_or_said(
    taken: bool, place: MadeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish(material(tmp_path / "made"))
    hide, unlink, slides = MediaFolder.hide_folder, MediaFolder._unlink, place.media / SLUG / "slides.pdf"

    def arrive_and_hide(media: MediaFolder, name: str) -> str | None:
        slides.write_bytes(b"a person's")
        hidden = hide(media, name)
        if taken:
            slides.parent.mkdir()
        return hidden

    def see_and_unlink(media: MediaFolder, path: Path) -> None:
        assert taken or slides.exists()
        unlink(media, path)

    with monkeypatch.context() as raced:
        raced.setattr(MediaFolder, "hide_folder", arrive_and_hide)
        raced.setattr(MediaFolder, "_unlink", see_and_unlink)
        place.withdraw()
    assert not list(place.media.rglob("*.mp4"))
    if not taken:
        assert [path.name for path in slides.parent.iterdir()] == ["slides.pdf"] and str(slides.parent) in place.notices
    else:
        (found,) = place.media.rglob("slides.pdf")
        assert found.parent.name.startswith(".") and str(found.parent) in place.notices


def test_a_copy_that_a_person_made_is_said_and_left(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    shutil.copytree(place.media / SLUG, place.media / "2020 kopi")
    assert place.publish(made).id == SLUG
    assert pages(place) == ["2020 kopi", SLUG]
    assert "made by hand" in place.notices and "2020 kopi" in place.notices


def test_a_folder_that_a_person_renamed_is_still_the_recordings_page(place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    (place.media / SLUG).rename(place.media / "hr")
    assert place.publish(made).id == "hr"
    assert pages(place) == ["hr"] and place.publish(made).state == "unchanged"


def test_a_folder_that_a_person_renamed_is_withdrawn(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    (place.media / SLUG).rename(place.media / "hr")
    (gone,) = place.withdraw()
    assert (gone.state, gone.id) == ("withdrawn", "hr") and "/hr/" in gone.url
    assert not (place.media / "hr").exists() and not pages(place)
    assert place.withdraw() == ()


@pytest.mark.parametrize("seen", [False, True])
@pytest.mark.parametrize("renamed", [False, True])
def test_a_page_that_another_project_has_taken_over_is_not_withdrawn(
    seen: bool, renamed: bool, place: MadeSite, tmp_path: Path
) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    theirs = material(tmp_path / "other", video=b"another video" * 99)
    copy_of(place, "kopi").publish(theirs, anew=True)
    if renamed:
        (place.media / SLUG).rename(place.media / "hr")
    if seen:
        assert place.publish(made).state == "unchanged"
        assert not place.ledger.standing("website")
    whole = place.files()
    assert place.withdraw() == () and place.files() == whole
    assert seen or "another project" in place.notices
    assert not place.ledger.standing("website")
    assert place.publish(made, anew=True).state == "updated"
    assert [gone.state for gone in place.withdraw()] == ["withdrawn"] and not pages(place)


def test_another_projects_page_is_left_as_it_stands_and_all_is_said(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    before = place.files()
    copy = place.other_machine("kopi")
    renamed = material(tmp_path / "made", title="Optagelse 7", video=b"encoded on two cores" * 99, other_project=place.project)
    left = copy.publish(renamed, base_url=BASE)
    assert (left.state, left.id, left.url) == ("unchanged", SLUG, f"{BASE}{SLUG}/")
    assert place.files() == before
    for said in (MEETING.title, "2020-12-08", f"{BASE}{SLUG}/", str(place.project), "--replace", "--as NAME"):
        assert said in copy.notices
    assert not copy.ledger.standing("website")
    assert copy.publish(renamed, anew=True).state == "updated"
    assert "Optagelse 7" in (place.media / SLUG / "index.html").read_text(encoding="utf-8")
    assert place.publish(material(tmp_path / "made")).state == "unchanged" and "Optagelse 7" in place.notices


def test_words_that_another_project_corrected_are_not_overwritten_unasked(place: MadeSite, tmp_path: Path) -> None:
    as_heard = material(tmp_path / "made")
    place.publish(replace(as_heard, timed=timed(CUES[:-1])))
    whole = place.files()
    copy = place.other_machine("kopi")
    for _run in range(2):
        assert copy.publish(as_heard).state == "unchanged"
        assert place.files() == whole
    assert MEETING.title in copy.notices and "--replace" in copy.notices
    assert copy.publish(as_heard, anew=True).state == "updated"
    assert place.publish(as_heard).state == "unchanged"


def copy_of(place: MadeSite, name: str) -> MadeSite:
    """The project folder copied, its ledger too."""
    copy = place.other_machine(name)
    shutil.copy(place.project / "ledger.json", copy.project)
    return copy


@pytest.mark.parametrize("renamed", [False, True])
def test_words_that_were_corrected_in_a_copied_project_are_not_overwritten_unasked(
    renamed: bool, place: MadeSite, tmp_path: Path
) -> None:
    as_heard = material(tmp_path / "made")
    place.publish(as_heard)
    copy_of(place, "kopi").publish(replace(as_heard, timed=timed(CUES[:-1])))
    if renamed:
        (place.media / SLUG).rename(place.media / "hr")
    whole = {name: data for name, data in place.files().items() if name != "index.html"}  # the catalogue links what was renamed
    for _run in range(2):
        left = place.publish(as_heard, base_url=BASE)
        assert (left.state, left.url) == ("unchanged", f"{BASE}{'hr' if renamed else SLUG}/")
        assert whole.items() <= place.files().items()
        assert left.url in place.notices and "--replace" in place.notices
    assert [entry.id for entry in place.ledger.standing("website")] == [left.id]
    assert place.publish(as_heard, anew=True).state == "updated"
    assert (place.media / left.id / "captions.da.vtt").read_bytes() == as_heard.timed.captions_vtt
    assert place.publish(as_heard).state == "unchanged" and not place.notices


def test_words_of_a_copied_project_that_new_ones_replace_are_said(place: MadeSite, tmp_path: Path) -> None:
    as_heard, newer = material(tmp_path / "made"), material(tmp_path / "made", timed=timed(CUES[1:]))
    place.publish(as_heard)
    copy = copy_of(place, "kopi")
    copy.publish(replace(as_heard, timed=timed(CUES[:-1])))
    assert not copy.notices
    assert place.publish(newer).state == "updated"
    assert "by somebody else" in place.notices and "replaced" in place.notices
    assert (place.media / SLUG / "captions.da.vtt").read_bytes() == newer.timed.captions_vtt
    (place.media / SLUG / "captions.da.vtt").write_bytes(b"WEBVTT\n")
    assert place.publish(newer).state == "updated" and "put back" in place.notices and "somebody" not in place.notices


def test_a_page_of_the_same_video_from_another_project_says_what_it_was(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    copy = place.other_machine("kopi")
    assert copy.publish(material(tmp_path / "made", title="Optagelse 7"), anew=True).state == "updated"
    assert MEETING.title in copy.notices and "another project" in copy.notices
    copy.publish(material(tmp_path / "made", title="Optagelse 8"))
    assert "another project" not in copy.notices


def test_next_weeks_recording_in_the_same_project_leaves_last_weeks_page_published(place: MadeSite, tmp_path: Path) -> None:
    last_week = place.publish(material(tmp_path / "made"))
    next_week = place.publish(material(tmp_path / "made", name="b", title="Uge 2"))
    assert last_week.id != next_week.id and pages(place) == sorted((last_week.id, next_week.id))
    assert [(entry.id, entry.state) for entry in place.ledger.standing("website")] == [
        (last_week.id, "published"),
        (next_week.id, "published"),
    ]
    assert {gone.id for gone in place.withdraw()} == {last_week.id, next_week.id}


def test_a_recording_that_a_live_run_is_just_publishing_is_a_sentence(place: MadeSite, tmp_path: Path) -> None:
    made, other = material(tmp_path / "made"), MediaFolder(place.media, RunMark.new())
    place.publish(made)
    path = place.media / SLUG / "entry.json"
    begun = {**json.loads(path.read_bytes()), "state": "publishing", "run": other.run.prefix}
    path.write_text(json.dumps(begun), encoding="utf-8")
    with other.at_work(), pytest.raises(TargetError, match="just publishing this recording"):
        place.other_machine("laptop 2").publish(made)
    place.other_machine("laptop 3").publish(made)
    assert json.loads(path.read_bytes())["state"] == "published"


def test_a_page_whose_texts_another_run_wrote_over_is_said(place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    (place.media / SLUG / "captions.da.vtt").write_bytes(b"WEBVTT\n")
    other = place.other_machine("laptop 2")
    other.publish(material(tmp_path / "made", video=b"another video" * 99))
    assert "captions.da.vtt" in other.notices and "not as they were published" in other.notices


@pytest.mark.parametrize(
    "name",
    sampled(["../../victim", "", ".htaccess", "../victim", "/etc/hosts", "..", "a/b", "a\\b", "c:x", "nul", "a\0b"], (0,)),
)
@pytest.mark.parametrize("field", ["files", "poster", "video"])
def test_a_name_in_an_entry_leads_nowhere_else(field: str, name: str, place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    victims = [place.media.parent / "victim", place.media / "victim"]
    for victim in victims:
        victim.write_bytes(b"the publisher's")
    path = place.media / SLUG / "entry.json"
    entry = json.loads(path.read_bytes())
    if field == "files":
        entry["files"][name] = {"size": 1}
    elif name:  # an empty one says that there is none
        entry.update({"poster": name} if field == "poster" else {"video": {**entry["video"], "file": name}})
    path.write_text(json.dumps(entry), encoding="utf-8")
    other = place.other_machine("laptop 2")
    other.publish(material(tmp_path / "made", name="b", title="Turisme"))
    spoiled = bool(name) or field == "files"
    assert ("entry.json" in other.notices) == spoiled
    place.publish(made)
    place.withdraw()
    assert all(victim.read_bytes() == b"the publisher's" for victim in victims)


@pytest.mark.parametrize(("field", "value"), [("files", ["../../victim"]), ("files", [".htaccess"]), ("website", {"x": 1})])
def test_a_ledger_that_names_what_is_not_ours_is_a_sentence(field: str, value: object, place: MadeSite, tmp_path: Path) -> None:
    from vbn_video.errors import InputError

    made = material(tmp_path / "made")
    place.publish(made)
    (place.media.parent / "victim").write_bytes(b"the publisher's")
    path = place.project / "ledger.json"
    document = json.loads(path.read_bytes())
    document["entries"][0]["facts"][field] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    for act in (place.withdraw, lambda: place.publish(made)):
        with pytest.raises(InputError, match=r"ledger\.json can't be read"):
            act()
    assert (place.media.parent / "victim").exists() and pages(place) == [SLUG]


@pytest.mark.parametrize("length", sampled(["1e308", "-1", "NaN", "Infinity", "1e15", "9" * 5000, '"x"'], (0, 1)))
def test_a_length_that_no_meeting_has_is_left_out_and_said(length: str, place: MadeSite, tmp_path: Path) -> None:
    place.publish(material(tmp_path / "made"))
    path = place.media / SLUG / "entry.json"
    path.write_text(path.read_text(encoding="utf-8").replace("124.0", length), encoding="utf-8")
    other = place.other_machine("laptop 2")
    assert other.publish(material(tmp_path / "made", name="b", title="Turisme")).state == "published"
    assert f"{SLUG}/entry.json" in other.notices


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("kind", ["pipe", "link", "folder", "huge", "no right", "device"])
def test_what_is_no_entry_is_left_out_and_said_and_publishing_goes_on(
    kind: str, place: MadeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = place.media / "fremmed"
    folder.mkdir()
    entry = folder / "entry.json"
    if kind == "pipe":
        os.mkfifo(entry)
    elif kind in ("link", "device"):
        entry.symlink_to("/dev/zero" if kind == "device" else tmp_path / "nowhere")
    elif kind == "folder":
        entry.mkdir()
    elif kind == "huge":
        with entry.open("wb") as file:
            file.truncate(1 << 40)
    else:
        lstat = Path.lstat

        def refuse(path: Path) -> os.stat_result:
            if path.parent == folder:
                raise PermissionError(13, "Permission denied")
            return lstat(path)

        monkeypatch.setattr(Path, "lstat", refuse)
    assert place.publish(material(tmp_path / "made")).state == "published"
    assert "fremmed" in place.notices


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("at", ["index.html", "page"])
def test_a_pipe_in_the_place_of_a_page_is_said_and_not_waited_for(at: str, place: MadeSite, tmp_path: Path) -> None:
    made = material(tmp_path / "made")
    place.publish(made)
    path = place.media / ("index.html" if at == "index.html" else f"{SLUG}/index.html")
    path.unlink()
    os.mkfifo(path)
    if at == "index.html":
        with pytest.raises(TargetError, match="is not from vbn-video"):
            place.publish(made)
        assert path.is_fifo()
    else:
        assert place.publish(made).state == "updated"


@pytest.mark.parametrize("name", ["vbn-video", SLUG])
def test_a_folder_of_ours_that_is_a_link_is_not_followed(name: str, place: MadeSite, tmp_path: Path) -> None:
    made, outside = material(tmp_path / "made"), tmp_path / "outside"
    if name == SLUG:
        place.publish(made)
        (place.media / SLUG).rename(outside)
    else:
        outside.mkdir()
    (place.media / name).symlink_to(outside)
    before = {path.name: path.read_bytes() for path in outside.iterdir()}
    if name == SLUG:
        assert place.publish(made).id == f"{SLUG}-2"
        assert (place.media / SLUG).is_symlink()
    else:
        with pytest.raises(TargetError, match="is a link"):
            place.publish(made)
        assert list(place.media.iterdir()) == [place.media / "vbn-video"] and not place.ledger.entries
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == before


def test_what_a_run_of_this_process_that_has_ended_left_can_be_taken_up_by_another(
    place: MadeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A queue of recordings goes on in one process when one of them was refused."""
    made = material(tmp_path / "made")
    with monkeypatch.context() as full:

        def refuse(*_values: object) -> None:
            raise OSError(28, "No space left on device")

        full.setattr(MediaFolder, "_place", refuse)
        with pytest.raises(OSError, match="No space"):
            place.publish(made)
    assert json.loads((place.media / SLUG / "entry.json").read_bytes())["state"] == "publishing"
    assert place.other_machine("laptop 2").publish(made).state == "published"
