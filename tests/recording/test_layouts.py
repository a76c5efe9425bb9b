"""Folders and files as people have them: which files are parts, which show the same time, which are refused."""

import datetime as dt
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.made_media import make_video, plain, speechlike
from tests.running import CORPUS, needs_corpus, vbn_video
from tests.sampling import sampled
from vbn_video.errors import RecordingError
from vbn_video.evidence import Sidecar
from vbn_video.recording.find import find_sources
from vbn_video.recording.sources import Sources
from vbn_video.recording.understand import understand

SECONDS = 12.0
Sound = NDArray[np.float32]
Put = Callable[..., Path]

STAMP = "GMT20240124-202901_Recording"
CUT = ".cutfile.20240125093000123"


def bursts(seed: int, seconds: float = SECONDS) -> Sound:
    """Noise that comes and goes at random: two seeds have nothing in common, neither waveform nor levels."""
    random = np.random.default_rng(seed)
    loudness = np.repeat(random.choice([0.01, 0.3], round(seconds * 5)), 6_400)
    return (random.normal(0, 0.3, len(loudness)) * loudness).astype(np.float32)


TALK = speechlike([(0.5, 11.5)], SECONDS)
SOUNDS: dict[str, Sound | None] = {
    "talk": TALK,
    "softer talk": TALK * np.float32(-0.4),
    "talk, a little longer": np.concatenate([TALK, np.zeros(19_200, np.float32)]),
    "talk, begun later": TALK[9_600:],
    "talk, cut to half": TALK[96_000:288_000],
    "one": bursts(1),
    "two": bursts(2, SECONDS + 4),
    "another, as long": bursts(3),
    "silence": np.zeros(round(SECONDS * 32_000), np.float32),
    "no sound": None,
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """A small video with one of `SOUNDS` and a picture of one colour, made once."""
    folder, ready = tmp_path_factory.mktemp("layouts"), dict[tuple[str, str], Path]()

    def make(sound: str, suffix: str) -> Path:
        if (sound, suffix) not in ready:
            samples = SOUNDS[sound]
            seconds = SECONDS if samples is None else len(samples) / 32_000
            path = folder / f"{len(ready)}{suffix}"
            shade = 40 * len(ready) % 256
            ready[sound, suffix] = make_video(
                path, seconds, (64, 48), Fraction(5), None, samples, picture=plain((shade, 90, 90)), colour=None
            )
        return ready[sound, suffix]

    return make


@pytest.fixture
def put(tmp_path: Path, made: Callable[[str, str], Path]) -> Put:
    """A folder with these files: each a name and its sound, or a name alone for an empty file."""

    def fill(*files: str | tuple[str, str], folder: str = "Møde") -> Path:
        path = tmp_path / folder
        path.mkdir()
        for file in files:
            if isinstance(file, str):
                (path / file).touch()
            else:
                shutil.copy(made(file[1], Path(file[0]).suffix), path / file[0])
        return path

    return fill


def refused(*paths: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        find_sources(paths)
    assert caught.value.exit_code == 3
    return caught.value.message


def views(sources: Sources) -> list[str]:
    return [sidecar.file for sidecar in sources.sidecars if sidecar.kind == "view"]


# Two pictures of one time


@pytest.mark.parametrize(
    ("other", "suffix"),
    sampled([("talk", ".mp4"), ("softer talk", ".mkv"), ("talk, a little longer", ".mp4"), ("talk, begun later", ".mov")], (3,)),
)
def test_camera_and_screen_of_one_meeting_are_one_time_of_which_the_screen_is_used_and_that_is_said(
    put: Put, other: str, suffix: str
) -> None:
    folder = put(("Netværksmøde_camera.mp4", "talk"), (f"Netværksmøde_screen{suffix}", other))
    sources = find_sources([folder])
    assert sources.files == (f"Netværksmøde_screen{suffix}",)
    assert sources.sidecars == (Sidecar("view", "Netværksmøde_camera.mp4", 0, "active_speaker"),)
    (choice,) = sources.choices
    assert choice.what == f"Netværksmøde_screen{suffix}" and "same length and the same sound" in choice.why
    assert "Netværksmøde_camera.mp4" in choice.why


def test_the_presets_order_decides_which_picture_is_used(put: Put) -> None:
    folder = put(("Møde kamera.mp4", "talk"), ("Møde skærm.mp4", "talk"))
    assert find_sources([folder]).files == ("Møde skærm.mp4",)
    assert find_sources([folder], views=("active_speaker", "shared_screen")).files == ("Møde kamera.mp4",)


@pytest.mark.parametrize(
    ("folder", "names"),
    sampled(
        [
            ("2024-01-24 14.00.00 Netværksmøde 98765432101", ("kamera.mp4", "skærm.mp4")),
            ("2024-01-24 14.00.00 Netværksmøde 98765432101", ("video1.mp4", "video2.mp4")),
            ("Netværksmøde", ("zoom_0.mp4", "zoom_1.mp4")),
            ("Netværksmøde", ("00001.mp4", "00002.mp4")),
            ("Netværksmøde", ("Møde.mp4", "Møde (1).mp4")),
            ("Netværksmøde", ("gallery.mp4", "speaker.mp4")),
        ],
        (0,),
    ),
)
def test_what_has_the_same_length_and_sound_is_one_time_in_every_layout(put: Put, folder: str, names: Sequence[str]) -> None:
    path = put(*((name, "talk") for name in names), folder=folder)
    sources = find_sources([path])
    assert len(sources.parts) == 1 and {*sources.files, *views(sources)} == set(names)
    assert any("same sound" in choice.why for choice in sources.choices)
    if folder.startswith("2024"):
        assert sources.topic == "Netværksmøde" and sources.parts[0].began is not None
    named = find_sources([path / name for name in names])
    assert len(named.parts) == 1 and {*named.files, *views(named)} == set(names)


@pytest.mark.long
def test_two_pictures_of_two_parts_are_two_parts(put: Put) -> None:
    names = ("kamera 1.mp4", "kamera 2.mp4", "skærm 1.mp4", "skærm 2.mp4")
    folder = put((names[0], "talk"), (names[1], "one"), (names[2], "talk"), (names[3], "one"))
    sources = find_sources([folder])
    assert sources.files == names[2:] and views(sources) == list(names[:2])
    assert [sidecar.part for sidecar in sources.sidecars] == [0, 1]


def test_the_picture_of_a_half_of_the_time_is_not_used_in_place_of_the_whole(put: Put) -> None:
    folder = put((f"{STAMP}_640x360.mp4", "talk, cut to half"), (f"{STAMP}_gvo_640x360.mp4", "talk"))
    sources = find_sources([folder])
    assert sources.files == (f"{STAMP}_gvo_640x360.mp4",)
    assert any(choice.what == f"{STAMP}_640x360.mp4" and "whole" in choice.why for choice in sources.choices)


def test_zooms_own_picture_of_the_screen_is_used_where_the_preset_asks_for_it(put: Put) -> None:
    folder = put(("video5.mp4", "talk"), ("as5.mp4", "talk"), "audio5.m4a", "gvo5.mp4")
    assert find_sources([folder]).files == ("video5.mp4",)
    sources = find_sources([folder], views=("shared_screen",))
    assert sources.files == ("as5.mp4",) and sorted(views(sources)) == ["gvo5.mp4", "video5.mp4"]
    assert [sidecar.part for sidecar in sources.sidecars if sidecar.kind == "audio"] == [0]


def test_files_of_the_same_length_and_another_sound_are_parts_as_a_camera_makes_them(put: Put) -> None:
    folder = put(("00001.mp4", "one"), ("00002.mp4", "another, as long"))
    sources = find_sources([folder])
    assert sources.files == ("00001.mp4", "00002.mp4") and views(sources) == []
    assert ["order of their names" in choice.why for choice in sources.choices] == [True]


@pytest.mark.parametrize(
    ("one", "other"), sampled([("silence", "silence"), ("no sound", "no sound"), ("talk", "silence"), ("talk", "no sound")], (1,))
)
def test_where_the_sound_of_files_of_the_same_length_does_not_tell_it_is_asked(put: Put, one: str, other: str) -> None:
    folder = put(("00001.mp4", one), ("00002.mp4", other))
    said = refused(folder)
    assert "00001.mp4" in said and "00002.mp4" in said and "two pictures of the same time" in said
    assert find_sources([folder / "00001.mp4", folder / "00002.mp4"]).files == ("00001.mp4", "00002.mp4")


# Two meetings


@pytest.mark.parametrize(
    "names",
    [
        ("HR-netværk.mp4", "Bestyrelsesmøde.mp4"),
        ("HR-netværk 2024-01-24.mp4", "HR-netværk 2024-02-28.mp4"),
        ("HR-netværk 24-01-2024.mp4", "HR-netværk 28-02-2024.mp4"),
        ("HR-netværk-20240124_090000-Meeting Recording.mp4", "HR-netværk-20240124_140000-Meeting Recording.mp4"),
        ("HR-netværk-20240124_090000-Meeting Recording.mp4", "Bestyrelse-20240124_093000-Meeting Recording.mp4"),
        ("HR-netværk 2023.mp4", "HR-netværk 2024.mp4"),
        ("HR-netværk.mp4", "HR-netværk (1).mp4"),
        ("HR-netværk.mp4", "HR-netværk - redigeret.mp4"),
        ("HR-netværk.mp4", "HR-netværk 2024-01-24.mp4"),
        ("oplæg 1 version 3.mp4", "oplæg 2 version 4.mp4"),
        ("x9Kd.mp4", "Q2ee.mp4"),
    ],
)
def test_a_folder_whose_files_names_do_not_make_parts_is_refused_with_both_named(put: Put, names: tuple[str, str]) -> None:
    folder = put(*names)
    said = refused(folder)
    assert all(name in said for name in names) or ("09:00" in said and "14:00" in said)
    assert find_sources([folder / names[1], folder / names[0]]).files == (names[1], names[0])


@pytest.mark.long
def test_two_recordings_of_one_hour_that_are_no_pictures_of_the_same_time_are_refused(put: Put) -> None:
    names = ("2024-01-24 09-00-00.mkv", "2024-01-24 09-00-05.mkv")
    said = refused(put((names[0], "one"), (names[1], "two")))
    assert all(name in said for name in names)


@pytest.mark.parametrize(
    "names",
    [
        ("del 2.mp4", "del 10.mp4"),
        ("Møde.mp4", "Møde 2.mp4"),
        ("Møde a.mp4", "Møde b.mp4"),
        ("Møde (1).mp4", "Møde (2).mp4"),
        ("GX010123.mp4", "GX020123.mp4"),
        ("2024-01-24 del 1.mp4", "2024-01-24 del 2.mp4"),
        ("2024-01-24 09-00-00.mkv", "2024-01-24 10-30-00.mkv"),
        ("Møde-20240124_090000.mp4", "Møde-20240124_093000.mp4"),
        (unicodedata.normalize("NFD", "Rådgivning 1.mp4"), unicodedata.normalize("NFC", "Rådgivning 2.mp4")),
        (unicodedata.normalize("NFC", "Rådgivning 1.mp4"), unicodedata.normalize("NFD", "Rådgivning 2.mp4")),
    ],
)
def test_numbered_or_timed_names_of_one_topic_are_parts_in_their_order(put: Put, names: tuple[str, str]) -> None:
    sources = find_sources([put(*names)])
    assert sources.files == names
    assert ["order of their names" in choice.why for choice in sources.choices] == [True]


def test_two_topics_within_two_hours_in_one_folder_are_refused_but_as_two_files_are_one_meeting(put: Put) -> None:
    names = ("HR-netværk GMT20240124-080000_Recording_640x360.mp4", "Bestyrelsesmøde GMT20240124-100000_Recording_640x360.mp4")
    folder = put(*names)
    said = refused(folder)
    assert "more than one meeting" in said and all(name in said for name in names)
    named = find_sources([folder / name for name in names])
    assert (named.kind, named.files, named.topic, named.choices) == ("files", names, "HR-netværk", ())
    backwards = find_sources(sorted(folder.iterdir()))
    assert backwards.files == names[::-1] and [choice.what for choice in backwards.choices] == [names[0]]


def test_a_file_that_was_named_twice_is_used_once_and_that_is_said(put: Put) -> None:
    folder = put("a.mp4", "b.mp4")
    sources = find_sources([folder / "a.mp4", folder / "b.mp4", folder / "a.mp4"])
    assert sources.files == ("a.mp4", "b.mp4") and [choice.what for choice in sources.choices] == ["a.mp4"]


def test_a_video_that_zoom_did_not_name_is_left_out_of_a_local_folder_and_that_is_said(put: Put) -> None:
    sources = find_sources([put("zoom_0.mp4", "zoom_0 klippet.mp4")])
    assert sources.files == ("zoom_0.mp4",) and [choice.what for choice in sources.choices] == ["zoom_0 klippet.mp4"]


def test_the_list_of_a_local_folder_may_write_a_name_in_other_letters(put: Put) -> None:
    name = unicodedata.normalize("NFD", "Rådgivning.MP4")
    folder = put(name, "noter.txt")
    (folder / "recording.conf").write_text('{"items": [{"video": "Rådgivning.mp4"}]}', encoding="utf-8")
    assert find_sources([folder]).files == (name,)


@pytest.mark.parametrize("spelling", ["NetvÃ¦rksmÃ¸de", "Netv├ªrksm├©de", "Netv%C3%A6rksm%C3%B8de"])
def test_a_name_that_came_in_another_encoding_is_read_as_it_was_meant(put: Put, spelling: str) -> None:
    folder = put(f"{spelling}.mp4", folder=spelling)
    assert find_sources([folder]).topic == find_sources([folder / f"{spelling}.mp4"]).topic == "Netværksmøde"


@pytest.mark.parametrize(
    ("folder", "file", "topic", "day"),
    [
        ("2024-01-24 Temamøde", "video.mp4", "Temamøde", dt.date(2024, 1, 24)),
        ("Temamøde 24. januar 2024", "video.mp4", "Temamøde", dt.date(2024, 1, 24)),
        ("2024-01-24 Temamøde", f"{STAMP}_640x360.mp4", "Temamøde", dt.date(2024, 1, 24)),
        ("2024-01-23 Temamøde", f"{STAMP}_640x360.mp4", None, dt.date(2024, 1, 24)),
        ("2024-01-24 14.00.00 Temamøde 24-01-2024 98765432101", "video1.mp4", "Temamøde", None),
        ("2024-01-24", "video.mp4", None, dt.date(2024, 1, 24)),
        ("Temamøde", "2024-01-24 14-00-00.mp4", None, dt.date(2024, 1, 24)),
        ("Temamøde", "video.mp4", None, None),
        ("Temamøde", f"Temamøde 2024-01-24_{STAMP}_640x360.mp4", "Temamøde", dt.date(2024, 1, 24)),
        (unicodedata.normalize("NFD", "Årsmøde på Grenå"), "video.mp4", "Årsmøde på Grenå", None),
    ],
)
def test_a_day_in_a_name_is_the_meetings_day_and_not_told_again_by_its_topic(
    put: Put, folder: str, file: str, topic: str | None, day: dt.date | None
) -> None:
    sources = find_sources([put(file, folder=folder)])
    assert (sources.topic, sources.day) == (topic, day)


# Zoom's trimmed copy


def trimmed(put: Put, *files: str | tuple[str, str]) -> Path:
    return put(*files, f"{STAMP}.transcript.vtt", f"{STAMP}{CUT}.transcript.vtt", f"{STAMP}newChat.txt", f"{STAMP}.m4a")


def test_of_original_and_trimmed_copy_the_original_is_used_with_its_own_texts_and_that_is_said(put: Put) -> None:
    folder = trimmed(
        put, (f"{STAMP}{CUT}_640x360.mp4", "talk, cut to half"), (f"{STAMP}_640x360.mp4", "talk"), f"{STAMP}_gvo_640x360.mp4"
    )
    for named in ([folder], sorted(folder.iterdir())):
        sources = find_sources(named)
        assert sources.files == (f"{STAMP}_640x360.mp4",) and views(sources) == [f"{STAMP}_gvo_640x360.mp4"]
        texts = {sidecar.file for sidecar in sources.sidecars if sidecar.kind != "view"}
        assert texts == {f"{STAMP}.transcript.vtt", f"{STAMP}newChat.txt", f"{STAMP}.m4a"}
        assert any("trimmed copy" in choice.why and f"{STAMP}{CUT}_640x360.mp4" in choice.why for choice in sources.choices)
        assert any(choice.what == f"{STAMP}{CUT}.transcript.vtt" and "not used" in choice.why for choice in sources.choices)


@pytest.mark.parametrize("alone", [True, False])
def test_a_trimmed_copy_has_its_own_texts_and_another_clock_than_the_original(put: Put, alone: bool) -> None:
    copy = (f"{STAMP}{CUT}_640x360.mp4", "talk, cut to half")
    folder = trimmed(put, copy) if alone else trimmed(put, copy, (f"{STAMP}_640x360.mp4", "talk"))
    sources = find_sources([folder] if alone else [folder / copy[0]])
    assert sources.files == (copy[0],)
    assert [(sidecar.kind, sidecar.file) for sidecar in sources.sidecars] == [("transcript", f"{STAMP}{CUT}.transcript.vtt")]
    assert sources.parts[0].began is None and sources.day is not None and sources.day.isoformat() == "2024-01-24"
    unused = {choice.what for choice in sources.choices if "not used" in choice.why}
    assert unused == {f"{STAMP}.transcript.vtt", f"{STAMP}newChat.txt", f"{STAMP}.m4a"}
    recording, _packets = understand(sources, lambda event: None)
    assert recording.began is None and recording.day == sources.day


def test_of_several_trimmed_copies_the_longest_is_used_then_the_newest(put: Put) -> None:
    first, second, third = (f"{STAMP}.cutfile.2024012{day}093000123_640x360.mp4" for day in (5, 6, 7))
    sources = find_sources([put((first, "talk"), (second, "talk"), (third, "talk, cut to half"))])
    assert sources.files == (second,) and views(sources) == []
    (said,) = (choice.why for choice in sources.choices if "several trimmed copies" in choice.why)
    assert first in said and third in said


@needs_corpus
def test_the_cases_of_the_corpus_are_what_they_are() -> None:
    cases = CORPUS / "cases"
    sources = find_sources([cases / "trimmed-copy"])
    assert [sidecar.file for sidecar in sources.sidecars] == [f"{STAMP}.transcript.vtt"] and len(sources.parts) == 1
    assert find_sources([cases / "two-views"]).files == ("Netværksmøde_screen.mp4",)
    assert "more than one meeting" in refused(cases / "two-topics")
    iso = find_sources([cases / "2024-01-24 14.00.00 Introduktion til ISO 27001"])
    assert (iso.topic, iso.meeting_id) == ("Introduktion til ISO 27001", None)


def test_inspect_says_what_is_used_and_of_a_trimmed_copy_the_day_only(put: Put) -> None:
    folder = trimmed(put, (f"{STAMP}{CUT}_640x360.mp4", "talk, cut to half"))
    done = vbn_video("inspect", folder)
    assert done.code == 0
    rows = [line.split(maxsplit=1) for line in done.out.splitlines()]
    assert ["began", "2024-01-24"] in rows
    assert ["transcript", f"{STAMP}{CUT}.transcript.vtt"] in rows
    assert any(name == "chosen" and f"{STAMP}newChat.txt" in text and "not used" in text for name, text in rows)
