"""What a person may name as a recording, and the sentence where there is none."""

import os
import sys
from pathlib import Path

import pytest

from vbn_video.errors import InputError, RecordingError
from vbn_video.recording.find import find_sources


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_one_file_is_called_by_its_stem(tmp_path: Path) -> None:
    touch(tmp_path / "Møde i Ørsted.v2.mp4")
    sources = find_sources([tmp_path / "Møde i Ørsted.v2.mp4"])
    assert (sources.kind, sources.name, sources.root) == ("file", "Møde i Ørsted.v2", tmp_path)


def test_several_files_are_the_parts_in_the_order_given(tmp_path: Path) -> None:
    second, first = tmp_path / "a.mp4", tmp_path / "disk 2" / "b.mp4"
    touch(first, second)
    sources = find_sources([first, second])
    assert (sources.kind, sources.name, sources.root) == ("files", "b", tmp_path)
    assert sources.files == ("disk 2/b.mp4", "a.mp4")


def test_a_shell_pattern_brings_chat_sound_and_project_folder_along_and_they_are_no_parts(tmp_path: Path) -> None:
    touch(tmp_path / "a.mp4", tmp_path / "chat.txt", tmp_path / "a.m4a", tmp_path / "a.vbn" / "video.mp4")
    assert find_sources(sorted(tmp_path.iterdir())).files == ("a.mp4",)


def test_a_plain_folder_gives_its_videos_in_counting_order_and_says_so(tmp_path: Path) -> None:
    touch(tmp_path / "del 10.mp4", tmp_path / "del 2.MOV", tmp_path / "._del 2.MOV", tmp_path / "noter.pdf")
    sources = find_sources([tmp_path])
    assert (sources.kind, sources.name) == ("files", tmp_path.name)
    assert sources.files == ("del 2.MOV", "del 10.mp4") and len(sources.choices) == 1


def test_the_project_folder_beside_or_inside_a_recording_is_not_looked_into(tmp_path: Path) -> None:
    touch(tmp_path / "møde" / "a.mp4", tmp_path / "møde" / "møde.vbn" / "video.mp4")
    assert find_sources([tmp_path / "møde"]).files == ("a.mp4",)


def test_a_relative_path_is_taken_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "møde" / "a.mp4")
    monkeypatch.chdir(tmp_path / "møde")
    assert find_sources([Path()]).name == "møde"
    assert find_sources([Path("../møde/a.mp4")]).root == tmp_path / "møde"


def test_a_long_path_with_spaces_is_found(tmp_path: Path) -> None:
    path = tmp_path / ("ny mappe ø " * 10).strip() / ("æ" * 60) / "b.mp4"
    touch(path)
    assert len(str(path)) > 200 and find_sources([path]).files == ("b.mp4",)


SOUND_ALONE = "2024-01-24 19.00.00 Møde/audio1234567.m4a"


@pytest.mark.parametrize(
    ("inside", "named", "says"),
    [
        ([], "ingen", "There is no recording at"),
        ([], ".", "is empty"),
        (["noter.pdf", "lyd.m4a"], ".", "holds no video: there is"),
        (["2020/a.mp4"], ".", "Did you mean"),
        ([SOUND_ALONE], SOUND_ALONE, "holds no video: there is"),
        (["a.vbn/video.mp4"], "a.vbn", "is a project folder"),
        (["a.vbn/video.mp4"], "a.vbn/video.mp4", "is a project folder"),
        (["a.vbn/video.mp4"], ".", "holds no video|is empty"),
    ],
)
def test_where_there_is_no_recording_one_sentence_says_so(tmp_path: Path, inside: list[str], named: str, says: str) -> None:
    touch(*(tmp_path / name for name in inside))
    with pytest.raises(RecordingError, match=says) as caught:
        find_sources([tmp_path / named])
    assert caught.value.path and str(tmp_path) in caught.value.path


def test_a_folder_named_together_with_files_is_wrong_usage(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "a.mp4", tmp_path / "b.mp4")
    with pytest.raises(InputError, match="one folder is one meeting"):
        find_sources([tmp_path / "a", tmp_path / "b.mp4"])


posix = pytest.mark.skipif(os.name == "nt", reason="no pipes of this kind, and every name is Unicode")
other_encodings = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="every name is Unicode here")


@other_encodings
@pytest.mark.parametrize("named", ["file", "folder", "above"])
def test_a_name_in_an_older_encoding_is_said(named: str, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xf8de"))
    video = {"file": odd.with_name(odd.name + ".mp4"), "folder": tmp_path / "a" / (odd.name + ".mp4"), "above": odd / "a.mp4"}[
        named
    ]
    touch(video)
    with pytest.raises(RecordingError, match="older encoding than UTF-8"):
        find_sources([video.parent if named == "folder" else video])


@other_encodings
def test_a_strangers_file_with_such_a_name_is_no_concern_of_ours(tmp_path: Path) -> None:
    touch(tmp_path / "a.mp4", Path(os.fsdecode(os.fsencode(tmp_path) + b"/dagsorden \xe6.pdf")))
    assert find_sources([tmp_path]).files == ("a.mp4",)


@posix
def test_what_is_no_file_is_no_recording_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.mp4")
    (tmp_path / "b.mp4").symlink_to(tmp_path / "gone.mp4")
    for name in ("a.mp4", "b.mp4"):
        with pytest.raises(RecordingError, match="no recording at"):
            find_sources([tmp_path / name])
