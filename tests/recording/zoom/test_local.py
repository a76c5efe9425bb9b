"""A folder that Zoom's program left: what its name says, the order of its parts, and when Zoom is not done."""

import json
from pathlib import Path
from typing import Any

import pytest

from vbn_video.errors import RecordingError
from vbn_video.recording.find import find_sources
from vbn_video.recording.zoom.local import read_folder_name

FOLDER = "2020-12-08 08.55.10 HR og den vanskelige samtale 98765432101"
ZONE = "Europe/Copenhagen"


def zoom_folder(where: Path, *names: str, conf: Any = None, folder: str = FOLDER) -> Path:
    """A folder of empty files; `conf` are (video, audio, percent) of recording.conf, in its order."""
    path = where / folder
    path.mkdir(parents=True)
    for name in names:
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).touch()
    if conf is not None:
        items = [{"video": video, "audio": audio, "process": percent} for video, audio, percent in conf]
        (path / "recording.conf").write_text(json.dumps({"items": items}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "topic", "meeting_id"),
    [
        (FOLDER, "HR og den vanskelige samtale", "98765432101"),
        ("2020-12-08 08.55.10 HR og den vanskelige samtale", "HR og den vanskelige samtale", None),
        ("2020-12-08 08.55.10 Status 2024", "Status 2024", None),
        ("2020-12-08 08.55.10 Møde 987 6543 2101", "Møde", "98765432101"),
        ("2024-01-24 14.00.00 Introduktion til ISO 27001", "Introduktion til ISO 27001", None),
        ("2020-12-08 08.55.10 CVR 12345678", "CVR 12345678", None),
        ("2020-12-08 08.55.10 ISO 27001 987654321", "ISO 27001", "987654321"),
        ("2020-12-08 08.55.10 Møde 987 654 321", "Møde", "987654321"),
        ("2020-12-08 08.55.10 Møde 987 654 3210", "Møde", "9876543210"),
        ("2020-12-08 08.55.10 Møde 123456789012", "Møde 123456789012", None),
        ("2020-12-08 08.55.10 Møde nr.987654321", "Møde nr.987654321", None),
        ("2020-12-08 08.55.10 Møde 98765432101 (1)", "Møde", "98765432101"),
        ("2020-12-08 08.55.10 Møde 98765432101 - Kopi", "Møde", "98765432101"),
        ("2020-12-08 08.55.10 Møde (2)", "Møde (2)", None),
        ("2020-12-08 08.55.10 RÃ¥dgivning", "Rådgivning", None),
        ("2020-12-08 08.55.10 987654321", None, "987654321"),
        ("2020-12-08 08.55.10", None, None),
    ],
)
def test_a_folders_name_says_when_what_and_which_meeting(name: str, topic: str | None, meeting_id: str | None) -> None:
    said = read_folder_name(name, ZONE)
    assert said and (said.topic, said.meeting_id) == (topic, meeting_id)
    assert said.began.strftime("%Y-%m-%d %H.%M.%S%z") == f"{name[:19]}+0100"


@pytest.mark.parametrize("name", ["optagelser", "2020-13-08 08.55.10 Møde", "2020-12-08", "kopi af 2020-12-08 08.55.10 Møde"])
def test_another_name_says_nothing(name: str) -> None:
    assert read_folder_name(name, ZONE) is None


def test_summer_time_is_two_hours_from_utc() -> None:
    said = read_folder_name("2021-06-08 08.55.10 Møde", ZONE)
    assert said and said.began.isoformat() == "2021-06-08T08:55:10+02:00"


def test_the_parts_stand_in_the_order_of_recording_conf_not_of_their_names(tmp_path: Path) -> None:
    conf = [("video9.mp4", "audio9.m4a", 100), ("video1.mp4", "audio1.m4a", 100)]
    folder = zoom_folder(tmp_path, "video1.mp4", "video9.mp4", "audio1.m4a", "audio9.m4a", conf=conf)
    sources = find_sources([folder])
    assert sources.kind == "zoom-local" and sources.files == ("video9.mp4", "video1.mp4")
    assert {sidecar.file: sidecar.part for sidecar in sources.sidecars if sidecar.kind == "audio"} == {
        "audio9.m4a": 0,
        "audio1.m4a": 1,
    }
    assert (sources.name, sources.topic, sources.meeting_id) == (FOLDER, "HR og den vanskelige samtale", "98765432101")
    assert [part.began and part.began.isoformat() for part in sources.parts] == ["2020-12-08T08:55:10+01:00", None]


