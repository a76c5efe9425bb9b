"""Files from Zoom's cloud: stamps in UTC, several layouts of one stretch, one meeting or two in a folder."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.made_media import make_video
from vbn_video.errors import RecordingError
from vbn_video.recording.find import find_sources
from vbn_video.recording.zoom.cloud import CloudPart, arrange_parts, read_cloud_name

ZONE = "Europe/Copenhagen"


def parts(*names: str, minutes: float = 60) -> tuple[CloudPart, ...]:
    """The parts of a folder with these files, each so long."""
    files = [(name, said) for name in names if (said := read_cloud_name(name))]
    assert len(files) == len(names)
    return arrange_parts(files, lambda file: timedelta(minutes=minutes), Path("mappe"), ZONE)


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("GMT20240124-202901_Recording_1280x720.mp4", ""),
        ("GMT20240124-202901_Recording_avo_1280x720.mp4", "avo"),
        ("GMT20240124-202901_Recording_gvo_1280x720.mp4", "gvo"),
        ("GMT20240124-202901_Recording_as_1280x720.mp4", "as"),
        ("GMT20240124-202901_Recording_gallery_1280x720.mp4", "gallery"),
        ("GMT20240124-202901_Recording.m4a", ""),
        ("GMT20240124-202901_RecordingnewChat.txt", ""),
        ("GMT20240124-202901.chat.txt", ""),
    ],
)
def test_a_name_says_when_in_utc_and_which_layout(name: str, layout: str) -> None:
    said = read_cloud_name(name)
    assert said and said.layout == layout and said.began.isoformat() == "2024-01-24T20:29:01+00:00"


@pytest.mark.parametrize("name", ["video1.mp4", "GMT2024-01-24.mp4", "GMT20241324-202901_Recording.mp4"])
def test_another_name_is_not_zooms(name: str) -> None:
    assert read_cloud_name(name) is None


def test_of_several_layouts_the_shared_screen_with_speaker_is_the_part_and_the_others_are_views() -> None:
    (part,) = parts(
        "GMT20240124-202901_Recording_avo_640x360.mp4",
        "GMT20240124-202901_Recording_gallery_1280x720.mp4",
        "GMT20240124-202901_Recording_1280x720.mp4",
    )
    assert part.file == "GMT20240124-202901_Recording_1280x720.mp4" and len(part.views) == 2


def test_without_a_shared_screen_the_active_speaker_is_better_than_the_gallery() -> None:
    (part,) = parts("GMT20240124-202901_Recording_gvo_1280x720.mp4", "GMT20240124-202901_Recording_avo_1280x720.mp4")
    assert "_avo_" in part.file


def test_another_layout_with_a_stamp_some_seconds_later_is_a_view_and_no_second_part() -> None:
    (part,) = parts("GMT20240124-202901_Recording_1280x720.mp4", "GMT20240124-202905_Recording_gvo_1280x720.mp4")
    assert part.views == ("GMT20240124-202905_Recording_gvo_1280x720.mp4",)


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
    assert [choice.what for choice in sources.choices] == [f"{first}_320x180.mp4", "min egen.mp4"]


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
