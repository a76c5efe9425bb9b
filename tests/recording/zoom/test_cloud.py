"""Files from Zoom's cloud: stamps in UTC, several layouts of one stretch, one meeting or two in a folder."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.made_media import make_video
from vbn_video.errors import RecordingError
from vbn_video.recording.find import find_sources
from vbn_video.recording.zoom.cloud import CloudPart, arrange_parts, read_cloud_name
from vbn_video.recording.zoom.sidecars import find_cloud_sidecars, sidecar_kind

ZONE = "Europe/Copenhagen"


class Evidence:
    """Files that are all so long, and of which the sound is the same, another, or tells nothing."""

    def __init__(self, minutes: float, same: bool | None, of_file: Mapping[str, float] | None = None) -> None:
        self._minutes, self._same, self._of_file = minutes, same, of_file or {}

    def length_us(self, file: str) -> int | None:
        return round(self._of_file.get(file, self._minutes) * 60_000_000)

    def same_sound(self, one: str, other: str) -> bool | None:
        return self._same


def parts(*names: str, minutes: float = 60, same: bool | None = True) -> tuple[CloudPart, ...]:
    """The parts of a folder with these files, each so long."""
    files = [(name, said) for name in names if (said := read_cloud_name(name))]
    assert len(files) == len(names)
    return arrange_parts(files, Evidence(minutes, same), Path("mappe"), ZONE)


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("GMT20240124-202901_Recording_1280x720.mp4", "shared_screen_with_speaker"),
        ("GMT20240124-202901_Recording_avo_1280x720.mp4", "active_speaker"),
        ("GMT20240124-202901_Recording_gvo_1280x720.mp4", "gallery"),
        ("GMT20240124-202901_Recording_as_1280x720.mp4", "shared_screen"),
        ("GMT20240124-202901_Recording_gallery_1280x720.mp4", "shared_screen_with_gallery"),
        ("GMT20240124-202901_Recording_gallery_1280x720 (1).mp4", "shared_screen_with_gallery"),
        ("GMT20240124-202901_Recording_1280x720_gvo.mp4", "gallery"),
        ("GMT20240124-202901_Recording_active_speaker.mp4", "active_speaker"),
        ("GMT20240124-202901_Recording.gallery_view.mp4", "gallery"),
        ("GMT20240124-202901_Recording_shared_screen_with_gallery_view.mp4", "shared_screen_with_gallery"),
        ("GMT20240124-202901_Recording.m4a", "shared_screen_with_speaker"),
        ("GMT20240124-202901_RecordingnewChat.txt", "shared_screen_with_speaker"),
        ("GMT20240124-202901.chat.txt", "shared_screen_with_speaker"),
    ],
)
def test_a_name_says_when_in_utc_and_which_layout(name: str, view: str) -> None:
    said = read_cloud_name(name)
    assert said and said.view == view and said.began.isoformat() == "2024-01-24T20:29:01+00:00"
    assert (said.topic, said.cut) == (None, None)


NFD = unicodedata.normalize("NFD", "Åben rådgivning")


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("HR-netværk GMT20240124-080000_Recording_640x360.mp4", "HR-netværk"),
        ("GMT20240124-080000_HR-netværk_640x360.mp4", "HR-netværk"),
        ("GMT20240124-080000_HR-netværk_avo_640x360.mp4", "HR-netværk"),
        ("GMT20240124-080000 HR-netværk_640x360.mp4", "HR-netværk"),
        (f"{NFD} GMT20240124-080000_Recording.mp4", "Åben rådgivning"),
        ("Ã…ben rÃ¥dgivning GMT20240124-080000_Recording.mp4", "Åben rådgivning"),
        ("Netv%C3%A6rksm%C3%B8de GMT20240124-080000_Recording.mp4", "Netværksmøde"),
        ("Netv%25C3%25A6rk GMT20240124-080000_Recording.mp4", "Netværk"),
    ],
)
def test_a_name_says_the_topic_before_or_after_the_stamp_however_it_is_encoded(name: str, topic: str) -> None:
    said = read_cloud_name(name)
    assert said and said.topic == topic


@pytest.mark.parametrize(
    "name",
    [
        "GMT20240124-202901_Recording.cutfile.20240125093000123_640x360.mp4",
        "GMT20240124-202901_Recording_640x360.cutfile.20240125093000123.mp4",
        "GMT20240124-202901_Recording.cutfile.20240125093000123.transcript.vtt",
        "GMT20240124-202901_Recording.transcript.cutfile.20240125093000123.vtt",
        "GMT20240124-202901_Recording_cutfile_20240125093000123_640x360 (2).mp4",
    ],
)
def test_a_trimmed_copy_is_known_by_its_name_wherever_it_stands_there(name: str) -> None:
    said = read_cloud_name(name)
    assert said and said.cut == "20240125093000123" and said.topic is None
    assert sidecar_kind(name) == ("transcript" if name.endswith(".vtt") else None)


@pytest.mark.parametrize("name", ["video1.mp4", "GMT2024-01-24.mp4", "GMT20241324-202901_Recording.mp4"])
def test_another_name_is_not_zooms(name: str) -> None:
    assert read_cloud_name(name) is None


def test_of_several_layouts_the_shared_screen_with_speaker_is_the_part_and_the_others_are_views() -> None:
    (part,) = parts(
        "GMT20240124-202901_Recording_avo_640x360.mp4",
        "GMT20240124-202901_Recording_gallery_1280x720.mp4",
        "GMT20240124-202901_Recording_1280x720.mp4",
    )
    assert part.file == "GMT20240124-202901_Recording_1280x720.mp4" and len(part.others) == 2


def test_without_a_shared_screen_the_active_speaker_is_better_than_the_gallery() -> None:
    (part,) = parts("GMT20240124-202901_Recording_gvo_1280x720.mp4", "GMT20240124-202901_Recording_avo_1280x720.mp4")
    assert "_avo_" in part.file


def test_another_layout_with_a_stamp_some_seconds_later_is_a_view_and_no_second_part() -> None:
    (part,) = parts("GMT20240124-202901_Recording_1280x720.mp4", "GMT20240124-202905_Recording_gvo_1280x720.mp4")
    assert part.others == ("GMT20240124-202905_Recording_gvo_1280x720.mp4",)


def test_another_layout_that_sounds_otherwise_or_is_of_another_length_is_another_meeting() -> None:
    names = ("GMT20240124-202901_Recording_1280x720.mp4", "GMT20240124-202905_Recording_gvo_1280x720.mp4")
    with pytest.raises(RecordingError, match="holds more than one meeting") as caught:
        parts(*names, same=False)
    assert all(name in caught.value.message for name in names)
    with pytest.raises(RecordingError, match="Nothing in mappe says whether") as caught:
        parts(*names, same=None)
    assert all(name in caught.value.message for name in names)


def test_what_begins_in_the_middle_of_a_part_is_no_view_of_it_in_whichever_layout() -> None:
    for layout in ("", "gvo_"):
        with pytest.raises(RecordingError, match="holds more than one meeting"):
            parts("GMT20240124-200000_Recording_1280x720.mp4", f"GMT20240124-203000_Recording_{layout}1280x720.mp4")


WHOLE, SCREEN = "GMT20240124-200000_Recording_1280x720.mp4", "GMT20240124-203000_Recording_as_1280x720.mp4"


def arrange(whole: str, *later: str, minutes: float) -> tuple[CloudPart, ...]:
    """The parts of an hour in one file, and of other files that are so long."""
    files = [(name, said) for name in (whole, *later) if (said := read_cloud_name(name))]
    evidence = Evidence(60, same=False, of_file=dict.fromkeys(later, minutes))
    return arrange_parts(files, evidence, Path("mappe"), ZONE)


@pytest.mark.parametrize("minutes", [1, 30, 30 + 2 / 60])
@pytest.mark.parametrize("whole", [WHOLE, WHOLE.replace("_1280", "_avo_1280")])
def test_a_screen_that_was_shared_for_a_while_is_a_view_that_is_not_used_and_that_is_said(whole: str, minutes: float) -> None:
    (part,) = arrange(whole, SCREEN, minutes=minutes)
    assert (part.file, part.others) == (whole, (SCREEN,))
    assert [(choice.what, "about 30 minutes into it: not used" in choice.why) for choice in part.choices] == [(SCREEN, True)]


def test_a_screen_that_was_shared_twice_is_two_views() -> None:
    again = SCREEN.replace("203000", "204500")
    (part,) = arrange(WHOLE, SCREEN, again, minutes=10)
    assert (part.file, part.others) == (WHOLE, (SCREEN, again))


def test_a_screen_that_was_shared_in_the_first_half_only_is_a_view_too() -> None:
    (part,) = arrange(WHOLE, SCREEN.replace("203000", "200010"), minutes=30)
    assert part.file == WHOLE


@pytest.mark.parametrize(
    ("later", "minutes"),
    [(SCREEN, 30.1), (SCREEN.replace("_as", ""), 20), (f"Bestyrelsen {SCREEN}", 20), (SCREEN, 0)],
    ids=["ends later", "the same layout", "another topic", "of no length"],
)
def test_what_is_no_view_of_a_while_is_refused(later: str, minutes: float) -> None:
    with pytest.raises(RecordingError, match=r"more than one meeting|says whether"):
        arrange(f"HR {WHOLE}" if "Best" in later else WHOLE, later, minutes=minutes)


def test_texts_of_a_screen_that_was_shared_later_are_not_taken_for_those_of_the_whole() -> None:
    part = arrange(WHOLE, SCREEN, minutes=30)
    text = "GMT20240124-203000_Recording.transcript.vtt"
    sidecars, choices = find_cloud_sidecars([text, text.replace("203000", "200000")], part)
    assert [(one.kind, one.file) for one in sidecars] == [("view", SCREEN), ("transcript", text.replace("203000", "200000"))]
    assert [choice.what for choice in choices] == [text]


def test_of_two_sizes_of_one_layout_the_larger_is_used() -> None:
    (part,) = parts("GMT20240124-202901_Recording_640x360.mp4", "GMT20240124-202901_Recording_1920x1080.mp4")
    assert part.file == "GMT20240124-202901_Recording_1920x1080.mp4"


def test_files_of_one_meeting_have_one_topic_however_it_is_written() -> None:
    second = f"{unicodedata.normalize('NFD', 'Rådgivning')} del 2 GMT20240124-090500_Recording.mp4"
    assert len(parts("rådgivning_del 1 GMT20240124-080000_Recording.mp4", second)) == 2


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("HR ", "Bestyrelse ", "more than one"),
        ("HR ", "", "Nothing in mappe"),
        ("", "HR ", "Nothing in mappe"),
        ("Hold 1 ", "Hold 2 ", "more than"),
    ],
)
def test_files_of_two_topics_are_refused_with_both_named(first: str, second: str, says: str) -> None:
    names = (f"{first}GMT20240124-080000_Recording.mp4", f"{second}GMT20240124-090500_Recording.mp4")
    with pytest.raises(RecordingError, match=says) as caught:
        parts(*names)
    assert all(name in caught.value.message for name in names)


def test_two_topics_of_the_same_second_are_one_meeting_only_if_they_sound_the_same() -> None:
    names = ("HR GMT20240124-080000_Recording.mp4", "Bestyrelse GMT20240124-080000_Recording.mp4")
    with pytest.raises(RecordingError, match="more than one meeting"):
        parts(*names, same=False)
    assert len(parts(*names, same=True)) == 1


def test_the_pause_before_a_part_is_said() -> None:
    _first, second = parts("GMT20240124-080000_Recording.mp4", "GMT20240124-100000_Recording.mp4")
    assert [choice.why for choice in second.choices] == [
        "Begun 60 minutes after the part before had ended: taken as the next part of one meeting."
    ]


def test_a_meeting_that_was_stopped_and_begun_again_has_two_parts_in_the_order_of_time() -> None:
    names = ("GMT20240124-202901_Recording_1280x720.mp4", "GMT20240124-180000_Recording_1280x720.mp4")
    assert [part.file for part in parts(*names)] == [names[1], names[0]]


def test_three_hours_count_from_the_end_of_the_part_before() -> None:
    names = ("GMT20240124-080000_Recording_1280x720.mp4", "GMT20240124-115900_Recording_1280x720.mp4")
    assert len(parts(*names, minutes=60)) == 2
    with pytest.raises(RecordingError, match=r"more than one meeting: one begins 2024-01-24 09:00, another 2024-01-24 12:59"):
        parts(*names, minutes=58)


def test_a_cloud_folder_becomes_parts_views_and_sidecars_with_local_times(tmp_path: Path) -> None:
    first, second = "GMT20200608-065510_Recording", "GMT20200608-075610_Recording"
    for name in (f"{first}_320x180.mp4", f"{first}_gvo_320x180.mp4", f"{second}_320x180.mp4"):
        make_video(tmp_path / name, seconds=1, speech=())
    for name in (f"{first}.m4a", f"{first}.transcript.vtt", f"{first}.cc.vtt", f"{first}newChat.txt", f"{second}.m4a"):
        (tmp_path / name).touch()
    (tmp_path / "min egen.mp4").touch()
    sources = find_sources([tmp_path])
    assert sources.kind == "zoom-cloud" and sources.files == (f"{first}_320x180.mp4", f"{second}_320x180.mp4")
    began = [part.began.isoformat() for part in sources.parts if part.began]
    assert began == ["2020-06-08T08:55:10+02:00", "2020-06-08T09:56:10+02:00"]
    assert {(sidecar.kind, sidecar.part) for sidecar in sources.sidecars} == {
        ("view", 0),
        ("audio", 0),
        ("transcript", 0),
        ("captions", 0),
        ("chat", 0),
        ("audio", 1),
    }
    assert [sidecar.view for sidecar in sources.sidecars if sidecar.kind == "view"] == ["gallery"]
    assert [choice.what for choice in sources.choices] == [f"{first}_320x180.mp4", f"{second}_320x180.mp4", "min egen.mp4"]


def test_files_named_together_are_one_meeting_however_far_apart_but_a_gallery_is_no_part(tmp_path: Path) -> None:
    names = [
        "GMT20200608-065510_Recording_gvo_320x180.mp4",
        "GMT20200608-065510_Recording_320x180.mp4",
        "GMT20200101-065510_Recording_320x180.mp4",
    ]
    for name in names:
        (tmp_path / name).touch()
    sources = find_sources([tmp_path / name for name in names])
    assert sources.kind == "files" and sources.files == (names[1], names[2])
    assert [sidecar.file for sidecar in sources.sidecars] == [names[0]]