@pytest.mark.parametrize("conf_text", [None, "{not json", '{"items": 3}', "[]"])
def test_without_a_readable_conf_the_names_are_counted_and_that_is_said(tmp_path: Path, conf_text: str | None) -> None:
    folder = zoom_folder(tmp_path, "zoom_10.mp4", "zoom_2.mp4", "audio_only.m4a")
    if conf_text is not None:
        (folder / "recording.conf").write_text(conf_text, encoding="utf-8")
    sources = find_sources([folder])
    assert sources.files == ("zoom_2.mp4", "zoom_10.mp4")
    assert ["order of their names" in choice.why for choice in sources.choices] == [True]


def test_a_part_that_is_gone_and_a_video_that_conf_does_not_name_are_left_out_and_said(tmp_path: Path) -> None:
    conf = [("video1.mp4", "", 100), ("video2.mp4", "", 100)]
    sources = find_sources([zoom_folder(tmp_path, "video1.mp4", "min egen.mp4", conf=conf)])
    assert sources.files == ("video1.mp4",)
    assert {choice.what for choice in sources.choices} == {"video2.mp4", "min egen.mp4"}


def test_the_shared_screen_alone_is_a_view_and_each_participants_sound_a_sidecar(tmp_path: Path) -> None:
    folder = zoom_folder(
        tmp_path, "video5.mp4", "as5.mp4", "meeting_saved_chat.txt", "Audio Record/audioAnne21.m4a", "Audio Record/audioBo3.m4a"
    )
    sources = find_sources([folder])
    assert sources.files == ("video5.mp4",)
    assert [(sidecar.kind, sidecar.file) for sidecar in sources.sidecars] == [
        ("view", "as5.mp4"),
        ("chat", "meeting_saved_chat.txt"),
        ("participant", "Audio Record/audioAnne21.m4a"),
        ("participant", "Audio Record/audioBo3.m4a"),
    ]


def test_the_shared_screen_is_used_where_there_is_nothing_else(tmp_path: Path) -> None:
    assert find_sources([zoom_folder(tmp_path, "as5.mp4")]).files == ("as5.mp4",)


def test_a_recording_that_is_still_being_converted_is_refused_with_the_percentage(tmp_path: Path) -> None:
    conf = [("video1.mp4", "", 100), ("video2.mp4", "", 62)]
    folder = zoom_folder(tmp_path, "video1.mp4", "video2.mp4", conf=conf)
    for named in (folder, folder / "video1.mp4"):
        with pytest.raises(RecordingError, match=r"not finished converting .*\(62 %\)") as caught:
            find_sources([named])
        assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", ["video1.mp4.tmp", "double_click_to_convert_01.zoom"])
def test_a_recording_with_only_zooms_working_files_is_refused(tmp_path: Path, name: str) -> None:
    folder = zoom_folder(tmp_path, name)
    for named in (folder, folder / name):
        with pytest.raises(RecordingError, match="convert"):
            find_sources([named])


def test_a_folder_that_was_renamed_is_known_by_its_conf(tmp_path: Path) -> None:
    folder = zoom_folder(tmp_path, "video1.mp4", conf=[("video1.mp4", "", 100)], folder="Temamøde i december")
    sources = find_sources([folder])
    assert (sources.kind, sources.name, sources.topic) == ("zoom-local", "Temamøde i december", None)


def test_one_file_of_a_zoom_folder_knows_its_folders_topic(tmp_path: Path) -> None:
    folder = zoom_folder(tmp_path, "video1.mp4", "audio1.m4a", "chat.txt")
    sources = find_sources([folder / "video1.mp4"])
    assert (sources.kind, sources.name, sources.topic) == ("file", "video1", "HR og den vanskelige samtale")
    assert sources.parts[0].began is not None
    assert {sidecar.kind for sidecar in sources.sidecars} == {"audio", "chat"}
